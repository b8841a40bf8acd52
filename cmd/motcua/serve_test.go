package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/cmd/motcua/exit"
)

// built is the folder of what binary built, if it did.
var built string

// binary is the program under test, built once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "motcua-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "motcua")
	built = dir
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return path, err
})

func TestMain(m *testing.M) {
	if kind := os.Getenv(bareEnv); kind != "" {
		if err := bareMain(kind); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(built)
	os.Exit(code)
}

// program is a running child.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	log  *safeBuffer
	done chan error
}

// safeBuffer collects output while it is read.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

var addressLine = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// start runs the program with an environment of its own and waits for the line that tells its address.
func start(t *testing.T, env ...string) *program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: exec.Command(path), log: &safeBuffer{}, done: make(chan error, 1)}
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "MOTCUA_ADDR=127.0.0.1:0"}, env...)
	r, w := io.Pipe()
	p.cmd.Stderr = w
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(io.TeeReader(r, p.log))
		for lines.Scan() {
			if a := addressLine.FindString(lines.Text()); a != "" {
				address <- a
				break
			}
		}
		_, _ = io.Copy(p.log, r)
	}()
	go func() {
		err := p.cmd.Wait()
		w.Close()
		p.done <- err
	}()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	select {
	case p.url = <-address:
	case err := <-p.done:
		t.Fatalf("ended at once (%v):\n%s", err, p.log)
	case <-time.After(time.Minute):
		t.Fatalf("no address:\n%s", p.log)
	}
	return p
}

// stop ends the program as an operator would and checks that it ends well and in time.
func (p *program) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case err := <-p.done:
		if err != nil {
			p.t.Errorf("exit: %v\n%s", err, p.log)
		}
	case <-time.After(stopWithin + 20*time.Second):
		p.t.Errorf("still running %s after SIGTERM:\n%s", stopWithin, p.log)
	}
}

func (p *program) get(path string) (int, string) {
	p.t.Helper()
	resp, err := http.Get(strings.TrimRight(p.url, "/") + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestOneCommand: nothing configured; the pages, the chat and the interface are there, health is good, the state folder
// is private, the end is clean.
func TestOneCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, "MOTCUA_DATA="+data)
	for path, want := range map[string]string{"/": "Ông/bà cần làm giấy tờ gì?", "/chat": "<title>Một Cửa",
		"/thu-tuc/khai-sinh": "Giấy chứng sinh",
		"/tim?q=khai+sinh":   "Đăng ký khai sinh", "/api/v1/search?q=khai+sinh": `"khai-sinh"`} {
		if code, body := p.get(path); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q", path, code, want)
		}
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if code, body := p.get(path); code != 200 {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("data folder: %v, %v; want mode 0700", info.Mode(), err)
	}
	p.stop()
}

// TestSettingsStopTheStart: faults are listed and the exit status is 2.
func TestSettingsStopTheStart(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path)
	cmd.Env = []string{"MOTCUA_ADRR=x", "TELEGRAM_TOKEN=nonsense"}
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exit.Settings || err == nil {
		t.Errorf("exit status %d, want 2", code)
	}
	for _, want := range []string{"MOTCUA_ADRR", "TELEGRAM_TOKEN"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not named:\n%s", want, out)
		}
	}
}

// TestTelegram: a question on Telegram is answered, a button works, a killed program goes on where it was, and the
// token is nowhere in the log.
func TestTelegram(t *testing.T) {
	t.Parallel()
	tg := telegramtest.New(t, telegramtest.Options{})
	env := []string{"MOTCUA_DATA=" + filepath.Join(t.TempDir(), "data"), "TELEGRAM_TOKEN=" + tg.Token(),
		"TELEGRAM_API_URL=" + tg.URL(), "MOTCUA_LOG_LEVEL=debug"}
	p := start(t, env...)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	wait := func(chat int64, words string) {
		t.Helper()
		if _, err := tg.WaitText(ctx, chat, words); err != nil {
			t.Fatalf("chat %d never read %q: %v\n%s", chat, words, err, p.log)
		}
	}
	tg.UserSays(77, "/start")
	wait(77, "Xin chào ông/bà")
	tg.UserSays(77, "lam giay khai sinh cho con can gi")
	wait(77, "Giấy chứng sinh")
	if _, ok := tg.PressLabel(77, "Lệ phí"); !ok {
		t.Fatal("no button Lệ phí")
	}
	wait(77, "Miễn lệ phí")

	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-p.done; err == nil {
		t.Error("killed, and ended well")
	}
	tg.UserSays(77, "thế thời hạn bao lâu?") // said while nothing runs; the dialogue is remembered
	p2 := start(t, env...)
	wait(77, "Đăng ký khai sinh – Thời hạn")
	p2.stop()
	for _, log := range []*safeBuffer{p.log, p2.log} {
		if strings.Contains(log.String(), tg.Token()) {
			t.Error("the bot's token is in the log")
		}
		if strings.Contains(log.String(), "khai sinh cho con") {
			t.Error("a person's words are in the log")
		}
	}
	if v := tg.Violations(); len(v) > 0 {
		t.Errorf("rules of the Bot API broken: %q", v)
	}
}

