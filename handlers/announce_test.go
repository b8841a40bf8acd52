package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

const news = "Sáng thứ Bảy 28/11, bộ phận một cửa *nghỉ* để bảo trì hệ thống.\nXem [lịch làm việc](https://example.vn/lich)."

// TestAnnouncements holds what an admin sees, from /thongbao to the report.
func TestAnnouncements(t *testing.T) {
	tests := []struct {
		name        string
		subscribers int
		change      func(*announce.Config)
		talk        func(o *desk)
	}{
		{"announce-send", 40, nil, func(o *desk) {
			o.says("/thongbao " + news)
			o.presses("Thử cho tôi")
			o.says("/thongbao " + news)
			o.presses("Gửi")
			o.ticks(time.Second)
			o.sends(10, bot.BulkSent, "")
			o.ticks(10 * time.Second)
			progress := o.last
			o.presses("Tạm dừng")
			o.ticks(time.Second)
			o.presses("Tiếp tục")
			o.ticks(time.Second)
			o.last = progress
			o.sends(20, bot.BulkSent, "")
			o.sends(2, bot.BulkFailed, "Telegram không nhận nội dung này")
			o.sends(1, bot.BulkFailed, "lỗi tạm thời")
			o.sends(3, bot.BulkBlocked, "người nhận đã chặn bot")
			o.sends(1, bot.BulkUnsubscribed, "")
			o.ticks(10 * time.Second)
			o.sends(3, bot.BulkSent, "")
			o.ticks(3 * time.Second)
			report := o.last
			o.presses("Xuất CSV")
			o.last = report
			o.presses("Gửi lại cho người lỗi")
			o.last = report
			o.presses("Sửa tin đã gửi")
			o.says("Sáng thứ Bảy 28/11, bộ phận một cửa vẫn *làm việc* bình thường.")
			o.last = report
			o.presses("Gửi đính chính")
			o.says("Đính chính: sáng *thứ Bảy 28/11 vẫn làm việc.")
			o.says("Đính chính: sáng thứ Bảy 28/11 vẫn làm việc.")
			o.presses("Gửi")
			o.ticks(time.Second)
		}},
		{"announce-refuse", 0, nil, func(o *desk) {
			o.from(bot.ChatID{Channel: "telegram", ID: "5"}, "/thongbao xin chào")
			o.says("/thongbao")
			o.says("/thongbao Nghỉ *lễ ngày 2/9")
			o.says("/thongbao Xem [lịch](example.vn/lich)")
			o.says("/thongbao Xem [lịch](https://example.vn")
			o.says("/thongbao " + strings.Repeat("thông báo ", 351))
			o.says("/thongbao Nghỉ lễ")
			o.presses("Gửi")
			o.subscribe(21)
			o.says("/thongbao Nghỉ lễ")
			old := o.last
			o.presses("Hủy")
			o.last = old
			o.presses("Gửi")
		}},
		{"announce-audience", 30, nil, func(o *desk) {
			o.from(bot.ChatID{Channel: "telegram", ID: "1001"}, "làm giấy khai sinh cho con cần gì")
			o.from(bot.ChatID{Channel: "telegram", ID: "4"}, "làm giấy khai sinh cho con cần gì") // did not subscribe
			o.from(bot.ChatID{Channel: "telegram", ID: "5"}, "/dangky hộ tịch")
			o.log.Reset()
			o.says("/thongbao Nghỉ lễ")
			o.presses("Người nhận")
			menu := o.last
			o.presses("Từng hỏi về")
			o.presses("Hộ tịch (1)")
			o.last = menu
			o.presses("Theo lĩnh vực")
			o.presses("Hộ tịch (1)")
			o.presses("Quay lại")
			o.presses("✓ Zalo")
			o.presses("Xong")
			o.presses("Gửi")
			o.ticks(time.Second)
		}},
		{"announce-groups", 10, nil, func(o *desk) {
			o.joins("31", "Trần Thị Bình", "Tư pháp")
			o.joins("32", "Lê Văn Đất", "Địa chính")
			for _, who := range [][2]string{{"31", ""}, {"32", "hộ tịch"}, {"41", "xã Bình Mỹ"}} {
				o.from(bot.ChatID{Channel: "telegram", ID: who[0]}, "/dangky "+who[1])
			}
			o.log.Reset()
			o.says("/thongbao Nghỉ lễ")
			o.presses("Người nhận")
			menu := o.last
			o.presses("Người dân")
			o.last = menu
			o.presses("Cán bộ")
			o.presses("✓ Người dân")
			o.last = menu
			o.presses("Theo đơn vị")
			o.presses("Tư pháp (1)")
			o.last = menu
			o.presses("Theo xã")
			o.presses("xã Bình Mỹ (1)")
			o.presses("Xong")
			o.presses("Gửi")
			o.ticks(time.Second)
		}},
		{"announce-document", 10, nil, func(o *desk) {
			for _, f := range []*bot.File{{Name: "lich.pdf", Type: "application/pdf", Ref: "f1"}, {Ref: "f2"}, nil} {
				o.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachFile,
					Text: "/thongbao Lịch làm việc tháng 12", File: f})
			}
			o.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachFile,
				Text: "/thongbao Lịch làm việc tháng 12", File: &bot.File{Ref: "f3"}})
			o.presses("Gửi")
			o.ticks(time.Second)
			spec := o.engine.All[o.id].Spec
			if f := spec.Messages["telegram"].File; f == nil || f.Ref != "f3" || spec.Messages[""].File != nil {
				o.t.Errorf("messages %+v", spec.Messages)
			}
		}},
		{"announce-approval", 12, func(a *announce.Config) { a.Approval = true }, func(o *desk) {
			o.says("/thongbao " + news)
			o.presses("Gửi")
			asked := o.last
			o.presses("Duyệt") // by the composer himself
			o.last = asked
			o.pressesAs(deputy, "Từ chối")
			again := o.last
			o.from(deputy, "Sai ngày, xem lại lịch")
			o.from(deputy, "còn nữa không") // said once
			o.last = again
			o.presses("Gửi")
			o.pressesAs(deputy, "Duyệt")
			o.ticks(time.Second)
			o.sends(12, bot.BulkSent, "")
			o.ticks(3 * time.Second)
		}},
		{"announce-schedule", 12, nil, func(o *desk) {
			o.says("/thongbao " + news)
			o.presses("Hẹn giờ")
			o.says("lúc nào rảnh")
			o.says("8 giờ sáng nay")
			o.says("ngày 25/11")
			o.says("14h ngày 25/11, hết hạn 8 giờ 25/11")
			o.says("14h ngày 25/11, hết hạn 16 giờ 25/11")
			o.presses("Sửa")
			o.says("14h ngày 24/11, hết hạn 16 giờ 25/11")
			o.says("14h ngày 25/11, hết hạn 16 giờ 25/11")
			o.presses("Đúng")
			o.ticks(time.Hour)
			o.ticks(3 * 24 * time.Hour) // an outage of three days
			o.presses("Hẹn giờ")
			o.says("22 giờ tối nay")
			o.presses("Đúng")
			o.ticks(12 * time.Hour)
			o.ticks(9 * time.Hour)
			o.sends(12, bot.BulkSent, "")
			o.ticks(3 * time.Second)
		}},
		{"announce-quiet", 12, nil, func(o *desk) {
			o.now = o.now.Add(13 * time.Hour) // 22:00
			o.says("/thongbao " + news)
			o.presses("Gửi")
			o.presses("Gửi ngay (khẩn)")
			o.pressesAs(deputy, "Duyệt")
			o.ticks(time.Second)
			o.sends(12, bot.BulkSent, "")
			o.ticks(3 * time.Second)
			o.says("/thongbao Nghỉ lễ")
			o.presses("Gửi")
			o.ticks(9 * time.Hour) // 07:00
			o.sends(3, bot.BulkSent, "")
			o.ticks(3 * time.Second)
			o.ticks(14 * time.Hour) // 21:00, and it is not done
			paused := o.last
			o.ticks(time.Hour)
			o.ticks(9 * time.Hour)
			o.sends(3, bot.BulkSent, "")
			o.ticks(14 * time.Hour)
			o.last = paused
			o.presses("Gửi tiếp ngay (khẩn)")
			o.ticks(time.Second)
			o.ticks(time.Second)
			o.sends(6, bot.BulkSent, "")
			o.ticks(3 * time.Second)
		}},
		{"announce-urgent", 6, nil, func(o *desk) {
			o.now = o.now.Add(14 * time.Hour) // 23:00
			o.says("/thongbao Lũ lên nhanh ở thôn 3, bà con sơ tán ngay tới trường tiểu học.")
			o.presses("Khẩn: bão, lũ")
			o.presses("Gửi")
			asked := o.last
			o.presses("Duyệt") // his own
			o.ticks(31 * time.Minute)
			unheard := o.last
			o.last = asked
			o.pressesAs(deputy, "Duyệt") // too late
			o.last = unheard
			o.presses("Hỏi lại")
			o.pressesAs(deputy, "Duyệt")
			o.ticks(time.Second)
			o.sends(6, bot.BulkSent, "")
			o.ticks(3 * time.Second)
		}},
		{"announce-urgent-alone", 6, nil, func(o *desk) {
			o.bot.People.Appointed = []bot.ChatID{composer}
			o.now = o.now.Add(14 * time.Hour)
			o.says("/thongbao Xả đập lúc 2 giờ, bà con tránh xa bờ sông.")
			o.presses("Khẩn: bão, lũ")
			o.presses("Gửi")
			o.presses("Gửi khẩn một mình")
			o.ticks(time.Second)
			o.sends(6, bot.BulkSent, "")
			o.ticks(3 * time.Second)
		}},
		{"announce-stopped", 100, nil, func(o *desk) {
			o.says("/thongbao Nghỉ lễ")
			o.presses("Gửi")
			o.ticks(time.Second)
			o.sends(50, bot.BulkSent, "")
			o.sends(4, bot.BulkFailed, "Telegram không nhận nội dung này")
			o.engine.Set(o.id, bot.BulkRunning, bot.BulkPaused, "failures")
			o.ticks(10 * time.Second)
			o.presses("Tiếp tục")
			o.ticks(time.Second)
			o.engine.Set(o.id, bot.BulkRunning, bot.BulkPaused, "late")
			o.ticks(30 * time.Hour)
			o.presses("Hủy")
			o.ticks(time.Second)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newDesk(t, tt.subscribers, tt.change)
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("%v\n%s", p, o.log.String())
				}
			}()
			tt.talk(o)
			o.golden(tt.name)
			if audit, err := people.CheckAudit(t.Context(), o.state); audit.Broken != 0 || err != nil {
				t.Errorf("audit broken at %d: %v", audit.Broken, err)
			}
		})
	}
}

