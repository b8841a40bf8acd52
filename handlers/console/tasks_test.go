package console_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

const (
	vanPhong = "Văn phòng HĐND và UBND"
	diaChinh = "Địa chính – Xây dựng"
)

// staffed is an office with a head and a member in one unit, and a head in another.
func staffed(t testing.TB) (o *office, head, member, other bot.ChatID) {
	o = newOffice(t)
	o.bot.Tasks.PublicURL = "https://motcua.example.vn"
	head = o.official("30", "Lê Thị Hương", vanPhong, people.RoleHead)
	member = o.official("31", "Trần Thị Lan", vanPhong, people.RoleMember)
	other = o.official("32", "Phạm Văn Minh", diaChinh, people.RoleHead)
	return o, head, member, other
}

var (
	hidden    = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	optionTag = regexp.MustCompile(`<option value="([^"]+)"[^>]*>([^<]+)</option>`)
	taskID    = regexp.MustCompile(`V-[2-9A-HJKMNP-Z]{8}`)
)

// choice is the value behind a choice of the form for a new task.
func (b *browser) choice(label string) string {
	b.t.Helper()
	_, page := b.get("/admin/cong-viec")
	for _, m := range optionTag.FindAllStringSubmatch(page, -1) {
		if strings.HasPrefix(m[2], label) {
			return m[1]
		}
	}
	b.t.Fatalf("no choice %q", label)
	return ""
}

// confirmForm is the form under a task that was read back.
func confirmForm(page string) url.Values {
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	return form
}

// gives gives a task through both pages and returns its id.
func (b *browser) gives(title, who, when string) string {
	b.t.Helper()
	status, page := b.post("/admin/cong-viec/doc", url.Values{"ten": {title}, "nguoi": {b.choice(who)}, "han": {when}})
	if status != http.StatusOK {
		b.t.Fatalf("reading %q back: %d\n%s", when, status, page)
	}
	return b.confirms(page)
}

func (b *browser) confirms(page string) string {
	b.t.Helper()
	b.CheckRedirect = nil
	defer func() {
		b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}()
	status, page := b.post("/admin/cong-viec/giao", confirmForm(page))
	if status != http.StatusOK || !strings.Contains(page, "Đã ghi việc") {
		b.t.Fatalf("confirming: %d\n%s", status, page)
	}
	return taskID.FindString(page)
}

// sentTo is the text of what waits for a chat since a length of the queue.
func (o *office) sentTo(chat bot.ChatID, from int) string {
	var s strings.Builder
	for _, out := range o.state.Queue()[from:] {
		if out.To == chat {
			s.WriteString(bot.Plain(out.Message.Text) + "\n")
		}
	}
	return s.String()
}

