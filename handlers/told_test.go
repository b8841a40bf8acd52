package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// office3 is a unit with a head and two officials, and a task of Lan's, given by the head.
func office3(t *testing.T) *agency {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.joins(an, "Nguyễn Văn An", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.gives(huong, "Nộp báo cáo; Lan; 30/11")
	o.acts(lan).says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Đã nhận")
	return o
}

// TestEverybodyIsToldOfAChange: whose task it is no more, whose it is now, and who keeps it otherwise, in words that
// say what changed and who did it; never whoever does it, and never as a new task.
func TestEverybodyIsToldOfAChange(t *testing.T) {
	open := func(o *agency, who bot.ChatID) {
		o.acts(who).says("/nhiemvu")
		for _, out := range o.last {
			if strings.Contains(out.Message.Text, "Việc của đơn vị") || who != huong {
				break
			}
		}
		o.presses("Việc 1")
	}
	for _, tc := range []struct {
		name string
		act  func(o *agency)
		want map[bot.ChatID]string // "" is nothing
	}{
		{"another day", func(o *agency) { open(o, huong); o.presses("Đổi hạn"); o.says("18/12"); o.presses("Đúng") },
			map[bot.ChatID]string{lan: "Việc của ông/bà được đổi hạn\nHạn đổi từ thứ Hai, 30/11 sang thứ Sáu, 18/12. Người đổi: Lê Thị Hương.", an: "", huong: ""}},
		{"another doer", func(o *agency) {
			open(o, huong)
			o.presses("Giao người khác")
			o.presses("Nguyễn Văn An – " + vanPhong)
		}, map[bot.ChatID]string{lan: "Việc không còn giao cho ông/bà: Nộp báo cáo (hạn thứ Hai, 30/11). Lê Thị Hương đã chuyển việc cho Nguyễn Văn An.",
			an: "Ông/bà có việc mới\nNộp báo cáo", huong: ""}},
		{"taken back", func(o *agency) { open(o, huong); o.presses("Bỏ việc này") },
			map[bot.ChatID]string{lan: "Việc không còn giao cho ông/bà: Nộp báo cáo (hạn thứ Hai, 30/11). Lê Thị Hương đã bỏ việc này", an: "", huong: ""}},
		{"taken back by an admin", func(o *agency) { open(o, boss); o.presses("Bỏ việc này") },
			map[bot.ChatID]string{lan: "chủ bot đã bỏ việc này", an: "",
				huong: "chủ bot đã bỏ việc Nộp báo cáo mà ông/bà giao"}},
		{"to the head who gave it", func(o *agency) {
			open(o, boss)
			o.presses("Giao người khác")
			o.presses("Lê Thị Hương – " + vanPhong)
		}, map[bot.ChatID]string{lan: "chủ bot đã chuyển việc cho Lê Thị Hương",
			huong: "Ông/bà có việc mới\nNộp báo cáo", an: ""}},
		{"moved to another unit", func(o *agency) {
			o.acts(boss).says("/canbo Lan")
			o.presses("Đổi đơn vị")
			o.says(tuPhap)
		}, map[bot.ChatID]string{lan: "đã chuyển ông/bà sang đơn vị Phòng Tư pháp. 1 việc đang mở của ông/bà về lại đơn vị cũ", huong: "Các việc sau về lại đơn vị", an: ""}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office3(t)
			from := len(o.state.Queue())
			tc.act(o)
			var told []bot.Outgoing
			for _, out := range o.state.Queue()[from:] {
				if strings.HasPrefix(out.Key, "task-") || strings.HasPrefix(out.Key, "moved:") {
					if !o.sendable(out) {
						t.Errorf("would not be sent: %s", out.Message.Text)
					}
					told = append(told, out)
				}
			}
			for chat, want := range tc.want {
				got := texts(to(chat, told))
				if !strings.Contains(got, want) || want == "" && got != "" {
					t.Errorf("%s reads %q, want %q", chat, got, want)
				}
				if strings.Contains(got, "việc mới") && !strings.Contains(want, "việc mới") {
					t.Errorf("%s reads of a new task: %s", chat, got)
				}
			}
		})
	}
}

