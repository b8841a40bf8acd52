package vidate_test

import (
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/content/workday"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	return workday.New(base().Calendar)
}

// base is the base that ships, read once.
var base = sync.OnceValue(func() *content.Library {
	lib, _ := content.Load(content.Embedded())
	return lib
})

// now is Monday 23 November 2026, nine in the morning, unless a case says otherwise.
var now = content.NewDay(2026, 11, 23).At(9, 0)

func TestRead(t *testing.T) {
	cal := calendar(t)
	at := func(y int, m time.Month, d, h int) time.Time { return content.NewDay(y, m, d).At(h, 0) }
	for _, tc := range []struct {
		text string
		want string // "2026-12-15" or with " 14:30"; several joined by "|"; "" for none
		rest string
		now  time.Time // zero: now
		past bool
	}{
		{text: "15/12", want: "2026-12-15"},
		{text: "nhắc tôi nộp báo cáo trước 15/12", want: "2026-12-15", rest: "nhắc tôi nộp báo cáo"},
		{text: "15-12-2026", want: "2026-12-15"},
		{text: "15.12.2026", want: "2026-12-15"},
		{text: "2026-12-15", want: "2026-12-15"},
		{text: "15 / 12 / 2026", want: "2026-12-15"},
		{text: "15/12/26", want: "2026-12-15"},
		{text: "ngày 20 tháng 12", want: "2026-12-20"},
		{text: "ngay 20 thang 12 nam 2027", want: "2027-12-20"},
		{text: "20 tháng 12", want: "2026-12-20"},
		{text: "mùng 5 tháng 12", want: "2026-12-05"},
		{text: "ngày 20", want: "2026-12-20"},
		{text: "ngày 30", want: "2026-11-30"},
		{text: "ngày 20 tháng sau", want: "2026-12-20"},
		{text: "15/12", now: at(2027, 1, 10, 9), want: "2027-12-15"},
		{text: "15/1", want: "2027-01-15"},
		{text: "20/11", want: "2026-11-20|2027-11-20"},
		{text: "29/2", want: "2028-02-29"},
		{text: "31/11", want: "no 31/11: tháng 11 chỉ có 30 ngày"},
		{text: "hạn nộp ngày 31/11", want: "no ngày 31/11: tháng 11 chỉ có 30 ngày", rest: "hạn nộp"},
		{text: "hết ngày 31/6", want: "no ngày 31/6: tháng 6 chỉ có 30 ngày", rest: "hết"},
		{text: "ngày 30/2", want: "no ngày 30/2: tháng 2 chỉ có 29 ngày"},
		{text: "30/2 8h", want: "no 30/2: tháng 2 chỉ có 29 ngày"},
		{text: "30/2/2027", want: "no 30/2/2027: tháng 2/2027 chỉ có 28 ngày"},
		{text: "29/2 năm nay", want: "no 29/2 năm nay: tháng 2/2026 chỉ có 28 ngày"},
		{text: "2027-02-29", want: "no 2027-02-29: tháng 2/2027 chỉ có 28 ngày"},
		{text: "ngày 15/13", want: "no ngày 15/13: không có tháng 13"},
		{text: "ngày 0/12", want: "no ngày 0/12: không có ngày 0"},
		{text: "ngày 31 tháng 9", want: "no ngày 31 tháng 9: tháng 9 chỉ có 30 ngày"},
		{text: "ngày 31 tháng này", want: "no ngày 31 tháng này: tháng 11 chỉ có 30 ngày"},
		{text: "tháng 2 ngày 30", want: "no tháng 2 ngày 30: tháng 2 chỉ có 29 ngày"},
		{text: "ngày 31.11", want: "no ngày 31.11: tháng 11 chỉ có 30 ngày"},
		{text: "cuối tháng 13", want: "no cuối tháng 13: không có tháng 13"},
		{text: "cuối quý 5", want: "no cuối quý 5: không có quý 5"},
		{text: "trước ngày 31/11 3 ngày làm việc", want: "no ngày 31/11: tháng 11 chỉ có 30 ngày",
			rest: "3 ngày làm việc"},
		{text: "từ 1/12 đến 31/11", want: "no 31/11: tháng 11 chỉ có 30 ngày"},
		{text: "ngày 31 tháng giêng", want: "no ngày 31 tháng giêng: tháng âm lịch chỉ có 29 hoặc 30 ngày"},
		{text: "ngày 30 tháng 3 âm lịch năm 2027",
			want: "no ngày 30 tháng 3 âm lịch năm 2027: tháng 3 âm lịch năm 2027 chỉ có 29 ngày"},
		{text: "tỷ lệ 50/50", want: "", rest: "tỷ lệ 50/50"},
		{text: "từ ngày 20-25/12", want: "", rest: "từ ngày 20-25/12"},
		{text: "bé 30 tháng 2 ngày", want: "", rest: "bé 30 tháng 2 ngày"},
		{text: "2/9 năm sau", want: "2027-09-02"},
		{text: "2/9 nam toi", want: "2027-09-02"},
		{text: "2/9 sang năm", want: "2027-09-02"},
		{text: "nộp 2/9 năm ngoái", past: true, want: "2025-09-02", rest: "nộp"},
		{text: "2/9 năm 2028", want: "2028-09-02"},
		{text: "mùng 2 tháng 9 năm sau", want: "2027-09-02"},
		{text: "tháng 9 năm sau", want: "2027-09-30|2027-09-01"},
		{text: "nhắc tôi tháng 9 năm sau", want: "2027-09-30|2027-09-01", rest: "nhắc tôi"},
		{text: "quý 1 năm sau", want: "2027-03-31|2027-01-04"},
		{text: "cuối quý 1 năm sau", want: "2027-03-31"},
		{text: "đầu quý 2 năm sau", want: "2027-04-01"},
		{text: "quý IV", want: "2026-12-31"},
		{text: "quý I", want: "2027-03-31|2027-01-04"},
		{text: "quý 5", want: "no quý 5: không có quý 5"},
		{text: "báo cáo quý IV", want: "", rest: "báo cáo quý IV"},
		{text: "báo cáo quý IV trước 15/12", want: "2026-12-15", rest: "báo cáo quý IV"},
		{text: "tháng 13 8h", want: "no tháng 13: lịch không có ngày này"},
		{text: "hết tuần", want: "2026-11-27"},
		{text: "het tuan nay", want: "2026-11-27"},
		{text: "hết tháng 2", want: "2027-02-26"},
		{text: "hết quý", want: "2026-12-31"},
		{text: "hết tháng 13", want: "no hết tháng 13: không có tháng 13"},
		{text: "tuần này", want: "2026-11-27|2026-11-23"},
		{text: "mùng 10", want: "2026-12-10|2026-12-18"},
		{text: "mung 10", want: "2026-12-10|2026-12-18"},
		{text: "mùng 31", want: "no mùng 31: mùng chỉ từ mùng 1 đến mùng 10"},
		{text: "tôi mong một kết quả tốt", want: "", rest: "tôi mong một kết quả tốt"},
		{text: "ngày 32", want: "no 32: không có ngày 32"},
		{text: "mỗi ngày 50", want: "", rest: "mỗi ngày 50"},
		{text: "32/12 8h", want: "no 32/12: lịch không có ngày này"},
		{text: "31.11 8h", want: "no 31.11: lịch không có ngày này"},
		{text: "thứ tám 8h", want: "no thứ tám: lịch không có ngày này"},
		{text: "8h trực 24/7", want: "2026-11-24 08:00", rest: "trực 24/7"},
		{text: "31 tháng này", want: "no 31 tháng này: tháng 11 chỉ có 30 ngày"},
		{text: "30 tháng này 8h", want: "2026-11-30 08:00"},
		{text: "20 tháng sau", want: "2026-12-20|2028-07-23"},
		{text: "2 tháng sau", want: "2027-01-23"},
		{text: "ngày 20 tháng ba", want: "2027-03-20"},
		{text: "hạn trước 24/7", want: "2027-07-24", rest: ""},
		{text: "ngày 20 tháng mười hai", want: "2026-12-20"},
		{text: "ngày 20 tháng sáu", want: "2027-06-20"},
		{text: "mùng 5 tháng sau", want: "2026-12-05"},
		{text: "tháng 12 ngày 20", want: "2026-12-20"},
		{text: "ngày 20.12", want: "2026-12-20"},
		{text: "ngày 20. Nhớ nhé", want: "2026-12-20", rest: ". Nhớ nhé"},
		{text: "ngày 31", want: "2026-12-31"},
		{text: "ngày 30", now: at(2027, 1, 31, 9), want: "2027-03-30"},
		{text: "nộp ngày 31", past: true, now: at(2027, 5, 10, 9), want: "2027-03-31", rest: "nộp"},
		{text: "29/2", past: true, want: "2024-02-29"},
		{text: "tháng sau", want: "2026-12-01|2026-12-23"},
		{text: "nhắc tôi năm sau", want: "2027-01-04|2027-11-23"},
		{text: "tôi nộp hôm 18/11", past: true, want: "2026-11-18", rest: "tôi nộp"},
		{text: "nộp ngày 20/12", past: true, want: "2026-12-20", rest: "nộp"},
		{text: "nộp ngày 1/6", past: true, want: "2026-06-01", rest: "nộp"},
		{text: "nộp 25/12", past: true, now: at(2026, 1, 5, 9), want: "2025-12-25", rest: "nộp"},
		{text: "nộp thứ sáu", past: true, want: "2026-11-20", rest: "nộp"},
		{text: "hôm qua", past: true, want: "2026-11-22"},
		{text: "hom nay", want: "2026-11-23"},
		{text: "mai", want: "2026-11-24"},
		{text: "ngày mai", want: "2026-11-24"},
		{text: "nhắc tôi mai", want: "2026-11-24", rest: "nhắc tôi"},
		{text: "ngày kia", want: "2026-11-25"},
		{text: "ngày mốt", want: "2026-11-25"},
		{text: "mốt", want: "2026-11-25"},
		{text: "chị Mai nộp hồ sơ", want: "", rest: "chị Mai nộp hồ sơ"},
		{text: "chi mai nop ho so", want: "", rest: "chi mai nop ho so"},
		{text: "mãi chưa xong", want: "", rest: "mãi chưa xong"},
		{text: "thứ sáu", want: "2026-11-27"},
		{text: "thu 6", want: "2026-11-27"},
		{text: "t6", want: "2026-11-27"},
		{text: "thứ năm", want: "2026-11-26"},
		{text: "thứ sáu tuần sau", want: "2026-12-04"},
		{text: "thu 6 tuan sau", want: "2026-12-04"},
		{text: "thứ tư tuần sau nữa", want: "2026-12-09"},
		{text: "chủ nhật", want: "2026-11-29"},
		{text: "chủ nhật tuần này", want: "2026-11-29"},
		{text: "thứ hai", want: "2026-11-23|2026-11-30"},
		{text: "thứ hai tới", want: "2026-11-30"},
		{text: "thứ Sáu, 18/12/2026", want: "2026-12-18"},
		{text: "thứ năm 18/12", want: "2026-11-26|2026-12-18"},
		{text: "từ 15/12 đến 20/12", want: "2026-12-15|2026-12-20"},
		{text: "con thứ hai", want: "", rest: "con thứ hai"},
		{text: "thu 5 triệu", want: "", rest: "thu 5 triệu"},
		{text: "làm thủ tục khai sinh", want: "", rest: "làm thủ tục khai sinh"},
		{text: "cuối tuần", want: "2026-11-27"},
		{text: "cuối tuần", now: at(2026, 11, 22, 9), want: "2026-11-27"},
		{text: "cuối tháng", want: "2026-11-30"},
		{text: "cuoi thang sau", want: "2026-12-31"},
		{text: "đầu tháng sau", want: "2026-12-01"},
		{text: "đầu tháng", want: "2026-12-01"},
		{text: "giữa tháng 12", want: "2026-12-15"},
		{text: "cuối quý", want: "2026-12-31"},
		{text: "cuối quý 1", want: "2027-03-31"},
		{text: "cuối quý I/2027", want: "2027-03-31"},
		{text: "cuối năm", want: "2026-12-31"},
		{text: "đầu năm sau", want: "2027-01-04"},
		{text: "tuần sau", want: "2026-11-30|2026-12-04"},
		{text: "đầu tuần sau", want: "2026-11-30"},
		{text: "sang tháng", want: "2026-12-01"},
		{text: "trước Tết 3 ngày làm việc", want: "2027-02-02"},
		{text: "3 ngày làm việc trước Tết", want: "2027-02-02"},
		{text: "trước Tết 10 ngày", want: "2027-01-27"},
		{text: "trước 15/12 5 ngày làm việc", want: "2026-12-08"},
		{text: "sau 10 ngày làm việc", want: "2026-12-08"},
		{text: "10 ngày nữa", want: "2026-12-03"},
		{text: "mười ngày nữa", want: "2026-12-03"},
		{text: "hai mươi lăm ngày nữa", want: "2026-12-18"},
		{text: "sáu ngày nữa", want: "2026-11-29"},
		{text: "2 tuần nữa", want: "2026-12-07"},
		{text: "1 tháng nữa", want: "2026-12-23"},
		{text: "thời hạn 10 ngày làm việc", want: "", rest: "thời hạn 10 ngày làm việc"},
		{text: "rằm tháng giêng", want: "2027-02-20"},
		{text: "mùng 10 tháng 3 âm lịch", want: "2027-04-16"},
		{text: "mùng 6 Tết", want: "2027-02-11"},
		{text: "tuần tới thứ 4", want: "2026-12-02"},
		{text: "họp tuần sau, thứ tư lúc 9h", want: "2026-12-02 09:00", rest: "họp"},
		{text: "ngày này tuần sau", want: "2026-11-30"},
		{text: "ngày này tháng sau 8h", want: "2026-12-23 08:00"},
		{text: "7 rưỡi tối mai", want: "2026-11-24 19:30"},
		{text: "2 ruoi chieu mai hop", want: "2026-11-24 14:30", rest: "hop"},
		{text: "7 rưỡi tôi đi ngày mai", want: "2026-11-24", rest: "7 rưỡi tôi đi"},
		{text: "23 tháng chạp", want: "", rest: "23 tháng chạp"},
		{text: "ngày 23 tháng chạp", want: "2027-01-30"},
		// hours
		{text: "sau 2 phút", want: "2026-11-23 09:02"},
		{text: "2 tiếng nữa", want: "2026-11-23 11:00"},
		{text: "nửa tiếng nữa", want: "2026-11-23 09:30"},
		{text: "một tiếng rưỡi nữa", want: "2026-11-23 10:30"},
		{text: "nhắc tôi sau 15p", want: "2026-11-23 09:15", rest: "nhắc tôi"},
		{text: "14:30 chiều nay", want: "2026-11-23 14:30"},
		{text: "14h30", want: "2026-11-23 14:30"},
		{text: "8h", want: "2026-11-24 08:00"},
		{text: "8 giờ sáng mai", want: "2026-11-24 08:00"},
		{text: "8 gio sang mai", want: "2026-11-24 08:00"},
		{text: "2h chiều", want: "2026-11-23 14:00"},
		{text: "2h chiều thứ 6", want: "2026-11-27 14:00"},
		{text: "5 giờ mai", want: "2026-11-24 17:00|2026-11-24 05:00"},
		{text: "17h mai", want: "2026-11-24 17:00"},
		{text: "9 giờ kém 15 sáng mai", want: "2026-11-24 08:45"},
		{text: "8 rưỡi", want: "", rest: "8 rưỡi"},
		{text: "8 giờ rưỡi sáng 15/12", want: "2026-12-15 08:30"},
		{text: "lúc 8h30 ngày 15/12 họp giao ban", want: "2026-12-15 08:30", rest: "họp giao ban"},
		{text: "12 giờ đêm nay", want: "2026-11-24 00:00"},
		{text: "7 giờ tối", want: "2026-11-23 19:00"},
		{text: "chiều mai", want: "2026-11-24 14:00"},
		{text: "sáng thứ năm", want: "2026-11-26 08:00"},
		{text: "nhắc tôi chiều thứ 6 nộp báo cáo", want: "2026-11-27 14:00", rest: "nhắc tôi nộp báo cáo"},
		{text: "nhac toi mai nop bao cao", want: "2026-11-24", rest: "nhac toi nop bao cao"},
		{text: "tối mai", want: "2026-11-24 19:00"},
		{text: "25h", want: "no 25h: một ngày chỉ có 24 giờ"},
		// no dates
		{text: "", want: ""},
		{text: "Nghị định 118/2025/NĐ-CP", want: "", rest: "Nghị định 118/2025/NĐ-CP"},
		{text: "thủ tục 1.001193", want: "", rest: "thủ tục 1.001193"},
		{text: "phục vụ 24/7", want: "", rest: "phục vụ 24/7"},
		{text: "số 0912.345.678", want: "", rest: "số 0912.345.678"},
		{text: "từ trước đến nay", want: "", rest: "từ trước đến nay"},
		{text: "nộp ở quầy số 2", want: "", rest: "nộp ở quầy số 2"},
	} {
		name := tc.text
		if tc.past {
			name += " (past)"
		}
		t.Run(name, func(t *testing.T) {
			r := vidate.Reader{Now: tc.now, Calendar: cal, Past: tc.past}
			if r.Now.IsZero() {
				r.Now = now
			}
			for form, text := range map[string]string{"NFC": tc.text, "NFD": norm.NFD.String(tc.text)} {
				got, outcome := r.Read(text)
				if s := show(got, outcome); s != tc.want {
					t.Errorf("%s: got %q, want %q (%s)", form, s, tc.want, got.How)
				}
				if got.Rest != tc.rest && outcome != vidate.Ambiguous {
					t.Errorf("%s: rest %q, want %q", form, got.Rest, tc.rest)
				}
			}
		})
	}
}

