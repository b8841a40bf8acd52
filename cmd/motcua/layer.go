package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/motcua/motcua/handlers/library"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// How often the base is looked at: what an editor publishes must answer everywhere within five seconds.
const (
	pullEvery   = time.Second
	reloadEvery = 2 * time.Second
)

// pull lays the published versions over the base when there are newer ones than those laid.
func (p *process) pull(ctx context.Context) error {
	n, err := library.ContentVersion(ctx, p.store)
	if err != nil {
		return err
	}
	if n != p.pulled {
		if p.versions, err = library.Pages(ctx, p.store); err != nil {
			return err
		}
		p.pulled = n
	}
	return nil
}

// lay puts the versions over the files as they are now, and writes them into the office's own folder where there is
// one.
func (p *process) lay() {
	win := p.config.Content != ""
	laid := library.Lay(p.layer.Base(), p.versions, win)
	p.layer.Set(laid.Files)
	if !slices.Equal(laid.ByHand, p.byHand) {
		p.byHand = laid.ByHand
		for _, path := range laid.ByHand {
			p.log.Warn("a content file was changed by hand beside its published version: nothing was overwritten",
				slog.String("file", path))
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

// writeBack makes a file of the folder what was published. Lay has seen that nobody else wrote there. Nothing outside
// the folder is touched, whatever the path says and wherever links lead.
func writeBack(dir, path string, f content.OverlayFile) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	beside := content.WithdrawnName(path) // what was withdrawn stays under a name that is no entry's
	if !library.EditablePath(path) {
		return fmt.Errorf("%q is no place of the base", path)
	}
	if f.Gone {
		if _, err := root.Stat(path); err == nil && len(f.Text) > 0 {
			if err := writeWhole(root, beside, f.Text); err != nil {
				return err
			}
		}
		return removed(root, path)
	}
	if err := removed(root, beside); err != nil {
		return err
	}
	if now, err := bounded.ReadFile(bounded.Folder(dir), path); err == nil && bytes.Equal(now, f.Text) {
		return nil
	}
	return writeWhole(root, path, f.Text)
}

// removed removes a file if it is there.
func removed(root *os.Root, path string) error {
	if err := root.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// writeWhole writes a file so that it appears whole or not at all.
func writeWhole(root *os.Root, path string, text []byte) error {
	full := filepath.FromSlash(path)
	if err := root.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	tmp := filepath.Join(filepath.Dir(full), ".motcua-"+rand.Text())
	out, err := root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = root.Rename(tmp, full)
	}
	if err != nil {
		return errors.Join(err, root.Remove(tmp))
	}
	return nil
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
		if err := p.bot.Announce.LoadQuiet(ctx, p.store); err != nil && ctx.Err() == nil {
			p.log.Debug("quiet hours not read", slog.Any("error", err))
		}
		if p.pulled == before && (p.config.Content == "" || time.Since(looked) < reloadEvery) {
			continue
		}
		looked = time.Now()
		p.lay()
		p.reload()
	}
}
