package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
)

const chat = 1001

type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// call makes one request with plain net/http; pairs are names and values.
func call(ctx context.Context, s *telegramtest.Server, method string, pairs ...string) (answer, error) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL()+"/bot"+s.Token()+"/"+method,
		strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return read(http.DefaultClient.Do(req))
}

func read(resp *http.Response, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return a, err
	}
	if a.OK != (resp.StatusCode == 200) || !a.OK && a.Code != resp.StatusCode {
		return a, fmt.Errorf("status %d with %s", resp.StatusCode, body)
	}
	return a, nil
}

// must is call for a test that wants an answer, good or bad.
func must(t *testing.T, s *telegramtest.Server, method string, pairs ...string) answer {
	t.Helper()
	a, err := call(patience(t), s, method, pairs...)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return a
}

func patience(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// ids returns the update ids of a getUpdates answer.
func ids(t *testing.T, a answer) []int {
	t.Helper()
	var list []struct {
		ID int `json:"update_id"`
	}
	if err := json.Unmarshal(a.Result, &list); err != nil {
		t.Fatalf("%v in %s", err, a.Result)
	}
	out := []int{}
	for _, u := range list {
		out = append(out, u.ID)
	}
	return out
}

type manualClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *manualClock {
	return &manualClock{at: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
}

func (c *manualClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *manualClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestOffsetConfirms(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	a, b, c := s.UserSays(chat, "một"), s.UserSays(chat, "hai"), s.UserSays(chat, "ba")
	check := func(want []int, pairs ...string) {
		t.Helper()
		if got := ids(t, must(t, s, "getUpdates", pairs...)); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v: got %v, want %v", pairs, got, want)
		}
	}
	check([]int{a, b, c}, "allowed_updates", "null")
	check([]int{b}, "offset", fmt.Sprint(b), "limit", "1")
	check([]int{b}, "offset", fmt.Sprint(b), "limit", "100") // the same offset in a hurry: one at a time
	check([]int{c}, "offset", "-1")
	check([]int{}, "offset", fmt.Sprint(c+1))
	if s.Pending() != 0 || s.Stats().Confirmed != 3 {
		t.Errorf("%d wait, %+v", s.Pending(), s.Stats())
	}
}

func TestPollWaitsForAnUpdate(t *testing.T) {
	ctx := patience(t)
	s := telegramtest.New(t, telegramtest.Options{})
	got := make(chan answer, 1)
	go func() {
		a, _ := call(ctx, s, "getUpdates", "timeout", "50")
		got <- a
	}()
	if err := s.WaitPolling(ctx); err != nil {
		t.Fatal(err)
	}
	id := s.UserSays(chat, "một")
	if list := ids(t, <-got); len(list) != 1 || list[0] != id {
		t.Errorf("%v", list)
	}
	start := time.Now()
	if list := ids(t, must(t, s, "getUpdates", "timeout", "1", "offset", fmt.Sprint(id+1))); len(list) != 0 ||
		time.Since(start) < 900*time.Millisecond {
		t.Errorf("%v after %v, want nothing after a second", list, time.Since(start))
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	ctx := patience(t)
	s := telegramtest.New(t, telegramtest.Options{})
	got := make(chan answer, 1)
	go func() {
		a, _ := call(ctx, s, "getUpdates", "timeout", "50")
		got <- a
	}()
	if err := s.WaitPolling(ctx); err != nil {
		t.Fatal(err)
	}
	if a := must(t, s, "getUpdates", "offset", "1"); !a.OK {
		t.Errorf("the second: %+v", a)
	}
	if a := <-got; a.Code != 409 || !strings.Contains(a.Description, "other getUpdates") {
		t.Errorf("the first: %+v", a)
	}
	go func() {
		a, _ := call(ctx, s, "getUpdates", "timeout", "50")
		got <- a
	}()
	if err := s.WaitPolling(ctx); err != nil {
		t.Fatal(err)
	}
	must(t, s, "setWebhook", "url", "https://127.0.0.1:1/x")
	if a := <-got; a.Code != 409 || !strings.Contains(a.Description, "setWebhook") {
		t.Errorf("the poll: %+v", a)
	}
	if a := must(t, s, "getUpdates"); a.Code != 409 || !strings.Contains(a.Description, "webhook is active") {
		t.Errorf("a poll beside a webhook: %+v", a)
	}
	must(t, s, "deleteWebhook")
	if a := must(t, s, "getUpdates", "offset", "2"); !a.OK {
		t.Errorf("after deleteWebhook: %+v", a)
	}
}

func TestUpdatesExpire(t *testing.T) {
	clock := newClock()
	s := telegramtest.New(t, telegramtest.Options{Now: clock.now})
	message := s.UserSays(chat, "một")
	s.Press(chat, 0, "a")
	clock.advance(149 * time.Second)
	if n := len(ids(t, must(t, s, "getUpdates", "limit", "9"))); n != 2 {
		t.Errorf("%d updates after 149 s, want 2", n)
	}
	clock.advance(2 * time.Second)
	if list := ids(t, must(t, s, "getUpdates", "offset", "2")); len(list) != 1 || list[0] != message {
		t.Errorf("after 151 s: %v", list)
	}
	clock.advance(24 * time.Hour)
	if list := ids(t, must(t, s, "getUpdates", "offset", "3")); len(list) != 0 {
		t.Errorf("after a day: %v", list)
	}
	if n := s.Stats().Expired; n != 2 {
		t.Errorf("%d expired", n)
	}
}

func TestAllowedUpdates(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	must(t, s, "getUpdates", "allowed_updates", `["message"]`)
	s.Press(chat, 0, "a")
	if s.Pending() != 0 {
		t.Error("a press was queued that was not asked for")
	}
	must(t, s, "getUpdates", "offset", "1", "allowed_updates", "null") // keeps the list
	s.Block(chat)
	if s.Pending() != 0 {
		t.Error("the list was forgotten")
	}
	must(t, s, "getUpdates", "offset", "2", "allowed_updates", "[]") // the default
	s.Unblock(chat)
	if s.Pending() != 1 {
		t.Error("the default list was not restored")
	}
}
