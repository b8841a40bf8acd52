package zalo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

// TestWindow: seven days after what a person did last only an approved form reaches him.
func TestWindow(t *testing.T) {
	w := newWorld(t, zalotest.Options{Templates: approved}, templates)
	w.receive(nil)
	reach := func(form string) (bool, string) {
		t.Helper()
		ok, reason, err := w.ch.Reachable(w.ctx, w.store, lanChat, form, w.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		return ok, reason
	}
	w.srv.Follow(lan)
	if err := w.srv.WaitDelivered(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(7*24*time.Hour - 3*time.Minute)
	if ok, _ := reach(bot.FormAnnouncement); !ok {
		t.Error("want reachable within 7 days")
	}
	if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "Thông báo"}); err != nil {
		t.Error(err)
	}
	w.clock.advance(2 * time.Minute)
	closed := 0
	if err := zalo.Closed(w.ctx, w.store, w.clock.now(), func(c bot.ChatID) error {
		if closed++; c != lanChat {
			t.Errorf("closed: %v", c)
		}
		return nil
	}); err != nil || closed != 1 {
		t.Errorf("%d closed, %v", closed, err)
	}
	if ok, reason := reach(bot.FormAnnouncement); ok || !strings.Contains(reason, "7 ngày") {
		t.Errorf("want not reachable for an announcement without a form: %t %q", ok, reason)
	}
	if ok, _ := reach(bot.FormReminder); !ok {
		t.Error("want reachable by a form")
	}
	calls := w.srv.Stats().Calls[csPath]
	_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "Thông báo"})
	if e := bot.AsSendError(err); e.Kind != bot.SendWindow || !strings.Contains(e.Reason, "7 ngày") ||
		w.srv.Stats().Calls[csPath] != calls {
		t.Errorf("%+v; want it refused before Zalo is asked", e)
	}
	if _, err := w.ch.Send(w.ctx, lanChat, reminder); err != nil {
		t.Fatal(err)
	}
	messages := w.srv.Messages(lan)
	if m := messages[len(messages)-1]; m.Template != "4711" || m.Data["ten_viec"] != "Nộp báo cáo quý IV" ||
		m.Data["han"] != "30/11/2026" || m.Silent {
		t.Errorf("%+v", m)
	}
	w.srv.Says(lan, "chào")
	if err := w.srv.WaitDelivered(w.ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ch.Send(w.ctx, lanChat, reminder); err != nil || len(w.srv.Messages(lan)) != len(messages)+1 ||
		w.srv.Messages(lan)[len(messages)].Text == "" {
		t.Errorf("%v: want free text again", err)
	}
	w.srv.Unfollow(lan)
	if err := w.srv.WaitDelivered(w.ctx); err != nil {
		t.Fatal(err)
	}
	if ok, reason := reach(bot.FormReminder); ok || reason == "" {
		t.Errorf("want not reachable after leaving: %q", reason)
	}
}

// TestWindowUnknown: Zalo knows better than we whether a window is open; its word is remembered.
func TestWindowUnknown(t *testing.T) {
	w := newWorld(t, zalotest.Options{Templates: approved}, templates)
	w.srv.Follow(lan) // no webhook: we do not hear of it
	w.clock.advance(8 * 24 * time.Hour)
	if _, err := w.ch.Send(w.ctx, lanChat, reminder); err != nil {
		t.Fatal(err)
	}
	if m := w.srv.Messages(lan); len(m) != 1 || m[0].Template != "4711" {
		t.Errorf("%+v", m)
	}
	_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"})
	if e := bot.AsSendError(err); e.Kind != bot.SendWindow || w.srv.Stats().Calls[csPath] != 1 {
		t.Errorf("%+v, %d calls", e, w.srv.Stats().Calls[csPath])
	}
	if ok, _, _ := w.ch.Reachable(w.ctx, w.store, bot.ChatID{Channel: "telegram", ID: "1"}, "", w.clock.now()); !ok {
		t.Error("other channels are not ours to judge")
	}
}

// TestNight: forms wait for the morning, free text does not.
func TestNight(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after time.Duration // 09:00
		sent  bool
	}{{"21:59", 12*time.Hour + 59*time.Minute, true}, {"22:00", 13 * time.Hour, false},
		{"05:59", 20*time.Hour + 59*time.Minute, false}, {"06:00", 21 * time.Hour, true}} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, zalotest.Options{Templates: approved}, templates)
			w.srv.Follow(lan)
			w.forgotten()
			w.clock.advance(tt.after)
			_, err := w.ch.Send(w.ctx, lanChat, reminder)
			if tt.sent != (err == nil) {
				t.Fatalf("sent %t: %v", err == nil, err)
			}
			if e := bot.AsSendError(err); !tt.sent &&
				(e.Kind != bot.SendRate || e.Global || e.After > 5*time.Minute || w.srv.Stats().Calls[formPath] != 0) {
				t.Errorf("%+v", e)
			}
		})
	}
}
