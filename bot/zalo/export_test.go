package zalo

import (
	"context"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
)

// SetWait replaces the pauses of the token keeper.
func (c *Channel) SetWait(wait func(context.Context, time.Duration) error) { c.grant.wait = wait }

// AwaitReceiving returns when events are taken: Receive runs in a goroutine of its own, and until it has begun events
// are refused and come again.
func (c *Channel) AwaitReceiving(t testing.TB) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !c.intake.IsOpen() {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("the channel never began to receive")
		}
	}
}

// BadSignatures counts the events that were refused for their signature.
func (c *Channel) BadSignatures() int64 { return c.badSignatures.Load() }

// SetStep is called at every step of a refresh.
func (c *Channel) SetStep(step func(string)) { c.grant.step = step }

// Look looks once which groups there are.
func (g *Groups) Look(ctx context.Context, deliver bot.Deliver) error { return g.look(ctx, deliver) }

// Token returns an access token.
func (c *Channel) Token(ctx context.Context) (string, error) { return c.grant.token(ctx) }

// Renew renews the pair whose access token is used.
func (c *Channel) Renew(ctx context.Context, used string) (string, error) {
	return c.grant.renew(ctx, used)
}

// Codes are all codes that have a class.
func Codes() (out []int) {
	for code := range classes {
		out = append(out, code)
	}
	return out
}

// CheckEvent translates what anybody may post, and checks what must hold of every update.
func CheckEvent(t interface{ Errorf(string, ...any) }, body []byte) {
	var e event
	if json.Unmarshal(body, &e) != nil {
		return
	}
	u, why := e.update(time.Unix(0, 0))
	if why != "" {
		return
	}
	if u.ID == "" || u.Chat.ID == "" || u.Kind == "" || len(u.ID) > 1000 || !utf8.ValidString(u.Text) ||
		u.Kind == bot.KindAction && !actionText.MatchString(u.Action) {
		t.Errorf("update %+v of %q", u, body)
	}
}
