package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/schedule"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
)

// agency is a talk of several officials with the bot, with a clock that runs and the scheduled work that it brings.
type agency struct {
	*talk
	h     *handlers.Assistant
	sched *schedule.Scheduler
}

var (
	boss  = bot.ChatID{Channel: "telegram", ID: "1"}
	lan   = bot.ChatID{Channel: "telegram", ID: "11"}
	huong = bot.ChatID{Channel: "telegram", ID: "12"}
	an    = bot.ChatID{Channel: "zalo", ID: "13"}
)

// newAgency opens an office with one owner, at nine on Monday 23 November 2026.
func newAgency(t *testing.T, change ...func(*handlers.Config)) *agency {
	t.Helper()
	c := handlers.Config{Office: "Ủy ban nhân dân xã Bình Lục", Owners: []bot.ChatID{boss},
		Channels: map[string]bot.Limits{
			"telegram": {Edit: true, Proactive: true, Files: true, Buttons: 100}, "zalo": {Proactive: true, Buttons: 5},
			"web": {Edit: true}}}
	for _, f := range change {
		f(&c)
	}
	o := &agency{talk: newTalk(t, c)}
	o.h = o.talk.bot
	o.sched = &schedule.Scheduler{State: oneByOne{o.state}, Owner: o.h, Now: func() time.Time { return o.now },
		Log: slog.New(slog.NewTextHandler(failing{t}, nil))}
	o.chat = boss
	o.keep()
	return o
}

// oneByOne shows a scheduler one member at a time, so that what is due at one moment has an order in the golden files.
type oneByOne struct{ *memstate.State }

func (s oneByOne) List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error) {
	if set == bot.ScheduleSet {
		r.Limit = 1
	}
	return s.State.List(ctx, set, r)
}

// failing fails the test on whatever is logged: scheduled work must not fail.
type failing struct{ t *testing.T }

func (f failing) Write(p []byte) (int, error) {
	f.t.Errorf("logged: %s", p)
	return len(p), nil
}

func (o *agency) keep() {
	o.t.Helper()
	if err := o.h.Tasks.Keep(context.Background(), o.state); err != nil {
		o.t.Fatal(err)
	}
}

// acts makes the next words those of another chat.
func (o *agency) acts(chat bot.ChatID) *agency {
	o.chat = chat
	return o
}

// joins invites a person and lets him join on a chat.
func (o *agency) joins(chat bot.ChatID, name, unit string) {
	o.t.Helper()
	o.now = o.now.Add(time.Second) // people are listed in the order in which they joined
	before := o.log.String()
	o.acts(boss).says("/moi " + name + "; " + unit)
	code := codeIn(o.last[len(o.last)-1].Message.Text)
	o.acts(chat).says("/lienket " + code)
	o.acts(boss).presses("Đúng người")
	o.log.Reset() // the code is drawn by lot, and invitations have tests of their own
	fmt.Fprintf(&o.log, "%s(%s: %s, %s)\n\n", before, chat, name, unit)
}

func codeIn(text string) string {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(w) == 6 {
			return w
		}
	}
	return ""
}

// presses presses the button with the label under the latest message to the chat that has one.
func (o *agency) presses(label string) []bot.Outgoing {
	o.t.Helper()
	all := o.state.Queue()
	for i := len(all) - 1; i >= 0; i-- {
		for _, row := range all[i].Message.Buttons {
			for _, b := range row {
				if all[i].To == o.chat && b.Label == label {
					return o.does(bot.Update{Kind: bot.KindAction, Action: b.Action})
				}
			}
		}
	}
	o.t.Fatalf("no button %q under a message to %s:\n%s", label, o.chat, o.log.String())
	return nil
}

// runs lets the clock run until a moment, firing what falls due on the way, and logs what is sent.
func (o *agency) runs(until time.Time) []bot.Outgoing {
	o.t.Helper()
	from := o.sent
	for {
		due, err := o.state.List(context.Background(), bot.ScheduleSet, bot.Range{Max: until.UnixMilli(), Limit: 1})
		if err != nil {
			o.t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		if at := time.UnixMilli(due[0].Score); at.After(o.now) {
			o.now = at.In(content.Zone)
		}
		o.fire()
	}
	o.now = until
	return o.state.Queue()[from:]
}

// fire does what is due now and logs what was sent.
func (o *agency) fire() {
	o.t.Helper()
	for range 10_000 {
		due, err := o.state.List(context.Background(), bot.ScheduleSet, bot.Range{Max: o.now.UnixMilli(), Limit: 1})
		if err != nil {
			o.t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		if _, err := o.sched.Fire(context.Background()); err != nil {
			o.t.Fatal(err)
		}
	}
	all := o.state.Queue()
	fired := all[o.sent:]
	o.sent = len(all)
	if len(fired) > 0 {
		o.last = fired
	}
	for _, out := range fired {
		fmt.Fprintf(&o.log, "⏰ %s → %s\n%s\n", o.now.Format("15:04 02/01/2006"), out.To,
			strings.TrimSpace(bot.Plain(out.Message.Text)))
		o.buttons(out)
		o.log.WriteByte('\n')
	}
}

func (o *agency) buttons(out bot.Outgoing) {
	for _, row := range out.Message.Buttons {
		for _, b := range row {
			fmt.Fprintf(&o.log, "  [%s] ", b.Label)
		}
		o.log.WriteByte('\n')
	}
}

// sendable reports whether a queued message would still go out: its While stands.
func (o *agency) sendable(out bot.Outgoing) bool {
	o.t.Helper()
	if out.While.IsZero() {
		return true
	}
	var doc any
	found, err := o.state.Get(context.Background(), out.While, &doc)
	if err != nil {
		o.t.Fatal(err)
	}
	return found
}

// golden compares the talk with its golden file, with the codes and ids that are drawn by chance replaced.
func (o *agency) golden(name string) {
	o.t.Helper()
	text := chance.ReplaceAllString(o.log.String(), "$1······")
	o.log.Reset()
	o.log.WriteString(text)
	o.talk.golden(name)
}

var chance = regexp.MustCompile(`(P-)[2-9A-Z]{8}|\b[0-9]{6}\b`)

func (o *agency) scheduled() (out []string) {
	all, err := o.state.List(context.Background(), bot.ScheduleSet, bot.Range{Max: math.MaxInt64, Limit: 1000})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range all {
		out = append(out, fmt.Sprintf("%s %s",
			time.UnixMilli(e.Score).In(content.Zone).Format("2006-01-02 15:04:05.000"), e.Member))
	}
	return out
}

// at is a moment in November and December 2026 and after.
func at(day string, hour, minute int) time.Time {
	d, err := content.ParseDay(day)
	if err != nil {
		panic(err)
	}
	return d.At(hour, minute)
}
