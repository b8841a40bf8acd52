package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

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
