package console_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
)

// allRoutes are the console's own and those of its rooms.
func allRoutes() []console.Route {
	all := console.Routes()
	for _, r := range rooms() {
		all = append(all, r.Routes...)
	}
	return all
}

// TestEveryRouteEveryRole: what each role may use is what stands here, on the server, for every address of the console.
func TestEveryRouteEveryRole(t *testing.T) {
	const v, h, e, a, w = people.RoleViewer, people.RoleHead, people.RoleEditor, people.RoleAdmin, people.RoleOwner
	all := []people.Role{v, h, e, a, w}
	want := map[string][]people.Role{
		"GET /admin": all, "GET /admin/{$}": all, "POST /admin/ra": all,
		"GET /admin/cau-hoi": all, "POST /admin/cau-hoi/noi": {e, a, w}, "POST /admin/cau-hoi/soan": {e, a, w},
		"POST /admin/cau-hoi/bo":  {e, a, w},
		"POST /admin/cau-hoi/gop": {e, a, w}, "POST /admin/cau-hoi/don": {e, a, w}, "POST /admin/y-kien/dong": {a, w},
		"GET /admin/y-kien": all, "POST /admin/y-kien/tra-loi": {h, e, a, w}, "POST /admin/y-kien/nhap": {e, a, w},
		"POST /admin/y-kien/xuat": {h, e, a, w}, "POST /admin/y-kien/bao-cao": all,
		"GET /admin/noi-dung": all, "GET /admin/noi-dung/muc": all, "GET /admin/noi-dung/ban": all,
		"GET /admin/noi-dung/sua": {e, a, w}, "POST /admin/noi-dung/kiem": {e, a, w},
		"POST /admin/noi-dung/dang": {e, a, w}, "POST /admin/noi-dung/hop": {e, a, w}, "POST /admin/noi-dung/xem": {e,
			a, w}, "GET /admin/noi-dung/cong": {e, a, w}, "POST /admin/noi-dung/cong": {e, a, w},
		"POST /admin/noi-dung/cong/lay": {e, a, w}, "POST /admin/noi-dung/rut": {e, a, w},
		"POST /admin/noi-dung/bo-nhap": {e, a, w},
		"GET /admin/noi-dung/lui":      {e, a, w}, "GET /admin/noi-dung/to": {e, a, w},
		"POST /admin/noi-dung/to":   {e, a, w},
		"POST /admin/noi-dung/them": {e, a, w},
		"GET /admin/cong-viec":      all, "GET /admin/cong-viec/viec": all, "POST /admin/cong-viec/doc": {h, a, w},
		"POST /admin/cong-viec/giao": {h, a, w},
		"POST /admin/cong-viec/dong": all, "POST /admin/cong-viec/xuat": {h, a, w}, "POST /admin/cong-viec/lich": all,
		"GET /admin/cong-viec/ke-hoach": {a, w}, "POST /admin/cong-viec/ke-hoach": {a, w},
		"GET /admin/nguoi-dang-ky": {a, w}, "GET /admin/noi-dung/van-ban": all,
		"GET /admin/can-bo": {a, w}, "GET /admin/can-bo/nguoi": {a, w}, "POST /admin/can-bo/moi": {a, w},
		"GET /admin/can-bo/loi-moi":       {a, w},
		"GET /admin/can-bo/loi-moi/ma-qr": {a, w}, "POST /admin/can-bo/huy-moi": {a, w},
		"POST /admin/can-bo/xac-nhan": {a, w},
		"POST /admin/can-bo/quyen":    {w}, "POST /admin/can-bo/chuyen": {a, w}, "GET /admin/can-bo/chac": {a, w},
		"POST /admin/can-bo/roi": {a, w},
		"POST /admin/can-bo/go":  {a, w}, "POST /admin/y-kien/chuyen": {h, e, a, w}, "POST /admin/y-kien/dong-mot": {h,
			e, a, w}, "GET /admin/lam-thay": all, "POST /admin/lam-thay": all, "GET /admin/lam-thay/chac": all,
		"POST /admin/lam-thay/thoi": all, "GET /admin/rieng": {e, a, w}, "POST /admin/rieng": {e, a, w},
		"GET /admin/can-bo/don-vi": {a, w}, "POST /admin/can-bo/don-vi/ten": {a, w},
		"GET /admin/can-bo/don-vi/chac": {a, w},
		"POST /admin/can-bo/don-vi/gop": {a, w}, "POST /admin/can-bo/don-vi/bo": {a, w}, "GET /admin/chu-bot": {w},
		"POST /admin/chu-bot/ma": {w}, "GET /admin/chu-bot/chac": {w}, "POST /admin/chu-bot/thoi": {w},
		"GET /admin/cham": all, "GET /admin/tin-hong": {a, w}, "POST /admin/tin-hong": {a, w},
		"GET /admin/cham/cau": {e, a, w}, "POST /admin/cham/cau": {e, a, w}, "POST /admin/cham/mau": {e, a, w},
		"POST /admin/cham/viec": {e, a, w},
		"GET /admin/bat-dau":    {a, w}, "POST /admin/bat-dau": {a, w}, "POST /admin/bat-dau/kenh": {a, w},
		"POST /admin/bat-dau/yen-tinh": {a, w},
		"GET /admin/bat-dau/to-ma-qr":  {a, w}, "GET /admin/co-quan": {a, w}, "POST /admin/co-quan": {a, w},
		"GET /admin/co-quan/anh": {a, w}, "POST /admin/co-quan/anh": {a, w},
		"GET /admin/thong-bao": {a, w}, "GET /admin/thong-bao/tin": {a, w}, "GET /admin/thong-bao/tien-do": {a, w},
		"GET /admin/thong-bao/tep":  {a, w},
		"GET /admin/thong-bao/soan": {a, w}, "POST /admin/thong-bao/soan": {a, w}, "POST /admin/thong-bao/lam": {a, w},
		"POST /admin/thong-bao/hen": {a, w},
		"POST /admin/thong-bao/sua": {a, w}, "POST /admin/thong-bao/xuat": {a, w},
		"POST /admin/thong-bao/cong-khai": {a, w},
		"GET /admin/thong-bao/lap":        {a, w}, "POST /admin/thong-bao/lap": {a, w},
		"POST /admin/thong-bao/lap/lam": {a, w},
		"POST /admin/thong-bao/mau":     {a, w},
		"GET /admin/thong-bao/nhom":     {a, w}, "POST /admin/thong-bao/nhom": {a, w},
		"GET /admin/thong-bao/mau": {e, a, w}, "GET /admin/thong-bao/mau/sua": {e, a, w},
		"POST /admin/thong-bao/mau/sua": {e, a, w}, "POST /admin/thong-bao/mau/xoa": {e, a, w},
		"GET /admin/nhat-ky": {a, w}, "POST /admin/nhat-ky/xuat": {a, w}, "GET /admin/cai-dat": {a, w},
		"GET /admin/cai-dat/ma-qr": {a, w}, "POST /admin/cai-dat/phu-trach": {a, w},
		"POST /admin/cai-dat/don-vi": {a, w}, "POST /admin/cai-dat/lich": {a, w},
		"POST /admin/cai-dat/lich/ghi": {a, w}, "POST /admin/cai-dat/phien": {w},
	}
	o := newOffice(t)
	chats := map[people.Role]bot.ChatID{w: owner,
		people.RoleMember: o.official("10", "Đỗ Cán", "Văn phòng", people.RoleMember)}
	for i, r := range []people.Role{v, h, e, a} {
		chats[r] = o.official(fmt.Sprint(20+i), "Người "+string(r), "Tư pháp", r)
	}
	for _, route := range allRoutes() {
		name := route.Method + " " + route.Path
		allowed, listed := want[name]
		if !listed {
			t.Errorf("%s is not in the table", name)
			continue
		}
		delete(want, name)
		path := strings.TrimSuffix(route.Path, "{$}")
		for _, role := range append([]people.Role{people.RoleNone, people.RoleMember}, all...) {
			b := o.browser()
			if role != people.RoleNone && role != people.RoleMember {
				b = o.signedIn(chats[role])
			}
			var status int
			if route.Method == http.MethodGet {
				status, _ = b.get(path)
			} else {
				status, _ = b.post(path, url.Values{})
			}
			may := false
			for _, r := range allowed {
				may = may || r == role
			}
			switch {
			case role == people.RoleNone || role == people.RoleMember:
				if status != http.StatusUnauthorized {
					t.Errorf("%s by nobody: %d", name, status)
				}
			case may && (status == http.StatusForbidden || status == http.StatusUnauthorized || status >= 500):
				t.Errorf("%s by %s: %d, may use it", name, role, status)
			case !may && status != http.StatusForbidden:
				t.Errorf("%s by %s: %d, want 403", name, role, status)
			}
			o.now.Add(30) // out of the way of the limits on sign-ins
		}
	}
	for name := range want {
		t.Errorf("%s is in the table but not in the console", name)
	}
	// A link made for somebody without a role on the console opens nothing.
	if status, _ := o.browser().post("/admin/vao",
		url.Values{"ma": {token(o.link(chats[people.RoleMember]))}}); status != http.StatusForbidden {
		t.Errorf("a member signed in: %d", status)
	}
}

