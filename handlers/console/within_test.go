package console_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/announce/templates"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/tasks"
)

// twoOffices makes the installation serve two communes.
func twoOffices(o *office, c *handlers.Config) {
	k := *o.know.Load()
	lib := *k.Library
	lib.Offices = []content.Office{
		{ID: "o2", Slug: "binh-my", Commune: "xa-binh-my", Name: "Trung tâm Phục vụ hành chính công xã Bình Mỹ"},
		{ID: "o3", Slug: "binh-an", Commune: "xa-binh-an", Name: "Trung tâm Phục vụ hành chính công xã Bình An"},
	}
	k.Library = &lib
	o.know.Store(&k)
	c.Offices = []string{"*"}
}

// openToOffices are the routes that who belongs to one of several offices may use, as far as his role allows: whoever
// adds one here made it keep to the visitor's office. go through TestOfficesSeeTheirOwn.
var openToOffices = []string{
	"GET /admin", "GET /admin/{$}", "POST /admin/ra",
	"GET /admin/y-kien", "POST /admin/y-kien/tra-loi", "POST /admin/y-kien/chuyen", "POST /admin/y-kien/dong-mot",
	"POST /admin/y-kien/dong", "POST /admin/y-kien/xuat", "POST /admin/y-kien/bao-cao",
	"GET /admin/cong-viec", "GET /admin/cong-viec/viec", "POST /admin/cong-viec/doc", "POST /admin/cong-viec/giao",
	"POST /admin/cong-viec/dong", "POST /admin/cong-viec/xuat", "POST /admin/cong-viec/lich",
	"GET /admin/can-bo", "GET /admin/can-bo/nguoi", "POST /admin/can-bo/moi", "GET /admin/can-bo/loi-moi",
	"GET /admin/can-bo/loi-moi/ma-qr", "POST /admin/can-bo/huy-moi", "POST /admin/can-bo/xac-nhan",
	"POST /admin/can-bo/chuyen", "GET /admin/can-bo/chac", "POST /admin/can-bo/roi", "POST /admin/can-bo/go",
	"GET /admin/can-bo/don-vi", "POST /admin/can-bo/don-vi/ten", "GET /admin/can-bo/don-vi/chac",
	"POST /admin/can-bo/don-vi/gop", "POST /admin/can-bo/don-vi/bo",
	"GET /admin/rieng", "POST /admin/rieng",
	"GET /admin/thong-bao", "GET /admin/thong-bao/tin", "GET /admin/thong-bao/tien-do", "GET /admin/thong-bao/tep",
	"GET /admin/thong-bao/soan", "POST /admin/thong-bao/soan", "POST /admin/thong-bao/lam", "POST /admin/thong-bao/hen",
	"POST /admin/thong-bao/sua", "POST /admin/thong-bao/cong-khai", "POST /admin/thong-bao/xuat",
	"GET /admin/thong-bao/lap", "POST /admin/thong-bao/lap", "POST /admin/thong-bao/lap/lam",
	"GET /admin/thong-bao/mau", "POST /admin/thong-bao/mau", "GET /admin/thong-bao/mau/sua",
	"POST /admin/thong-bao/mau/sua", "POST /admin/thong-bao/mau/xoa", "GET /admin/thong-bao/nhom",
	"POST /admin/thong-bao/nhom",
	"GET /admin/nguoi-dang-ky", "GET /admin/nhat-ky", "GET /admin/cai-dat", "GET /admin/cai-dat/ma-qr",
	"POST /admin/cai-dat/phu-trach", "POST /admin/cai-dat/don-vi", "POST /admin/cai-dat/lich",
	"POST /admin/cai-dat/lich/ghi",
	"GET /admin/co-quan", "POST /admin/co-quan", "GET /admin/co-quan/anh", "POST /admin/co-quan/anh",
	"GET /admin/bat-dau/to-ma-qr",
	"GET /admin/lam-thay", "POST /admin/lam-thay", "GET /admin/lam-thay/chac", "POST /admin/lam-thay/thoi",
}

const notYourOffice = "chung cho mọi cơ quan"

