package console_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

var inviteCode = regexp.MustCompile(`/lienket ([a-z0-9]{5}-[a-z0-9]{5})`)

// invited makes an invitation in the console and returns its code.
func (o *office) invited() string {
	o.t.Helper()
	b := o.signedIn(owner)
	b.get("/admin/can-bo")
	_, code := b.invites("Trần Thị Mới", "Tư pháp")
	return code
}

// invites sends the form and reads the page that it leads to.
func (b *browser) invites(name, unit string) (page, code string) {
	b.t.Helper()
	page = b.follows("/admin/can-bo/moi", url.Values{"ten": {name}, "don-vi": {unit}})
	m := inviteCode.FindStringSubmatch(page)
	if m == nil {
		b.t.Fatalf("no code on the page:\n%s", words(page))
	}
	return page, m[1]
}

// follows posts a form and gets the page to which it leads.
func (b *browser) follows(path string, form url.Values) string {
	b.t.Helper()
	if form.Get("csrf") == "" {
		form.Set("csrf", b.csrf)
	}
	req, err := http.NewRequest(http.MethodPost, b.o.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", b.o.URL)
	resp, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("POST %s: %d", path, resp.StatusCode)
	}
	status, page := b.get(resp.Header.Get("Location"))
	if status != http.StatusOK {
		b.t.Fatalf("GET %s: %d", resp.Header.Get("Location"), status)
	}
	return page
}

// personOf is the id of the official behind a chat.
func (o *office) personOf(chat string) string {
	o.t.Helper()
	var id people.Identity
	if _, err := o.state.Get(context.Background(), people.IdentityKey(bot.ChatID{Channel: "telegram", ID: chat}),
		&id); err != nil {
		o.t.Fatal(err)
	}
	return id.Person
}

func (o *office) role(chat string) people.Role {
	o.t.Helper()
	role, _, err := o.bot.People.RoleOf(context.Background(), o.state, bot.ChatID{Channel: "telegram", ID: chat})
	if err != nil {
		o.t.Fatal(err)
	}
	return role
}

