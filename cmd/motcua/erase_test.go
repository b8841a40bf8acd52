package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/tasks"
)

// office is the program's assistant over a store, spoken to without a platform.
type office struct {
	t *testing.T
	s *store.Store
	b *handlers.Assistant
	d *bot.Dispatcher
	n int
}

// small loads the test base of the handlers.
func small(t *testing.T) *answers.Knowledge {
	t.Helper()
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	lib, found := content.Load(os.DirFS("../../handlers/testdata/base"))
	if errs := found.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return answers.NewKnowledge(lib, lex)
}

func newOffice(t *testing.T, o store.Options) *office {
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	know, log := small(t), slog.New(slog.DiscardHandler)
	c := &office{t: t, s: s}
	c.b = handlers.New(handlers.Config{Owners: []bot.ChatID{{Channel: "telegram", ID: "1"}}, Dead: s, Forget: forget,
		Now: time.Now, Log: log,
		Knowledge: func() *answers.Knowledge { return know },
		Channels:  map[string]bot.Limits{"telegram": {Proactive: true}, "zalo": {Proactive: true}, "web": {}}})
	c.d = &bot.Dispatcher{State: s, Handler: c.b, Log: log}
	return c
}

func (c *office) does(chat bot.ChatID, u bot.Update) {
	c.t.Helper()
	c.n++
	u.ID, u.Chat, u.Private, u.At = fmt.Sprint(c.n), chat, true, time.Now()
	if name, _, payload, ok := bot.ParseCommand(u.Text); ok {
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
	if err := c.d.Deliver(context.Background(), u); err != nil {
		c.t.Fatal(err)
	}
}

func (c *office) says(chat bot.ChatID, text string) {
	c.t.Helper()
	c.does(chat, bot.Update{Kind: bot.KindText, Text: text})
}

func (c *office) presses(chat bot.ChatID, action string) {
	c.t.Helper()
	c.does(chat, bot.Update{Kind: bot.KindAction, Action: action})
}

// sends settles what waits in a channel, and returns its texts.
func (c *office) sends(channel string, kind bot.SettleKind) (texts []string) {
	c.t.Helper()
	r := bot.LeaseRequest{Channel: channel, Max: 100, Lease: time.Minute}
	for {
		a, err := c.s.Lease(context.Background(), r)
		if err != nil {
			c.t.Fatal(err)
		}
		if len(a.Messages) == 0 {
			return texts
		}
		for _, l := range a.Messages {
			texts = append(texts, l.Out.Message.Text)
			if _, err := c.s.Settle(context.Background(), r, l,
				bot.Settlement{Kind: kind, Why: "refused", Reason: "x"}); err != nil {
				c.t.Fatal(err)
			}
		}
	}
}

// holds is all that the store holds.
func (c *office) holds() string {
	c.t.Helper()
	var b bytes.Buffer
	if err := c.s.Backup(context.Background(), &b); err != nil {
		c.t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		c.t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(all)
}

// TestEraseReachesEverything: after /xoadulieu nothing in the store, of any kind, holds what the person wrote: not the
// dead letters, not what waits for officials, not the history of a task that was renamed, not the question that had no
// answer, not the subscription on a linked chat. With the embedded store nor does the disk, once it was compacted.
func TestEraseReachesEverything(t *testing.T) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			o := store.Options{Dir: dir}
			if kind == "redis" {
				o = store.Options{RedisURL: redistest.Start(t).URL()}
			}
			c := newOffice(t, o)
			citizen, zalo, owner := bot.ChatID{Channel: "telegram", ID: "7700770077"},
				bot.ChatID{Channel: "zalo", ID: "61424"},
				bot.ChatID{Channel: "telegram", ID: "1"}
			ctx := context.Background()
			// The subscription, on both linked chats.
			c.says(citizen, "/dangky")
			c.says(citizen, "/lienkenh")
			var code string
			for _, text := range c.sends("telegram", bot.SettleSent) {
				if _, rest, ok := strings.Cut(text, "/lienkenh "); ok {
					code = rest[:6]
				}
			}
			c.says(zalo, "/lienkenh "+code)
			var sub subscribers.Subscription
			if found, err := c.s.Get(ctx, subscribers.SubscriptionKey(zalo), &sub); err != nil || !found {
				t.Fatalf("linking copied no subscription: %v %v", found, err)
			}
			// Three questions without an answer: one passed on, one not, one that others ask as well.
			c.says(citizen, "nuôi cá sấu ở xóm Đình")
			c.presses(citizen, "pass")
			c.sends("telegram", bot.SettleDead) // to the citizen and to the owner
			c.says(citizen, "nuôi hổ trong bếp nhà xóm Đình")
			c.says(citizen, "thủ đô nước Pháp ở đâu vậy")
			c.says(zalo, "thủ đô nước Pháp ở đâu vậy")
			// An opinion, and a reminder.
			c.says(citizen, "/gopy")
			c.presses(citizen, "sv:1:")
			c.presses(citizen, "svw:")
			c.says(citizen, "Nhà tôi ở xóm Đình, chờ lâu quá")
			c.says(citizen, "nhắc tôi ngày 20/12 về xóm Đình")
			// An official renames the task of the question; its new title quotes the citizen as well.
			board, err := c.b.Tasks.Board(ctx, c.s, "", "", content.DayOf(time.Now()), 10)
			if err != nil || len(board) != 2 {
				t.Fatalf("%d tasks, %v", len(board), err)
			}
			err = c.s.Update(ctx, func(tx bot.Tx) error {
				tx.Put(people.PersonKey("P-1"),
					people.Person{ID: "P-1", Name: "Trần Thị Lan", Unit: "Tư pháp", Joined: tx.Now()}, 0)
				tx.Add(people.AllSet, "P-1", 1)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range board {
				err := c.s.Update(ctx, func(tx bot.Tx) error {
					desk, err := c.b.Tasks.DeskOf(ctx, tx, owner, people.NewToken())
					if err != nil {
						return err
					}
					return desk.Change(ctx, k.ID, tasks.Form{Title: "Trả lời người ở xóm Đình", Person: "P-1"},
						content.Day{})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			before := c.holds()
			dead, err := c.s.DeadLetters(ctx, 0, 10)
			if err != nil || len(dead) < 2 || strings.Count(before, "xóm Đình") < 6 ||
				!strings.Contains(before, "đổi tên việc từ “") {
				t.Fatalf("too little to erase: %d dead letters, %v; %d places", len(dead), err,
					strings.Count(before, "xóm Đình"))
			}

			c.says(citizen, "/xoadulieu")
			after := c.holds()
			for _, word := range []string{"xóm Đình", "cá sấu"} {
				if at := strings.Index(after, word); at >= 0 {
					t.Errorf("%q is still kept: …%s…", word, after[max(0, at-300):min(len(after), at+100)])
				}
			}
			if !strings.Contains(after, "nước Pháp") {
				t.Error("a question that another person asked as well is gone")
			}
			if found, err := c.s.Get(ctx, subscribers.SubscriptionKey(zalo), &sub); err != nil || found {
				t.Errorf("the subscription on the linked chat: %v %v", found, err)
			}
			if n, err := c.s.Size(ctx, cases.OpenCasesSet); err != nil || n != 0 {
				t.Errorf("%d cases are open, %v", n, err)
			}
			sent := c.sends("telegram", bot.SettleSent)
			if len(sent) == 0 || !strings.Contains(sent[0], "Biên nhận xóa dữ liệu") {
				t.Errorf("sent afterwards: %q", sent)
			}
			if kind == "redis" {
				if err := c.s.Close(); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err := c.s.Compact(ctx); err != nil {
				t.Fatal(err)
			}
			if err := c.s.Close(); err != nil { // waits for the compaction
				t.Fatal(err)
			}
			err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() {
					return err
				}
				text, err := os.ReadFile(path)
				if err == nil && bytes.Contains(text, []byte("xóm Đình")) {
					t.Errorf("%s still holds the words", path)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestEraseOnTheWeb: the receipt arrives in the emptied conversation, and a page that is open learns that what it shows
// is gone.
func TestEraseOnTheWeb(t *testing.T) {
	c := newOffice(t, store.Options{Dir: t.TempDir()})
	defer func() { _ = c.s.Close() }()
	web, err := webchat.New(webchat.Config{State: c.s, Now: time.Now, Mask: vi.MaskPersonal,
		Log: slog.New(slog.DiscardHandler), Keep: 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = web.Receive(ctx, c.d.Deliver) }()
	srv := httptest.NewServer(web)
	defer srv.Close()
	cookie := &http.Cookie{Name: "motcua_chat", Value: "AAAAAAAAAAAAAAAAAAAAAA"}
	do := func(method, path string, form url.Values) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(cookie)
		req.Header.Set("Origin", srv.URL)
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		resp, err := srv.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	// deliver plays the outbox: it sends what waits through the channel.
	deliver := func() {
		t.Helper()
		r := bot.LeaseRequest{Channel: "web", Max: 10, Lease: time.Minute}
		a, err := c.s.Lease(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range a.Messages {
			if _, err := web.Send(ctx, l.Out.To, l.Out.Message); err != nil {
				t.Errorf("not delivered: %v", err)
			}
			if _, err := c.s.Settle(ctx, r, l, bot.Settlement{Kind: bot.SettleSent}); err != nil {
				t.Fatal(err)
			}
		}
	}
	post := func(nonce, text string) {
		t.Helper()
		done := make(chan struct{})
		go func() {
			defer close(done)
			do(http.MethodPost, "/chat/send", url.Values{"text": {text}, "nonce": {nonce}})
		}()
		for waiting := true; waiting; {
			select {
			case <-done:
				waiting = false
			case <-time.After(20 * time.Millisecond):
				deliver()
			}
		}
		deliver()
	}
	bottest.Until(t, "the question is on the page", 10*time.Second, func() bool { // once the channel takes questions
		post("nonce-0001", "nuôi cá sấu ở xóm Đình")
		return strings.Contains(do(http.MethodGet, "/chat", nil), "xóm Đình")
	})
	post("nonce-0002", "/xoadulieu")
	page := do(http.MethodGet, "/chat", nil)
	if !strings.Contains(page, "Biên nhận xóa dữ liệu") {
		t.Error("the receipt did not arrive")
	}
	if strings.Contains(page, "xóm Đình") || strings.Contains(c.holds(), "xóm Đình") {
		t.Error("what was said is still there")
	}
	if dead, err := c.s.DeadLetters(ctx, 0, 10); err != nil || len(dead) != 0 {
		t.Errorf("%d dead letters, %v", len(dead), err)
	}
	// An open page that has seen the question is told.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/chat/stream?after=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got strings.Builder
	part := make([]byte, 4096)
	for !strings.Contains(got.String(), "Biên nhận") {
		n, err := resp.Body.Read(part)
		got.Write(part[:n])
		if err != nil {
			t.Fatalf("%v after %s", err, got.String())
		}
	}
	if emptied := strings.Index(got.String(), "data-cleared"); emptied < 0 ||
		emptied > strings.Index(got.String(), "Biên nhận") {
		t.Errorf("the stream does not say first that the conversation was emptied: %s", got.String())
	}
}