func show(r vidate.Result, o vidate.Outcome) string {
	form := func(r vidate.Result) string {
		if r.HasClock {
			return r.Time.Format("2006-01-02 15:04")
		}
		return r.Time.Format("2006-01-02")
	}
	switch o {
	case vidate.Found:
		return form(r)
	case vidate.Ambiguous:
		var out []string
		for _, c := range r.Candidates {
			out = append(out, form(c))
		}
		return strings.Join(out, "|")
	case vidate.Impossible:
		return "no " + r.Words + ": " + r.How
	}
	return ""
}

func TestProvisional(t *testing.T) {
	r := vidate.Reader{Now: now, Calendar: calendar(t)}
	for _, tc := range []struct {
		text string
		want bool
	}{
		{"trước Tết 3 ngày làm việc", true},
		{"sau 3 ngày làm việc", true}, // the swap around 24 November is open
		{"15/12", false},
		{"cuối tháng sau", false},
	} {
		t.Run(tc.text, func(t *testing.T) {
			got, o := r.Read(tc.text)
			if o != vidate.Found || got.Provisional() != tc.want {
				t.Errorf("outcome %d, undecided %q", o, got.Undecided)
			}
			if got.How == "" {
				t.Error("does not say how it was read")
			}
		})
	}
}

func TestFormat(t *testing.T) {
	if got := vidate.Format(content.NewDay(2026, 12, 18)); got != "thứ Sáu, 18/12/2026" {
		t.Error(got)
	}
	if got := vidate.Format(content.NewDay(2026, 11, 22)); got != "Chủ nhật, 22/11/2026" {
		t.Error(got)
	}
}

