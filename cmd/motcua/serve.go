package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/schedule"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/telegram"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/leader"
	"github.com/motcua/motcua/cmd/motcua/space"
	"github.com/motcua/motcua/cmd/motcua/systemd"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/ical"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// ServeCmd runs the bot.
type ServeCmd struct {
	config.Settings
}

// Run serves until the process is told to stop, then ends within stopWithin: intake first, then what is being sent.
func (c *ServeCmd) Run(ctx context.Context) error {
	settings, err := c.Settings.Parse(os.Environ())
	if err != nil {
		return err
	}
	log := newLog(settings)
	p, err := newProcess(ctx, settings, c.Settings.Shown(), log)
	if err != nil {
		return err
	}
	defer p.close()
	return p.run(ctx)
}

// newProcess opens the state and the base and makes the channels; nothing runs yet. shown are the settings for the
// console.
func newProcess(ctx context.Context, c config.Config, shown [][3]string, log *slog.Logger) (*process, error) {
	p := &process{config: c, log: log, mux: http.NewServeMux(), control: http.NewServeMux(), gauges: newGauges()}
	if err := p.openBase(); err != nil {
		return nil, err
	}
	var err error
	if p.store, err = store.Open(ctx, store.Options{RedisURL: string(c.RedisURL), Dir: c.Data, Log: log}); err != nil {
		return nil, untilMended(notOpened(err, c.Data))
	}
	p.space = &space.Watch{Marks: p.marks(), Every: lookForRoom, Log: log}
	p.bot = handlers.New(handlers.Config{
		Office: c.Office, Offices: c.Offices, Owners: c.Admins, ChatLimit: c.ChatLimit,
		Channels:  map[string]bot.Limits{},
		Reminding: c.Working(), PublicURL: c.PublicURL, Retention: c.Retention, Forget: forget,
		Announce:  p.announcing(),
		Knowledge: p.know.Load, Now: time.Now, Log: log, Observe: p.gauges.asked, Dead: p.store,
	})
	if err := p.openChannels(); err != nil {
		p.close()
		return nil, err
	}
	p.mux.Handle("GET "+ical.Path, ical.Handler(func(ctx context.Context, secret string) (ical.Calendar, bool, error) {
		return tasks.Feed(ctx, p.store, secret)
	}, time.Now, log))
	if err := p.openSite(); err != nil {
		p.close()
		return nil, err
	}
	if err := p.openConsole(shown); err != nil {
		p.close()
		return nil, err
	}
	if err := p.pull(ctx); err != nil {
		p.close()
		return nil, err
	}
	p.lay()
	p.reload()
	health(p.mux, p.ready)
	p.control.HandleFunc("POST /backup", p.controlBackup)
	return p, nil
}

// lookForRoom is how often it is looked how much room is left.
const lookForRoom = 2 * time.Second

func (p *process) announcing() announce.Config {
	return announce.Config{Engine: p.store, Quiet: announce.QuietHours(p.config.QuietHours),
		Approval: p.config.Approval}
}

// run serves until ctx ends. Intake stops first; then the outbox finishes what it is sending.
func (p *process) run(ctx context.Context) error {
	main, err := p.listen()
	if err != nil {
		return err
	}
	p.address.Store(visible(main.Addr()))
	p.firstLink(ctx)
	dispatcher := &bot.Dispatcher{State: p.store, Handler: p.bot, Apology: handlers.Apology, Log: p.log,
		Observe: p.gauges.update, Note: p.note}
	sender := &outbox.Outbox{Store: p.store, Bulk: p.store, Skip: p.bot.Announce.Skip(p.store), Lanes: p.lanes,
		Log: p.log, Observe: p.gauges.sent, Keep: func(ctx context.Context, chat bot.ChatID) (bool, error) {
			return p.bot.People.Unmet(ctx, p.store, chat)
		}, Moved: p.moved, Refused: p.refused}
	announcer := &announce.Runner{Service: p.bot.Announce, State: p.store, Log: p.log}
	waker := &schedule.Scheduler{State: p.store, Owner: p.bot, Log: p.log, Now: time.Now, Observe: p.gauges.fired}

	manager, err := systemd.New(os.Getenv)
	if err != nil {
		return errors.Join(err, main.Close())
	}
	sending, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		sender.Run(sending)
	}()
	parts := []func(context.Context) error{
		func(ctx context.Context) error { return serveUntil(ctx, server(p.mux, p.log), main) },
		p.watchBase, p.space.Run, waker.Run, announcer.Run, p.keepReminding, p.keepPrivacy, p.serveMetrics,
		p.serveControl,
		func(ctx context.Context) error {
			return manager.Run(ctx, systemd.AnswersAt(visible(main.Addr())), p.ready)
		},
	}
	for _, l := range p.lanes {
		parts = append(parts, func(ctx context.Context) error { return l.Channel.Receive(ctx, dispatcher.Deliver) })
	}
	err = together(ctx, parts...)
	stopSending()
	<-sent
	return err
}

