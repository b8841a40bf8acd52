package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/bot/bottest/zalobottest"
	"github.com/motcua/motcua/bot/bottest/zalotest"
)

// TestStrangersRequests: what a stranger may send to the running program, by hand and not by a browser, and what it
// says. Nothing of the machine comes back, nothing fails inside, and the program lives on.
func TestStrangersRequests(t *testing.T) {
	tg := telegramtest.New(t, telegramtest.Options{})
	z, zb := zalotest.New(t, zalotest.Options{}), zalobottest.New(t, zalobottest.Options{})
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "marker.txt"), []byte("only on this machine"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "MOTCUA_DATA="+data, "TELEGRAM_TOKEN="+tg.Token(), "TELEGRAM_API_URL="+tg.URL(),
		"MOTCUA_LOG_LEVEL=warn",
		"MOTCUA_PUBLIC_URL=https://motcua.example.vn", "TELEGRAM_WEBHOOK_URL=https://motcua.example.vn/telegram/webhook",
		"TELEGRAM_WEBHOOK_SECRET=mot-bi-mat-dai", "ZALO_APP_ID="+zalotest.AppID, "ZALO_APP_SECRET="+zalotest.AppSecret,
		"ZALO_OA_SECRET_KEY="+zalotest.SecretKey,
		"ZALO_API_URL="+z.URL(), "ZALO_OAUTH_URL="+z.URL(), "ZALO_BOT_TOKEN="+zalobottest.Token,
		"ZALO_BOT_API_URL="+zb.URL(),
		"ZALO_BOT_WEBHOOK_SECRET=mot-bi-mat-khac")
	address := strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")

	// raw sends bytes as they are, which no client of ours would, and returns the status and the body.
	raw := func(t *testing.T, request string) (int, string) {
		t.Helper()
		c, err := net.DialTimeout("tcp", address, 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		if _, err := io.WriteString(c, request); err != nil {
			return 0, "" // refused while it was sent
		}
		answer, _ := io.ReadAll(c)
		head, body, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
		line, _, _ := bytes.Cut(head, []byte("\r\n"))
		status := 0
		if words := bytes.Fields(line); len(words) > 1 {
			for _, d := range words[1] {
				status = 10*status + int(d-'0')
			}
		}
		return status, string(body)
	}
	send := func(t *testing.T, method, path, header, body string) (int, string) {
		t.Helper()
		return raw(t, method+" "+path+" HTTP/1.1\r\nHost: "+address+"\r\nConnection: close\r\n"+header+
			"Content-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)
	}
	const update = `{"update_id":7,"message":{"message_id":1,"chat":{"id":1001,"type":"private"},"from":{"id":1001},"text":"/quyen"}}`
	huge := strings.Repeat(" ", 2<<20)

	t.Run("webhooks", func(t *testing.T) {
		for path, header := range map[string]string{"/telegram/webhook": "X-Telegram-Bot-Api-Secret-Token",
			"/zalo/webhook":    "X-ZEvent-Signature",
			"/zalobot/webhook": "X-Bot-Api-Secret-Token"} {
			for _, way := range []struct{ name, method, header, body string }{
				{"no secret", "POST", "", update},
				{"an empty secret", "POST", header + ": \r\n", update},
				{"a wrong secret", "POST", header + ": mac=wrong\r\n", update},
				{"another channel's secret", "POST", header + ": bi-mat\r\n" + "X-Secret: mot-bi-mat-dai\r\n", update},
				{"twice", "POST", header + ": a\r\n" + header + ": mot-bi-mat\r\n", update},
				{"GET", "GET", "", ""}, {"HEAD", "HEAD", "", ""}, {"PUT", "PUT", "", update},
				{"DELETE", "DELETE", "", ""},
				{"GET that says it is a POST", "GET", "X-HTTP-Method-Override: POST\r\n", update},
				{"huge", "POST", "", huge},
			} {
				status, _ := send(t, way.method, path, "Content-Type: application/json\r\n"+way.header, way.body)
				if refused := status >= 400 && status < 500 || status == http.StatusServiceUnavailable; !refused &&
					(status != 0 || way.name != "huge") {
					t.Errorf("%s: %s: %d", path, way.name, status)
				}
			}
		}
	})

	t.Run("paths", func(t *testing.T) {
		for _, below := range []string{"/", "/chat/assets/", "/chat/file/", "/thu-tuc/", "/ical/", "/admin/tep/",
			"/admin/", "/api/v1/", "/huong-dan/", "/tin/", "/widget/",
			"/o/", "/theo-doi/", "/thong-bao/", "/anh/co-quan/", "/web/", "/mcp/", "/.well-known/"} {
			for _, way := range []string{"../marker.txt", "../../marker.txt", "..%2fmarker.txt", "%2e%2e/marker.txt",
				"..%5cmarker.txt", "....//marker.txt",
				"%2e%2e%2f%2e%2e%2fetc/passwd", "..;/etc/passwd", "%00", "a%00.css", "%c0%ae%c0%ae/etc/passwd",
				"//etc/passwd", "/etc/passwd", "motcua.sqlite",
				"..%252f..%252fetc%252fpasswd", "C:%5cWindows%5cwin.ini", "%0d%0aSet-Cookie:%20a=b"} {
				status, body := send(t, "GET", below+way, "", "")
				if status == 0 || status >= 500 || strings.Contains(body, "only on this machine") ||
					strings.Contains(body, "root:x:0") || strings.Contains(body, "SQLite format") {
					t.Errorf("%s%s: %d %.80s", below, way, status, body)
				}
			}
		}
	})

	t.Run("words in the address", func(t *testing.T) {
		const words = "%3Cimg%20src=x%20onerror=alert(7)%3E%22'"
		echoed := 0
		for _, path := range []string{"/?q=", "/tim?q=", "/chat?q=", "/chat?topic=", "/widget?q=", "/widget?topic=",
			"/thu-tuc/", "/tim?loc=", "/api/v1/search?q=", "/tin/", "/o/", "/theo-doi/", "/theo-doi?ma=",
			"/anh/co-quan/", "/thong-bao/", "/admin?xong=", "/admin/vao?ma="} {
			_, body := send(t, "GET", path+words, "", "")
			if strings.Contains(body, "<img src=x") {
				t.Errorf("%s: the words are markup", path)
			}
			if strings.Contains(body, "img src=x onerror") {
				echoed++
			}
		}
		if echoed < 2 {
			t.Errorf("%d pages show the words: the test would not see them run", echoed)
		}
	})

	t.Run("where a redirect leads", func(t *testing.T) {
		client := &http.Client{CheckRedirect: func(*http.Request,
			[]*http.Request) error {
			return http.ErrUseLastResponse
		}}
		for _, path := range []string{"//evil.example", "/%2f%2fevil.example", "/\\evil.example",
			"/chat/send?next=https://evil.example", "/admin?tiep=//evil.example", "/thu-tuc//evil.example/"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.URL.Opaque = path
			res, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if to := res.Header.Get("Location"); strings.Contains(to, "//") && !strings.Contains(to, address) ||
				strings.HasPrefix(to, "//") {
				t.Errorf("%s leads to %s", path, to)
			}
		}
	})

	t.Run("methods", func(t *testing.T) {
		for _, path := range []string{"/", "/chat", "/chat/send", "/chat/end", "/chat/stream", "/widget.js", "/tim",
			"/theo-doi/H-23456789", "/o/binh-my", "/gop-y", "/ical/x.ics", "/admin", "/admin/vao", "/mcp",
			"/api/v1/search", "/healthz", "/readyz"} {
			for _, method := range []string{"PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "POST\t"} {
				if status, body := send(t, method, path, "Cookie: a=b\r\n", ""); status >= 500 && status != 501 ||
					status < 400 || strings.Contains(body, "Cookie: a=b") {
					t.Errorf("%q %s: %d", method, path, status)
				}
			}
		}
	})

	t.Run("broken requests", func(t *testing.T) {
		host := "Host: " + address + "\r\n"
		for name, request := range map[string]string{
			"two lengths":             "POST /chat/send HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
			"length and chunks":       "POST /chat/send HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
			"a space before a colon":  "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
			"no host":                 "GET / HTTP/1.1\r\n\r\n",
			"two hosts":               "GET / HTTP/1.1\r\n" + host + "Host: evil.example\r\n\r\n",
			"a header without an end": "GET / HTTP/1.1\r\n" + host + "X: " + strings.Repeat("a", 100<<10) + "\r\n\r\n",
			"a chunk that lies":       "POST /chat/send HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
			"no HTTP":                 "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		} {
			if status, _ := raw(t, request); status != 0 && (status < 400 || status >= 500 && status != 501) {
				t.Errorf("%s: %d", name, status)
			}
		}
	})

	if status, _ := p.get("/readyz"); status != http.StatusOK {
		t.Errorf("afterwards /readyz says %d", status)
	}
	p.stop()
	for _, word := range []string{"panic", "mot-bi-mat-dai", "mot-bi-mat-khac", zalobottest.Token, zalotest.AppSecret,
		zalotest.SecretKey, tg.Token()} {
		if strings.Contains(p.log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, p.log)
		}
	}
}
