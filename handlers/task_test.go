package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/tasks"
)

func TestTaskFromGivingToDone(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", "Văn phòng HĐND và UBND")
	o.acts(boss).says("/giaoviec Nộp báo cáo cải cách hành chính quý IV; chị Lan; 4/12; báo cáo bằng văn bản")
	o.presses("Đúng")
	o.acts(lan).says("/nhiemvu")
	o.runs(at("2026-11-27", 12, 0))
	o.acts(lan).presses("Đã nhận")
	o.runs(at("2026-12-04", 12, 0))
	o.presses("Nhắc lại")
	o.runs(at("2026-12-07", 9, 0))
	o.presses("Đã xong")
	o.presses("Ghi kết quả")
	o.says("Đã gửi công văn số 12")
	o.says("/nhiemvu")
	o.runs(at("2026-12-20", 9, 0))
	o.golden("task")
}

// TestLeadTimesInChat: lead times can be given with a task, are read back, and count.
func TestLeadTimesInChat(t *testing.T) {
	for _, tc := range []struct{ name, more, want, days string }{
		{"usual ones", "", "nhắc trước 5, 3, 1 ngày làm việc", "2026-12-10 2026-12-14 2026-12-16 2026-12-17"},
		{"own ones after a product", "; Công văn; nhắc trước 10, 2 ngày",
			"Sản phẩm: Công văn\nTôi sẽ nhắc trước 10, 2 ngày làm việc", "2026-12-03 2026-12-15 2026-12-17"},
		{"without marks, before a product", "; nhac truoc 1,4; Công văn",
			"Sản phẩm: Công văn\nTôi sẽ nhắc trước 4, 1 ngày làm việc", "2026-12-11 2026-12-16 2026-12-17"},
		{"none", "; nhắc trước 0", "Tôi sẽ nhắc vào ngày hạn", "2026-12-17"},
		{"not a number", "; nhắc trước một tuần", "ví dụ: 5, 3, 1", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := newAgency(t)
			o.shipped("2026-11-30")
			o.joins(lan, "Trần Thị Lan", vanPhong)
			text := o.acts(boss).says("/giaoviec Nộp báo cáo; Lan; 17/12" + tc.more)[0].Message.Text
			if !strings.Contains(text, tc.want) {
				t.Fatalf("no %q in:\n%s", tc.want, text)
			}
			if tc.days == "" {
				return
			}
			o.presses("Đúng")
			if got := strings.Join(o.digests(lan, "2026-12-17"), " "); got != tc.days {
				t.Errorf("reminded on %s, want %s", got, tc.days)
			}
		})
	}
}

// TestBoardAsFileInChat: the head gets his unit's tasks as a workbook and as CSV.
func TestBoardAsFileInChat(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "@SUM(1+1) trong tên; Lan; 30/11")
	for label, name := range map[string]string{"Tải bảng Excel": "viec-2026-11-23.xlsx",
		"Tải bảng CSV": "viec-2026-11-23.csv"} {
		o.acts(boss).says("/nhiemvu")
		f := o.presses(label)[0].Message.File
		if f == nil || f.Name != name {
			t.Fatalf("%s gives %+v", label, f)
		}
		if body := string(f.Bytes); strings.HasSuffix(name, "csv") &&
			(!strings.HasPrefix(body, "\ufeffMã,Việc,") || !strings.Contains(body, ",'@SUM(1+1) trong tên,")) {
			t.Errorf("CSV:\n%s", body)
		}
	}
}

// TestTaskComesAgain: a report by the 25th of every month is a task every month, moved off days off by the office's
// rule each time; the next is there when this one is done, or in the morning after its day, and once; who gives it up
// ends it.
func TestTaskComesAgain(t *testing.T) {
	o := newAgency(t)
	o.keep()
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "Báo cáo tháng; Lan; ngày 25 hằng tháng")
	dues := func() string {
		t.Helper()
		open, err := tasks.LoadAll(t.Context(), o.state, "tasks:open", bot.Range{Max: 1 << 52})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, k := range open {
			out = append(out, k.Due.VN())
		}
		return strings.Join(out, " ")
	}
	if got := dues(); got != "25/11/2026" {
		t.Fatalf("open: %s", got)
	}
	o.acts(lan).says("/nhiemvu")
	if card := o.presses("Việc 1")[0].Message.Text; !strings.Contains(card, "Lặp lại: mỗi tháng vào ngày 25") {
		t.Errorf("the card does not say so: %s", card)
	}
	o.presses("Đã xong")
	if got := dues(); got != "25/12/2026" { // a Friday
		t.Errorf("after it was done: %s", got)
	}
	o.runs(at("2026-12-27", 12, 0)) // it is late: the next comes all the same, once
	if got := dues(); got != "25/12/2026 25/01/2027" {
		t.Errorf("while it is late: %s", got)
	}
	o.runs(at("2026-12-29", 12, 0))
	o.acts(lan).says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Đã xong")
	if got := dues(); got != "25/01/2027" {
		t.Errorf("after the late one: %s", got)
	}
	o.runs(at("2027-03-26", 12, 0)) // 25 April is a Sunday, and nobody did anything
	if got := dues(); got != "25/01/2027 25/02/2027 25/03/2027 23/04/2027" {
		t.Errorf("months later: %s", got)
	}
	list, err := tasks.LoadAll(t.Context(), o.state, "tasks:open", bot.Range{Max: 1 << 52, Reverse: true, Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	o.acts(boss).does(bot.Update{Kind: bot.KindAction, Action: "task:void:" + list[0].ID})
	o.runs(at("2027-06-01", 12, 0))
	if got := dues(); got != "25/01/2027 25/02/2027 25/03/2027" {
		t.Errorf("given up, it comes again: %s", got)
	}
}
