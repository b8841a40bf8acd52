package site

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/handlers/chart"
)

// Keeping for ever is right for what has its version in its address.
const (
	keepForEver = "public, max-age=31536000, immutable"
	keepADay    = "public, max-age=86400"
)

func showAsset(v *visit) error {
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

func showIcon(v *visit) error {
	name := strings.TrimPrefix(v.r.URL.Path, "/")
	return v.file(fixed[name], keepADay, v.assets.files[name].bytes)
}

// showWorker is the service worker: it keeps the last pages for when there is no network. Its text names the version of
// the style, so that a new program clears what an old one kept.
func showWorker(v *visit) error {
	return v.file(fixed["sw.js"], askFirst, v.workerText())
}

func (v *visit) workerText() []byte {
	css, js := strings.TrimPrefix(v.assets.url("site.css"), "/"), strings.TrimPrefix(v.assets.url("site.js"), "/")
	offline := "ngoai-tuyen"
	if v.Site.files != nil {
		offline = v.Site.files.name("/ngoai-tuyen")
	}
	head := fmt.Sprintf("const version = %q, shell = [%q, %q, %q];\n", v.assets.files["site.css"].version, css, js,
		offline)
	return append([]byte(head), v.assets.files["sw.js"].bytes...)
}

// showPicture draws the picture that stands beside a shared link: the page's title and the office's name.
func showPicture(v *visit) error {
	kind, name := v.r.PathValue("kind"), strings.TrimSuffix(v.r.PathValue("name"), ".png")
	if kind == "co-quan" {
		return v.showPhoto(strings.TrimSuffix(name, ".jpg"))
	}
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
