package site

import (
	"encoding/json"
	"encoding/xml"
	"path"
	"slices"

	"github.com/motcua/motcua/handlers/qrcode"
)

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

// showQR is the code of a procedure's address, for the wall beside the counter.
func showQR(v *visit) error {
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

// showSitemap lists all pages. Without a public address there is none: a map must not say where a stranger's Host
// points.
func showSitemap(v *visit) error {
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

// showRobots keeps crawlers out of what is typed, personal or the office's own.
func showRobots(v *visit) error {
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

// showManifest makes the pages an app that can be put on a phone's first screen.
func showManifest(v *visit) error {
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
