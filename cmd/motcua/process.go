package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/space"

	"github.com/motcua/motcua/handlers/library"

	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// process is a running bot: everything that serve wires together.
type process struct {
	config  config.Config
	log     *slog.Logger
	store   *store.Store
	base    *content.Base
	lexNow  atomic.Pointer[search.Lexicon]
	layer   *content.Overlay // what editors published, over the files
	desk    *library.Desk    // where editors try what they change
	look    chan struct{}    // something was published: the base is to be looked at
	know    atomic.Pointer[answers.Knowledge]
	bot     *handlers.Assistant
	lanes   []outbox.Lane
	mux     *http.ServeMux
	control *http.ServeMux // on the control socket
	gauges  *gauges
	space   *space.Watch
	away    atomic.Bool  // the state was, when last asked
	address atomic.Value // where the main listener is, as a browser here reaches it

	// Of the goroutine that watches the base:
	pulled   int64 // the content version that was read
	versions []library.Version
	byHand   []string
}

// ready reports whether updates can be taken: the state answers and takes writes.
func (p *process) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := p.store.Ready(ctx)
	if away := err != nil; p.away.Swap(away) != away {
		p.log.Warn("whether updates can be taken has changed", slog.Bool("ready", !away), slog.Any("error", err))
	}
	return err
}

func (p *process) close() {
	if err := p.store.Close(); err != nil {
		p.log.Error("closing the store", slog.Any("error", err))
	}
}
