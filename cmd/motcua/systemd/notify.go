// Package systemd tells the service manager how the program is doing.
package systemd

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// Notifier tells systemd how the process is (sd_notify); outside of systemd it is nil and says nothing. It speaks the
// protocol of sd_notify(3): lines of NAME=value in one datagram to the socket that NOTIFY_SOCKET names.
type Notifier struct {
	conn     net.Conn
	Watchdog time.Duration // how often systemd wants to hear from us; 0: it does not watch
}

// New reads what systemd put into the environment. A socket that cannot be reached is an error: the unit would
// wait for a READY that never comes.
func New(getenv func(string) string) (*Notifier, error) {
	path := getenv("NOTIFY_SOCKET")
	if path == "" {
		return nil, nil
	}
	if name, ok := strings.CutPrefix(path, "@"); ok {
		path = "\x00" + name // a socket without a file
	}
	conn, err := net.Dial("unixgram", path)
	if err != nil {
		return nil, fmt.Errorf("NOTIFY_SOCKET: %w", err)
	}
	n := &Notifier{conn: conn}
	micros, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64)
	if pid := getenv("WATCHDOG_PID"); err == nil && micros > 0 && (pid == "" || pid == strconv.Itoa(os.Getpid())) {
		n.Watchdog = time.Duration(micros) * time.Microsecond
	}
	return n, nil
}

// Say sends lines to the service manager; a nil Notifier has none.
func (n *Notifier) Say(lines ...string) {
	if n != nil {
		_, _ = n.conn.Write([]byte(strings.Join(lines, "\n"))) // systemd's own watchdog notices when nothing arrives
	}
}

// Run says READY, keeps the watchdog quiet while alive returns nil, and says STOPPING when ctx ends.
//
// alive is about the process and not about what it needs: a Redis that is away or a full disk is told in the status
// line (state) and by /readyz and the metrics, but is no reason for a restart, which would mend nothing and take the
// web chat's "try again later" away.
func (n *Notifier) Run(ctx context.Context, alive, state func(context.Context) error) error {
	if n == nil {
		return nil
	}
	n.Say("READY=1", "STATUS="+status(state(ctx)))
	every := 30 * time.Second
	if n.Watchdog > 0 {
		every = n.Watchdog / 3
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			n.Say("STOPPING=1")
			return nil
		case <-tick.C:
		}
		check, cancel := context.WithTimeout(ctx, every)
		if alive(check) == nil {
			n.Say("WATCHDOG=1", "STATUS="+status(state(check)))
		}
		cancel()
	}
}

// status is one line for `systemctl status`.
func status(err error) string {
	if err == nil {
		return "ready"
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return "not ready: " + first
}

// AnswersAt asks the process' own listener: a process that cannot answer this any more (no file descriptors left,
// locked up) needs a restart.
func AnswersAt(address string) func(context.Context) error {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
		if err != nil {
			return err
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return errors.New(resp.Status)
		}
		return nil
	}
}