// TestSignIn: a link works once, for ten minutes, and only by the button's POST.
func TestSignIn(t *testing.T) {
	o := newOffice(t)
	link := o.link(owner)
	for range 3 { // a program that looks at links beforehand
		resp, err := http.Get(link)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if len(resp.Cookies()) > 0 {
			t.Error("looking at the link signed in")
		}
	}
	b := o.browser()
	if status, _ := b.post("/admin/vao", url.Values{"ma": {token(link)}}); status != http.StatusSeeOther {
		t.Fatalf("the button: %d", status)
	}
	if status, page := b.get("/admin"); status != http.StatusOK || !strings.Contains(page, "Tổng quan") {
		t.Errorf("signed in: %d", status)
	}
	tests := []struct {
		name string
		form url.Values
		wait int64
	}{
		{"used already", url.Values{"ma": {token(link)}}, 0},
		{"too old", url.Values{"ma": {token(o.link(owner))}}, 601},
		{"made up", url.Values{"ma": {strings.Repeat("A", 43)}}, 0},
		{"empty", url.Values{}, 0},
	}
	for _, tt := range tests {
		o.now.Add(tt.wait)
		other := o.browser()
		if status, _ := other.post("/admin/vao", tt.form); status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", tt.name, status)
		}
		if status, _ := other.get("/admin"); status != http.StatusUnauthorized {
			t.Errorf("%s: signed in nevertheless", tt.name)
		}
	}
	o.now.Add(120)
	var last int
	for range 15 {
		last, _ = o.browser().post("/admin/vao", url.Values{"ma": {strings.Repeat("B", 43)}})
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the fifteenth try in a row: %d, want 429", last)
	}
}

