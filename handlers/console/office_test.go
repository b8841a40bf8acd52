package console_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/console/editpages"
	"github.com/motcua/motcua/handlers/console/firstday"
	"github.com/motcua/motcua/handlers/console/gradepages"
	"github.com/motcua/motcua/handlers/console/localpages"
	"github.com/motcua/motcua/handlers/console/noticepages"
	"github.com/motcua/motcua/handlers/console/staffpages"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// morning is when the tests begin: Monday, 23 November 2026, 09:00 in Vietnam.
var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, content.Zone)

var proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}

var owner = bot.ChatID{Channel: "telegram", ID: "1"}

// office is a running console over the test base, with a bot that people can talk to.
type office struct {
	*httptest.Server
	t     testing.TB
	state *memstate.State
	bot   *handlers.Assistant
	desk  *library.Desk
	pages *console.Console
	lex   search.Lexicon
	know  atomic.Pointer[answers.Knowledge]
	now   atomic.Int64 // seconds after morning
	talk  *bot.Dispatcher
	sends *bottest.Bulks // the engine of announcements
	n     int

	someTask string // the id of a task, where there is one
}

func newOffice(t testing.TB, change ...func(*office, *handlers.Config)) *office {
	t.Helper()
	o := &office{t: t}
	clock := func() time.Time { return morning.Add(time.Duration(o.now.Load()) * time.Second) }
	o.state = memstate.New(clock)
	var err error
	if o.lex, err = search.ParseLexicon(lexicon.Files); err != nil {
		t.Fatal(err)
	}
	o.desk = &library.Desk{Layer: content.NewOverlay(os.DirFS("../testdata/base")),
		Lexicon: func() search.Lexicon { return o.lex }}
	o.reload()
	log := slog.New(slog.DiscardHandler)
	config := handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Owners: []bot.ChatID{owner},
		Channels: map[string]bot.Limits{"telegram": {Proactive: true, Edit: true, Files: true},
			"zalo": {Proactive: true, Files: true, PictureBytes: 1 << 20}},
		Knowledge: o.know.Load, Now: clock, Log: log}
	for _, f := range change {
		f(o, &config)
	}
	o.bot = handlers.New(config)
	o.sends = bottest.NewBulks(o.state)
	o.bot.Announce.Config = announce.Config{Engine: o.sends,
		Quiet: announce.QuietHours{From: 21 * time.Hour, To: 7 * time.Hour}}
	o.talk = &bot.Dispatcher{State: o.state, Handler: o.bot, Apology: handlers.Apology, Log: log}
	c, err := console.New(console.Config{State: o.state, Bot: o.bot, Desk: o.desk, Now: clock, Log: log,
		Queues: func(context.Context) ([]console.Queue, error) {
			return []console.Queue{{Channel: "telegram", Stats: bot.QueueStats{Waiting: [3]int64{1, 2, 3}, Dead: 4}}},
				nil
		},
		Rooms: rooms(),
		Settings: [][3]string{{"MOTCUA_OFFICE", "Xã Mẫu", "Tên cơ quan hiện trong lời chào."},
			{"TELEGRAM_TOKEN", "***", "Mã của bot Telegram."}}})
	if err != nil {
		t.Fatal(err)
	}
	o.pages = c
	o.Server = httptest.NewServer(c)
	t.Cleanup(o.Close)
	return o
}

// rooms are those of the program.
func rooms() []console.Room {
	return []console.Room{editpages.Room(), staffpages.Room(), gradepages.Room(), noticepages.Room(), localpages.Room(),
		firstday.Room(firstday.Config{})}
}

// reload does what the running program does within seconds: lays what was published over the base.
func (o *office) reload() {
	o.t.Helper()
	pages, err := library.Pages(context.Background(), o.state)
	if err != nil {
		o.t.Fatal(err)
	}
	o.desk.Layer.Set(library.Lay(o.desk.Layer.Base(), pages, false).Files)
	lib, found := content.Load(o.desk.Layer)
	if errs := found.Errors(); len(errs) > 0 {
		o.t.Fatal(errs)
	}
	o.know.Store(answers.NewKnowledge(lib, o.lex))
}

// says lets a chat say something to the bot and returns what waits to be sent because of it.
func (o *office) says(chat string, u bot.Update) []bot.Outgoing {
	o.t.Helper()
	before := len(o.state.Queue())
	o.n++
	u.ID, u.Private, u.Chat = fmt.Sprint(o.n), true, bot.ChatID{Channel: "telegram", ID: chat}
	if name, _, payload, ok := bot.ParseCommand(u.Text); ok {
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
	if err := o.talk.Deliver(context.Background(), u); err != nil {
		o.t.Fatal(err)
	}
	return o.state.Queue()[before:]
}

func (o *office) update(f func(bot.Tx) error) {
	o.t.Helper()
	if err := o.state.Update(context.Background(), f); err != nil {
		o.t.Fatal(err)
	}
}

// official makes a chat an official with a role.
func (o *office) official(chat, name, unit string, role people.Role) bot.ChatID {
	o.t.Helper()
	text := o.says("1", bot.Update{Text: "/moi " + name + "; " + unit})[0].Message.Text
	_, code, _ := strings.Cut(text, "/lienket ")
	o.says(chat, bot.Update{Text: "/lienket " + code[:6]})
	o.says("1", bot.Update{Kind: bot.KindAction, Action: "join:yes:telegram:" + chat})
	id := bot.ChatID{Channel: "telegram", ID: chat}
	o.update(func(tx bot.Tx) error {
		_, err := o.bot.Staff.SetRole(context.Background(), tx,
			people.Actor{Chat: owner, Seed: people.NewToken(), Role: people.RoleOwner}, id, role)
		return err
	})
	return id
}

// link makes a sign-in link for a chat.
func (o *office) link(chat bot.ChatID) string {
	var path string
	o.update(func(tx bot.Tx) error { path = people.PutLogin(tx, chat); return nil })
	return o.URL + path
}

// browser is a visitor with cookies, without JavaScript.
type browser struct {
	t testing.TB
	o *office
	http.Client
	csrf         string
	path, origin string // of a form with a file, when not those of ours
}

func (o *office) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: o.t, o: o, Client: http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signedIn is a visitor who used a link of the chat's.
func (o *office) signedIn(chat bot.ChatID) *browser {
	o.t.Helper()
	b := o.browser()
	if status, _ := b.post("/admin/vao", url.Values{"ma": {token(o.link(chat))}}); status != http.StatusSeeOther {
		o.t.Fatalf("sign-in of %s: %d", chat, status)
	}
	b.get("/admin")
	return b
}

func token(link string) string { _, t, _ := strings.Cut(link, "ma="); return t }

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	resp, err := b.Get(b.o.URL + path)
	return b.read(resp, err)
}

func (b *browser) read(resp *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if m := csrfField.FindStringSubmatch(string(body)); m != nil {
		b.csrf = m[1]
	}
	return resp.StatusCode, string(body)
}

// post sends a form as a page of ours would, with the token last seen.
func (b *browser) post(path string, form url.Values) (int, string) {
	b.t.Helper()
	if form.Get("csrf") == "" && b.csrf != "" {
		form.Set("csrf", b.csrf)
	}
	req, err := http.NewRequest(http.MethodPost, b.o.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", b.o.URL)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := b.Do(req)
	return b.read(resp, err)
}