// TestRoutesByOffice walks route × role × office: who belongs to one office is refused every route that does not keep
// to it, whatever his role; who belongs to all of them, and everybody where one is served, is refused none for that.
func TestRoutesByOffice(t *testing.T) {
	routes := console.Routes()
	for _, room := range rooms() {
		routes = append(routes, room.Routes...)
	}
	roles := []people.Role{people.RoleViewer, people.RoleHead, people.RoleEditor, people.RoleAdmin}
	for _, served := range []struct {
		name   string
		change []func(*office, *handlers.Config)
	}{{"one", nil}, {"two", []func(*office, *handlers.Config){twoOffices}}} {
		o := newOffice(t, served.change...)
		for i, role := range roles {
			for j, unit := range []string{"Văn phòng xã Bình Mỹ", "Văn phòng xã Bình An", "Sở Nội vụ"} {
				if role != people.RoleAdmin && (served.name == "one" || unit != "Văn phòng xã Bình Mỹ") {
					continue // an admin has every route but the owners', and the offices are alike
				}
				b := o.signedIn(o.official(string(rune('a'+i))+string(rune('a'+j)), "Cán bộ", unit, role))
				for n, r := range routes {
					if n%40 == 0 {
						o.now.Add(120) // the limit of requests a minute is another matter
					}
					if r.Path == "/admin/ra" {
						continue // signs out
					}
					path := strings.TrimSuffix(r.Path, "{$}")
					var page string
					if r.Method == http.MethodPost {
						_, page = b.post(path, url.Values{})
					} else {
						_, page = b.get(path)
					}
					closed := served.name == "two" && unit != "Sở Nội vụ" &&
						!slices.Contains(openToOffices, r.Method+" "+r.Path)
					if refused := strings.Contains(page, notYourOffice); refused != closed {
						t.Errorf("%s served, %s of %s, %s %s: refused for the office %t, want %t", served.name, role, unit, r.Method, r.Path, refused, closed)
					}
				}
			}
		}
	}
}

