package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
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
			k.Library.Offices = []content.Office{{Name: "Bộ phận Một cửa xã Mẫu", Phone: "0226 000 000", Fact: content.Fact{Status: tt.status}}}
			text := k.Answer("thủ đô nước Pháp ở đâu", today).Message.Text
			if strings.Contains(text, "0226 000 000") != tt.shown {
				t.Errorf("number shown: %v, want %v:\n%s", !tt.shown, tt.shown, text)
			}
		})
	}
}
