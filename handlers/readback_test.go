package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/people"
)

// TestAnotherDueDayIsReadBack: what is typed after "Đổi hạn" moves nothing before Đúng, and impossible days are named.
func TestAnotherDueDayIsReadBack(t *testing.T) {
	for _, tc := range []struct{ say, press, want, then string }{
		{"ngày 31/11", "", "tháng 11 chỉ có 30 ngày", ""},
		{"30/2 8h", "", "tháng 2 chỉ có 29 ngày", ""},
		{"31/11 trước 17h", "", "tháng 11 chỉ có 30 ngày", ""},
		{"32/12 8h", "", "lịch không có ngày này", ""},
		{"2/9 năm sau", "", "sang *thứ Tư, 01/09/2027*", "01/09/2027"},
		{"quý 1 năm sau", "Thứ Tư, 31/03/2027", "sang *thứ Tư, 31/03/2027*", "31/03/2027"},
		{"hết tuần sau", "", "sang *thứ Sáu, 04/12/2026*, còn 8 ngày làm việc", "04/12/2026"},
		{"13/12", "", "là ngày nghỉ nên tôi lấy ngày làm việc liền trước", "11/12/2026"},
		{"tuần sau", "Thứ Sáu, 04/12/2026", "sang *thứ Sáu, 04/12/2026*", "04/12/2026"},
		{"22/11", "", "Chủ nhật, 22/11/2026 đã qua nên tôi lấy ngày còn ở phía trước", "22/11/2027"},
		{"hôm qua", "", "đã qua", ""},
		{"mỗi tháng ngày 5", "", "chưa làm được việc lặp lại kiểu “mỗi tháng”", ""},
		{"hằng tuần", "", "chưa làm được việc lặp lại kiểu “hằng tuần”", ""},
	} {
		t.Run(tc.say, func(t *testing.T) {
			o := newAgency(t)
			o.joins(lan, "Trần Thị Lan", vanPhong)
			o.gives(boss, "Nộp báo cáo; Lan; 30/11")
			o.says("/nhiemvu")
			o.presses("Việc 1")
			o.presses("Đổi hạn")
			from := len(o.state.Queue())
			text := o.says(tc.say)[0].Message.Text
			if tc.press != "" {
				text = o.presses(tc.press)[0].Message.Text
			}
			if !strings.Contains(text, tc.want) {
				t.Errorf("want %q in:\n%s", tc.want, text)
			}
			if told := to(lan, o.state.Queue()[from:]); len(told) > 0 {
				t.Errorf("told before Đúng: %s", texts(told))
			}
			due := func() string {
				o.acts(lan).says("/nhiemvu")
				return o.presses("Việc 1")[0].Message.Text
			}
			if text := due(); !strings.Contains(text, "30/11") {
				t.Errorf("moved before Đúng:\n%s", text)
			}
			if tc.then == "" {
				return
			}
			o.acts(boss).presses("Đúng")
			if text := due(); !strings.Contains(text, strings.TrimSuffix(tc.then, "/2026")) {
				t.Errorf("want %s in:\n%s", tc.then, text)
			}
		})
	}
}

// TestReadBackOfATask: an hour is kept, a part of the day is not taken for one, lead times are those that can still
// come.
func TestReadBackOfATask(t *testing.T) {
	for _, tc := range []struct{ when, want, never string }{
		{"chiều thứ năm", "\nNộp báo cáo\n", "14:00"},
		{"17h ngày 30/11", "Nộp báo cáo (trước 17:00)", ""},
		{"ngày 30/2", "tháng 2 chỉ có 29 ngày", "Đúng"},
		{"hết ngày 31/6", "tháng 6 chỉ có 30 ngày", "Đúng"},
		{"ngày 5 hằng tháng", "Lặp lại: mỗi tháng vào ngày 5. Hạn rơi vào ngày nghỉ thì chuyển theo quy tắc của cơ quan", ""},
		{"thứ sáu hằng tuần", "Hạn: thứ Sáu, 27/11/2026", ""},
		{"mỗi quý", "chưa làm được việc lặp lại kiểu “mỗi quý”", "Đúng"},
		{"quý IV", "thứ Năm, 31/12/2026", ""},
		{"25/11", "Tôi sẽ nhắc vào ngày hạn", "nhắc trước"}, // one working day ahead
		{"30/11", "Tôi sẽ nhắc trước 3, 1 ngày làm việc", "5, 3"},
		{"15/12", "Tôi sẽ nhắc trước 5, 3, 1 ngày làm việc", ""},
		{"20/11", "thứ Sáu, 20/11/2026 đã qua", ""},
	} {
		t.Run(tc.when, func(t *testing.T) {
			o := newAgency(t)
			o.joins(lan, "Trần Thị Lan", vanPhong)
			got := texts(o.acts(boss).says("/giaoviec Nộp báo cáo; Lan; " + tc.when))
			if !strings.Contains(strings.ToLower(got), strings.ToLower(tc.want)) ||
				tc.never != "" && strings.Contains(got, tc.never) {
				t.Errorf("want %q and never %q in:\n%s", tc.want, tc.never, got)
			}
		})
	}
}

