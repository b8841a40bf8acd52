package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/cmd/motcua/space"
	"github.com/motcua/motcua/handlers/site"
	"github.com/motcua/motcua/handlers/site/api"
)

func newLog(c config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// listen opens the main listener and prints where people find the bot.
func (p *process) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", p.config.Addr)
	if err != nil {
		return nil,
			fmt.Errorf("không nghe được ở %s: %w; hãy đổi MOTCUA_ADDR hoặc dừng chương trình đang chiếm cổng này",
				p.config.Addr, err)
	}
	fmt.Fprintf(os.Stderr, "Một Cửa đang chạy tại http://%s/\n", visible(l.Addr()))
	return webguard.Bounded(l, bounds.Connections, p.config.TrustedProxies), nil
}

// marks are what can run out.
func (p *process) marks() []space.Mark {
	marks := []space.Mark{space.Memory(bounds.MemoryPercent, bounds.MemoryDefault)}
	if p.config.RedisURL != "" {
		return append(marks, space.Mark{Name: "Redis", Percent: bounds.RedisPercent, Used: p.store.Usage})
	}
	return append(marks, space.Folder(p.config.Data, bounds.DataMost),
		space.Left("disk", bounds.DiskLeft, func() (int64, error) {
			mb, err := freeMB(p.config.Data)
			return int64(mb) << 20, err
		}))
}

// visible is the address as a browser on this machine reaches it.
func visible(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return a.String()
}

// writeWithin is how long an answer may take until it is written; streams and uploads set limits of their own.
const writeWithin = 90 * time.Second

// server serves h with limits on how long a client may take.
func server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		WriteTimeout:   writeWithin,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// serveUntil serves on l until ctx ends, then lets requests under way finish for a while.
func serveUntil(ctx context.Context, s *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin/2)
	defer cancel()
	if err := s.Shutdown(grace); err != nil {
		_ = s.Close()
	}
	return nil
}

// siteConfig is what the citizen's pages need of the running bot.
func (p *process) siteConfig() site.Config {
	return site.Config{
		Base: p.know.Load, State: p.store, Calendar: p.bot.Calendar, Cases: p.bot.Cases, Office: p.config.Office,
		Offices: p.bot.Offices, Visitor: webchat.ChatOf, StartLink: p.bot.Config.StartLink,
		Retention: p.config.Retention,
		PublicURL: p.config.PublicURL, TrustedProxies: p.config.TrustedProxies,
		Full: p.space.Full, API: p.config.API, Now: time.Now, Log: p.log,
	}
}

// openSite serves the citizen's pages wherever nothing else is served.
func (p *process) openSite() error {
	s, err := site.New(p.siteConfig())
	if err != nil {
		return fmt.Errorf("trang web: %w", err)
	}
	p.mux.Handle("/", s)
	if !p.config.API {
		return nil
	}
	a, err := api.New(api.Config{Base: p.know.Load, Office: p.config.Office, Offices: p.bot.Offices, State: p.store,
		PublicURL:      p.config.PublicURL,
		TrustedProxies: p.config.TrustedProxies, Log: p.log})
	if err != nil {
		return fmt.Errorf("giao diện chỉ đọc: %w", err)
	}
	for _, path := range api.Paths {
		p.mux.Handle(path, a)
	}
	return nil
}

// serveControl answers commands until ctx ends. It is off when the state is in Redis, which commands open themselves,
// unless the folder exists anyway.
func (p *process) serveControl(ctx context.Context) error {
	if p.config.Data == "" {
		return nil // with Redis no folder is needed; commands open the state themselves
	}
	l, err := control.Listen(p.config.Data)
	if errors.Is(err, control.ErrTooLong) {
		p.log.Warn("MOTCUA_DATA is too long a path for the control socket: backup works only while the bot is stopped")
		return nil
	} else if err != nil {
		return err
	}
	s := server(p.control, p.log)
	s.ReadTimeout, s.WriteTimeout = 0, 0 // a backup takes as long as it takes
	return serveUntil(ctx, s, l)
}

// together runs the parts until the first fails or ctx ends, then stops the rest and waits for them.
func together(ctx context.Context, parts ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() {
			if errs[i] = part(ctx); errs[i] != nil && ctx.Err() == nil {
				cancel()
			}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if errors.Is(err, context.Canceled) {
			errs[i] = nil
		}
	}
	return errors.Join(errs...)
}

// health answers /healthz (the process lives) and /readyz (it can take updates). Why it cannot is for the log and for
// doctor: strangers ask, too.
func health(mux *http.ServeMux, ready func(context.Context) error) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := ready(r.Context()); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
}

const stopWithin = 10 * time.Second
