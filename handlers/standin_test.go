package handlers_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// minh works in another unit than lan and huong.
var minh = bot.ChatID{Channel: "telegram", ID: "14"}

// saysAll fails for each of some words that a text does not hold.
func saysAll(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("it does not say %q:\n%s", w, text)
		}
	}
}

// TestStandIn: an official who will be away names who stands in, in words that are read back; from the first to the
// last day the tasks, reminders and questions go to both, and the stand-in may do with them what the official may.
func TestStandIn(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(minh, "Phạm Văn Minh", tuPhap)
	o.gives(boss, "Nộp báo cáo tháng; Lan; 2/12")

	saysAll(t, texts(o.acts(lan).says("/lamthay Minh; từ 31/11 đến 3/12")), "Không có ngày “31/11”")
	saysAll(t, texts(o.acts(lan).says("/lamthay Lan; 1/12")))
	saysAll(t, texts(o.presses("Đúng")), "Người làm thay phải là người khác")
	saysAll(t, texts(o.acts(lan).says("/lamthay minh; từ 30/11 đến 2/12")), "Trần Thị Lan vắng từ thứ Hai, 30/11/2026 đến hết thứ Tư, 02/12/2026",
		"Phạm Văn Minh làm thay", "đến cả hai người")
	sent := o.presses("Đúng")
	saysAll(t, texts(to(lan, sent)), "Đã ghi: Phạm Văn Minh làm thay Trần Thị Lan")
	saysAll(t, texts(to(minh, sent)), "Ông/bà làm thay Trần Thị Lan", "1 việc đang mở")

	// Before the first day nothing goes to the stand-in.
	if got := texts(to(minh, o.runs(at("2026-11-27", 18, 0)))); strings.Contains(got, "Nộp báo cáo tháng") {
		t.Errorf("too early:\n%s", got)
	}
	sent = o.runs(at("2026-12-01", 9, 0))
	saysAll(t, texts(to(minh, sent)), "Nộp báo cáo tháng", "(làm thay Trần Thị Lan)")
	own := texts(to(lan, sent))
	saysAll(t, own, "Nộp báo cáo tháng")
	if strings.Contains(own, "làm thay") {
		t.Errorf("her own task is said to be another's:\n%s", own)
	}

	sent = o.acts(boss).says("/giaoviec Trả lời công văn; Lan; 4/12")
	sent = append(sent, o.presses("Đúng")...)
	saysAll(t, texts(to(minh, sent)), "Việc mới giao cho Trần Thị Lan, ông/bà đang làm thay", "Trả lời công văn")
	saysAll(t, texts(to(lan, sent)), "Ông/bà có việc mới")
	saysAll(t, texts(o.acts(minh).says("/nhiemvu")), "của người ông/bà làm thay", "Nộp báo cáo tháng",
		"Trả lời công văn – Trần Thị Lan")
	o.presses("Việc 1")
	saysAll(t, texts(o.presses("Đã xong")), "Nộp báo cáo tháng")

	var asked []bot.ChatID
	err := o.state.Update(context.Background(), func(tx bot.Tx) (err error) {
		asked, err = o.h.People.InCharge(context.Background(), tx, people.UnitID(vanPhong))
		return err
	})
	if err != nil || !slices.Contains(asked, minh) || !slices.Contains(asked, lan) {
		t.Errorf("questions go to %v, %v", asked, err)
	}

	// After the last day it is over.
	sent = o.runs(at("2026-12-03", 10, 0))
	saysAll(t, texts(to(lan, sent)), "Trả lời công văn")
	var late []bot.Outgoing
	for _, out := range to(minh, sent) {
		if strings.Contains(out.Message.Text, "03/12") {
			late = append(late, out)
		}
	}
	if len(late) > 0 {
		t.Errorf("after the last day:\n%s", texts(late))
	}
	if got := texts(o.acts(minh).says("/nhiemvu")); strings.Contains(got, "Trả lời công văn") {
		t.Errorf("he still sees them:\n%s", got)
	}
}

// TestStandInOfAHead: who stands in for a head is asked to whom a task of the unit goes, and gives it.
func TestStandInOfAHead(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	if got := texts(o.acts(lan).says("/lamthay Hương; Lan; 23/11")); !strings.Contains(got, "không") &&
		!strings.Contains(got, "chưa có quyền") {
		t.Errorf("a member names one for the head: %s", got)
	}
	o.acts(boss).says("/lamthay Hương; Lan; từ 23/11 đến 27/11")
	sent := o.presses("Đúng")
	saysAll(t, texts(to(huong, sent)), "Trần Thị Lan làm thay ông/bà")
	sent = o.acts(boss).says("/giaoviec Kiểm kê tài sản; " + vanPhong + "; 4/12")
	sent = append(sent, o.presses("Đúng")...)
	saysAll(t, texts(to(lan, sent)), "chưa giao cho ai", "Kiểm kê tài sản")
	o.acts(lan).presses("Giao người làm")
	saysAll(t, texts(o.presses("Trần Thị Lan – "+vanPhong)), "Kiểm kê tài sản", "Trần Thị Lan")

	saysAll(t, texts(o.acts(huong).says("/lamthay")), "Lê Thị Hương vắng", "Trần Thị Lan làm thay")
	sent = o.presses("Thôi: Lê Thị Hương")
	saysAll(t, texts(to(lan, sent)), "không còn làm thay Lê Thị Hương")
	saysAll(t, texts(o.acts(huong).says("/lamthay")), "không ai có người làm thay")
}

// TestStandInEndsWithWhoLeaves: nobody stands in for, or is stood in for by, somebody who left.
func TestStandInEndsWithWhoLeaves(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(minh, "Phạm Văn Minh", tuPhap)
	o.acts(lan).says("/lamthay Minh; từ 30/11 đến 4/12")
	o.presses("Đúng")
	o.acts(minh).says("/roi")
	saysAll(t, texts(to(lan, o.presses("Đúng, tôi rời"))), "Phạm Văn Minh không còn làm thay ông/bà")
	saysAll(t, texts(o.acts(lan).says("/lamthay")), "không ai có người làm thay")
}
