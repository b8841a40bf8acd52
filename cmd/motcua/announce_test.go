package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/handlers"
)

// The long forms are in docs/announcements.md.
var (
	audience  = flag.Int("audience", 1500, "recipients of the announcement in load tests")
	atRate    = flag.Int("atrate", 100, "TELEGRAM_RATE in the test of the rate; the real one is 28")
	rateFor   = flag.Duration("ratefor", 4*time.Second, "how long the test of the rate lasts")
	minSpeed  = flag.Float64("minspeed", 0, "messages a second that a load test must reach; 0 = only told")
	sendKills = flag.Int("sendkills", 3, "SIGKILLs in the kill test of announcements")
	killed    = flag.Int("killed", 600, "recipients of the announcement that is killed")
)

const (
	adminChat = 777
	firstChat = 1_000_000 // of the subscribers
)

// crowd is a Telegram with subscribers, who count what they get.
type crowd struct {
	t     *testing.T
	tg    *telegramtest.Server
	p     *program
	news  string
	mu    sync.Mutex
	got   []uint8     // copies of the announcement by subscriber
	total int         // first copies
	times []time.Time // of all copies
	twice int
	// pictures are messages to subscribers with a file.
	pictures int
	admin    []telegramtest.Message
	other    map[int64]time.Time // when a chat last got something else
	more     chan struct{}       // closed and replaced
}

func newCrowd(t *testing.T, n int, o telegramtest.Options) *crowd {
	c := &crowd{t: t, got: make([]uint8, n), other: map[int64]time.Time{}, more: make(chan struct{}),
		news: "Sáng thứ Bảy 28/11, bộ phận một cửa *nghỉ* để bảo trì hệ thống. Xem [lịch](https://example.vn/lich)."}
	o.Known = func(chat int64) bool { return chat >= firstChat && chat < firstChat+int64(n) }
	o.OnMessage = c.takes
	c.tg = telegramtest.New(t, o)
	c.tg.Open(adminChat)
	return c
}

func (c *crowd) takes(m telegramtest.Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch i := m.Chat - firstChat; {
	case m.File != "" && m.Chat >= firstChat:
		c.pictures++
	case m.Method == "editMessageText" && m.Chat != adminChat:
	case m.Chat == adminChat:
		c.admin = append(c.admin, m)
	case i < 0 || i >= int64(len(c.got)) || !strings.HasPrefix(m.Text, "Sáng thứ Bảy 28/11"):
		c.other[m.Chat] = m.At
	default:
		if c.got[i]++; c.got[i] == 1 {
			c.total++
		} else {
			c.twice++
		}
		c.times = append(c.times, m.At)
	}
	close(c.more)
	c.more = make(chan struct{})
}

// until waits for something that depends on what was got; the condition is asked with mu held.
func (c *crowd) until(ctx context.Context, what string, ok func() bool) {
	c.t.Helper()
	for {
		c.mu.Lock()
		done, more := ok(), c.more
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			c.mu.Lock()
			defer c.mu.Unlock()
			last := telegramtest.Message{}
			if len(c.admin) > 0 {
				last = c.admin[len(c.admin)-1]
			}
			c.t.Fatalf("%s: %v; %d of %d got it; the admin's last message:\n%s\n%s", what, ctx.Err(), c.total, len(c.got), last.Text, c.p.log)
		}
	}
}

// reads waits until the admin has a message with these words, and returns it.
func (c *crowd) reads(ctx context.Context, words string) (m telegramtest.Message) {
	c.t.Helper()
	c.until(ctx, "admin never read "+words, func() bool {
		i := slices.IndexFunc(c.admin, func(m telegramtest.Message) bool { return strings.Contains(m.Text, words) })
		if i >= 0 {
			m = c.admin[i]
		}
		return i >= 0
	})
	return m
}

// compose sends /thongbao and returns the preview, which must come in time.
func (c *crowd) compose(ctx context.Context) telegramtest.Message {
	c.t.Helper()
	start := time.Now()
	c.tg.UserSays(adminChat, "/thongbao "+c.news)
	m := c.reads(ctx, "Xem trước thông báo")
	if took := time.Since(start); took > 10*time.Second { // 2 s are wanted, of a machine that does nothing else
		c.t.Errorf("the preview took %v", took)
	}
	return m
}

func (c *crowd) press(m telegramtest.Message, label string) {
	c.t.Helper()
	data := m.Find(label)
	if data == "" {
		c.t.Fatalf("no button %q under:\n%s", label, m.Text)
	}
	c.tg.Press(adminChat, m.ID, data)
}

