package zalo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

// TestGroups: the account's groups are told of once, and when they are gone; announcements reach them as words.
func TestGroups(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	g := w.ch.Groups()
	var told []string
	look := func() {
		t.Helper()
		err := g.Look(w.ctx, func(_ context.Context, updates ...bot.Update) error {
			for _, u := range updates {
				if u.Private || u.Group == nil || !u.Group.Owned {
					t.Errorf("%+v", u)
				}
				told = append(told, string(u.Kind)+" "+u.Chat.String()+" "+u.Group.Title)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.srv.AddGroup("4a9bada2", "Tổ dân phố số 3")
	look()
	look()
	to := bot.ChatID{Channel: zalo.GroupName, ID: "4a9bada2"}
	long := "*Thông báo:* [@4a9bada2] nghỉ. " + strings.Repeat("Nội dung dài. ", 200)
	for _, text := range []string{"*Thông báo:* sáng thứ Bảy nghỉ, xem [lịch](https://a.vn).", long} {
		if _, err := g.Send(w.ctx, to,
			bot.Message{Text: text, Buttons: [][]bot.Button{{{Label: "a", Action: "b"}}}}); err != nil {
			t.Error(err)
		}
	}
	if got := w.srv.GroupMessages("4a9bada2"); len(got) != 3 ||
		got[0] != "Thông báo: sáng thứ Bảy nghỉ, xem lịch (https://a.vn)." {
		t.Errorf("the group reads %q", got)
	}
	w.srv.DropGroup("4a9bada2")
	look()
	want := []string{"joined zalogroup:4a9bada2 Tổ dân phố số 3", "left zalogroup:4a9bada2 "}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if _, err := g.Send(w.ctx, to, bot.Message{Text: "a"}); bot.AsSendError(err).Kind != bot.SendInvalid {
		t.Errorf("a group that is gone: %v", err)
	}
}

// TestGroupTalkIsNotRead: what people say in the account's groups comes to nobody and into no log.
func TestGroupTalkIsNotRead(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	in := newInbox()
	w.receive(in.deliver)
	w.srv.GroupSays(lan, "4a9bada2", "chuyện riêng trong nhóm")
	w.srv.Says(lan, "chào")
	if u := in.next(w); u.Text != "chào" {
		t.Errorf("%+v", u)
	}
	if strings.Contains(w.book.String(), "chuyện riêng") {
		t.Error("what was said in a group is in the log")
	}
}