// TestSessionsEnd: signing out, revoking, losing the role and twelve hours each end a session at once.
func TestSessionsEnd(t *testing.T) {
	o := newOffice(t)
	editor := o.official("20", "Lê Biên Tập", "Văn phòng", people.RoleEditor)
	admin := o.signedIn(owner)
	tests := []struct {
		name string
		end  func(b *browser)
	}{
		{"signed out", func(b *browser) { b.post("/admin/ra", url.Values{}) }},
		{"role taken away", func(b *browser) {
			o.update(func(tx bot.Tx) error {
				_, err := o.bot.Staff.SetRole(context.Background(), tx, people.Actor{Chat: owner,
					Seed: people.NewToken(), Role: people.RoleOwner}, editor, people.RoleMember)
				return err
			})
		}},
		{"revoked", func(b *browser) {
			_, page := admin.get("/admin/cai-dat")
			others := regexp.MustCompile(`name="phien" value="([0-9a-f]+)"`).FindAllStringSubmatch(page, -1)
			if len(others) == 0 {
				t.Fatal("no other session is listed")
			}
			for _, id := range others {
				admin.post("/admin/cai-dat/phien", url.Values{"phien": {id[1]}, "chac": {"co"}})
			}
		}},
		{"twelve hours later", func(b *browser) { o.now.Add(12 * 3600) }},
	}
	for _, tt := range tests {
		o.update(func(tx bot.Tx) error {
			_, err := o.bot.Staff.SetRole(context.Background(), tx,
				people.Actor{Chat: owner, Seed: people.NewToken(), Role: people.RoleOwner}, editor, people.RoleEditor)
			return err
		})
		b := o.signedIn(editor)
		if status, _ := b.get("/admin"); status != http.StatusOK {
			t.Fatalf("%s: before: %d", tt.name, status)
		}
		tt.end(b)
		if status, _ := b.get("/admin"); status != http.StatusUnauthorized {
			t.Errorf("%s: %d, want 401", tt.name, status)
		}
	}
}

