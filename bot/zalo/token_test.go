package zalo_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

// send sends a word to Lan.
func (w *world) send() *bot.SendError {
	_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"})
	if err == nil {
		return nil
	}
	return bot.AsSendError(err)
}

func TestTokensRenewedOnDemand(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	for i, spoil := range []func(){func() {}, w.srv.DropAccess,
		func() { w.clock.advance(zalotest.AccessLife + time.Minute) }} {
		spoil()
		if e := w.send(); e != nil {
			t.Fatalf("%d: %v", i, e)
		}
		if n := w.srv.Stats().Refreshes; n != i+1 {
			t.Errorf("%d refreshes, want %d", n, i+1)
		}
	}
	if e := w.send(); e != nil || w.srv.Stats().Refreshes != 3 {
		t.Errorf("a good token is kept: %v, %d refreshes", e, w.srv.Stats().Refreshes)
	}
}

// TestReplicas: many processes whose token ends at the same moment renew it once.
func TestReplicas(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	seed := w.srv.Grant()
	w.srv.Follow(lan)
	replicas := make([]*zalo.Channel, 6)
	for i := range replicas {
		replicas[i] = w.channel(func(c *zalo.Config) { c.RefreshToken = seed })
	}
	for round := range 4 {
		var wg sync.WaitGroup
		for _, ch := range replicas {
			for range 3 {
				wg.Go(func() {
					if _, err := ch.Send(w.ctx, lanChat, bot.Message{Text: "a"}); err != nil {
						t.Errorf("round %d: %v", round, err)
					}
				})
			}
		}
		wg.Wait()
		if s := w.srv.Stats(); s.Refreshes != round+1 || s.Reused != 0 {
			t.Errorf("round %d: %d refreshes, %d used twice", round, s.Refreshes, s.Reused)
		}
		if round%2 == 0 {
			w.srv.DropAccess()
		} else {
			w.clock.advance(26 * time.Hour)
		}
	}
}

// TestEarlyRefresh: the keeper renews at 20 of 25 hours, and messages go on with the old token meanwhile.
func TestEarlyRefresh(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	tick := make(chan struct{})
	w.ch.SetWait(func(ctx context.Context, _ time.Duration) error {
		select {
		case <-tick:
		case <-ctx.Done():
		}
		return ctx.Err()
	})
	w.receive(nil)
	refreshes := func(n int) {
		t.Helper()
		if err := w.srv.WaitStats(w.ctx, func(s zalotest.Stats) bool { return s.Refreshes == n }); err != nil {
			t.Fatalf("want %d refreshes: %v", n, err)
		}
	}
	refreshes(1)
	look := func() { tick <- struct{}{}; tick <- struct{}{} } // the second comes when the first look is over
	look()
	w.clock.advance(20*time.Hour - time.Minute)
	look()
	if n := w.srv.Stats().Refreshes; n != 1 {
		t.Errorf("%d refreshes before 20 h", n)
	}
	w.clock.advance(2 * time.Minute)
	tick <- struct{}{}
	refreshes(2)
}

// TestLostGrant: owners get an alert while the access token is still valid and after; a new grant ends the trouble.
func TestLostGrant(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, func(c *zalo.Config) { c.RefreshToken = "" })
	if e := w.send(); e.Kind != bot.SendFatal || !w.alerted("motcua zalo login") {
		t.Errorf("no grant: %+v", e)
	}
	login := zalo.Login{AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, OAuthURL: w.srv.URL(),
		Verifier: "v-" + strings.Repeat("a", 50), Now: w.clock.now}
	grant := func() {
		t.Helper()
		if err := login.Store(w.ctx, w.store, w.srv.Consent(zalo.Challenge(login.Verifier))); err != nil {
			t.Fatal(err)
		}
	}
	grant()
	w.srv.Follow(lan)
	if e := w.send(); e != nil || w.srv.Stats().Refreshes != 0 {
		t.Errorf("%+v", e)
	}
	w.srv.Revoke()
	w.clock.advance(21 * time.Hour)
	_, err := w.ch.Renew(w.ctx, mustToken(t, w))
	if err == nil || !w.alerted("05:") && !strings.Contains(w.book.String(), "operator") {
		t.Errorf("%v: want an alert while there is time", err)
	}
	w.clock.advance(7 * time.Hour)
	for range 3 {
		if e := w.send(); e == nil || e.Kind != bot.SendFatal {
			t.Errorf("%+v", e)
		}
	}
	if !w.alerted("motcua zalo login") {
		t.Error("no alert")
	}
	grant()
	w.clock.advance(time.Minute)
	if e := w.send(); e != nil {
		t.Errorf("after a new grant: %+v", e)
	}
}