// subscribed gives the first n chats a subscription in a state that no bot uses yet.
func subscribed(t *testing.T, o store.Options, n int) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	since := time.Now().Add(-time.Hour)
	for i := 0; i < n; i += 500 {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for j := i; j < min(i+500, n); j++ {
				handlers.Subscribe(tx, handlers.Subscription{Chat: bot.ChatID{Channel: "telegram", ID: fmt.Sprint(firstChat + j)}, All: true, Since: since})
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
}

func (c *crowd) env(o store.Options, more ...string) []string {
	data := o.Dir
	if data == "" {
		data = c.t.TempDir()
	}
	return append([]string{"MOTCUA_DATA=" + data, "REDIS_URL=" + o.RedisURL, "MOTCUA_ADMINS=telegram:777", "MOTCUA_QUIET_HOURS=off",
		"MOTCUA_CHAT_LIMIT=0", "TELEGRAM_TOKEN=" + c.tg.Token(), "TELEGRAM_API_URL=" + c.tg.URL(), "MOTCUA_LOG_LEVEL=warn"}, more...)
}

func (c *crowd) start(o store.Options, more ...string) *program {
	c.p = start(c.t, c.env(o, more...)...)
	return c.p
}

// everybodyOnce checks the counts.
func (c *crowd) everybodyOnce() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total != len(c.got) || c.twice != 0 {
		c.t.Errorf("%d of %d got it, %d copies too many", c.total, len(c.got), c.twice)
	}
	if v := c.tg.Violations(); len(v) > 0 {
		c.t.Errorf("rules of the Bot API broken: %.500q", v)
	}
}

