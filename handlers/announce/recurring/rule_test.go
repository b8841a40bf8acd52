package recurring_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/calendar"
)

// TestRead: what an admin types, and how it is read back.
func TestRead(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, content.Zone) // a Monday
	week := calendar.Week{Reminding: calendar.Reminding{Days: "mon-fri"}, Cal: workday.New(nil)}
	r := vidate.Reader{Now: now, Calendar: week.Cal}
	tests := []struct{ words, want string }{
		{"8 giờ thứ Hai hằng tuần đến hết tháng 6", "mỗi tuần vào thứ Hai lúc 08:00, đến hết ngày 30/06/2027"},
		{"8h sang thu 2 hang tuan den het 30/6/2027", "mỗi tuần vào thứ Hai lúc 08:00, đến hết ngày 30/06/2027"},
		{"8 giờ thứ Hai hằng tuần đến hết tháng 1/2027", "mỗi tuần vào thứ Hai lúc 08:00, đến hết ngày 31/01/2027"},
		// a Sunday
		{"7 giờ ngày 5 hằng tháng", "mỗi tháng vào ngày 5 lúc 07:00, đến hết ngày 05/12/2027"},
		{"7 giờ ngày 31 hằng tháng đến hết tháng 6", "mỗi tháng vào ngày 31 (tháng không có ngày đó thì vào ngày cuối tháng) lúc 07:00, đến hết ngày 30/06/2027"},
		{"mỗi 2 tuần thứ Sáu 8 giờ đến 31/3/2027", "mỗi 2 tuần vào thứ Sáu lúc 08:00, đến hết ngày 31/03/2027"},
		{"hai tuần một lần, thứ Sáu lúc 8 giờ", "mỗi 2 tuần vào thứ Sáu lúc 08:00, đến hết ngày 27/11/2027"},
		{"thứ Hai hằng tuần", "Ông/bà muốn gửi lúc mấy giờ?"},
		{"8 giờ mỗi ngày", "Tôi gửi lặp lại được mỗi tuần"},
		{"8 giờ hằng năm", "Tôi gửi lặp lại được mỗi tuần"},
		{"mỗi 40 tuần thứ Sáu 8 giờ", "Tôi gửi lặp lại được mỗi tuần"},
		{"8 giờ thứ Hai hằng tuần đến hết 31/2/2027", "Không có ngày"},
		{"8 giờ thứ Hai hằng tuần đến hết 24/11/2026", "lại trước lần gửi đầu tiên"},
		{"8 giờ thứ Hai hằng tuần đến hết năm 2029", "trong vòng một năm"},
		{"25 giờ thứ Hai hằng tuần", "Không có giờ"},
	}
	for _, tt := range tests {
		rule, err := recurring.Read(r, week, tt.words)
		got := rule.Words
		switch {
		case err != nil && !strings.Contains(err.Error(), tt.want):
			t.Errorf("%s: %v, want %q", tt.words, err, tt.want)
		case err == nil && got() != tt.want:
			t.Errorf("%s: %q, want %q", tt.words, got(), tt.want)
		}
	}
}
