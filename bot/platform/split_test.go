package platform_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

func TestSplit(t *testing.T) {
	words := strings.TrimSpace(strings.Repeat("hồ sơ ", 20)) // 119 runes
	tests := []struct {
		name, text string
		want       []string
	}{
		{"fits", " Hồ sơ gồm: \n", []string{"Hồ sơ gồm:"}},
		{"empty", "", []string{""}},
		{"blank line", strings.Repeat("a", 60) + "\n\n" + strings.Repeat("b", 60),
			[]string{strings.Repeat("a", 60) + "\n\n(1/2)", strings.Repeat("b", 60) + "\n\n(2/2)"}},
		{"line", strings.Repeat("a", 60) + "\n" + strings.Repeat("b", 60),
			[]string{strings.Repeat("a", 60) + "\n\n(1/2)", strings.Repeat("b", 60) + "\n\n(2/2)"}},
		{"early blank line is no border", "a\n\n" + words,
			[]string{"a\n\n" + words[:len(strings.Repeat("hồ sơ ", 13)+"hồ")] + "\n\n(1/2)",
				"sơ " + strings.TrimSpace(strings.Repeat("hồ sơ ", 6)) + "\n\n(2/2)"}},
		{"no border", strings.Repeat("ờ", 101), []string{strings.Repeat("ờ", 84) + "\n\n(1/2)",
			strings.Repeat("ờ", 17) + "\n\n(2/2)"}},
		{"marks stay with their letter", strings.Repeat("o\u031b\u0300", 40),
			[]string{strings.Repeat("o\u031b\u0300", 28) + "\n\n(1/2)",
				strings.Repeat("o\u031b\u0300", 12) + "\n\n(2/2)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := platform.Split(tt.text, 100); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Thủ tục\n\nHồ sơ", 40)
	f.Add(strings.Repeat("\u0301", 200), 33)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit <= 32 || limit > 5000 || !utf8.ValidString(text) {
			return
		}
		parts := platform.Split(text, limit)
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
	var r platform.Resume
	to, m := bot.ChatID{Channel: "zalo", ID: "1"}, bot.Message{Text: "dài"}
	other := bot.ChatID{Channel: "zalo", ID: "2"}
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	// send makes three calls, of which one fails, and returns the calls made.
	send := func(to bot.ChatID, m bot.Message, fails int, kind bot.SendKind, at time.Time) (made string) {
		err := r.Send(to, m, 3, at, func(i int) *bot.SendError {
			made += fmt.Sprint(i)
			if i == fails {
				return &bot.SendError{Kind: kind}
			}
			return nil
		})
		if (err != nil) != (fails < 3) {
			t.Errorf("error %v", err)
		}
		return made
	}
	steps := []struct {
		name  string
		to    bot.ChatID
		m     bot.Message
		fails int
		kind  bot.SendKind
		after time.Duration
		want  string
	}{
		{"new", to, m, 2, bot.SendTemporary, 0, "012"},
		{"another chat", other, m, 3, "", time.Minute, "012"},
		{"another message", to, bot.Message{Text: "khác"}, 3, "", time.Minute, "012"},
		{"goes on, fails again", to, m, 2, bot.SendRate, time.Minute, "2"},
		{"forgotten after an hour", to, m, 1, bot.SendTemporary, 2 * time.Hour, "01"},
		{"goes on to the end", to, m, 3, "", 2 * time.Hour, "12"},
		{"forgotten when sent", to, m, 1, bot.SendInvalid, 2 * time.Hour, "01"},
		{"forgotten when it is never sent again", to, m, 3, "", 2 * time.Hour, "012"},
	}
	for _, s := range steps {
		if got := send(s.to, s.m, s.fails, s.kind, now.Add(s.after)); got != s.want {
			t.Errorf("%s: calls %s, want %s", s.name, got, s.want)
		}
	}
	for i := range 2000 {
		send(bot.ChatID{Channel: "zalo", ID: fmt.Sprint(i)}, m, 1, bot.SendTemporary, now)
	}
	if got := send(bot.ChatID{Channel: "zalo", ID: "5"}, m, 3, "", now); got != "12" {
		t.Errorf("one of the first 1,000: calls %s", got)
	}
	if got := send(bot.ChatID{Channel: "zalo", ID: "1999"}, m, 3, "", now); got != "012" {
		t.Errorf("want at most 1,000 remembered; calls %s", got)
	}
}