// TestAnnouncePreviewIsOneMessage: the labels are what people are told to press, the count is of those who subscribed.
func TestAnnouncePreviewIsOneMessage(t *testing.T) {
	o := newDesk(t, 25, nil)
	out := o.says("/thongbao " + news)
	if len(out) != 1 {
		t.Fatalf("%d messages, want 1", len(out))
	}
	var labels []string
	for _, row := range out[0].Message.Buttons {
		for _, b := range row {
			labels = append(labels, b.Label)
		}
	}
	if got := strings.Join(labels, "|"); got != "Gửi|Thử cho tôi|Người nhận|Hẹn giờ|Hủy|Khẩn: bão, lũ" {
		t.Errorf("buttons %s", got)
	}
	for _, want := range []string{news, "25 người", "Telegram 23", "Zalo 2"} {
		if !strings.Contains(out[0].Message.Text, want) {
			t.Errorf("no %q in\n%s", want, out[0].Message.Text)
		}
	}
}

// TestAnnounceOncePerPerson: two presses of Gửi and two looks start one announcement.
func TestAnnounceOncePerPerson(t *testing.T) {
	o := newDesk(t, 5, nil)
	o.says("/thongbao Nghỉ lễ")
	draft := o.last
	o.presses("Gửi")
	o.last = draft
	o.presses("Gửi")
	o.ticks(time.Second)
	o.ticks(time.Second)
	if len(o.engine.All) != 1 {
		t.Errorf("%d announcements started, want 1", len(o.engine.All))
	}
	if spec := o.engine.All[o.id].Spec; spec.Consent != subscribers.SubscribersSet || spec.Expires.IsZero() {
		t.Errorf("spec without consent or expiry: %+v", spec)
	}
}

