package zalo

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	lockName     = "zalo:token"
	lockTTL      = 60 * time.Second // more than one exchange and its storing take
	oauthTime    = 15 * time.Second
	keepEvery    = time.Minute
	lostEvery    = time.Hour        // how soon a pair that Zalo refused is tried again, then after twice as long
	lostTries    = 6                // and how often in all: a day and a half later only a new grant helps
	unclearEvery = 2 * time.Minute  // and one whose refresh had no clear end, while the access token lives
	accessMargin = 30 * time.Second // an access token this near its end is not used
)

// Locks grants named locks to one owner among all processes. fence grows with every change of owner.
type Locks interface {
	Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, ok bool, err error)
	Unlock(ctx context.Context, name, owner string) error
}

// pair is the stored grant. Times are UTC.
type pair struct {
	Access  string    `json:"access,omitempty"`
	Refresh string    `json:"refresh"`
	Got     time.Time `json:"got,omitzero"`
	Expires time.Time `json:"expires,omitzero"` // of Access
	// Previous is the pair before, for an operator who must look into a loss.
	Previous *oldPair  `json:"previous,omitempty"`
	Fence    int64     `json:"fence,omitempty"`   // of the lock under which it was last written
	Trying   time.Time `json:"trying,omitzero"`   // a refresh with Refresh was begun; set while its end is not known
	Lost     time.Time `json:"lost,omitzero"`     // Zalo refused Refresh
	Refused  int       `json:"refused,omitempty"` // how often
	Seed     string    `json:"seed,omitempty"`    // hash of the configured first token that was used last
}

type oldPair struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh"`
	Until   time.Time `json:"until"`
}

// due is when the pair is renewed early: after four fifths of its life, 20 of 25 hours, so that a lost grant is noticed
// while there is time to act.
func (p pair) due() time.Time { return p.Got.Add(p.Expires.Sub(p.Got) * 4 / 5) }

func (p pair) usable(now time.Time) bool {
	return p.Access != "" && now.Before(p.Expires.Add(-accessMargin))
}

// given reports whether a pair that Zalo refused is not tried now, or at all any more.
func (p pair) given(now time.Time) bool {
	if p.Lost.IsZero() {
		return false
	}
	return p.Refused >= lostTries || now.Sub(p.Lost) < lostEvery<<max(0, p.Refused-1)
}

var (
	errNoGrant  = errors.New("no grant: run motcua zalo login")
	errLost     = errors.New("grant lost: run motcua zalo login")
	errUnclear  = errors.New("a refresh ended unclear a moment ago")
	errOvertook = errors.New("another process took the lock")
)

// grant keeps the pair and hands out access tokens. All replicas share the stored pair; the lock lets one of them renew
// it at a time, and what is stored is checked again inside the lock.
type grant struct {
	appID    string
	state    bot.State
	locks    Locks
	seed     string
	log      *slog.Logger
	now      func() time.Time
	wait     func(context.Context, time.Duration) error
	exchange func(context.Context, map[string]string) (pair, error)
	alert    func(ctx context.Context, topic, text string)
	once     func(ctx context.Context, topic, text string) // of what is only worth knowing
	step     func(name string)                             // tests stop here

	mu      sync.Mutex // guards the fields below
	cached  pair
	renewMu sync.Mutex // one renewal at a time in this process
}

func tokenKey(appID string) bot.Key { return bot.Key{Kind: "zalo-token", ID: appID} }

func seedHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// token returns an access token that is not about to end, from memory, from the store, or by renewing the pair.
func (g *grant) token(ctx context.Context) (string, error) {
	g.mu.Lock()
	p := g.cached
	g.mu.Unlock()
	if p.usable(g.now()) {
		return p.Access, nil
	}
	p, err := g.load(ctx)
	if err != nil {
		return "", err
	}
	if p.usable(g.now()) {
		return p.Access, nil
	}
	return g.renew(ctx, p.Access)
}

