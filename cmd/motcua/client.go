package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
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

func controlClient(dir string) *http.Client {
	socket := filepath.Join(dir, controlName)
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socket)
	}}}
}

// callControl posts a form (nil for none) to the running process and hands its answer to read, unless that is nil. It
// returns errNotRunning when nobody listens.
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
