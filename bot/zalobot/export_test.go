package zalobot

import (
	"context"
	"time"
	"unicode/utf8"
)

// SetWait replaces the pauses between attempts.
func (c *Channel) SetWait(wait func(context.Context, time.Duration) error) { c.wait = wait }

// CheckEvent translates what anybody may post, and checks what must hold of every update.
func CheckEvent(t interface{ Errorf(string, ...any) }, body []byte) {
	events, err := decode(body)
	if err != nil {
		return
	}
	for _, e := range events {
		if u, why := e.update(time.Unix(1e9, 0)); why == "" &&
			(u.ID == "" || u.Chat.ID == "" || u.Kind == "" || !utf8.ValidString(u.Text)) {
			t.Errorf("update %+v of %q", u, body)
		}
	}
}