func (g *grant) load(ctx context.Context) (pair, error) {
	var p pair
	if _, err := g.state.Get(ctx, tokenKey(g.appID), &p); err != nil {
		return pair{}, err
	}
	g.remember(p)
	return p, nil
}

func (g *grant) remember(p pair) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cached = p
}

// keep renews the pair early until ctx ends.
func (g *grant) keep(ctx context.Context) {
	for ctx.Err() == nil {
		p, err := g.load(ctx)
		if err == nil && !g.now().Before(p.due()) {
			_, err = g.renew(ctx, p.Access)
		}
		if err != nil && ctx.Err() == nil {
			g.log.LogAttrs(ctx, slog.LevelWarn, "zalo tokens not renewed", slog.Any("error", err))
			switch {
			case errors.Is(err, bot.ErrUnavailable) || errors.Is(err, errUnclear) || errors.Is(err, errOvertook):
			case p.usable(g.now()):
				g.alert(ctx, "renew", fmt.Sprintf(alertGrantSoon, p.Expires.In(bot.Zone).Format("15:04 02/01/2006")))
			case errors.Is(err, errNoGrant):
				g.alert(ctx, "grant", alertNoGrant)
			case errors.Is(err, errLost):
				g.alert(ctx, "token", alertGrantLost)
			}
		}
		_ = g.wait(ctx, keepEvery) // ends early only with ctx
	}
}

// renew replaces the access token used, and returns the new one. When another process has replaced it already, its pair
// is taken.
func (g *grant) renew(ctx context.Context, used string) (string, error) {
	g.renewMu.Lock()
	defer g.renewMu.Unlock()
	p, err := g.locked(ctx, used)
	if err != nil {
		return "", err
	}
	g.remember(p)
	if !p.usable(g.now()) {
		return "", errLost
	}
	return p.Access, nil
}

// locked takes the lock, waiting for its turn, and renews the pair under it.
func (g *grant) locked(ctx context.Context, used string) (pair, error) {
	owner := rand.Text()
	for {
		fence, ok, err := g.locks.Lock(ctx, lockName, owner, lockTTL)
		if err != nil {
			return pair{}, err
		}
		if ok {
			g.step("locked")
			p, err := g.renewUnder(ctx, fence, used)
			free, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			_ = g.locks.Unlock(free, lockName, owner) // it ends by itself otherwise
			cancel()
			g.step("unlocked")
			return p, err
		}
		if p, err := g.load(ctx); err != nil || p.Access != used && p.usable(g.now()) {
			return p, err
		}
		if err := g.wait(ctx, 200*time.Millisecond); err != nil {
			return pair{}, err
		}
	}
}

// renewUnder makes one exchange. That it was begun is noted before, and the new pair is stored before anybody uses it.
func (g *grant) renewUnder(ctx context.Context, fence int64, used string) (pair, error) {
	p, begun, err := g.begin(ctx, fence, used)
	if err != nil || !begun {
		return p, err
	}
	g.step("begun")
	// Not cut off by a shutdown: from here on the old refresh token may be used up.
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), oauthTime)
	next, err := g.exchange(work, map[string]string{"grant_type": "refresh_token", "refresh_token": p.Refresh})
	cancel()
	g.step("answered")
	if err != nil {
		return pair{}, g.refused(ctx, p, err)
	}
	next.Seed, next.Fence = p.Seed, fence
	next.Previous = &oldPair{Access: p.Access, Refresh: p.Refresh, Until: g.now().UTC()}
	kept, err := g.store(ctx, p.Refresh, next)
	g.step("stored")
	return kept, err
}

