package zalobot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
)

// TestNumbers: a number is a choice only while choices are open.
func TestNumbers(t *testing.T) {
	w := newWorld(t, zalobottest.Options{}, nil)
	came := w.updates()
	offer := func(text string, actions ...string) {
		t.Helper()
		var row []bot.Button
		for _, a := range actions {
			row = append(row, bot.Button{Label: a, Action: a})
		}
		m := bot.Message{Text: text}
		if row != nil {
			m.Buttons = [][]bot.Button{row}
		}
		if _, err := w.ch.Send(w.ctx, anChat, m); err != nil {
			t.Fatal(err)
		}
	}
	steps := []struct {
		name  string
		offer func()
		say   string
		want  string // "act:…" or the text that comes through
	}{
		{"nothing offered", nil, "1", "1"},
		{"a choice", func() { offer("x", "a", "b") }, "1", "act:a"},
		{"chosen again, both count", nil, "2.", "act:b"},
		{"the next offer begins at 1", func() { offer("y", "c", "d") }, "số 2", "act:d"},
		{"two messages go on counting", func() { offer("y2", "e", "f"); offer("z", "g") }, "3", "act:g"},
		{"an announcement between changes nothing", func() { offer("tin"); offer("y3", "h", "i") }, "Chọn 1", "act:h"},
		{"out of range", nil, "9", "9"},
		{"after other words choices are closed", nil, "1", "1"},
		{"words", func() { offer("y4", "k") }, "thủ tục 1", "thủ tục 1"},
		{"closed by words", nil, "1", "1"},
		{"zero", func() { offer("y5", "l") }, "0", "0"},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			if s.offer != nil {
				s.offer()
			}
			w.srv.Says(an, s.say)
			u := w.next(came)
			got := u.Text
			if u.Kind == bot.KindAction {
				got = "act:" + u.Action
			}
			if got != s.want {
				t.Errorf("got %q, want %q", got, s.want)
			}
		})
	}
	t.Run("after a day", func(t *testing.T) {
		offer("y6", "m")
		w.advance(25 * time.Hour)
		w.srv.Says(an, "1")
		if u := w.next(came); u.Kind != bot.KindText {
			t.Errorf("%+v", u)
		}
	})
	t.Run("a second try adds no numbers", func(t *testing.T) {
		w.srv.Inject(zalobottest.Fault{Method: "sendMessage", Page: 502, Times: 1})
		m := bot.Message{Text: "thử lại", Buttons: [][]bot.Button{{{Label: "n", Action: "n"}}}}
		if _, err := w.ch.Send(w.ctx, anChat, m); err == nil {
			t.Fatal("want a failure")
		}
		offer("thử lại", "n")
		all := w.srv.Messages(an)
		if last := all[len(all)-1].Text; !strings.HasSuffix(last, "Trả lời 1 để chọn:\n1. n") {
			t.Errorf("%q", last)
		}
	})
}
