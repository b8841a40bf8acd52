package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

var (
	sequences   = flag.Int("sequences", 60, "random sequences of operations that are done on both stores")
	firstRandom = flag.Uint64("seed", 1, "seed of the first sequence")
)

// twin is the same state in both stores, on one clock.
type twin struct {
	t     *testing.T
	ctx   context.Context
	clock *clock
	both  [2]*store.Store // Redis, SQLite
	redis *redistest.Server
	rand  *rand.Rand
	log   []string

	names  map[string]string // tokens and ids that the stores made, to ours
	held   [][2]bot.Leased
	pages  [][2]*bot.BulkPage
	bulks  int
	update int
}

// foundOnce are seeds on which the stores differed once: in the message to edit of a page that was closed.
var foundOnce = []uint64{201982}

// TestBothMeanTheSame does random sequences of operations on Redis and on SQLite and compares each answer, and at the
// end all that is kept.
func TestBothMeanTheSame(t *testing.T) {
	t.Parallel()
	redis := redistest.Start(t)
	for _, seed := range foundOnce {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) { sequence(t, redis, seed) })
	}
	end := time.Now().Add(20 * time.Second)
	n := 0
	for ; n < *sequences; n++ {
		if *sequences < 1000 && time.Now().After(end) { // a busy machine: CI has a bound
			break
		}
		seed := *firstRandom + uint64(n)
		if !t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) { sequence(t, redis, seed) }) {
			break
		}
	}
	if n < min(*sequences, 5) {
		t.Errorf("only %d sequences", n)
	}
}

func sequence(t *testing.T, redis *redistest.Server, seed uint64) {
	redis.Do(t, "FLUSHALL")
	w := &twin{t: t, ctx: t.Context(), clock: &clock{t: time.Now().Truncate(time.Second)}, redis: redis,
		rand: rand.New(rand.NewPCG(seed, 7)), names: map[string]string{}}
	for i, opt := range []store.Options{{RedisURL: redis.URL()}, {InMemory: true}} {
		opt.Now = w.clock.now
		s, err := store.Open(w.ctx, opt)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		w.both[i] = s
	}
	steps := []func(){w.commit, w.commit, w.commit, w.lease, w.lease, w.lease, w.settle, w.settle, w.settle, w.settle,
		w.renew,
		w.jump, w.read, w.lock, w.dead, w.startBulk, w.freeze, w.page, w.page, w.take, w.take, w.note, w.note,
		w.closePage,
		w.bulkState, w.together, w.forget}
	for range 40 + w.rand.IntN(60) {
		steps[w.rand.IntN(len(steps))]()
		if t.Failed() {
			t.Fatal(strings.Join(w.log, "\n"))
		}
	}
	w.compareAll()
	if t.Failed() {
		t.Fatal(strings.Join(w.log, "\n"))
	}
}

func (w *twin) pick(from ...string) string { return from[w.rand.IntN(len(from))] }

func (w *twin) chance(percent int) bool { return w.rand.IntN(100) < percent }

// each does an operation on both and compares what it gives.
func (w *twin) each(what string, f func(s *store.Store, i int) (any, error)) {
	w.t.Helper()
	var got [2]string
	for i, s := range w.both {
		v, err := f(s, i)
		b, jsonErr := json.Marshal(v)
		if jsonErr != nil {
			w.t.Fatal(jsonErr)
		}
		got[i] = fmt.Sprintf("%s %v", b, err)
	}
	w.log = append(w.log, what+" -> "+got[1])
	if got[0] != got[1] {
		w.t.Errorf("%s\nredis  %s\nsqlite %s", what, got[0], got[1])
	}
}

func (w *twin) key() bot.Key {
	return bot.Key{Kind: w.pick("note", "task"), ID: w.pick("a", "bé", "c:d", "e f")}
}

func (w *twin) chat() bot.ChatID {
	return bot.ChatID{Channel: w.pick("tg", "tg", "zalo"), ID: w.pick("1", "2", "3:4", "năm")}
}

var sets = []string{"subscribed", "officials", "muted"}

// commit is a random transaction. What it reads decides what it writes.
func (w *twin) commit() {
	seed := w.rand.Uint64()
	id := ""
	if w.chance(50) {
		w.update++
		id = fmt.Sprint("u", w.update-w.rand.IntN(3))
	}
	w.each(fmt.Sprint("commit ", id), func(s *store.Store, _ int) (any, error) { return w.commitOn(s, id, seed) })
}

