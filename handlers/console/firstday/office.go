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
	All     bool // the visitor is of all offices
	Offices []officeLink
	Form    library.OfficeForm
	Week    []weekday
	Note    string // what the base says while nothing is verified
	Faults  []string
	Chosen  bool
	Saved   bool         // just now; the bot does not answer by it yet
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
	if v.Query("ma") == newPlace && v.Office().All() {
		return d.showOffice(c, v, officeData{Form: library.OfficeForm{New: true, On: d.today(c), By: d.voucher(v)}},
			content.Office{})
	}
	o, ok := d.chosen(c, v, v.Query("ma"))
	if !ok && v.Query("ma") != "" {
		return console.Refuse(http.StatusNotFound, textNoSuchPlace)
	}
	f := library.FormOf(o)
	f.On, f.By = d.today(c), d.voucher(v)
	return d.showOffice(c, v, officeData{Form: f}, o)
}

func (d *desk) today(c *console.Console) content.Day { return content.DayOf(c.Now().In(content.Zone)) }

// voucher is who probably vouches for what is typed. Who signed in at the server has nobody's name: citizens would read
// that "the server" checked it.
func (d *desk) voucher(v *console.Visit) string {
	if v.AtServer() {
		return ""
	}
	return v.Name()
}

func (d *desk) showOffice(c *console.Console, v *console.Visit, data officeData, o content.Office) error {
	f := data.Form
	data.Chosen, data.All = f.ID != "" || f.New, v.Office().All()
	if o.Status != content.Verified && !data.Saved {
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
	fresh := v.Form("ma") == newPlace && v.Office().All()
	if !fresh && (!ok || v.Form("ma") == "") {
		return console.Refuse(http.StatusNotFound, textNoSuchPlace)
	}
	if fresh {
		o = content.Office{ID: library.PlaceID(c.Bot.Knowledge().Library, v.Form("ten"))}
	}
	f := library.OfficeForm{ID: o.ID, New: fresh, Name: v.Form("ten"), Address: v.Form("dia-chi"),
		Phone: v.Form("dien-thoai"),
		Map:   v.Form("ban-do"), Site: v.Form("trang-web"), By: v.Form("ai"), Week: map[string]string{}}
	for _, w := range content.Weekdays {
		f.Week[w.Key] = v.Form("gio-" + w.Key)
	}
	var err error
	if f.On, err = content.ParseDay(v.Form("ngay")); err != nil {
		f.On = d.today(c)
	}
	path, text, faults, err := library.WriteOffice(c.Bot.Knowledge().Library, f)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return d.showOffice(c, v, officeData{Form: f, Faults: faults}, o)
	}
	// An address answers no golden question otherwise: only what is wrong counts, and it is found at once.
	if found := c.Desk.Faults(path, text); len(found.Errors()) > 0 {
		return d.showOffice(c, v, officeData{Form: f, Faults: []string{textHasFaults + found.Errors()[0].What}}, o)
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
	if !console.InUse(c, v, before, path, text) { // the base still has the old text: show what was saved
		return d.showOffice(c, v, officeData{Form: f, Saved: true}, o)
	}
	return v.Back(officePath+"?ma="+strings.TrimSpace(o.ID), "dang-roi")
}
