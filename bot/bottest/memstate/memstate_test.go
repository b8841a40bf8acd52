package memstate_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
)

var _ bot.State = (*memstate.State)(nil)

var (
	key   = bot.Key{Kind: "note", ID: "giấy khai sinh"}
	start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
)

func message(key string) bot.Outgoing {
	return bot.Outgoing{Key: key, To: bot.ChatID{Channel: "web", ID: "lan"}, Message: bot.Message{Text: "chào"}}
}

// TestQueue: the list of what was sent has what the store has: one of each key in 48 h, nothing of what failed.
func TestQueue(t *testing.T) {
	now := start
	s := memstate.New(func() time.Time { return now })
	send := func(fails error, keys ...string) {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for _, key := range keys {
				tx.Send(message(key))
			}
			return fails
		})
		if !errors.Is(err, fails) {
			t.Fatal(err)
		}
	}
	send(nil, "a", "b")
	send(nil, "b", "c")
	send(errors.New("không"), "d")
	now = now.Add(49 * time.Hour)
	send(nil, "a")
	if first, err := s.Next(t.Context()); err != nil || first.Key != "a" {
		t.Errorf("Next = %v, %v", first.Key, err)
	}
	var rest []string
	for _, out := range s.Queue() {
		rest = append(rest, out.Key)
	}
	if diff := cmp.Diff([]string{"b", "c", "a"}, rest); diff != "" {
		t.Error(diff)
	}
}

func TestEverything(t *testing.T) {
	now := start
	s := memstate.New(func() time.Time { return now })
	done, err := s.UpdateOnce(t.Context(), "1", func(tx bot.Tx) error {
		tx.Put(key, map[string]int{"N": 1}, 0)
		tx.Put(bot.Key{Kind: "note", ID: "tạm"}, 1, time.Hour)
		tx.Add("due", "b", 2)
		tx.Add("due", "a", 3)
		tx.Add("gone", "a", 3)
		tx.Count("votes", "up", 1, 0)
		return nil
	})
	if err != nil || !done {
		t.Fatal(done, err)
	}
	now = now.Add(2 * time.Hour)
	if err := s.Update(t.Context(), func(tx bot.Tx) error { tx.Remove("gone", "a"); return nil }); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"note giấy khai sinh": `{"N":1}`, "set due": "a b", "group votes": "up"}
	if diff := cmp.Diff(want, s.Everything()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{key.ID}, s.Keys("note")); diff != "" {
		t.Error(diff)
	}
}

func TestDown(t *testing.T) {
	s := memstate.New(nil)
	s.SetDown(true)
	nothing := func(bot.Tx) error { return nil }
	_, errGet := s.Get(t.Context(), key, new(int))
	_, errOnce := s.UpdateOnce(t.Context(), "1", nothing)
	_, errList := s.List(t.Context(), "due", bot.Range{})
	for _, err := range []error{errGet, errOnce, errList, s.Update(t.Context(), nothing)} {
		if !errors.Is(err, bot.ErrUnavailable) {
			t.Errorf("error %v", err)
		}
	}
	s.SetDown(false)
	if done, err := s.UpdateOnce(t.Context(), "1", nothing); !done || err != nil {
		t.Errorf("after it came back: %t, %v", done, err)
	}
}
