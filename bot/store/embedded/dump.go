package embedded

import (
	"fmt"
	"time"
)

// dump walks the state as it was at one moment while operations go on: a key that changes before the walk reaches it
// gives its old value first.
type dump struct {
	db    *DB
	names []string
	out   [][]byte // payloads waiting to be written
}

// beginDump marks the moment. The caller holds db.dumps.
func (db *DB) beginDump() *dump {
	db.mu.Lock()
	defer db.mu.Unlock()
	d := &dump{db: db, names: make([]string, 0, len(db.space.keys))}
	for name := range db.space.keys {
		d.names = append(d.names, name)
	}
	db.space.epoch++
	db.space.dumping = true
	db.space.dump = d.add
	return d
}

func (d *dump) add(key string, e *entry) {
	records(key, e, func(r Record) { d.out = append(d.out, r.Append(nil)) })
}

// stop ends the walk early or late.
func (d *dump) stop() {
	d.db.mu.Lock()
	defer d.db.mu.Unlock()
	d.db.space.dumping = false
	d.db.space.dump = nil
}

// run writes every record. It holds the lock for about a millisecond at a time.
func (d *dump) run(write func(payload []byte) error) error {
	defer d.stop()
	for {
		more := d.step()
		out := d.take()
		for _, p := range out {
			if err := write(p); err != nil {
				return err
			}
		}
		if !more && len(out) == 0 {
			return nil
		}
	}
}

func (d *dump) step() (more bool) {
	space := d.db.space
	d.db.mu.Lock()
	defer d.db.mu.Unlock()
	start := time.Now()
	for len(d.names) > 0 && time.Since(start) < time.Millisecond {
		for range min(50, len(d.names)) {
			key := d.names[0]
			d.names = d.names[1:]
			space.touch(key)
		}
	}
	return len(d.names) > 0
}

func (d *dump) take() [][]byte {
	d.db.mu.Lock()
	defer d.db.mu.Unlock()
	out := d.out
	d.out = nil
	return out
}

// Dump gives every record of the state as it is at one moment, while operations go on.
func (db *DB) Dump(write func(Record) error) error {
	db.dumps.Lock()
	defer db.dumps.Unlock()
	return db.beginDump().run(func(payload []byte) error {
		r, err := ParseRecord(payload)
		if err != nil {
			return err
		}
		return write(r)
	})
}

// Replace puts the records that next gives (ok false at the end) in the place of everything, durably, or changes
// nothing. Operations wait meanwhile.
func (db *DB) Replace(next func() (r Record, ok bool, err error)) error {
	_, err := db.submit(&call{work: func() error { return db.replace(next) }, done: make(chan struct{})})
	return err
}

func (db *DB) replace(next func() (r Record, ok bool, err error)) error {
	db.dumps.Lock()
	defer db.dumps.Unlock()
	fresh := newKeyspace()
	for {
		r, ok, err := next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := fresh.load(r); err != nil {
			return err
		}
	}
	db.mu.Lock()
	old := *db.space
	*db.space = *fresh
	db.mu.Unlock()
	gen := db.jn.gen + 1
	err := db.jn.start(gen)
	if err == nil {
		err = db.writeSnapshot(gen, db.beginDump())
	}
	if err != nil {
		db.mu.Lock()
		*db.space = old
		db.mu.Unlock()
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	db.jn.tidy(gen)
	db.jn.entries, db.after = 0, db.opt.CompactAfter
	return nil
}
