package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
)

// A generation n is the state in snap-n (none for the first) followed by the operations of log-n, log-n+1, …
// A log names each script by a number and holds its source, so that a newer program replays what an older one meant.
const (
	snapPrefix = "snap-"
	logPrefix  = "log-"
	tmpName    = "snap.tmp"

	frameScript = 'S' // number, source
	frameOp     = 'O' // number, time, key, args
	frameEnd    = 'E' // of a snapshot: how many records it has
)

func fileName(prefix string, gen uint64) string { return fmt.Sprintf("%s%016d", prefix, gen) }

// journal is the log being written. Only the writer goroutine uses it.
type journal struct {
	files   Files
	log     *slog.Logger
	gen     uint64 // of the log being written
	file    File
	size    int64          // durable bytes
	suspect bool           // the last append failed: cut the file back to size before anything else
	scripts map[string]int // source -> number in this log
	entries int            // operations since the last snapshot
}

// append makes data durable, or leaves the file as it was.
func (j *journal) append(data []byte) error {
	if err := j.repair(); err != nil {
		return err
	}
	_, err := j.file.Write(data)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.suspect = true
		// At once, so that a full disk leaves no half record behind; if it does not work now, the next append tries.
		return errors.Join(fmt.Errorf("journal: %w", err), j.repair())
	}
	j.size += int64(len(data))
	return nil
}

func (j *journal) repair() error {
	if !j.suspect {
		return nil
	}
	if err := j.file.Truncate(j.size); err != nil {
		return fmt.Errorf("journal: cut back: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal: sync after cutting back: %w", err)
	}
	j.suspect = false
	return nil
}

// start begins a new, empty log of this generation.
func (j *journal) start(gen uint64) error {
	if err := j.repair(); err != nil {
		return err
	}
	f, err := j.files.Create(fileName(logPrefix, gen))
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), j.files.SyncDir()); err != nil {
		f.Close()
		return err
	}
	if j.file != nil {
		j.file.Close()
	}
	j.gen, j.file, j.size, j.scripts = gen, f, 0, make(map[string]int)
	return nil
}

// generations reads which snapshots and logs are there, in order.
func generations(files Files) (snaps, logs []uint64, err error) {
	names, err := files.Names()
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		for prefix, into := range map[string]*[]uint64{snapPrefix: &snaps, logPrefix: &logs} {
			if digits, ok := strings.CutPrefix(name, prefix); ok {
				if n, err := strconv.ParseUint(digits, 10, 64); err == nil {
					*into = append(*into, n)
				}
			}
		}
	}
	slices.Sort(snaps)
	slices.Sort(logs)
	return snaps, logs, nil
}

// recover loads the newest snapshot and runs the logs after it, and leaves the journal ready to be appended to.
func (j *journal) recover(space *keyspace, in *interpreter) error {
	snaps, logs, err := generations(j.files)
	if err != nil {
		return err
	}
	base := uint64(1)
	if len(snaps) > 0 {
		base = snaps[len(snaps)-1]
		if err := readSnapshot(j.files, base, space); err != nil {
			return err
		}
	}
	logs = slices.DeleteFunc(logs, func(n uint64) bool { return n < base })
	if len(logs) == 0 {
		if len(snaps) > 0 {
			return fmt.Errorf("%s is missing: the folder is damaged; restore a backup", fileName(logPrefix, base))
		}
		return j.start(base)
	}
	for i, gen := range logs {
		if gen != base+uint64(i) {
			return fmt.Errorf("%s is missing: the folder is damaged; restore a backup",
				fileName(logPrefix, base+uint64(i)))
		}
		if err := j.replay(gen, i == len(logs)-1, in); err != nil {
			return err
		}
	}
	j.tidy(base)
	return nil
}

// tidy removes what a newer snapshot has made useless.
func (j *journal) tidy(base uint64) {
	snaps, logs, err := generations(j.files)
	if err != nil {
		return
	}
	for prefix, gens := range map[string][]uint64{snapPrefix: snaps, logPrefix: logs} {
		for _, n := range gens {
			if n < base {
				if err := j.files.Remove(fileName(prefix, n)); err != nil {
					j.log.Warn("old journal file not removed", slog.Any("error", err))
				}
			}
		}
	}
}

func readSnapshot(files Files, gen uint64, space *keyspace) error {
	name := fileName(snapPrefix, gen)
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for n := 0; ; n++ {
		payload, err := ReadFrame(r)
		if err != nil {
			return fmt.Errorf("%s: record %d: %w; restore a backup", name, n, err)
		}
		if payload[0] == frameEnd {
			d := decoder{b: payload[1:]}
			if want := d.uvarint(); want != uint64(n) {
				return fmt.Errorf("%s: %d records, want %d; restore a backup", name, n, want)
			}
			return nil
		}
		rec, err := ParseRecord(payload)
		if err == nil {
			err = space.load(rec)
		}
		if err != nil {
			return fmt.Errorf("%s: record %d: %w", name, n, err)
		}
	}
}

// replay runs the operations of one log. In the last log a torn end is cut off: it was never confirmed to anybody.
func (j *journal) replay(gen uint64, last bool, in *interpreter) error {
	name := fileName(logPrefix, gen)
	f, err := j.files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	sources := make(map[uint64]string)
	scripts := make(map[string]int)
	var size int64
	torn := false
	for {
		payload, err := ReadFrame(r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if !last {
				return fmt.Errorf("%s: %w at byte %d; restore a backup", name, err, size)
			}
			torn = true
			break
		}
		size += int64(8 + len(payload))
		d := decoder{b: payload[1:]}
		num := d.uvarint()
		if payload[0] == frameScript {
			sources[num] = d.string()
			scripts[sources[num]] = int(num)
			continue
		}
		now, key, args := d.varint(), d.string(), d.strings()
		if payload[0] != frameOp || d.err != nil || sources[num] == "" {
			return fmt.Errorf("%s: a record at byte %d that this program does not know; was it written by a newer one?",
				name, size)
		}
		// A script that failed when it ran first fails again in the same way; its caller got the error.
		_, _ = in.run(sources[num], now, []string{key}, args)
		j.entries++
	}
	if !last {
		return nil
	}
	file, err := j.files.Append(name)
	if err != nil {
		return err
	}
	j.gen, j.file, j.size, j.scripts = gen, file, size, scripts
	j.suspect = true // also without a torn end: bytes after the last sync may be there only in memory
	if torn {
		j.log.Warn("journal had a torn end, cut off", slog.String("file", name), slog.Int64("at", size))
	}
	return j.repair()
}

// encode makes the frames of one operation, with its script before it when this log does not have that yet.
func (j *journal) encode(buf []byte, op Op, fresh map[string]int) []byte {
	num, ok := j.scripts[op.Script]
	if !ok {
		num, ok = fresh[op.Script]
	}
	var p []byte
	if !ok {
		num = len(j.scripts) + len(fresh) + 1
		fresh[op.Script] = num
		p = appendString(appendUvarint([]byte{frameScript}, num), op.Script)
		buf = AppendFrame(buf, p)
	}
	p = appendUvarint(append(p[:0], frameOp), num)
	p = appendVarint(p, op.Now)
	p = appendString(p, op.Key)
	p = appendUvarint(p, len(op.Args))
	for _, a := range op.Args {
		p = appendString(p, a)
	}
	return AppendFrame(buf, p)
}
