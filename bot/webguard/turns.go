package webguard

import (
	"context"
	"slices"
	"sync"
)

// Turns lets so many requests be worked on at once, so that a flood waits at the door instead of sharing the processor
// and the disk with everybody. Those who are known go before strangers, who get at most half of the turns; and within
// each of the two, addresses take turns: whoever sends a thousand at once waits behind who sends one.
type Turns struct {
	most    int // at once
	waiting int // of the known, and of strangers, who may wait

	mu    sync.Mutex
	known line
	fresh line
	holds map[string]int // turns taken, by address
}

// line are the waiting of one kind: addresses in the order of their turns, and what waits of each.
type line struct {
	busy  int // turns taken
	queue int // how many wait
	order []string
	of    map[string][]chan struct{}
}

// NewTurns makes Turns of at least two at once; of either kind as many as waiting may wait for one.
func NewTurns(most, waiting int) *Turns {
	return &Turns{most: max(2, most), waiting: waiting, known: line{of: make(map[string][]chan struct{})},
		fresh: line{of: make(map[string][]chan struct{})}, holds: make(map[string]int)}
}

// Enter waits for a turn of an address, a stranger's or not, and returns what ends it. It is false when too many wait
// already, or ctx ended first.
func (t *Turns) Enter(ctx context.Context, address string, stranger bool) (leave func(), ok bool) {
	l := &t.known
	if stranger {
		l = &t.fresh
	}
	turn := make(chan struct{})
	t.mu.Lock()
	if l.queue >= t.waiting {
		t.mu.Unlock()
		return nil, false
	}
	l.add(address, turn)
	t.admit()
	t.mu.Unlock()
	leave = sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		l.busy--
		if t.holds[address]--; t.holds[address] == 0 {
			delete(t.holds, address)
		}
		t.admit()
	})
	select {
	case <-turn:
		return leave, true
	case <-ctx.Done():
	}
	t.mu.Lock()
	gaveUp := l.remove(address, turn)
	t.mu.Unlock()
	if !gaveUp { // the turn came at the same moment
		leave()
	}
	return nil, false
}

// admit gives out the turns that are free.
func (t *Turns) admit() {
	for t.known.busy+t.fresh.busy < t.most {
		if !t.next(&t.known) && (t.fresh.busy >= t.most/2 || !t.next(&t.fresh)) {
			return
		}
	}
}

// next lets in the first of the first address that may hold one more turn; the address goes to the end of the line.
func (t *Turns) next(l *line) bool {
	i := slices.IndexFunc(l.order, func(address string) bool { return t.holds[address] < t.most/2 })
	if i < 0 {
		return false
	}
	address := l.order[i]
	l.order = slices.Delete(l.order, i, i+1)
	waiting := l.of[address]
	close(waiting[0])
	t.holds[address]++
	l.busy++
	l.queue--
	if len(waiting) == 1 {
		delete(l.of, address)
		return true
	}
	l.of[address] = waiting[1:]
	l.order = append(l.order, address)
	return true
}

func (l *line) add(address string, turn chan struct{}) {
	l.queue++
	if len(l.of[address]) == 0 {
		l.order = append(l.order, address)
	}
	l.of[address] = append(l.of[address], turn)
}

// remove takes one out of the line again; false when it has its turn already.
func (l *line) remove(address string, turn chan struct{}) bool {
	i := slices.Index(l.of[address], turn)
	if i < 0 {
		return false
	}
	l.queue--
	if l.of[address] = slices.Delete(slices.Clone(l.of[address]), i, i+1); len(l.of[address]) == 0 {
		delete(l.of, address)
		j := slices.Index(l.order, address)
		l.order = slices.Delete(l.order, j, j+1)
	}
	return true
}
