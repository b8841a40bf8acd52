package telegram

import (
	"context"
	"time"
)

// SetWait replaces the pauses between attempts.
func (c *Channel) SetWait(wait func(context.Context, time.Duration) error) { c.wait = wait }