func (w *twin) commitOn(s *store.Store, id string, seed uint64) (any, error) {
	var read []any
	f := func(tx bot.Tx) error {
		read = nil
		x := &twin{t: w.t, ctx: w.ctx, clock: w.clock, rand: rand.New(rand.NewPCG(seed, 3))}
		for range 1 + x.rand.IntN(5) {
			x.write(tx, id, seed, &read)
		}
		return nil
	}
	if id == "" {
		return read, s.Update(w.ctx, f)
	}
	done, err := s.UpdateOnce(w.ctx, id, f)
	return []any{done, read}, err
}

func (w *twin) write(tx bot.Tx, id string, seed uint64, read *[]any) {
	switch w.rand.IntN(8) {
	case 0, 1:
		key, n := w.key(), 0
		found, err := tx.Get(w.ctx, key, &n)
		*read = append(*read, found, n, err)
		tx.Put(key, n+1, []time.Duration{0, 10 * time.Hour, 5 * time.Second}[w.rand.IntN(3)])
	case 2:
		tx.Delete(w.key())
	case 3:
		tx.Add(w.pick(sets...), w.chat().String(), w.clock.now().UnixMilli()-int64(w.rand.IntN(3)))
	case 4:
		tx.Remove(w.pick(sets...), w.chat().String())
	case 5:
		tx.Count(w.pick("day", "week"), w.pick("asked", "hỏi"), int64(w.rand.IntN(5)-1), 0)
	default:
		o := bot.Outgoing{Key: fmt.Sprint("k", seed%50, w.rand.IntN(4)), To: w.chat(),
			Priority: bot.Priority(w.rand.IntN(3)),
			Message:  bot.Message{Text: w.pick("Lệ phí: miễn", "xóm Đình", "hai\ndòng")}}
		if id != "" && w.chance(30) {
			o.Key = "re:" + id + ":" + fmt.Sprint(w.rand.IntN(2))
		}
		if w.chance(15) {
			o.NotBefore = w.clock.now().Add(time.Duration(w.rand.IntN(5000)) * time.Millisecond)
		}
		if w.chance(15) {
			o.Expires = w.clock.now().Add(time.Duration(w.rand.IntN(9000)) * time.Millisecond)
		}
		if w.chance(15) {
			o.While = w.key()
		}
		if w.chance(20) {
			o.Slot = w.pick("s", "t")
		}
		tx.Send(o)
	}
}

// together lets several callers commit at once, what must come to the same in any order.
func (w *twin) together() {
	n := 2 + w.rand.IntN(6)
	w.each(fmt.Sprint("together ", n), func(s *store.Store, _ int) (any, error) {
		var wg sync.WaitGroup
		errs := make([]error, n)
		for i := range n {
			wg.Go(func() {
				errs[i] = s.Update(w.ctx, func(tx bot.Tx) error {
					var sum int
					key := bot.Key{Kind: "sum", ID: "x"}
					if _, err := tx.Get(w.ctx, key, &sum); err != nil {
						return err
					}
					tx.Put(key, sum+i, 0)
					tx.Count("week", "asked", int64(i), 0)
					return nil
				})
			})
		}
		wg.Wait()
		var sum int
		_, err := s.Get(w.ctx, bot.Key{Kind: "sum", ID: "x"}, &sum)
		return []any{sum, fmt.Sprint(errs)}, err
	})
}

func (w *twin) jump() {
	d := time.Duration(w.rand.IntN(3000)) * time.Millisecond
	switch w.rand.IntN(10) {
	case 0:
		d = -time.Duration(w.rand.IntN(2000)) * time.Millisecond
	case 1:
		d = time.Duration(w.rand.IntN(300)) * time.Second
	}
	w.clock.add(d)
	w.log = append(w.log, "jump "+d.String())
}

func (w *twin) request(channel string) bot.LeaseRequest {
	r := bot.LeaseRequest{Channel: channel, Max: 1 + w.rand.IntN(4),
		Lease: time.Duration(1+w.rand.IntN(4)) * time.Second}
	if w.chance(60) {
		r.Rate = 1 + w.rand.IntN(6)
	}
	if w.chance(60) {
		r.ChatGap, r.ChatBurst = time.Duration(w.rand.IntN(1500))*time.Millisecond, w.rand.IntN(4)
	}
	if w.chance(20) {
		r.OwnUntil = w.clock.now().Add(time.Duration(w.rand.IntN(4000)-2000) * time.Millisecond)
	}
	return r
}

