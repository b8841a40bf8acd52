package zalo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

func TestMoreButtons(t *testing.T) {
	for _, show := range []bool{false, true} {
		t.Run(fmt.Sprintf("show %t", show), func(t *testing.T) {
			w := newWorld(t, zalotest.Options{NoHide: show}, func(c *zalo.Config) { c.ShowPress = show })
			pressed := make(chan string, 10)
			w.receive(w.dispatcher(func(u bot.Update) []bot.Message {
				if u.Kind == bot.KindAction {
					pressed <- u.Action
				}
				return nil
			}).Deliver)
			w.srv.Follow(lan)
			var rows [][]bot.Button
			for i := range 11 {
				rows = append(rows, []bot.Button{{Label: fmt.Sprintf("Xã %d", i+1),
					Action: fmt.Sprintf("place:%d", i+1)}})
			}
			rows[0][0].Label = strings.Repeat("Xã Bình Lục ", 12) // 144 letters: one button has room for 100
			if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "Xã nào?", Buttons: rows}); err != nil {
				t.Fatal(err)
			}
			seen := 0
			for page := 0; ; page++ {
				m, err := w.srv.Next(w.ctx, lan)
				if err != nil {
					t.Fatal(err)
				}
				last := m.Buttons[len(m.Buttons)-1]
				if len(m.Buttons) > 5 || last.Title == "Xem thêm" && len(m.Buttons) != 5 {
					t.Fatalf("buttons %+v", m.Buttons)
				}
				seen += len(m.Buttons)
				if last.Title != "Xem thêm" {
					break
				}
				seen--
				if !w.srv.PressLabel(lan, "Xem thêm") {
					t.Fatal("cannot press")
				}
				// The outbox would send it.
				lease := bot.LeaseRequest{Channel: zalo.Name, Max: 1, Lease: time.Second}
				if err := w.srv.WaitDelivered(w.ctx); err != nil {
					t.Fatal(err)
				}
				a, err := w.store.Lease(w.ctx, lease)
				if err != nil || len(a.Messages) != 1 {
					t.Fatalf("queued %+v, %v", a, err)
				}
				if _, err := w.ch.Send(w.ctx, a.Messages[0].Out.To, a.Messages[0].Out.Message); err != nil {
					t.Fatal(err)
				}
				if _, err := w.store.Settle(w.ctx, lease, a.Messages[0],
					bot.Settlement{Kind: bot.SettleSent}); err != nil {
					t.Fatal(err)
				}
			}
			if seen != 11 {
				t.Errorf("%d buttons over all pages, want 11", seen)
			}
			w.srv.PressLabel(lan, "Xã 11")
			if got := <-pressed; got != "place:11" {
				t.Errorf("pressed %q", got)
			}
			w.srv.Says(lan, "#mc:zalo-more:0123456789") // old, or made up
			if got := <-pressed; got != "zalo-more:0123456789" {
				t.Errorf("an old page goes to the handlers, got %q", got)
			}
		})
	}
}

func TestButtonTemplateSetting(t *testing.T) {
	w := newWorld(t, zalotest.Options{TemplateType: "button"}, func(c *zalo.Config) { c.ButtonTemplate = "button" })
	w.srv.Follow(lan)
	if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a",
		Buttons: [][]bot.Button{{{Label: "b", Action: "c"}}}}); err != nil {
		t.Error(err)
	}
}
