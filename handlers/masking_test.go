package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
)

// TestNoNumberIsKept: a card number that a citizen writes anywhere, after any command and wherever words are awaited,
// is neither kept nor said again.
func TestNoNumberIsKept(t *testing.T) {
	const number = "001,085,012,345"
	c := office(t)
	c.bot.Dead = c.state
	var names []string
	for _, r := range c.bot.Routes() {
		for _, command := range r.Commands {
			names = append(names, command.Name)
		}
	}
	if len(names) < 20 {
		t.Fatalf("only %d commands", len(names))
	}
	slices.Sort(names) // routes come out of a map: what the last one waits for must not change from run to run
	look := func(what string) {
		t.Helper()
		for _, o := range c.last {
			if strings.Contains(bot.Plain(o.Message.Text), "012,345") {
				t.Errorf("%s is answered with the number: %s", what, bot.Plain(o.Message.Text))
			}
		}
		if where := c.holds("012,345"); len(where) > 0 {
			t.Fatalf("after %s the number is kept in %q", what, where)
		}
	}
	for _, name := range names {
		if name == "thongbao" { // of an office: below
			continue
		}
		c.says("/" + name + " " + number)
		look("/" + name)
		c.says("tôi là An, số " + number)
		look("words after /" + name)
	}
	c.says("/gapcanbo")
	c.presses("Chuyển câu hỏi tới cán bộ")
	look("passing on")
	c.says("/gopy")
	c.presses("Không hài lòng")
	c.presses("Viết một dòng")
	c.says("CCCD " + number + " chờ lâu quá")
	look("an opinion")
	c.says("nhắc tôi ngày 20/12 gọi " + number)
	look("a reminder")
	c.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "căn cước " + number})
	look("a caption")
}

// TestAnnouncementsKeepNumbers: what an office announces goes out with its telephone number.
func TestAnnouncementsKeepNumbers(t *testing.T) {
	o := newDesk(t, 1, nil)
	if text := texts(o.says("/thongbao Ngày 20/12 nghỉ. Hỏi: 0226 385 1234.")); !strings.Contains(text,
		"0226 385 1234") {
		t.Error(text)
	}
}
