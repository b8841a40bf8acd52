package handlers_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce"
)

// desk is a conversation with an owner, an engine and subscribers.
type desk struct {
	*talk
	engine *bottest.Bulks
	runner *announce.Runner
	id     string // of the announcement last begun
}

var (
	composer = bot.ChatID{Channel: "telegram", ID: "77"}
	deputy   = bot.ChatID{Channel: "zalo", ID: "88"}
	channels = map[string]bot.Limits{"telegram": {Proactive: true, Edit: true}, "zalo": {Proactive: true}, "web": {}}
)

func newDesk(t *testing.T, subscribers int, change func(*announce.Config)) *desk {
	c := newTalk(t, handlers.Config{Office: "Bộ phận Một cửa xã Bình Lục", Owners: []bot.ChatID{composer, deputy},
		Channels: channels})
	o := &desk{talk: c, engine: bottest.NewBulks(c.state)}
	c.bot.Announce.Config = announce.Config{Engine: o.engine,
		Quiet: announce.QuietHours{From: 21 * time.Hour, To: 7 * time.Hour}}
	if change != nil {
		change(&c.bot.Announce.Config)
	}
	o.runner = &announce.Runner{Service: c.bot.Announce, State: c.state, Log: slog.New(slog.DiscardHandler)}
	o.subscribe(subscribers)
	return o
}

// subscribe lets people subscribe, unseen in the log.
func (o *desk) subscribe(n int) {
	log := o.log.String()
	for i := range n {
		channel := "telegram"
		if i%10 == 9 {
			channel = "zalo"
		}
		o.from(bot.ChatID{Channel: channel, ID: fmt.Sprint(1000 + i)}, "/dangky")
	}
	o.log.Reset()
	o.log.WriteString(log)
}

// from lets another chat say something.
func (o *desk) from(chat bot.ChatID, text string) {
	o.t.Helper()
	me := o.chat
	o.chat = chat
	o.says(text)
	o.chat = me
}

// joins makes a chat an official of a unit, unseen in the log.
func (o *desk) joins(id, name, unit string) {
	o.t.Helper()
	o.now = o.now.Add(time.Second) // people are listed in the order in which they joined
	text := o.says("/moi " + name + "; " + unit)[0].Message.Text
	o.from(bot.ChatID{Channel: "telegram", ID: id}, "/lienket "+codeIn(text))
	o.does(bot.Update{Kind: bot.KindAction, Action: "join:yes:telegram:" + id})
	o.log.Reset()
}

// pressesAs lets another chat press a button of the last messages.
func (o *desk) pressesAs(chat bot.ChatID, label string) {
	o.t.Helper()
	me := o.chat
	o.chat = chat
	o.presses(label)
	o.chat = me
}

// ticks lets time pass, fires what is due and lets the announcer look; what is sent is logged.
func (o *desk) ticks(d time.Duration) {
	o.t.Helper()
	ctx := o.t.Context()
	o.now = o.now.Add(d)
	due, err := o.state.List(ctx, bot.ScheduleSet, bot.Range{Max: o.now.UnixMilli()})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range due {
		err := o.state.Update(ctx, func(tx bot.Tx) error {
			tx.Remove(bot.ScheduleSet, e.Member)
			return o.bot.Due(ctx, tx, e.Member, time.UnixMilli(e.Score))
		})
		if err != nil {
			o.t.Fatal(err)
		}
	}
	for range 2 { // one look may begin what the next one follows
		if err := o.runner.Tick(ctx); err != nil {
			o.t.Fatal(err)
		}
	}
	for id := range o.engine.All {
		if o.id == "" || o.engine.All[id].Status.State == bot.BulkRunning {
			o.id = id
		}
	}
	all := o.state.Queue()
	o.last = all[o.sent:]
	o.sent = len(all)
	fmt.Fprintf(&o.log, "… %s\n", o.now.In(content.Zone).Format("02/01 15:04:05"))
	for _, out := range o.last {
		mark := ""
		if out.Slot != "" {
			mark = "(sửa tin) "
		}
		fmt.Fprintf(&o.log, "%s%s\n", mark, strings.TrimSpace(bot.Plain(out.Message.Text)))
		for _, row := range out.Message.Buttons {
			for _, b := range row {
				fmt.Fprintf(&o.log, "  [%s] ", b.Label)
			}
			o.log.WriteByte('\n')
		}
	}
	o.log.WriteByte('\n')
}

func (o *desk) sends(n int, outcome bot.BulkOutcome, reason string) {
	o.t.Helper()
	o.engine.Sends(o.id, n, outcome, reason, o.now)
}
