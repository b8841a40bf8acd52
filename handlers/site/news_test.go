package site_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/subscribers"
)

const holiday = "Nghỉ làm việc chiều thứ Sáu 04/12\nBộ phận một cửa *nghỉ chiều* để sửa điện. Xem [lịch](https://binhluc.gov.vn/lich)."

// published sends an announcement and makes it public; it returns its id.
func (o *office) published() (id string) { return o.publishes(holiday) }

func (o *office) publishes(text string) (id string) {
	o.t.Helper()
	o.update(func(tx bot.Tx) error {
		for i := range 3 {
			subscribers.Subscribe(tx,
				subscribers.Subscription{Chat: bot.ChatID{Channel: "telegram", ID: fmt.Sprint(5000 + i)},
					All: true, Since: tx.Now()})
		}
		d, err := o.bot.Announce.DeskOf(context.Background(), tx, owner, "soan")
		if err != nil {
			return err
		}
		a, err := d.Compose(context.Background(),
			announce.Form{Text: text, Everybody: true, Channels: []string{"telegram"}})
		if err != nil {
			return err
		}
		id = a.ID
		return nil
	})
	o.sent(id)
	o.desk("dang", func(d *announce.Desk) error {
		return d.Publish(context.Background(), id, content.NewDay(2026, 12, 10))
	})
	return id
}

