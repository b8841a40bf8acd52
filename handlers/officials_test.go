package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

const (
	vanPhong = "Văn phòng HĐND và UBND"
	tuPhap   = "Phòng Tư pháp"
)

// gives gives a task and confirms it.
func (o *agency) gives(by bot.ChatID, what string) {
	o.t.Helper()
	o.acts(by).says("/giaoviec " + what)
	o.presses("Đúng")
}

// role makes an official something else.
func (o *agency) role(name, channel, role string) {
	o.t.Helper()
	o.acts(boss).says("/quyen " + name)
	o.presses("Quyền trên " + channel)
	o.presses(role)
}

func TestRolesUnitsAndLeaving(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.gives(huong, "Rà soát thủ tục; Lan; 10/12")
	o.acts(huong).says("/giaoviec Việc ngoài đơn vị; Phạm Văn Minh; 10/12")
	o.acts(lan).says("/giaoviec Tự giao; tôi; 10/12")
	o.acts(lan).says("/themkenh")
	code := codeIn(o.last[0].Message.Text)
	o.acts(an).says("LIENKET " + code)
	o.acts(lan).presses("Đúng người")
	o.acts(an).says("/nhiemvu")
	o.acts(boss).says("/canbo Lan")
	o.presses("Đổi đơn vị")
	o.says(tuPhap)
	o.acts(huong).says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Giao người làm")
	o.presses("Lê Thị Hương – " + vanPhong)
	o.acts(boss).says("/canbo Lan")
	o.presses("Gỡ Zalo")
	o.presses("Đúng, gỡ")
	o.acts(an).says("/nhiemvu")
	o.acts(lan).says("/roi")
	o.presses("Đúng, tôi rời")
	o.says("/nhiemvu")
	o.acts(boss).says("/canbo")
	o.golden("officials")
}

func TestSecondChannelHasNoRole(t *testing.T) {
	o := newAgency(t)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.acts(huong).says("/themkenh")
	o.acts(an).says("/lienket " + codeIn(o.last[0].Message.Text))
	if text := o.says("/nhiemvu")[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
		t.Errorf("before the confirmation: %s", text)
	}
	o.acts(huong).presses("Đúng người")
	if text := o.acts(an).says("/nhiemvu")[0].Message.Text; !strings.Contains(text, "Việc của ông/bà") {
		t.Errorf("own tasks on the second channel: %s", text)
	}
	if text := o.says("/giaoviec Việc; Hương; 10/12")[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
		t.Errorf("a head's right came over to the second channel: %s", text)
	}
	// Consent is shared: ending it on one channel ends it on the other.
	o.acts(huong).says("/dangky")
	if text := o.acts(an).says("/huy")[0].Message.Text; !strings.Contains(text, "đã dừng") {
		t.Errorf("/huy on the second channel: %s", text)
	}
	if text := o.acts(huong).says("/huy")[0].Message.Text; !strings.Contains(text, "chưa đăng ký") {
		t.Errorf("/huy afterwards on the first: %s", text)
	}
}

func TestCodeIsUsedOnceAndOnlyByTheConfirmed(t *testing.T) {
	o := newAgency(t)
	o.acts(boss).says("/moi Trần Thị Lan; " + vanPhong)
	code := codeIn(o.last[0].Message.Text)
	o.acts(lan).says("/lienket " + code)
	if text := o.acts(huong).says("/lienket " + code)[0].Message.Text; !strings.Contains(text, "đã dùng") {
		t.Errorf("second use: %s", text)
	}
	o.acts(boss).presses("Không phải")
	if text := o.acts(lan).says("/nhiemvu")[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
		t.Errorf("after the refusal: %s", text)
	}
	// A stranger cannot confirm himself.
	o.acts(boss).says("/moi Trần Thị Lan; " + vanPhong)
	o.acts(lan).says("/lienket " + codeIn(o.last[0].Message.Text))
	o.acts(lan).does(bot.Update{Kind: bot.KindAction, Action: "join:yes:" + lan.String()})
	if text := o.says("/nhiemvu")[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
		t.Errorf("confirmed himself: %s", text)
	}
	// An official's chat cannot be made somebody else's.
	o.acts(boss).presses("Đúng người")
	o.acts(boss).says("/moi Phạm Văn Minh; " + tuPhap)
	if text := o.acts(lan).says("/lienket " + codeIn(o.last[0].Message.Text))[0].Message.Text; !strings.Contains(text,
		"đang là của") {
		t.Errorf("a linked chat took another code: %s", text)
	}
}