// TestOfficesSeeTheirOwn: no page that is open to an office says anything of another, and no form of it does anything
// there; who is of all offices sees both.
func TestOfficesSeeTheirOwn(t *testing.T) {
	o := newOffice(t, twoOffices)
	ctx := context.Background()
	ids := map[string]string{}
	for n, commune := range []string{"xã Bình Mỹ", "xã Bình An"} {
		unit := "Văn phòng " + commune
		o.official([]string{"51", "52"}[n], "Người "+commune, unit, people.RoleMember)
		err := o.as(owner, func(tx bot.Tx, by people.Actor) error {
			k, err := o.bot.Tasks.New(ctx, tx,
				tasks.Task{Title: "Việc của " + commune, Unit: unit, Due: content.NewDay(2026, 12, 1), Leads: []int{1}})
			if err != nil {
				return err
			}
			ids[commune] = k.ID
			by.Office, by.Role = o.bot.People.OfficeOf(unit), people.RoleAdmin
			a, err := o.bot.Announce.Draft(ctx, tx, by, "Tin của "+commune, false)
			if err != nil {
				return err
			}
			ids["tin "+commune] = a.ID
			if ids["mẫu "+commune], err = o.bot.Templates.Save(ctx, tx, by,
				templates.Template{Name: "Mẫu của " + commune, Text: "{giờ} " + commune}); err != nil {
				return err
			}
			c := cases.Case{Ref: []string{"H-23456789", "H-98765432"}[n], Text: "Hỏi ở " + commune,
				Unit: people.UnitID(unit),
				At:   tx.Now(), Due: content.NewDay(2026, 12, 1)}
			tx.Put(bot.Key{Kind: "case", ID: c.Ref}, c, 0)
			tx.Add(cases.CasesSet, c.Ref, tx.Now().UnixMilli())
			tx.Add(cases.OpenCasesSet, c.Ref, c.Due.At(23, 59).UnixMilli())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	admin := o.signedIn(o.official("61", "Quản trị", "Văn phòng xã Bình Mỹ", people.RoleAdmin))
	all := o.signedIn(o.official("62", "Quản trị chung", "Sở Nội vụ", people.RoleAdmin))
	for _, route := range openToOffices {
		method, path, _ := strings.Cut(route, " ")
		path = strings.TrimSuffix(path, "{$}")
		if path == "/admin/ra" || method == "POST" && !strings.HasSuffix(path, "/xuat") {
			continue
		}
		read := func(b *browser) string {
			if method == "POST" {
				_, page := b.post(path+"?dang=csv", url.Values{"bang": {"dang-mo"}})
				return page
			}
			_, page := b.get(path)
			return page
		}
		if page := read(admin); strings.Contains(page, "Bình An") {
			t.Errorf("%s of Bình Mỹ tells of Bình An", route)
		}
		if page := read(all); slices.Contains([]string{"GET /admin/y-kien", "GET /admin/cong-viec", "GET /admin/can-bo",
			"GET /admin/can-bo/don-vi", "GET /admin/thong-bao"}, route) &&
			(!strings.Contains(page, "Bình An") || !strings.Contains(page, "Bình Mỹ")) {
			t.Errorf("%s of all offices does not tell of both", route)
		}
	}
	p := o.someone("Người xã Bình An")
	unit, news := people.UnitID("Văn phòng xã Bình An"), ids["tin xã Bình An"]
	for path, form := range map[string]url.Values{
		"/admin/y-kien/tra-loi":      {"ma": {"H-98765432"}, "tra-loi": {"Được."}},
		"/admin/y-kien/dong-mot":     {"ma": {"H-98765432"}, "ly-do": {"trùng"}},
		"/admin/y-kien/dong":         {"ma": {"H-98765432"}, "ly-do": {"trùng"}},
		"/admin/y-kien/chuyen":       {"ma": {"H-23456789"}, "don-vi": {unit}},
		"/admin/cong-viec/dong":      {"ma": {ids["xã Bình An"]}, "viec": {"bo"}, "chac": {"co"}},
		"/admin/can-bo/moi":          {"ma": {p.ID}},
		"/admin/can-bo/chuyen":       {"ma": {p.ID}, "don-vi": {"Tư pháp"}},
		"/admin/can-bo/roi":          {"ma": {p.ID}},
		"/admin/can-bo/go":           {"ma": {p.ID}, "chat": {p.Chats[0].String()}},
		"/admin/can-bo/don-vi/ten":   {"ma": {unit}, "ten": {"Phòng Văn hóa"}},
		"/admin/can-bo/don-vi/gop":   {"ma": {unit}, "vao": {people.UnitID("Văn phòng xã Bình Mỹ")}},
		"/admin/can-bo/don-vi/bo":    {"ma": {unit}},
		"/admin/lam-thay":            {"vang": {p.ID}, "thay": {p.ID}, "tu": {"2026-11-24"}, "den": {"2026-11-25"}},
		"/admin/lam-thay/thoi":       {"ma": {p.ID}},
		"/admin/thong-bao/lam":       {"ma": {news}, "viec": {"drop"}},
		"/admin/thong-bao/hen":       {"ma": {news}, "ban": {"1"}, "luc": {"2026-12-01T09:00"}},
		"/admin/thong-bao/sua":       {"ma": {news}, "kieu": {"fix"}, "noi-dung": {"Sai."}},
		"/admin/thong-bao/cong-khai": {"ma": {news}, "den": {"2026-12-01"}},
		"/admin/thong-bao/xuat":      {"ma": {news}, "dang": {"csv"}},
		"/admin/thong-bao/soan": {"ma": {news}, "ban": {"1"}, "noi-dung": {"Khác."}, "ai": {"tat-ca"},
			"kenh": {"telegram"}},
		"/admin/thong-bao/lap":     {"ma": {news}, "lich": {"8 giờ thứ Hai hằng tuần đến 31/12"}},
		"/admin/thong-bao/lap/lam": {"ma": {news}, "viec": {"dung-roi"}},
		"/admin/thong-bao/mau":     {"mau": {ids["mẫu xã Bình An"]}, "o0": {"7"}},
		"/admin/thong-bao/mau/sua": {"mau": {ids["mẫu xã Bình An"]}, "ten": {"Khác"}, "noi-dung": {"{a}"}},
		"/admin/thong-bao/mau/xoa": {"mau": {ids["mẫu xã Bình An"]}},
	} {
		form.Set("chac", "co") // what will happen was read: the right is asked for at the deed
		before := o.state.Everything()
		if status, page := admin.post(path, form); status < 400 {
			t.Errorf("%s: %d\n%s", path, status, page)
		}
		for where, text := range o.state.Everything() {
			if before[where] != text &&
				(strings.Contains(where+text, p.ID) || strings.Contains(where+text, "98765432") ||
					strings.Contains(where, news) || strings.Contains(where, ids["mẫu xã Bình An"])) {
				t.Errorf("%s changed %s to %s", path, where, text)
			}
		}
	}
	for _, path := range []string{"/admin/cong-viec/viec?ma=" + ids["xã Bình An"], "/admin/can-bo/nguoi?ma=" + p.ID,
		"/admin/can-bo/chac?viec=roi&ma=" + p.ID, "/admin/can-bo/don-vi/chac?ma=" + unit,
		"/admin/thong-bao/tin?ma=" + news, "/admin/thong-bao/soan?ma=" + news, "/admin/thong-bao/tep?ma=" + news,
		"/admin/thong-bao/lap?ma=" + news,
		"/admin/thong-bao/tien-do?ma=" + news, "/admin/thong-bao/mau?mau=" + ids["mẫu xã Bình An"],
		"/admin/thong-bao/mau/sua?mau=" + ids["mẫu xã Bình An"]} {
		if status, page := admin.get(path); status < 400 || strings.Contains(page, "Việc của xã Bình An") {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// someone finds an official by name.
func (o *office) someone(name string) people.Person {
	o.t.Helper()
	all, err := people.List(context.Background(), o.state, people.AllSet)
	if err != nil {
		o.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(p people.Person) bool { return p.Name == name })
	if i < 0 {
		o.t.Fatalf("nobody is called %q", name)
	}
	return all[i]
}

// TestFactsOfAnOfficePage: an office writes its facts on the page and reads when the base below changed; another office
// reads nothing of them and writes none there.
func TestFactsOfAnOfficePage(t *testing.T) {
	o := newOffice(t, twoOffices)
	if _, page := newOffice(t).signedIn(owner).get("/admin"); strings.Contains(page, "Riêng của xã") {
		t.Error("where one office is served, its menu tells of several")
	}
	mine := o.signedIn(o.official("61", "Biên tập", "Văn phòng xã Bình Mỹ", people.RoleEditor))
	other := o.signedIn(o.official("62", "Biên tập khác", "Văn phòng xã Bình An", people.RoleEditor))
	entry := o.know.Load().Library.Procedures[0].Key
	form := url.Values{"ma": {entry}, "noi": {"binh-my"}, "phong": {"Quầy <b>3</b>"}, "nguon": {"Văn phòng xác nhận"},
		"ngay": {"2026-11-20"}}
	if status, page := mine.post("/admin/rieng", form); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, page)
	}
	if _, page := mine.get("/admin/rieng"); !strings.Contains(page, "Quầy &lt;b&gt;3") ||
		strings.Contains(page, "nội dung chung đã đổi") {
		t.Errorf("own page:\n%s", page)
	}
	form.Set("phong", "Quầy 9")
	other.post("/admin/rieng", form) // goes to his own office, whatever the form says
	if _, page := mine.get("/admin/rieng"); strings.Contains(page, "Quầy 9") {
		t.Error("another office's editor wrote there")
	}
	if _, page := other.get("/admin/rieng?noi=binh-my&ma=" + entry); strings.Contains(page, "&lt;b&gt;3") {
		t.Error("another office's editor reads it")
	}
	k := *o.know.Load()
	lib := *k.Library
	p := *lib.Procedures[0]
	p.Where = nil
	lib = *content.NewLibrary(append([]*content.Procedure{&p}, lib.Procedures[1:]...), lib.FAQs)
	lib.Places, lib.Offices, lib.Calendar = k.Library.Places, k.Library.Offices, k.Library.Calendar
	k.Library = &lib
	o.know.Store(&k)
	if _, page := mine.get("/admin/rieng?ma=" + entry); !strings.Contains(page, "Nội dung chung đã đổi") {
		t.Errorf("the base changed below and nobody says it:\n%s", page)
	}
}

// TestSettingsOfAnOffice: an office's admin says which of its units answers for a field, adds units of his own and
// writes what is known of his counter; what other offices set stays, and the log tells him of his own people alone.
func TestSettingsOfAnOffice(t *testing.T) {
	o := newOffice(t, twoOffices)
	ids := map[string]string{}
	for n, commune := range []string{"Bình Mỹ", "Bình An"} {
		b := o.signedIn(o.official(fmt.Sprint(61+n), "Quản trị "+commune, "Văn phòng xã "+commune, people.RoleAdmin))
		b.post("/admin/cai-dat/don-vi", url.Values{"ten": {"Tư pháp"}})
		ids[commune] = people.UnitID("Tư pháp xã " + commune)
		if status, page := b.post("/admin/cai-dat/phu-trach",
			url.Values{"lv:Hộ tịch": {ids[commune]}}); status != http.StatusSeeOther {
			t.Fatalf("%d\n%s", status, page)
		}
		if n == 1 { // a unit of the other office is none of his
			b.post("/admin/cai-dat/phu-trach", url.Values{"lv:Hộ tịch": {ids[commune]}, "lv:Cư trú": {ids["Bình Mỹ"]}})
		}
		_, page := b.get("/admin/nhat-ky")
		wants(t, "log", page, "Quản trị "+commune)
		if strings.Contains(page, "Chủ bot") || n == 1 && strings.Contains(page, "Quản trị Bình Mỹ") {
			t.Errorf("the log of %s tells of others", commune)
		}
	}
	var routing cases.Routing
	if _, err := o.state.Get(context.Background(), cases.RoutingKey, &routing); err != nil {
		t.Fatal(err)
	}
	if want := (map[string]string{"binh-my/Hộ tịch": ids["Bình Mỹ"],
		"binh-an/Hộ tịch": ids["Bình An"]}); !maps.Equal(routing.Fields, want) {
		t.Errorf("%v, want %v", routing.Fields, want)
	}
}

// TestGroupsPage: an office's admin sees the groups of his office, agrees and stops by the deed of the chat; who is of
// all offices says of which office a channel is.
func TestGroupsPage(t *testing.T) {
	o := newOffice(t, twoOffices)
	group := func(id string) bot.ChatID { return bot.ChatID{Channel: "telegramgroup", ID: id} }
	err := o.state.Update(context.Background(), func(tx bot.Tx) error {
		for _, g := range []subscribers.GroupChat{
			{Chat: group("-1"), Title: "Thôn Một", Office: "binh-my", Commune: "xa-binh-my"},
			{Chat: group("-2"), Title: "Thôn Hai", Office: "binh-an", Commune: "xa-binh-an"},
			{Chat: group("-3"), Title: "Kênh Ba", Broadcast: true},
		} {
			g.State, g.Asked = subscribers.GroupAsking, tx.Now()
			subscribers.PutGroupChat(tx, g)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mine := o.signedIn(o.official("61", "Quản trị", "Văn phòng xã Bình Mỹ", people.RoleAdmin))
	all := o.signedIn(o.official("62", "Quản trị chung", "Sở Nội vụ", people.RoleAdmin))
	state := func(id string) subscribers.GroupChat {
		g, _, err := subscribers.LoadGroupChat(context.Background(), o.state, group(id))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	const page = "/admin/thong-bao/nhom"
	if _, text := mine.get(page); !strings.Contains(text, "Thôn Một") || strings.Contains(text, "Thôn Hai") ||
		strings.Contains(text, "Kênh Ba") {
		t.Errorf("an office's page:\n%s", text)
	}
	if _, text := mine.get("/admin"); !strings.Contains(text, "1 nhóm, kênh đề nghị") {
		t.Error("the overview does not tell of the wish")
	}
	for _, id := range []string{"-1", "-2", "-3"} {
		mine.post(page, url.Values{"ma": {group(id).String()}, "viec": {"dong-y"}, "noi": {"binh-my"}})
	}
	if a, b, c := state("-1"), state("-2"), state("-3"); a.State != subscribers.GroupOn ||
		b.State != subscribers.GroupAsking || c.State != subscribers.GroupAsking || c.Office != "" {
		t.Errorf("%+v, %+v, %+v", a, b, c)
	}
	all.post(page, url.Values{"ma": {group("-3").String()}, "viec": {"dong-y"}, "noi": {"binh-my"}})
	if _, text := mine.get(page); state("-3").Office != "binh-my" || !strings.Contains(text, "Kênh Ba") {
		t.Errorf("%+v", state("-3"))
	}
	if _, text := mine.post(page, url.Values{"ma": {group("-1").String()}, "viec": {"ngung"}}); !strings.Contains(text,
		"Ngừng gửi thông báo vào nhóm “Thôn Một”?") {
		t.Error("nobody was asked before it stopped")
	}
	mine.post(page, url.Values{"ma": {group("-1").String()}, "viec": {"ngung"}, "chac": {"co"}})
	all.post(page, url.Values{"ma": {group("-2").String()}, "viec": {"tu-choi"}})
	if a, b := state("-1"), state("-2"); a.State != subscribers.GroupEnded || b.State != subscribers.GroupRefused {
		t.Errorf("%+v, %+v", a, b)
	}
}
