// Package control lets commands on the same machine reach the running bot: its embedded state is locked, so that
// "motcua backup" cannot open it beside. The bot listens on a Unix socket in the folder of the data, which only its own
// user can enter; that is the whole access control.
package control

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

const (
	name     = "control.sock"
	longest  = 100 // bytes of a Unix socket's path, about
	doneMark = "Motcua-Done"
)

// ErrNotRunning says that no process answers on the control socket.
var ErrNotRunning = errors.New("không có bot nào đang chạy với thư mục dữ liệu này")

// ErrTooLong says that the folder's path leaves no room for a socket.
var ErrTooLong = errors.New("the path is too long for a control socket")

// Listen opens the socket in dir, which is made when it is missing.
func Listen(dir string) (net.Listener, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("thư mục dữ liệu: %w", err)
	}
	path := filepath.Join(dir, name)
	if len(path) > longest {
		return nil, ErrTooLong
	}
	_ = os.Remove(path) // of a process that was killed; a living one holds the folder's lock
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("ổ cắm điều khiển: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Whole answers a call with what write writes, and marks the answer as whole in its trailer if write did not fail.
func Whole(w http.ResponseWriter, write func(io.Writer) error) error {
	w.Header().Set("Trailer", doneMark)
	if err := write(w); err != nil {
		return err
	}
	w.Header().Set(doneMark, "yes")
	return nil
}

// Running reports whether a bot listens on the socket in dir.
func Running(dir string) bool {
	conn, err := net.DialTimeout("unix", filepath.Join(dir, name), time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// Call posts a form (nil for none) to the running bot and hands its answer to read, unless that is nil. It returns
// ErrNotRunning when nobody listens.
func Call(ctx context.Context, dir, path string, form url.Values, read func(io.Reader) error) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://motcua"+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client(dir).Do(req)
	if err != nil {
		return ErrNotRunning
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
	if _, err := io.Copy(io.Discard, resp.Body); err != nil { // the trailer comes behind the last byte
		return fmt.Errorf("bot đang chạy ngắt giữa chừng: %w", err)
	}
	if v, announced := resp.Trailer[doneMark]; announced && len(v) == 0 {
		return errors.New("bot đang chạy ngắt giữa chừng; xem nhật ký của nó")
	}
	return nil
}

func client(dir string) *http.Client {
	socket := filepath.Join(dir, name)
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socket)
		}}}
}
