package redis

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// settleMost bounds how many leases one script run ends.
const settleMost = 64

// settleGroup ends the leases that end at the same time in one run of the script: a run costs more than a lease.
type settleGroup struct {
	mu      sync.Mutex
	waiting []*settleCall
	runs    int // at once; two keep Redis busy while answers are read
	wg      sync.WaitGroup
}

type settleCall struct {
	args []string
	kept bool
	err  error
	done chan struct{}
}

func (g *settleGroup) do(ctx context.Context, e *Engine, args []string) (kept bool, err error) {
	c := &settleCall{args: args, done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, c)
	if g.runs < 2 {
		g.runs++
		g.wg.Go(func() { g.drain(e) })
	}
	g.mu.Unlock()
	select {
	case <-c.done:
		return c.kept, c.err
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// drain runs until nothing waits.
func (g *settleGroup) drain(e *Engine) {
	for {
		g.mu.Lock()
		n := min(len(g.waiting), settleMost)
		batch := append([]*settleCall(nil), g.waiting[:n]...)
		g.waiting = append(g.waiting[:0], g.waiting[n:]...)
		if n == 0 {
			g.runs--
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		var args []string
		for _, c := range batch {
			args = append(append(args, strconv.Itoa(len(c.args))), c.args...)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second) // not the callers': they share the run
		v, err := e.run(ctx, settleScript, args...)
		cancel()
		results, _ := v.([]any)
		for i, c := range batch {
			c.err = err
			c.kept = i < len(results) && results[i] == "ok"
			close(c.done)
		}
	}
}
