package site

import (
	"encoding/xml"
	"html/template"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce"
)

// notice is a public announcement on the page.
type notice struct {
	announce.Notice
	Title       string
	Day, Until  string
	Body        template.HTML
	Corrections []correction
}

type correction struct {
	Day  string
	Body template.HTML
}

// showNews shows the announcements that admins made public, for those who did not subscribe.
func showNews(v *visit) error {
	if v.cfg.State == nil {
		return v.away()
	}
	all, err := announce.Notices(v.r.Context(), v.cfg.State, v.now, v.office.Slug)
	if err != nil {
		return err
	}
	var out []notice
	for _, n := range all {
		out = append(out, newNotice(n))
	}
	return v.show("news", page{Title: "Thông báo", Path: "/thong-bao", Data: out,
		Description: "Thông báo của cơ quan đang có hiệu lực, kèm đính chính."})
}

func newNotice(n announce.Notice) notice {
	first, rest, _ := strings.Cut(n.Text, "\n")
	out := notice{Notice: n, Title: vi.Shorten(bot.Plain(first), 120), Day: n.At.Format("02/01/2006"),
		Until: n.Until.Format("02/01/2006"), Body: webcard.Markup(rest)}
	if out.Title != bot.Plain(first) || strings.TrimSpace(rest) == "" {
		out.Body = webcard.Markup(n.Text)
	}
	for _, c := range n.Corrections {
		out.Corrections = append(out.Corrections, correction{c.At.Format("02/01/2006"), webcard.Markup(c.Text)})
	}
	return out
}

// showNoticeFile gives out what is attached to a public announcement. It is somebody's upload: a browser only saves it,
// and runs nothing of it.
func showNoticeFile(v *visit) error {
	if v.cfg.State == nil {
		return v.away()
	}
	f, found, err := announce.NoticeFile(v.r.Context(), v.cfg.State, v.r.PathValue("id"), v.now)
	if err != nil {
		return err
	}
	if !found {
		return v.missing()
	}
	h := v.w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", askFirst)
	v.w.WriteHeader(http.StatusOK)
	_, _ = v.w.Write(f.Bytes) // the reader may have left
	return nil
}

// atom is the feed as RFC 4287 has it.
type atom struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string     `xml:"xml:lang,attr"`
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	Author  atomAuthor `xml:"author"`
	Links   []atomLink `xml:"link"`
	Entries []atomEntry
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	XMLName   xml.Name   `xml:"entry"`
	Title     string     `xml:"title"`
	ID        string     `xml:"id"`
	Published string     `xml:"published"`
	Updated   string     `xml:"updated"`
	Links     []atomLink `xml:"link"`
	Content   atomText   `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// showFeed is the same as an Atom feed.
func showFeed(v *visit) error {
	if v.cfg.State == nil {
		return v.away()
	}
	all, err := announce.Notices(v.r.Context(), v.cfg.State, v.now, v.office.Slug)
	if err != nil {
		return err
	}
	base, office := v.absolute(), v.cfg.Office
	if v.below != "" { // a feed of its own, with what is its own and all offices'
		base, office = base+"/o/"+v.below, v.office.Name
	}
	f := atom{Lang: "vi", Title: "Thông báo – " + office, ID: base + "/thong-bao",
		Author: atomAuthor{office},
		// A feed without entries has been as it is since the day began: it need not be read again.
		Updated: v.day.At(0, 0).Format(time.RFC3339),
		Links: []atomLink{{"self", base + "/thong-bao.atom", "application/atom+xml"},
			{"alternate", base + "/thong-bao", "text/html"}}}
	for i, n := range all {
		shown := newNotice(n)
		text := string(webcard.Markup(n.Text))
		for _, c := range shown.Corrections {
			text += "<p><strong>Đính chính " + c.Day + "</strong></p>" + string(c.Body)
		}
		if updated := n.Updated.Format(time.RFC3339); i == 0 || updated > f.Updated {
			f.Updated = updated
		}
		to := base + "/thong-bao#" + n.ID
		f.Entries = append(f.Entries, atomEntry{Title: shown.Title, ID: to, Published: n.At.Format(time.RFC3339),
			Updated: n.Updated.Format(time.RFC3339), Links: []atomLink{{"alternate", to, "text/html"}},
			Content: atomText{"html", text}})
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return v.file("application/atom+xml; charset=utf-8", "max-age=60", append([]byte(xml.Header), body...))
}

// absolute is how we are reached: as the office says, else as this request came.
func (v *visit) absolute() string {
	if v.cfg.PublicURL != "" {
		return v.cfg.PublicURL
	}
	scheme := "http"
	if v.guard.Encrypted(v.r) {
		scheme = "https"
	}
	return scheme + "://" + v.r.Host
}
