package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/motcua/motcua/bot/store/engine"
)

// A backup is gzip of: backupMagic, a line of JSON (backupHead), then frames (engine.AppendFrame): a record each, and
// at last 'E' with the number of records. Keys are written without their prefix.
const (
	backupMagic  = "motcua-backup\n"
	backupFormat = 1
)

type backupHead struct {
	Format int       `json:"format"`
	Layout int       `json:"layout"` // of the keys; older ones are migrated when they are opened
	At     time.Time `json:"at"`
}

// ErrNotEmpty is returned by Restore into a store that holds state.
var ErrNotEmpty = errors.New("the store is not empty")

// Why a file cannot be restored from.
var (
	ErrNoBackup  = errors.New("not a backup of this program")
	ErrCutBackup = errors.New("the backup is cut off or damaged")
)

// Backup writes all state as it is at one moment. An SQLite store goes on meanwhile; with Redis all processes wait
// with their writes until it is read (about a second for 100,000 keys).
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(z, 1<<18)
	head, err := json.Marshal(backupHead{Format: backupFormat, Layout: engine.Layout, At: s.engine.Now().UTC()})
	if err != nil {
		return err
	}
	_, err = buf.WriteString(backupMagic + string(head) + "\n")
	if err != nil {
		return err
	}
	n := 0
	err = s.engine.Dump(ctx, func(r engine.Record) error {
		n++
		_, err := buf.Write(engine.AppendFrame(nil, r.Append(nil)))
		return err
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := buf.Write(engine.AppendFrame(nil, binary.AppendUvarint([]byte{'E'}, uint64(n)))); err != nil {
		return err
	}
	return errors.Join(buf.Flush(), z.Close())
}

// Restore fills an empty store from a backup of either kind. When it fails half way with Redis, run it again; no other
// process may use the store meanwhile.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	used, err := s.engine.Used(ctx)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if used {
		return fmt.Errorf("restore: %w: restore into a new folder or database", ErrNotEmpty)
	}
	z, err := unpack(r)
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("restore: %w: %w", ErrNoBackup, err)
	} else if err != nil { // the reader below: a part that was encrypted and changed
		return fmt.Errorf("restore: %w: %w", ErrCutBackup, err)
	}
	in := bufio.NewReaderSize(z, 1<<18)
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(in, magic); err != nil || string(magic) != backupMagic {
		return fmt.Errorf("restore: %w", ErrNoBackup)
	}
	line, err := headLine(in)
	var head backupHead
	if err == nil {
		err = json.Unmarshal(line, &head)
	}
	if err != nil {
		return fmt.Errorf("restore: %w: its head: %w", ErrCutBackup, err)
	}
	if head.Format > backupFormat || head.Layout > engine.Layout {
		return fmt.Errorf("restore: %w: the backup has format %d and layout %d", ErrNewer, head.Format, head.Layout)
	}
	if err := s.engine.Replace(ctx, recordsOf(ctx, in)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return wrap("restore", s.engine.Migrate(ctx))
}

// recordsOf reads records until the end frame, whose count must be right.
func recordsOf(ctx context.Context, in *bufio.Reader) func() (engine.Record, bool, error) {
	n := uint64(0)
	return func() (r engine.Record, ok bool, err error) {
		if err := ctx.Err(); err != nil {
			return r, false, err
		}
		payload, err := engine.ReadFrame(in)
		if err != nil {
			return r, false, fmt.Errorf("%w after %d records: %w", ErrCutBackup, n, err)
		}
		if payload[0] == 'E' {
			if want, _ := binary.Uvarint(payload[1:]); want != n {
				return r, false, fmt.Errorf("%w: it has %d records, want %d", ErrCutBackup, n, want)
			}
			if _, err := in.ReadByte(); err != io.EOF { // the checksum of the whole comes last
				return r, false, fmt.Errorf("%w: no proper end: %w", ErrCutBackup,
					errors.Join(err, io.ErrUnexpectedEOF))
			}
			return r, false, nil
		}
		n++
		r, err = engine.ParseRecord(payload)
		return r, err == nil, err
	}
}
