package main

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/handlers/site"
)

// siteConfig is what the citizen's pages need of the running bot.
func (p *process) siteConfig() site.Config {
	return site.Config{
		Base: p.know.Load, State: p.store, Calendar: p.bot.Calendar, Cases: p.bot.Cases, Office: p.config.Office,
		Retention: p.config.Retention, PublicURL: p.config.PublicURL, TrustedProxies: p.config.TrustedProxies,
		Now: time.Now, Log: p.log,
	}
}

// openSite serves the citizen's pages wherever nothing else is served.
func (p *process) openSite() error {
	s, err := site.New(p.siteConfig())
	if err != nil {
		return fmt.Errorf("trang web: %w", err)
	}
	p.mux.Handle("/", s)
	return nil
}
