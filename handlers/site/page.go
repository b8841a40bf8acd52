package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot/webguard"
)

// page is what the layout draws; Data is for the page's own template.
type page struct {
	Title       string // without the office's name
	Description string // what a search engine and a shared link show
	Path        string // canonical, "/thu-tuc/khai-sinh"
	Picture     string // path of the picture of a shared link
	Kind        string // of Open Graph: "website" or "article"
	Crumbs      []link
	Query       string // what stands in the search box
	Hidden      bool   // not for search engines
	Big         bool   // the page has a search box of its own
	Linked      any    // JSON-LD
	Data        any

	// The rest is filled in by write.
	Office, PublicURL string
	CSS, JS           string
	root              string // from this page to the first one, of an office to its own: "", "../"
	base              string // from this page to the first one of all
	At, Of            string // of several offices, the slug of the one whose pages these are, and its commune
	files             *files
	Live              bool // there is a chat, a search, a survey
	News              bool
}

// link is a name and where it leads; To is a path of ours or an address of another site.
type link struct{ Name, To, More string }

// To is the address of a page of ours as this page reaches it: relative, for a proxy that serves us below a path and
// for sites written to a folder.
func (p page) To(parts ...string) string {
	path, fragment, _ := strings.Cut(strings.Join(parts, ""), "#")
	path, query, _ := strings.Cut(path, "?")
	if p.files != nil {
		return p.files.to(p.root, path, query, fragment)
	}
	from := p.root
	if p.At != "" && ofAll(path) {
		from = p.base
		if path == "/chat" {
			query = strings.TrimPrefix(query+"&o="+p.At, "&")
		}
	}
	out := from + strings.TrimPrefix(path, "/")
	if out == "" {
		out = "./"
	}
	if query != "" {
		out += "?" + query
	}
	if fragment != "" {
		out += "#" + fragment
	}
	return out
}

// ofAll reports whether all offices have what is at a path in common: the chat, files that pages load, the console.
func ofAll(path string) bool {
	return path == "/chat" || slices.ContainsFunc([]string{"/chat/", "/web/", "/anh/", "/admin", "/api/", "/manifest.",
		"/sw.js", "/favicon.", "/apple-touch"}, func(at string) bool { return strings.HasPrefix(path, at) })
}

// Absolute is a path as other sites are told it, empty while nobody said where we are reached.
func (p page) Absolute(path string) string {
	if p.PublicURL == "" {
		return ""
	}
	if p.files != nil {
		return p.PublicURL + "/" + strings.TrimSuffix(p.files.name(path), "index.html")
	}
	return p.PublicURL + path
}

// Here is the canonical address.
func (p page) Here() string { return p.Absolute(p.Path) }

// Head is the title of the browser's tab.
func (p page) Head() string {
	if p.Title == "" {
		return p.Office + " – Thủ tục hành chính"
	}
	return p.Title + " – " + p.Office
}

// Can reports whether there is a page of that path: a site of files has none that need the program.
func (p page) Can(path string) bool { return p.files == nil || p.files.has(path) }

// up is the way from a path to the first page.
func up(path string) string {
	return strings.Repeat("../", strings.Count(strings.Trim(path, "/"), "/"))
}

// draw fills in the shell and draws the page.
func (v *visit) draw(name string, p page) ([]byte, error) {
	p.Office, p.PublicURL, p.files, p.Live = v.cfg.Office, v.cfg.PublicURL, v.Site.files, v.Site.files == nil
	p.News = v.cfg.State != nil
	path := p.Path
	if v.r != nil {
		path = v.r.URL.Path
	} else if v.Site.files != nil {
		path = v.Site.files.name(p.Path)
	}
	p.root = up(path)
	if p.base = p.root; v.below != "" {
		p.At, p.Of = v.below, v.office.In.Name
		if path == "/o/"+p.At { // beside what is below it
			p.root = p.At + "/"
		} else {
			p.base += "../../"
		}
	}
	if p.Kind == "" {
		p.Kind = "website"
	}
	if p.Description == "" {
		p.Description = textAbout
	}
	if p.Picture == "" {
		p.Picture = "/anh/trang/chung.png"
	}
	p.CSS, p.JS = v.assets.url("site.css"), v.assets.url("site.js")
	var b bytes.Buffer
	err := v.assets.pages[name].ExecuteTemplate(&b, "layout.html", p)
	return b.Bytes(), err
}

// How long a browser may show a page without asking: never for what is typed or personal, and else only after asking
// whether it has changed, so that what was withdrawn is gone at once.
const (
	keepNothing = "no-store"
	askFirst    = "no-cache"
)

// write answers with a page.
func (v *visit) write(status int, keep, name string, p page) error {
	body, err := v.draw(name, p)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", "vi")
	h.Set("Cache-Control", keep)
	if status == http.StatusOK && keep == askFirst {
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		h.Set("ETag", tag)
		if strings.Contains(v.r.Header.Get("If-None-Match"), strings.Trim(tag, `"`)) {
			v.w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	v.send(status, body)
	return nil
}

// send writes an answer, packed where that saves anything and the browser takes it.
func (v *visit) send(status int, body []byte) {
	if h := v.w.Header(); h.Get("Content-Type") != "image/png" {
		body = webguard.Pack(h, v.r, body)
	}
	v.w.WriteHeader(status)
	_, _ = v.w.Write(body) // the reader may have left
}

// show answers with a page of the base.
func (v *visit) show(name string, p page) error { return v.write(http.StatusOK, askFirst, name, p) }

// moved answers with another address of ours.
func (v *visit) moved(path string) error {
	to := up(v.r.URL.Path) + strings.TrimPrefix(path, "/")
	if to == "" {
		to = "./"
	}
	v.w.Header().Set("Location", to)
	v.w.WriteHeader(http.StatusMovedPermanently)
	return nil
}

// file answers with something that is no page.
func (v *visit) file(mediaType, keep string, body []byte) error {
	h := v.w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", keep)
	v.send(http.StatusOK, body)
	return nil
}

// needsProgram are the pages that no file can be.
var needsProgram = []string{"/tim", "/chat", "/gop-y", "/theo-doi", "/thong-bao", "/thong-bao.atom"}

// has reports whether a link to the path leads anywhere.
func (f *files) has(path string) bool { return f.server != "" || !slices.Contains(needsProgram, path) }

// name is the file of a path.
func (f *files) name(path string) string {
	path = strings.Trim(path, "/")
	switch {
	case path == "":
		return "index.html"
	case slices.ContainsFunc(kinds, func(k string) bool { return strings.HasSuffix(path, k) }):
		return path
	}
	return path + ".html"
}

// kinds are the endings of files that are no pages.
var kinds = []string{".css", ".js", ".png", ".svg", ".ico", ".xml", ".txt", ".webmanifest", ".html"}

// to is the address of a path as a page reaches it.
func (f *files) to(root, path, query, fragment string) string {
	out := root + f.name(path)
	if slices.Contains(needsProgram, path) {
		out = f.server + path
		if query != "" {
			out += "?" + query
		}
	}
	if fragment != "" {
		out += "#" + fragment
	}
	return out
}