// What Format writes, Read reads back, whenever it is read.
func TestFormatReadsBack(t *testing.T) {
	cal := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		d := content.NewDay(2024, 1, 1).Add(rapid.IntRange(0, 4000).Draw(t, "day"))
		r := vidate.Reader{Now: content.NewDay(2024, 1, 1).Add(rapid.IntRange(0, 4000).Draw(t, "now")).At(10, 0),
			Calendar: cal}
		got, o := r.Read("hẹn " + vidate.Format(d))
		if o != vidate.Found || got.Day != d || got.Rest != "hẹn" {
			t.Fatalf("%s read as %s (%d), rest %q", vidate.Format(d), got.Day, o, got.Rest)
		}
	})
}

// A day without an hour has no part; one with only a part of the day says which.
func TestPartOfTheDay(t *testing.T) {
	r := vidate.Reader{Now: now, Calendar: calendar(t)}
	for text, want := range map[string]string{"chiều mai": "chiều", "sang thu 5": "sáng", "2h chiều mai": "",
		"17h mai": "",
		"mai":     ""} {
		if got, _ := r.Read(text); got.Part != want {
			t.Errorf("%q: part %q, want %q", text, got.Part, want)
		}
	}
	got, _ := r.Read("mùng 10")
	if label := got.Candidates[1].Label(); label != "Thứ Sáu, 18/12/2026 (10/11 âm lịch)" {
		t.Error(label)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"15/12", "thứ sáu tuần sau", "8 giờ sáng mai", "trước Tết 3 ngày làm việc",
		"rằm tháng giêng",
		"sau 2 phút", "cuối quý IV/2027", "99999999 ngày nữa", "ngày\u00a020", "\xff15/12", "12 giờ đêm", "0 giờ 0",
		"9 giờ kém 75", "Cuối quý/2120", "hết tháng 13 8h", "mùng 10", "quý IV năm sau", "31.11 8h", "20 tháng sau",
		"mỗi ngày 5 hằng tháng", "6h mỗi sáng"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	cal := calendar(f)
	f.Fuzz(func(t *testing.T, s string, past bool) {
		r := vidate.Reader{Now: now, Calendar: cal, Past: past}
		got, o := r.Read(s)
		if utf8.ValidString(s) && !utf8.ValidString(got.Rest) {
			t.Errorf("rest %q is no text", got.Rest)
		}
		all := got.Candidates
		if o == vidate.Found {
			all = []vidate.Result{got}
		}
		if o == vidate.Ambiguous && len(all) < 2 {
			t.Errorf("ambiguous with %d readings", len(all))
		}
		for _, c := range all {
			if c.Day != content.DayOf(c.Time) || c.How == "" {
				t.Errorf("%q: %+v", s, c)
			}
			if y := c.Day.Year(); y < 1890 || y > 2110 {
				t.Errorf("%q gives the year %d", s, y)
			}
		}
	})
}

// TestNoSuchHour: an hour that no day has is Impossible, whatever day stands beside it; lengths of time are no hours.
func TestNoSuchHour(t *testing.T) {
	r := vidate.Reader{Now: now, Calendar: calendar(t)}
	for text, words := range map[string]string{
		"25h ngày mai họp": "25h", "họp lúc 26 giờ": "26 giờ", "mai 24:30": "24:30", "8h75 thứ sáu": "8h75",
		"vao luc 30 gio 15/12": "30 gio",
		"15/12 lúc 9:99":       "9:99", "27 giờ ngày 15/12": "27 giờ",
	} {
		got, outcome := r.Read(text)
		if outcome != vidate.Impossible || got.Words != words || !got.NoClock ||
			!strings.HasPrefix(got.NoSuchDay(), "Không có giờ “"+words+"”: một ") {
			t.Errorf("%q: outcome %d, %+v", text, outcome, got)
		}
	}
	for _, text := range []string{"thời hạn 72h là sao", "khóa học 40 giờ", "trong 48h", "mở cửa 24/24h", "tỷ lệ 35:40",
		"24h ngày mai", "mai 0h30", "sau 30 giờ nữa",
		"nộp hồ sơ mất 36h"} {
		if got, outcome := r.Read(text); outcome == vidate.Impossible {
			t.Errorf("%q is no such hour: %+v", text, got)
		}
	}
}
