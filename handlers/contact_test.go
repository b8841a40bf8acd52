package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/photo"
)

// TestUnknownNamesAVerifiedOffice: what the bot does not know, a person may; a number nobody verified is not shown.
func TestUnknownNamesAVerifiedOffice(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status content.Status
		shown  bool
	}{{"verified", content.Verified, true}, {"not verified", content.Unverified, false}} {
		t.Run(tt.name, func(t *testing.T) {
			k := readTestBase()
			k.Library.Offices = []content.Office{{Name: "Bộ phận Một cửa xã Mẫu", Phone: "0226 000 000",
				Fact: content.Fact{Status: tt.status}}}
			text := k.Answer("thủ đô nước Pháp ở đâu", today).Message.Text
			if strings.Contains(text, "0226 000 000") != tt.shown {
				t.Errorf("number shown: %v, want %v:\n%s", !tt.shown, tt.shown, text)
			}
		})
	}
}

// TestAddressComesWithItsPhoto: who asks where the office is sees the house, where the channel shows pictures; on the
// web the answer leads to the page that does. Who asks for the telephone does not get it.
func TestAddressComesWithItsPhoto(t *testing.T) {
	for channel, tt := range map[string]struct {
		question    string
		file, leads bool
	}{
		"telegram": {"địa chỉ bộ phận một cửa ở đâu", true, false},
		"web":      {"địa chỉ bộ phận một cửa ở đâu", false, true},
		"zalo":     {"địa chỉ bộ phận một cửa ở đâu", false, false},
		"terminal": {"số điện thoại bộ phận một cửa", false, false},
	} {
		k := readTestBase()
		k.Library.Offices = []content.Office{{ID: "mau", Name: "Bộ phận Một cửa xã Mẫu", Address: "Thôn 3",
			Phone: "0226 000 000",
			Fact:  content.Fact{Status: content.Verified}}}
		o := newAgency(t, func(c *handlers.Config) {
			c.Knowledge = func() *answers.Knowledge { return k }
			c.PublicURL = "https://xa.example.vn/"
			c.Channels = map[string]bot.Limits{"telegram": {Files: true}, "web": {Files: true, Cards: true}, "zalo": {},
				"terminal": {Files: true}}
		})
		err := o.state.Update(t.Context(), func(tx bot.Tx) error {
			return photo.Put(t.Context(), tx, people.Actor{Chat: boss, Role: people.RoleOwner}, "mau",
				photo.Photo{JPEG: []byte("ảnh")})
		})
		if err != nil {
			t.Fatal(err)
		}
		m := o.acts(bot.ChatID{Channel: channel, ID: "500"}).says(tt.question)[0].Message
		if (m.File != nil) != tt.file {
			t.Errorf("%s: file %v\n%s", channel, m.File, m.Text)
		}
		leads := false
		for _, row := range m.Buttons {
			for _, b := range row {
				leads = leads || b.URL == "https://xa.example.vn/gap-can-bo"
			}
		}
		if leads != tt.leads {
			t.Errorf("%s: leads to the page: %v", channel, leads)
		}
	}
}

// TestCodeIsNoChoice: the code of a procedure means that procedure, also where choices are on the table.
func TestCodeIsNoChoice(t *testing.T) {
	o := newAgency(t).acts(bot.ChatID{Channel: "telegram", ID: "500"})
	for _, before := range []string{"xin chào", "giấy khai sinh giấy phép xây dựng", "lệ phí khai sinh"} {
		o.says(before)
		if got := o.says("1.001193")[0].Message.Text; !strings.HasPrefix(got, "*Đăng ký khai sinh*") {
			t.Errorf("after %q: %s", before, got)
		}
	}
}