// TestForgery: a POST needs the session's token and comes from a page of ours; bodies are bounded; GET changes nothing.
func TestForgery(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	unit := func() int {
		units, err := people.Units(context.Background(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		return len(units)
	}
	send := func(change func(*http.Request), form string) int {
		req, _ := http.NewRequest(http.MethodPost, o.URL+"/admin/cai-dat/don-vi", strings.NewReader(form))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", o.URL)
		change(req)
		resp, err := b.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	good := url.Values{"csrf": {b.csrf}, "ten": {"Địa chính"}}.Encode()
	tests := []struct {
		name   string
		change func(*http.Request)
		form   string
		want   int
	}{
		{"no token", func(*http.Request) {}, "ten=X", 403},
		{"another's token", func(*http.Request) {}, "ten=X&csrf=" + strings.Repeat("A", 43), 403},
		{"another site", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, good, 403},
		{"another site by fetch metadata", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, good,
			403},
		{"not a form", func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, good, 415},
		{"too long", func(*http.Request) {}, good + "&x=" + strings.Repeat("x", 600<<10), 413},
		{"as it should be", func(*http.Request) {}, good, 303},
	}
	for _, tt := range tests {
		before := unit()
		if got := send(tt.change, tt.form); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
		if changed := unit() != before; changed != (tt.want == 303) {
			t.Errorf("%s: units changed: %v", tt.name, changed)
		}
	}
}

// TestHeaders: the policies that browsers keep, on pages, errors and the sign-in.
func TestHeaders(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for _, path := range []string{"/admin", "/admin/vao?ma=x", "/admin/khong-co", "/admin/tep/console.css",
		"/admin/noi-dung"} {
		resp, err := b.Get(o.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		csp := resp.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'",
			"form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %s", path, csp, want)
			}
		}
		if resp.Header.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %v", path, resp.Header)
		}
	}
}

// TestCookies: over TLS, as a trusted proxy tells, the cookie is bound to the host; a stranger's header tells nothing,
// and off this machine nobody signs in without TLS.
func TestCookies(t *testing.T) {
	o := newOffice(t)
	try := func(host, from, proto string) *http.Response {
		form := url.Values{"ma": {token(o.link(owner))}}.Encode()
		r := httptest.NewRequest(http.MethodPost, "http://"+host+"/admin/vao", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = from
		if proto != "" {
			r.Header.Set("X-Forwarded-Proto", proto)
		}
		w := httptest.NewRecorder()
		c, err := console.New(console.Config{State: o.state, Bot: o.bot, Desk: o.desk,
			Now: func() time.Time { return morning }, Log: slog.New(slog.DiscardHandler), TrustedProxies: proxies})
		if err != nil {
			t.Fatal(err)
		}
		c.ServeHTTP(w, r)
		return w.Result()
	}
	tests := []struct {
		name, host, from, proto string
		status                  int
		cookie                  string
	}{
		{"this machine", "127.0.0.1:8080", "127.0.0.1:999", "", 303, "motcua-admin"},
		{"behind a trusted proxy", "xa.example.vn", "10.1.2.3:999", "https", 303, "__Host-motcua-admin"},
		{"a stranger says https", "xa.example.vn", "192.0.2.1:999", "https", 403, ""},
		{"plain http from afar", "xa.example.vn", "192.0.2.1:999", "", 403, ""},
		{"a name that is not this machine", "xa.example.vn", "127.0.0.1:999", "", 403, ""},
	}
	for _, tt := range tests {
		resp := try(tt.host, tt.from, tt.proto)
		name := ""
		for _, c := range resp.Cookies() {
			name = c.Name
			if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" ||
				c.Secure != strings.HasPrefix(name, "__Host-") {
				t.Errorf("%s: cookie %+v", tt.name, c)
			}
		}
		if resp.StatusCode != tt.status || name != tt.cookie {
			t.Errorf("%s: %d, cookie %q; want %d, %q", tt.name, resp.StatusCode, name, tt.status, tt.cookie)
		}
	}
}

func consoleGETs() (out []string) {
	for _, r := range allRoutes() {
		if r.Method == http.MethodGet {
			out = append(out, strings.TrimSuffix(r.Path, "{$}"))
		}
	}
	return append(out, "/admin/vao", "/admin/noi-dung?q=khai+sinh&vi=1.001193",
		"/admin/noi-dung/muc?tep=faq/tra-cuu.md", "/admin/noi-dung/sua?tep=faq/tra-cuu.md")
}
