package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// How often the base is looked at: what an editor publishes must answer everywhere within five seconds.
const (
	pullEvery   = time.Second
	reloadEvery = 2 * time.Second
)

// pull lays the published versions over the base when there are newer ones than those laid.
func (p *process) pull(ctx context.Context) error {
	n, err := handlers.ContentVersion(ctx, p.store)
	if err != nil {
		return err
	}
	if n != p.pulled {
		if p.versions, err = handlers.Pages(ctx, p.store); err != nil {
			return err
		}
		p.pulled = n
	}
	return nil
}

// lay puts the versions over the files as they are now, and writes them into the office's own folder where there is one.
func (p *process) lay() {
	win := p.config.Content != ""
	laid := handlers.Lay(p.layer.Base(), p.versions, win)
	p.layer.Set(laid.Files)
	if !slices.Equal(laid.ByHand, p.byHand) {
		p.byHand = laid.ByHand
		for _, path := range laid.ByHand {
			p.log.Warn("a content file was changed by hand beside its published version: nothing was overwritten", slog.String("file", path))
		}
	}
	if !win {
		return
	}
	for path, f := range laid.Files {
		if err := writeBack(p.config.Content, path, f); err != nil {
			p.log.Error("content not written to its folder", slog.String("file", path), slog.Any("error", err))
		}
	}
}

// writeBack makes a file of the folder what was published. Lay has seen that nobody else wrote there.
func writeBack(dir, path string, f content.OverlayFile) error {
	full := filepath.Join(dir, filepath.FromSlash(path))
	now, err := os.ReadFile(full)
	if f.Gone {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return os.Remove(full)
	}
	if err == nil && bytes.Equal(now, f.Text) {
		return nil
	}
	return writeWhole(full, f.Text)
}

// writeWhole writes a file so that it appears whole or not at all.
func writeWhole(full string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(full), ".motcua-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), full)
}

// reload reads the base again if it changed; a bad state keeps the last good base and is reported.
func (p *process) reload() {
	var next *answers.Knowledge
	r := p.base.Reload(func(lib *content.Library) error {
		lex, err := search.ParseLexicon(lexiconFS(p.config.Content))
		if err != nil {
			return err
		}
		p.lexNow.Store(&lex)
		next = answers.NewKnowledge(lib, lex)
		return nil
	})
	if !r.Changed {
		return
	}
	if r.Swapped && next != nil {
		p.know.Store(next)
		p.log.Info("content reloaded", slog.Int("procedures", len(next.Library.Procedures)))
	}
	p.gauges.contentFaults.Set(float64(len(r.Faults.Errors())))
	for _, f := range r.Faults.Errors() {
		p.log.Error("content not reloaded", slog.String("fault", f.String()))
	}
}

// watchBase follows what editors publish and the files of the base until ctx ends.
func (p *process) watchBase(ctx context.Context) error {
	tick := time.NewTicker(pullEvery)
	defer tick.Stop()
	var looked time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		before := p.pulled
		if err := p.pull(ctx); err != nil && ctx.Err() == nil {
			p.log.Debug("published content not read", slog.Any("error", err))
		}
		if p.pulled == before && (p.config.Content == "" || time.Since(looked) < reloadEvery) {
			continue
		}
		looked = time.Now()
		p.lay()
		p.reload()
	}
}

// ContentExportCmd writes the base with everything that was published.
type ContentExportCmd struct {
	stateFlags
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung bên dưới; bỏ trống là kho có sẵn."`
	Dir     string `arg:"" placeholder:"THƯ-MỤC-RA" help:"Nơi ghi; phải trống hoặc chưa có."`
}

// Run reads the versions from the running bot, or from the state itself when none runs.
func (c *ContentExportCmd) Run(ctx context.Context) error {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) > 0 {
		return exit{1, fmt.Errorf("thư mục %s không trống; hãy chọn thư mục khác", c.Dir)}
	}
	versions, err := c.versions(ctx)
	if err != nil {
		return err
	}
	layer := content.NewOverlay(contentFS(c.Content))
	laid := handlers.Lay(layer.Base(), versions, c.Content != "")
	layer.Set(laid.Files)
	n := 0
	err = fs.WalkDir(layer, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layer, name)
		if err != nil {
			return err
		}
		n++
		return writeWhole(filepath.Join(c.Dir, filepath.FromSlash(name)), text)
	})
	if err != nil {
		return fmt.Errorf("xuất nội dung: %w", err)
	}
	for _, path := range laid.ByHand {
		fmt.Fprintf(os.Stderr, "%s: tệp gốc đã đổi sau khi bản đăng được soạn; hãy xem lại\n", path)
	}
	fmt.Printf("Đã ghi %d tệp vào %s, trong đó %d tệp có bản đăng từ trang quản trị.\n", n, c.Dir, len(laid.Files))
	return nil
}

// versions asks the running bot, whose embedded state nobody else can open.
func (c *ContentExportCmd) versions(ctx context.Context) (out []handlers.Version, err error) {
	if c.RedisURL == "" {
		err := callControl(ctx, c.Data, "/content", nil, func(r io.Reader) error { return json.NewDecoder(r).Decode(&out) })
		if !errors.Is(err, errNotRunning) {
			return out, err
		}
	}
	s, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return handlers.Pages(ctx, s)
}
