package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/cmd/motcua/config"
)

// TestDoctorRedisConf: a Redis with deploy/redis.conf is one that the doctor finds nothing wrong with, and keeps what
// it promises.
func TestDoctorRedisConf(t *testing.T) {
	t.Parallel()
	r := redistest.StartWith(t, inRepo(t, "deploy/redis.conf"))
	tg := telegramtest.New(t, telegramtest.Options{})
	out, err := command(t, []string{"REDIS_URL=" + r.URL(), "MOTCUA_ADDR=127.0.0.1:0", "MOTCUA_DATA=" + t.TempDir(),
		"TELEGRAM_API_URL=" + tg.URL(), "TELEGRAM_TOKEN=" + tg.Token()}, "doctor")
	if err != nil || !strings.Contains(out, "ổn   nơi lưu dữ liệu (Redis)\n") || strings.Contains(out, "AOF") {
		t.Errorf("%v:\n%s", err, out)
	}
	for name, want := range map[string]string{"appendonly": "yes", "appendfsync": "everysec",
		"maxmemory-policy": "noeviction", "maxmemory": "536870912", "save": ""} {
		have := strings.Split(r.Do(t, "config", "get", name), "\n")
		if len(have) < 2 || have[1] != want {
			t.Errorf("%s is %q, want %q", name, have, want)
		}
	}
}

