// Package localpages is the console's page on which one of several offices lays its own facts over entries of the
// shared base, reads what it laid there before, and what changed below since.
package localpages

import (
	"embed"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/people"
)

const path = "/admin/rieng"

//go:embed *.html
var pages embed.FS

// Room returns the page for the console.
func Room() console.Room {
	return console.Room{
		Pages: fs.FS(pages),
		Menu:  []console.MenuItem{{Path: path, Label: "Riêng của xã", Roles: console.Editors, After: "/admin/y-kien"}},
		Routes: []console.Route{
			{Method: "GET", Path: path, Roles: console.Editors, Do: show},
			{Method: "POST", Path: path, Roles: console.Editors, Do: lay},
		},
		Several: true,
		Within:  []string{"GET " + path, "POST " + path},
	}
}

type pageData struct {
	Offices []people.Office // to choose from, for who is of all
	Of      people.Office
	Rows    []row
	Query   string
	Found   []found
	Form    *row
	Today   string
}

type row struct {
	local.Laid
	Title, Now string
	Changed    bool // the base says something else now
}

type found struct{ Entry, Title string }

// of is the office whose facts the visitor edits: his own, or the one that who is of all chose.
func of(c *console.Console, v *console.Visit, slug string) people.Office {
	if !v.Office().All() {
		return v.Office()
	}
	return c.Bot.People.OfficeBySlug(slug)
}

func rowOf(c *console.Console, l local.Laid) row {
	know := c.Bot.Knowledge()
	now, _ := local.Below(know, l.Entry, c.Today())
	return row{Laid: l, Title: know.TitleOf(l.Entry), Now: now, Changed: l.Below != "" && l.Below != now}
}

func show(c *console.Console, v *console.Visit) error {
	d := pageData{Of: of(c, v, v.Query("noi")), Query: v.Query("q"), Today: c.Today().String()}
	if v.Office().All() && c.Bot.People.Offices != nil {
		d.Offices = c.Bot.People.Offices()
	}
	if d.Of.All() {
		return c.Show(v, "local", "Riêng của xã", d)
	}
	list, err := local.List(v.Context(), c.State, d.Of.Slug)
	if err != nil {
		return err
	}
	for _, l := range list {
		if !l.None() {
			d.Rows = append(d.Rows, rowOf(c, l))
		}
	}
	slices.SortStableFunc(d.Rows, func(a, b row) int { // what changed below comes first
		switch {
		case a.Changed == b.Changed:
			return 0
		case a.Changed:
			return -1
		}
		return 1
	})
	if d.Query != "" {
		d.Found = find(c, d.Query)
	}
	if entry := v.Query("ma"); entry != "" {
		l, _, err := local.Of(v.Context(), c.State, d.Of.Slug, entry)
		if err != nil {
			return err
		}
		l.Entry = entry
		r := rowOf(c, l)
		if r.Now == "" {
			return console.ErrNotFound
		}
		d.Form = &r
	}
	return c.Show(v, "local", "Riêng của xã", d)
}

// mostFound is how many entries a search shows.
const mostFound = 20

// find looks for entries whose title has the words.
func find(c *console.Console, words string) (out []found) {
	know, words := c.Bot.Knowledge(), vi.Fold(words)
	for _, p := range know.Library.Procedures {
		if len(out) < mostFound && strings.Contains(vi.Fold(p.Title), words) {
			out = append(out, found{p.Key, p.Title})
		}
	}
	return out
}

func lay(c *console.Console, v *console.Visit) error {
	office, entry := of(c, v, v.Form("noi")), v.Form("ma")
	f := local.Facts{Source: v.Form("nguon")}
	if v.Form("viec") == "bo" {
		if ok, err := console.Agreed(c, v, textDrop, console.Sure{Back: path + "?noi=" + url.QueryEscape(office.Slug),
			Label: textDropLabel, Happens: []string{textDropWhat}}); !ok {
			return err
		}
	}
	if v.Form("viec") != "bo" {
		f.Fee, f.Room, f.Hours = v.Form("le-phi"), v.Form("phong"), v.Form("gio")
	}
	var err error
	if f.On, err = content.ParseDay(v.Form("ngay")); err != nil || f.On.After(c.Today()) {
		f.On = c.Today()
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return local.Lay(v.Context(), tx, by, c.Bot.Knowledge(), office, entry, f)
	})
	if err != nil {
		return err
	}
	return v.Back(path+"?noi="+url.QueryEscape(office.Slug), "luu")
}

// Before what is the commune's own is taken away.
const (
	textDrop      = "Bỏ điều riêng của xã ở thủ tục này?"
	textDropLabel = "Bỏ điều riêng"
	textDropWhat  = "Từ nay bot trả lời người dân của xã theo phần chung; lệ phí, phòng và giờ đã ghi riêng bị xóa."
)
