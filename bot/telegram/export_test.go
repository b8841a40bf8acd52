package telegram

import (
	"context"
	"time"
)

// SetWait replaces the pauses between attempts.
func (c *Channel) SetWait(wait func(context.Context, time.Duration) error) { c.wait = wait }

// Standings counts how often Telegram is asked who somebody is.
type Standings = standings

// May reports whether it may be asked once more for a group.
func (s *standings) May(chat int64, now time.Time) bool { return s.may(chat, now) }
