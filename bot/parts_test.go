package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
)

func TestSplitText(t *testing.T) {
	words := strings.TrimSpace(strings.Repeat("hồ sơ ", 20)) // 119 runes
	tests := []struct {
		name, text string
		want       []string
	}{
		{"fits", " Hồ sơ gồm: \n", []string{"Hồ sơ gồm:"}},
		{"empty", "", []string{""}},
		{"blank line", strings.Repeat("a", 60) + "\n\n" + strings.Repeat("b", 60), []string{strings.Repeat("a", 60) + "\n\n(1/2)", strings.Repeat("b", 60) + "\n\n(2/2)"}},
		{"line", strings.Repeat("a", 60) + "\n" + strings.Repeat("b", 60), []string{strings.Repeat("a", 60) + "\n\n(1/2)", strings.Repeat("b", 60) + "\n\n(2/2)"}},
		{"early blank line is no border", "a\n\n" + words, []string{"a\n\n" + words[:len(strings.Repeat("hồ sơ ", 13)+"hồ")] + "\n\n(1/2)", "sơ " + strings.TrimSpace(strings.Repeat("hồ sơ ", 6)) + "\n\n(2/2)"}},
		{"no border", strings.Repeat("ờ", 101), []string{strings.Repeat("ờ", 84) + "\n\n(1/2)", strings.Repeat("ờ", 17) + "\n\n(2/2)"}},
		{"marks stay with their letter", strings.Repeat("o\u031b\u0300", 40), []string{strings.Repeat("o\u031b\u0300", 28) + "\n\n(1/2)", strings.Repeat("o\u031b\u0300", 12) + "\n\n(2/2)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := bot.SplitText(tt.text, 100); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func FuzzSplitText(f *testing.F) {
	f.Add("Thủ tục\n\nHồ sơ", 40)
	f.Add(strings.Repeat("\u0301", 200), 33)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit <= 32 || limit > 5000 || !utf8.ValidString(text) {
			return
		}
		parts := bot.SplitText(text, limit)
		kept := 0
		for i, p := range parts {
			if n := utf8.RuneCountInString(p); n > limit && len(parts) < 1000 || n == 0 && len(parts) > 1 {
				t.Fatalf("part of %d runes, limit %d", n, limit)
			}
			if len(parts) > 1 {
				p = strings.TrimSuffix(p, fmt.Sprintf("\n\n(%d/%d)", i+1, len(parts)))
			}
			kept += len(strings.Join(strings.Fields(p), ""))
		}
		if want := len(strings.Join(strings.Fields(text), "")); kept != want {
			t.Fatalf("%d bytes of words, want %d", kept, want)
		}
	})
}

func TestResume(t *testing.T) {
	var r bot.Resume
	to, m := bot.ChatID{Channel: "zalo", ID: "1"}, bot.Message{Text: "dài"}
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	if r.From(to, m, now) != 0 {
		t.Error("want 0 for a new message")
	}
	r.Stopped(to, m, 2, now)
	if r.From(to, m, now.Add(time.Minute)) != 2 || r.From(bot.ChatID{Channel: "zalo", ID: "2"}, m, now) != 0 || r.From(to, bot.Message{Text: "khác"}, now) != 0 {
		t.Error("want 2, and 0 for another chat or message")
	}
	if r.From(to, m, now.Add(2*time.Hour)) != 0 {
		t.Error("want it forgotten after an hour")
	}
	r.Done(to, m)
	if r.From(to, m, now) != 0 {
		t.Error("want it forgotten when done")
	}
	for i := range 2000 {
		r.Stopped(bot.ChatID{Channel: "zalo", ID: fmt.Sprint(i)}, m, 1, now)
	}
	if r.From(bot.ChatID{Channel: "zalo", ID: "5"}, m, now) != 1 || r.From(bot.ChatID{Channel: "zalo", ID: "1999"}, m, now) != 0 {
		t.Error("want at most 1,000 kept")
	}
}

// TestNote: the hook writes in the update's own transaction, also when the handler fails.
func TestNote(t *testing.T) {
	for _, fails := range []bool{false, true} {
		state := memstate.New(nil)
		d := &bot.Dispatcher{State: state, Log: slog.New(slog.DiscardHandler), Handler: bot.HandlerFunc(func(context.Context, bot.Tx, bot.Update) ([]bot.Message, error) {
			if fails {
				return nil, errors.New("a fault of ours")
			}
			return nil, nil
		}), Note: func(_ context.Context, tx bot.Tx, u bot.Update) error {
			tx.Add("seen", u.Chat.ID, 7)
			return nil
		}}
		if err := d.Deliver(context.Background(), bot.Update{ID: "1", Kind: bot.KindText, Chat: bot.ChatID{Channel: "zalo", ID: "5"}}); err != nil {
			t.Fatal(err)
		}
		if score, ok, err := state.Score(context.Background(), "seen", "5"); score != 7 || !ok || err != nil {
			t.Errorf("fails %t: %d %t %v", fails, score, ok, err)
		}
	}
}
