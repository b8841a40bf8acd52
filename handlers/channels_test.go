package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// side is a person on one channel, with that platform's stand-in behind.
type side interface {
	says(text string)
	presses(label string) bool
	reads() []string // all that he was sent so far, as he sees it
}

// line is one channel in use: the whole path from the platform to the handlers and back.
type line struct {
	t       *testing.T
	ctx     context.Context
	state   *store.Store
	bot     *handlers.Assistant
	name    string
	side    side
	now     atomic.Int64 // unix ms
	handled atomic.Int64
	seen    int
	log     strings.Builder
}

func (l *line) time() time.Time { return time.UnixMilli(l.now.Load()).In(morning.Location()) }

// eventually waits until ok, and fails the test when that takes too long.
func (l *line) eventually(what string, ok func() bool) {
	l.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-l.ctx.Done():
			l.t.Fatalf("%s: never %s\n%s", l.name, what, l.log.String())
		}
	}
}

// quiet waits until nothing waits to be sent.
func (l *line) quiet() {
	l.t.Helper()
	l.eventually("quiet", func() bool {
		q, err := l.state.QueueStats(l.ctx, l.name)
		return err == nil && q.Waiting[0]+q.Waiting[1]+q.Waiting[2] == 0
	})
}

// note writes what came since the last look.
func (l *line) note(what string) {
	l.t.Helper()
	l.quiet()
	all := l.side.reads()
	came := strings.Join(all[l.seen:], "\n")
	if came == "" {
		came = "(không có gì)"
	}
	fmt.Fprintf(&l.log, "› %s\n%s\n\n", what, came)
	l.seen = len(all)
}

func (l *line) does(what string, do func()) {
	l.t.Helper()
	before := l.handled.Load()
	do()
	l.eventually("handled "+what, func() bool { return l.handled.Load() > before })
	l.note(what)
}

func (l *line) says(text string) { l.does(text, func() { l.side.says(text) }) }

func (l *line) presses(label string) {
	l.does("["+label+"]", func() {
		if !l.side.presses(label) {
			l.t.Fatalf("%s: no choice %q\n%s", l.name, label, l.log.String())
		}
	})
}

// fires lets time pass and what was scheduled happen.
func (l *line) fires(d time.Duration) {
	l.t.Helper()
	l.now.Add(d.Milliseconds())
	due, err := l.state.List(l.ctx, bot.ScheduleSet, bot.Range{Max: l.now.Load()})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, e := range due {
		err := l.state.Update(l.ctx, func(tx bot.Tx) error {
			tx.Remove(bot.ScheduleSet, e.Member)
			return l.bot.Due(l.ctx, tx, e.Member, time.UnixMilli(e.Score))
		})
		if err != nil {
			l.t.Fatal(err)
		}
	}
	l.note("(" + d.String() + " sau)")
}

// announces sends an announcement to all subscribers.
func (l *line) announces(text string) {
	l.t.Helper()
	_, err := l.state.StartBulk(l.ctx, bot.BulkSpec{ID: "T-1",
		Audience: []bot.Segment{{All: []string{subscribers.SubscribersSet}}}, Consent: subscribers.SubscribersSet,
		Messages: map[string]bot.Message{"": {Text: text}}, Expires: l.time().Add(time.Hour)})
	if err != nil {
		l.t.Fatal(err)
	}
	l.eventually("announced", func() bool {
		st, found, err := l.state.BulkStatus(l.ctx, "T-1")
		return err == nil && found && st.State == bot.BulkFinished
	})
	l.note("(thông báo)")
}