func (w *twin) lease() {
	r := w.request(w.pick("tg", "tg", "zalo"))
	var answers [2]bot.LeaseAnswer
	w.each(fmt.Sprintf("lease %+v", r), func(s *store.Store, i int) (any, error) {
		a, err := s.Lease(w.ctx, r)
		answers[i] = a
		plain := a
		plain.Messages = slices.Clone(a.Messages)
		for j := range plain.Messages {
			plain.Messages[j].Token = ""
		}
		if !plain.Next.IsZero() && plain.Next.Before(w.clock.now()) { // any moment that is over means "now"
			plain.Next = w.clock.now()
		}
		return plain, err
	})
	for j := range min(len(answers[0].Messages), len(answers[1].Messages)) {
		w.held = append(w.held, [2]bot.Leased{answers[0].Messages[j], answers[1].Messages[j]})
	}
}

func (w *twin) settle() {
	if len(w.held) == 0 {
		return
	}
	at := w.rand.IntN(len(w.held))
	l := w.held[at]
	if w.chance(90) {
		w.held = slices.Delete(w.held, at, at+1)
	}
	r := w.request(l[0].Out.To.Channel)
	how := bot.Settlement{Kind: bot.SettleKind(w.pick("sent", "sent", "retry", "retry", "release", "dead", "blocked",
		"moved")),
		MessageID: w.pick("", "m1", "m2"), After: time.Duration(w.rand.IntN(2500)) * time.Millisecond,
		HoldAll:   w.chance(10),
		Uncounted: w.chance(30), Unclear: w.chance(30), Why: "refused", Reason: w.pick("", "quá dài"),
		MovedTo: w.chat()}
	if how.MovedTo == l[0].Out.To {
		how.MovedTo.ID = "nơi khác"
	}
	w.each(fmt.Sprintf("settle %v %+v rate %d", l[0].Out.To, how, r.Rate), func(s *store.Store, i int) (any, error) {
		return s.Settle(w.ctx, r, l[i], how)
	})
}

func (w *twin) renew() {
	channel := w.pick("tg", "zalo")
	var held [2][]bot.Leased
	for _, l := range w.held {
		if l[0].Out.To.Channel == channel {
			held[0], held[1] = append(held[0], l[0]), append(held[1], l[1])
		}
	}
	w.each("renew "+channel, func(s *store.Store, i int) (any, error) {
		return s.Renew(w.ctx, channel, 2*time.Second,
			held[i])
	})
}

func (w *twin) read() {
	key, set, chat := w.key(), w.pick(sets...), w.chat()
	r := bot.Range{Min: 0, Max: 1 << 50, Offset: w.rand.IntN(2), Limit: 1 + w.rand.IntN(4), Reverse: w.chance(50)}
	w.each("read", func(s *store.Store, _ int) (any, error) {
		n := 0
		found, err1 := s.Get(w.ctx, key, &n)
		list, err2 := s.List(w.ctx, set, r)
		score, in, err3 := s.Score(w.ctx, set, chat.String())
		size, err4 := s.Size(w.ctx, set)
		counters, err5 := s.Counters(w.ctx, "day")
		stats, err6 := s.QueueStats(w.ctx, chat.Channel)
		return []any{found, n, list, score, in, size, counters, stats},
			errors.Join(err1, err2, err3, err4, err5, err6)
	})
}

func (w *twin) lock() {
	name, owner := w.pick("poll", "plan"), w.pick("a", "b")
	ttl, end := time.Duration(w.rand.IntN(3000))*time.Millisecond, w.chance(30)
	w.each("lock", func(s *store.Store, _ int) (any, error) {
		if end {
			return nil, s.Unlock(w.ctx, name, owner)
		}
		fence, ok, err := s.Lock(w.ctx, name, owner, ttl)
		return []any{fence, ok}, err
	})
}

// letters are what was given up, in an order that does not hang on the ids that the stores made.
func (w *twin) letters(s *store.Store) (list []bot.DeadLetter, err error) {
	list, err = s.DeadLetters(w.ctx, 0, 100)
	slices.SortStableFunc(list, func(a, b bot.DeadLetter) int {
		return strings.Compare(fmt.Sprint(a.At.UnixMilli(), a.Out), fmt.Sprint(b.At.UnixMilli(), b.Out))
	})
	return list, err
}

func (w *twin) dead() {
	resend := w.chance(60)
	w.each("dead letters", func(s *store.Store, _ int) (any, error) {
		list, err := w.letters(s)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		id := list[0].ID
		for i := range list {
			list[i].ID = ""
		}
		if !resend {
			return list, nil
		}
		ok, err := s.Resend(w.ctx, id)
		return []any{ok, list}, err
	})
}

func (w *twin) forget() {
	if w.chance(70) {
		return
	}
	chat, other := w.chat(), w.chat()
	w.each(fmt.Sprint("forget ", chat, other), func(s *store.Store, _ int) (any, error) {
		return nil, s.Forget(w.ctx, chat, []string{"xóm Đình"}, []bot.ChatID{other})
	})
}
