package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

var citizen = bot.ChatID{Channel: "telegram", ID: "99"}

func TestCitizensReminders(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	o.says("nhắc tôi ngày 20/12 đi lấy kết quả")
	o.says("nhac toi 14:30 chieu nay nop ho so")
	o.says("nhắc tôi sau 2 phút gọi lại")
	o.runs(at("2026-11-23", 9, 2))
	o.presses("Nhắc lại sau 1 giờ")
	o.says("nhớ nhắc em mang theo giấy chứng sinh")
	o.says("8 giờ tối thứ năm")
	o.says("mai nhắc tôi đi nộp hồ sơ đất")
	o.says("nhắc tôi thứ hai đi họp tổ dân phố")
	o.says("nhắc tôi hôm nay uống thuốc")
	o.says("3h chiều")
	o.says("nhắc tôi 8h sáng nay nộp thuế")
	o.says("/nhacviec")
	o.presses("Hủy 1. gọi lại")
	o.runs(at("2026-12-21", 9, 0))
	o.says("/nhacviec")
	o.golden("reminders")
}

func TestReminderFiresAtItsMinuteOrSaysThatItIsLate(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	o.says("nhắc tôi sau 2 phút gọi lại")
	sent := o.runs(at("2026-11-23", 9, 1).Add(59 * time.Second))
	if len(sent) != 0 {
		t.Fatalf("sent before its minute: %v", sent)
	}
	o.now = at("2026-11-23", 9, 2)
	o.fire()
	if len(o.last) != 1 || strings.Contains(o.last[0].Message.Text, "muộn") || !strings.Contains(o.last[0].Message.Text, "gọi lại") {
		t.Fatalf("at its minute: %+v", o.last)
	}

	o.says("nhắc tôi 20 giờ tối nay gọi lại")
	o.now = at("2026-11-24", 6, 0) // the process was down all night; citizens are told at once
	o.fire()
	if len(o.last) != 1 || !strings.Contains(o.last[0].Message.Text, "muộn") || !strings.Contains(o.last[0].Message.Text, "20:00 23/11") {
		t.Fatalf("after the night: %+v", o.last)
	}
	before := len(o.state.Queue())
	o.fire()
	if n := len(o.state.Queue()); n != before {
		t.Fatal("sent twice")
	}
}

func TestCancelledReminderIsDroppedEvenWhileItWaits(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	o.says("nhắc tôi sau 2 phút gọi lại")
	cancel := o.last[0].Message.Buttons[0][0].Action
	o.does(bot.Update{Kind: bot.KindAction, Action: cancel})
	if sent := o.runs(at("2026-11-23", 10, 0)); len(sent) != 0 {
		t.Fatalf("sent although cancelled: %+v", sent)
	}
	// Another chat's button does nothing.
	o.says("nhắc tôi sau 2 phút gọi lại")
	cancel = o.last[0].Message.Buttons[0][0].Action
	o.acts(bot.ChatID{Channel: "telegram", ID: "98"}).does(bot.Update{Kind: bot.KindAction, Action: cancel})
	if sent := o.runs(at("2026-11-23", 11, 0)); len(sent) != 1 {
		t.Fatalf("%d sent after a stranger's cancelling, want 1", len(sent))
	}
}

func TestAtMostTwentyReminders(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	for range 20 {
		if text := o.says("nhắc tôi ngày 20/12 đi lấy kết quả")[0].Message.Text; !strings.Contains(text, "Tôi sẽ nhắc") {
			t.Fatal(text)
		}
	}
	if text := o.says("nhắc tôi ngày 20/12 đi lấy kết quả")[0].Message.Text; !strings.Contains(text, "20 lời nhắc") {
		t.Errorf("the 21st: %s", text)
	}
}

func TestWordsThatAreNoWish(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	for _, text := range []string{"nhắc lại lệ phí khai sinh", "nhắc nhở vi phạm là gì", "làm giấy khai sinh cần gì", "công an nhắc nhở tôi về tạm trú", "đăng ký tạm trú xong có ai nhắc tôi không"} {
		for _, out := range o.says(text) {
			if strings.Contains(out.Message.Text, "Tôi sẽ nhắc") || strings.Contains(out.Message.Text, "muốn tôi nhắc") {
				t.Errorf("%q was taken for a wish: %s", text, out.Message.Text)
			}
		}
	}
}

func TestWebChatIsToldWhereRemindersWork(t *testing.T) {
	o := newAgency(t)
	o.acts(bot.ChatID{Channel: "web", ID: "abc"})
	if text := o.says("nhắc tôi ngày 20/12 đi lấy kết quả")[0].Message.Text; !strings.Contains(text, "Telegram hoặc Zalo") {
		t.Error(text)
	}
}

func TestReminderBeforeALegalLimit(t *testing.T) {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := content.Load(content.Embedded())
	know := answers.NewKnowledge(lib, lex)
	o := newAgency(t)
	o.h.Calendar.Base = func() *answers.Knowledge { return know }
	o.acts(citizen)
	o.says("đăng ký khai sinh")
	o.presses("Nhắc tôi trước hạn")
	// 60 days from 19 November 2026 end on Monday, 18 January 2027.
	text := o.says("cháu sinh hôm 19/11")[0].Message.Text
	for _, want := range []string{"18/01/2027", "08:00 thứ Hai, 04/01/2027", "08:00 thứ Sáu, 15/01/2027"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	var sent []bot.Outgoing
	for _, out := range o.runs(at("2027-01-18", 12, 0)) {
		if out.To == citizen {
			sent = append(sent, out)
		}
	}
	if len(sent) != 2 || !strings.HasSuffix(sent[0].Message.Buttons[1][0].Action, ":dossier") {
		t.Errorf("%d reminders: %+v", len(sent), sent)
	}
}