// TestTaskInTheConsole: given, changed, closed and opened again in the console, a task is the one that the chat shows;
// who has to know is told, and everything is in the log.
func TestTaskInTheConsole(t *testing.T) {
	o, head, member, _ := staffed(t)
	b := o.signedIn(head)
	status, page := b.post("/admin/cong-viec/doc", url.Values{"ten": {"Rà soát thủ tục"},
		"nguoi": {b.choice("Trần Thị Lan")}, "han": {"6/12"}, "nhac-truoc": {"10 3"}})
	for _, want := range []string{"Thứ Sáu, 04/12/2026", "Chủ nhật, 06/12/2026 là ngày nghỉ",
		"Tôi sẽ nhắc trước 3 ngày làm việc", "Trần Thị Lan (" + vanPhong + ")"} {
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("read back with %d, without %q", status, want)
		}
	}
	from := len(o.state.Queue())
	id := b.confirms(page)
	if got := o.sentTo(member, from); !strings.Contains(got, "Ông/bà có việc mới\nRà soát thủ tục: hạn thứ Sáu, 04/12, còn 8 ngày làm việc") {
		t.Errorf("the person was told: %q", got)
	}
	if status, _ := b.post("/admin/cong-viec/giao", confirmForm(page)); status != http.StatusSeeOther {
		t.Errorf("the button pressed twice: %d", status)
	}
	board, err := o.bot.Tasks.Board(context.Background(), o.state, "", vanPhong, content.DayOf(morning), 0)
	if err != nil || len(board) != 1 || tasks.LeadWords(board[0].Leads) != "10, 3" {
		t.Fatalf("the board after it was pressed twice: %+v, %v", board, err)
	}
	if got := o.says(member.ID, bot.Update{Text: "/nhiemvu"})[0].Message.Text; !strings.Contains(got,
		"Rà soát thủ tục") {
		t.Errorf("the chat shows %q", got)
	}

	from = len(o.state.Queue())
	_, page = b.post("/admin/cong-viec/doc", url.Values{"ma": {id}, "ten": {"Rà soát và công bố thủ tục"},
		"nguoi": {b.choice("Lê Thị Hương")}, "han": {"thứ năm tuần sau"}, "nhac-truoc": {"2"}})
	b.confirms(page)
	if got := o.sentTo(head, from); got != "" && !strings.Contains(got, "Rà soát và công bố thủ tục") {
		t.Errorf("the new person was told: %q", got)
	}
	k := o.task(id)
	if k.Title != "Rà soát và công bố thủ tục" || k.Due != content.NewDay(2026, 12, 3) ||
		tasks.LeadWords(k.Leads) != "2" || !strings.HasPrefix(k.Person, "P-") {
		t.Errorf("changed to %+v", k)
	}

	b.post("/admin/cong-viec/dong", url.Values{"ma": {id}, "viec": {"xong"}, "ket-qua": {"Đã gửi, gọi 0912345678"}})
	if k := o.task(id); k.Status != tasks.Done || k.Result != "Đã gửi, gọi [số đã che]" &&
		strings.Contains(k.Result, "0912345678") {
		t.Errorf("done: %+v", k)
	}
	if _, page := b.get("/admin/cong-viec"); !strings.Contains(page, "Đóng gần đây") ||
		!strings.Contains(page, "Rà soát và công bố thủ tục") {
		t.Error("what was closed is not on the page")
	}
	b.post("/admin/cong-viec/dong", url.Values{"ma": {id}, "viec": {"mo"}})
	b.post("/admin/cong-viec/dong", url.Values{"ma": {id}, "viec": {"bo"}, "chac": {"co"}})
	k = o.task(id)
	var log []string
	for _, e := range k.Events {
		log = append(log, e.Who+": "+e.What)
	}
	want := "Lê Thị Hương: giao việc, hạn 04/12/2026\nLê Thị Hương: đổi tên việc từ “Rà soát thủ tục”\nLê Thị Hương: nhắc trước 2 ngày làm việc\n" +
		"Lê Thị Hương: đổi hạn từ 04/12/2026 sang 03/12/2026\nLê Thị Hương: giao cho Lê Thị Hương\nLê Thị Hương: đã xong\n"
	if got := strings.Join(log, "\n"); k.Status != tasks.Void || !strings.HasPrefix(got, want) ||
		!strings.HasSuffix(got, "Lê Thị Hương: mở lại\nLê Thị Hương: bỏ việc") {
		t.Errorf("the task's own log:\n%s", got)
	}
	_, page = o.signedIn(owner).get("/admin/nhat-ky")
	for _, what := range []string{"Giao việc", "Sửa việc", "Ghi việc đã xong", "Mở lại việc", "Bỏ việc"} {
		if !strings.Contains(page, what) {
			t.Errorf("the log lacks %q", what)
		}
	}
}

// TestReadBackNo: a "no" to the read-back shows the form as it was typed, and nothing is given.
func TestReadBackNo(t *testing.T) {
	o, head, _, _ := staffed(t)
	b := o.signedIn(head)
	_, page := b.post("/admin/cong-viec/doc", url.Values{"ten": {"Rà soát thủ tục"},
		"nguoi": {b.choice("Trần Thị Lan")}, "han": {"thứ Sáu tuần sau"}, "san-pham": {"Báo cáo"},
		"nhac-truoc": {"10 3"}})
	form := confirmForm(page)
	form.Set("sua", "1")
	status, page := b.post("/admin/cong-viec/doc", form)
	for _, want := range []string{`value="Rà soát thủ tục"`, `value="thứ Sáu tuần sau"`, `value="Báo cáo"`, `value="10 3"`, "selected>Trần Thị Lan"} {
		if status != http.StatusOK || !strings.Contains(strings.Join(strings.Fields(page), " "), want) {
			t.Errorf("%d, without %s", status, want)
		}
	}
	if board, err := o.bot.Tasks.Board(context.Background(), o.state, "", "", content.DayOf(morning), 0); err != nil ||
		len(board) != 0 {
		t.Errorf("given: %+v, %v", board, err)
	}
}

