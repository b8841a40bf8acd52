package console_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
)

const news = "Sáng thứ Bảy 28/11, bộ phận một cửa *nghỉ* để bảo trì hệ thống.\nXem [lịch làm việc](https://example.vn/lich)."

// subscribe lets n people subscribe, every tenth on Zalo.
func (o *office) subscribe(n int) {
	o.t.Helper()
	o.update(func(tx bot.Tx) error {
		for i := range n {
			chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(5000 + i)}
			if i%10 == 9 {
				chat.Channel = "zalo"
			}
			subscribers.Subscribe(tx, subscribers.Subscription{Chat: chat, All: true, Since: tx.Now()})
		}
		return nil
	})
}

// looks lets the announcer do its work.
func (o *office) looks() {
	o.t.Helper()
	n := &announce.Runner{Service: o.bot.Announce, State: o.state, Log: slog.New(slog.DiscardHandler)}
	for range 3 { // one look may begin what the next one follows
		o.now.Add(1)
		if err := n.Tick(context.Background()); err != nil {
			o.t.Fatal(err)
		}
	}
}

func (o *office) sent(id string, n int, outcome bot.BulkOutcome, reason string) {
	o.sends.Sends(id, n, outcome, reason, morning.Add(time.Duration(o.now.Load())*time.Second))
}

// file is what somebody picked.
type file struct {
	name  string
	bytes []byte
}

// compose sends the form of an announcement as a browser does; the defaults are everybody on all channels.
func (b *browser) compose(fields url.Values, f *file) (status int, page, id string) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	all := url.Values{"csrf": {b.csrf}, "noi-dung": {strings.ReplaceAll(news, "\n", "\r\n")}, "ai": {"tat-ca"},
		"kenh": {"telegram", "zalo"}, "lan": {people.NewToken()}}
	for name, values := range fields {
		all[name] = values
	}
	for name, values := range all {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	if f == nil {
		f = &file{}
	}
	part, err := w.CreateFormFile("tep", f.name)
	if err == nil {
		_, err = part.Write(f.bytes)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, b.o.URL+cmp.Or(b.path, "/admin/thong-bao/soan"), &body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Origin", cmp.Or(b.origin, b.o.URL))
	resp, err := b.Do(req)
	if err == nil {
		if at, locErr := resp.Location(); locErr == nil {
			id = at.Query().Get("ma")
		}
	}
	status, page = b.read(resp, err)
	return status, page, id
}

// draft composes what must be taken.
func (b *browser) draft(fields url.Values, f *file) (id string) {
	b.t.Helper()
	status, page, id := b.compose(fields, f)
	if status != http.StatusSeeOther || id == "" {
		b.t.Fatalf("not taken: %d\n%s", status, page)
	}
	return id
}

var revisionField = regexp.MustCompile(`name="viec" value="(?:send|ok)">\s*<input type="hidden" name="ban" value="(\d+)"`)

// press uses a button of an announcement's page, with the revision that the page shows.
func (b *browser) press(id, verb string) (int, string) {
	b.t.Helper()
	_, page := b.get("/admin/thong-bao/tin?ma=" + id)
	form := url.Values{"ma": {id}, "viec": {verb}}
	if verb == "drop" || verb == "no" { // TestAsksBefore reads what is asked before
		form.Set("chac", "co")
	}
	if m := revisionField.FindStringSubmatch(page); m != nil {
		form.Set("ban", m[1])
	}
	return b.post("/admin/thong-bao/lam", form)
}

func (b *browser) presses(id, verb string) {
	b.t.Helper()
	if status, page := b.press(id, verb); status != http.StatusSeeOther {
		b.t.Fatalf("%s: %d\n%s", verb, status, words(page))
	}
}

// page is what stands on an announcement's page.
func (b *browser) page(id string) string {
	b.t.Helper()
	status, page := b.get("/admin/thong-bao/tin?ma=" + id)
	if status != http.StatusOK {
		b.t.Fatalf("the page of %s: %d", id, status)
	}
	return words(page)
}

var tags = regexp.MustCompile(`(?s)<[^>]*>`)

// words is the text of a page.
func words(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

func wants(t testing.TB, where, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("%s: no %q in\n%s", where, w, text)
		}
	}
}

func (o *office) announcement(id string) *announce.Announcement {
	o.t.Helper()
	a, found, err := announce.Load(context.Background(), o.state, id)
	if err != nil || !found {
		o.t.Fatalf("announcement %q: %v, %v", id, found, err)
	}
	return a
}

// picture is a PNG of about so many bytes.
func picture(t testing.TB, size int) []byte {
	side := 40
	if size > 0 {
		side = 1 + size/2000
	}
	m := image.NewNRGBA(image.Rect(0, 0, 500, side))
	x := uint32(1)
	for i := range m.Pix {
		x = x*1664525 + 1013904223 // noise does not compress
		m.Pix[i] = byte(x >> 24)
	}
	m.Set(0, 0, color.Black)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
