package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/motcua/motcua/bot/store"
)

// stateFlags say where the state is; the same names as for serve.
type stateFlags struct {
	Data     string `env:"MOTCUA_DATA" default:"./data" placeholder:"THƯ-MỤC" help:"Thư mục dữ liệu của bot."`
	RedisURL Secret `env:"REDIS_URL" placeholder:"URL" help:"Redis của bot, nếu dùng."`
}

func (f stateFlags) open(ctx context.Context) (*store.Store, error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := store.Open(ctx, store.Options{RedisURL: string(f.RedisURL), Dir: f.Data, Log: log})
	if err != nil {
		return nil, fmt.Errorf("không mở được nơi lưu dữ liệu: %w", err)
	}
	return s, nil
}

// BackupCmd writes all state into a file.
type BackupCmd struct {
	stateFlags
	File string `arg:"" placeholder:"TỆP" help:"Nơi ghi bản sao lưu."`
}

// Run asks the running bot for a backup, or opens the state itself when none runs. The file appears whole or not at all.
func (c *BackupCmd) Run(ctx context.Context) error {
	tmp, err := os.CreateTemp(filepath.Dir(c.File), ".motcua-backup-*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	defer os.Remove(tmp.Name())
	if err := c.write(ctx, tmp); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	if err := os.Rename(tmp.Name(), c.File); err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	fmt.Println("Đã sao lưu vào", c.File)
	return nil
}

func (c *BackupCmd) write(ctx context.Context, w io.Writer) error {
	if c.RedisURL == "" {
		err := callControl(ctx, c.Data, "/backup", func(r io.Reader) error {
			_, err := io.Copy(w, r)
			return err
		})
		if !errors.Is(err, errNotRunning) {
			return err
		}
	}
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.Backup(ctx, w), s.Close())
}

// RestoreCmd fills an empty state from a backup.
type RestoreCmd struct {
	stateFlags
	File string `arg:"" placeholder:"TỆP" help:"Bản sao lưu."`
}

// Run restores while no bot runs on the state.
func (c *RestoreCmd) Run(ctx context.Context) error {
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("không mở được bản sao lưu: %w", err)
	}
	defer in.Close()
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	switch err := s.Restore(ctx, bufio.NewReaderSize(in, 1<<20)); {
	case errors.Is(err, store.ErrNotEmpty):
		return errors.New("nơi lưu dữ liệu không trống; hãy khôi phục vào thư mục (MOTCUA_DATA) hoặc Redis trống")
	case err != nil:
		return fmt.Errorf("khôi phục: %w", err)
	}
	fmt.Println("Đã khôi phục từ", c.File)
	return nil
}