// command runs the program to its end and returns what it printed.
func command(t *testing.T, env []string, args ...string) (string, error) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestBackupWhileRunning: a backup of a running bot, restored elsewhere, goes on with the same dialogue; a full store
// is not overwritten.
func TestBackupWhileRunning(t *testing.T) {
	t.Parallel()
	tg := telegramtest.New(t, telegramtest.Options{})
	dir := t.TempDir()
	base := []string{"TELEGRAM_TOKEN=" + tg.Token(), "TELEGRAM_API_URL=" + tg.URL()}
	p := start(t, append(base, "MOTCUA_DATA="+filepath.Join(dir, "one"))...)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	tg.UserSays(77, "dang ky ket hon can gi")
	if _, err := tg.WaitText(ctx, 77, "Đăng ký kết hôn"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "backup.mc")
	if out, err := command(t, []string{"MOTCUA_DATA=" + filepath.Join(dir, "one")}, "backup", file); err != nil {
		t.Fatalf("backup: %v\n%s", err, out)
	}
	p.stop()
	two := "MOTCUA_DATA=" + filepath.Join(dir, "two")
	if out, err := command(t, []string{two}, "restore", file); err != nil {
		t.Fatalf("restore: %v\n%s", err, out)
	}
	if out, err := command(t, []string{two}, "restore", file); err == nil {
		t.Errorf("a full store was restored over:\n%s", out)
	}
	p = start(t, append(base, two)...)
	tg.UserSays(77, "thế thời hạn?")
	if _, err := tg.WaitText(ctx, 77, "Đăng ký kết hôn – Thời hạn"); err != nil {
		t.Errorf("the dialogue did not survive the move: %v", err)
	}
	p.stop()
}

// TestContentReload: a changed file is answered from within seconds; a bad file keeps the last good base.
func TestContentReload(t *testing.T) {
	t.Parallel()
	tg := telegramtest.New(t, telegramtest.Options{})
	dir := t.TempDir()
	kho := filepath.Join(dir, "kho")
	if err := os.CopyFS(kho, os.DirFS(filepath.Join("..", "..", "handlers", "testdata", "base"))); err != nil {
		t.Fatal(err)
	}
	p := start(t, "TELEGRAM_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+tg.URL(), "MOTCUA_DATA="+filepath.Join(dir, "data"),
		"MOTCUA_CONTENT="+kho, "MOTCUA_CHAT_LIMIT=0", "TELEGRAM_CHAT_RATE=0")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	file := filepath.Join(kho, "procedures", "khai-sinh.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(text), "Giấy chứng sinh (bản chính)", "Giấy chứng sinh bản mới", 1)
	if err := os.WriteFile(file, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	for chat := int64(100); ; chat++ {
		tg.UserSays(chat, "lam giay khai sinh can giay to gi")
		if _, err := tg.WaitText(ctx, chat, "Đăng ký khai sinh – Hồ sơ"); err != nil {
			t.Fatalf("the edit never showed: %v\n%s", err, p.log)
		}
		if m := tg.Messages(chat); strings.Contains(m[len(m)-1].Text, "bản mới") {
			break
		}
	}
	if err := os.WriteFile(file, []byte(strings.Replace(edited, "title:", "titel:", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(p.log.String(), "procedures/khai-sinh.md:") {
		if ctx.Err() != nil {
			t.Fatalf("the fault was not reported:\n%s", p.log)
		}
		runtime.Gosched()
	}
	tg.UserSays(99, "lam giay khai sinh can giay to gi")
	if _, err := tg.WaitText(ctx, 99, "bản mới"); err != nil {
		t.Errorf("the last good base was not kept: %v", err)
	}
	p.stop()
}
