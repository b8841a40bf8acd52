package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
	"github.com/motcua/motcua/handlers/tasks"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// The long forms are in docs/performance.md.
var (
	singles     = flag.Int("singles", 60, "single reminders in the test of punctuality")
	singlesFor  = flag.Duration("singlesfor", 8*time.Second, "the span in which they fall due")
	officials   = flag.Int("officials", 2000, "officials with a task due in the test of urgency")
	urgencyRate = flag.Int("urgencyrate", 400, "TELEGRAM_RATE in the test of urgency")
)

// arrivals is a Telegram that notes when each chat got its message.
type arrivals struct {
	mu   sync.Mutex
	got  []telegramtest.Message
	more chan struct{} // closed and replaced
}

func newArrivals() *arrivals { return &arrivals{more: make(chan struct{})} }

func (a *arrivals) takes(m telegramtest.Message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.got = append(a.got, m)
	close(a.more)
	a.more = make(chan struct{})
}

// wait waits for n messages.
func (a *arrivals) wait(ctx context.Context, t *testing.T, n int, p *program) []telegramtest.Message {
	t.Helper()
	for {
		a.mu.Lock()
		got, more := a.got, a.more
		a.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-more:
		case <-ctx.Done():
			t.Fatalf("%d of %d came: %v\n%s", len(got), n, ctx.Err(), p.log)
		}
	}
}

// fill writes into a state that no bot uses yet.
func fill(t *testing.T, o store.Options, n int, write func(tx bot.Tx, i int) error) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < n; i += 200 {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for j := i; j < min(i+200, n); j++ {
				if err := write(tx, j); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSingleRemindersOnTime: in the real program, with Telegram's own limits, 95 % of the reminders that people asked
// for are with the channel within ten seconds of their moment. Half of them fall due at one and the same second, as at
// a full hour.
func TestSingleRemindersOnTime(t *testing.T) {
	if _, err := binary(); err != nil { // built before the moments are chosen
		t.Fatal(err)
	}
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			a, n := newArrivals(), *singles
			global, chat, group := telegramtest.RealRates()
			tg := telegramtest.New(t,
				telegramtest.Options{GlobalRate: global, ChatRate: chat, GroupRate: group, OnMessage: a.takes,
					Known: func(chat int64) bool { return chat >= firstChat && chat < firstChat+int64(n) }})
			o := store.Options{Dir: filepath.Join(t.TempDir(), "data")}
			if kind == "redis" {
				o = store.Options{RedisURL: redistest.Start(t).URL()}
			}
			begin := time.Now().Add(6 * time.Second).Truncate(time.Second) // the program has started by then
			due := make([]time.Time, n)
			fill(t, o, n, func(tx bot.Tx, i int) error {
				due[i] = begin.Add(*singlesFor / 2)
				if i%2 == 0 {
					due[i] = begin.Add(time.Duration(i) * *singlesFor / time.Duration(n)).Truncate(time.Millisecond)
				}
				remind.PutReminder(tx, remind.Reminder{ID: fmt.Sprintf("N-%06d", i),
					Chat: bot.ChatID{Channel: "telegram", ID: fmt.Sprint(firstChat + i)},
					Text: "đi lấy kết quả", At: due[i], Made: begin.Add(-time.Hour)})
				return nil
			})
			c := &crowd{t: t, tg: tg}
			p := start(t, c.env(o)...)
			// On a machine that is too busy this is after some of the moments: what is due then is sent at once.
			up := time.Now()
			t.Logf("the program was up %v before the first reminder", begin.Sub(up).Round(time.Millisecond))
			got := a.wait(limitedTo(t, *singlesFor+2*time.Minute), t, n, p)
			var late []time.Duration
			seen := map[int64]bool{}
			for _, m := range got {
				moment := due[m.Chat-firstChat]
				if m.At.Before(moment) {
					t.Errorf("chat %d was reminded %v before its moment", m.Chat, moment.Sub(m.At))
				}
				if moment.Before(up) {
					moment = up
				}
				late = append(late, m.At.Sub(moment))
				if seen[m.Chat] || !strings.Contains(m.Text, "đi lấy kết quả") {
					t.Errorf("chat %d got %q", m.Chat, m.Text)
				}
				seen[m.Chat] = true
			}
			slices.Sort(late)
			p95 := late[len(late)*95/100]
			t.Logf("%d reminders within %v: median %v after their moment, 95 %% within %v, the last %v; %d refused by a limit",
				n, *singlesFor, late[len(late)/2].Round(time.Millisecond), p95.Round(time.Millisecond),
				late[len(late)-1].Round(time.Millisecond), tg.Stats().Limited)
			if p95 > 10*time.Second {
				t.Errorf("95 %% within %v, at most 10 s", p95)
			}
			if v := tg.Violations(); len(v) > 0 {
				t.Errorf("rules of the Bot API broken: %.500q", v)
			}
			p.stop()
		})
	}
}

