package site_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestSearch: the same reply as the chat's, the page of the entry, and what else may be meant.
func TestSearch(t *testing.T) {
	o := newOffice(t, nil)
	for _, tt := range []struct {
		q    string
		want []string
	}{
		{"lam giay khai sinh cho con can gi", []string{"Giấy chứng sinh", `href="thu-tuc/khai-sinh#dossier"`, "Kiểm tra 22/11/2026", "Gặp cán bộ"}},
		{"Lệ phí làm hộ chiếu bao nhiêu", []string{"200.000", `href="thu-tuc/ho-chieu#fee"`}},
		{"dang ky tam tru o dau", []string{`href="thu-tuc/tam-tru`}},
		{"nhà bị cháy", []string{`href="tel:114"`}},
		{"người thân mới mất phải làm gì", []string{`href="su-kien/nguoi-than-mat"`}},
		{"cách nuôi cá sấu trên sân thượng", []string{"Gặp cán bộ"}},
		{"mai có làm việc không", []string{"Có. Thứ Ba, 01/12/2026 là ngày làm việc"}},
	} {
		body := o.page("/tim?q=" + url.QueryEscape(tt.q))
		wants(t, tt.q, body, tt.want...)
		wants(t, tt.q, body, `<meta name="robots" content="noindex">`)
	}
	danger := o.page("/tim?q=" + url.QueryEscape("nhà bị cháy"))
	// The template lets no scheme through that it does not know.
	wants(t, "danger", danger, `class="button main" href="tel:114"`)
	if strings.Contains(danger, "thu-tuc/") && strings.Contains(words(danger), "Ông/bà chọn việc") {
		t.Error("a danger is answered with procedures")
	}
}

// TestDoors: words that name a page lead there; an old link with a question, too.
func TestDoors(t *testing.T) {
	o := newOffice(t, nil)
	for path, want := range map[string]string{
		"/?q=t%E1%BA%A1m+tr%C3%BA":                           "tim?q=t%E1%BA%A1m+tr%C3%BA",
		"/tim?q=g%E1%BA%B7p+ng%C6%B0%E1%BB%9Di+th%E1%BA%ADt": "gap-can-bo",
		"/tim?q=gop+y":                     "gop-y",
		"/tim?q=thong+bao+moi+nhat+cua+xa": "thong-bao",
		"/tim?q=h-jsyav7":                  "theo-doi/H-JSYAV7",
		"/theo-doi?ma=H-JSYAV7":            "theo-doi/H-JSYAV7",
		"/thu-tuc/1.001193":                "../thu-tuc/khai-sinh",
		"/thu-tuc/":                        "/thu-tuc",
		"//evil.example/":                  "/evil.example",
	} {
		status, _, h := o.get(path)
		if status/100 != 3 || h.Get("Location") != want {
			t.Errorf("%s: %d %q, want %q", path, status, h.Get("Location"), want)
		}
	}
}

