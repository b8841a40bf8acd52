package store_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
)

var people = flag.Int("people", 2000, "how many chats TestManyPeople makes; 1000000 takes some minutes")

// resident is this process's memory, in MB; 0 where the system does not tell.
func resident() (mb int) {
	runtime.GC()
	debug.FreeOSMemory()
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(rest, &mb) // 0 says that it is not told
		}
	}
	return mb / 1024
}

// TestManyPeople: the state of many chats takes a moment to open and no memory to speak of, an announcement to all of
// them is written down without, and neither that nor a backup makes anybody wait long.
func TestManyPeople(t *testing.T) {
	dir, ctx := t.TempDir(), t.Context()
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	const each = 1000
	for from := 0; from < *people; from += each {
		err := s.Update(ctx, func(tx bot.Tx) error {
			for i := from; i < min(from+each, *people); i++ {
				tx.Put(bot.Key{Kind: "chat", ID: fmt.Sprint("telegram:", i)}, map[string]any{"since": i,
					"name": "Nguyễn Văn A"}, 0)
				tx.Add("subscribed", fmt.Sprint("telegram:", i), int64(i))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if s, err = store.Open(ctx, store.Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Logf("opened in %v, %d MB", time.Since(start).Round(time.Millisecond), resident())
	began := time.Now()
	busy := commitWaits(t, s, func() {
		if err := s.Backup(ctx, io.Discard); err != nil {
			t.Error(err)
		}
	})
	took := time.Since(began)
	alone := commitWaits(t, s, func() { time.Sleep(took) })
	t.Logf("backup in %v: commits waited for %v; without it for %v; %d MB", took.Round(time.Millisecond), busy, alone,
		resident())
	if _, err := s.StartBulk(ctx, bot.BulkSpec{ID: "tb", Audience: []bot.Segment{{All: []string{"subscribed"}}},
		Messages: map[string]bot.Message{"": {Text: "Nghỉ lễ"}}}); err != nil {
		t.Fatal(err)
	}
	start = time.Now()
	busy = commitWaits(t, s, func() {
		for more := true; more && err == nil; {
			more, err = s.Freeze(ctx)
		}
	})
	st, _, statusErr := s.BulkStatus(ctx, "tb")
	if err != nil || statusErr != nil || st.Total != int64(*people) {
		t.Errorf("%+v, %v, %v", st, err, statusErr)
	}
	t.Logf("audience written down in %v: commits waited for %v; %d MB", time.Since(start).Round(time.Millisecond), busy,
		resident())
}

// waits are how long commits took.
type waits []time.Duration

func (w waits) String() string {
	if len(w) == 0 {
		return "nobody committed"
	}
	slices.Sort(w)
	return fmt.Sprintf("%v at most, p99 %v, median %v (%d)", w[len(w)-1].Round(time.Millisecond/10),
		w[len(w)*99/100].Round(time.Millisecond/10), w[len(w)/2].Round(time.Millisecond/10), len(w))
}

// commitWaits commits again and again while f runs.
func commitWaits(t *testing.T, s *store.Store, f func()) waits {
	t.Helper()
	var over atomic.Bool
	done := make(chan waits)
	go func() {
		var list waits
		for ; !over.Load(); committed++ {
			start := time.Now()
			if err := commit(context.Background(), s, committed); err != nil {
				t.Error(err)
			}
			list = append(list, time.Since(start))
			time.Sleep(time.Millisecond)
		}
		done <- list
	}()
	f()
	over.Store(true)
	return <-done
}

// committed numbers the updates of commitWaits.
var committed int64 = 1 << 40