// TestInviteInTheConsole: an admin who signed in at the server invites somebody, who types the code as it is printed,
// is confirmed on the page, given a role, moved, cut off, linked again and let go: all without a chat of the admin's.
func TestInviteInTheConsole(t *testing.T) {
	o := newOffice(t)
	o.bot.Staff.InviteLink = func(code string) string { return "https://t.me/motcua_bot?start=lk_" + code }
	b := o.signedIn(people.ServerOwner)
	b.get("/admin/can-bo")
	page, code := b.invites("  Nguyễn  Văn An ", "Văn phòng")
	for _, want := range []string{"Nguyễn Văn An", "Văn phòng", "t.me/motcua_bot?start=lk_" + code, "Dùng một lần"} {
		if !strings.Contains(page, want) {
			t.Errorf("the invitation does not say %q", want)
		}
	}
	if status, png := b.get("/admin/can-bo/loi-moi/ma-qr?ma=" + code); status != http.StatusOK ||
		!strings.HasPrefix(png, "\x89PNG") {
		t.Errorf("QR code: %d", status)
	}
	o.now.Add(2 * 24 * 3600) // it holds for three days
	b = o.signedIn(people.ServerOwner)
	sent := o.says("50", bot.Update{Kind: bot.KindText,
		Text: "LIENKET " + strings.ToUpper(strings.ReplaceAll(code, "-", " ")), User: bot.User{Name: "An"}})
	for _, out := range sent {
		if out.To.Channel == people.ServerOwner.Channel {
			t.Errorf("a message to %s, which has no chat", out.To)
		}
	}
	_, page = b.get("/admin/can-bo")
	if !strings.Contains(words(page), "Nguyễn Văn An (Văn phòng) nhận lời mời trên Telegram") {
		t.Fatalf("nobody waits:\n%s", words(page))
	}
	if _, over := b.get("/admin"); !strings.Contains(words(over), "1 người vừa nhận lời mời") {
		t.Error("the overview does not say who waits")
	}
	page = b.follows("/admin/can-bo/xac-nhan", url.Values{"chat": {"telegram:50"}, "viec": {"dung"}})
	if got := o.role("50"); got != people.RoleMember {
		t.Errorf("role %q", got)
	}
	if strings.Contains(page, "Chờ xác nhận") {
		t.Error("still waiting")
	}
	id := o.personOf("50")
	page = b.follows("/admin/can-bo/quyen", url.Values{"chat": {"telegram:50"}, "vai-tro": {string(people.RoleHead)}})
	if o.role("50") != people.RoleHead || !strings.Contains(page, "Đã đổi vai trò") {
		t.Errorf("no head: %s", words(page))
	}
	page = b.follows("/admin/can-bo/chuyen", url.Values{"ma": {id}, "don-vi": {"Tư pháp"}, "chac": {"co"}})
	if !strings.Contains(page, "Tư pháp") || o.role("50") != people.RoleMember {
		t.Errorf("not moved: %s", words(page))
	}
	if status, page := b.get("/admin/can-bo/chac?viec=go&ma=" + id + "&chat=telegram:50"); status != http.StatusOK ||
		!strings.Contains(page, "mất quyền ngay") {
		t.Errorf("no warning: %d", status)
	}
	b.follows("/admin/can-bo/go", url.Values{"ma": {id}, "chat": {"telegram:50"}})
	if o.role("50") != people.RoleNone {
		t.Error("a lost phone keeps its role")
	}
	code = inviteCode.FindStringSubmatch(b.follows("/admin/can-bo/moi", url.Values{"ma": {id}}))[1]
	o.says("51", bot.Update{Text: "/lienket " + code, User: bot.User{Name: "An, máy mới"}})
	b.follows("/admin/can-bo/xac-nhan", url.Values{"chat": {"telegram:51"}, "viec": {"dung"}})
	if o.personOf("51") != id {
		t.Error("the new phone is somebody else's")
	}
	page = b.follows("/admin/can-bo/roi", url.Values{"ma": {id}})
	if strings.Contains(page, "Nguyễn Văn An") {
		t.Error("still in the list")
	}
}

// TestInviteRefused: an invitation is used once, can be taken back, ends, and the wrong person is turned away.
func TestInviteRefused(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	b.get("/admin/can-bo")
	for _, form := range []url.Values{{}, {"ten": {"An"}},
		{"ten": {strings.Repeat("â", 81)}, "don-vi": {"Văn phòng"}}} {
		if status, page := b.post("/admin/can-bo/moi", form); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "họ tên và đơn vị") {
			t.Errorf("%v: %d", form, status)
		}
	}
	denied := func(chat, code string) {
		t.Helper()
		sent := o.says(chat, bot.Update{Text: "/lienket " + code})
		if len(sent) != 1 || !strings.Contains(sent[0].Message.Text, "không đúng, đã dùng hoặc đã hết hạn") {
			t.Errorf("%s was not refused: %v", chat, sent)
		}
	}
	_, code := b.invites("Nguyễn Văn An", "Văn phòng")
	b.follows("/admin/can-bo/huy-moi", url.Values{"ma": {code}, "chac": {"co"}})
	denied("60", code)
	if status, _ := b.get("/admin/can-bo/loi-moi?ma=" + code); status != http.StatusNotFound {
		t.Errorf("an invitation that was taken back is shown: %d", status)
	}
	_, code = b.invites("Nguyễn Văn An", "Văn phòng")
	o.says("61", bot.Update{Text: "/lienket " + code})
	denied("62", code)
	page := b.follows("/admin/can-bo/xac-nhan", url.Values{"chat": {"telegram:61"}, "viec": {"khong"}, "chac": {"co"}})
	if strings.Contains(page, "Chờ xác nhận") || o.role("61") != people.RoleNone {
		t.Error("the wrong person stayed")
	}
	_, code = b.invites("Nguyễn Văn An", "Văn phòng")
	o.now.Add(int64(3*24*time.Hour/time.Second) + 1)
	denied("63", code)
	b = o.signedIn(owner)
	if _, page = b.get("/admin/can-bo"); strings.Contains(page, code) {
		t.Error("an invitation that ended is listed")
	}
	if status, page := b.post("/admin/can-bo/xac-nhan",
		url.Values{"chat": {"telegram:63"}, "viec": {"dung"}}); status < 400 {
		t.Errorf("nobody was confirmed: %d %s", status, words(page))
	}
}

