package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// TestRemindersOnAPage: where nobody can be written to later, the person's own calendar is given the day; and nobody is
// sent to a channel that the office does not have.
func TestRemindersOnAPage(t *testing.T) {
	for name, channels := range map[string]map[string]bot.Limits{
		"only the web":      {"web": {Files: true, Cards: true}},
		"Telegram, no Zalo": {"web": {Files: true, Cards: true}, "telegram": {Proactive: true}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newAgency(t, func(c *handlers.Config) { c.Channels = channels })
			o.now = at("2026-11-30", 9, 0)
			o.acts(bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"})
			said := o.says("nhắc tôi nộp hồ sơ khai sinh ngày 10/12")
			if len(said) != 1 || said[0].Message.File == nil {
				t.Fatalf("no file: %s", texts(said))
			}
			ics := string(said[0].Message.File.Bytes)
			for _, want := range []string{"DTSTART;VALUE=DATE:20261210", "SUMMARY:Nộp hồ sơ khai sinh",
				"TRIGGER:-P1D"} {
				if !strings.Contains(ics, want) {
					t.Errorf("no %s in %s", want, ics)
				}
			}
			all := texts(said) + texts(o.says("nhắc tôi nộp hồ sơ")) + texts(o.says("/dangky"))
			_, telegram := channels["telegram"]
			if strings.Contains(all, "Zalo") || strings.Contains(all, "Telegram") != telegram {
				t.Errorf("names channels wrongly: %s", all)
			}
		})
	}
}

// TestLegalLimitOnAPage: where nobody can be written to later, a limit that the law sets becomes a day in the person's
// own calendar.
func TestLegalLimitOnAPage(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Channels = map[string]bot.Limits{"web": {Files: true,
			Cards: true}}
	})
	know := shippedBase()
	o.h.Calendar.Base = func() *answers.Knowledge { return know }
	o.now = at("2026-11-30", 9, 0)
	o.acts(bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"})
	o.says("đăng ký khai sinh")
	o.presses("Thêm hạn vào lịch")
	said := o.says("cháu sinh hôm 19/11")
	if len(said) != 1 || said[0].Message.File == nil || !strings.Contains(texts(said), "18/01/2027") {
		t.Fatalf("no file: %s", texts(said))
	}
	ics := string(said[0].Message.File.Bytes)
	for _, want := range []string{"DTSTART;VALUE=DATE:20270118", "Đăng ký khai sinh", "TRIGGER:-P14D", "TRIGGER:-P3D",
		"TRIGGER:-P1D"} {
		if !strings.Contains(ics, want) {
			t.Errorf("no %s in %s", want, ics)
		}
	}
	if n := len(o.scheduledOf("remind:")); n != 0 {
		t.Errorf("%d reminders were kept", n)
	}
}

// realBase makes the talk answer out of the shipped base, on a day when its limits hold.
func (o *agency) realBase() {
	know := shippedBase()
	o.h.Calendar.Base = func() *answers.Knowledge { return know }
	o.now = at("2026-11-30", 9, 0)
}

// TestLimitsByTheirOwnDate: "nhắc tôi hạn khai sinh" with the person's own date, in one sentence or in two, is read
// back and waits for a yes, pressed or typed; on a page it is a file; a day to come is a reminder like any other.
func TestLimitsByTheirOwnDate(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Channels = map[string]bot.Limits{"web": {Files: true, Cards: true}, "telegram": {Proactive: true, Edit: true}}
	})
	o.realBase()
	web, phone := bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"}, bot.ChatID{Channel: "telegram", ID: "4242"}
	tests := []struct {
		words, want string
		set         int // reminders once the person says yes
	}{
		{"con sinh 05/10/2026, nhắc tôi hạn khai sinh", "thứ Sáu, 04/12/2026", 1},
		{"nhac toi han khai sinh, chau sinh ngay 20/11/2026", "thứ Ba, 19/01/2027", 2},
		{"Nhắc tôi hạn chót đăng ký khai sinh, bé sinh hôm 19/11", "thứ Hai, 18/01/2027", 2},
		{"bố tôi mất ngày 25/11/2026, nhắc tôi hạn khai tử", "10/12/2026", 1},
	}
	for i, tt := range tests {
		o.acts(bot.ChatID{Channel: "telegram", ID: phone.ID + strings.Repeat("1", i+1)})
		said := texts(o.says(tt.words))
		if !strings.Contains(said, tt.want) || !strings.Contains(said, "Ngày tính hạn như vậy có đúng không?") {
			t.Errorf("%s: %s", tt.words, said)
			continue
		}
		before := len(o.scheduledOf("remind:"))
		if i%2 == 0 {
			said = texts(o.says("Đúng"))
		} else {
			said = texts(o.presses("Đúng"))
		}
		if n := len(o.scheduledOf("remind:")) - before; n != tt.set ||
			!strings.Contains(said, "Tôi sẽ nhắc ông/bà lúc") {
			t.Errorf("%s: %d reminders, want %d: %s", tt.words, n, tt.set, said)
		}
	}
	o.acts(phone)
	kept := len(o.scheduledOf("remind:"))
	if said := texts(o.says("nhắc tôi hạn khai sinh")); !strings.Contains(said, "Hạn này tính từ *ngày sinh") &&
		!strings.Contains(said, "Đó là ngày nào?") {
		t.Errorf("without a day: %s", said)
	}
	if said := texts(o.says("20/11/2026")); !strings.Contains(said, "19/01/2027") {
		t.Errorf("the day: %s", said)
	}
	if said := texts(o.says("không")); !strings.Contains(said, "không đặt lời nhắc nào") ||
		len(o.scheduledOf("remind:")) != kept {
		t.Errorf("a no: %s", said)
	}
	if said := texts(o.says("nhắc tôi ngày 20/12 là hạn nộp khai sinh")); !strings.Contains(said, "20/12/2026") ||
		strings.Contains(said, "Hạn này tính từ") {
		t.Errorf("a day to come: %s", said)
	}
	o.acts(web)
	said := o.says("con sinh 20/11/2026, nhắc tôi hạn khai sinh")
	if len(said) != 1 || said[0].Message.File == nil ||
		!strings.Contains(string(said[0].Message.File.Bytes), "DTSTART;VALUE=DATE:20270119") {
		t.Errorf("on the web: %s", texts(said))
	}
}
