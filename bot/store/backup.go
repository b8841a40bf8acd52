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
	"strings"
	"time"

	"github.com/motcua/motcua/bot/store/embedded"
)

// A backup is gzip of: backupMagic, a line of JSON (backupHead), then frames (embedded.AppendFrame): a record each, and
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

// Backup writes all state as it is at one moment. The embedded store goes on meanwhile; with Redis all processes wait
// with their writes until it is read (about a second for 100,000 keys).
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(z, 1<<18)
	head, err := json.Marshal(backupHead{Format: backupFormat, Layout: version, At: s.now().UTC()})
	if err != nil {
		return err
	}
	_, err = buf.WriteString(backupMagic + string(head) + "\n")
	if err != nil {
		return err
	}
	n := 0
	err = s.engine.dump(ctx, func(r embedded.Record) error {
		if passingKey(r.Key) {
			return nil
		}
		n++
		r.Key = strings.TrimPrefix(r.Key, prefix)
		_, err := buf.Write(embedded.AppendFrame(nil, r.Append(nil)))
		return err
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := buf.Write(embedded.AppendFrame(nil, binary.AppendUvarint([]byte{'E'}, uint64(n)))); err != nil {
		return err
	}
	return errors.Join(buf.Flush(), z.Close())
}

// Restore fills an empty store from a backup of either kind. When it fails half way with Redis, run it again; no other
// process may use the store meanwhile.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	used, err := s.engine.used(ctx)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if used {
		return fmt.Errorf("restore: %w: restore into a new folder or database", ErrNotEmpty)
	}
	z, err := unpack(r)
	if err != nil {
		return fmt.Errorf("restore: not a backup: %w", err)
	}
	in := bufio.NewReaderSize(z, 1<<18)
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(in, magic); err != nil || string(magic) != backupMagic {
		return errors.New("restore: not a backup of this program")
	}
	line, err := headLine(in)
	var head backupHead
	if err == nil {
		err = json.Unmarshal(line, &head)
	}
	if err != nil {
		return fmt.Errorf("restore: head of the backup: %w", err)
	}
	if head.Format > backupFormat || head.Layout > version {
		return fmt.Errorf("restore: the backup was written by a newer program (format %d, layout %d)", head.Format,
			head.Layout)
	}
	if err := s.engine.replace(ctx, recordsOf(ctx, in)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return s.migrate(ctx)
}

// recordsOf reads records until the end frame, whose count must be right.
func recordsOf(ctx context.Context, in *bufio.Reader) func() (embedded.Record, bool, error) {
	n := uint64(0)
	return func() (r embedded.Record, ok bool, err error) {
		payload, err := embedded.ReadFrame(in)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return r, false, fmt.Errorf("the backup is cut off or damaged after %d records: %w", n, err)
		}
		if payload[0] == 'E' {
			if want, _ := binary.Uvarint(payload[1:]); want != n {
				return r, false, fmt.Errorf("the backup has %d records, want %d", n, want)
			}
			if _, err := in.ReadByte(); err != io.EOF { // the checksum of the whole comes last
				return r, false, fmt.Errorf("the backup has no proper end: %w", errors.Join(err, io.ErrUnexpectedEOF))
			}
			return r, false, nil
		}
		n++
		r, err = embedded.ParseRecord(payload)
		r.Key = prefix + r.Key
		return r, err == nil, err
	}
}
