package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/handlers/cases"
)

var flooded = flag.Duration("flood", 3*time.Second, "how long strangers flood the web page")

const (
	floodWorkers = 24
	floodRate    = 300 // attempts a second, of up to three requests each
	// What a flood may cost at most, in MB: far below the marks of the table, with room for a long one.
	floodMemory, floodDisk = 150, 200
)

// visitorOf is one browser at an address behind our trusted proxy.
type visitorOf struct {
	base, address, cookie string
	client                *http.Client
}

// do sends a request and returns its status; the session's cookie is kept.
func (v *visitorOf) do(ctx context.Context, method, path, body string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.base+path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("X-Forwarded-For", v.address)
	r.Header.Set("Content-Type", "application/json")
	if v.cookie != "" {
		r.Header.Set("Cookie", v.cookie)
	}
	res, err := v.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if set := res.Header.Get("Set-Cookie"); set != "" && v.cookie == "" {
		v.cookie, _, _ = strings.Cut(set, ";")
	}
	return res.StatusCode, nil
}

func (v *visitorOf) asks(ctx context.Context, words string) (int, error) {
	return v.do(ctx, http.MethodPost, "chat/send", fmt.Sprintf(`{"text":%q}`, words))
}

// flood is what strangers do: new conversations with questions that have no answer, handing them to officials, invented
// cookies, erasures, endings, streams that stay open.
func flood(ctx context.Context, t *testing.T, base string, addresses int) (sent, refused int64) {
	t.Helper()
	var all, no, n atomic.Int64
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * floodWorkers}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	tick := time.NewTicker(time.Second / floodRate)
	defer tick.Stop()
	var wg sync.WaitGroup
	for range floodWorkers {
		wg.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				i := n.Add(1)
				v := &visitorOf{base: base, address: fmt.Sprintf("2001:db8:%x::1", i%int64(addresses)), client: client}
				count := func(status int, err error) {
					if all.Add(1); err != nil || status >= 400 {
						no.Add(1)
					}
				}
				switch i % 6 {
				case 0:
					v.cookie = fmt.Sprintf("motcua_chat=%022d", i)
					count(v.do(ctx, http.MethodGet, "chat/stream", ""))
				case 1:
					v.cookie = fmt.Sprintf("motcua_chat=%022d", i)
					count(v.do(ctx, http.MethodPost, "chat/end", "{}"))
				case 2:
					count(v.asks(ctx, "/xoadulieu"))
				default:
					count(v.asks(ctx, fmt.Sprintf("thủ tục nuôi con cá sấu số %d trên sân thượng nhà tôi", i)))
					count(v.asks(ctx, "gặp cán bộ"))
					count(v.do(ctx, http.MethodPost, "chat/send", `{"action":"pass"}`))
				}
			}
		})
	}
	wg.Wait()
	return all.Load(), no.Load()
}

// neighbour asks on the web all the while, from an address of his own, and notes how long each answer took to come.
func neighbour(ctx context.Context, t *testing.T, base, address string) (took []time.Duration) {
	t.Helper()
	v := &visitorOf{base: base, address: address, client: &http.Client{}}
	background, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	if status, err := v.asks(background, "lệ phí khai sinh"); status != http.StatusOK {
		t.Errorf("the first question: %d, %v", status, err)
		return nil
	}
	r, _ := http.NewRequestWithContext(background, http.MethodGet, base+"chat/stream", nil)
	r.Header.Set("X-Forwarded-For", v.address)
	r.Header.Set("Cookie", v.cookie)
	res, err := v.client.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("stream: %v, %v", res, err)
		return nil
	}
	defer res.Body.Close()
	answers := make(chan time.Time, 100)
	go func() {
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var e struct{ Person bool }
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &e) == nil &&
				!e.Person {
				answers <- time.Now()
			}
		}
	}()
	<-answers                                                // to the first
	for tick := time.NewTicker(2100 * time.Millisecond); ; { // as often as one chat may ask
		start := time.Now()
		if status, err := v.asks(background, "lệ phí khai sinh"); status != http.StatusOK {
			t.Errorf("another person's question: %d, %v", status, err)
		}
		select {
		case at := <-answers:
			took = append(took, at.Sub(start))
		case <-time.After(20 * time.Second):
			t.Error("another person's question has no answer after 20 s")
			tick.Stop()
			return took
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return took
		case <-tick.C:
		}
	}
}

// neighbours are four who ask on the web until ctx ends; the function waits for them and tells how long answers took,
// the shortest first.
func neighbours(ctx context.Context, t *testing.T, base string) (wait func() []time.Duration) {
	var mu sync.Mutex
	var all []time.Duration
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			took := neighbour(ctx, t, base, fmt.Sprint("203.0.113.", i+1))
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	return func() []time.Duration {
		wg.Wait()
		slices.Sort(all)
		return all
	}
}