// TestConsoleTellsWhomAChangeConcerns: the deeds of the page tell as those of the chat do.
func TestConsoleTellsWhomAChangeConcerns(t *testing.T) {
	o, head, member, _ := staffed(t)
	admin := o.signedIn(owner)
	b := o.signedIn(head)
	id := b.gives("Rà soát thủ tục", "Trần Thị Lan", "10/12")
	change := func(by *browser, who, when string) {
		t.Helper()
		_, page := by.post("/admin/cong-viec/doc",
			url.Values{"ma": {id}, "ten": {"Rà soát thủ tục"}, "nguoi": {by.choice(who)}, "han": {when}})
		by.confirms(page)
	}
	told := func(chat bot.ChatID, act func()) string {
		t.Helper()
		from := len(o.state.Queue())
		act()
		return o.sentTo(chat, from)
	}
	if got := told(member, func() { change(b, "Trần Thị Lan", "18/12") }); !strings.Contains(got, "Hạn đổi từ thứ Năm, 10/12 sang thứ Sáu, 18/12. Người đổi: Lê Thị Hương.") || strings.Contains(got, "việc mới") {
		t.Errorf("another day: %q", got)
	}
	if got := told(member, func() {
		b.post("/admin/cong-viec/dong", url.Values{"ma": {id}, "viec": {"xong"}, "ket-qua": {"Đã gửi"}})
	}); got != "" {
		t.Errorf("done by the head: %q", got)
	}
	if got := told(member, func() {
		b.post("/admin/cong-viec/dong",
			url.Values{"ma": {id}, "viec": {"mo"}})
	}); !strings.Contains(got, "Người mở lại: Lê Thị Hương") {
		t.Errorf("opened again: %q", got)
	}
	if k := o.task(id); k.Status != tasks.Open || k.Result != "" {
		t.Errorf("opened again: %+v", k)
	}
	// An owner gives it to the head who had given it; both hear of it.
	if got := told(head, func() { change(admin, "Lê Thị Hương", "18/12") }); !strings.Contains(got,
		"Ông/bà có việc mới\nRà soát thủ tục") {
		t.Errorf("to the head: %q", got)
	}
	if got := o.sentTo(member, 0); !strings.Contains(got, "Việc không còn giao cho ông/bà: Rà soát thủ tục") {
		t.Errorf("whose it was: %q", got)
	}
	if got := told(head, func() {
		admin.post("/admin/cong-viec/dong",
			url.Values{"ma": {id}, "viec": {"bo"}, "chac": {"co"}})
	}); strings.Count(got, "đã bỏ việc") != 1 {
		t.Errorf("dropped, and both given and to be done by the head: %q", got)
	}
}

func (o *office) task(id string) (k tasks.Task) {
	o.t.Helper()
	if found, err := o.state.Get(context.Background(), bot.Key{Kind: "task", ID: id}, &k); err != nil || !found {
		o.t.Fatalf("task %q: %v", id, err)
	}
	return k
}