// TestGrantLostByName: a refusal as HTTP 200 with a name and no number is a lost grant: the owners hear at once,
// nothing is tried again within the hour, and the log has the reason without the token that the answer repeats.
func TestGrantLostByName(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	if e := w.send(); e != nil {
		t.Fatal(e)
	}
	w.srv.NameRefusals()
	w.srv.Revoke()
	w.clock.advance(26 * time.Hour)
	before := w.srv.Stats().Calls["/v4/oa/access_token"]
	for range 5 {
		if e := w.send(); e == nil || e.Kind != bot.SendFatal {
			t.Errorf("%+v", e)
		}
		w.clock.advance(time.Minute)
	}
	if n := w.srv.Stats().Calls["/v4/oa/access_token"] - before; n != 1 {
		t.Errorf("%d exchanges within the hour, want one", n)
	}
	if !w.alerted("motcua zalo login") {
		t.Error("the owners were not told")
	}
	if log := w.book.String(); !strings.Contains(log, "Invalid refresh token") || strings.Contains(log, "refresh-") {
		t.Errorf("the log:\n%s", log)
	}
}

// TestAnswersOfTheGrant: each shape in which the token address was seen to answer, and some in which it might. A
// refusal in any of them is a lost grant and the owners hear it at once; what only says "not now" is tried again soon;
// what is no answer of Zalo's is shown to them once.
func TestAnswersOfTheGrant(t *testing.T) {
	const lost, later, odd = "lost", "later", "odd"
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"code and names", `{"error":-14014,"error_name":"Invalid refresh token","error_reason":"x","error_description":"y"}`, 200, lost},
		{"code as text", `{"error":"-14014","error_name":"Invalid refresh token"}`, 200, lost},
		{"name alone", `{"error_name":"Invalid refresh token."}`, 200, lost},
		{"name in the place of the code", `{"error":"invalid_grant"}`, 200, lost},
		{"description alone", `{"error_description":"Refresh token expired"}`, 200, lost},
		{"message alone", `{"message":"App is not linked with the OA"}`, 200, lost},
		{"zero and a name", `{"error":0,"error_name":"Invalid refresh token."}`, 200, lost},
		{"an unknown code", `{"error":-98765,"error_name":"Something new"}`, 200, lost},
		{"refused with a status", `{"error":-14014,"error_name":"Invalid refresh token"}`, 400, lost},
		{"the app's secret", `{"error":-14004,"error_name":"Invalid app secret"}`, 200, lost},
		{"rate", `{"error":-32,"error_name":"Rate limit"}`, 200, later},
		{"try again", `{"error":-200,"message":"Send failed"}`, 200, later},
		{"its server fails, in words", `{"error":-14000,"error_name":"Internal error"}`, 500, later},
		{"gateway", `<html>bad gateway</html>`, 502, later},
		{"nothing", `{}`, 200, odd},
		{"half a pair", `{"access_token":"abc"}`, 200, odd},
		{"a page", `<html>welcome</html>`, 200, odd},
		{"a list", `[]`, 200, odd},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, zalotest.Options{}, nil)
			w.srv.Follow(lan)
			if e := w.send(); e != nil {
				t.Fatal(e)
			}
			w.clock.advance(26 * time.Hour)
			w.srv.Inject(zalotest.Fault{Path: "/v4/oa/access_token", Body: tt.body, Status: tt.status})
			e := w.send()
			if fatal := e != nil && e.Kind == bot.SendFatal; e == nil || fatal != (tt.want == lost) {
				t.Errorf("%+v", e)
			}
			var told []string
			for len(w.alerts) > 0 {
				told = append(told, <-w.alerts)
			}
			words := map[string]string{lost: "motcua zalo login", odd: "không đúng dạng đã công bố"}[tt.want]
			if words == "" && len(told) != 0 || words != "" && (len(told) != 1 || !strings.Contains(told[0], words)) {
				t.Errorf("the owners read %q", told)
			}
			w.srv.Mend()
			w.clock.advance(3 * time.Minute)
			if e := w.send(); (e == nil) != (tt.want != lost) {
				t.Errorf("three minutes later: %+v", e)
			}
		})
	}
}

// TestLostGrantIsLeftAlone: a refused pair is tried again some times, ever more seldom, and then never.
func TestLostGrantIsLeftAlone(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	if e := w.send(); e != nil {
		t.Fatal(e)
	}
	w.srv.Revoke()
	before, start := w.srv.Stats().Calls["/v4/oa/access_token"], w.clock.now()
	for range 10 * 24 {
		w.clock.advance(time.Hour)
		if e := w.send(); e == nil && w.clock.now().Sub(start) > 25*time.Hour {
			t.Fatal("sent without a grant")
		}
		w.alerted("nothing") // room for the next
	}
	if n := w.srv.Stats().Calls["/v4/oa/access_token"] - before; n != 6 {
		t.Errorf("%d exchanges in ten days, want 6", n)
	}
}

