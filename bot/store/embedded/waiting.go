package embedded

import "context"

// Waiting is an operation that is worth doing only after another: handing out what that one queues. It is journaled
// with it, so that both share a sync.
type Waiting struct {
	// Due reports whether it is worth doing as things are.
	Due func() bool
	// Wants reports whether an operation, which is about to be done, makes it worth doing.
	Wants func(Op) bool
	Make  func() Op
}

// ExecWhen waits until an operation is worth doing, does it and returns when it is durable; ran is false when ctx ended
// before that. When the journal cannot be written meanwhile, that is its error, too. Due, Wants and Make are called
// between operations and must be quick.
func (db *DB) ExecWhen(ctx context.Context, w Waiting) (res any, ran bool, err error) {
	c := &call{when: &w, done: make(chan struct{})}
	select {
	case db.calls <- c:
	case <-db.quit:
		return nil, false, ErrClosed
	case <-ctx.Done():
		return nil, false, nil
	}
	select {
	case <-c.done:
	case <-db.done:
	case <-ctx.Done():
		if c.over.CompareAndSwap(false, true) {
			return nil, false, nil
		}
	}
	select {
	case <-c.done:
		return c.res, true, c.err
	case <-db.done:
	}
	select {
	case <-c.done:
		return c.res, true, c.err
	default:
		return nil, false, ErrClosed
	}
}

// waiters are the calls that wait; they belong to the writer.
type waiters []*call

// add takes a call in, or puts it into the group when it need not wait.
func (w *waiters) add(group []*call, c *call) []*call {
	*w = append(*w, c)
	return w.due(group)
}

// due moves those whose time has come to the group.
func (w *waiters) due(group []*call) []*call {
	return w.move(group, func(c *call) bool { return c.when.Due() })
}

// wanted moves those that the group makes worth doing to its end.
func (w *waiters) wanted(group []*call) []*call {
	others := group
	return w.move(group, func(c *call) bool {
		for _, o := range others {
			if c.when.Wants(o.op) {
				return true
			}
		}
		return false
	})
}

func (w *waiters) move(group []*call, now func(*call) bool) []*call {
	left := (*w)[:0]
	for _, c := range *w {
		switch {
		case c.over.Load(): // given up
		case !now(c):
			left = append(left, c)
		case c.over.CompareAndSwap(false, true):
			c.op = c.when.Make()
			group = append(group, c)
		}
	}
	clear((*w)[len(left):])
	*w = left
	return group
}

// fail ends those that wait: their callers must know that the journal cannot be written.
func (w *waiters) fail(err error) {
	for _, c := range *w {
		if c.over.CompareAndSwap(false, true) {
			c.err = err
			close(c.done)
		}
	}
	*w = nil
}