// TestTaskOfAnotherUnit: a head neither sees nor touches what is another unit's, whatever he sends.
func TestTaskOfAnotherUnit(t *testing.T) {
	o, head, _, other := staffed(t)
	o.official("33", "Ngô Thị Xem", diaChinh, people.RoleViewer)
	mine := o.signedIn(head)
	id := mine.gives("Việc kín của văn phòng", "Trần Thị Lan", "10/12")
	lan := o.task(id).Person
	b := o.signedIn(other)
	if _, page := b.get("/admin/cong-viec"); strings.Contains(page, "Việc kín") ||
		strings.Contains(page, "Trần Thị Lan") {
		t.Error("another unit's tasks or people are on the page")
	}
	if status, _ := b.get("/admin/cong-viec/viec?ma=" + id); status != http.StatusForbidden {
		t.Errorf("its page: %d", status)
	}
	_, exported := b.post("/admin/cong-viec/xuat", url.Values{"bang": {"nhat-ky"}})
	if strings.Contains(exported, "Việc kín") {
		t.Error("it is in another head's export")
	}
	viewer := o.signedIn(bot.ChatID{Channel: "telegram", ID: "33"})
	if status, page := viewer.get("/admin/cong-viec/viec?ma=" + id); status != http.StatusOK ||
		strings.Contains(page, "Ghi đã xong") {
		t.Errorf("a viewer's look: %d", status)
	}
	for _, tt := range []struct {
		name string
		by   *browser
		path string
		form url.Values
	}{
		{"done", b, "dong", url.Values{"ma": {id}, "viec": {"xong"}}},
		{"dropped", b, "dong", url.Values{"ma": {id}, "viec": {"bo"}, "chac": {"co"}}},
		{"read", b, "doc", url.Values{"ma": {id}, "ten": {"Của tôi"}, "nguoi": {"dv:" + diaChinh}, "han": {"11/12"}}},
		{"taken over", b, "giao",
			url.Values{"ma": {id}, "ten": {"Của tôi"}, "nguoi": {"dv:" + diaChinh}, "ngay": {"2026-12-11"}}},
		{"given to another unit's person", b, "giao",
			url.Values{"ten": {"Làm hộ"}, "nguoi": {lan}, "ngay": {"2026-12-11"}}},
		{"given away to another unit", mine, "giao",
			url.Values{"ma": {id}, "ten": {"Đẩy đi"}, "nguoi": {"dv:" + diaChinh}, "ngay": {"2026-12-11"}}},
		{"done by a viewer", viewer, "dong", url.Values{"ma": {id}, "viec": {"xong"}}},
	} {
		if status, _ := tt.by.post("/admin/cong-viec/"+tt.path, tt.form); status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", tt.name, status)
		}
	}
	if k := o.task(id); k.Status != tasks.Open || k.Unit != vanPhong || k.Title != "Việc kín của văn phòng" {
		t.Errorf("it was changed: %+v", k)
	}
}