// sent lets an announcement go out to all who subscribed.
func (o *office) sent(id string) {
	o.t.Helper()
	a, found, err := announce.Load(context.Background(), o.state, id)
	if err != nil || !found {
		o.t.Fatal(found, err)
	}
	o.desk("gui"+id, func(d *announce.Desk) error {
		return d.Press(context.Background(), id, "send",
			fmt.Sprint(a.Rev))
	})
	o.looks()
	o.sends.Sends(id, 3, bot.BulkSent, "", morning.Add(time.Duration(o.now.Load())*time.Second))
	o.looks()
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

func (o *office) desk(seed string, do func(*announce.Desk) error) {
	o.t.Helper()
	err := announce.AtPage(context.Background(), o.state, func(tx bot.Tx) error {
		d, err := o.bot.Announce.DeskOf(context.Background(), tx, owner, seed)
		if err != nil {
			return err
		}
		return do(d)
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestHostileNotice: what an announcement says stands on the page and in the feed as it was written, and runs in
// neither; its links lead where a link may lead.
func TestHostileNotice(t *testing.T) {
	o := newOffice(t, nil)
	o.publishes(`Tin <script>alert(1)</script> <img src=x onerror=alert(2)> ]]>&amp;"'` + "\n" +
		`*đậm <b>* [xem "><svg onload=alert(3)>](https://a.vn/?x="onmouseover="alert(4))` + "\n[gọi](tel:113) http://b.vn/<i>")
	for _, path := range []string{"/thong-bao", "/thong-bao.atom", "/"} {
		status, body, _ := o.get(path)
		if status != http.StatusOK || path != "/" && !strings.Contains(body, "alert(1)") {
			t.Errorf("%s: %d, the words are not there: the test would not see them run", path, status)
		}
		for _, bad := range []string{"<script>alert", "<img src=x", "<svg onload", `"onmouseover="`, "javascript:", "<b>*", "<i>"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: %q in the page", path, bad)
			}
		}
	}
	_, feed, _ := o.get("/thong-bao.atom")
	if err := xml.Unmarshal([]byte(feed), new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("the feed is no XML: %v", err)
	}
}

// TestNoticeFile: what is attached to a public announcement can be loaded by everybody, as a file and never as a page,
// as long as the announcement is public.
func TestNoticeFile(t *testing.T) {
	o := newOffice(t, nil)
	id := o.published()
	file := "/thong-bao/" + id + "/tep"
	if status, _, _ := o.get(file); status != http.StatusNotFound {
		t.Errorf("nothing is attached: %d", status)
	}
	o.update(func(tx bot.Tx) error {
		a, _, err := announce.Load(context.Background(), tx, id)
		if err == nil {
			announce.Attach(tx, a,
				bot.File{Name: "lịch nghỉ.html", Type: "text/html", Bytes: []byte("<script>x</script>")})
		}
		return err
	})
	page := o.page("/thong-bao")
	wants(t, "page", words(page), "Tải tệp lịch nghỉ.html (1 KB)")
	wants(t, "page", page, `href="thong-bao/`+id+`/tep"`)
	status, body, h := o.get(file)
	if status != http.StatusOK || body != "<script>x</script>" || h.Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %q %v", status, body, h)
	}
	o.desk("go", func(d *announce.Desk) error { return d.Unpublish(context.Background(), id) })
	if status, _, _ := o.get(file); status != http.StatusNotFound {
		t.Errorf("taken off: %d", status)
	}
}

// asks is the assistant's first reply to words in a chat.
func (o *office) asks(chat bot.ChatID, text string) (said bot.Message) {
	o.t.Helper()
	o.update(func(tx bot.Tx) error {
		all, err := o.bot.Handle(context.Background(), tx, bot.Update{ID: "asks-" + chat.String(),
			Kind: bot.KindText, Chat: chat, User: bot.User{ID: chat.ID}, Private: true, At: tx.Now(), Text: text})
		if err == nil {
			said = all[0]
		}
		return err
	})
	return said
}

// TestNews: what an admin made public stands on the page and in the feed until its day, with its correction, and is
// gone the moment it is taken off.
func TestNews(t *testing.T) {
	o := newOffice(t, nil)
	wants(t, "before", words(o.page("/thong-bao")), "chưa có thông báo nào")
	id := o.published()
	page := o.page("/thong-bao")
	wants(t, "page", words(page), "Nghỉ làm việc chiều thứ Sáu 04/12", "30/11/2026", "đăng đến hết 10/12/2026",
		"nghỉ chiều")
	wants(t, "page", page, "<strong>nghỉ chiều</strong>", `href="https://binhluc.gov.vn/lich"`)

	o.now.Add(3600)
	var draft string
	o.desk("sua", func(d *announce.Desk) error {
		a, err := d.Correct(context.Background(), id, "Đính chính: nghỉ chiều *thứ Năm* 03/12.", false)
		if err == nil {
			draft = a.ID
		}
		return err
	})
	if page := words(o.page("/thong-bao")); strings.Contains(page, "thứ Năm 03/12.") {
		t.Errorf("a draft is on the page:\n%s", page)
	}
	o.sent(draft)
	wants(t, "corrected", words(o.page("/thong-bao")), "Đính chính 30/11/2026", "thứ Năm 03/12.")

	status, feed, h := o.get("/thong-bao.atom")
	var atom struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(feed), &atom); err != nil || status != http.StatusOK ||
		h.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatal(status, err, h.Get("Content-Type"))
	}
	if len(atom.Entries) != 1 || atom.Updated != "2026-11-30T10:00:06+07:00" ||
		atom.Entries[0].ID != publicURL+"/thong-bao#"+id {
		t.Errorf("feed: %+v", atom)
	}
	wants(t, "feed", atom.Entries[0].Content, "nghỉ chiều", "Đính chính", "thứ Năm")

	for channel, subscribes := range map[string]bool{"web": false, "telegram": true} {
		said := o.asks(bot.ChatID{Channel: channel, ID: "9"}, "xa minh co thong bao gi moi khong a")
		wants(t, channel, said.Text, "nghỉ chiều", "*Đính chính 30/11/2026*", "thứ Năm")
		offers := slices.ContainsFunc(said.Buttons,
			func(row []bot.Button) bool { return row[0].Label == "Nhận thông báo" })
		if offers != subscribes {
			t.Errorf("a subscription is offered on %s: %v", channel, offers)
		}
	}

	o.now.Add(11 * 24 * 3600)
	wants(t, "after its day", words(o.page("/thong-bao")), "chưa có thông báo nào")
	o.now.Add(-11 * 24 * 3600)
	wants(t, "back", words(o.page("/thong-bao")), "sửa điện")
	o.desk("go", func(d *announce.Desk) error { return d.Unpublish(context.Background(), id) })
	wants(t, "taken off", words(o.page("/thong-bao")), "chưa có thông báo nào")
}
