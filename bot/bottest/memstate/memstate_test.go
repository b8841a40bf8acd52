package memstate_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
)

var _ bot.State = (*memstate.State)(nil)

type note struct {
	Text string
	N    int
}

var key = bot.Key{Kind: "note", ID: "giấy khai sinh"}

func clock() (now func() time.Time, advance func(time.Duration)) {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	return func() time.Time { mu.Lock(); defer mu.Unlock(); return at },
		func(d time.Duration) { mu.Lock(); defer mu.Unlock(); at = at.Add(d) }
}

func put(t *testing.T, s *memstate.State, v note, ttl time.Duration) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx bot.Tx) error { tx.Put(key, v, ttl); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestDocumentLivesUntilItsTTL(t *testing.T) {
	now, advance := clock()
	s := memstate.New(now)
	put(t, s, note{Text: "xin chào"}, time.Hour)
	var got note
	if found, err := s.Get(t.Context(), key, &got); err != nil || !found || got.Text != "xin chào" {
		t.Fatalf("Get = %v, %v, %v", got, found, err)
	}
	advance(time.Hour)
	if found, err := s.Get(t.Context(), key, &got); err != nil || found {
		t.Fatalf("after its ttl: Get = %v, %v; want nothing", found, err)
	}
}

func TestTransactionSeesItsOwnWritesAndNobodyElseDoesBefore(t *testing.T) {
	s := memstate.New(nil)
	err := s.Update(t.Context(), func(tx bot.Tx) error {
		tx.Put(key, note{N: 1}, 0)
		var own, outside note
		if found, _ := tx.Get(t.Context(), key, &own); !found || own.N != 1 {
			t.Errorf("own write not seen: %v", own)
		}
		if found, _ := s.Get(t.Context(), key, &outside); found {
			t.Error("an uncommitted write was seen")
		}
		tx.Delete(key)
		if found, _ := tx.Get(t.Context(), key, &own); found {
			t.Error("own delete not seen")
		}
		return errors.New("no")
	})
	if err == nil || len(s.Keys("note")) != 0 {
		t.Errorf("a failed transaction wrote: %v, %v", err, s.Keys("note"))
	}
}

func TestConflictsAreRunAgain(t *testing.T) {
	s := memstate.New(nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 25 {
				for { // more rivals than runs is possible; the caller's business
					err := s.Update(context.Background(), func(tx bot.Tx) error {
						var n note
						if _, err := tx.Get(context.Background(), key, &n); err != nil {
							return err
						}
						n.N++
						tx.Put(key, n, 0)
						return nil
					})
					if err == nil {
						break
					}
					if !errors.Is(err, bot.ErrConflict) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	var n note
	if _, err := s.Get(t.Context(), key, &n); err != nil || n.N != 100 {
		t.Errorf("count = %d, %v; want 100", n.N, err)
	}
}

func TestLastingConflictIsReported(t *testing.T) {
	s := memstate.New(nil)
	runs := 0
	err := s.Update(t.Context(), func(tx bot.Tx) error {
		runs++
		var n note
		_, _ = tx.Get(t.Context(), key, &n)
		put(t, s, note{N: runs}, 0) // a rival that always comes first
		tx.Put(key, note{N: -1}, 0)
		return nil
	})
	if !errors.Is(err, bot.ErrConflict) || runs < 2 {
		t.Errorf("err = %v after %d runs, want a conflict after several", err, runs)
	}
}

func TestUpdateOnce(t *testing.T) {
	now, advance := clock()
	s := memstate.New(now)
	once := func() bool {
		done, err := s.UpdateOnce(t.Context(), "web:1", func(tx bot.Tx) error {
			tx.Count("day", "questions", 1, 0)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	got := []bool{once(), once()}
	advance(72 * time.Hour)
	got = append(got, once())
	if diff := cmp.Diff([]bool{true, false, true}, got); diff != "" {
		t.Error(diff)
	}
	counters, _ := s.Counters(t.Context(), "day")
	if counters["questions"] != 2 {
		t.Errorf("counted %d times, want 2", counters["questions"])
	}
}

func TestSets(t *testing.T) {
	s := memstate.New(nil)
	if err := s.Update(t.Context(), func(tx bot.Tx) error {
		for member, score := range map[string]int64{"c": 30, "a": 10, "b": 10, "d": 40} {
			tx.Add("due", member, score)
		}
		tx.Add("due", "d", 5)
		tx.Remove("due", "c")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	all := []bot.Entry{{Member: "d", Score: 5}, {Member: "a", Score: 10}, {Member: "b", Score: 10}}
	for _, tt := range []struct {
		name string
		r    bot.Range
		want []bot.Entry
	}{
		{"all", bot.Range{Max: 100}, all},
		{"ends included", bot.Range{Min: 5, Max: 5}, all[:1]},
		{"reverse with limit", bot.Range{Max: 100, Reverse: true, Limit: 1}, all[2:]},
		{"offset past the end", bot.Range{Max: 100, Offset: 9}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := s.List(t.Context(), "due", tt.r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]bot.Entry{}, tt.want...), append([]bot.Entry{}, got...)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if score, found, _ := s.Score(t.Context(), "due", "a"); !found || score != 10 {
		t.Errorf("score = %d, %v", score, found)
	}
	if n, _ := s.Size(t.Context(), "due"); n != 3 {
		t.Errorf("size = %d", n)
	}
}

func TestSameKeyIsQueuedOnce(t *testing.T) {
	s := memstate.New(nil)
	for range 2 {
		if err := s.Update(t.Context(), func(tx bot.Tx) error {
			tx.Send(bot.Outgoing{Key: "re:1:0"}, bot.Outgoing{Key: "re:1:1"})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	first, err := s.Next(t.Context())
	if err != nil || first.Key != "re:1:0" || len(s.Queue()) != 1 {
		t.Errorf("Next = %v, %v; left %d", first.Key, err, len(s.Queue()))
	}
}

func TestDown(t *testing.T) {
	s := memstate.New(nil)
	s.SetDown(true)
	if _, err := s.Get(t.Context(), key, &note{}); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("Get: %v", err)
	}
	if err := s.Update(t.Context(), func(bot.Tx) error { return nil }); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("Update: %v", err)
	}
	s.SetDown(false)
	put(t, s, note{}, 0)
}

func TestBadKeysAreRefused(t *testing.T) {
	for _, bad := range []bot.Key{{}, {Kind: "Note", ID: "1"}, {Kind: "note"}, {Kind: "note", ID: "a\nb"}} {
		err := memstate.New(nil).Update(t.Context(), func(tx bot.Tx) error { tx.Put(bad, 1, 0); return nil })
		if err == nil {
			t.Errorf("key %+v was taken", bad)
		}
	}
}
