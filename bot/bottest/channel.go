// Package bottest holds working fakes: they do what the test asks for, and count what must not happen.
package bottest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Sent is a message that a Channel took.
type Sent struct {
	To      bot.ChatID
	Message bot.Message
	ID      string
	At      time.Time
}

// Channel is a bot.Channel that keeps what it is given. Fail, when set, is asked before (with the number of earlier
// attempts for this chat and text): its error is returned and, unless it is Unclear, the message is not taken.
type Channel struct {
	Label string
	Can   bot.Limits
	Fail  func(ctx context.Context, to bot.ChatID, m bot.Message, attempt int) error

	mu       sync.Mutex
	sent     []Sent
	attempts map[string]int
	changed  chan struct{}
}

// Name implements bot.Channel.
func (c *Channel) Name() string { return c.Label }

// Limits implements bot.Channel.
func (c *Channel) Limits() bot.Limits { return c.Can }

// Receive implements bot.Channel: nothing comes in.
func (c *Channel) Receive(ctx context.Context, _ bot.Deliver) error {
	<-ctx.Done()
	return nil
}

// Send implements bot.Channel.
func (c *Channel) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	c.mu.Lock()
	if c.attempts == nil {
		c.attempts = make(map[string]int)
	}
	name := to.ID + "\x00" + m.Text
	attempt := c.attempts[name]
	c.attempts[name]++
	c.mu.Unlock()
	var err error
	if c.Fail != nil {
		err = c.Fail(ctx, to, m, attempt)
		if err != nil && !bot.AsSendError(err).Unclear {
			return bot.Receipt{}, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Sent{To: to, Message: m, ID: fmt.Sprintf("m%d", len(c.sent)+1), At: time.Now()}
	c.sent = append(c.sent, s)
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
	return bot.Receipt{MessageID: s.ID, At: s.At}, err
}

// Sent returns all that was taken, in order.
func (c *Channel) Sent() []Sent {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Sent(nil), c.sent...)
}

// Wait returns when n messages were taken, or ctx ends.
func (c *Channel) Wait(ctx context.Context, n int) error {
	for {
		c.mu.Lock()
		have := len(c.sent)
		if c.changed == nil {
			c.changed = make(chan struct{})
		}
		changed := c.changed
		c.mu.Unlock()
		if have >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d messages were sent, want %d: %w", have, n, ctx.Err())
		}
	}
}

// MostInAWindow returns the greatest number of messages, of those that match, within any window of this length.
func MostInAWindow(sent []Sent, window time.Duration, match func(Sent) bool) int {
	var times []time.Time
	most, first := 0, 0
	for _, s := range sent {
		if match != nil && !match(s) {
			continue
		}
		times = append(times, s.At)
		for s.At.Sub(times[first]) >= window {
			first++
		}
		most = max(most, len(times)-first)
	}
	return most
}
