package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/console/editpages"
	"github.com/motcua/motcua/handlers/console/firstday"
	"github.com/motcua/motcua/handlers/console/gradepages"
	"github.com/motcua/motcua/handlers/console/localpages"
	"github.com/motcua/motcua/handlers/console/noticepages"
	"github.com/motcua/motcua/handlers/console/staffpages"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// openConsole mounts the office's page.
func (p *process) openConsole(shown [][3]string) error {
	c, err := console.New(console.Config{
		State: p.store, Bot: p.bot, PublicURL: p.config.PublicURL, TrustedProxies: p.config.TrustedProxies,
		Now: time.Now, Log: p.log,
		Desk: p.desk, Faults: p.base.Faults, Await: 8 * time.Second,
		Look: func() {
			select {
			case p.look <- struct{}{}:
			default: // it is about to be looked at
			}
		},
		Queues: p.queues, Health: p.health, Settings: shown,
		Rooms: []console.Room{editpages.Room(), staffpages.Room(), gradepages.Room(), noticepages.Room(),
			localpages.Room(), firstday.Room(p.firstDay())},
	})
	if err != nil {
		return err
	}
	p.mux.Handle("/admin", c)
	p.mux.Handle("/admin/", c)
	p.control.HandleFunc("POST /content", func(w http.ResponseWriter, r *http.Request) {
		pages, err := library.Pages(r.Context(), p.store)
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		_ = json.NewEncoder(w).Encode(pages) // a client that went away needs no answer
	})
	p.control.HandleFunc("POST /admin/link", func(w http.ResponseWriter, r *http.Request) {
		link, err := loginLink(r.Context(), p.store, p.siteURL())
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, link)
	})
	return nil
}

// firstDay is what the list of the first day asks of the program.
func (p *process) firstDay() firstday.Config {
	c := p.config
	return firstday.Config{
		PublicURL: c.PublicURL,
		Check: func(ctx context.Context) (out []firstday.Finding) {
			ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
			defer cancel()
			for _, check := range []func(context.Context, config.Config) finding{checkPublic, checkTelegram, checkZalo,
				checkZaloBot} {
				f := check(ctx, c)
				shown := firstday.Finding{What: f.what, Hint: f.hint}
				if f.err != nil {
					shown.Err = f.err.Error()
				}
				out = append(out, shown)
			}
			return out
		},
		Backup: func(ctx context.Context) bool { return !p.health(ctx).Backup.IsZero() },
		Secrets: []firstday.Secret{
			{Name: "TELEGRAM_TOKEN", Means: "Mã bot Telegram", Set: c.Telegram.Token != ""},
			{Name: "ZALO_APP_ID", Means: "Ứng dụng Zalo OA", Set: c.Zalo.AppID != ""},
			{Name: "ZALO_BOT_TOKEN", Means: "Mã Zalo Bot", Set: c.ZaloBot.Token != ""},
			{Name: "MOTCUA_PUBLIC_URL", Means: "Địa chỉ công khai", Set: c.PublicURL != ""},
			{Name: "REDIS_URL", Means: "Redis", Set: c.RedisURL != ""},
		},
	}
}

// siteURL is where a browser reaches the console: the public address, else this machine's.
func (p *process) siteURL() string {
	if p.config.PublicURL != "" {
		return p.config.PublicURL
	}
	if a, _ := p.address.Load().(string); a != "" {
		return "http://" + a
	}
	return "http://" + p.config.Addr
}

func (p *process) queues(ctx context.Context) (out []console.Queue, err error) {
	for _, l := range p.lanes {
		stats, err := p.store.QueueStats(ctx, l.Channel.Name())
		if err != nil {
			return nil, err
		}
		out = append(out, console.Queue{Channel: l.Channel.Name(), Stats: stats})
	}
	return out, nil
}

// loginLink makes a sign-in link for the owner at the server.
func loginLink(ctx context.Context, state bot.State, site string) (string, error) {
	var path string
	err := state.Update(ctx, func(tx bot.Tx) error {
		path = people.PutLogin(tx, people.ServerOwner)
		return people.Audit(ctx, tx, people.ServerOwner, people.RoleOwner, "console.link", "", "")
	})
	return strings.TrimRight(site, "/") + path, err
}

// firstLink prints a sign-in link while there are no admins and nobody ever signed in: else nobody could.
func (p *process) firstLink(ctx context.Context) {
	if inTheClear(p.config) {
		fmt.Fprintf(os.Stderr, "Lưu ý: %s.\n", inTheClearText)
	}
	if len(p.config.Admins) > 0 {
		return
	}
	used, err := p.store.Get(ctx, people.SignedInKey, new(bool))
	if err != nil || used {
		return
	}
	link, err := loginLink(ctx, p.store, p.siteURL())
	if err != nil {
		p.log.Warn("no sign-in link", slog.Any("error", err))
		return
	}
	fmt.Fprintf(os.Stderr, "Chưa có quản trị viên. Vào trang quản trị (dùng một lần, trong 10 "+
		"phút):\n  %s\nLần sau: motcua admin link\n", link)
}

// AdminCmd holds what the keeper of the server does for the console.
type AdminCmd struct {
	Link AdminLinkCmd `cmd:"" help:"In một liên kết đăng nhập trang quản trị, dùng một lần trong 10 phút."`
}

// AdminLinkCmd prints a sign-in link.
type AdminLinkCmd struct {
	stateFlags
	Addr      string `env:"MOTCUA_ADDR" default:"127.0.0.1:8080" placeholder:"MÁY:CỔNG" help:"Địa chỉ nghe của bot."`
	PublicURL string `env:"MOTCUA_PUBLIC_URL" placeholder:"URL" help:"Địa chỉ công khai của bot."`
}

// Run asks the running bot for a link; with Redis it writes one itself.
func (c *AdminLinkCmd) Run(ctx context.Context) error {
	err := control.Call(ctx, c.Data, "/admin/link", nil, func(r io.Reader) error {
		_, err := io.Copy(os.Stdout, r)
		return err
	})
	if !errors.Is(err, control.ErrNotRunning) {
		return err
	}
	if c.RedisURL == "" {
		return exit.Errorf(1, "%w (%s); hãy chạy bot trước rồi lấy liên kết", control.ErrNotRunning, c.Data)
	}
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return c.print(ctx, s)
}

func (c *AdminLinkCmd) print(ctx context.Context, s *store.Store) error {
	site := c.PublicURL
	if site == "" {
		site = "http://" + c.Addr
	}
	link, err := loginLink(ctx, s, site)
	if err != nil {
		return err
	}
	fmt.Println(link)
	return nil
}
