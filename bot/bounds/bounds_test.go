package bounds_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/bounds"
)

func TestTakeCountsByAddressAndInAll(t *testing.T) {
	now := time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC) // 23:00 in Vietnam
	state := memstate.New(func() time.Time { return now })
	b := bounds.Bound{Name: "try", Address: 3, Sure: 1, All: 5, Per: 24 * time.Hour}
	take := func(source string) (ok bool) {
		t.Helper()
		if err := state.Update(t.Context(), func(tx bot.Tx) (err error) {
			ok, err = b.Take(context.Background(), tx, source)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for i, want := range []struct {
		source string
		ok     bool
	}{
		{"a", true}, {"a", true}, {"a", true}, {"a", false}, // three of an address
		{"b", true}, {"b", true}, {"b", false}, // five in all
		{"c", true}, {"c", false}, // but the first of an address in any case
		{"", true}, {"", true}, // no stranger
	} {
		if got := take(want.source); got != want.ok {
			t.Errorf("%d: %q: %t", i, want.source, got)
		}
	}
	now = now.Add(time.Hour) // the next day in Vietnam
	if !take("a") {
		t.Error("a new day is a new count")
	}
}

// TestTakeIsExactForAnAddress: what it sends at the same moment does not get past the count.
func TestTakeIsExactForAnAddress(t *testing.T) {
	state := memstate.New(nil)
	b := bounds.Bound{Name: "try", Address: 5, All: 100, Per: 24 * time.Hour}
	var passed atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			var ok bool
			if err := state.Update(t.Context(), func(tx bot.Tx) (err error) {
				ok, err = b.Take(t.Context(), tx, "a")
				return err
			}); err != nil {
				t.Error(err)
			}
			if ok {
				passed.Add(1)
			}
		})
	}
	wg.Wait()
	if n := passed.Load(); n != int64(b.Address) {
		t.Errorf("%d passed, want %d", n, b.Address)
	}
}

// TestTheDocumentedTable holds that docs/operations.md tells the figures by which the program works.
func TestTheDocumentedTable(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	docs := string(b)
	if missing := missingFrom(docs); len(missing) > 0 {
		t.Errorf("docs/operations.md lacks, word for word:\n%s", strings.Join(missing, "\n"))
	}
	changed := strings.Replace(docs, "| new conversations | 200 |", "| new conversations | 2000 |", 1)
	if len(missingFrom(changed)) != 1 {
		t.Error("a figure that differs is not noticed")
	}
}

func missingFrom(docs string) (missing []string) {
	for _, row := range rows() {
		if !strings.Contains(docs, row) {
			missing = append(missing, row)
		}
	}
	return missing
}

// rows are the table's lines and sentences as the documentation has them.
func rows() (out []string) {
	for _, b := range bounds.Table {
		per := map[time.Duration]string{0: "at once", time.Minute: "minute", time.Hour: "hour",
			24 * time.Hour: "day"}[b.Per]
		out = append(out, fmt.Sprintf("| %s | %d | %d | %d | %s |", b.What, b.Address, b.Sure, b.All, per))
	}
	return append(out,
		fmt.Sprintf("| messages of one conversation | %d a minute |", bounds.SessionPerMinute),
		fmt.Sprintf("| messages worked on at once | %d for each processor, of new conversations at most half of that |",
			bounds.AtOncePerProcessor),
		fmt.Sprintf("| messages that wait for it | %d of new conversations, %[1]d others |", bounds.Waiting),
		fmt.Sprintf("| pages of one conversation that listen | %d at once |", bounds.StreamsPerChat),
		fmt.Sprintf("| cases of one chat that wait, on any channel | %d |", bounds.OpenCases),
		fmt.Sprintf("| wrong references of cases | %d an hour of a chat, %d of an address |", bounds.WrongPerChat,
			bounds.WrongPerAddress),
		fmt.Sprintf("| questions without an answer that are kept | the newest %d |", bounds.Texts),
		fmt.Sprintf("| cases that an official is told one by one | %d an hour, then one message for all |", bounds.Notices),
		fmt.Sprintf("| memory | %d %% of what the process may use (its cgroup's limit; without one %d MB) |",
			bounds.MemoryPercent, bounds.MemoryDefault>>20),
		fmt.Sprintf("| Redis | %d %% of `maxmemory` |", bounds.RedisPercent),
		fmt.Sprintf("| `MOTCUA_DATA` | %d MB in it, or less than %d MB left on its disk |", bounds.DataMost>>20,
			bounds.DiskLeft>>20),
	)
}
