package firstday

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/photo"
)

type officeData struct {
	Offices []officeLink
	Form    library.OfficeForm
	Week    []weekday
	Note    string // what the base says while nothing is verified
	Faults  []string
	Chosen  bool
	Photo   *photo.Photo // what citizens see; nil: none
}

type officeLink struct {
	ID, Name string
	Known    bool
	Here     bool
}

type weekday struct{ Key, Word, Hours string }

// chosen is the office whose form is open: the one that is asked for, else the installation's own by its name.
// Who is of one of several offices has his own alone.
func (d *desk) chosen(c *console.Console, v *console.Visit, id string) (content.Office, bool) {
	offices := officesOf(c, v)
	i := slices.IndexFunc(offices, func(o content.Office) bool { return o.ID == id })
	if id == "" {
		i = slices.IndexFunc(offices, func(o content.Office) bool { return o.Name == c.Bot.Config.Office })
		if (i < 0 || !v.Office().All()) && len(offices) == 1 {
			i = 0
		}
	}
	if i < 0 {
		return content.Office{}, false
	}
	return offices[i], true
}

// officesOf are the offices of the base that the visitor may write about.
func officesOf(c *console.Console, v *console.Visit) []content.Office {
	all := c.Bot.Knowledge().Library.Offices
	if v.Office().All() {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(o content.Office) bool { return o.Slug != v.Office().Slug })
}

// office shows what the base says about an office, as a form.
func (d *desk) office(c *console.Console, v *console.Visit) error {
	o, ok := d.chosen(c, v, v.Query("ma"))
	if !ok && v.Query("ma") != "" {
		return console.Refuse(http.StatusNotFound, textNoSuchPlace)
	}
	f := library.FormOf(o)
	f.On = content.DayOf(c.Now().In(content.Zone))
	if !v.AtServer() { // nobody's name: citizens would read that "the server" checked it
		f.By = v.Name()
	}
	return d.showOffice(c, v, f, o, nil)
}

func (d *desk) showOffice(c *console.Console, v *console.Visit, f library.OfficeForm, o content.Office,
	faults []string) error {
	data := officeData{Form: f, Faults: faults, Chosen: f.ID != ""}
	if o.Status != content.Verified {
		data.Note = o.Note
	}
	for _, o := range officesOf(c, v) {
		data.Offices = append(data.Offices, officeLink{o.ID, o.Name, o.Status == content.Verified, o.ID == f.ID})
	}
	for _, w := range content.Weekdays {
		data.Week = append(data.Week, weekday{w.Key, vi.Capital(w.Word), f.Week[w.Key]})
	}
	if p, found, err := photo.Load(v.Context(), c.State, f.ID); err != nil {
		return err
	} else if found {
		data.Photo = &p
	}
	return c.Show(v, "office", "Cơ quan", data)
}

// saveOffice publishes the file of offices with what was typed, if the base is sound with it.
func (d *desk) saveOffice(c *console.Console, v *console.Visit) error {
	o, ok := d.chosen(c, v, v.Form("ma"))
	if !ok || v.Form("ma") == "" {
		return console.Refuse(http.StatusNotFound, textNoSuchPlace)
	}
	f := library.OfficeForm{ID: o.ID, Name: v.Form("ten"), Address: v.Form("dia-chi"), Phone: v.Form("dien-thoai"),
		Map: v.Form("ban-do"), Site: v.Form("trang-web"), By: v.Form("ai"), Week: map[string]string{}}
	for _, w := range content.Weekdays {
		f.Week[w.Key] = v.Form("gio-" + w.Key)
	}
	var err error
	if f.On, err = content.ParseDay(v.Form("ngay")); err != nil {
		f.On = content.DayOf(c.Now().In(content.Zone))
	}
	path, text, faults, err := library.WriteOffice(c.Bot.Knowledge().Library, f)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return d.showOffice(c, v, f, o, faults)
	}
	// An address answers no golden question otherwise: only what is wrong counts, and it is found at once.
	if found := c.Desk.Faults(path, text); len(found.Errors()) > 0 {
		return d.showOffice(c, v, f, o, []string{textHasFaults + found.Errors()[0].What})
	}
	before := c.Bot.Knowledge()
	_, base, _ := c.Desk.Read(path)
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		n, err := library.Newest(v.Context(), tx, path)
		if err != nil {
			return err
		}
		_, err = library.Publish(v.Context(), tx, library.Version{Path: path, Text: text, Why: textWhy + ": " + f.Name,
			Role: by.Role, Base: base}, n, by.Chat, people.VerbSettingOffice)
		return err
	})
	if errors.Is(err, library.ErrStale) {
		return console.Refuse(http.StatusConflict, textChanged)
	}
	if err != nil {
		return err
	}
	notice := "dang"
	if console.InUse(c, v, before, path, text) {
		notice = "dang-roi"
	}
	return v.Back(officePath+"?ma="+strings.TrimSpace(o.ID), notice)
}
