package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

var citizen = bot.ChatID{Channel: "telegram", ID: "99"}

func TestCitizensReminders(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen)
	o.says("nhắc tôi ngày 20/12 đi lấy kết quả")
	o.presses("Đúng")
	o.says("nhac toi 14:30 chieu nay nop ho so")
	o.says("dung roi")
	o.says("nhắc tôi sau 2 phút gọi lại")
	o.presses("Đúng")
	o.runs(at("2026-11-23", 9, 2))
	o.presses("Nhắc lại sau 1 giờ")
	o.says("nhớ nhắc em mang theo giấy chứng sinh")
	o.says("8 giờ tối thứ năm")
	o.presses("Đúng")
	o.says("mai nhắc tôi đi nộp hồ sơ đất")
	o.says("9h30")
	o.says("25/11")
	o.presses("Sửa")
	o.says("10h sáng mai")
	o.presses("Đúng")
	o.says("nhắc tôi thứ hai đi họp tổ dân phố")
	o.presses("Đúng")
	o.says("nhắc tôi hôm nay uống thuốc")
	o.says("3h chiều")
	o.presses("Không nhắc nữa")
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
	o.presses("Đúng")
	sent := o.runs(at("2026-11-23", 9, 1).Add(59 * time.Second))
	if len(sent) != 0 {
		t.Fatalf("sent before its minute: %v", sent)
	}
	o.now = at("2026-11-23", 9, 2)
	o.fire()
	if len(o.last) != 1 || strings.Contains(o.last[0].Message.Text, "muộn") ||
		!strings.Contains(o.last[0].Message.Text, "gọi lại") {
		t.Fatalf("at its minute: %+v", o.last)
	}

	o.says("nhắc tôi 20 giờ tối nay gọi lại")
	o.presses("Đúng")
	o.now = at("2026-11-24", 6, 0) // the process was down all night; citizens are told at once
	o.fire()
	if len(o.last) != 1 || !strings.Contains(o.last[0].Message.Text, "muộn") ||
		!strings.Contains(o.last[0].Message.Text, "20:00 23/11") {
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
	o.presses("Đúng")
	cancel := o.last[0].Message.Buttons[0][0].Action
	o.does(bot.Update{Kind: bot.KindAction, Action: cancel})
	if sent := o.runs(at("2026-11-23", 10, 0)); len(sent) != 0 {
		t.Fatalf("sent although cancelled: %+v", sent)
	}
	// Another chat's button does nothing.
	o.says("nhắc tôi sau 2 phút gọi lại")
	o.presses("Đúng")
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
		o.says("nhắc tôi ngày 20/12 đi lấy kết quả")
		if text := o.presses("Đúng")[0].Message.Text; !strings.Contains(text, "Tôi sẽ nhắc") {
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
	for _, text := range []string{"nhắc lại lệ phí khai sinh", "nhắc nhở vi phạm là gì", "làm giấy khai sinh cần gì",
		"công an nhắc nhở tôi về tạm trú", "đăng ký tạm trú xong có ai nhắc tôi không"} {
		for _, out := range o.says(text) {
			if strings.Contains(out.Message.Text, "Tôi sẽ nhắc") ||
				strings.Contains(out.Message.Text, "muốn tôi nhắc") {
				t.Errorf("%q was taken for a wish: %s", text, out.Message.Text)
			}
		}
	}
}

func TestWebChatIsToldWhereRemindersWork(t *testing.T) {
	o := newAgency(t)
	o.acts(bot.ChatID{Channel: "web", ID: "abc"})
	if text := o.says("nhắc tôi ngày 20/12 đi lấy kết quả")[0].Message.Text; !strings.Contains(text,
		"Telegram hoặc Zalo") {
		t.Error(text)
	}
}

func TestReminderBeforeALegalLimit(t *testing.T) {
	o := newAgency(t)
	o.h.Calendar.Base = shippedBase
	o.acts(citizen)
	o.says("đăng ký khai sinh")
	o.presses("Nhắc tôi trước hạn")
	// 60 days from 19 November 2026 end on Monday, 18 January 2027.
	o.says("cháu sinh hôm 19/11")
	if n := len(o.scheduledOf("remind:")); n != 0 {
		t.Fatalf("%d reminders before Đúng", n)
	}
	text := o.presses("Đúng")[0].Message.Text
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

// scheduledOf lists what is scheduled of a kind.
func (o *agency) scheduledOf(kind string) (out []string) {
	for _, line := range o.scheduled() {
		if strings.Contains(line, " "+kind) {
			out = append(out, line)
		}
	}
	return out
}

// TestNothingIsSetBeforeItIsReadBack: impossible days are named, and no words set a reminder without Đúng.
func TestNothingIsSetBeforeItIsReadBack(t *testing.T) {
	for _, tc := range []struct{ say, want string }{
		{"nhắc tôi ngày 31/11 nộp thuế", "tháng 11 chỉ có 30 ngày"},
		{"nhắc tôi ngày 30/2 đi họp", "tháng 2 chỉ có 29 ngày"},
		{"nhắc tôi 30/2 8h đi họp", "tháng 2 chỉ có 29 ngày"},
		{"nhắc tôi hết ngày 31/6 nộp thuế", "tháng 6 chỉ có 30 ngày"},
		{"nhắc tôi 2/9 năm sau treo cờ", "08:00, thứ Năm, 02/09/2027*: treo cờ"},
		{"nhắc tôi tháng sau đóng tiền điện", "muốn được nhắc “đóng tiền điện” vào lúc nào"},
		{"nhắc tôi 20/12 đi lấy kết quả", "là ngày nghỉ"},
		{"nhắc anh Tư ngày 5/12 nộp giấy", "nhắc anh Tư nộp giấy"},
		{"nhắc chị Lan 8h mai họp", "nhắc chị Lan họp"},
		{"nhắc anh hai ngày nữa nộp giấy", "thứ Tư, 25/11/2026*: nộp giấy"},
	} {
		t.Run(tc.say, func(t *testing.T) {
			o := newAgency(t)
			if text := o.acts(citizen).says(tc.say)[0].Message.Text; !strings.Contains(text, tc.want) {
				t.Errorf("want %q in:\n%s", tc.want, text)
			}
			if set := o.scheduledOf("remind:"); len(set) > 0 {
				t.Errorf("set without Đúng: %s", set)
			}
		})
	}
}

// An old Đúng confirms nothing that was changed since.
func TestOldReadBackIsNoMoreConfirmed(t *testing.T) {
	o := newAgency(t)
	old := o.acts(citizen).says("nhắc tôi ngày 20/12 đi lấy kết quả")[0].Message.Buttons[0][0].Action
	o.says("21/12")
	o.does(bot.Update{Kind: bot.KindAction, Action: old})
	if set := o.scheduledOf("remind:"); len(set) > 0 {
		t.Errorf("the old moment was set: %s", set)
	}
	o.presses("Đúng")
	if set := o.scheduledOf("remind:"); len(set) != 1 || !strings.HasPrefix(set[0], "2026-12-21") {
		t.Errorf("set: %s", set)
	}
}

// TestRepeatingRemindersOffDaysOff: a repetition can be moved off days off, is read back so, and can be left as it was.
// The 5th of December is a Saturday, the 5th of February lies in Tết.
func TestRepeatingRemindersOffDaysOff(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen).says("nhắc tôi mỗi tháng ngày 5 nộp tiền")
	saysAll(t, texts(o.presses("Ngày nghỉ thì nhắc sớm hơn")), "08:00, thứ Sáu, 04/12/2026", "mỗi tháng vào ngày 5, rơi vào ngày nghỉ thì nhắc vào ngày làm việc liền trước")
	saysAll(t, texts(o.presses("Ngày nghỉ vẫn nhắc")), "08:00, thứ Bảy, 05/12/2026", "hôm đó là ngày nghỉ")
	o.presses("Ngày nghỉ thì nhắc sớm hơn")
	saysAll(t, texts(o.presses("Đúng")), "04/12/2026", "mỗi tháng vào ngày 5")
	var days []string
	o.runsNoting(at("2027-03-10", 23, 0), func(at time.Time) { days = append(days, at.Format("02/01 15:04")) })
	if got := strings.Join(days, ", "); got != "04/12 08:00, 05/01 08:00, 04/02 08:00, 05/03 08:00" {
		t.Errorf("came on %s", got)
	}
	saysAll(t, texts(o.acts(citizen).says("/nhacviec")), "mỗi tháng vào ngày 5, rơi vào ngày nghỉ")
}

// TestNoSuchHour: an hour that a day does not have is named, and nothing is set.
func TestNoSuchHour(t *testing.T) {
	o := newAgency(t)
	for _, say := range []string{"nhắc tôi 25h ngày mai họp", "nhắc tôi họp lúc 26 giờ mai",
		"nhắc tôi mai 24:30 đi họp"} {
		got := texts(o.acts(citizen).says(say))
		saysAll(t, got, "Không có giờ “", "một ngày chỉ có 24 giờ")
		saysAll(t, texts(o.says("/nhacviec")), "chưa có lời nhắc nào")
	}
	saysAll(t, texts(o.acts(citizen).says("nhắc tôi nộp hồ sơ ngày mai 8h")), "08:00, thứ Ba, 24/11/2026")
}

// TestRepeatingReminders: what is said to come again does, until its end, or is refused in words.
func TestRepeatingReminders(t *testing.T) {
	for _, tc := range []struct {
		say   string
		want  string // in the reading back
		until string
		days  string // when it comes until then; "" when it is refused
	}{
		{"nhắc tôi mỗi tháng ngày 5 nộp tiền", "mỗi tháng vào ngày 5", "2027-02-10",
			"05/12 08:00, 05/01 08:00, 05/02 08:00"},
		{"nhac toi ngay 31 hang thang 7h chot so", "mỗi tháng vào ngày 31 (tháng không có", "2027-04-01",
			"31/12 07:00, 31/01 07:00, 28/02 07:00, 31/03 07:00"},
		{"nhắc tôi 14h mỗi thứ Hai họp", "mỗi tuần vào thứ Hai", "2026-12-08", "23/11 14:00, 30/11 14:00, 07/12 14:00"},
		{"nhắc tôi 9h thứ tư hằng tuần họp đến 9/12", "đến hết ngày 09/12/2026", "2027-02-01",
			"25/11 09:00, 02/12 09:00, 09/12 09:00"},
		{"nhắc tôi 20h hằng ngày uống thuốc đến hết tuần", "mỗi ngày, đến hết", "2026-12-31",
			"23/11 20:00, 24/11 20:00, 25/11 20:00, 26/11 20:00, 27/11 20:00"},
		{"nhắc tôi mỗi ngày làm việc 16h chấm công", "mỗi ngày làm việc", "2026-11-30",
			"23/11 16:00, 25/11 16:00, 26/11 16:00, 27/11 16:00, 30/11 16:00"}, // the 24th is a day off
		{"nhắc tôi mỗi quý nộp báo cáo", "chưa nhắc lặp lại theo kiểu “mỗi quý”", "2027-12-31", ""},
		{"nhắc tôi mỗi hai tuần họp", "chưa nhắc lặp lại theo kiểu “mỗi hai tuần”", "2027-12-31", ""},
		{"nhắc tôi hằng tuần nộp báo cáo", "vào thứ mấy hằng tuần", "2027-12-31", ""},
		{"nhắc tôi mỗi thứ Ba họp đến 20/11/2026", "Ngày kết thúc (20/11/2026) lại trước", "2027-12-31", ""},
	} {
		t.Run(tc.say, func(t *testing.T) {
			o := newAgency(t)
			if text := o.acts(citizen).says(tc.say)[0].Message.Text; !strings.Contains(text, tc.want) {
				t.Fatalf("want %q in:\n%s", tc.want, text)
			}
			if tc.days != "" {
				o.presses("Đúng")
			}
			var days []string
			from := len(o.state.Queue())
			o.runsNoting(at(tc.until, 23, 0), func(at time.Time) { days = append(days, at.Format("02/01 15:04")) })
			if got := strings.Join(days, ", "); got != tc.days {
				t.Errorf("came on %s, want %s", got, tc.days)
			}
			for _, out := range o.state.Queue()[from:] {
				if !o.sendable(out) {
					t.Errorf("would not be sent: %s", out.Message.Text)
				}
			}
		})
	}
}

// runsNoting lets the clock run and notes when the citizen is written to.
func (o *agency) runsNoting(until time.Time, note func(time.Time)) {
	for o.now.Before(until) {
		due := o.scheduledOf("remind:")
		if len(due) == 0 {
			return
		}
		next, err := time.ParseInLocation("2006-01-02 15:04:05.000", due[0][:23], content.Zone)
		if err != nil {
			o.t.Fatal(err)
		}
		if next.After(until) {
			return
		}
		before := len(to(citizen, o.state.Queue()))
		o.runs(next)
		if len(to(citizen, o.state.Queue())) > before {
			note(next)
		}
	}
}

// The end of a repetition, its completion in two steps, and its cancelling out of a reminder that was sent.
func TestRepetitionEnds(t *testing.T) {
	o := newAgency(t)
	o.acts(citizen).says("nhắc tôi hằng tuần nộp báo cáo")
	if text := o.says("thứ sáu 9h")[0].Message.Text; !strings.Contains(text, "mỗi tuần vào thứ Sáu") ||
		!strings.Contains(text, "nộp báo cáo") {
		t.Fatal(text)
	}
	o.presses("Đúng")
	if text := o.says("/nhacviec")[0].Message.Text; !strings.Contains(text, "mỗi tuần vào thứ Sáu") {
		t.Errorf("the list: %s", text)
	}
	o.runs(at("2026-11-27", 10, 0))
	o.presses("Thôi nhắc việc này")
	if set := o.scheduledOf("remind:"); len(set) > 0 {
		t.Errorf("still: %s", set)
	}
	o.says("nhắc tôi 9h thứ tư hằng tuần họp đến 2/12")
	o.presses("Đúng")
	sent := to(citizen, o.runs(at("2027-01-01", 9, 0)))
	if len(sent) != 1 || !strings.Contains(sent[0].Message.Text, "lần nhắc cuối") {
		t.Errorf("the last: %+v", sent)
	}
	// After three weeks without the process it is one late reminder, not three.
	o.says("nhắc tôi 9h thứ tư hằng tuần họp")
	o.presses("Đúng")
	o.now = at("2027-01-28", 9, 0)
	before := len(to(citizen, o.state.Queue()))
	o.fire()
	if n := len(to(citizen, o.state.Queue())) - before; n != 1 {
		t.Errorf("%d after the pause, want 1", n)
	}
	if set := o.scheduledOf("remind:"); len(set) != 1 || !strings.HasPrefix(set[0], "2027-02-03 09:00") {
		t.Errorf("next: %s", set)
	}
}
