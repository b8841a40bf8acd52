package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/handlers/remind"
)

// TestTwoReplicas: two programs on one Redis, side by side. While an announcement goes out and reminders fall due, an
// editor publishes on both in turn and on both at once. Everybody gets each message once, both know every edit, and of
// two edits of the same page at the same moment one is refused.
func TestTwoReplicas(t *testing.T) {
	t.Parallel()
	const n, edits = 60, 2
	if _, err := binary(); err != nil { // built before the moments are chosen
		t.Fatal(err)
	}
	c := newCrowd(t, n, telegramtest.Options{})
	o := store.Options{RedisURL: redistest.Start(t).URL()}
	subscribed(t, o, n)
	begin := time.Now().Add(3 * time.Second)
	fill(t, o, n, func(tx bot.Tx, i int) error {
		remind.PutReminder(tx, remind.Reminder{ID: fmt.Sprintf("N-%06d", i),
			Chat: bot.ChatID{Channel: "telegram", ID: fmt.Sprint(firstChat + i)},
			Text: "đi lấy kết quả", At: begin.Add(time.Duration(i) * 50 * time.Millisecond),
			Made: begin.Add(-time.Hour)})
		return nil
	})
	const path = "faq/tra-cuu.md"
	base := filepath.Join("..", "..", "handlers", "testdata", "base")
	original, err := os.ReadFile(filepath.Join(base, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	more := []string{"MOTCUA_CONTENT=" + copied(t, base), "TELEGRAM_RATE=20"}
	a := c.start(o, more...)
	env := c.env(o, "MOTCUA_CONTENT="+copied(t, base),
		"TELEGRAM_RATE=20") // a machine of its own has a folder of its own
	b := start(t, env...)
	ctx := limitedTo(t, 3*time.Minute)
	clients := map[*program]*http.Client{}
	for _, p := range []*program{a, b} {
		link := motcua(t, append(env, "MOTCUA_ADDR="+strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")),
			"admin", "link")
		if i := strings.Index(link, "/admin/vao"); i >= 0 {
			link = strings.TrimSuffix(p.url, "/") + link[i:]
		}
		clients[p] = p.admin(link)
	}

	c.press(c.compose(ctx), "Gửi")
	said := func(k int) string {
		return strings.Replace(string(original), "Tôi không xem được", fmt.Sprintf("Tôi chưa xem được lần %d,", k), 1)
	}
	shows := func(p *program, words string) bool {
		return strings.Contains(p.page(clients[p], "/admin/noi-dung?q="+url.QueryEscape("tra cứu hồ sơ")), words)
	}
	for k := range edits { // in turn: each takes up where the other ended
		p := []*program{a, b}[k%2]
		if status, body := p.publishes(clients[p], path, said(k), "sửa lần lượt"); status != http.StatusOK ||
			!strings.Contains(body, "Đã đăng") {
			t.Fatalf("edit %d: %d\n%.2000s", k, status, body)
		}
		for _, p := range []*program{a, b} {
			bottest.Until(t, fmt.Sprintf("both answer by edit %d", k), 30*time.Second, func() bool {
				return shows(p, fmt.Sprintf("chưa xem được lần %d,", k))
			})
		}
	}
	// At once: both begin with the same version, so only one can be published.
	var wg sync.WaitGroup
	var mu sync.Mutex
	published := 0
	forms := map[*program]url.Values{}
	for i, p := range []*program{a, b} {
		form := url.Values{"tep": {path}, "noi-dung": {said(100 + i)}, "ly-do": {"sửa cùng lúc"}}
		for _, f := range hiddenField.FindAllStringSubmatch(p.page(clients[p], "/admin/noi-dung/sua?tep="+path), -1) {
			form.Set(f[1], f[2])
		}
		forms[p] = form
	}
	for p, form := range forms {
		wg.Go(func() {
			resp, err := clients[p].PostForm(strings.TrimSuffix(p.url, "/")+"/admin/noi-dung/dang", form)
			if err != nil {
				t.Error(err)
				return
			}
			body := readAll(t, resp)
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(body, "Đã đăng") {
				published++
			} else if resp.StatusCode != http.StatusConflict && resp.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("the other edit: %d\n%.2000s", resp.StatusCode, body)
			}
		})
	}
	wg.Wait()
	if published != 1 {
		t.Errorf("%d of two edits at once were published, want one", published)
	}

	c.reads(ctx, "Báo cáo: đã gửi xong")
	c.until(ctx, "reminders are missing", func() bool { return len(c.other) >= n })
	c.everybodyOnce()
	for i := range int64(n) {
		reminded := 0
		for _, m := range c.tg.Messages(firstChat + i) {
			if strings.Contains(m.Text, "đi lấy kết quả") {
				reminded++
			}
		}
		if reminded != 1 {
			t.Errorf("subscriber %d was reminded %d times", i, reminded)
		}
	}
	a.stop()
	b.stop()
}

// copied is a copy of a folder.
func copied(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "base")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}
