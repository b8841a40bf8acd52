package main

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/store"
)

// The long forms are in docs/announcements.md.
var (
	audience  = flag.Int("audience", 1500, "recipients of the announcement in load tests")
	atRate    = flag.Int("atrate", 100, "TELEGRAM_RATE in the test of the rate; the real one is 28")
	rateFor   = flag.Duration("ratefor", 4*time.Second, "how long the test of the rate lasts")
	whileFor  = flag.Duration("whilefor", time.Second, "how long people are asked before an announcement and while it is sent, without Redis")
	minSpeed  = flag.Float64("minspeed", 0, "messages a second that a load test must reach; 0 = only told")
	sendKills = flag.Int("sendkills", 3, "SIGKILLs in the kill test of announcements")
	killed    = flag.Int("killed", 600, "recipients of the announcement that is killed")
)

// TestAnnouncement is the whole way in the real program, without Redis: compose, send, pause, resume, /huy in the
// middle, the end and the report; with Telegram's limits in proportion, of which none may be touched.
func TestAnnouncement(t *testing.T) {
	t.Parallel()            // it waits
	const n, rate = 150, 15 // slow enough that a pause comes in the middle on a loaded machine too
	c := newCrowd(t, n, telegramtest.Options{GlobalRate: telegramtest.Rate{PerSecond: rate * 1.1,
		Burst: rate * 11 / 10}, ChatRate: telegramtest.Rate{PerSecond: 1, Burst: 3}})
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
	c.mu.Lock()
	leaves, ok := c.farFromTurn()
	t.Logf("paused after %d of %d and %v; subscriber %d leaves", c.total, n, time.Since(pressed), leaves)
	c.mu.Unlock()
	if !ok {
		t.Fatal("nearly everybody had got it before the pause")
	}
	c.tg.UserSays(firstChat+leaves, "/huy")
	c.until(ctx, "no answer to /huy", func() bool { return !c.other[firstChat+leaves].IsZero() })
	if m := c.tg.Messages(firstChat + leaves); !strings.Contains(m[len(m)-1].Text, "Tôi đã dừng") {
		t.Errorf("the answer to /huy:\n%s", m[len(m)-1].Text)
	}
	c.press(c.reads(ctx, "Đang tạm dừng"), "Tiếp tục")
	c.reads(ctx, "Báo cáo: đã gửi xong")
	c.mu.Lock()
	if c.got[leaves] != 0 || c.total != n-1 || c.twice != 0 {
		t.Errorf("who left got %d, all of them %d of %d, %d copies too many", c.got[leaves], c.total, n-1, c.twice)
	}
	c.mu.Unlock()
	report := c.reads(ctx, "đã thôi nhận tin trước khi tới lượt: 1")
	c.press(report, "Xuất XLSX")
	c.until(ctx, "no file", func() bool {
		return slices.ContainsFunc(c.admin,
			func(m telegramtest.Message) bool { return strings.HasSuffix(m.File, ".xlsx") })
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
	for i := range int64(n) {
		if m := c.tg.Messages(firstChat + i); i != leaves && (len(m) != 1 || m[0].Text != c.news) {
			t.Fatalf("subscriber %d sees %+v, want the edited message alone", i, m)
		}
	}
	c.mu.Lock()
	c.news, c.admin = "Lịch làm việc tuần này", nil
	c.mu.Unlock()
	c.tg.UserSends(adminChat, adminChat, map[string]any{"caption": "/thongbao " + c.news,
		"photo": []any{map[string]any{"file_id": "lich-1", "width": 90, "height": 90, "file_unique_id": "u"}}}, 0)
	c.press(c.reads(ctx, "Xem trước thông báo"), "Gửi")
	c.until(ctx, "nobody gets the picture", func() bool { return c.pictures >= n-1 })
	p.stop()
}

// TestAnnouncementPausesByItself: Telegram refuses it to too many; the admin is told, lets it go on, and later sends it
// again to those alone.
func TestAnnouncementPausesByItself(t *testing.T) {
	t.Parallel()
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
		if !strings.Contains(m.Text,
			fmt.Sprintf("gửi hỏng: %d (Telegram không nhận nội dung này %d)", refused, refused)) {
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
