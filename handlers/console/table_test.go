package console_test

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// inOrder reports whether texts stand on a page one after the other.
func inOrder(page string, texts ...string) bool {
	from := 0
	for _, t := range texts {
		i := strings.Index(page[from:], t)
		if i < 0 {
			return false
		}
		from += i + len(t)
	}
	return true
}

var sortLink = regexp.MustCompile(`<a href="([^"]+)"[^>]*>([^<]+)`)

// follow gets the page behind the link that begins with a text.
func (b *browser) follow(page, label string) string {
	b.t.Helper()
	for _, m := range sortLink.FindAllStringSubmatch(page, -1) {
		if strings.TrimSpace(m[2]) != label {
			continue
		}
		path, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		status, next := b.get(path)
		if status != 200 {
			b.t.Fatalf("%s: %d", path, status)
		}
		return next
	}
	b.t.Fatalf("no link %q on\n%s", label, words(page))
	return ""
}

// TestTablesSortAndFilter: people, tasks, questions, the log and the content are sorted and filtered without a script;
// the address holds all of it, and each link carries on what the others chose.
func TestTablesSortAndFilter(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	o.official("21", "Lê Văn An", "Tư pháp", people.RoleMember)
	o.official("22", "Phạm Thị Bích", "Văn phòng", people.RoleMember)
	o.update(func(tx bot.Tx) error {
		for i, title := range []string{"Đo đạc", "Báo cáo", "Chứng thực"} {
			if _, err := o.bot.Tasks.New(context.Background(), tx, tasks.Task{Title: title, Unit: "Văn phòng",
				Due: content.NewDay(2026, 12, 18-i), By: "Chủ bot"}); err != nil {
				return err
			}
		}
		return nil
	})
	for i, q := range []string{"thủ tục mở phòng gym", "bán tem thư ở đâu", "bán tem thư ở đâu",
		"thủ tục nuôi cá sấu trên sân thượng"} {
		o.now.Add(60)
		o.says(fmt.Sprint(300+i), bot.Update{Kind: bot.KindText, Text: q})
	}
	b := o.signedIn(owner)

	_, page := b.get("/admin/can-bo")
	if !inOrder(page, ">Trần Thị Lan<", ">Lê Văn An<", ">Phạm Thị Bích<") ||
		!strings.Contains(words(page), "Chưa có trưởng đơn vị: Văn phòng.") {
		t.Errorf("people by unit, heads first:\n%s", words(page))
	}
	page = b.follow(page, "Họ tên")
	if !inOrder(page, ">Lê Văn An<", ">Phạm Thị Bích<", ">Trần Thị Lan<") || !strings.Contains(page, `aria-sort="ascending"`) {
		t.Error("people by their given names")
	}
	if page = b.follow(page, "Họ tên"); !inOrder(page, ">Trần Thị Lan<", ">Phạm Thị Bích<", ">Lê Văn An<") || !strings.Contains(page, `aria-sort="descending"`) {
		t.Error("people downward")
	}
	_, page = b.get("/admin/can-bo?xep=ten&chieu=giam&tim=" + url.QueryEscape("tu phap"))
	if !inOrder(page, ">Trần Thị Lan<", ">Lê Văn An<", "2 trong 3 cán bộ") || strings.Contains(page, ">Phạm Thị Bích<") || !strings.Contains(page, `name="xep" value="ten"`) {
		t.Errorf("people filtered and sorted:\n%s", words(page))
	}
	if _, page = b.get("/admin/can-bo?tim=zzz"); !strings.Contains(words(page), "Không có ai khớp với “zzz”") {
		t.Error("nothing says that nobody was found")
	}

	_, page = b.get("/admin/cong-viec")
	if !inOrder(page, ">Chứng thực<", ">Báo cáo<", ">Đo đạc<") {
		t.Error("tasks by their day")
	}
	if page = b.follow(page, "Việc"); !inOrder(page, ">Báo cáo<", ">Chứng thực<", ">Đo đạc<") {
		t.Error("tasks by title")
	}
	if _, page = b.get("/admin/cong-viec?loc=ontime&xep=viec&tim=chung"); !strings.Contains(page, ">Chứng thực<") ||
		strings.Contains(page, ">Báo cáo<") ||
		!strings.Contains(page, `name="loc" value="ontime"`) {
		t.Errorf("tasks filtered:\n%s", words(page))
	}
	if page = b.follow(page, "Bỏ lọc"); !inOrder(page, ">Báo cáo<", ">Chứng thực<", ">Đo đạc<") ||
		!strings.Contains(page, "Chỉ hiện") {
		t.Error("the filter's end forgets the order or the light")
	}

	_, page = b.get("/admin/cau-hoi")
	if !inOrder(page, "bán tem thư", "nuôi cá sấu") {
		t.Errorf("questions:\n%s", words(page))
	}
	if page = b.follow(page, "lần hỏi cuối"); !inOrder(page, "phòng gym", "bán tem thư", "nuôi cá sấu") {
		t.Errorf("questions by the last time:\n%s", words(page))
	}
	if _, page = b.get("/admin/cau-hoi?tim=ca+sau"); !strings.Contains(page, "nuôi cá sấu") ||
		strings.Contains(words(page), "bán tem thư ở đâu 2 lượt") {
		t.Error("questions filtered")
	}

	_, page = b.get("/admin/nhat-ky?tim=" + url.QueryEscape("đổi vai trò"))
	if strings.Count(page, `<td data-l="Việc">Đổi vai trò</td>`) != 3 || strings.Contains(page, `<td data-l="Việc">Mời cán bộ</td>`) {
		t.Errorf("the log filtered:\n%s", words(page))
	}
	if page = b.follow(page, "Đối tượng"); !inOrder(page, "Lê Văn An", "Phạm Thị Bích", "Trần Thị Lan") {
		t.Error("the log by object")
	}

	_, page = b.get("/admin/noi-dung?tim=khai+sinh")
	all := page
	if page = b.follow(page, "Kiểm tra"); !strings.Contains(page, `name="tim" value="khai sinh"`) || !strings.Contains(page, `aria-sort="ascending"`) || len(page) < len(all)/2 {
		t.Error("the content filtered and sorted")
	}
}

