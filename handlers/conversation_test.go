package handlers_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// morning is when conversations in tests begin: Monday, 23 November 2026, 09:00 in Vietnam.
var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, content.Zone)

// words are the shipped words for search, and the two bases what tests ask: each is read once, for nothing changes it.
var (
	words = sync.OnceValue(func() search.Lexicon {
		lex, err := search.ParseLexicon(lexicon.Files)
		if err != nil {
			panic(err)
		}
		return lex
	})
	testBase    = sync.OnceValue(readTestBase)
	shippedBase = sync.OnceValue(func() *answers.Knowledge {
		lib, _ := content.Load(content.Embedded())
		return answers.NewKnowledge(lib, words())
	})
)

func readTestBase() *answers.Knowledge {
	lib, found := content.Load(os.DirFS("testdata/base"))
	if errs := found.Errors(); len(errs) > 0 {
		panic(errs)
	}
	return answers.NewKnowledge(lib, words())
}

// talk is a conversation of one chat with the bot, kept in a state that works like the real one.
type talk struct {
	t     *testing.T
	state *memstate.State
	d     *bot.Dispatcher
	bot   *handlers.Assistant
	now   time.Time
	n     int
	sent  int // of the state's queue, seen so far
	chat  bot.ChatID
	last  []bot.Outgoing
	log   strings.Builder
}

func newTalk(t *testing.T, config handlers.Config) *talk {
	k := testBase()
	c := &talk{t: t, now: morning, chat: bot.ChatID{Channel: "telegram", ID: "77"}}
	c.state = memstate.New(func() time.Time { return c.now })
	if config.Knowledge == nil {
		config.Knowledge = func() *answers.Knowledge { return k }
	}
	config.Now, config.Log = func() time.Time { return c.now }, slog.New(slog.DiscardHandler)
	if config.Rand == nil { // the same references in each run: they stand in golden files
		config.Rand = rand.NewChaCha8([32]byte{})
	}
	h := handlers.New(config)
	h.Cases.SavedOneIn = math.MaxUint32 // who is asked is drawn by lot; the console's tests cover it
	c.bot = h
	c.d = &bot.Dispatcher{State: c.state, Handler: h, Apology: handlers.Apology, Log: slog.New(slog.DiscardHandler)}
	return c
}

// does delivers an update and returns what was sent because of it.
func (c *talk) does(u bot.Update) []bot.Outgoing {
	c.t.Helper()
	c.n++
	u.ID, u.Private, u.At = strconv.Itoa(c.n), u.Group == nil, c.now
	if u.Chat.IsZero() {
		u.Chat = c.chat
	}
	u.User = bot.User{ID: u.Chat.ID, Name: "An"}
	if err := c.d.Deliver(context.Background(), u); err != nil {
		c.t.Fatalf("deliver: %v", err)
	}
	all := c.state.Queue()
	c.last = all[c.sent:]
	c.sent = len(all)
	fmt.Fprintf(&c.log, "› %s\n", said(u))
	for _, o := range c.last {
		to := ""
		if o.To != u.Chat {
			to = "(" + o.To.String() + ") "
		}
		fmt.Fprintf(&c.log, "%s%s\n", to, strings.TrimSpace(bot.Plain(o.Message.Text)))
		for _, row := range o.Message.Buttons {
			for _, b := range row {
				fmt.Fprintf(&c.log, "  [%s] ", b.Label)
			}
			c.log.WriteByte('\n')
		}
	}
	c.log.WriteByte('\n')
	return c.last
}

func said(u bot.Update) string {
	switch u.Kind {
	case bot.KindCommand:
		return short(strings.TrimSpace("/" + u.Command + " " + u.Payload))
	case bot.KindAction:
		return "[" + u.Action + "]"
	case bot.KindAttachment:
		return "(" + u.Attachment + ")"
	}
	return short(u.Text)
}

func short(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:40]) + "…"
	}
	return s
}

func (c *talk) says(text string) []bot.Outgoing {
	c.t.Helper()
	if name, _, payload, ok := bot.ParseCommand(text); ok {
		return c.does(bot.Update{Kind: bot.KindCommand, Command: name, Payload: payload, Text: text})
	}
	return c.does(bot.Update{Kind: bot.KindText, Text: text})
}

// presses presses the button with the label under the last messages.
func (c *talk) presses(label string) []bot.Outgoing {
	c.t.Helper()
	for _, o := range c.last {
		for _, row := range o.Message.Buttons {
			for _, b := range row {
				if b.Label == label {
					return c.does(bot.Update{Kind: bot.KindAction, Action: b.Action})
				}
			}
		}
	}
	c.t.Fatalf("no button %q under the last message:\n%s", label, c.log.String())
	return nil
}

// golden compares the conversation with testdata/<name>.golden.
func (c *talk) golden(name string) {
	c.t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(c.log.String()), 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), c.log.String()); diff != "" {
		c.t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// today is the day of the conversations in tests.
var today = content.DayOf(morning)
