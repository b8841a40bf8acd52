package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/content"
)

const citizen = "6142494823"

// TestZalo: the first grant is made with the command while the bot runs; then a question on Zalo is answered, a button
// works, a killed program goes on, and no secret is in the log.
func TestZalo(t *testing.T) {
	t.Parallel()
	z := zalotest.New(t, zalotest.Options{Retry: slices.Repeat([]time.Duration{100 * time.Millisecond}, 900),
		Deadline: 20 * time.Second})
	data := filepath.Join(t.TempDir(), "data")
	secrets := []string{"ZALO_APP_ID=" + zalotest.AppID, "ZALO_APP_SECRET=" + zalotest.AppSecret,
		"ZALO_OAUTH_URL=" + z.URL(), "MOTCUA_DATA=" + data}
	env := append([]string{"ZALO_OA_SECRET_KEY=" + zalotest.SecretKey, "ZALO_API_URL=" + z.URL(),
		"MOTCUA_LOG_LEVEL=debug"}, secrets...)
	p := start(t, env...)
	hook := func(p *program) { z.SetWebhook(strings.TrimRight(p.url, "/") + "/zalo/webhook") }
	hook(p)
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	wait := func(words string) {
		t.Helper()
		if _, err := z.WaitText(ctx, citizen, words); err != nil {
			t.Fatalf("never read %q: %v\n%s", words, err, p.log)
		}
	}
	out := login(t, z, secrets)
	if !strings.Contains(out, "Xong.") {
		t.Fatalf("login:\n%s", out)
	}
	z.Follow(citizen)
	z.Says(citizen, "lam giay khai sinh cho con can gi")
	wait("Xin chào ông/bà")
	wait("Giấy chứng sinh")
	if !z.PressLabel(citizen, "Xem thêm") { // the parts of an answer are more than five buttons
		t.Fatal("no button Xem thêm")
	}
	wait("Các lựa chọn khác")
	if !z.PressLabel(citizen, "Xem thêm") {
		t.Fatal("no second button Xem thêm")
	}
	bottest.Until(t, "a button Lệ phí", time.Minute, func() bool { return z.PressLabel(citizen, "Lệ phí") })
	wait("Miễn lệ phí")

	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.done
	z.Says(citizen, "thế thời hạn bao lâu?") // said while nothing runs: Zalo sends it again
	p2 := start(t, env...)
	hook(p2)
	wait("Đăng ký khai sinh – Thời hạn")
	p2.stop()
	for _, log := range []*safeBuffer{p.log, p2.log} {
		if secret := z.HoldsSecret(log.String()); secret != "" {
			t.Errorf("a secret (%s…) is in the log", secret[:8])
		}
		if strings.Contains(log.String(), "khai sinh cho con") {
			t.Error("a person's words are in the log")
		}
	}
	if v := z.Violations(); len(v) > 0 {
		t.Errorf("rules broken: %q", v)
	}
	if s := z.Stats(); s.Reused != 0 || z.Disabled() {
		t.Errorf("%d tokens used twice, webhook disabled %t", s.Reused, z.Disabled())
	}
}

// login runs the command as an admin would: it pastes nonsense first, then the address of the redirect.
func login(t *testing.T, z *zalotest.Server, env []string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "zalo", "login", "--redirect=https://motcua.example.vn/")
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for b := make([]byte, 4096); !strings.Contains(out.String(), "bấm Enter: "); {
		n, err := stdout.Read(b)
		out.Write(b[:n])
		if err != nil {
			t.Fatalf("%v:\n%s%s", err, out.String(), errs.String())
		}
	}
	challenge := regexp.MustCompile(`Code challenge:\s+(\S+)`)
	code := z.Consent(challenge.FindStringSubmatch(out.String())[1])
	if _, err := in.Write([]byte("https://motcua.example.vn/?error=1\nhttps://motcua.example.vn/?code=" + code + "&oa_id=" + zalotest.OAID + "\n")); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stdout)
	if err = errors.Join(err, cmd.Wait()); err != nil {
		t.Fatalf("login: %v\n%s%s", err, out.String(), errs.String())
	}
	out.Write(rest)
	if strings.Contains(out.String(), zalotest.AppSecret) {
		t.Error("the command shows the app's secret")
	}
	return out.String()
}

