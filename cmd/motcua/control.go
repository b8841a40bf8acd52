package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The control socket lets commands on the same machine reach the running process: its embedded state is locked, so that
// "motcua backup" cannot open it beside. The socket lies in MOTCUA_DATA, which only the bot's own user can enter; that
// is the whole access control. A Unix socket's path holds about 100 bytes, so a long MOTCUA_DATA gets a link to it in
// the temporary folder.
const controlName = "control.sock"

// errNotRunning says that no process answers on the control socket.
var errNotRunning = errors.New("không có bot nào đang chạy với thư mục dữ liệu này")

// serveControl answers commands until ctx ends. It is off when the state is in Redis, which commands open themselves,
// unless the folder exists anyway.
func (p *process) serveControl(ctx context.Context) error {
	if p.config.Data == "" {
		return nil // with Redis no folder is needed; commands open the state themselves
	}
	if err := os.MkdirAll(p.config.Data, 0o700); err != nil {
		return fmt.Errorf("thư mục dữ liệu: %w", err)
	}
	path := filepath.Join(p.config.Data, controlName)
	if len(path) > 100 {
		p.log.Warn("MOTCUA_DATA is too long a path for the control socket: backup works only while the bot is stopped")
		return nil
	}
	_ = os.Remove(path) // of a process that was killed; a living one holds the folder's lock
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("ổ cắm điều khiển: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	s := server(p.control, p.log)
	s.ReadTimeout = 0 // a backup takes as long as it takes
	return serveUntil(ctx, s, l)
}

// controlRoutes are the commands that the running process carries out.
func (p *process) controlRoutes() {
	p.control.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "Motcua-Done")
		if err := p.store.Backup(r.Context(), w); err != nil {
			p.log.Error("backup", "error", err)
			return // without the trailer the client knows that it is not whole
		}
		w.Header().Set("Motcua-Done", "yes")
	})
}

func controlClient(dir string) *http.Client {
	socket := filepath.Join(dir, controlName)
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socket)
	}}}
}

// callControl sends a command, with a form or nil, to the running process and hands its answer to read, which may be nil.
// It returns errNotRunning when nobody listens.
func callControl(ctx context.Context, dir, path string, form url.Values, read func(io.Reader) error) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://motcua"+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := controlClient(dir).Do(req)
	if err != nil {
		return errNotRunning
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 1000))
		return fmt.Errorf("bot đang chạy trả lời: %s", strings.TrimSpace(string(text)))
	}
	if read == nil {
		return nil
	}
	if err := read(resp.Body); err != nil {
		return err
	}
	if resp.Header.Get("Trailer") != "" && resp.Trailer.Get("Motcua-Done") == "" {
		return errors.New("bot đang chạy ngắt giữa chừng; xem nhật ký của nó")
	}
	return nil
}
