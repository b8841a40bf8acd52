package store_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

func (w *twin) bulkID() string { return fmt.Sprint("tb", max(0, w.bulks-w.rand.IntN(2))) }

func (w *twin) startBulk() {
	w.bulks++
	spec := bot.BulkSpec{ID: w.bulkID(), Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}},
		Audience: []bot.Segment{{All: []string{"subscribed"}}}}
	switch w.rand.IntN(5) {
	case 0:
		spec.Audience[0].None = []string{"muted"}
	case 1:
		spec.Audience = append(spec.Audience, bot.Segment{All: []string{"officials"}, None: []string{"muted"}})
	case 2:
		spec.Audience = nil
		spec.From = &bot.BulkFrom{ID: w.bulkID(), Outcomes: []bot.BulkOutcome{bot.BulkSent, bot.BulkFailed},
			Edit: w.chance(50)}
		for range w.rand.IntN(3) {
			spec.From.Also = append(spec.From.Also, w.bulkID())
		}
	}
	spec.Lead = w.chance(25)
	if w.chance(30) {
		spec.Consent = "subscribed"
	}
	if w.chance(20) {
		spec.Expires = w.clock.now().Add(time.Duration(w.rand.IntN(9000)) * time.Millisecond)
	}
	w.each(fmt.Sprintf("start %+v", spec), func(s *store.Store, _ int) (any, error) {
		if spec.Audience == nil {
			return s.StartBulk(w.ctx, spec)
		}
		counts, err := s.CountAudience(w.ctx, spec.Audience)
		if err != nil {
			return nil, err
		}
		started, err := s.StartBulk(w.ctx, spec)
		return []any{counts, started}, err
	})
}

func (w *twin) freeze() {
	w.each("freeze", func(s *store.Store, _ int) (any, error) {
		for {
			if more, err := s.Freeze(w.ctx); err != nil || !more {
				return nil, err
			}
		}
	})
}

// shared is a page without what only its store knows.
func shared(p *bot.BulkPage) any {
	if p == nil {
		return nil
	}
	return []any{p.ID, p.Number, p.Recipients, p.Started.UnixMilli(), p.Spec}
}

func (w *twin) page() {
	channel, lease := w.pick("tg", "zalo"), time.Duration(1+w.rand.IntN(3))*time.Second
	var got [2]*bot.BulkPage
	w.each("page "+channel, func(s *store.Store, i int) (any, error) {
		p, err := s.BulkPage(w.ctx, channel, lease)
		got[i] = p
		return shared(p), err
	})
	if got[0] != nil && got[1] != nil {
		w.pages = append(w.pages, got)
	}
}

func (w *twin) open() (p [2]*bot.BulkPage, at int, ok bool) {
	if len(w.pages) == 0 {
		return p, 0, false
	}
	at = w.rand.IntN(len(w.pages))
	return w.pages[at], at, true
}

func (w *twin) take() {
	p, _, ok := w.open()
	if !ok {
		return
	}
	indexes := w.rand.Perm(len(p[0].Recipients))[:1+w.rand.IntN(len(p[0].Recipients))]
	r, most := w.request(p[0].Channel), 1+w.rand.IntN(4)
	w.each(fmt.Sprint("take ", p[0].ID, p[0].Number, indexes, most, r), func(s *store.Store, i int) (any, error) {
		t, err := s.BulkTake(w.ctx, r, p[i], indexes, most)
		for j, outcome := range t.Refused {
			p[i].Recipients[j].Outcome = outcome
		}
		if t.Next.Before(w.clock.now()) {
			t.Next = time.Time{}
		}
		return []any{t.State, t.Granted, fmt.Sprint(t.Refused), t.Next.UnixMilli(), t.ByRate}, err
	})
}

func (w *twin) note() {
	p, _, ok := w.open()
	if !ok {
		return
	}
	r := w.request(p[0].Channel)
	i := w.rand.IntN(len(p[0].Recipients))
	n := bot.BulkNote{Index: i, BulkRecipient: p[0].Recipients[i], Ours: w.chance(20)}
	n.Outcome = bot.BulkOutcome(w.pick("s", "s", "f", "b", "k", "q"))
	n.At, n.Twice, n.MessageID, n.Reason = w.clock.now(), w.chance(20), "", ""
	switch n.Outcome {
	case bot.BulkSent:
		n.MessageID = w.pick("77", "78")
	case bot.BulkQueued:
		n.After, n.HoldAll = time.Duration(w.rand.IntN(1500))*time.Millisecond, w.chance(30)
	default:
		n.Reason = w.pick("tin bị từ chối", "hôm nay đã nhắc rồi")
	}
	hold := time.Time{}
	if n.HoldAll {
		hold = w.clock.now().Add(n.After)
	}
	w.each(fmt.Sprintf("note %s %d %+v", p[0].ID, p[0].Number, n), func(s *store.Store, j int) (any, error) {
		kept, err := s.BulkNote(w.ctx, r, p[j], []bot.BulkNote{n}, hold)
		p[j].Recipients[i] = n.BulkRecipient
		return kept, err
	})
}

