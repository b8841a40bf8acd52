package site

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/content"
)

//go:embed assets
var embedded embed.FS

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

var funcs = template.FuncMap{
	"day":    func(d content.Day) string { return d.VN() },
	"query":  url.QueryEscape,
	"markup": webcard.Markup,
	"tools":  webcard.Tools,
	"host": func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			return ""
		}
		return u.Hostname()
	},
	"inc": func(i int) int { return i + 1 },
}