func TestRolesAreForOwnersAndPrivateChats(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.role("Lan", "Telegram", "Quản trị viên")
	for _, say := range []string{"/quyen", "/quyen Lan"} {
		if text := o.acts(lan).says(say)[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
			t.Errorf("an admin's %s: %s", say, text)
		}
	}
	o.acts(lan).does(bot.Update{Kind: bot.KindAction, Action: "quyen:admin:" + lan.String()})
	if text := o.last[0].Message.Text; !strings.Contains(text, "chưa có quyền") {
		t.Errorf("a forged button: %s", text)
	}
	for _, command := range []string{"nhiemvu", "giaoviec", "canbo", "quyen", "roi", "themkenh", "nhacviec"} {
		o.n++
		err := o.d.Deliver(t.Context(), bot.Update{ID: "g" + command, Kind: bot.KindCommand, Command: command,
			Chat: bot.ChatID{Channel: "telegram", ID: "-100"}, User: bot.User{ID: "1"}})
		if err != nil {
			t.Fatal(err)
		}
		all := o.state.Queue()
		if text := all[len(all)-1].Message.Text; !strings.Contains(text, "trò chuyện riêng") {
			t.Errorf("/%s in a group: %s", command, text)
		}
	}
}

func TestInvitationLinkAndPicture(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.InviteLink = func(code string) string { return "https://t.me/motcua_bot?start=lk_" + code }
	})
	sent := o.acts(boss).says("/moi Trần Thị Lan; " + vanPhong)
	code := codeIn(sent[0].Message.Text)
	if !strings.Contains(sent[0].Message.Text, "https://t.me/motcua_bot?start=lk_"+code) {
		t.Errorf("no link: %s", sent[0].Message.Text)
	}
	if len(sent) != 2 || sent[1].Message.File == nil || sent[1].Message.File.Type != "image/png" {
		t.Fatalf("no picture: %+v", sent)
	}
	// The link opens the chat with /start lk_CODE.
	o.acts(lan).says("/start lk_" + code)
	o.acts(boss).presses("Đúng người")
	if text := o.acts(lan).says("/nhiemvu")[0].Message.Text; !strings.Contains(text, "Việc của ông/bà") {
		t.Errorf("after the link: %s", text)
	}
}

func TestWhoLeftGetsNothing(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "Nộp báo cáo; Lan; 30/11")
	waiting := o.state.Queue()
	o.acts(boss).says("/canbo Lan")
	o.presses("Đã nghỉ hoặc chuyển đi")
	o.presses("Đúng, cho rời")
	for _, out := range waiting {
		if out.To == lan && !out.While.IsZero() && o.sendable(out) {
			t.Errorf("would still be sent: %s", out.Message.Text)
		}
	}
	for _, out := range o.runs(at("2026-12-31", 12, 0)) {
		if out.To == lan {
			t.Errorf("sent to who left: %s", out.Message.Text)
		}
	}
	// The task is not lost: it has no head, so the owner is reminded of it.
	found := false
	for _, out := range o.state.Queue() {
		found = found || out.To == boss && strings.Contains(out.Message.Text, "Nộp báo cáo") &&
			strings.Contains(out.Message.Text, "chưa giao cho ai")
	}
	if !found {
		t.Error("nobody is reminded of the task that was left behind")
	}
}