func (w *twin) closePage() {
	p, at, ok := w.open()
	if !ok {
		return
	}
	w.pages = slices.Delete(w.pages, at, at+1)
	done := !slices.ContainsFunc(p[0].Recipients, func(r bot.BulkRecipient) bool {
		return r.Outcome == bot.BulkQueued || r.Outcome == bot.BulkInFlight
	})
	w.each(fmt.Sprint("close ", p[0].ID, p[0].Number, done), func(s *store.Store, i int) (any, error) {
		return nil, s.BulkClose(w.ctx, p[i], done)
	})
}

func (w *twin) bulkState() {
	id, action := w.bulkID(), w.rand.IntN(6)
	w.each(fmt.Sprint("state ", id, action), func(s *store.Store, _ int) (any, error) {
		switch action {
		case 0, 1:
			return s.PauseBulk(w.ctx, id)
		case 2, 3:
			return s.ResumeBulk(w.ctx, id, w.clock.now().Add(time.Hour))
		case 4:
			return s.CancelBulk(w.ctx, id)
		}
		return w.report(s, id)
	})
}

// report is all that is known of an announcement.
func (w *twin) report(s *store.Store, id string) (any, error) {
	st, found, err := s.BulkStatus(w.ctx, id)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(st.Outcomes, func(_ bot.BulkOutcome, n int64) bool { return n == 0 })
	out := []any{found, st}
	for at := ""; ; {
		part, next, err := s.BulkReport(w.ctx, id, at)
		if err != nil {
			return nil, err
		}
		out = append(out, part)
		if at = next; at == "" {
			return out, nil
		}
	}
}

// compareAll compares all that can be asked, in both and in copies of each in the other kind of store.
func (w *twin) compareAll() {
	kinds := w.both
	w.compareState("at the end")
	if !w.chance(25) { // the rest takes its time
		return
	}
	w.clock.add(10 * time.Second) // Redis keeps what ends soon by its own clock
	var files [2]bytes.Buffer
	for i, s := range w.both {
		if err := s.Backup(w.ctx, &files[i]); err != nil {
			w.t.Fatal(err)
		}
	}
	w.redis.Do(w.t, "FLUSHALL")
	crossed := [2]*store.Store{}
	for i, opt := range []store.Options{{RedisURL: w.redis.URL()}, {InMemory: true}} {
		opt.Now = w.clock.now
		s, err := store.Open(w.ctx, opt)
		if err != nil {
			w.t.Fatal(err)
		}
		defer s.Close()
		if err := s.Restore(w.ctx, &files[1-i]); err != nil {
			w.t.Fatal(err)
		}
		crossed[i] = s
	}
	w.both = crossed
	w.compareState("each restored into the other")
	w.both[0] = kinds[1]
	w.compareState("SQLite and its copy by way of Redis")
}

func (w *twin) compareState(when string) {
	w.each(when, func(s *store.Store, _ int) (any, error) {
		var out []any
		for _, kind := range []string{"note", "task", "sum"} {
			for _, id := range []string{"a", "bé", "c:d", "e f", "x"} {
				n := 0
				found, err := s.Get(w.ctx, bot.Key{Kind: kind, ID: id}, &n)
				out = append(out, found, n, err)
			}
		}
		for _, set := range sets {
			list, err := s.List(w.ctx, set, bot.Range{Max: 1 << 50})
			out = append(out, list, err)
		}
		for _, group := range []string{"day", "week"} {
			c, err := s.Counters(w.ctx, group)
			out = append(out, c, err)
		}
		for _, channel := range []string{"tg", "zalo"} {
			q, err := s.QueueStats(w.ctx, channel)
			out = append(out, q, err)
		}
		list, err := w.letters(s)
		for _, d := range list {
			out = append(out, d.Out, d.Tries, d.Reason, d.At.UnixMilli())
		}
		ids, err2 := s.Bulks(w.ctx, 0, 100)
		for _, id := range ids {
			report, err := w.report(s, id)
			out = append(out, report, err)
		}
		return append(out, ids, err, err2), nil
	})
}
