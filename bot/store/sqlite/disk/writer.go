package disk

import (
	"context"
	"errors"
)

// groupMost bounds how many calls share a transaction.
const groupMost = 256

// errNothing is returned by a function that waits and found nothing to do.
var errNothing = errors.New("nothing to do")

// Write runs f in a transaction and returns when what it wrote is durable. It shares the transaction and the sync with
// the calls that come meanwhile. When f returns an error nothing of it takes effect, and the others go on without it; f
// may therefore run twice, and must set what it returns anew each time.
func (db *DB) Write(ctx context.Context, f func(*Conn) error) error {
	c := &call{f: f, done: make(chan struct{})}
	if err := db.submit(ctx, c); err != nil {
		return err
	}
	if db.wait(ctx, c) {
		return ctx.Err()
	}
	return c.err
}

// WhenTouched is Write that waits until Touch is called with name, in whose transaction f then runs, so that both share
// a sync. f runs once before that, in case there is something to do already. It returns false, having written nothing,
// when there is not. ran is false when f never found anything.
func (db *DB) WhenTouched(ctx context.Context, name string, f func(*Conn) (found bool, err error)) (ran bool,
	err error) {
	c := &call{when: name, done: make(chan struct{}), f: func(conn *Conn) error {
		if found, err := f(conn); err != nil || found {
			return err
		}
		return errNothing
	}}
	if err := db.submit(ctx, c); err != nil {
		if ctx.Err() != nil {
			return false, nil
		}
		return false, err
	}
	if db.wait(ctx, c) || errors.Is(c.err, errNothing) {
		return false, nil
	}
	return true, c.err
}

func (db *DB) submit(ctx context.Context, c *call) error {
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	select {
	case db.calls <- c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// wait returns when the call has ended, or true when it was given up before it began.
func (db *DB) wait(ctx context.Context, c *call) (gaveUp bool) {
	select {
	case <-c.done:
		return false
	case <-ctx.Done():
	}
	db.mu.Lock() // what has begun is finished: what became of it must be known
	defer db.mu.Unlock()
	gaveUp, c.over = !c.over, true
	return gaveUp
}

func (c *call) end(err error) {
	c.err, c.over = err, true
	close(c.done)
}

// write is the only goroutine that writes. It ends when calls is closed.
func (db *DB) write() {
	defer close(db.ended)
	group := make([]*call, 0, groupMost)
	for first := range db.calls {
		group = append(group[:0], first)
	more:
		for len(group) < groupMost {
			select {
			case c, open := <-db.calls:
				if !open {
					break more
				}
				group = append(group, c)
			default:
				break more
			}
		}
		db.mu.Lock()
		db.runGroup(group)
		db.mu.Unlock()
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.failWaiting(ErrClosed)
}

// runGroup does the calls of a group, and then those that wait for what they touch, in one transaction.
func (db *DB) runGroup(group []*call) {
	var now []*call
	for _, c := range group {
		switch {
		case c.over: // given up
		case c.when != "":
			db.waiting = append(db.waiting, c)
		default:
			now = append(now, c)
		}
	}
	var woken []*call
	err := db.transact(db.writer, func() error {
		for _, c := range now {
			if err := db.writer.run(c.f); err != nil {
				return err
			}
		}
		var err error
		woken, err = db.wake()
		return err
	})
	switch {
	case err == nil:
		for _, c := range now {
			c.end(nil)
		}
		for _, c := range woken {
			c.end(nil)
		}
	case errors.Is(err, errDisk):
		for _, c := range now {
			c.end(err)
		}
		db.failWaiting(err)
	default: // one of them is at fault: each alone
		for _, c := range append(now, woken...) {
			c.end(db.transact(db.writer, func() error { return db.writer.run(c.f) }))
		}
	}
	left := db.waiting[:0]
	for _, c := range db.waiting {
		if !c.over {
			left = append(left, c)
		}
	}
	clear(db.waiting[len(left):])
	db.waiting = left
}

// wake runs what waits for something that was touched, and what has just come. It returns those that found something.
func (db *DB) wake() (woken []*call, err error) {
	for _, c := range db.waiting {
		touched := db.writer.touched[c.when]
		if c.over || c.tried && !touched {
			continue
		}
		c.tried = true
		err := db.writer.run(c.f)
		switch {
		case err == nil:
			woken = append(woken, c)
		case !errors.Is(err, errNothing):
			return append(woken, c), err
		case touched:
			c.end(errNothing) // it asks again: what it waits for may have a time
		}
	}
	return woken, nil
}

func (db *DB) failWaiting(err error) {
	for _, c := range db.waiting {
		if !c.over {
			c.end(err)
		}
	}
	db.waiting = nil
}
