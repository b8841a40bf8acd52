package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// urgentTalk is a talk over the embedded base, which knows danger.
func urgentTalk(t *testing.T, config handlers.Config) *talk {
	t.Helper()
	c := newTalk(t, config)
	c.bot.Calendar.Base = shippedBase
	return c
}

const inDanger = "chồng em đang cầm dao đuổi em cứu em với, nhà số 17 ngõ Hoa Mai"

func isAlarm(sent []bot.Outgoing) bool {
	return len(sent) == 1 && strings.HasPrefix(sent[0].Message.Text, "*Gọi ngay [113](tel:113)*")
}

// TestUrgentComesFirst: beyond the limit of questions, in the middle of dialogues, as a caption, nothing kept.
func TestUrgentComesFirst(t *testing.T) {
	c := urgentTalk(t, handlers.Config{ChatLimit: 1})
	c.says("/gopy")
	for range 3 {
		c.says("đăng ký khai sinh cần gì")
	}
	c.says("/xacu")
	for range 3 {
		if sent := c.says(inDanger); !isAlarm(sent) {
			t.Fatalf("answered with %v\n%s", sent, c.log.String())
		}
	}
	if sent := c.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto,
		Text: inDanger}); !isAlarm(sent) {
		t.Errorf("a caption was answered with %v", sent)
	}
	if where := c.holds("Hoa Mai", "cầm dao"); len(where) > 0 {
		t.Errorf("the words are kept in %v", where)
	}
	for _, o := range c.last {
		for _, row := range o.Message.Buttons {
			for _, b := range row {
				if b.URL == "" {
					t.Errorf("the alarm offers %q", b.Label)
				}
			}
		}
	}
}

// TestUrgentLeavesTheDialogue: what was awaited before is still awaited after.
func TestUrgentLeavesTheDialogue(t *testing.T) {
	c := urgentTalk(t, handlers.Config{})
	c.says("/xacu")
	c.says(inDanger)
	if text := c.says("Đồn Xá")[0].Message.Text; !strings.Contains(text, "nay thuộc") {
		t.Errorf("after an alarm the commune's name was answered with:\n%s", text)
	}
}

// TestUrgentLeavesOfficials: who answers a citizen writes about danger, he is not in it.
func TestUrgentLeavesOfficials(t *testing.T) {
	c := urgentTalk(t, handlers.Config{Owners: []bot.ChatID{{Channel: "telegram", ID: "1"}},
		Channels: map[string]bot.Limits{"telegram": {Proactive: true}}})
	c.says("con mèo bay lên mặt trăng")
	asked := c.presses("Chuyển câu hỏi tới cán bộ")
	var note string
	for _, o := range asked {
		if o.To.ID == "1" {
			note = o.Message.Text
		}
	}
	if note == "" {
		t.Fatal("no official was told")
	}
	c.as("1", func() {
		sent := c.does(bot.Update{Kind: bot.KindText, ReplyText: note,
			Text: "Ông/bà bị đánh thì gọi công an, đang cháy nhà thì gọi 114."})
		if len(sent) > 0 && strings.HasPrefix(sent[len(sent)-1].Message.Text, "*Gọi ngay") {
			t.Errorf("an official's answer was taken for danger: %s", sent[0].Message.Text)
		}
	})
}