func TestAnnounceEngineFault(t *testing.T) {
	o := newDesk(t, 5, nil)
	o.engine.Fail = fmt.Errorf("away: %w", bot.ErrUnavailable)
	o.says("/thongbao Nghỉ lễ")
	o.presses("Gửi")
	o.now = o.now.Add(time.Second)
	if err := o.runner.Tick(t.Context()); err == nil {
		t.Error("no word of the engine being away")
	}
	o.engine.Fail = nil
	o.ticks(time.Second)
	if len(o.engine.All) != 1 {
		t.Error("not started when the engine was back")
	}
	o2 := newDesk(t, 5, nil)
	o2.engine.Fail = fmt.Errorf("no such thing")
	o2.says("/thongbao Nghỉ lễ")
	o2.presses("Gửi")
	o2.ticks(time.Second)
	if len(o2.last) == 0 || !strings.Contains(o2.last[len(o2.last)-1].Message.Text, "bản nháp") {
		t.Errorf("the admin was not told: %v", o2.last)
	}
}

func TestQuietHours(t *testing.T) {
	night := announce.QuietHours{From: 21 * time.Hour, To: 7 * time.Hour}
	noon := announce.QuietHours{From: 11 * time.Hour, To: 13 * time.Hour}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, content.Zone)
	}
	tests := []struct {
		name  string
		quiet announce.QuietHours
		t     time.Time
		until time.Time
	}{
		{"evening", night, at(23, 21, 0), at(24, 7, 0)},
		{"night", night, at(24, 6, 59), at(24, 7, 0)},
		{"morning", night, at(24, 7, 0), time.Time{}},
		{"day", night, at(24, 20, 59), time.Time{}},
		{"noon", noon, at(24, 12, 0), at(24, 13, 0)},
		{"after noon", noon, at(24, 13, 0), time.Time{}},
		{"off", announce.QuietHours{}, at(24, 0, 0), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			until, quiet := tt.quiet.Until(tt.t)
			if !until.Equal(tt.until) || quiet == tt.until.IsZero() {
				t.Errorf("Until = %v %v, want %v", until, quiet, tt.until)
			}
		})
	}
}

// TestExport: every recipient has its line, and no cell is a formula.
func TestExport(t *testing.T) {
	o := newDesk(t, 120, nil)
	o.says("/thongbao Nghỉ lễ")
	o.presses("Gửi")
	o.ticks(time.Second)
	o.sends(60, bot.BulkSent, "")
	o.sends(60, bot.BulkFailed, "=HYPERLINK(\"http://x\")")
	o.ticks(3 * time.Second)
	var csv, xlsx bytes.Buffer
	for format, w := range map[string]*bytes.Buffer{"csv": &csv, "xlsx": &xlsx} {
		if err := o.bot.Announce.Export(t.Context(), o.id, format, w); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(csv.String(), "\n"); n != 121 || strings.Contains(csv.String(), ",=") ||
		strings.Contains(csv.String(), ",\"=") {
		t.Errorf("csv of %d lines, or with a formula:\n%.300s", n, csv.String())
	}
	z, err := zip.NewReader(bytes.NewReader(xlsx.Bytes()), int64(xlsx.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(body), "<row>"); n != 121 || strings.Contains(string(body), "<f>") {
		t.Errorf("xlsx of %d rows", n)
	}
}
