package console_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

var ownerCode = regexp.MustCompile(`<b><code>([2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5})</code></b>`)

// ownerless is an office whose settings name no owner.
func ownerless(t *testing.T) *office {
	o := newOffice(t)
	o.bot.People.Appointed = nil
	return o
}

// offers draws a code on the page of owners.
func (b *browser) offers() string {
	b.t.Helper()
	b.get("/admin/chu-bot")
	status, page := b.post("/admin/chu-bot/ma", url.Values{})
	m := ownerCode.FindStringSubmatch(page)
	if status != http.StatusOK || m == nil {
		b.t.Fatalf("no code: %d\n%s", status, words(page))
	}
	return m[1]
}

// TestOwnerByACode: after a first start without MOTCUA_ADMINS the overview asks for an owner, the page gives a code,
// and who types it owns the bot: at once, for every right, once, and until he is taken off.
func TestOwnerByACode(t *testing.T) {
	o := ownerless(t)
	server := o.signedIn(people.ServerOwner)
	if _, page := server.get("/admin"); !strings.Contains(page, "Chưa ai là chủ bot trong trò chuyện") {
		t.Fatalf("the overview asks for no owner:\n%s", words(page))
	}
	if _, page := server.get("/admin/cai-dat"); !strings.Contains(page, "Tạo mã nhận làm chủ bot") {
		t.Error("the settings do not lead to the code")
	}
	code := server.offers()
	sent := o.says("50", bot.Update{Kind: bot.KindText, Text: "Nhận làm chủ bot " + strings.ToUpper(code),
		User: bot.User{Name: "Bà Sáu"}})
	if o.role("50") != people.RoleOwner {
		t.Fatalf("role %q: %v", o.role("50"), sent)
	}
	if _, page := server.get("/admin"); strings.Contains(page, "Chưa ai là chủ bot") {
		t.Error("the overview still asks")
	}
	o.says("51", bot.Update{Text: "/lienket " + code})
	if o.role("51") != people.RoleNone {
		t.Error("a code made two owners")
	}
	if sent := o.says("50", bot.Update{Text: "/moi Trần Thị Bình; Tư pháp"}); len(sent) == 0 ||
		!strings.Contains(sent[0].Message.Text, "Mã mời cho") {
		t.Errorf("the owner may not invite: %v", sent)
	}
	over, err := o.bot.People.Overseers(context.Background(), o.state, "")
	if err != nil || len(over) != 1 || over[0] != "chat:telegram:50" {
		t.Errorf("overseers %v %v", over, err)
	}
	o.update(func(tx bot.Tx) error {
		if chats, err := o.bot.People.InCharge(context.Background(), tx, ""); err != nil || len(chats) != 1 {
			t.Errorf("in charge without a unit: %v %v", chats, err)
		}
		return nil
	})
	_, page := server.get("/admin/nhat-ky")
	for _, want := range []string{"Tạo mã nhận làm chủ bot", "Nhận làm chủ bot bằng mã"} {
		if !strings.Contains(page, want) {
			t.Errorf("the log does not say %q", want)
		}
	}

	// A second one takes ownership by a code of the first, who is told; an owner may take the other off, not himself as
	// the last.
	first := o.signedIn(bot.ChatID{Channel: "telegram", ID: "50"})
	if sent := o.says("52", bot.Update{Text: "/lienket " + first.offers(),
		User: bot.User{Name: "Ông Tám"}}); !tells(sent, "telegram:50", "vừa nhận làm *chủ bot*") {
		t.Errorf("the first owner does not hear of the second: %v", sent)
	}
	if _, page := first.get("/admin/chu-bot"); !strings.Contains(page, "Ông Tám") || !strings.Contains(page, "Bà Sáu") {
		t.Errorf("the page does not name the owners:\n%s", words(page))
	}
	second := o.signedIn(bot.ChatID{Channel: "telegram", ID: "52"})
	if status, page := first.get("/admin/chu-bot/chac?chat=telegram:52"); status != http.StatusOK ||
		!strings.Contains(page, "thôi làm chủ bot") {
		t.Errorf("no question: %d", status)
	}
	first.follows("/admin/chu-bot/thoi", url.Values{"chat": {"telegram:52"}})
	if o.role("52") != people.RoleNone {
		t.Error("still an owner")
	}
	if status, _ := second.get("/admin/chu-bot"); status == http.StatusOK {
		t.Error("his session goes on")
	}
	if status, page := first.post("/admin/chu-bot/thoi", url.Values{"chat": {"telegram:50"}}); status < 400 ||
		!strings.Contains(page, "duy nhất") {
		t.Errorf("the last owner took himself off: %d %s", status, words(page))
	}
	server.follows("/admin/chu-bot/thoi", url.Values{"chat": {"telegram:50"}})
	if o.role("50") != people.RoleNone {
		t.Error("who keeps the server cannot take the last one off")
	}
}

