package console

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

type asset struct {
	bytes     []byte
	mediaType string
	version   string
}

// shell is what every page is drawn from.
type shell struct {
	Title, Active, Office, Notice string
	Name, Role, CSRF              string
	Nav                           []navItem
	Lead                          Lead
	Printed                       string // when the page was drawn, for a sheet of paper
	Data                          any
	CSS, JS                       string
}

// Here is the label of the page's own place in the menu; empty for a page that has none.
func (s shell) Here() string {
	for _, n := range s.Nav {
		if n.Here {
			return n.Label
		}
	}
	return ""
}

type navItem struct {
	Path, Label string
	Here        bool
}

var ownMenu = []MenuItem{
	{"/admin", "Tổng quan", Readers, ""},
	{"/admin/y-kien", "Ý kiến, câu hỏi chuyển", Readers, ""},
	{"/admin/cong-viec", "Công việc", Readers, ""},
	{announcePath, "Thông báo", Admins, ""},
	{"/admin/nguoi-dang-ky", "Người đăng ký", Admins, ""},
	{"/admin/nhat-ky", "Nhật ký", Admins, ""},
	{"/admin/cai-dat", "Cài đặt", Admins, ""},
}

// menu is the console's own with what its rooms add.
func (c *Console) menu() []MenuItem {
	all := slices.Clone(ownMenu)
	several := c.Bot.People.Offices != nil && len(c.Bot.People.Offices()) > 0
	for _, room := range c.Rooms {
		if room.Several && !several {
			continue
		}
		for _, item := range room.Menu {
			at := slices.IndexFunc(all, func(m MenuItem) bool { return m.Path == item.After })
			all = slices.Insert(all, at+1, item)
		}
	}
	return all
}

func (c *Console) load() error {
	c.assets = map[string]asset{}
	for name, mediaType := range map[string]string{"console.css": "text/css; charset=utf-8",
		"console.js": "text/javascript; charset=utf-8"} {
		b, err := files.ReadFile("assets/" + name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		c.assets[name] = asset{b, mediaType, hex.EncodeToString(sum[:6])}
	}
	layout, err := template.New("layout.html").Funcs(funcs).ParseFS(files, "assets/layout.html", "assets/parts.html")
	if err != nil {
		return err
	}
	c.pages = map[string]*template.Template{}
	own, err := fs.Sub(files, "assets")
	if err != nil {
		return err
	}
	sources := []fs.FS{own}
	for _, room := range c.Rooms {
		sources = append(sources, room.Pages)
	}
	for _, source := range sources {
		if err := c.loadPages(layout, source); err != nil {
			return err
		}
	}
	return nil
}

// loadPages reads the pages at the top of a folder.
func (c *Console) loadPages(layout *template.Template, from fs.FS) error {
	names, err := fs.Glob(from, "*.html")
	if err != nil {
		return err
	}
	for _, n := range names {
		key := strings.TrimSuffix(n, ".html")
		if key == "layout" || key == "parts" {
			continue
		}
		if c.pages[key] != nil {
			return fmt.Errorf("two pages are called %q", key)
		}
		if c.pages[key], err = template.Must(layout.Clone()).ParseFS(from, n); err != nil {
			return err
		}
	}
	return nil
}

func (c *Console) serveAsset(w http.ResponseWriter, r *http.Request) {
	a, ok := c.assets[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.mediaType)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(a.bytes)
}

// Show answers with a page; data is what its "main" is drawn from.
func (c *Console) Show(v *Visit, page, title string, data any) error {
	return c.ShowAs(v, http.StatusOK, page, title, data)
}

// ShowAs answers with a page and a status of HTTP.
func (c *Console) ShowAs(v *Visit, status int, page, title string, data any) error {
	c.write(v, status, page, title, data)
	return nil
}

func (c *Console) write(v *Visit, status int, page, title string, data any) {
	s := shell{Title: title, Printed: c.Now().In(content.Zone).Format("15:04 02/01/2006"), Office: c.Bot.Config.Office,
		Data: data, CSRF: v.s.CSRF,
		Notice: notices[v.r.URL.Query().Get("xong")],
		CSS:    "/admin/tep/console.css?v=" + c.assets["console.css"].version, JS: "/admin/tep/console.js?v=" +
			c.assets["console.js"].version}
	if v.role != people.RoleNone {
		s.Name, s.Role = v.name, people.RoleNames[v.role]
		for _, n := range c.menu() {
			if v.May(n.Roles) && open(c, v, http.MethodGet, n.Path) {
				here := v.r.URL.Path == n.Path || n.Path != "/admin" && strings.HasPrefix(v.r.URL.Path, n.Path+"/")
				s.Nav = append(s.Nav, navItem{n.Path, n.Label, here})
			}
		}
		s.Lead = lead(c, v)
	}
	var out bytes.Buffer
	if err := c.pages[page].Execute(&out, s); err != nil {
		c.Log.Error("console page", "page", page, "error", err)
		http.Error(v.w, textNoPage, http.StatusInternalServerError)
		return
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(out.Bytes())
}

// lead is the first link back that a room has for the page; a page is shown without it rather than not at all.
func lead(c *Console, v *Visit) Lead {
	for _, room := range c.Rooms {
		if room.Lead == nil {
			continue
		}
		lead, err := room.Lead(c, v)
		if err != nil {
			c.Log.Warn("console lead", "error", err)
		} else if lead.Path != "" && open(c, v, http.MethodGet, lead.Path) {
			return lead
		}
	}
	return Lead{}
}

// exported writes into the log which table leaves the console, and of how many rows, where it has rows.
func exported(c *Console, v *Visit, what string, rows int) error {
	note := ""
	if rows > 0 {
		note = fmt.Sprintf("%d dòng", rows)
	}
	return c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return by.Audit(v.ctx, tx, people.VerbExport, what, note)
	})
}