// TestTaskFaults: what cannot be understood is refused with words, and nothing is made.
func TestTaskFaults(t *testing.T) {
	o, head, _, _ := staffed(t)
	b := o.signedIn(head)
	lan := b.choice("Trần Thị Lan")
	for _, tt := range []struct{ name, title, who, when, leads, want string }{
		{"no title", " ", lan, "10/12", "", "Tên việc"},
		{"too long", strings.Repeat("dài ", 60), lan, "10/12", "", "Tên việc"},
		{"nobody", "Việc", "", "10/12", "", "chọn người làm"},
		{"no such person", "Việc", "P-222222", "10/12", "", "Không còn cán bộ"},
		{"no day", "Việc", lan, "hôm nào đó", "", "chưa đọc được ngày"},
		{"gone by", "Việc", lan, "10/11/2026", "", "đã qua"},
		{"leads in words", "Việc", lan, "10/12", "năm ngày", "nhắc trước"},
		{"too many leads", "Việc", lan, "10/12", "1 2 3 4 5 6 7", "nhắc trước"},
	} {
		status, page := b.post("/admin/cong-viec/doc",
			url.Values{"ten": {tt.title}, "nguoi": {tt.who}, "han": {tt.when}, "nhac-truoc": {tt.leads}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, tt.want) || !strings.Contains(page, `value="`+html.EscapeString(strings.TrimSpace(tt.when))+`"`) {
			t.Errorf("%s: %d, want 422 with %q and what was typed", tt.name, status, tt.want)
		}
	}
	if board, _ := o.bot.Tasks.Board(context.Background(), o.state, "", "", content.DayOf(morning),
		0); len(board) != 0 {
		t.Errorf("made nevertheless: %+v", board)
	}
	// An overdue task can be given another name without another day.
	id := b.gives("Tên cũ", "Trần Thị Lan", "25/11")
	o.now.Add(4 * 24 * 3600)
	b = o.signedIn(head)
	status, page := b.post("/admin/cong-viec/doc",
		url.Values{"ma": {id}, "ten": {"Tên mới"}, "nguoi": {lan}, "han": {"25/11/2026"}})
	if status != http.StatusOK {
		t.Fatalf("an overdue task read back: %d\n%s", status, page)
	}
	b.confirms(page)
	if k := o.task(id); k.Title != "Tên mới" || k.Due != content.NewDay(2026, 11, 25) {
		t.Errorf("changed to %+v", k)
	}
}

// TestTaskByHand gives a task in a browser on a small phone, changes it and closes it, as a head of unit does.
func TestTaskByHand(t *testing.T) {
	o, head, member, _ := staffed(t)
	ctx := chrometest.New(t)
	chrometest.Scheme(t, ctx, "light")
	chrometest.Do(t, ctx, chromedp.EmulateViewport(320, 800), chromedp.Navigate(o.link(head)),
		chrometest.Press("button.main"))
	chrometest.At(t, ctx, "/admin")
	look := func(name string) {
		t.Helper()
		chrometest.Shoot(t, ctx, "admin-"+name+"-320")
		if wide := chrometest.See[int](t, ctx, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %d px wide", name, wide)
		}
		chrometest.CheckAccess(t, ctx)
	}
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/admin/cong-viec"))
	chrometest.See[any](t, ctx, `document.querySelector("[name=ten]").value = "Nộp báo cáo cải cách hành chính quý IV"; document.querySelector("[name=han]").value = "hôm nào cũng được";
		for (const o of document.querySelectorAll("[name=nguoi] option")) if (o.text.startsWith("Trần Thị Lan")) o.selected = true`)
	look("giao-viec")
	from := len(o.state.Queue())
	chrometest.Do(t, ctx, chrometest.Press(`form[action$=doc] button`))
	chrometest.Until(t, ctx, `document.querySelector("[role=alert]")?.innerText.includes("chưa đọc được ngày")`)
	look("sua-lai")
	chrometest.See[any](t, ctx, `document.querySelector("[name=han]").value = "chủ nhật tuần sau"`)
	chrometest.Do(t, ctx, chrometest.Press(`form[action$=doc] button`))
	chrometest.Until(t, ctx, `document.querySelector("form[action$=giao]")`)
	look("doc-lai")
	chrometest.Do(t, ctx, chrometest.Press(`form[action$=giao] button`))
	chrometest.Until(t, ctx, `document.querySelector(".notice")?.innerText.includes("Đã ghi việc")`)
	look("viec")
	if got := o.sentTo(member, from); !strings.Contains(got,
		"Nộp báo cáo cải cách hành chính quý IV: hạn thứ Sáu, 04/12") {
		t.Errorf("the person was told: %q", got)
	}
	chrometest.See[any](t, ctx, `document.querySelector("[name=ket-qua]").value = "Công văn số 12"`)
	chrometest.Do(t, ctx, chrometest.Press(`form[action$=dong] button.main`))
	chrometest.Until(t, ctx, `document.body.innerText.includes("Kết quả: Công văn số 12")`)
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/admin/cong-viec"), chrometest.Press(`form[action$=lich] button`))
	chrometest.Until(t, ctx, `document.querySelector("input[readonly]")?.value.includes("/ical/")`)
	look("bang-viec")
}

// TestTaskComesAgainInConsole: what is said of a task in the chat is read by the form too.
func TestTaskComesAgainInConsole(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Thị Hương", "Văn phòng", people.RoleMember)
	b := o.signedIn(owner)
	status, page := b.post("/admin/cong-viec/doc",
		url.Values{"ten": {"Báo cáo tháng"}, "nguoi": {b.choice("Lê Thị Hương")}, "han": {"ngày 25 hằng tháng"}})
	if status != http.StatusOK || !strings.Contains(page, "Lặp lại: mỗi tháng vào ngày 25") {
		t.Fatalf("reading it back: %d\n%s", status, words(page))
	}
	k, found, err := tasks.Load(t.Context(), o.state, b.confirms(page))
	if err != nil || !found || k.Every == nil || k.Every.Words() != "mỗi tháng vào ngày 25" {
		t.Errorf("%+v, %v", k, err)
	}
}

// TestBoardSaysHowItStands: trouble, reminders that nobody answered, the weekday and what the groups mean stand on the
// board as in the chat.
func TestBoardSaysHowItStands(t *testing.T) {
	o := lively(t)
	k := o.task(o.someTask)
	was := k
	k.Status, k.Trouble, k.Silent, k.Due = tasks.Stuck, "Chưa có số liệu của thôn 3", 7, content.NewDay(2026, 11, 18)
	o.update(func(tx bot.Tx) error { tasks.Put(tx, &was, k); return nil })
	_, page := o.signedIn(owner).get("/admin/cong-viec")
	for _, want := range []string{"Gặp khó khăn: Chưa có số liệu của thôn 3", "đã nhắc 7 lần chưa phản hồi",
		"thứ Tư, 18/11/2026",
		`class="late">Quá hạn, trễ`, "bot đã nhắc từ hai lần mà người nhận chưa bấm nút nào"} {
		if !strings.Contains(words(page), want) && !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, words(page))
		}
	}
}