// TestAnotherReminderDayIsReadBack: the day typed after "Nhắc lại" with and without "Chọn ngày khác".
func TestAnotherReminderDayIsReadBack(t *testing.T) {
	for _, tc := range []struct {
		say, want string
		choose    bool
	}{
		{"thứ tư", "Nhắc lại việc Nộp báo cáo vào thứ Tư, 25/11/2026", false},
		{"thứ tư", "Nhắc lại việc Nộp báo cáo vào thứ Tư, 25/11/2026", true},
		{"30/2", "tháng 2 chỉ có 29 ngày", false},
		{"22/11/2026", "không ở phía trước", true},
		{"lệ phí khai sinh", "khai sinh", false}, // a question is a question
	} {
		t.Run(tc.say, func(t *testing.T) {
			o := newAgency(t)
			o.joins(lan, "Trần Thị Lan", vanPhong)
			o.gives(boss, "Nộp báo cáo; Lan; 30/11")
			o.acts(lan).says("/nhiemvu")
			o.presses("Việc 1")
			o.presses("Nhắc lại")
			if tc.choose {
				o.presses("Chọn ngày khác")
			}
			if got := texts(o.says(tc.say)); !strings.Contains(strings.ToLower(got), strings.ToLower(tc.want)) {
				t.Fatalf("want %q in:\n%s", tc.want, got)
			}
			if strings.HasPrefix(tc.want, "Nhắc lại") {
				if got := texts(o.presses("Đúng")); !strings.Contains(got, "Tôi sẽ nhắc lại việc") {
					t.Error(got)
				}
			}
		})
	}
}

// TestScheduleIsReadBack: an announcement is scheduled, and put before who approves it, by Đúng alone.
func TestScheduleIsReadBack(t *testing.T) {
	for _, tc := range []struct{ say, want string }{
		{"ngày 31/11 8 giờ sáng", "tháng 11 chỉ có 30 ngày"},
		{"30/2 8h", "tháng 2 chỉ có 29 ngày"},
		{"8 giờ sáng mai, hết hạn 17h 31/11", "tháng 11 chỉ có 30 ngày"},
		{"hôm qua", "Chủ nhật, 22/11/2026 đã qua"},
		{"8 giờ hôm qua", "đã qua"},
		{"8 giờ mỗi ngày", "Tôi gửi lặp lại được mỗi tuần"},
		{"8 giờ mỗi thứ Hai", "mỗi tuần vào thứ Hai lúc 08:00"},
		{"8 giờ sáng 29/11", "hôm đó là ngày nghỉ"},
		{"8 giờ sáng 25/11", "Gửi lúc 08:00 thứ Tư, 25/11/2026 tới 12 người"},
	} {
		for _, approval := range []bool{false, true} {
			o := newDesk(t, 12, func(a *announce.Config) { a.Approval = approval })
			o.says("/thongbao " + news)
			o.presses("Hẹn giờ")
			from := len(o.state.Queue())
			if got := texts(o.says(tc.say)); !strings.Contains(got, tc.want) {
				t.Errorf("%s: want %q in:\n%s", tc.say, tc.want, got)
			}
			if n := len(to(deputy, o.state.Queue()[from:])); n > 0 {
				t.Errorf("%s: asked for approval before Đúng", tc.say)
			}
			if due, _ := o.state.Size(t.Context(), bot.ScheduleSet); due != 0 {
				t.Errorf("%s: scheduled before Đúng", tc.say)
			}
			if !strings.HasPrefix(tc.want, "Gửi lúc") {
				continue
			}
			o.presses("Đúng")
			due, _ := o.state.Size(t.Context(), bot.ScheduleSet)
			if asked := len(to(deputy, o.state.Queue()[from:])); approval != (asked > 0) || approval == (due > 0) {
				t.Errorf("approval %v: %d asked, %d scheduled", approval, asked, due)
			}
		}
	}
}

