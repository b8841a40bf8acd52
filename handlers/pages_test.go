package handlers_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/handlers"
)

// TestAddName: a way of asking goes behind those that stand there, in either way of writing a list, and nothing else
// moves.
func TestAddName(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a list", "---\nid: a\nnames:\n  - một\n  - hai\nfield: X\n---\n- ý\n",
			"---\nid: a\nnames:\n  - một\n  - hai\n  - \"ba \\\"bốn\\\"\"\nfield: X\n---\n- ý\n"},
		{"a deeper list with a note", "---\nnames:\n    # ghi chú\n    - một\nfield: X\n---\n",
			"---\nnames:\n    # ghi chú\n    - một\n    - \"ba \\\"bốn\\\"\"\nfield: X\n---\n"},
		{"in brackets", "---\nnames: [một, hai]\n---\n", "---\nnames: [một, hai, \"ba \\\"bốn\\\"\"]\n---\n"},
		{"none", "---\nid: a\n---\nnames:\n  - không phải đây\n", ""},
	}
	for _, tt := range tests {
		got, err := library.AddName(tt.text, `ba "bốn"`)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
}

// TestLay: a version counts over the file it was made from; when somebody wrote in the file since, the office's folder
// wins over the version, the program's own base does not, and both are reported.
func TestLay(t *testing.T) {
	base := fstest.MapFS{"faq/a.md": {Data: []byte("gốc")}, "faq/b.md": {Data: []byte("sửa tay")},
		"faq/c.md": {Data: []byte("bản mới")}}
	old := library.Sum([]byte("gốc"))
	pages := []library.Version{
		{Path: "faq/a.md", Text: "bản mới", Base: old}, // made from what is there
		{Path: "faq/b.md", Text: "bản mới", Base: old}, // changed by hand since
		{Path: "faq/c.md", Text: "bản mới", Base: old}, // written back already
		{Path: "faq/d.md", Text: "mục mới"},            // of nothing
		{Path: "faq/e.md", Gone: true, Base: old},      // withdrawn and gone
	}
	tests := []struct {
		win  bool
		want string
	}{{true, "faq/a.md faq/c.md faq/d.md faq/e.md"}, {false, "faq/a.md faq/b.md faq/c.md faq/d.md faq/e.md"}}
	for _, tt := range tests {
		laid := library.Lay(base, pages, tt.win)
		var paths []string
		for _, p := range pages {
			if _, ok := laid.Files[p.Path]; ok {
				paths = append(paths, p.Path)
			}
		}
		if got := strings.Join(paths, " "); got != tt.want || strings.Join(laid.ByHand, " ") != "faq/b.md" {
			t.Errorf("files win: %v: laid %s, by hand %s", tt.win, got, laid.ByHand)
		}
	}
}

// TestPublishIsOptimistic: of two who began with the same version one is told.
func TestPublishIsOptimistic(t *testing.T) {
	ctx, state := context.Background(), memstate.New(nil)
	publish := func(text string, expect int) error {
		return state.Update(ctx, func(tx bot.Tx) error {
			_, err := library.Publish(ctx, tx, library.Version{Path: "faq/a.md", Text: text, Why: "thử",
				Role: people.RoleEditor}, expect, owner, "content.publish")
			return err
		})
	}
	if err := errors.Join(publish("một", 0), publish("hai", 1)); err != nil {
		t.Fatal(err)
	}
	if err := publish("chen ngang", 1); !errors.Is(err, library.ErrStale) {
		t.Errorf("err = %v, want stale", err)
	}
	history, err := library.History(ctx, state, "faq/a.md")
	if err != nil || len(history) != 2 || history[0].Text != "hai" {
		t.Errorf("history %v, %v", history, err)
	}
	for _, path := range []string{"", "../x.md", "faq/../x.md", "faq/.md", "/etc/passwd", "faq/x.go", "handlers/x.md",
		"faq/a/b.md"} {
		if library.EditablePath(path) {
			t.Errorf("%q may be edited", path)
		}
	}
}

// TestConsoleLink: only who has a role gets a link, in a private chat, and each time another.
func TestConsoleLink(t *testing.T) {
	c := newTalk(t, handlers.Config{Owners: []bot.ChatID{owner}, PublicURL: "https://xa.example.vn/"})
	if got := c.says("/admin")[0].Message.Text; strings.Contains(got, "ma=") {
		t.Errorf("a citizen gets a link: %s", got)
	}
	var one, two string
	c.as("1", func() { one, two = c.says("/admin")[0].Message.Text, c.says("/console")[0].Message.Text })
	if !strings.Contains(one, "https://xa.example.vn/admin/vao?ma=") || one == two {
		t.Errorf("links %q and %q", one, two)
	}
	secret := one[strings.Index(one, "ma=")+3:]
	for where, text := range c.state.Everything() {
		if strings.Contains(where+text, secret) {
			t.Errorf("the link itself is kept in %s", where)
		}
	}
	u := bot.Update{ID: "g1", Kind: bot.KindCommand, Command: "admin", Chat: bot.ChatID{Channel: "telegram", ID: "-5"},
		User: bot.User{ID: "1"}}
	if err := c.d.Deliver(context.Background(), u); err != nil {
		t.Fatal(err)
	}
	all := c.state.Queue()
	if got := all[len(all)-1].Message.Text; strings.Contains(got, "ma=") {
		t.Errorf("a link in a group: %s", got)
	}
}
