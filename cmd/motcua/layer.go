package main

import (
	"context"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/handlers/library"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// How often the base is looked at: what an editor publishes must answer everywhere within five seconds.
const (
	pullEvery   = time.Second // what this process published itself is looked at at once
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
		if err := base.Publish(p.config.Content, path, f); err != nil {
			p.log.Error("content not written to its folder", slog.String("file", path), slog.Any("error", err))
		}
	}
}

// reload reads the base again if it changed; a bad state keeps the last good base and is reported.
func (p *process) reload() {
	var next *answers.Knowledge
	r := p.base.Reload(func(lib *content.Library) error {
		lex, err := search.ParseLexicon(base.Lexicon(p.config.Content))
		if err != nil {
			return err
		}
		p.lexNow.Store(&lex)
		next = p.desk.Taken(lib, lex)
		return nil
	})
	if !r.Changed {
		return
	}
	if r.Swapped && next != nil {
		p.know.Store(next)
		debug.FreeOSMemory() // what a trial and a reading took is three times what the base is
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
		case <-p.look:
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