// TestDoctorZalo: the doctor sees a missing grant, a good one and a webhook that leads elsewhere; it renews nothing and
// sends no forged event. What it and a forger do shows in the figures.
func TestDoctorZalo(t *testing.T) {
	t.Parallel()
	z := zalotest.New(t, zalotest.Options{Retry: slices.Repeat([]time.Duration{100 * time.Millisecond}, 900),
		Deadline: 20 * time.Second})
	zb := zalobottest.New(t, zalobottest.Options{})
	tg := telegramtest.New(t, telegramtest.Options{})
	figures := "127.0.0.1:" + redistest.Port(t)
	secrets := []string{"ZALO_APP_ID=" + zalotest.AppID, "ZALO_APP_SECRET=" + zalotest.AppSecret,
		"ZALO_OAUTH_URL=" + z.URL(),
		"MOTCUA_DATA=" + filepath.Join(t.TempDir(), "data")}
	env := append([]string{"ZALO_OA_SECRET_KEY=" + zalotest.SecretKey, "ZALO_API_URL=" + z.URL(),
		"TELEGRAM_API_URL=" + tg.URL(),
		"ZALO_BOT_TOKEN=" + zalobottest.Token, "ZALO_BOT_API_URL=" + zb.URL()}, secrets...)
	p := start(t, append([]string{"MOTCUA_METRICS_ADDR=" + figures}, env...)...)
	doctor := func(public string) string {
		out, _ := command(t, append([]string{"MOTCUA_ADDR=127.0.0.1:0", "MOTCUA_PUBLIC_URL=" + public}, env...),
			"doctor")
		return out
	}
	if out := doctor(p.url); !strings.Contains(out, "LỖI  Zalo OA: chưa được cấp quyền gửi tin") {
		t.Errorf("without a grant:\n%s", out)
	}
	if out := login(t, z, secrets); !strings.Contains(out, "Xong.") {
		t.Fatalf("login:\n%s", out)
	}
	before := z.Stats().Refreshes
	if out := doctor(p.url); !strings.Contains(out, "\nổn   Zalo OA\n") ||
		!strings.Contains(out, "\nổn   Zalo Bot: bot.") {
		t.Errorf("with a grant:\n%s", out)
	}
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	if out := doctor(elsewhere.URL); !strings.Contains(out, "/zalo/webhook không dẫn tới bot (mã 404)") {
		t.Errorf("with a proxy that does not pass the webhook:\n%s", out)
	}
	if s := z.Stats(); s.Refreshes != before || s.Reused != 0 {
		t.Errorf("the doctor used the refresh token: %+v", s)
	}
	if strings.Contains(p.log.String(), "wrong signature") {
		t.Error("the doctor sent a forged event")
	}
	resp, err := http.Post(p.url+"zalo/webhook", "application/json", strings.NewReader(`{"timestamp":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	hook := func() { z.SetWebhook(p.url + "zalo/webhook") }
	hook()
	z.Follow(citizen)
	if _, err := z.WaitText(t.Context(), citizen, "Xin chào ông/bà"); err != nil {
		t.Fatal(err)
	}
	wants := []string{ // what is counted only after the answer has come may take a moment
		`motcua_webhook_refused_total{channel="zalo"} 1`,
		`motcua_platform_calls_total{channel="zalo",method="/v3.0/oa/message/cs",status="200"} `,
		`motcua_platform_calls_total{channel="zalobot",method="deleteWebhook",status="200"} `,
	}
	tick, limit := time.NewTicker(20*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for {
		text := figuresAt(t, figures)
		missing := slices.DeleteFunc(slices.Clone(wants), func(w string) bool { return strings.Contains(text, w) })
		if len(missing) == 0 {
			break
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("/metrics lacks %q; it has\n%s", missing, strings.Join(regexp.MustCompile(`(?m)^motcua_(?:platform_calls|webhook).*$`).FindAllString(text, -1), "\n"))
		}
	}
	p.stop()
}

func figuresAt(t *testing.T, addr string) string {
	t.Helper()
	resp, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestJudgeGrant(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name        string
		grant       zalo.GrantStatus
		seed        bool
		fault, hint string
	}{
		{"fresh", zalo.GrantStatus{Granted: true, Got: now.Add(-time.Hour)}, false, "", ""},
		{"none", zalo.GrantStatus{}, false, "chưa được cấp quyền", ""},
		{"none but a first token", zalo.GrantStatus{}, true, "", "ZALO_REFRESH_TOKEN"},
		{"lost", zalo.GrantStatus{Granted: true, Got: now.Add(-time.Hour), Lost: now.Add(-time.Minute)}, false,
			"mất quyền gửi tin từ 18:59 22/11/2026", ""},
		{"not renewed for two days", zalo.GrantStatus{Granted: true, Got: now.Add(-48 * time.Hour)}, false, "",
			"48 giờ"},
		{"expired", zalo.GrantStatus{Granted: true, Got: now.Add(-100 * 24 * time.Hour)}, false, "100 ngày", ""},
		{"unclear", zalo.GrantStatus{Granted: true, Got: now.Add(-21 * time.Hour), Unclear: now.Add(-2 * time.Hour)},
			false, "", "chưa rõ kết quả"},
		{"being renewed", zalo.GrantStatus{Granted: true, Got: now.Add(-21 * time.Hour),
			Unclear: now.Add(-time.Second)}, false, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hint, fault := judgeGrant(tt.grant, tt.seed, now)
			said := ""
			if fault != nil {
				said = fault.Error()
			}
			if (said == "") != (tt.fault == "") || !strings.Contains(said, tt.fault) ||
				(hint == "") != (tt.hint == "") || !strings.Contains(hint, tt.hint) {
				t.Errorf("%q, %q", said, hint)
			}
		})
	}
}

// TestBackupFolder: a backup into a folder deletes those that are too old by their names, and nothing else.
func TestBackupFolder(t *testing.T) {
	dir, now := t.TempDir(), time.Now().UTC()
	old, young := now.Add(-30*24*time.Hour).Format(backupName), now.Add(-28*24*time.Hour).Format(backupName)
	kept := []string{young, "motcua-2019.backup", "motcua-20190101-000000.backup.txt", "other-20190101-000000.backup"}
	for _, name := range append([]string{old}, kept...) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data := "MOTCUA_DATA=" + filepath.Join(t.TempDir(), "data")
	out, err := command(t, []string{data}, "backup", dir)
	if err != nil || !strings.Contains(out, "Đã xóa 1 bản sao lưu quá hạn") {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range kept {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, old)); err == nil {
		t.Errorf("%s is still there", old)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, now.Format("motcua-20060102-*.backup"))); len(names) != 1 {
		t.Errorf("the new backup: %q", names)
	}
	if out, err := command(t, []string{data}, "backup", filepath.Join(dir, "moi")+"/", "--keep=0"); err != nil ||
		strings.Contains(out, "xóa") {
		t.Errorf("a folder that was not there: %v: %s", err, out)
	}
}

// TestAProxyThatIsNotNamed makes one visitor of all: the doctor says so.
func TestAProxyThatIsNotNamed(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	for name, tt := range map[string]struct {
		c    config.Config
		want bool
	}{
		"https and no proxy":  {config.Config{PublicURL: "https://motcua.example.vn"}, true},
		"https and a proxy":   {config.Config{PublicURL: "https://motcua.example.vn", TrustedProxies: proxies}, false},
		"http within a house": {config.Config{PublicURL: "http://10.0.0.5:8080"}, false},
		"no public address":   {config.Config{}, false},
	} {
		if got := oneAddress(tt.c); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