// TestMarkers: what a visitor types comes back as text, wherever it stands.
func TestMarkers(t *testing.T) {
	o := newOffice(t, nil)
	const marker = `"><script>alert(1)</script><img src=x onerror=alert(2)>'*[a](javascript:alert(3))`
	inPath, inQuery := url.PathEscape(marker), url.QueryEscape(marker)
	for _, path := range []string{
		"/tim?q=" + inQuery, "/theo-doi?ma=" + inQuery, "/theo-doi/" + inPath, "/thu-tuc/" + inPath,
		"/gop-y?o=" + inQuery,
		"/tim?q=" + url.QueryEscape(strings.Repeat("x", 301)+marker), "/" + inPath, "/o/" + inPath,
		"/o/" + inPath + "/qr.png", "/chu-de/" + inPath, "/su-kien/" + inPath, "/hoi-dap/" + inPath,
		"/ke-hoach/" + inPath,
		"/thong-bao/" + inPath + "/tep", "/anh/" + inPath + "/a.jpg", "/thu-tuc/khai-sinh/han?tu=" + inQuery,
		"/thu-tuc/khai-sinh/han?n=" + inQuery, "/thu-tuc?loc=" + inQuery, "/gop-y?diem=" + inQuery,
		"/gap-can-bo?noi=" + inQuery,
	} {
		_, body, h := o.get(path)
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:`, "onerror=alert(2)>'*[a](javascript:alert(3))<"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: %s in the page", path, bad)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
	if inline := regexp.MustCompile(`(?i)<style|\sstyle="|\son[a-z]+="`).FindString(o.page("/") + o.page("/thu-tuc/khai-sinh")); inline != "" {
		t.Errorf("code within the page: %s", inline)
	}
}

// TestMissing: every wrong address is answered in Vietnamese, with the input and a way on.
func TestMissing(t *testing.T) {
	o := newOffice(t, nil)
	for _, path := range []string{"/khong-co", "/thu-tuc/khong-co", "/chu-de/khong-co", "/su-kien/x", "/hoi-dap/x",
		"/ke-hoach/1999",
		"/a/b/c/d", "/thu-tuc/x/y", "/anh/thu-tuc/x.png", "/web/x", "/.well-known/security.txt"} {
		status, body, _ := o.get(path)
		if status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
		wants(t, path, body, "Không có trang này", `name="q"`, "Sinh con, kết hôn, khai tử", `lang="vi"`)
		css := regexp.MustCompile(`rel="stylesheet" href="([^"]+)"`).FindStringSubmatch(body)
		base, _ := url.Parse(o.URL + path)
		to, _ := url.Parse(css[1])
		if resp, err := http.Get(base.ResolveReference(to).String()); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: its style is not there", path)
		} else {
			resp.Body.Close()
		}
	}
}

// TestFixedFiles: what browsers and crawlers look for by themselves.
func TestFixedFiles(t *testing.T) {
	o := newOffice(t, nil)
	for path, want := range map[string]string{"/favicon.ico": "image/x-icon", "/apple-touch-icon.png": "image/png",
		"/robots.txt": "text/plain; charset=utf-8", "/sitemap.xml": "application/xml; charset=utf-8",
		"/manifest.webmanifest": "application/manifest+json", "/sw.js": "text/javascript; charset=utf-8",
		"/thu-tuc/khai-sinh/qr.png": "image/png", "/anh/thu-tuc/khai-sinh.png": "image/png",
		"/anh/trang/chung.png": "image/png"} {
		status, body, h := o.get(path)
		if status != http.StatusOK || h.Get("Content-Type") != want || len(body) < 50 {
			t.Errorf("%s: %d %s, %d bytes", path, status, h.Get("Content-Type"), len(body))
		}
	}
	if ico := o.page("/favicon.ico"); !strings.HasPrefix(ico, "\x00\x00\x01\x00") {
		t.Errorf("favicon.ico is no icon: %q", ico[:8])
	}
	var m struct {
		Icons []struct{ Src, Purpose string }
	}
	if err := json.Unmarshal([]byte(o.page("/manifest.webmanifest")), &m); err != nil || len(m.Icons) != 4 {
		t.Fatal(err, m)
	}
	for _, i := range m.Icons {
		if status, _, _ := o.get("/" + i.Src); status != http.StatusOK {
			t.Errorf("%s: %d", i.Src, status)
		}
	}
	sitemap := o.page("/sitemap.xml")
	for _, path := range append(paths(embedded()), "/", "/thu-tuc", "/chu-de/ho-tich", "/thong-bao") {
		if !strings.Contains(sitemap, "<loc>"+publicURL+path+"</loc>") {
			t.Errorf("%s is not in the map", path)
		}
	}
	wants(t, "robots", o.page("/robots.txt"), "Sitemap: "+publicURL+"/sitemap.xml", "Disallow: /tim")
}

// TestPapersAreWhole: the list of what to bring has every paper, also one that was named in the sentence above it:
// people go by the list.
func TestPapersAreWhole(t *testing.T) {
	page := newOffice(t, nil).page("/tim?q=lam+giay+khai+sinh+cho+con+can+gi")
	wants(t, "the card", page, `<div class="card-lead">`, `<li><strong>Giấy chứng sinh</strong>, bản chính.</li>`)
}