func limitedTo(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// TestAnnouncement is the whole way in the real program, without Redis: compose, send, pause, resume, /huy in the middle,
// the end and the report; with Telegram's limits in proportion, of which none may be touched.
func TestAnnouncement(t *testing.T) {
	const n, rate = 150, 15 // slow enough that a pause comes in the middle on a loaded machine too
	c := newCrowd(t, n, telegramtest.Options{GlobalRate: telegramtest.Rate{PerSecond: rate * 1.1, Burst: rate * 11 / 10}, ChatRate: telegramtest.Rate{PerSecond: 1, Burst: 3}})
	o := store.Options{Dir: filepath.Join(t.TempDir(), "data")}
	subscribed(t, o, n)
	p := c.start(o, fmt.Sprint("TELEGRAM_RATE=", rate))
	ctx := limitedTo(t, 2*time.Minute)
	preview := c.compose(ctx)
	if !strings.Contains(preview.Text, "150 người") {
		t.Errorf("no count in the preview:\n%s", preview.Text)
	}
	c.press(preview, "Gửi")
	c.until(ctx, "nobody gets it", func() bool { return c.total >= 20 })
	progress := c.reads(ctx, "Đang chuẩn bị gửi")
	c.press(progress, "Tạm dừng")
	pressed := time.Now()
	c.reads(ctx, "Đang tạm dừng")
	if took := time.Since(pressed); took > 20*time.Second { // 5 s are wanted, of a machine that does nothing else
		t.Errorf("pausing took %v", took)
	}
	c.tg.UserSays(firstChat+n-1, "/huy")
	c.until(ctx, "no answer to /huy", func() bool { return !c.other[firstChat+n-1].IsZero() })
	c.press(c.reads(ctx, "Đang tạm dừng"), "Tiếp tục")
	c.reads(ctx, "Báo cáo: đã gửi xong")
	c.mu.Lock()
	if c.got[n-1] != 0 || c.total != n-1 || c.twice != 0 {
		t.Errorf("who left got %d, %d others of %d, %d copies too many", c.got[n-1], c.total, n-1, c.twice)
	}
	c.mu.Unlock()
	report := c.reads(ctx, "đã thôi nhận tin trước khi tới lượt: 1")
	c.press(report, "Xuất XLSX")
	c.until(ctx, "no file", func() bool {
		return slices.ContainsFunc(c.admin, func(m telegramtest.Message) bool { return strings.HasSuffix(m.File, ".xlsx") })
	})
	if st := c.tg.Stats(); st.Limited != 0 || len(c.tg.Violations()) != 0 {
		t.Errorf("%d refused by a limit, violations %q", st.Limited, c.tg.Violations())
	}
	c.press(report, "Sửa tin đã gửi")
	c.reads(ctx, "gõ nội dung mới")
	c.mu.Lock()
	c.news, c.admin = "Sáng thứ Bảy 28/11, bộ phận một cửa vẫn làm việc.", nil
	c.mu.Unlock()
	c.tg.UserSays(adminChat, c.news)
	c.press(c.reads(ctx, "Xem trước thông báo"), "Gửi")
	c.reads(ctx, "Báo cáo: đã gửi xong")
	for i := range n - 1 {
		if m := c.tg.Messages(firstChat + int64(i)); len(m) != 1 || m[0].Text != c.news {
			t.Fatalf("subscriber %d sees %+v, want the edited message alone", i, m)
		}
	}
	c.mu.Lock()
	c.news, c.admin = "Lịch làm việc tuần này", nil
	c.mu.Unlock()
	c.tg.UserSends(adminChat, adminChat, map[string]any{"caption": "/thongbao " + c.news, "photo": []any{map[string]any{"file_id": "lich-1", "width": 90, "height": 90, "file_unique_id": "u"}}}, 0)
	c.press(c.reads(ctx, "Xem trước thông báo"), "Gửi")
	c.until(ctx, "nobody gets the picture", func() bool { return c.pictures >= n-1 })
	p.stop()
}

// TestAnnouncementPausesByItself: Telegram refuses it to too many; the admin is told, lets it go on, and later sends it
// again to those alone.
func TestAnnouncementPausesByItself(t *testing.T) {
	const n, refused = 200, 40
	c := newCrowd(t, n, telegramtest.Options{})
	var mend []func()
	for i := range refused {
		mend = append(mend, c.tg.Refuse(firstChat+int64(i*n/refused), 400, "Bad Request: can't parse entities"))
	}
	o := store.Options{Dir: filepath.Join(t.TempDir(), "data")}
	subscribed(t, o, n)
	p := c.start(o, "TELEGRAM_RATE=100")
	ctx := limitedTo(t, 2*time.Minute)
	c.press(c.compose(ctx), "Gửi")
	c.press(c.reads(ctx, "Tôi đã tự tạm dừng thông báo"), "Tiếp tục")
	for told := 1; ; {
		m := telegramtest.Message{}
		done := false
		c.until(ctx, "neither paused again nor done", func() bool {
			n := 0
			for _, a := range c.admin {
				if strings.Contains(a.Text, "Tôi đã tự tạm dừng thông báo") {
					n, m = n+1, a
				}
				if strings.Contains(a.Text, "Báo cáo: đã gửi xong") {
					m, done = a, true
					return true
				}
			}
			return n > told
		})
		if !done {
			told++
			c.press(m, "Tiếp tục")
			continue
		}
		if !strings.Contains(m.Text, fmt.Sprintf("gửi hỏng: %d (Telegram không nhận nội dung này %d)", refused, refused)) {
			t.Errorf("report:\n%s", m.Text)
		}
		for _, f := range mend {
			f()
		}
		c.mu.Lock()
		c.admin = nil
		c.mu.Unlock()
		c.press(m, "Gửi lại cho người lỗi")
		break
	}
	c.press(c.reads(ctx, "Xem trước thông báo"), "Gửi")
	c.reads(ctx, "Báo cáo: đã gửi xong")
	c.everybodyOnce()
	p.stop()
}

// memory is the resident memory of a process in MB.
func memory(t *testing.T, pid int) float64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	var kb float64
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "VmRSS:") {
			if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kb); err != nil {
				t.Fatal(err)
			}
		}
	}
	return kb / 1024
}

// TestAnnouncementRate: with Telegram's limits on, announcements use the rate that is set and never more, while people
// are answered.
func TestAnnouncementRate(t *testing.T) {
	rate := *atRate
	n := int(float64(rate) * rateFor.Seconds())
	c := newCrowd(t, n, telegramtest.Options{GlobalRate: telegramtest.Rate{PerSecond: float64(rate) * 30 / 28, Burst: max(30, rate*30/28)}, ChatRate: telegramtest.Rate{PerSecond: 1, Burst: 3}})
	redis := redistest.Start(t)
	o := store.Options{RedisURL: redis.URL()}
	subscribed(t, o, n)
	c.start(o, fmt.Sprint("TELEGRAM_RATE=", rate))
	ctx := limitedTo(t, *rateFor+time.Minute)
	c.press(c.compose(ctx), "Gửi")
	c.reads(ctx, "Báo cáo: đã gửi xong")
	c.everybodyOnce()
	took := c.times[len(c.times)-1].Sub(c.times[0])
	speed := float64(len(c.times)-1) / took.Seconds()
	most := mostWithin(c.times, time.Second)
	st := c.tg.Stats()
	t.Logf("%d messages in %.1f s: %.2f/s of %d; at most %d within any second; %d refused by a limit", n, took.Seconds(), speed, rate, most, st.Limited)
	// The outbox grants at most rate a second; on a loaded machine what was granted apart may arrive together, hence the
	// platform's own slack. How near the rate it comes is measured, not asserted.
	if most > rate*30/28+1 || st.Limited != 0 {
		t.Errorf("want never more than %d/s, and no refusal", rate)
	}
}