// TestLogFilterLooksFarBack: a filter finds what happened hundreds of lines ago.
func TestLogFilterLooksFarBack(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	o.update(func(tx bot.Tx) error {
		for range 350 {
			if err := people.Audit(context.Background(), tx, owner, people.RoleOwner, people.VerbExport, "viec",
				""); err != nil {
				return err
			}
		}
		return nil
	})
	b := o.signedIn(owner)
	if _, page := b.get("/admin/nhat-ky?tim=" + url.QueryEscape("mời cán bộ")); !strings.Contains(page,
		`<td data-l="Việc">Mời cán bộ</td>`) {
		t.Errorf("not found:\n%s", words(page))
	}
	if _, page := b.get("/admin/nhat-ky?tim=" + url.QueryEscape("xuất")); strings.Count(page, "<tr>") != 101 &&
		!strings.Contains(page, ">Cũ hơn</a>") {
		t.Error("no second page of what was found")
	}
}

// TestCasesMoveAndClose: what the chat can do with a passed-on question the page can: give it to another unit, close it
// with a reason; answered ones stand apart.
func TestCasesMoveAndClose(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	minh := o.official("21", "Lê Văn Minh", "Văn phòng", people.RoleHead)
	for i, q := range []string{"hội trường thuê thế nào", "bán tem thư ở đâu"} {
		o.says(fmt.Sprint(300+i), bot.Update{Kind: bot.KindText, Text: q})
		o.says(fmt.Sprint(300+i), bot.Update{Kind: bot.KindAction, Action: "pass"})
	}
	b := o.signedIn(owner)
	_, page := b.get("/admin/y-kien")
	refs := regexp.MustCompile(`id="v-(H-[A-Z0-9]+)"`).FindAllStringSubmatch(page, -1)
	if len(refs) != 2 {
		t.Fatalf("cases: %v\n%s", refs, words(page))
	}
	before := len(o.state.Queue())
	page = b.follows("/admin/y-kien/chuyen", url.Values{"ma": {refs[0][1]}, "don-vi": {people.UnitID("Văn phòng")}})
	if !strings.Contains(page, "Đã chuyển.") || !strings.Contains(o.sentTo(minh, before), refs[0][1]) {
		t.Errorf("moved: %s", o.sentTo(minh, before))
	}
	before = len(o.state.Queue())
	page = b.follows("/admin/y-kien/dong-mot",
		url.Values{"ma": {refs[0][1]}, "ly-do": {"Không thuộc thẩm quyền của xã"}, "chac": {"co"}})
	told := false
	for _, out := range o.state.Queue()[before:] {
		told = told || strings.Contains(out.Message.Text, "Không thuộc thẩm quyền của xã")
	}
	if !told || !inOrder(page, refs[1][1], refs[0][1]) {
		t.Errorf("closed; told %v:\n%s", told, words(page))
	}
	if page = b.follow(page, "1"); strings.Contains(page, `id="v-`+refs[0][1]) || !strings.Contains(page, `id="v-`+refs[1][1]) {
		t.Error("those that wait do not stand apart")
	}
	if status, _ := b.post("/admin/y-kien/dong-mot", url.Values{"ma": {refs[1][1]}, "ly-do": {" "}}); status != 400 {
		t.Errorf("closed without a reason: %d", status)
	}
}