// tells reports whether a chat was sent words.
func tells(sent []bot.Outgoing, to, text string) bool {
	for _, s := range sent {
		if s.To.String() == to && strings.Contains(s.Message.Text, text) {
			return true
		}
	}
	return false
}

// TestOwnerCodeRefused: on the web, after 15 minutes, of one who is an owner no more, and drawn by an admin.
func TestOwnerCodeRefused(t *testing.T) {
	o := newOffice(t)
	official := o.official("70", "Quản Trị", "Văn phòng", people.RoleAdmin)
	o.bot.People.Appointed = nil
	server := o.signedIn(people.ServerOwner)
	code := server.offers()
	web := bot.ChatID{Channel: "web", ID: "v"}
	o.bot.People.Channels["web"] = bot.Limits{}
	if err := o.talk.Deliver(context.Background(), bot.Update{ID: "w", Private: true, Chat: web, Kind: bot.KindCommand,
		Command: "lienket", Payload: code}); err != nil {
		t.Fatal(err)
	}
	if role, _, _ := o.bot.People.RoleOf(context.Background(), o.state, web); role != people.RoleNone {
		t.Error("an owner on the web")
	}
	o.now.Add(15*60 + 1)
	o.says("60", bot.Update{Text: "/lienket " + code})
	if o.role("60") != people.RoleNone {
		t.Error("a code of 15 minutes ago")
	}
	server = o.signedIn(people.ServerOwner)
	o.says("61", bot.Update{Text: "/lienket " + server.offers()})
	code = o.signedIn(bot.ChatID{Channel: "telegram", ID: "61"}).offers()
	server.follows("/admin/chu-bot/thoi", url.Values{"chat": {"telegram:61"}})
	o.says("62", bot.Update{Text: "/lienket " + code})
	if o.role("62") != people.RoleNone {
		t.Error("a code of one who is an owner no more")
	}
	admin := o.signedIn(official)
	if status, _ := admin.get("/admin/chu-bot"); status != http.StatusForbidden {
		t.Errorf("an admin at the page of owners: %d", status)
	}
}

// TestOwnerAndOfficial: an owner by a code who is invited as an official stays the owner while he waits, when he is
// turned away, and when he is confirmed; who loses the phone loses ownership with it.
func TestOwnerAndOfficial(t *testing.T) {
	o := ownerless(t)
	server := o.signedIn(people.ServerOwner)
	o.says("50", bot.Update{Text: "/lienket " + server.offers(), User: bot.User{Name: "Bà Sáu"}})
	server.get("/admin/can-bo")
	for _, answer := range []string{"khong", "dung"} {
		_, code := server.invites("Lê Thị Sáu", "Văn phòng")
		o.says("50", bot.Update{Text: "/lienket " + code})
		if o.role("50") != people.RoleOwner {
			t.Fatal("an invitation ended ownership")
		}
		server.follows("/admin/can-bo/xac-nhan", url.Values{"chat": {"telegram:50"}, "viec": {answer}, "chac": {"co"}})
		if o.role("50") != people.RoleOwner {
			t.Fatalf("%s ended ownership", answer)
		}
	}
	over, err := o.bot.People.Overseers(context.Background(), o.state, "")
	if err != nil || len(over) != 1 || over[0] != o.personOf("50") {
		t.Errorf("overseers %v %v", over, err)
	}
	server.follows("/admin/can-bo/go", url.Values{"ma": {o.personOf("50")}, "chat": {"telegram:50"}})
	if left, _ := o.bot.People.Owners(context.Background(), o.state); o.role("50") != people.RoleNone ||
		len(left) != 0 {
		t.Errorf("a lost phone stays the owner's: %v", left)
	}
}
