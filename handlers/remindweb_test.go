package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
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
			for _, want := range []string{"DTSTART;VALUE=DATE:20261210", "SUMMARY:Nộp hồ sơ khai sinh", "TRIGGER:-P1D"} {
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

// TestLegalLimitOnAPage: where nobody can be written to later, a limit that the law sets becomes a day in the person's own
// calendar.
func TestLegalLimitOnAPage(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) { c.Channels = map[string]bot.Limits{"web": {Files: true, Cards: true}} })
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := content.Load(content.Embedded())
	know := answers.NewKnowledge(lib, lex)
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
	for _, want := range []string{"DTSTART;VALUE=DATE:20270118", "Đăng ký khai sinh", "TRIGGER:-P14D", "TRIGGER:-P3D", "TRIGGER:-P1D"} {
		if !strings.Contains(ics, want) {
			t.Errorf("no %s in %s", want, ics)
		}
	}
	if n := len(o.scheduledOf("remind:")); n != 0 {
		t.Errorf("%d reminders were kept", n)
	}
}
