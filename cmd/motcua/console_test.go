package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest"
)

var loginLine = regexp.MustCompile(`http://127\.0\.0\.1:\d+/admin/vao\?ma=([A-Za-z0-9_-]{43})`)

// admin signs in with a link of the running program's.
func (p *program) admin(link string) *http.Client {
	p.t.Helper()
	m := loginLine.FindStringSubmatch(link)
	if m == nil {
		p.t.Fatalf("no sign-in link in %q", link)
	}
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	resp, err := c.PostForm(strings.TrimRight(p.url, "/")+"/admin/vao", url.Values{"ma": {m[1]}})
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Request.URL.Path != "/admin" {
		p.t.Fatalf("sign-in: %d at %s", resp.StatusCode, resp.Request.URL)
	}
	return c
}

func (p *program) page(c *http.Client, path string) string {
	p.t.Helper()
	resp, err := c.Get(strings.TrimRight(p.url, "/") + path)
	if err != nil {
		p.t.Fatal(err)
	}
	return readAll(p.t, resp)
}

func readAll(t *testing.T, resp *http.Response) string {
	t.Helper()
	defer resp.Body.Close()
	var b strings.Builder
	buf := make([]byte, 32<<10)
	for {
		n, err := resp.Body.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return b.String()
		}
	}
}

var hiddenField = regexp.MustCompile(`name="(csrf|ban|goc)" value="([^"]*)"`)

// publishes edits a file through the console's forms: old words become new ones.
func (p *program) publishes(c *http.Client, path, text, why string) (status int, body string) {
	p.t.Helper()
	form := url.Values{"tep": {path}, "noi-dung": {text}, "ly-do": {why}}
	for _, f := range hiddenField.FindAllStringSubmatch(p.page(c, "/admin/noi-dung/sua?tep="+path), -1) {
		form.Set(f[1], f[2])
	}
	resp, err := c.PostForm(strings.TrimRight(p.url, "/")+"/admin/noi-dung/dang", form)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, readAll(p.t, resp)
}

// motcua runs a subcommand that must succeed.
func motcua(t *testing.T, env []string, args ...string) string {
	t.Helper()
	out, err := command(t, env, args...)
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out
}

// TestConsoleEdits: the first start prints a link for the owner, "motcua admin link" another; what is published shows
// within five seconds, is written into the office's folder, survives a restart and is exported; a file changed by hand
// is reported and not overwritten.
func TestConsoleEdits(t *testing.T) {
	base := filepath.Join(t.TempDir(), "base")
	if err := os.CopyFS(base, os.DirFS("../../handlers/testdata/base")); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "d")
	env := []string{"MOTCUA_DATA=" + data, "MOTCUA_CONTENT=" + base}
	p := start(t, env...)
	bottest.Until(t, "a link on the first start", 5*time.Second,
		func() bool { return loginLine.MatchString(p.log.String()) })
	p.admin(loginLine.FindString(p.log.String()))
	c := p.admin(motcua(t, env, "admin", "link"))
	for _, secretive := range []string{"MOTCUA_CONTENT", "TELEGRAM_TOKEN"} {
		if !strings.Contains(p.page(c, "/admin/cai-dat"), secretive) {
			t.Errorf("the settings page does not list %s", secretive)
		}
	}
	const path = "faq/tra-cuu.md"
	file := filepath.Join(base, path)
	read := func() string { b, _ := os.ReadFile(file); return string(b) }
	edited := strings.Replace(read(), "Tôi không xem được", "Tôi chưa xem được", 1)
	if status, body := p.publishes(c, path, edited, "nói nhẹ hơn"); status != http.StatusOK ||
		!strings.Contains(body, "Đã đăng") {
		t.Fatalf("publish: %d\n%s", status, body)
	}
	asked := func() string { return p.page(c, "/admin/noi-dung?q="+url.QueryEscape("tra cứu hồ sơ")) }
	bottest.Until(t, "the bot answers by the edit", 5*time.Second, func() bool {
		return strings.Contains(asked(), "Tôi chưa xem được")
	})
	bottest.Until(t, "the edit is in the folder", 5*time.Second, func() bool { return read() == edited })

	// By hand, behind the console's back: the file counts, and the console says so.
	byHand := strings.Replace(edited, "Tôi chưa xem được", "Tôi không tra được", 1)
	if err := os.WriteFile(file, []byte(byHand), 0o644); err != nil {
		t.Fatal(err)
	}
	bottest.Until(t, "the bot answers by the file", 6*time.Second, func() bool {
		return strings.Contains(asked(), "Tôi không tra được")
	})
	if !strings.Contains(p.page(c, "/admin"), "sửa tay") || read() != byHand {
		t.Error("a change by hand is not reported, or was overwritten")
	}
	again := strings.Replace(byHand, "Tôi không tra được", "Tôi không xem hộ được", 1)
	if status, body := p.publishes(c, path, again, "gộp lại"); status != http.StatusOK ||
		!strings.Contains(body, "Đã đăng") {
		t.Fatalf("publish over the file as it is: %d\n%s", status, body)
	}
	bottest.Until(t, "the merged edit is in the folder", 5*time.Second, func() bool { return read() == again })
	out := filepath.Join(t.TempDir(), "out")
	motcua(t, env, "content", "export", out)
	if b, err := os.ReadFile(filepath.Join(out, path)); err != nil || string(b) != again {
		t.Errorf("exported %q, %v", b, err)
	}
	motcua(t, nil, "content", "check", out)
	p.stop()

	embedded := []string{"MOTCUA_DATA=" + data} // the same state over another base: the version still counts
	q := start(t, embedded...)
	c = q.admin(motcua(t, embedded, "admin", "link"))
	if text := q.page(c, "/admin/noi-dung/muc?tep="+path); !strings.Contains(text, "gộp lại") {
		t.Error("the history did not survive the restart")
	}
	if strings.Contains(q.log.String(), "/admin/vao?ma=") {
		t.Error("a link was printed although somebody has signed in before")
	}
	q.stop()
	motcua(t, embedded, "content", "export", filepath.Join(t.TempDir(), "stopped"))
}
