package console_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/ical"
	"github.com/motcua/motcua/handlers/tasks"
)

// TestTaskExport: the files open as they should, hold Vietnamese text, and run nothing.
func TestTaskExport(t *testing.T) {
	o, head, _, _ := staffed(t)
	b := o.signedIn(head)
	b.gives("=HYPERLINK(\"http://x\",\"Bấm\")", "Trần Thị Lan", "10/12")
	closed := b.gives("Việc đã xong", "Trần Thị Lan", "10/12")
	b.post("/admin/cong-viec/dong", url.Values{"ma": {closed}, "viec": {"xong"}, "ket-qua": {"+84 đã gọi"}})
	o.says("400", bot.Update{Kind: bot.KindText, Text: "thủ tục nuôi cá sấu trên sân thượng"})
	o.says("400", bot.Update{Kind: bot.KindAction, Action: "pass"})
	board, err := o.bot.Tasks.Board(context.Background(), o.state, "", "", content.DayOf(morning), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range board {
		if _, page := o.signedIn(owner).get("/admin/cong-viec/viec?ma=" + k.ID); strings.Contains(page,
			"Người dân đang chờ trả lời H-") != (k.By == "Người dân") {
			t.Errorf("the page of %q says of the one who waits: %v", k.Title, k.By != "Người dân")
		}
	}
	for kind, want := range map[string][]string{
		"dang-mo": {"'=HYPERLINK(\"http://x\",\"Bấm\")", vanPhong, "Trần Thị Lan", "10/12/2026", "chưa nhận"},
		"da-dong": {"Việc đã xong", "đúng hạn", "'+84 đã gọi"},
		"nhat-ky": {"giao việc, hạn 10/12/2026", "đã xong", "Lê Thị Hương"},
	} {
		_, body := b.post("/admin/cong-viec/xuat", url.Values{"bang": {kind}})
		text, bom := strings.CutPrefix(body, "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if !bom || err != nil || len(rows) < 2 {
			t.Fatalf("%s: byte order mark %v, %d rows, %v", kind, bom, len(rows), err)
		}
		var cells []string
		for _, r := range rows {
			cells = append(cells, r...)
		}
		for _, w := range want {
			if !strings.Contains("\n"+strings.Join(cells, "\n")+"\n", "\n"+w+"\n") {
				t.Errorf("%s has no cell %q:\n%s", kind, w, text)
			}
		}
	}
	_, body := b.post("/admin/cong-viec/xuat", url.Values{"bang": {"xlsx"}})
	f, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), ", "); got != "Việc đang mở, Việc đã đóng, Nhật ký" {
		t.Errorf("sheets: %s", got)
	}
	if formula, _ := f.GetCellFormula("Việc đang mở", "B3"); formula != "" {
		t.Errorf("a title became the formula %q", formula)
	}
	if _, page := o.signedIn(owner).get("/admin/nhat-ky"); strings.Count(page, "Xuất danh sách việc") != 4 {
		t.Error("not every export is in the log")
	}
}

// TestFeedInTheConsole: made, changed and closed; each address works as long as it is the person's.
func TestFeedInTheConsole(t *testing.T) {
	o, head, _, _ := staffed(t)
	b := o.signedIn(head)
	b.gives("Họp giao ban", "Lê Thị Hương", "10/12")
	link := regexp.MustCompile(`https://motcua\.example\.vn(/ical/[0-9a-f]+\.ics)`)
	in := func(_ int, page string) string {
		if m := link.FindStringSubmatch(page); m != nil {
			return m[1]
		}
		return ""
	}
	h := ical.Handler(func(ctx context.Context, secret string) (ical.Calendar, bool, error) {
		return tasks.Feed(ctx, o.state, secret)
	}, o.bot.Now, o.bot.Log)
	status := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	if in(b.get("/admin/cong-viec")) != "" {
		t.Fatal("an address before it was asked for")
	}
	first := in(b.post("/admin/cong-viec/lich", url.Values{"viec": {"moi"}}))
	if _, page := b.get("/admin/cong-viec"); strings.Contains(page, "/ical/") ||
		!strings.Contains(page, "Đổi liên kết") {
		t.Error("the address is shown a second time, or there seems to be none")
	}
	second := in(b.post("/admin/cong-viec/lich", url.Values{"viec": {"moi"}}))
	if first == "" || second == "" || second == first {
		t.Fatalf("addresses %q, %q", first, second)
	}
	if status(first) != http.StatusNotFound || status(second) != http.StatusOK {
		t.Errorf("after the change: %q %d, %q %d", first, status(first), second, status(second))
	}
	if _, page := o.signedIn(owner).get("/admin/cong-viec"); strings.Contains(page, "/ical/") {
		t.Error("somebody else sees the address")
	}
	b.post("/admin/cong-viec/lich", url.Values{"viec": {"dong"}, "chac": {"co"}})
	if _, page := b.get("/admin/cong-viec"); !strings.Contains(page, "Tạo liên kết") ||
		status(second) != http.StatusNotFound {
		t.Error("a closed address still works")
	}
}
