package sqlite

import (
	"context"
	"math"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
	"github.com/motcua/motcua/bot/store/sqlite/disk"
)

// taking is one BulkTake.
type taking struct {
	c      *disk.Conn
	now    int64
	r      bot.LeaseRequest
	p      *bot.BulkPage
	page   int64
	secs   int64
	tally  *tally
	answer bot.BulkTaken
	next   int64
}

// BulkTake implements engine.Engine.
func (e *Engine) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (answer bot.BulkTaken, err error) {
	now := e.ms()
	err = e.db.Write(ctx, func(c *disk.Conn) error {
		t := &taking{c: c, now: now, r: r, p: p, answer: bot.BulkTaken{Refused: make(map[int]bot.BulkOutcome)}}
		t.run(indexes, most)
		answer = t.answer
		answer.Next = fromMillis(t.next)
		return nil
	})
	return answer, err
}

func (t *taking) run(indexes []int, most int) {
	b := findBulk(t.c, t.now, t.p.ID)
	if t.page = ownPage(t.c, t.now, &b, t.p, t.r.Lease); t.page == 0 {
		return
	}
	b.pauseLate(t.c, t.now)
	if t.answer.State = b.state; b.state != bot.BulkRunning {
		return
	}
	if till, _ := t.c.Int("SELECT till FROM stops WHERE channel = ?", t.p.Channel); till > t.now {
		t.next, t.answer.ByRate = till, true
		return
	}
	if !b.lead && t.yields() {
		return
	}
	room := min(int64(most), t.free(&b))
	t.secs = max(0, (t.now-b.created)/1000)
	t.tally = &tally{c: t.c, bulk: b.n, page: t.page}
	for _, i := range indexes {
		if room <= 0 {
			if t.r.Rate > 0 && len(t.answer.Granted) < most {
				t.answer.ByRate = true
				t.lead(&b)
				t.sooner(freed(t.c, t.now, t.p.Channel))
			}
			break
		}
		room -= t.take(i)
	}
	t.tally.save()
}

const leadWaits = `SELECT 1 FROM bulks b JOIN bulk_channels c ON c.bulk = b.n WHERE b.state = 'running' AND b.lead = 1
	AND b.keep > ?2 AND c.channel = ?1 AND (c.next < c.pages OR EXISTS (SELECT 1 FROM bulk_pages p WHERE p.bulk = b.n
		AND p.channel = c.channel AND p.till <= ?2)) LIMIT 1`

// yields reports whether one that leads comes first: it has a page to hand out, or takes all that the rate frees.
func (t *taking) yields() bool {
	if _, waits := t.c.Int(leadWaits, t.p.Channel, t.now); waits {
		t.answer.State = bot.BulkYields
		return true
	}
	till := leading(t.c, t.p.Channel)
	if till > t.now {
		t.next, t.answer.ByRate = till, true
	}
	return till > t.now
}

// free is how many the channel's rate leaves; reminders come first, but not before one that leads.
func (t *taking) free(b *bulk) int64 {
	if t.r.Rate <= 0 {
		return math.MaxInt64
	}
	n := left(t.c, t.now, t.p.Channel, t.r.Rate)
	if b.lead {
		return n
	}
	reminders, _ := t.c.Int("SELECT count(*) FROM ready WHERE channel = ? AND priority = 1 AND at <= ?",
		t.p.Channel, t.now)
	return n - reminders
}

// leadFor is for how long (ms) an announcement that leads and has to wait for the rate has what that frees.
const leadFor = 1000

func (t *taking) lead(b *bulk) {
	if b.lead {
		t.c.Exec("INSERT INTO leads VALUES (?, ?) ON CONFLICT DO UPDATE SET till = excluded.till", t.p.Channel,
			t.now+leadFor)
	}
}

// leading is until when a channel's rate is an announcement's that leads.
func leading(c *disk.Conn, channel string) int64 {
	till, _ := c.Int("SELECT till FROM leads WHERE channel = ?", channel)
	return till
}

func (t *taking) sooner(at int64, ok bool) {
	if ok && (t.next == 0 || at < t.next) {
		t.next = at
	}
}

// take asks for one recipient; 1 when it is granted.
func (t *taking) take(i int) int64 {
	chat := t.p.Recipients[i].Chat.ID
	if why := t.refuse(chat); why != "" {
		t.answer.Refused[i] = why
		setOutcome(t.c, t.page, i, why, t.secs, "")
		t.tally.count(i, why, false)
		return 0
	}
	pace, _ := t.c.Int("SELECT at FROM pace WHERE channel = ? AND chat = ?", t.p.Channel, chat)
	if at := pace - engine.Early(t.r).Milliseconds(); at > t.now { // had messages a moment ago, or asked for a pause
		t.sooner(at, true)
		return 0
	}
	spend(t.c, t.now, t.r, chat, pace)
	if t.r.Rate > 0 {
		use(t.c, t.p.Channel, int(bot.PriorityBulk), t.p.Token+chat, t.now+t.r.Lease.Milliseconds()+1000)
	}
	t.answer.Granted = append(t.answer.Granted, i)
	setOutcome(t.c, t.page, i, bot.BulkInFlight, t.secs, "")
	return 1
}

func (t *taking) refuse(chat string) bot.BulkOutcome {
	id := bot.ChatID{Channel: t.p.Channel, ID: chat}
	switch {
	case t.p.Spec.Consent != "" && !isMember(t.c, t.p.Spec.Consent, id.String()):
		return bot.BulkUnsubscribed
	case document(t.c, t.now, bot.BlockedKey(id)).Rev != "":
		return bot.BulkBlocked
	}
	return ""
}
