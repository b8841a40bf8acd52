package site

import (
	"encoding/json"
	"encoding/xml"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/handlers/qrcode"
)

// pictures keeps the last pictures that were drawn: the same few links are shared again and again.
type pictures struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// mostPictures bounds the memory of pictures to a few megabytes.
const mostPictures = 100

func (p *pictures) get(title string) ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, ok := p.kept[title]
	return b, ok
}

func (p *pictures) put(title string, b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil || len(p.kept) >= mostPictures {
		p.kept = map[string][]byte{}
	}
	p.kept[title] = b
}

// qr is the code of a procedure's address, for the wall beside the counter.
func (v *visit) qr() error {
	p, ok := v.know.Library.Procedure(v.r.PathValue("id"))
	if !ok || v.cfg.PublicURL == "" {
		return v.missing()
	}
	if v.drawings.Wait(v.guard.Address(v.r)) > 0 {
		return v.tooOften()
	}
	body, err := qrcode.PNG(v.at(procedurePath(p)))
	if err != nil {
		return err
	}
	return v.file("image/png", keepADay, body)
}

// paths are all pages that a search engine should know, in a fixed order.
func (v *visit) paths() []string {
	lib := v.know.Library
	out := []string{"/", "/thu-tuc", "/gap-can-bo", "/gioi-thieu", "/quyen-rieng-tu"}
	if v.Site.files == nil && v.cfg.State != nil {
		out = append(out, "/thong-bao", "/gop-y", "/theo-doi")
	}
	for _, t := range v.tiles() {
		out = append(out, t.To)
	}
	for _, f := range v.fields() {
		if to := "/chu-de/" + slug(f); !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	for _, p := range lib.Procedures {
		out = append(out, procedurePath(p))
	}
	for _, f := range lib.FAQs {
		out = append(out, questionPath(f))
	}
	for _, e := range lib.Events {
		out = append(out, eventPath(e))
	}
	for _, p := range lib.Plans {
		if !p.Template {
			out = append(out, planPath(p))
		}
	}
	return out
}

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []urlLoc `xml:"url"`
}

type urlLoc struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists all pages. Without a public address there is none: a map must not say where a stranger's Host points.
func (v *visit) sitemap() error {
	if v.cfg.PublicURL == "" {
		return v.missing()
	}
	body, err := v.sitemapText()
	if err != nil {
		return err
	}
	return v.file("application/xml; charset=utf-8", "max-age=3600", body)
}

func (v *visit) sitemapText() ([]byte, error) {
	var set urlset
	for _, p := range v.paths() {
		loc := urlLoc{Loc: v.at(p)}
		if e, ok := v.know.Library.Procedure(path.Base(p)); ok && procedurePath(e) == p {
			loc.LastMod = e.Checked.String()
		}
		set.URLs = append(set.URLs, loc)
	}
	body, err := xml.MarshalIndent(set, "", " ")
	return append([]byte(xml.Header), body...), err
}

// robots keeps crawlers out of what is typed, personal or the office's own.
func (v *visit) robots() error {
	return v.file("text/plain; charset=utf-8", keepADay, v.robotsText())
}

func (v *visit) robotsText() []byte {
	text := "User-agent: *\nDisallow: /tim\nDisallow: /theo-doi/\nDisallow: /chat\nDisallow: /admin\nDisallow: /mcp\n"
	if v.cfg.PublicURL != "" {
		text += "\nSitemap: " + v.at("/sitemap.xml") + "\n"
	}
	return []byte(text)
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// manifest makes the pages an app that can be put on a phone's first screen.
func (v *visit) manifest() error {
	body, err := v.manifestText()
	if err != nil {
		return err
	}
	return v.file("application/manifest+json", keepADay, body)
}

func (v *visit) manifestText() ([]byte, error) {
	return json.MarshalIndent(map[string]any{
		"name": v.cfg.Office + " – Thủ tục hành chính", "short_name": "Một Cửa", "lang": "vi", "start_url": "./",
		"scope": "./", "display": "standalone", "background_color": "#f1f5f8", "theme_color": "#0b5c86",
		"description": textAbout,
		"icons": []manifestIcon{
			{"web/icon-192.png", "192x192", "image/png", "any"},
			{"web/icon-512.png", "512x512", "image/png", "any"},
			{"web/icon-maskable.png", "512x512", "image/png", "maskable"},
			{"web/icon.svg", "any", "image/svg+xml", "any"},
		},
	}, "", "  ")
}

// files says where the pages of a site of files lie, and where the program that can do more is reached.
type files struct {
	server string // https://…, empty: nowhere
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