// mostWithin is the most events within any such span.
func mostWithin(times []time.Time, span time.Duration) (most int) {
	head := 0
	for i, at := range times {
		for at.Sub(times[head]) >= span {
			head++
		}
		most = max(most, i-head+1)
	}
	return most
}

// TestAnnouncementLoad: no limits, Redis, people asking meanwhile: how fast, in how much memory, how soon people are
// answered.
func TestAnnouncementLoad(t *testing.T) {
	n := *audience
	c := newCrowd(t, n, telegramtest.Options{CountOnly: true})
	redis := redistest.Start(t)
	o := store.Options{RedisURL: redis.URL()}
	subscribed(t, o, n)
	p := c.start(o, "TELEGRAM_RATE=0", "TELEGRAM_CHAT_RATE=0")
	ctx := limitedTo(t, time.Minute+time.Duration(n)*time.Millisecond)
	asked := newAsker(c)
	asked.ask(ctx, 20) // warm
	idle, before := memory(t, p.cmd.Process.Pid), redisMemory(t, redis)
	asked.reset()
	preview := c.compose(ctx)
	c.press(preview, "Gửi")
	most := idle
	pressed := time.Now()
	for done := false; !done; {
		asked.ask(ctx, 5)
		most = max(most, memory(t, p.cmd.Process.Pid))
		c.mu.Lock()
		done = slices.ContainsFunc(c.admin, func(m telegramtest.Message) bool { return strings.Contains(m.Text, "Báo cáo: đã gửi xong") })
		c.mu.Unlock()
	}
	c.everybodyOnce()
	took := c.times[len(c.times)-1].Sub(c.times[0])
	speed := float64(n) / took.Seconds()
	p99 := asked.p99()
	perRecipient := float64(redisMemory(t, redis)-before) / float64(n)
	t.Logf("%d recipients: first after %v, %.0f/s; memory %.0f MB above idle (%.0f MB); Redis %.0f bytes a recipient; p99 of %d answers meanwhile %v",
		n, c.times[0].Sub(pressed).Round(time.Millisecond), speed, most-idle, idle, perRecipient, len(asked.took), p99)
	if most-idle > 100 || speed < *minSpeed {
		t.Errorf("%.0f MB above idle, at most 100; %.0f/s, at least %.0f", most-idle, speed, *minSpeed)
	}
	if n >= 20_000 && (perRecipient > 64 || p99 > 200*time.Millisecond) {
		t.Errorf("%.0f bytes a recipient, at most 64; p99 %v, at most 200 ms", perRecipient, p99)
	}
}

// redisMemory is the size of the data set in bytes.
func redisMemory(t *testing.T, r *redistest.Server) int64 {
	t.Helper()
	var n int64
	for line := range strings.Lines(r.Do(t, "info", "memory")) {
		if strings.HasPrefix(line, "used_memory_dataset:") {
			if _, err := fmt.Sscanf(line, "used_memory_dataset:%d", &n); err != nil {
				t.Fatal(err)
			}
		}
	}
	return n
}

// asker is people who ask, each one question at a time.
type asker struct {
	c    *crowd
	next int64
	took []time.Duration
}

func newAsker(c *crowd) *asker { return &asker{c: c, next: 10} }

func (a *asker) reset() { a.took = nil }

// ask lets n people ask one after another.
func (a *asker) ask(ctx context.Context, n int) {
	for range n {
		a.next++
		chat := 10 + a.next%500
		start := time.Now()
		a.c.tg.UserSays(chat, "làm giấy khai sinh cho con cần gì")
		a.c.until(ctx, "no answer to a question", func() bool { return !a.c.other[chat].Before(start) })
		a.took = append(a.took, time.Since(start))
	}
}

func (a *asker) p99() time.Duration {
	slices.Sort(a.took)
	return a.took[len(a.took)*99/100]
}

// TestAnnouncementKills: the program is killed at random moments of an announcement, and the Redis under it too;
// everybody gets it, and who may have got it twice is listed.
func TestAnnouncementKills(t *testing.T) {
	for _, mode := range []string{"embedded", "redis", "redis killed too"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			killAnnouncement(t, mode)
		})
	}
}