func mustToken(t *testing.T, w *world) string {
	t.Helper()
	token, err := w.ch.Token(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestConfiguredGrant: ZALO_REFRESH_TOKEN begins, and begins again after a loss, but never replaces a good pair.
func TestConfiguredGrant(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	if e := w.send(); e != nil {
		t.Fatal(e)
	}
	w.ch = w.channel(nil) // another setting
	if e := w.send(); e != nil || w.srv.Stats().Refreshes != 1 {
		t.Errorf("a good pair was replaced: %v, %d refreshes", e, w.srv.Stats().Refreshes)
	}
	w.srv.Revoke()
	if e := w.send(); e == nil {
		t.Fatal("want the pair lost")
	}
	w.ch = w.channel(nil) // a new first token, given after the loss
	if e := w.send(); e != nil {
		t.Errorf("%+v", e)
	}
}

// TestAnswerLost: when the answer to a refresh is lost, the old token is tried once more, and the owners are alerted.
func TestAnswerLost(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	if e := w.send(); e != nil {
		t.Fatal(e)
	}
	w.clock.advance(21 * time.Hour)
	used := mustToken(t, w)
	w.srv.Inject(zalotest.Fault{Path: "/v4/oa/access_token", After: true, Times: 1})
	if _, err := w.ch.Renew(w.ctx, used); err == nil {
		t.Fatal("want an error")
	}
	if e := w.send(); e != nil {
		t.Errorf("the access token still lives: %+v", e)
	}
	if _, err := w.ch.Renew(w.ctx, used); err == nil || w.srv.Stats().Reused != 0 {
		t.Errorf("%v: want it left alone for some minutes", err)
	}
	w.clock.advance(3 * time.Minute)
	if _, err := w.ch.Renew(w.ctx, used); err == nil || w.srv.Stats().Reused != 1 || !w.alerted("motcua zalo login") {
		t.Errorf("%v, %d used twice; want one try, and an alert", err, w.srv.Stats().Reused)
	}
	if _, err := w.ch.Renew(w.ctx, used); err == nil || w.srv.Stats().Reused != 1 {
		t.Errorf("%v: a lost token is not tried again and again", err)
	}
}

// downState fails writes while down.
type downState struct {
	bot.State
	mu   sync.Mutex
	down bool
	left int // writes until it comes back
}

func (d *downState) Update(ctx context.Context, f func(bot.Tx) error) error {
	d.mu.Lock()
	down := d.down
	if down {
		if d.left--; d.left == 0 {
			d.down = false
		}
	}
	d.mu.Unlock()
	if down {
		return fmt.Errorf("redis is away: %w", bot.ErrUnavailable)
	}
	return d.State.Update(ctx, f)
}

// TestStoreAwayAfterAnswer: a new pair is stored as soon as that is possible, and not used before.
func TestStoreAwayAfterAnswer(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	state := &downState{State: w.store}
	w.ch = w.channel(func(c *zalo.Config) { c.State = state })
	w.ch.SetWait(func(context.Context, time.Duration) error { return nil })
	w.ch.SetStep(func(step string) {
		if step == "answered" {
			state.mu.Lock()
			state.down, state.left = true, 5
			state.mu.Unlock()
		}
	})
	if e := w.send(); e != nil {
		t.Fatal(e)
	}
	w.ch = w.channel(func(c *zalo.Config) { c.RefreshToken = "" })
	if e := w.send(); e != nil || w.srv.Stats().Refreshes != 1 {
		t.Errorf("%v, %d refreshes: want the stored pair", e, w.srv.Stats().Refreshes)
	}
}

func TestCodeFrom(t *testing.T) {
	for in, want := range map[string]string{
		"https://motcua.example.vn/zalo?code=AbC-123_xyz&oa_id=77&state=s": "AbC-123_xyz",
		"  AbC-123_xyz\n": "AbC-123_xyz",
		"'https://a.vn/?oa_id=77&code=AbC-123_xyz'": "AbC-123_xyz",
		"":                              "",
		"https://a.vn/":                 "",
		"https://a.vn/?error=denied":    "",
		"tôi không biết dán gì vào đây": "",
	} {
		if got, _, err := zalo.CodeFrom(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestLoginRefused(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	code := w.srv.Consent(zalo.Challenge("right"))
	for name, l := range map[string]zalo.Login{
		"secret":   {AppID: zalotest.AppID, AppSecret: "other", OAuthURL: w.srv.URL(), Verifier: "right"},
		"verifier": {AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, OAuthURL: w.srv.URL(), Verifier: "wrong"},
	} {
		if err := l.Store(w.ctx, w.store, code); err == nil || strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	used := zalo.Login{AppID: zalotest.AppID, AppSecret: zalotest.AppSecret, OAuthURL: w.srv.URL(), Now: w.clock.now}
	code = w.srv.Consent("")
	if err := used.Store(w.ctx, w.store, code); err != nil {
		t.Fatal(err)
	}
	if err := used.Store(w.ctx, w.store, code); err == nil {
		t.Error("a code works once")
	}
	q := zalo.Login{AppID: "1", Verifier: "right"}.ConsentURL("https://a.vn/x", "s1")
	if !strings.HasPrefix(q, "https://oauth.zaloapp.com/v4/oa/permission?") ||
		!strings.Contains(q, "code_challenge="+zalo.Challenge("right")) || strings.Contains(q, "right&") {
		t.Errorf("consent address %s", q)
	}
}