// TestNameIsNoPronoun: "Minh" without diacritics is a name, or asked about; never silently whoever types it.
func TestNameIsNoPronoun(t *testing.T) {
	for _, tc := range []struct{ who, want, press, then string }{
		{"Minh", "“Minh” là chính ông/bà, hay là tên người khác", "Phạm Văn Minh – " + vanPhong,
			"Người làm: Phạm Văn Minh"},
		{"minh", "“minh” là chính ông/bà, hay là tên người khác", "Chính tôi (Lê Thị Hương)",
			"Người làm: Lê Thị Hương"},
		{"anh Minh", "Người làm: Phạm Văn Minh", "", ""},
		{"mình", "Người làm: Lê Thị Hương", "", ""},
		{"Mình", "Người làm: Lê Thị Hương", "", ""},
		{"tôi", "Người làm: Lê Thị Hương", "", ""},
		{"toi", "“toi” là chính ông/bà", "Trần Văn Tới – " + vanPhong, "Người làm: Trần Văn Tới"},
		{"Tới", "Người làm: Trần Văn Tới", "", ""},
		{"Anh", "Người làm: Vũ Lan Anh", "", ""},
		{"chị Chi", "Người làm: Đỗ Thị Chi", "", ""},
		{"Chi", "Người làm: Đỗ Thị Chi", "", ""},
		{"Em", "Người làm: Lý Văn Em", "", ""},
	} {
		t.Run(tc.who, func(t *testing.T) {
			o := newAgency(t)
			o.joins(huong, "Lê Thị Hương", vanPhong)
			for i, name := range []string{"Phạm Văn Minh", "Trần Văn Tới", "Vũ Lan Anh", "Đỗ Thị Chi", "Lý Văn Em"} {
				o.joins(bot.ChatID{Channel: "telegram", ID: string(rune('a' + i))}, name, vanPhong)
			}
			o.role("Hương", "Telegram", "Trưởng đơn vị")
			got := texts(o.acts(huong).says("/giaoviec Nộp báo cáo; " + tc.who + "; 30/11"))
			if !strings.Contains(got, tc.want) {
				t.Fatalf("want %q in:\n%s", tc.want, got)
			}
			if tc.press != "" {
				if got := texts(o.presses(tc.press)); !strings.Contains(got, tc.then) {
					t.Errorf("want %q in:\n%s", tc.then, got)
				}
			}
		})
	}
}

// TestMaiIsAskedAbout: typed again, "Mai" is an official or tomorrow, and "tôi" a doer rather than another title.
func TestMaiIsAskedAbout(t *testing.T) {
	o := newAgency(t)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.joins(lan, "Trần Thị Mai", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.acts(huong).says("/giaoviec Nộp báo cáo; Hương; 30/11")
	o.presses("Sửa")
	if got := texts(o.says("Mai")); !strings.Contains(got, "“Mai” là tên người làm hay là hạn") {
		t.Fatal(got)
	}
	if got := texts(o.presses("Người làm")); !strings.Contains(got, "Người làm: Trần Thị Mai") ||
		!strings.Contains(got, "30/11") {
		t.Error(got)
	}
	o.presses("Sửa")
	if got := texts(o.says("tôi")); !strings.Contains(got, "Người làm: Lê Thị Hương") ||
		!strings.Contains(got, "\nNộp báo cáo\n") {
		t.Error(got)
	}
}

// TestRefusedScheduleIsLoggedSo: "Đúng" under an hour that passed meanwhile is in the log
// as refused, not as scheduled.
func TestRefusedScheduleIsLoggedSo(t *testing.T) {
	o := newDesk(t, 12, nil)
	o.says("/thongbao " + news)
	o.presses("Hẹn giờ")
	o.says("8 giờ sáng 25/11")
	o.now = o.now.AddDate(0, 0, 7)
	refused := func(when string) {
		t.Helper()
		n, err := people.AuditLength(t.Context(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := people.AuditLines(t.Context(), o.state, n, n)
		if err != nil || lines[0].What != people.VerbAnnounceTimeRefused || lines[0].Object == "" {
			t.Errorf("%s: %+v %v", when, lines, err)
		}
	}
	if got := texts(o.presses("Đúng")); !strings.Contains(got, "đã qua") {
		t.Fatalf("not refused: %s", got)
	}
	refused("pressed")
}
