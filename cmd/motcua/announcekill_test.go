package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/announce"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/handlers"
)

func killAnnouncement(t *testing.T, mode string) {
	n, kills := *killed, *sendKills
	// So fast that all the kills fall into the announcement.
	rate := max(50, n*3/2/(kills+1))
	c := newCrowd(t, n, telegramtest.Options{CountOnly: true})
	c.tg.Inject(telegramtest.Fault{Method: "sendMessage", Kind: telegramtest.FaultResetAfter, Probability: 0.002})
	c.tg.Inject(telegramtest.Fault{Method: "sendMessage", Kind: telegramtest.FaultSlow, Probability: 0.05,
		Delay: 20 * time.Millisecond})
	o := store.Options{}
	var redis *redistest.Server
	if mode == "embedded" {
		o.Dir = filepath.Join(t.TempDir(), "data")
	} else {
		redis = redistest.Start(t, "--appendfsync",
			map[bool]string{true: "always", false: "everysec"}[mode == "redis killed too"])
		o.RedisURL = redis.URL()
	}
	subscribed(t, o, n)
	setting := fmt.Sprint("TELEGRAM_RATE=", rate)
	ctx := limitedTo(t, 2*time.Minute+time.Duration(kills)*4*time.Second)
	p := c.start(o, setting)
	c.press(c.compose(ctx), "Gửi")
	c.until(ctx, "nobody gets it", func() bool { return c.total > 0 })
	inFlight := 0
	for i := range kills {
		nap(ctx, time.Duration(rand.N(600))*time.Millisecond)
		since := time.Now().Add(-noteWithin)
		if mode == "redis killed too" && i%2 == 0 {
			redis.Kill(t) // what is taken from now on cannot be written down
			nap(ctx, time.Duration(rand.N(100))*time.Millisecond)
			redis.Run(t)
			nap(ctx, time.Duration(rand.N(200))*time.Millisecond)
		}
		if err := p.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-p.done
		inFlight += c.since(since)
		p = c.start(o, setting)
	}
	c.reads(ctx, "Báo cáo: đã gửi xong")
	p.stop()
	c.listed(o, inFlight)
}

// noteWithin is how soon after the platform took a message that is written down: what is younger when the program is
// killed is in flight. It is 20 ms where the machine is not busy.
const noteWithin = 500 * time.Millisecond

// since counts the copies that were taken since then.
func (c *crowd) since(at time.Time) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := len(c.times) - 1; i >= 0 && c.times[i].After(at); i-- {
		n++
	}
	return n
}

// listed compares what people got with the report.
func (c *crowd) listed(o store.Options, inFlight int) {
	c.t.Helper()
	s, err := store.Open(c.t.Context(), o)
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	ids, err := s.Bulks(c.t.Context(), 0, 10)
	if err != nil || len(ids) != 1 {
		c.t.Fatalf("announcements %v: %v", ids, err)
	}
	var csvText strings.Builder
	b := handlers.New(handlers.Config{Announce: announce.Config{Engine: s}})
	if err := b.Announce.Export(c.t.Context(), ids[0], "csv", &csvText); err != nil {
		c.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(csvText.String(), "\uFEFF"))).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	states, twice, unlisted, wrong := map[string]int{}, 0, 0, 0
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range rows[1:] {
		var chat int64
		if _, err := fmt.Sscan(r[1], &chat); err != nil {
			c.t.Fatal(err)
		}
		copies, maybe := c.got[chat-firstChat], r[6] != ""
		states[r[2]]++
		if maybe {
			twice++
		}
		if copies > 1 && !maybe {
			unlisted++
		}
		if copies == 0 {
			wrong++
		}
	}
	st, _, err := s.BulkStatus(c.t.Context(), ids[0])
	if err != nil {
		c.t.Fatal(err)
	}
	lost := c.tg.Stats().Lost
	c.t.Logf("%d recipients, states %v, %d copies too many, %d listed as possibly twice; %d in flight at kills, %d answers lost", len(rows)-1, states, c.twice, twice, inFlight, lost)
	if len(rows)-1 != len(c.got) || st.Total != int64(len(c.got)) || st.Outcomes[bot.BulkSent] != st.Total ||
		c.total != len(c.got) || wrong > 0 {
		c.t.Errorf("audience %d: %d in the report, %d by the status, %d got it", len(c.got), len(rows)-1, st.Total,
			c.total)
	}
	if unlisted > 0 || c.twice > inFlight+lost {
		c.t.Errorf("%d duplicates that are not listed; %d in all, at most %d", unlisted, c.twice, inFlight+lost)
	}
}

func nap(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d): // that a kill hits any moment is the point
	case <-ctx.Done():
	}
}