// TestFlood: strangers flood the page from one and from a thousand addresses. Memory and disk stay within bounds, other
// people are answered on the web and on Telegram, and officials are not buried in messages.
func TestFlood(t *testing.T) {
	for _, addresses := range []int{1, 1000} {
		t.Run(fmt.Sprint(addresses, " addresses"), func(t *testing.T) {
			var mu sync.Mutex
			told := 0 // messages to the owner about cases
			tg := telegramtest.New(t, telegramtest.Options{OnMessage: func(m telegramtest.Message) {
				mu.Lock()
				defer mu.Unlock()
				if m.Chat == adminChat && strings.Contains(m.Text, "cá sấu") {
					told++
				}
			}})
			tg.Open(adminChat)
			data := t.TempDir()
			env := []string{"MOTCUA_DATA=" + data, "TELEGRAM_TOKEN=" + tg.Token(), "TELEGRAM_API_URL=" + tg.URL(),
				fmt.Sprint("MOTCUA_ADMINS=telegram:", adminChat), "MOTCUA_TRUSTED_PROXIES=127.0.0.1/32",
				"MOTCUA_WORK_DAYS=all",
				"MOTCUA_WORK_HOURS=00:00-24:00", "MOTCUA_LOG_LEVEL=error"}
			p := start(t, env...)
			tg.UserSays(1001, "lệ phí khai sinh")
			ctx, cancel := context.WithTimeout(t.Context(), *flooded+2*time.Minute)
			defer cancel()
			if _, err := tg.WaitText(ctx, 1001, "khai sinh"); err != nil {
				t.Fatal(err)
			}
			memory, disk := p.resident(), folderMB(t, data)
			before, end := context.WithTimeout(ctx, *flooded/3)
			defer end()
			quiet := neighbours(before, t, p.url)()
			during, stop := context.WithTimeout(ctx, *flooded)
			defer stop()
			wait := neighbours(during, t, p.url)
			sent, refused := flood(during, t, p.url, addresses)
			web := wait()
			begun := time.Now()
			tg.UserSays(1002, "lệ phí khai sinh")
			if _, err := tg.WaitText(ctx, 1002, "khai sinh"); err != nil {
				t.Fatal(err)
			}
			onTelegram := time.Since(begun)
			memory, disk = p.resident()-memory, folderMB(t, data)-disk
			p.stop()
			more := beyondNotices(t, data)
			if more > 0 { // ten minutes later
				p = start(t, env...)
				if _, err := tg.WaitText(ctx, adminChat, fmt.Sprintf("Có thêm %d câu hỏi", more)); err != nil {
					t.Errorf("%d cases are told to nobody: %v", more, err)
				}
				p.stop()
			}
			if len(quiet) == 0 || len(web) == 0 {
				t.Fatal("nobody else was answered")
			}
			worst := web[len(web)*95/100]
			mu.Lock()
			defer mu.Unlock()
			t.Logf("%v from %d addresses: %d requests, %d refused; +%.0f MB memory, +%.0f MB disk; others answered in %v (median), "+
				"%v (95 %%), without a flood in %v, %v; Telegram in %v; %d messages to an official", *flooded, addresses, sent, refused,
				memory, disk, web[len(web)/2].Round(time.Millisecond), worst.Round(time.Millisecond),
				quiet[len(quiet)/2].Round(time.Millisecond), quiet[len(quiet)*95/100].Round(time.Millisecond),
				onTelegram.Round(time.Millisecond), told)
			if memory > floodMemory || disk > floodDisk {
				t.Errorf("+%.0f MB memory, +%.0f MB disk; want at most %d and %d", memory, disk, floodMemory, floodDisk)
			}
			if told > bounds.Notices+1 {
				t.Errorf("%d messages to an official, want at most %d and one for all others", told, bounds.Notices)
			}
			// Where the machine is busy with other things people wait without a flood, too: it may make that twice as
			// long.
			limit := max(200*time.Millisecond, 2*quiet[len(quiet)*95/100])
			if *flooded < 30*time.Second { // so few answers are no measure
				limit = 5 * time.Second
			}
			if worst > limit {
				t.Errorf("others waited %v for their answer, want %v", worst, limit)
			}
		})
	}
}

// beyondNotices is how many cases wait of which officials were not told one by one; the one message that tells all of
// them becomes due, as if ten minutes had gone.
func beyondNotices(t *testing.T, data string) (more int64) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	open, err := s.Size(t.Context(), cases.OpenCasesSet)
	if err != nil || open <= bounds.Notices {
		return 0
	}
	if err := s.Update(t.Context(), func(tx bot.Tx) error {
		tx.Add(bot.ScheduleSet, fmt.Sprint("case-group:telegram:", adminChat), time.Now().UnixMilli())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return open - bounds.Notices
}

// folderMB is what lies in a folder.
func folderMB(t *testing.T, dir string) float64 {
	t.Helper()
	var sum int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil // files come and go
	})
	if err != nil {
		t.Fatal(err)
	}
	return float64(sum) / (1 << 20)
}
