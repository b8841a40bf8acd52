package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
)

// childEnv makes this test binary a bot that the tests kill.
const childEnv = "OUTBOX_TEST_CHILD"

// childConfig is that bot's configuration.
type childConfig struct {
	RedisURL, Dir, Platform string
	Name                    string // for the platform; startChild sets it
	Lease                   time.Duration
	Rate                    int
	Verbose                 bool
}

func TestMain(m *testing.M) {
	if text := os.Getenv(childEnv); text != "" {
		var c childConfig
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			panic(err)
		}
		if err := runChild(c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	if *soak {
		*kills, *recipients = 300, 20_000
	}
	if err := flag.Set("test.parallel", "12"); err != nil { // these tests wait more than they work
		panic(err)
	}
	os.Exit(m.Run())
}

// runChild answers "<n>" with "re <n>", and sees for itself that the texts of a chat come in order.
func runChild(c childConfig) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	level := slog.LevelError
	if c.Verbose {
		level = slog.LevelInfo
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	var s *store.Store
	for { // Redis may be the one that was killed
		var err error
		if s, err = store.Open(ctx, store.Options{RedisURL: c.RedisURL, Dir: c.Dir, Log: log}); err == nil {
			break
		}
		if !errors.Is(err, bot.ErrUnavailable) || ctx.Err() != nil {
			return err
		}
	}
	defer s.Close()
	remote := bottest.NewRemote(c.Platform, c.Name)
	w := witness{s, remote}
	d := &bot.Dispatcher{State: s, Log: log, Handler: bot.HandlerFunc(echo)}
	o := &outbox.Outbox{Store: w, Bulk: w, Log: log, Lease: c.Lease,
		Lanes: []outbox.Lane{{Channel: remote, Rate: c.Rate}}}
	var wg sync.WaitGroup
	wg.Go(func() { o.Run(ctx) })
	err := remote.Receive(ctx, d.Deliver)
	wg.Wait()
	return err
}

func echo(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	key := bot.Key{Kind: "next", ID: u.Chat.String()}
	var next int
	if _, err := tx.Get(ctx, key, &next); err != nil {
		return nil, err
	}
	if u.Text != fmt.Sprint(next) {
		return nil, fmt.Errorf("chat %s: text %s, want %d", u.Chat, u.Text, next)
	}
	tx.Put(key, next+1, 0)
	tx.Count("asked", "all", 1, 0)
	return []bot.Message{{Text: "re " + u.Text}}, nil
}

// witness passes to the platform what the store has recorded, so that the platform knows which repetitions a kill
// explains.
type witness struct {
	*store.Store
	remote *bottest.Remote
}

func (w witness) Settle(ctx context.Context, r bot.LeaseRequest, l bot.Leased, how bot.Settlement) (kept bool,
	err error) {
	kept, err = w.Store.Settle(ctx, r, l, how)
	switch {
	case err != nil:
	case !kept:
		_ = w.remote.Noted(ctx, nil, []string{l.Out.To.ID + " " + l.Out.Message.Text}) // the platform may be gone
	case how.Kind == bot.SettleSent:
		_ = w.remote.Noted(ctx, []string{how.MessageID}, nil)
	}
	return kept, err
}

func (w witness) BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote,
	hold time.Time) (kept bool, err error) {
	kept, err = w.Store.BulkNote(ctx, r, p, notes, hold)
	if err == nil && !kept {
		w.lost(ctx, p)
	}
	var sent []string
	for _, n := range notes {
		if n.Outcome == bot.BulkSent {
			sent = append(sent, n.MessageID)
		}
	}
	if err == nil && kept && len(sent) > 0 {
		_ = w.remote.Noted(ctx, sent, nil)
	}
	return kept, err
}

func (w witness) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (bot.BulkTaken, error) {
	taken, err := w.Store.BulkTake(ctx, r, p, indexes, most)
	if err == nil && taken.State == "" {
		w.lost(ctx, p)
	}
	return taken, err
}

// lost reports that another sender has the page.
func (w witness) lost(ctx context.Context, p *bot.BulkPage) {
	names := make([]string, len(p.Recipients))
	for i, r := range p.Recipients {
		names[i] = r.Chat.ID + " " + p.Spec.Messages[""].Text
	}
	_ = w.remote.Noted(ctx, nil, names)
}

// child is a running bot.
type child struct {
	name string
	cmd  *exec.Cmd
	done chan error
}

func startChild(tb testing.TB, c childConfig) *child {
	tb.Helper()
	c.Name = strconv.FormatInt(time.Now().UnixNano(), 36)
	text, err := json.Marshal(c)
	if err != nil {
		tb.Fatal(err)
	}
	p := &child{name: c.Name, cmd: exec.Command(os.Args[0]), done: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	p.cmd.Stderr = os.Stderr
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() { p.done <- p.cmd.Wait() }()
	tb.Cleanup(func() { _ = p.cmd.Process.Kill() }) // long dead, as a rule
	return p
}

// kill ends the bot with SIGKILL.
func (p *child) kill(platform *bottest.Platform) {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.done
	platform.Killed(p.name)
}

// terminate asks the child to stop, once it is up, and returns how long it took.
func (p *child) terminate(t *testing.T, platform *bottest.Platform) time.Duration {
	t.Helper()
	if err := platform.Until(limited(t),
		func(bottest.Counts) bool { return !platform.Seen(p.name).IsZero() }); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-p.done; err != nil {
		t.Errorf("the bot ended with %v", err)
	}
	return time.Since(start)
}

func listen(tb testing.TB, p *bottest.Platform) (socket string) {
	tb.Helper()
	dir, err := os.MkdirTemp("", "mc")
	if err != nil {
		tb.Fatal(err)
	}
	socket = filepath.Join(dir, "p")
	stop, err := p.Listen(socket)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { stop(); os.RemoveAll(dir) })
	return socket
}