// keepReminding sees to it that the daily reminders are scheduled as the settings and the clock have it.
func (p *process) keepReminding(ctx context.Context) error {
	wait := time.NewTimer(0)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
		next := 5 * time.Minute
		if err := p.bot.Tasks.Keep(ctx, p.store); err != nil && ctx.Err() == nil {
			p.log.Warn("reminders are waiting for the state", slog.Any("error", err))
			next = 5 * time.Second
		}
		wait.Reset(next)
	}
}

// serveMetrics serves Prometheus' figures, where asked for.
func (p *process) serveMetrics(ctx context.Context) error {
	if p.config.MetricsAddr == "" {
		return nil
	}
	l, err := net.Listen("tcp", p.config.MetricsAddr)
	if err != nil {
		return fmt.Errorf("không nghe được số đo ở %s: %w; hãy đổi MOTCUA_METRICS_ADDR", p.config.MetricsAddr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.gauges.handler(p))
	health(mux, p.ready)
	p.log.Info("metrics", slog.String("addr", l.Addr().String()))
	return serveUntil(ctx, server(mux, p.log), l)
}

// openBase loads the content base; its faults stop the start.
func (p *process) openBase() error {
	lex, err := search.ParseLexicon(base.Lexicon(p.config.Content))
	if err != nil {
		return fmt.Errorf("bộ từ ngữ có lỗi:\n%w", err)
	}
	if err := base.CheckDir(p.config.Content); err != nil {
		return err
	}
	p.lexNow.Store(&lex)
	p.layer = content.NewOverlay(base.FS(p.config.Content))
	base, found := content.OpenBase(p.layer)
	if errs := found.Errors(); len(errs) > 0 {
		return fmt.Errorf("kho nội dung có %d lỗi:\n%w", len(errs), errs)
	}
	if n := len(found.Warnings()); n > 0 {
		p.log.Info("content base has warnings: run motcua content check", slog.Int("warnings", n))
	}
	if _, unknown := base.Library().Served(p.config.Offices); len(unknown) > 0 {
		return fmt.Errorf("MOTCUA_OFFICES: kho nội dung không có nơi nào mang slug %s; hãy sửa, hoặc thêm slug "+
			"vào offices",
			strings.Join(unknown, ", "))
	}
	p.base, p.look = base, make(chan struct{}, 1)
	p.desk = &library.Desk{Layer: p.layer, Lexicon: func() search.Lexicon { return *p.lexNow.Load() },
		FilesWin: p.config.Content != ""}
	p.base.Read = p.desk.Reread
	p.know.Store(answers.NewKnowledge(base.Library(), lex))
	debug.FreeOSMemory() // what reading the base took is three times what it is
	return nil
}

func (p *process) openChannels() error {
	greeting := func() bot.Message { return handlers.Greeting(p.config.Office, content.DayOf(time.Now())) }
	if oneAddress(p.config) {
		p.log.Warn("MOTCUA_TRUSTED_PROXIES is empty: all visitors of the web page share one limit")
	}
	web, err := webchat.New(webchat.Config{
		State: p.store, PublicURL: p.config.PublicURL, Origins: p.config.WebOrigins,
		TrustedProxies: p.config.TrustedProxies,
		Title:          "Một Cửa – Hỏi đáp thủ tục hành chính", Office: p.config.Office, Greeting: greeting,
		Mask: vi.MaskPersonal, Doors: []string{"Gặp cán bộ", "Góp ý", "Quyền riêng tư"},
		Topic: func(id string) (string, bool) {
			title := p.know.Load().TitleOf(id)
			return title, title != id
		},
		Of: func(slug string) (string, bool) {
			o, ok := p.bot.Offices.BySlug(p.know.Load(), slug)
			return o.Name, ok
		},
		// The bot itself says when somebody asks too fast; where an office lets a chat ask more, so must this.
		Icons:            true,
		SessionPerMinute: max(bounds.SessionPerMinute, p.config.ChatLimit*4), Full: p.space.Full, Log: p.log,
	})
	if err != nil {
		return fmt.Errorf("trang web: %w", err)
	}
	for _, path := range webchat.Paths {
		p.mux.Handle(path, web)
	}
	p.add(outbox.Lane{Channel: web})
	if err := errors.Join(p.openZalo(), p.openZaloBot()); err != nil {
		return err
	}
	t := p.config.Telegram
	if t.Token == "" {
		return nil
	}
	everybody, runs := people.GroupMenu()
	tg, err := telegram.New(telegram.Config{
		Token: string(t.Token), APIURL: t.APIURL, WebhookURL: t.WebhookURL, WebhookSecret: string(t.WebhookSecret),
		Commands: telegramCommands(people.Menu()), GroupMenu: telegramCommands(everybody),
		GroupAdminMenu: telegramCommands(runs), GroupCommands: groups.Commands(), AdminCommands: groups.AdminCommands(),
		Leader: &leader.Leader{Locks: p.store, Lost: p.gauges.lostLease}, Log: p.log,
		Observe: p.gauges.called(telegram.Name), State: p.store,
	})
	if err != nil {
		return fmt.Errorf("telegram: %w", err)
	}
	if t.WebhookURL != "" {
		p.mux.Handle(telegram.WebhookPath, tg)
	}
	p.bot.Config.StartLink = func(payload string) string {
		if tg.Username() == "" {
			return ""
		}
		return "https://t.me/" + tg.Username() + "?start=" + payload
	}
	p.bot.Staff.InviteLink = func(code string) string { return p.bot.Config.StartLink("lk_" + code) }
	p.bot.Staff.InviteOn = telegram.Name
	lane := outbox.Lane{Channel: tg, Rate: int(t.Rate)}
	if t.ChatRate > 0 {
		lane.ChatGap, lane.ChatBurst = time.Duration(float64(time.Second)/t.ChatRate), 3
	}
	p.add(lane)
	p.add(outbox.Lane{Channel: tg.Groups(), Rate: groupRate, ChatGap: groupGap, ChatBurst: groupBurst})
	return nil
}

// What groups and channels on Telegram get: besides the limit of all messages, 20 a minute in each.
const (
	groupRate  = 4
	groupGap   = 3 * time.Second
	groupBurst = 5
)

// moved takes what belongs to a group along when Telegram gives it another number.
func (p *process) moved(ctx context.Context, from, to bot.ChatID) {
	if err := p.store.Update(ctx, func(tx bot.Tx) error { return groups.Move(ctx, tx, from, to) }); err != nil {
		p.log.Error("group not moved", slog.Any("error", err))
	}
}

// refused notes that a group takes nothing more.
func (p *process) refused(ctx context.Context, chat bot.ChatID, _ string) {
	if err := p.store.Update(ctx, func(tx bot.Tx) error { return p.bot.Groups.Refused(ctx, tx, chat) }); err != nil {
		p.log.Error("group's refusal not noted", slog.Any("error", err))
	}
}

func (p *process) add(lane outbox.Lane) {
	p.lanes = append(p.lanes, lane)
	p.bot.Config.Channels[lane.Channel.Name()] = lane.Channel.Limits()
	p.gauges.channel(lane.Channel.Name())
}

func telegramCommands(menu []bot.MenuItem) (out []telegram.Command) {
	for _, c := range menu {
		out = append(out, telegram.Command{Name: c.Name, Description: c.Help})
	}
	return out
}
