package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// linkable is an office with a web page and two messengers.
func linkable(t *testing.T) *talk {
	return newTalk(t, handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Owners: []bot.ChatID{owner},
		Channels: map[string]bot.Limits{"telegram": {Proactive: true}, "zalo": {Proactive: true}, "web": {}}})
}

// TestACorrectCodeIsNotRefusedBecauseOthersGuessed: 105 wrong codes of strangers shut out every official for an hour.
func TestACorrectCodeIsNotRefusedBecauseOthersGuessed(t *testing.T) {
	c := linkable(t)
	for i := range 30 {
		c.as(fmt.Sprint("9000", i), func() {
			for range 5 {
				c.says("/lienket 000000")
				c.says("/lienkenh 000000")
			}
		})
	}
	c.joins("5", "Trần Thị Bình", "Văn phòng") // by a code
	c.as("5", func() {
		if reply := texts(c.says("/nhiemvu")); strings.Contains(reply, "chưa có quyền") {
			t.Errorf("the invited official was not linked: %s", reply)
		}
	})
	code := codeIn(c.says("/lienkenh")[0].Message.Text)
	before := c.chat
	c.chat = bot.ChatID{Channel: "zalo", ID: "77"}
	if reply := texts(c.says("/lienkenh " + code)); strings.Contains(reply, "quá nhiều lần") {
		t.Errorf("a citizen's correct code: %s", reply)
	}
	c.chat = before
	// Whoever guesses is stopped himself.
	c.as("90000", func() {
		if reply := texts(c.says("/lienket 000001")); !strings.Contains(reply, "quá nhiều lần nhập sai") {
			t.Errorf("the guesser reads %s", reply)
		}
	})
}

// TestNobodyLinksOnTheWeb: a cookie of a day is no identity for an official.
func TestNobodyLinksOnTheWeb(t *testing.T) {
	c := linkable(t)
	var code string
	c.as("1", func() { code = codeIn(c.says("/moi Trần Thị Bình; Văn phòng")[0].Message.Text) })
	for _, u := range []bot.Update{
		{Kind: bot.KindCommand, Command: "lienket", Payload: code}, {Kind: bot.KindText, Text: "LIENKET " + code},
		{Kind: bot.KindCommand, Command: "start", Payload: "lk_" + code},
	} {
		if reply := texts(c.stranger("visitor", "address", u)); !strings.Contains(reply, "Telegram hoặc Zalo") {
			t.Errorf("%s: %s", said(u), reply)
		}
	}
	if reply := texts(c.stranger("visitor", "address", bot.Update{Kind: bot.KindCommand, Command: "lienkenh",
		Payload: code})); !strings.Contains(reply, "không cần liên kết") {
		t.Errorf("/lienkenh: %s", reply)
	}
	c.as("5", func() {
		if reply := texts(c.says("/lienket " + code)); !strings.Contains(reply, "đã nhận mã") {
			t.Errorf("the code was used up: %s", reply)
		}
	})
}
