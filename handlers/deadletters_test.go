package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// graveyard holds dead letters until they are sent again.
type graveyard struct{ letters []bot.DeadLetter }

func (g *graveyard) DeadLetters(_ context.Context, offset, limit int) ([]bot.DeadLetter, error) {
	from := min(offset, len(g.letters))
	return g.letters[from:min(from+limit, len(g.letters))], nil
}

func (g *graveyard) Resend(_ context.Context, id string) (bool, error) {
	for i, l := range g.letters {
		if l.ID == id {
			g.letters = append(g.letters[:i:i], g.letters[i+1:]...)
			return true, nil
		}
	}
	return false, nil
}

func (g *graveyard) Forget(_ context.Context, chat bot.ChatID, words []string, _ []bot.ChatID) error {
	g.letters = slices.DeleteFunc(g.letters, func(l bot.DeadLetter) bool {
		return l.Out.To == chat ||
			slices.ContainsFunc(words, func(w string) bool { return strings.Contains(l.Out.Message.Text, w) })
	})
	return nil
}

// TestDeadLetters: an admin sees what was given up and why, and sends it again once; nobody else may.
func TestDeadLetters(t *testing.T) {
	owner := bot.ChatID{Channel: "telegram", ID: "77"}
	c := newTalk(t, handlers.Config{Owners: []bot.ChatID{owner}})
	g := &graveyard{letters: []bot.DeadLetter{{ID: "d1", Out: bot.Outgoing{To: bot.ChatID{Channel: "zalo", ID: "9"}},
		Reason: "nội dung không hợp lệ", Tries: 3, At: morning}}}
	c.d.Handler.(*handlers.Assistant).Dead = g
	if text := c.says("/thuhong")[0].Message.Text; !strings.Contains(text, "một người dân trên Zalo") ||
		strings.Contains(text, "zalo:9") || !strings.Contains(text, "đã thử 4 lần") || !strings.Contains(text,
		"nội dung không hợp lệ") {
		t.Errorf("list:\n%s", text)
	}
	list := c.last
	c.presses("Gửi lại tin 1")
	if len(g.letters) != 0 {
		t.Error("the letter was not sent again")
	}
	c.last = list
	if text := c.presses("Gửi lại tin 1")[0].Message.Text; !strings.Contains(text, "đã được gửi lại") {
		t.Errorf("pressed twice: %s", text)
	}
	stranger := c.does(bot.Update{Kind: bot.KindAction, Action: "dead:d1",
		Chat: bot.ChatID{Channel: "telegram", ID: "5"}})
	if !strings.Contains(stranger[0].Message.Text, "chưa có quyền") {
		t.Errorf("a stranger read: %s", stranger[0].Message.Text)
	}
}

// TestWhatWaitsForAnOwner: what was for an owner before he opened the chat is sent, the newest twenty in their order,
// when he first writes, and nothing of it when he writes again.
func TestWhatWaitsForAnOwner(t *testing.T) {
	owner, other := bot.ChatID{Channel: "telegram", ID: "77"}, bot.ChatID{Channel: "telegram", ID: "5"}
	c := newTalk(t, handlers.Config{Owners: []bot.ChatID{owner}})
	g := &graveyard{}
	for i := range 25 {
		g.letters = append(g.letters, bot.DeadLetter{ID: fmt.Sprint("d", i), Out: bot.Outgoing{To: owner}})
	}
	g.letters = append(g.letters, bot.DeadLetter{ID: "x", Out: bot.Outgoing{To: other}})
	c.bot.Dead = g
	if waiting, err := c.bot.Waiting(context.Background(), c.state); err != nil || len(waiting) != 25 {
		t.Fatalf("%d wait, %v", len(waiting), err)
	}
	c.as("5", func() { c.says("/start") })
	if len(g.letters) != 26 {
		t.Fatal("a stranger's word sent what waits for the owner")
	}
	c.says("/start")
	if len(g.letters) != 6 || g.letters[0].ID != "d20" {
		t.Errorf("%d letters are left, first %v", len(g.letters), g.letters[0].ID)
	}
	c.says("chào")
	if len(g.letters) != 6 {
		t.Error("sent again with his second word")
	}
	if waiting, _ := c.bot.Waiting(context.Background(), c.state); len(waiting) != 0 {
		t.Errorf("%d still wait", len(waiting))
	}
}