// Download answers with a file.
func (v *Visit) Download(name, mediaType string, body []byte) error {
	v.w.Header().Set("Content-Type", mediaType)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = v.w.Write(body)
	return nil
}

var funcs = template.FuncMap{
	"when": func(t time.Time) string {
		if t.IsZero() {
			return "–"
		}
		return t.In(content.Zone).Format("15:04 02/01/2006")
	},
	"day":     func(d content.Day) string { return d.VN() },
	"longday": vidate.Format,
	"role":    func(r people.Role) string { return people.RoleNames[r] },
	"roleID":  func(r people.Role) string { return string(r) },
	"score":   func(f float64) string { return strings.Replace(fmt.Sprintf("%.2f", f), ".", ",", 1) },
	"markup":  markup,
	"cut":     Cut,
	"number":  numberVN,
	"percent": figures.Percent,
	"channel": func(name string) string { return dialog.UpperFirst(dialog.ChannelNames[name]) },
	"late":    func(left int) int { return -left },
	"waited":  waited,
	"week":    figures.WeekWords,
}

// markup draws the small markup of messages.
func markup(s string) template.HTML {
	var b strings.Builder
	for _, span := range bot.ParseMarkup(s) {
		text := strings.ReplaceAll(template.HTMLEscapeString(span.Text), "\n", "<br>")
		if span.Bold {
			text = "<b>" + text + "</b>"
		}
		if strings.HasPrefix(span.URL, "https://") || strings.HasPrefix(span.URL, "http://") ||
			strings.HasPrefix(span.URL, "tel:") {
			text = `<a rel="noreferrer" href="` + template.HTMLEscapeString(span.URL) + `">` + text + "</a>"
		}
		b.WriteString(text)
	}
	return template.HTML(b.String()) //nolint:gosec // every part was escaped above
}

// fail answers with the page of an error.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, v *Visit, err error) {
	no := refusal{http.StatusInternalServerError, textFailed}
	var known refusal
	var task dialog.Refusal
	switch {
	case errors.As(err, &known):
		no = known
	case errors.As(err, &task):
		no = refusal{statuses[task.Why], bot.Plain(task.Text)}
	case errors.Is(err, bot.ErrUnavailable):
		no = refusal{http.StatusServiceUnavailable, textNoStore}
	case errors.Is(err, bot.ErrConflict):
		no = refusal{http.StatusConflict, textAtOnce}
	}
	if no.status >= 500 {
		c.Log.LogAttrs(r.Context(), slog.LevelError, "console", slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	if v == nil {
		v = &Visit{w: w, r: r, ctx: r.Context()}
	}
	c.write(v, no.status, "error", "Không làm được", no.text)
}

func (c *Console) tooMany(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())+1))
	http.Error(w, textTooMany, http.StatusTooManyRequests)
}

// Sure is a question before something that cannot be undone: what will happen, and the form that does it.
type Sure struct {
	Action, Back, Label string // where the form goes, where a "no" leads, the words of the button
	Happens             []string
	Fields              map[string]string // of the form
	Sent                url.Values        // the same, of a form that came and is sent once more
}

// agreed is the field of a form whose sender has read what will happen.
const agreed = "chac"

// Ask shows the question.
func (c *Console) Ask(v *Visit, title string, s Sure) error { return c.Show(v, "sure", title, s) }

// Agreed reports whether the visitor has read what a form will do and said yes. Before that it shows the question, with
// all that the form said. It is the one way to ask: a question of the browser's own is not there without JavaScript and
// has no room for what will happen.
func Agreed(c *Console, v *Visit, title string, s Sure) (bool, error) {
	if v.Form(agreed) != "" {
		return true, nil
	}
	s.Action, s.Sent = v.r.URL.Path, maps.Clone(v.r.PostForm)
	s.Sent.Del("csrf")
	s.Sent.Set(agreed, "co")
	return false, c.Ask(v, title, s)
}
