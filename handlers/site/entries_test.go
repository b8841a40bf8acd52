package site_test

import (
	"bytes"
	"compress/gzip"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/site"
)

var links = regexp.MustCompile(`href="([^"]*)"`)

// raw is what stands in a text that a template or a renderer forgot.
func raw(text string) string {
	for _, mark := range []string{"**", "](", "{{", "<no value>", "%!", " nil ", "&lt;", "0001-01-01"} {
		if strings.Contains(text, mark) {
			return mark
		}
	}
	for _, p := range strings.Split(text, "[")[1:] { // "[luat-ho-tich]", the key of a source
		if key, _, closed := strings.Cut(p, "]"); closed && key != "" &&
			strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
			key[0] >= 'a' {
			return "[" + key + "]"
		}
	}
	return ""
}

var (
	walkOnce sync.Once
	pages    map[string]string
)

// walked are all pages by their path, read once for all tests.
func walked(t *testing.T) map[string]string {
	walkOnce.Do(func() {
		o := newOffice(t, nil)
		read := map[string]string{}
		for _, path := range append(paths(embedded()), others...) {
			o.now.Add(1) // one address may open so many pages a minute
			read[path] = o.page(path)
		}
		pages = read
	})
	if pages == nil {
		t.Fatal("the pages could not be read")
	}
	return pages
}

// TestEveryEntry walks the whole base: each entry has its page, each statement its source or its mark, and nothing
// stands there raw.
func TestEveryEntry(t *testing.T) {
	sources := 0
	for _, path := range paths(embedded()) {
		body := walked(t)[path]
		if m := raw(words(body)); m != "" {
			t.Errorf("%s: %q stands there raw", path, m)
		}
		for _, want := range []string{`<link rel="canonical" href="` + publicURL + path + `">`, `<meta property="og:image" content="` + publicURL + "/anh/",
			`<script type="application/ld+json">`, `<meta name="description" content="`} {
			if !strings.Contains(body, want) &&
				!(strings.HasPrefix(path, "/ke-hoach") && strings.Contains(want, "ld+json")) {
				t.Errorf("%s: no %s", path, want)
			}
		}
		sources += checkRefs(t, path, body)
	}
	if sources < 3000 {
		t.Errorf("only %d references to sources in the whole base", sources)
	}
}

// checkRefs finds that every reference leads to a source at the foot, and counts them.
func checkRefs(t *testing.T, path, body string) (n int) {
	t.Helper()
	parts := strings.Split(body, `href="#n`)
	for _, p := range parts[1:] {
		number, _, _ := strings.Cut(p, `"`)
		if _, err := strconv.Atoi(number); err != nil {
			continue // "#nguon"
		}
		if n++; !strings.Contains(body, `id="n`+number+`"`) {
			t.Errorf("%s: source %s is not listed", path, number)
		}
	}
	return n
}

// TestFactsHaveSources: every fact of every procedure that is told as verified names a source that citizens may see.
func TestFactsHaveSources(t *testing.T) {
	k := embedded()
	day := content.DayOf(morning)
	facts := 0
	for _, p := range k.Library.Procedures {
		e, ok := site.Describe(k, p.Key, day, "")
		if !ok || len(e.Sections) < 5 || e.Checked == "" {
			t.Errorf("%s: %t, %d sections", p.Key, ok, len(e.Sections))
		}
		for _, sec := range e.Sections {
			for _, f := range sec.Facts {
				facts++
				if f.Verified && len(f.Sources) == 0 {
					t.Errorf("%s %s: %q names no source", p.Key, sec.ID, f.Text)
				}
				if !f.Verified && len(f.Sources) > 0 {
					t.Errorf("%s: %q is not verified and names a source", p.Key, f.Text)
				}
			}
		}
	}
	if facts < 5000 {
		t.Errorf("%d facts are shown", facts)
	}
}

// TestLinks: within the pages every link leads to a page or a part that is there; out of them only to the state.
func TestLinks(t *testing.T) {
	o := newOffice(t, nil)
	known := maps.Clone(walked(t))
	load := func(path string) string {
		if _, seen := known[path]; !seen {
			_, known[path], _ = o.get(path)
		}
		return known[path]
	}
	for _, path := range append(paths(embedded()), others...) {
		for _, m := range links.FindAllStringSubmatch(load(path), -1) {
			to, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			switch {
			case to.Scheme == "tel" || to.Host == "hoidap.binhluc.gov.vn":
				continue
			case to.Host != "":
				if !content.Official(to.String()) {
					t.Errorf("%s leads to %s", path, to)
				}
				continue
			}
			base, _ := url.Parse("http://x" + path)
			full := base.ResolveReference(to)
			if strings.HasPrefix(full.Path, "/web/") || full.Path == "/chat" || strings.HasPrefix(full.Path, "/api/") {
				continue
			}
			page := load(full.RequestURI())
			if strings.Contains(page, "<h1>Không có trang này</h1>") || page == "" {
				t.Errorf("%s leads to %s, where nothing is", path, full.RequestURI())
			}
			if full.Fragment != "" && !strings.Contains(page, `id="`+full.Fragment+`"`) {
				t.Errorf("%s leads to %s, a part that is not there", path, full)
			}
		}
	}
}

// mostBytes is what a page may weigh with its style, its script and its icon as they go over the line.
const mostBytes = 40_000

func packed(t testing.TB, b string) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(b))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// TestWeight: every page is light for a phone on a bad line; none is heavy even unpacked.
func TestWeight(t *testing.T) {
	o := newOffice(t, nil)
	shared := 0
	for _, m := range regexp.MustCompile(`(?:href|src)="(web/site\.[a-z]+\?v=[0-9a-f]+)"`).FindAllStringSubmatch(o.page("/"), -1) {
		shared += packed(t, o.page("/"+m[1]))
	}
	heaviest, most := "", 0
	for path, body := range walked(t) {
		if n := packed(t, body) + shared; n > most {
			heaviest, most = path, n
		}
		if len(body) > 36_000 {
			t.Errorf("%s has %d bytes before packing", path, len(body))
		}
	}
	t.Logf("the heaviest page is %s with %d bytes, %d of them for style and script", heaviest, most, shared)
	if most > mostBytes {
		t.Errorf("%s weighs %d bytes", heaviest, most)
	}
}

// TestLive: what is withdrawn or published shows with the next request, and a browser that kept the page asks first.
func TestLive(t *testing.T) {
	o := newOffice(t, nil)
	status, _, h := o.get("/thu-tuc/khai-sinh")
	if status != http.StatusOK || h.Get("Cache-Control") != "no-cache" || h.Get("ETag") == "" {
		t.Fatal(status, h)
	}
	req, _ := http.NewRequest(http.MethodGet, o.URL+"/thu-tuc/khai-sinh", nil)
	req.Header.Set("If-None-Match", h.Get("ETag"))
	resp, err := o.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if status, body, _ := o.read(resp); status != http.StatusNotModified || body != "" {
		t.Errorf("again: %d, %d bytes", status, len(body))
	}
	k := *embedded()
	k.Library = content.NewLibrary(k.Library.Procedures[:1], nil)
	o.know.Store(&k)
	if status, body, _ := o.get("/thu-tuc/khai-sinh"); status != http.StatusNotFound {
		t.Errorf("withdrawn: %d\n%s", status, words(body))
	}
}
