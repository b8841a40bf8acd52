package site

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
)

// Files writes the pages of a base as files that any web server, or a memory stick, can hold. server is where the
// program itself is reached for search, chat and survey; empty: nowhere, and nothing leads there.
func Files(know *answers.Knowledge, cfg Config, server, dir string) (n int, err error) {
	cfg.Base, cfg.State, cfg.Calendar = func() *answers.Knowledge { return know }, nil, nil
	s, err := New(cfg)
	if err != nil {
		return 0, err
	}
	s.files = &files{server: server}
	v := s.visit(context.Background())
	write := func(name string, body []byte) error {
		n++
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil { //nolint:gosec // pages for everybody
			return err
		}
		return os.WriteFile(full, body, 0o644) //nolint:gosec // as above
	}
	for _, p := range append(v.paths(), "/ngoai-tuyen", "/404") {
		template, shown, err := v.pageAt(p)
		if err != nil {
			return n, fmt.Errorf("site: %w", err)
		}
		body, err := v.draw(template, shown)
		if err == nil {
			err = write(s.files.name(p), body)
		}
		if err != nil {
			return n, fmt.Errorf("site: %s: %w", p, err)
		}
	}
	return n, errors.Join(v.writeFiles(write), v.writePictures(write))
}

// writeFiles writes what pages load.
func (v *visit) writeFiles(write func(string, []byte) error) error {
	manifest, err := v.manifestText()
	errs := []error{err, write("manifest.webmanifest", manifest), write("robots.txt", v.robotsText()),
		write("sw.js", v.workerText())}
	for name := range served {
		errs = append(errs, write("web/"+name, v.assets.files[name].bytes))
	}
	for _, name := range []string{"favicon.ico", "apple-touch-icon.png"} {
		errs = append(errs, write(name, v.assets.files[name].bytes))
	}
	if v.cfg.PublicURL != "" {
		sitemap, err := v.sitemapText()
		errs = append(errs, err, write("sitemap.xml", sitemap))
	}
	return errors.Join(errs...)
}

// writePictures draws the picture of every page, where the public address is known.
func (v *visit) writePictures(write func(string, []byte) error) error {
	if v.cfg.PublicURL == "" {
		return nil
	}
	for _, p := range append(v.paths(), "/404") {
		_, shown, err := v.pageAt(p)
		if err != nil {
			return err
		}
		name := shown.Picture
		title := shown.Title
		if name == "" {
			if p != "/" {
				continue
			}
			name, title = "/anh/trang/chung.png", textAsk
		}
		body, err := v.drawPicture(title)
		if err == nil {
			err = write(v.Site.files.name(name), body)
		}
		if err != nil {
			return fmt.Errorf("site: %s: %w", name, err)
		}
	}
	return nil
}

// pageAt is the page of a path that needs nothing but the base.
func (v *visit) pageAt(path string) (template string, p page, err error) {
	lib := v.know.Library
	switch path {
	case "/":
		return "home", v.homePage(), nil
	case "/thu-tuc":
		return "list", v.listPage(), nil
	case "/gap-can-bo":
		return "office", v.officePage(), nil
	case "/gioi-thieu":
		return "about", v.aboutPage(), nil
	case "/quyen-rieng-tu":
		return "privacy", v.privacyPage(), nil
	case "/ngoai-tuyen":
		return "error", page{Title: textOffline, Path: path, Hidden: true, Data: v.ways(textWaiting)}, nil
	case "/404":
		return "error", page{Title: textNoPage, Path: path, Hidden: true, Data: v.ways(textMissing)}, nil
	}
	kind, id := splitPath(path)
	switch kind {
	case "chu-de":
		if title, fields := v.topicOf(id); title != "" {
			return "list", v.topicPage(id, title, fields), nil
		}
	case "thu-tuc":
		if e, found := lib.Procedure(id); found {
			p, err = v.procedurePage(e)
			return "entry", p, err
		}
	case "hoi-dap":
		if e, found := lib.FAQ(id); found {
			return "question", v.questionPage(e), nil
		}
	case "su-kien":
		if e, found := lib.Event(id); found {
			return "event", v.eventPage(e), nil
		}
	case "ke-hoach":
		i := slices.IndexFunc(lib.Plans, func(p *content.Plan) bool { return p.Key == id && !p.Template })
		if i >= 0 {
			return "plan", v.planPage(lib.Plans[i]), nil
		}
	}
	return "", page{}, fmt.Errorf("no page %s", path)
}