// corrects sends a correction to who got the announcement, whatever he wants now.
func (l *line) corrects(text string) {
	l.t.Helper()
	_, err := l.state.StartBulk(l.ctx,
		bot.BulkSpec{ID: "T-2", From: &bot.BulkFrom{ID: "T-1", Outcomes: []bot.BulkOutcome{bot.BulkSent}},
			Messages: map[string]bot.Message{"": {Text: text}}, Expires: l.time().Add(time.Hour), Lead: true})
	if err != nil {
		l.t.Fatal(err)
	}
	l.eventually("corrected", func() bool {
		st, found, err := l.state.BulkStatus(l.ctx, "T-2")
		return err == nil && found && st.State == bot.BulkFinished
	})
	l.note("(đính chính)")
}

// newLine wires a channel that open makes.
func newLine(t *testing.T, open func(l *line, log *slog.Logger) (bot.Channel, side)) *line {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	l := &line{t: t, ctx: ctx}
	l.now.Store(morning.UnixMilli())
	log := slog.New(slog.DiscardHandler)
	var err error
	if l.state, err = store.Open(ctx, store.Options{Dir: t.TempDir(), Now: l.time}); err != nil {
		t.Fatal(err)
	}
	k := testBase()
	limits := map[string]bot.Limits{}
	l.bot = handlers.New(handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Channels: limits,
		Knowledge: func() *answers.Knowledge { return k }, Now: l.time, Log: log})
	l.bot.Cases.SavedOneIn = math.MaxUint32
	channel, person := open(l, log)
	l.name, l.side = channel.Name(), person
	limits[l.name] = channel.Limits()
	d := &bot.Dispatcher{State: l.state, Handler: l.bot, Apology: handlers.Apology, Log: log,
		Observe: func(bot.Update, string, time.Duration) { l.handled.Add(1) },
		Note: func(ctx context.Context, tx bot.Tx, u bot.Update) error {
			if err := zalo.Note(ctx, tx, u); err != nil {
				return err
			}
			return zalobot.Note(ctx, tx, u)
		}}
	sender := &outbox.Outbox{Store: l.state, Bulk: l.state, Lanes: []outbox.Lane{{Channel: channel}}, Log: log,
		Skip: l.bot.Announce.Skip(l.state)}
	if tg, ok := channel.(*telegram.Channel); ok {
		l.withGroups(sender, tg, limits)
	}
	var wg sync.WaitGroup
	wg.Go(func() { sender.Run(ctx) })
	wg.Go(func() {
		if err := channel.Receive(ctx, d.Deliver); err != nil {
			t.Errorf("Receive: %v", err)
		}
	})
	t.Cleanup(func() {
		cancel()
		wg.Wait()
		l.state.Close()
	})
	return l
}

// TestChannels has the same conversation on every channel: asking, choosing, following up, rating, subscribing, a
// reminder, an announcement, and its correction to who left since. Each transcript is what the person reads there.
func TestChannels(t *testing.T) {
	for name, open := range lines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLine(t, open)
			l.says("/start")
			l.says("lam giay khai sinh cho con can gi")
			l.presses("Lệ phí")
			l.says("thế thời hạn bao lâu?")
			l.presses("👍 Có giúp ích")
			l.says("giấy khai sinh giấy phép xây dựng")
			l.says("sao chổi Halley bao giờ quay lại")
			l.says("nhắc tôi sau 2 phút gọi lại")
			if name != "web" { // where nothing can be set
				l.says("đúng")
			}
			l.fires(2 * time.Minute)
			l.says("/dangky")
			l.announces("*Thông báo:* sáng thứ Bảy 28/11 bộ phận một cửa nghỉ.")
			l.says("/huy")
			l.corrects("*Đính chính:* sáng thứ Bảy 28/11 bộ phận một cửa vẫn làm việc.")
			l.compare("channel-" + name)
		})
	}
}

// compare compares the transcript with testdata/<name>.golden.
func (l *line) compare(name string) {
	l.t.Helper()
	c := &talk{t: l.t}
	// The reference of what was passed on is drawn by chance of ids.
	c.log.WriteString(regexp.MustCompile(`\b([HV])-[2-9A-Z]{8}\b`).ReplaceAllString(l.log.String(), "$1-XXXXXX"))
	c.golden(name)
}