// begin reads the pair inside the lock and notes that a refresh is begun; begun is false when there is a newer pair.
func (g *grant) begin(ctx context.Context, fence int64, used string) (p pair, begun bool, err error) {
	now := g.now()
	err = g.state.Update(ctx, func(tx bot.Tx) error {
		p, begun = pair{}, false
		if _, err := tx.Get(ctx, tokenKey(g.appID), &p); err != nil {
			return err
		}
		if p.Access != used && p.usable(now) {
			return nil
		}
		if g.seed != "" && p.Seed != seedHash(g.seed) && (p.Refresh == "" || !p.Lost.IsZero()) {
			p = pair{Refresh: g.seed, Seed: seedHash(g.seed), Access: p.Access, Got: p.Got, Expires: p.Expires,
				Fence: p.Fence}
		}
		switch {
		case p.Refresh == "":
			return errNoGrant
		case p.given(now):
			return errLost
		case p.Fence > fence && now.Sub(p.Trying) < lockTTL: // our lock ended before we came here
			return errOvertook
		case p.usable(now) && now.Sub(p.Trying) < unclearEvery:
			return errUnclear
		}
		p.Trying, p.Fence, begun = now.UTC(), fence, true
		tx.Put(tokenKey(g.appID), p, 0)
		return nil
	})
	if err != nil {
		return pair{}, false, err
	}
	return p, begun, nil
}

// store keeps the new pair, however long the State is away: losing it would lose the grant. A pair that was granted
// again meanwhile is kept.
func (g *grant) store(ctx context.Context, old string, next pair) (kept pair, err error) {
	ctx = context.WithoutCancel(ctx)
	for try := 0; ; try++ {
		err = g.state.Update(ctx, func(tx bot.Tx) error {
			var now pair
			if _, err := tx.Get(ctx, tokenKey(g.appID), &now); err != nil {
				return err
			}
			if kept = next; now.Refresh != old {
				kept = now
				return nil
			}
			tx.Put(tokenKey(g.appID), next, 0)
			return nil
		})
		if err == nil || try >= 150 { // half a minute and more: within the lock
			break
		}
		_ = g.wait(ctx, 200*time.Millisecond) // ctx does not end
	}
	if err != nil {
		g.alert(ctx, "store", alertGrantLost)
		return pair{}, fmt.Errorf("zalo tokens not stored: %w", err)
	}
	return kept, nil
}

// refused notes how an exchange failed. Zalo has no code of its own for a used or dead refresh token, so every refusal
// of Zalo means that it is lost, unless its code or its status says that it was not looked at.
func (g *grant) refused(ctx context.Context, p pair, cause error) error {
	f := platform.AsFailure(cause)
	lost := f.Spoken && f.Status < http.StatusInternalServerError && !passing[classes[f.Code]]
	if !f.Spoken && f.Status != 0 && f.Status < http.StatusInternalServerError && f.Cause == nil {
		g.once(ctx, fmt.Sprint("odd grant ", f.Status), fmt.Sprintf(alertOdd, f.Status))
	}
	unclear := !f.Spoken && f.Sent
	err := g.state.Update(context.WithoutCancel(ctx), func(tx bot.Tx) error {
		var now pair
		if _, err := tx.Get(ctx, tokenKey(g.appID), &now); err != nil || now.Refresh != p.Refresh {
			return err
		}
		if !unclear {
			now.Trying = time.Time{}
		}
		if lost {
			now.Lost, now.Refused = g.now().UTC(), now.Refused+1
		}
		tx.Put(tokenKey(g.appID), now, 0)
		return nil
	})
	if err != nil {
		g.log.LogAttrs(ctx, slog.LevelWarn, "zalo refresh's end not noted", slog.Any("error", err))
	}
	switch {
	case lost && p.usable(g.now()):
		g.alert(ctx, "renew", fmt.Sprintf(alertGrantSoon, p.Expires.In(bot.Zone).Format("15:04 02/01/2006")))
	case lost:
		g.alert(ctx, "token", alertGrantLost)
	}
	if lost {
		g.log.LogAttrs(ctx, slog.LevelError, "zalo grant lost", slog.Int("code", f.Code),
			slog.String("reason", f.Description))
		return fmt.Errorf("%w (%w)", errLost, cause)
	}
	return cause
}