// TestLoginStops: without a pasted code nothing changes, and wrong settings are told.
func TestLoginStops(t *testing.T) {
	var out bytes.Buffer
	c := ZaloLoginCmd{AppID: zalotest.AppID, AppSecret: "s", OAuthURL: "https://oauth.zaloapp.com"}
	if err := c.guide(t.Context(), strings.NewReader("https://a.vn/\n\n"), &out); err == nil ||
		!strings.Contains(err.Error(), "chưa có gì thay đổi") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(out.String(), "https://oauth.zaloapp.com/v4/oa/permission?app_id="+zalotest.AppID) {
		t.Errorf("no consent address:\n%s", out.String())
	}
	c.AppID = "abc"
	if err := c.guide(t.Context(), strings.NewReader(""), &out); err == nil ||
		!strings.Contains(err.Error(), "ZALO_APP_ID") {
		t.Errorf("%v", err)
	}
}

// TestReachZalo: an admin sees beforehand how many an announcement cannot reach, and by what.
func TestReachZalo(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, content.Zone)
	s, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(ctx, func(tx bot.Tx) error {
		for id, days := range map[string]int{"1": 1, "2": 6, "3": 8, "4": 30, "5": 9} {
			chat := bot.ChatID{Channel: zalo.Name, ID: id}
			if err := zalo.Note(ctx, tx,
				bot.Update{Chat: chat, Kind: bot.KindText, At: now.AddDate(0, 0, -days)}); err != nil {
				return err
			}
			if id != "5" { // no subscriber
				tx.Add("subs", chat.String(), 1)
			}
		}
		tx.Add("subs", "telegram:9", 1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []bool{false, true} {
		got, err := reachZalo(ctx, s, form, []bot.Segment{{All: []string{"subs"}}}, now)
		if err != nil || len(got) != 2 || got[0].Count != 2 || got[0].Lost || got[1].Count != 2 || got[1].Lost == form {
			t.Errorf("form %t: %+v, %v", form, got, err)
		}
	}
}

// TestZaloBot: an official asks on the Zalo Bot, by polling and by webhook, and chooses by number.
func TestZaloBot(t *testing.T) {
	t.Parallel()
	for _, webhook := range []bool{false, true} {
		z := zalobottest.New(t, zalobottest.Options{})
		env := []string{"MOTCUA_DATA=" + filepath.Join(t.TempDir(), "data"), "ZALO_BOT_TOKEN=" + zalobottest.Token,
			"ZALO_BOT_API_URL=" + z.URL(), "MOTCUA_LOG_LEVEL=debug"}
		var behind atomic.Pointer[url.URL] // the program, behind the public address that it is told beforehand
		if webhook {
			front := httptest.NewServer(&httputil.ReverseProxy{
				Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(behind.Load()) }})
			t.Cleanup(front.Close)
			env = append(env, "MOTCUA_PUBLIC_URL="+front.URL, "ZALO_BOT_WEBHOOK_SECRET=mot-bi-mat-dai")
		}
		p := start(t, env...)
		program, err := url.Parse(p.url)
		if err != nil {
			t.Fatal(err)
		}
		behind.Store(program)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if webhook {
			if err := z.WaitWebhook(ctx); err != nil {
				t.Fatalf("%v\n%s", err, p.log)
			}
		}
		z.Says("a1", "lam giay khai sinh cho con can gi")
		m, err := z.WaitText(ctx, "a1", "Giấy chứng sinh")
		if err != nil {
			t.Fatalf("webhook %t: %v\n%s", webhook, err, p.log)
		}
		choice := regexp.MustCompile(`(?m)^([0-9]+)\. Lệ phí$`).FindStringSubmatch(m.Text)
		if choice == nil {
			t.Fatalf("no choice Lệ phí:\n%s", m.Text)
		}
		z.Says("a1", choice[1])
		if _, err := z.WaitText(ctx, "a1", "Miễn lệ phí"); err != nil {
			t.Fatalf("webhook %t: %v\n%s", webhook, err, p.log)
		}
		p.stop()
		if zalobottest.HoldsToken(p.log.String()) {
			t.Error("the bot's token is in the log")
		}
		if v := z.Violations(); len(v) > 0 {
			t.Errorf("rules broken: %q", v)
		}
	}
}