// TestToday: the overview begins with what needs a person, the gravest first, each a link to where it is done, and
// shows nobody what he may not do.
func TestToday(t *testing.T) {
	o := lively(t)
	viewer := o.official("70", "Người Xem", "Văn phòng", people.RoleViewer)
	o.now.Add(40 * 24 * 3600)
	b := o.signedIn(owner)
	_, page := b.get("/admin")
	list := page[strings.Index(page, `class="errands"`):]
	list = list[:strings.Index(list, "</ol>")]
	order := regexp.MustCompile(`<li class="(\w+)"`).FindAllStringSubmatch(list, -1)
	var marks []string
	for _, m := range order {
		marks = append(marks, m[1])
	}
	rank := map[string]int{"now": 0, "soon": 1, "later": 2}
	if len(marks) < 4 || !slices.IsSortedFunc(marks, func(a, b string) int { return rank[a] - rank[b] }) {
		t.Errorf("urgencies %v\n%s", marks, words("<main"+list))
	}
	for _, want := range []string{"đã quá hạn trả lời", "việc đã quá hạn", "tin không gửi được trên Telegram",
		"chưa trả lời được"} {
		if !strings.Contains(words("<main"+list), want) {
			t.Errorf("the list does not say %q:\n%s", want, words("<main"+list))
		}
	}
	for _, m := range regexp.MustCompile(`href="(/[^"]+)"`).FindAllStringSubmatch(list, -1) {
		if status, _ := b.get(strings.ReplaceAll(m[1], "&amp;", "&")); status != http.StatusOK {
			t.Errorf("%s: %d", m[1], status)
		}
	}
	if _, page := o.signedIn(viewer).get("/admin"); strings.Contains(page, "không gửi được trên") {
		t.Error("a viewer reads of what only admins may do")
	}
	_, page = newOffice(t).signedIn(owner).get("/admin")
	if !strings.Contains(page, "Không có việc nào đang chờ") && !strings.Contains(page, `class="errands"`) {
		t.Error("an empty office reads nothing")
	}
}

// TestNoWallOfZeros: what nobody counted yet is one sentence that says what will come, not a chart of nothing.
func TestNoWallOfZeros(t *testing.T) {
	_, page := newOffice(t).signedIn(owner).get("/admin")
	for _, want := range []string{"Chưa có phiếu nào trong tám tuần qua"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("no %q in\n%s", want, words(page))
		}
	}
	for _, not := range []string{`class="chart"`, `class="trend"`, ">0 phiếu<", "0,0%", ">0s<", ">0<"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is shown", not)
		}
	}
	if _, page := lively(t).signedIn(owner).get("/admin"); strings.Count(page, `class="chart"`) != 1 || !strings.Contains(page, `class="trend"`) {
		t.Error("an office with votes and questions sees no charts")
	}
}

// TestSettingsAreExplained: each setting is said in words, with its name for who keeps the server; a secret is not
// shown.
func TestSettingsAreExplained(t *testing.T) {
	_, page := newOffice(t).signedIn(owner).get("/admin/cai-dat")
	for _, want := range []string{"Tên cơ quan hiện trong lời chào. MOTCUA_OFFICE Xã Mẫu",
		"Mã của bot Telegram. TELEGRAM_TOKEN ***"} {
		if !strings.Contains(words(page), want) {
			t.Errorf("no %q in\n%s", want, words(page))
		}
	}
}
