package site

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/handlers/chart"
)

//go:embed assets
var embedded embed.FS

// assets are the templates and the files that pages load.
type assets struct {
	pages map[string]*template.Template
	files map[string]asset
}

type asset struct {
	bytes     []byte
	mediaType string
	version   string // of the content: part of the address, so that browsers may keep it for ever
}

// served are the files that pages load by their address below /web/.
var served = map[string]string{
	"site.css": "text/css; charset=utf-8", "site.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	"icon-192.png": "image/png", "icon-512.png": "image/png", "icon-maskable.png": "image/png",
}

// fixed are the files with addresses that browsers know by themselves.
var fixed = map[string]string{"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png",
	"sw.js": "text/javascript; charset=utf-8"}

func loadAssets() (assets, error) {
	a := assets{pages: map[string]*template.Template{}, files: map[string]asset{}}
	for _, list := range []map[string]string{served, fixed} {
		for name, mediaType := range list {
			b, err := embedded.ReadFile("assets/" + name)
			if err != nil {
				return a, err
			}
			if name == "site.css" {
				b = append(webcard.Style(), b...)
			}
			if name == "site.js" {
				b = append(webcard.Script(), b...)
			}
			sum := sha256.Sum256(b)
			a.files[name] = asset{b, mediaType, hex.EncodeToString(sum[:6])}
		}
	}
	layout, err := template.New("layout.html").Funcs(funcs).ParseFS(embedded, "assets/layout.html", "assets/parts.html")
	if err != nil {
		return a, err
	}
	names, err := fs.Glob(embedded, "assets/*.html")
	if err != nil {
		return a, err
	}
	for _, n := range names {
		key := strings.TrimSuffix(path.Base(n), ".html")
		if key == "layout" || key == "parts" {
			continue
		}
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(embedded, n)
		}
		if err != nil {
			return a, err
		}
		a.pages[key] = t
	}
	return a, nil
}

// url is the address of a file below the first page.
func (a assets) url(name string) string { return "/web/" + name + "?v=" + a.files[name].version }

// Keeping for ever is right for what has its version in its address.
const (
	keepForEver = "public, max-age=31536000, immutable"
	keepADay    = "public, max-age=86400"
)

func (v *visit) asset() error {
	name := v.r.PathValue("name")
	if _, ok := served[name]; !ok {
		return v.missing()
	}
	keep := askFirst
	if v.r.URL.Query().Get("v") == v.assets.files[name].version {
		keep = keepForEver
	}
	return v.file(served[name], keep, v.assets.files[name].bytes)
}

func (v *visit) icon() error {
	name := strings.TrimPrefix(v.r.URL.Path, "/")
	return v.file(fixed[name], keepADay, v.assets.files[name].bytes)
}

// worker is the service worker: it keeps the last pages for when there is no network. Its text names the version of the
// style, so that a new program clears what an old one kept.
func (v *visit) worker() error {
	return v.file(fixed["sw.js"], askFirst, v.workerText())
}

func (v *visit) workerText() []byte {
	css, js := strings.TrimPrefix(v.assets.url("site.css"), "/"), strings.TrimPrefix(v.assets.url("site.js"), "/")
	offline := "ngoai-tuyen"
	if v.Site.files != nil {
		offline = v.Site.files.name("/ngoai-tuyen")
	}
	head := fmt.Sprintf("const version = %q, shell = [%q, %q, %q];\n", v.assets.files["site.css"].version, css, js, offline)
	return append([]byte(head), v.assets.files["sw.js"].bytes...)
}

// picture draws the picture that stands beside a shared link: the page's title and the office's name.
func (v *visit) picture() error {
	kind, name := v.r.PathValue("kind"), strings.TrimSuffix(v.r.PathValue("name"), ".png")
	title, ok := v.pictured(kind, name)
	if !ok {
		return v.missing()
	}
	body, found := v.pictures.get(title)
	if !found {
		if v.drawings.Wait(v.guard.Address(v.r)) > 0 {
			return v.tooOften()
		}
		var err error
		if body, err = v.drawPicture(title); err != nil {
			return err
		}
		v.pictures.put(title, body)
	}
	// Other sites' pages show it beside a link.
	v.w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	return v.file("image/png", keepADay, body)
}

func (v *visit) drawPicture(title string) ([]byte, error) {
	return chart.Poster{Title: title, Sub: textPoster, Name: v.cfg.Office}.PNG()
}

// pictured is the title of the page that a picture belongs to.
func (v *visit) pictured(kind, name string) (string, bool) {
	lib := v.know.Library
	switch kind {
	case "thu-tuc":
		p, ok := lib.Procedure(name)
		if ok {
			return p.Title, true
		}
	case "hoi-dap":
		f, ok := lib.FAQ(name)
		if ok {
			return f.Question, true
		}
	case "su-kien":
		e, ok := lib.Event(name)
		if ok {
			return e.Title, true
		}
	case "ke-hoach":
		for _, p := range lib.Plans {
			if p.Key == name && !p.Template {
				return p.Title, true
			}
		}
	case "trang":
		return textAsk, name == "chung"
	}
	return "", false
}