// TestUrgencyAtTheRate: many officials have a task whose reminder is due at the same minute; in the real program they
// leave in order of urgency, each once, at the channel's rate and never above it.
func TestUrgencyAtTheRate(t *testing.T) {
	n, rate := *officials, *urgencyRate
	a := newArrivals()
	tg := telegramtest.New(t, telegramtest.Options{CountOnly: true, OnMessage: a.takes,
		GlobalRate: telegramtest.Rate{PerSecond: float64(rate) * 30 / 28, Burst: max(30, rate*30/28)},
		Known:      func(chat int64) bool { return chat >= firstChat && chat < firstChat+int64(n) }})
	o := store.Options{RedisURL: redistest.Start(t).URL()}
	today := content.DayOf(time.Now())
	ahead := []int{-2, 0, 1, 3, 9} // days until the due days
	filled := time.Now()
	planDigests(t, o, n, today, ahead)
	t.Logf("%d officials with a task each, written in %v", n, time.Since(filled).Round(time.Second))
	c := &crowd{t: t, tg: tg}
	p := start(t, c.env(o, fmt.Sprint("TELEGRAM_RATE=", rate), "MOTCUA_REMIND_AT=00:00",
		"MOTCUA_WORK_HOURS=00:00-24:00", "MOTCUA_WORK_DAYS=all")...)
	got := a.wait(limitedTo(t, 2*time.Minute+time.Duration(n)*time.Second/time.Duration(min(rate, 100))), t, n, p)
	first := map[int]int{} // where the first reminder of a due day came
	seen := map[int64]bool{}
	worst := 0
	var times []time.Time
	for i, m := range got {
		rank := slices.IndexFunc(ahead,
			func(d int) bool { return strings.Contains(m.Text, "hạn ngày "+today.Add(d).String()) })
		if rank < 0 || seen[m.Chat] {
			t.Fatalf("chat %d got %q, not for the first time: %v", m.Chat, m.Text, seen[m.Chat])
		}
		seen[m.Chat] = true
		times = append(times, m.At)
		if _, ok := first[rank]; !ok {
			first[rank] = i
		}
		for less := rank + 1; less < len(ahead); less++ {
			if at, ok := first[less]; ok {
				worst = max(worst, i-at)
			}
		}
	}
	took := times[len(times)-1].Sub(times[0])
	most := mostWithin(times, time.Second)
	t.Logf("%d reminders in %.1f s: %.1f/s of %d; at most %d within any second, %d refused; the most that one came behind a less urgent one: %d places",
		n, took.Seconds(), float64(n-1)/took.Seconds(), rate, most, tg.Stats().Limited, worst)
	const underWay = 256 // as many are sent at once, each on a connection of its own
	if worst > underWay {
		t.Errorf("one came %d places behind a less urgent one, at most %d", worst, underWay)
	}
	if most > rate*30/28+1 || tg.Stats().Limited != 0 {
		t.Errorf("want never more than %d/s, and no refusal", rate)
	}
	p.stop()
}

// planDigests gives n officials a task each, due so many days ahead by turns, whose reminders were due at midnight.
func planDigests(t *testing.T, o store.Options, n int, today content.Day, ahead []int) {
	t.Helper()
	know, err := base.Open("")
	if err != nil {
		t.Fatal(err)
	}
	b := handlers.New(handlers.Config{Knowledge: func() *answers.Knowledge { return know }, Now: time.Now,
		Log:       slog.New(slog.DiscardHandler),
		Reminding: calendar.Reminding{To: 24 * time.Hour, Days: "all"},
		Channels:  map[string]bot.Limits{"telegram": {Edit: true, Proactive: true, Buttons: 100}}})
	fill(t, o, n, func(tx bot.Tx, i int) error {
		due := today.Add(ahead[i%len(ahead)])
		p := people.Person{ID: fmt.Sprintf("P-%06d", i), Name: "Cán bộ " + strconv.Itoa(i),
			Unit: "Đơn vị " + strconv.Itoa(i%500), Chats: []bot.ChatID{{Channel: "telegram",
				ID: fmt.Sprint(firstChat + i)}}}
		tx.Put(bot.Key{Kind: "person", ID: p.ID}, p, 0)
		// A task of a plan is not announced when it is made; the morning's reminder is the first that is sent.
		_, err := b.Tasks.New(t.Context(), tx, tasks.Task{Title: "Việc hạn ngày " + due.String(), Unit: p.Unit,
			Person: p.ID, Due: due, By: "kế hoạch", Source: "kế hoạch"})
		return err
	})
	fill(t, o, n, func(tx bot.Tx, i int) error {
		member := fmt.Sprintf("digest:P-%06d", i)
		next, planned, err := tx.Score(t.Context(), bot.ScheduleSet, member)
		if err != nil || !planned {
			return fmt.Errorf("reminder planned: %v, %w", planned, err)
		}
		tx.Add(bot.ScheduleSet, member, next-24*time.Hour.Milliseconds()) // today's, not tomorrow's
		return nil
	})
}
