package console_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/tasks"
	"github.com/motcua/motcua/handlers/unanswered"
)

var (
	carried  = regexp.MustCompile(`<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"`)
	sureForm = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)" class="buttons">(.*?)<button class="danger">`)
)

// TestAsksBefore: whatever takes something away says first what will happen, with and without JavaScript, and does it
// only by the second form, which carries all that the first said.
func TestAsksBefore(t *testing.T) {
	o := lively(t)
	b := o.signedIn(owner)
	o.update(func(tx bot.Tx) error {
		d := library.NewDraft("d1", "Thuê hội trường", "", "", content.NewDay(2026, 11, 30), tx.Now())
		d.ID = "d1"
		library.PutDraft(tx, d)
		return nil
	})
	o.says("150", bot.Update{Kind: bot.KindText, Text: "con mèo bay lên mặt trăng bằng gì"})
	kept := func(set string) func() int {
		return func() int {
			list, err := o.state.List(t.Context(), set, bot.Range{Max: 1 << 52})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
	}
	decided := func() int {
		days, err := calendar.Decisions(t.Context(), o.state, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(days)
	}
	dropped := func() int {
		if o.task(o.someTask).Status == tasks.Void {
			return 0
		}
		return 1
	}
	o.says("151", bot.Update{Kind: bot.KindText, Text: "cho tôi hỏi giá vé tàu vũ trụ khứ hồi"})
	unwanted := b.draft(url.Values{"noi-dung": {"Sáng mai cúp điện."}}, nil)
	stands := func(id string) int {
		a, _, err := announce.Load(t.Context(), o.state, id)
		if err != nil {
			t.Fatal(err)
		}
		if a.State == announce.Cancelled || a.PublicUntil.IsZero() && id != unwanted {
			return 0
		}
		return 1
	}
	_, _, shown := o.announced()
	b.post("/admin/thong-bao/cong-khai", url.Values{"ma": {shown}, "viec": {"dang"}, "den": {"2026-12-20"}})
	o.says("41", bot.Update{Text: "/lienket " + o.invited()})
	head := o.official("42", "Phạm Văn Trưởng", "Văn phòng", people.RoleHead)
	b.post("/admin/cong-viec/ke-hoach", url.Values{"ma": {"mau"}, "som": {"5"}})
	refused := func() int {
		plans, err := o.bot.Tasks.Plans(t.Context(), o.state, content.NewDay(2026, 11, 30))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range plans {
			if p.Key == "mau" && p.Refused {
				return 0
			}
		}
		return 1
	}
	heads := func() int {
		_, id, err := o.bot.People.RoleOf(t.Context(), o.state, head)
		if err != nil {
			t.Fatal(err)
		}
		if id.Role == people.RoleHead {
			return 1
		}
		return 0
	}
	waiting := func() int {
		list, err := staff.Joining(t.Context(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	open := func() int {
		groups, err := unanswered.Groups(t.Context(), o.state, 100)
		if err != nil {
			t.Fatal(err)
		}
		return len(groups)
	}
	_, page := b.get("/admin/cau-hoi")
	o.now.Add(3600)
	groups := regexp.MustCompile(`form="gop" name="id" value="([^"]+)"`).FindAllStringSubmatch(page, -1)
	group := regexp.MustCompile(`form="gop" name="id" value="([^"]+)"`).FindStringSubmatch(page)
	for _, c := range []struct {
		path  string
		form  url.Values
		wants []string
		count func() int
	}{
		{"/admin/cau-hoi/gop", url.Values{"id": {groups[0][1], groups[1][1]}},
			[]string{"Gộp 2 nhóm câu hỏi thành một?", "không lùi lại được"}, open},
		{"/admin/thong-bao/lam", url.Values{"ma": {unwanted}, "viec": {"drop"}},
			[]string{"Hủy thông báo này?", "không được gửi cho ai"}, func() int { return stands(unwanted) }},
		{"/admin/thong-bao/cong-khai", url.Values{"ma": {shown}, "viec": {"go"}},
			[]string{"Gỡ thông báo khỏi trang công khai?", "Đăng lại được"}, func() int { return stands(shown) }},
		{"/admin/can-bo/xac-nhan", url.Values{"chat": {"telegram:41"}, "viec": {"khong"}},
			[]string{"Không phải người được mời?", "không được vào danh sách cán bộ"}, waiting},
		{"/admin/can-bo/chuyen", url.Values{"ma": {o.personOf("42")}, "don-vi": {"Tư pháp – Hộ tịch"}},
			[]string{"Chuyển Phạm Văn Trưởng sang đơn vị “Tư pháp – Hộ tịch”?", "thôi làm trưởng đơn vị Văn phòng"},
			heads},
		{"/admin/cong-viec/ke-hoach", url.Values{"ma": {"mau"}, "viec": {"khong"}}, []string{"không tự tạo việc"},
			refused},
		{"/admin/noi-dung/bo-nhap", url.Values{"nhap": {"d1"}}, []string{"Bỏ bản nháp này?", "không lùi lại được"},
			kept(library.DraftsSet)},
		{"/admin/cau-hoi/bo", url.Values{"id": {group[1]}}, []string{"Bỏ 1 câu hỏi"}, kept(unanswered.Set)},
		{"/admin/cau-hoi/don", url.Values{"ngay": {"0"}}, []string{"Bỏ mọi câu đang có"}, kept(unanswered.Set)},
		{"/admin/cai-dat/lich", url.Values{"ngay": {"2027-02-08"}},
			[]string{"Bỏ ngày đã ghi: 08/02/2027?", "lịch trong kho nội dung"}, decided},
		{"/admin/cong-viec/dong", url.Values{"ma": {o.someTask}, "viec": {"bo"}},
			[]string{"Bỏ việc này?", "mở lại được"}, dropped},
	} {
		before := c.count()
		status, page := b.post(c.path, c.form)
		for _, want := range append(c.wants, "Nếu ông/bà đồng ý", "Không, quay lại") {
			if status != http.StatusOK || !strings.Contains(words(page), want) {
				t.Errorf("%s: %d, no %q in\n%s", c.path, status, want, words(page))
			}
		}
		if c.count() != before {
			t.Errorf("%s is done before anybody agreed", c.path)
		}
		form := sureForm.FindStringSubmatch(page)
		if form == nil || form[1] != c.path {
			t.Fatalf("%s: no form that does it: %v", c.path, form)
		}
		sent := url.Values{}
		for _, f := range carried.FindAllStringSubmatch(form[2], -1) {
			sent.Add(f[1], html.UnescapeString(f[2]))
		}
		if status, page := b.post(c.path, sent); status != http.StatusSeeOther || c.count() == before {
			t.Errorf("%s by %v: %d\n%s", c.path, sent, status, words(page))
		}
	}
}

// presses says of every POST of the console why it need not ask before it is done, or that it asks.
var presses = map[string]string{
	"/admin/noi-dung/bo-nhap": asks, "/admin/noi-dung/rut": asks, "/admin/cau-hoi/bo": asks, "/admin/cau-hoi/don": asks,
	"/admin/cau-hoi/gop":  asks,
	"/admin/cai-dat/lich": asks, "/admin/cai-dat/phien": asks, "/admin/y-kien/dong": asks,
	"/admin/y-kien/dong-mot": asks,
	"/admin/cong-viec/dong":  asks, "/admin/cong-viec/lich": asks, "/admin/cong-viec/ke-hoach": asks,
	"/admin/thong-bao/lam": asks, "/admin/thong-bao/cong-khai": asks, "/admin/thong-bao/mau/xoa": asks,
	"/admin/thong-bao/lap/lam": asks, "/admin/thong-bao/nhom": asks,
	"/admin/can-bo/huy-moi": asks, "/admin/can-bo/xac-nhan": asks, "/admin/can-bo/chuyen": asks,
	"/admin/co-quan/anh": asks, "/admin/rieng": asks,
	"/admin/can-bo/roi": page, "/admin/can-bo/go": page, "/admin/can-bo/don-vi/gop": page,
	"/admin/can-bo/don-vi/bo": page,
	"/admin/chu-bot/thoi":     page, "/admin/lam-thay/thoi": page,
	"/admin/ra": again, "/admin/y-kien/chuyen": again, "/admin/bat-dau": again, "/admin/bat-dau/yen-tinh": again,
	"/admin/cai-dat/phu-trach": again,
	"/admin/can-bo/quyen":      again, "/admin/can-bo/don-vi/ten": again, "/admin/lam-thay": again,
	"/admin/co-quan":           again,
	"/admin/cham/cau":          again,
	"/admin/thong-bao/mau/sua": again,
	"/admin/y-kien/tra-loi":    adds, "/admin/y-kien/nhap": adds, "/admin/cai-dat/don-vi": adds,
	"/admin/can-bo/moi": adds, "/admin/chu-bot/ma": adds,
	"/admin/thong-bao/soan": adds, "/admin/thong-bao/sua": adds, "/admin/thong-bao/mau": adds,
	"/admin/cau-hoi/noi": adds, "/admin/cau-hoi/soan": adds,
	"/admin/noi-dung/them": adds, "/admin/noi-dung/cong/lay": adds, "/admin/cham/mau": adds, "/admin/tin-hong": adds,
	"/admin/cham/viec":     adds,
	"/admin/cong-viec/doc": reads, "/admin/cong-viec/giao": reads, "/admin/cai-dat/lich/ghi": reads,
	"/admin/thong-bao/hen": reads,
	"/admin/thong-bao/lap": reads, "/admin/noi-dung/kiem": reads, "/admin/noi-dung/dang": reads,
	"/admin/noi-dung/hop": reads, "/admin/noi-dung/to": reads,
	"/admin/y-kien/xuat": shows, "/admin/y-kien/bao-cao": shows, "/admin/cong-viec/xuat": shows,
	"/admin/thong-bao/xuat": shows, "/admin/nhat-ky/xuat": shows,
	"/admin/bat-dau/kenh": shows, "/admin/noi-dung/cong": shows, "/admin/noi-dung/xem": shows,
}

const (
	asks  = "asks on a page of its own"
	page  = "its button is on a page that says what will happen"
	again = "can be done the other way round by the same form"
	adds  = "adds something and takes nothing away"
	reads = "is read back or checked on a page before"
	shows = "shows or exports something"
)

// TestEveryPressKnown: no form of the console was forgotten when it was decided which ask before.
func TestEveryPressKnown(t *testing.T) {
	routes := console.Routes()
	for _, r := range rooms() {
		routes = append(routes, r.Routes...)
	}
	known := maps.Clone(presses)
	for _, r := range routes {
		if r.Method != http.MethodPost {
			continue
		}
		if known[r.Path] == "" {
			t.Errorf("%s: does it ask before it takes something away?", r.Path)
		}
		delete(known, r.Path)
	}
	for path := range known {
		t.Errorf("%s: no such form", path)
	}
}