// TestReopenedTask is neither seen nor done: its doer is told, its old result stands in its history alone.
func TestReopenedTask(t *testing.T) {
	o := office3(t)
	o.acts(lan).presses("Đã xong")
	o.presses("Ghi kết quả")
	o.says("Đã gửi công văn số 12")
	o.acts(huong).says("/nhiemvu")
	from := len(o.state.Queue())
	o.acts(lan).presses("Bấm nhầm, mở lại")
	if got := texts(to(huong, o.state.Queue()[from:])); !strings.Contains(got,
		"Trần Thị Lan đã mở lại việc Nộp báo cáo, hạn thứ Hai, 30/11") {
		t.Errorf("who gave it reads %q", got)
	}
	if got := texts(to(lan, o.state.Queue()[from:])); strings.Contains(got, "Kết quả:") ||
		strings.Contains(got, "được mở lại") {
		t.Errorf("who opened it reads %q", got)
	}
	o.presses("Đã xong")
	from = len(o.state.Queue())
	o.acts(huong).does(bot.Update{Kind: bot.KindAction, Action: o.actionOf(lan, "Bấm nhầm, mở lại")})
	got := texts(to(lan, o.state.Queue()[from:]))
	if !strings.Contains(got, "Việc của ông/bà được mở lại\nViệc đã đóng nay cần làm tiếp. Người mở lại: Lê Thị Hương.") {
		t.Errorf("the doer reads %q", got)
	}
	o.acts(lan).says("/nhiemvu")
	card := texts(o.presses("Việc 1"))
	if strings.Contains(card, "Kết quả:") || !strings.Contains(card, "kết quả: Đã gửi công văn số 12") {
		t.Errorf("the card:\n%s", card)
	}
	o.presses("Đã nhận") // it is not seen yet
}

// actionOf is the action of the latest button of a label under a message to a chat.
func (o *agency) actionOf(chat bot.ChatID, label string) (action string) {
	for _, out := range to(chat, o.state.Queue()) {
		for _, row := range out.Message.Buttons {
			for _, b := range row {
				if b.Label == label {
					action = b.Action
				}
			}
		}
	}
	return action
}

// TestNewsInTheNight: a task given at night and moved before the morning is a new task with its latest day, told once.
func TestNewsInTheNight(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.now = at("2026-11-23", 21, 0)
	o.gives(boss, "Nộp báo cáo; Lan; 30/11")
	o.says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Đổi hạn")
	o.says("18/12")
	o.presses("Đúng")
	var told []bot.Outgoing
	for _, out := range to(lan, o.state.Queue()) {
		if strings.HasPrefix(out.Key, "task-") && o.sendable(out) {
			told = append(told, out)
		}
	}
	if got := texts(told); len(told) != 1 || !strings.Contains(got, "Ông/bà có việc mới") ||
		!strings.Contains(got, "18/12") {
		t.Errorf("%d: %s", len(told), got)
	}
}

// TestUnitWithoutAHead: who gives a task to it and every admin hear at once that nobody has it.
func TestUnitWithoutAHead(t *testing.T) {
	second := bot.ChatID{Channel: "telegram", ID: "2"}
	o := newAgency(t, func(c *handlers.Config) { c.Owners = append(c.Owners, second) })
	o.joins(lan, "Trần Thị Lan", vanPhong)
	from := len(o.state.Queue())
	o.gives(boss, "Nộp báo cáo; "+vanPhong+"; 30/11")
	sent := o.state.Queue()[from:]
	if got := texts(to(boss, sent)); !strings.Contains(got,
		"chưa có trưởng đơn vị trên bot nên chưa ai nhận việc này") {
		t.Errorf("who gives it reads:\n%s", got)
	}
	if got := texts(to(second, sent)); !strings.Contains(got, "Việc chưa có người nhận: "+vanPhong) {
		t.Errorf("the other owner reads:\n%s", got)
	}
	if got := texts(to(lan, sent)); got != "" {
		t.Errorf("Lan reads:\n%s", got)
	}
	o.acts(second).presses("Giao người làm")
}
