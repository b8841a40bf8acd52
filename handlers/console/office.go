package console

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/qrcode"
	"github.com/motcua/motcua/handlers/subscribers"
)

func (c *Console) subscribers(v *Visit) error {
	if !v.office.All() {
		return subscribersOf(c, v)
	}
	var rows []figure
	count := func(label, set string) error {
		n, err := c.State.Size(v.ctx, set)
		if n > 0 {
			rows = append(rows, figure{Label: label, Value: numberVN(n)})
		}
		return err
	}
	groups := int64(0)
	for name, limits := range c.Bot.Channels {
		if !limits.Groups {
			continue
		}
		n, err := c.State.Size(v.ctx, subscribers.AllOnSet(name))
		if err != nil {
			return err
		}
		groups += n
	}
	all, err := c.State.Size(v.ctx, subscribers.SubscribersSet)
	if err != nil {
		return err
	}
	rows = append(rows, figure{Label: "Tất cả người đã đăng ký", Value: numberVN(all - groups)})
	if groups > 0 {
		rows = append(rows, figure{Label: "Nhóm, kênh nhận thông báo", Value: numberVN(groups)})
	}
	know := c.Bot.Knowledge()
	for _, f := range fields(know) {
		if err := count("Lĩnh vực "+f, subscribers.FieldSet(f)); err != nil {
			return err
		}
	}
	for _, p := range know.Library.Places {
		for _, commune := range p.Communes {
			if err := count(commune.Name, subscribers.CommuneSet(commune.ID)); err != nil {
				return err
			}
		}
	}
	return c.Show(v, "subscribers", "Người đăng ký", rows)
}

// subscribersOf counts who gets what an office announces.
func subscribersOf(c *Console, v *Visit) error {
	var rows []figure
	count := func(label string, g subscribers.Group, always bool) error {
		n, err := announce.SizeOf(v.ctx, c.Bot.Announce, c.State, v.office, g)
		if n > 0 || always {
			rows = append(rows, figure{Label: label, Value: numberVN(n)})
		}
		return err
	}
	if err := count("Nhận mọi thông báo của "+v.office.Name, subscribers.Group{Kind: subscribers.GroupAll},
		true); err != nil {
		return err
	}
	if err := count("Trong đó là người dân, nhóm, kênh", subscribers.Group{Kind: subscribers.GroupCitizens},
		true); err != nil {
		return err
	}
	for _, f := range fields(c.Bot.Knowledge()) {
		if err := count("Lĩnh vực "+f, subscribers.Group{Kind: subscribers.GroupField, ID: people.UnitID(f)},
			false); err != nil {
			return err
		}
	}
	return c.Show(v, "subscribers", "Người đăng ký", rows)
}

func fields(k *answers.Knowledge) (out []string) {
	for _, p := range k.Library.Procedures {
		if p.Field != "" && !p.Imported && !slices.Contains(out, p.Field) {
			out = append(out, p.Field)
		}
	}
	return out
}

type settingsData struct {
	Routing  []routeRow
	Units    []people.Unit
	Days     []ownDay
	Office   string          // the visitor's own, of several
	Offices  []people.Office // several offices are served: the visitor says for which a day holds
	Sessions []sessionRow
	Settings [][3]string
	Owner    bool
	Codes    bool // counters can have QR codes
	All      bool // of all offices: sessions and settings are theirs
}

// ownDay is a day that was decided on, for one of several offices or, without its name, for all.
type ownDay struct {
	content.CalendarDay
	Office, In string // its slug and name
}

// ownDays are the days that the visitor may decide on.
func (c *Console) ownDays(v *Visit) (out []ownDay, err error) {
	offices := []people.Office{v.office}
	if v.office.All() && c.Bot.People.Offices != nil {
		offices = append(offices, c.Bot.People.Offices()...)
	}
	for _, o := range offices {
		days, err := calendar.Decisions(v.ctx, c.State, o.Slug)
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			out = append(out, ownDay{d, o.Slug, o.Name})
		}
	}
	slices.SortStableFunc(out, func(a, b ownDay) int { return a.Day.Sub(b.Day) })
	return out, nil
}

// daysFor is the office for which days are decided: the visitor's own, else the chosen one; the zero Office is all.
func (c *Console) daysFor(v *Visit) (people.Office, error) {
	if slug := v.Form("noi"); v.office.All() && slug != "" {
		if of := c.Bot.People.OfficeBySlug(slug); !of.All() {
			return of, nil
		}
		return people.Office{}, refusal{http.StatusBadRequest, textDayForm}
	}
	return v.office, nil
}

type routeRow struct{ Field, Unit string }

type sessionRow struct {
	Session
	Name string
	Mine bool
}

// Browser names what the session was begun with as people know it: "Chrome trên Android". The order counts, because
// each browser also calls itself by those that it descends from.
func (s sessionRow) Browser() string {
	pick := func(list [][2]string, other string) string {
		for _, p := range list {
			if strings.Contains(s.Agent, p[0]) {
				return p[1]
			}
		}
		return other
	}
	browser := pick([][2]string{{"coc_coc_browser", "Cốc Cốc"}, {"Edg", "Edge"}, {"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Zalo", "Zalo"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"},
		{"Safari", "Safari"}}, "trình duyệt khác")
	system := pick([][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", "máy Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"}}, "máy khác")
	return browser + " trên " + system
}

func (c *Console) settings(v *Visit) error {
	d := settingsData{Settings: c.Settings, Owner: v.May(Owners), Codes: c.counterLink("x") != "",
		All: v.office.All()}
	var routing cases.Routing
	if _, err := c.State.Get(v.ctx, cases.RoutingKey, &routing); err != nil {
		return err
	}
	for _, f := range fields(c.Bot.Knowledge()) {
		d.Routing = append(d.Routing, routeRow{f, routing.Fields[cases.FieldOf(v.office, f)]})
	}
	var err error
	if d.Units, err = people.Units(v.ctx, c.State); err != nil {
		return err
	}
	d.Units = people.Only(v.office, d.Units, func(u people.Unit) string { return u.Name })
	if d.Days, err = c.ownDays(v); err != nil {
		return err
	}
	if !d.All {
		d.Settings, d.Office = nil, v.office.Name
		return c.Show(v, "settings", "Cài đặt", d)
	}
	if c.Bot.People.Offices != nil {
		d.Offices = c.Bot.People.Offices()
	}
	list, err := c.State.List(v.ctx, sessionsSet, bot.Range{Min: c.Now().Add(-sessionTTL).UnixMilli(), Max: 1 << 52,
		Limit: 200})
	if err != nil {
		return err
	}
	for _, e := range list {
		var s Session
		if found, err := c.State.Get(v.ctx, sessionKey(e.Member), &s); err != nil {
			return err
		} else if found {
			_, name, _, err := c.whoHas(v.ctx, s.Chat)
			if err != nil {
				return err
			}
			d.Sessions = append(d.Sessions, sessionRow{s, name, s.ID == v.s.ID})
		}
	}
	return c.Show(v, "settings", "Cài đặt", d)
}

// setRouting says which unit answers for which field.
func setRouting(c *Console, v *Visit) error {
	units := map[string]string{}
	for _, f := range fields(c.Bot.Knowledge()) {
		units[f] = v.Form("lv:" + f)
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error { return cases.SetRouting(v.ctx, tx, by, units) })
	if err != nil {
		return err
	}
	return v.Back("/admin/cai-dat", "luu")
}

func addUnit(c *Console, v *Visit) error {
	name := strings.Join(strings.Fields(vi.Clean(v.Form("ten"))), " ")
	if name == "" || len([]rune(name)) > 80 {
		return refusal{http.StatusBadRequest, textUnitLength}
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error { return people.AddUnit(v.ctx, tx, by, name) })
	if err != nil {
		return err
	}
	return v.Back("/admin/cai-dat", "luu")
}

// daysData is a decision on days that is read back.
type daysData struct {
	From, To content.Day
	Kind     content.DayKind
	Name     string
	Office   people.Office // for which it holds; zero for all
	Days     []content.Day
	Unsure   []content.CalendarDay // other days nearby that stay off, and are not decided
}

// mostDays is how many days one decision may span.
const mostDays = 31

// typedDays reads the range that was typed: the last day may be left out.
func (c *Console) typedDays(v *Visit) (d daysData, err error) {
	if d.Office, err = c.daysFor(v); err != nil {
		return d, err
	}
	if d.From, err = content.ParseDay(v.Form("ngay")); err != nil {
		return d, refusal{http.StatusBadRequest, textDayForm}
	}
	d.To, d.Kind, d.Name = d.From, content.DayKind(v.Form("loai")), vi.Clean(Cut(v.Form("ten"), 100))
	if last := v.Form("den"); last != "" {
		if d.To, err = content.ParseDay(last); err != nil {
			return d, refusal{http.StatusBadRequest, textDayForm}
		}
	}
	switch {
	case d.Name == "" || d.Kind != content.DayOff && d.Kind != content.DayWork:
		return d, refusal{http.StatusBadRequest, textDayForm}
	case d.To.Before(d.From) || d.To.Sub(d.From) >= mostDays:
		return d, refusal{http.StatusBadRequest, fmt.Sprintf(textDayRange, mostDays)}
	}
	for day := d.From; !day.After(d.To); day = day.Add(1) {
		d.Days = append(d.Days, day)
	}
	return d, nil
}

// decided is what the range says of each of its days.
func (d daysData) decided() (out []content.CalendarDay) {
	for _, day := range d.Days {
		out = append(out, content.CalendarDay{Day: day, Kind: d.Kind, Name: d.Name, Basis: d.Name,
			Certainty: content.Decided})
	}
	return out
}

// readDays reads a range of days back; nothing is decided yet. Without a kind, the word on one day is taken back.
func readDays(c *Console, v *Visit) error {
	if v.Form("loai") == "" {
		day, err := content.ParseDay(v.Form("ngay"))
		if err != nil {
			return refusal{http.StatusBadRequest, textDayForm}
		}
		ok, err := Agreed(c, v, fmt.Sprintf(textUndecide, day.VN()), Sure{Back: "/admin/cai-dat#lich",
			Label: textUndecideLabel, Happens: []string{textUndecideCalendar, textUndecideTasks}})
		if !ok {
			return err
		}
		of, err := c.daysFor(v)
		if err != nil {
			return err
		}
		return c.decide(v, func(tx bot.Tx, by people.Actor) error {
			return c.Bot.Calendar.Undecide(v.ctx, tx, by, of.Slug, day)
		})
	}
	d, err := c.typedDays(v)
	if err != nil {
		return err
	}
	if !d.Office.All() { // what is undecided for all is not an office's to decide
		return c.Show(v, "daysread", dialog.TextReadBack, d)
	}
	before, err := calendar.Decisions(v.ctx, c.State, "")
	if err != nil {
		return err
	}
	cal := workday.New(c.Bot.Knowledge().Library.Calendar, append(before, d.decided()...)...)
	const near = 10 // days around a holiday
	for day := d.From.Add(-near); !day.After(d.To.Add(near)); day = day.Add(1) {
		if l, ok := cal.Listed(day); ok && l.Kind == content.DayOff && l.Certainty != content.Decided &&
			cal.Provisional(day, day) {
			d.Unsure = append(d.Unsure, l)
		}
	}
	return c.Show(v, "daysread", dialog.TextReadBack, d)
}

// decideDays decides the range that was read back.
func decideDays(c *Console, v *Visit) error {
	d, err := c.typedDays(v)
	if err != nil {
		return err
	}
	return c.decide(v, func(tx bot.Tx, by people.Actor) error {
		return c.Bot.Calendar.Decide(v.ctx, tx, by, d.Office.Slug, d.decided()...)
	})
}

func (c *Console) decide(v *Visit, do func(tx bot.Tx, by people.Actor) error) error {
	if err := c.Deed(v, do); err != nil {
		return err
	}
	return v.Back("/admin/cai-dat", "luu")
}

func (c *Console) revoke(v *Visit) error {
	id := v.Form("phien")
	if len(id) != 64 {
		return ErrNotFound
	}
	ok, err := Agreed(c, v, textRevoke, Sure{Back: "/admin/cai-dat#phien", Label: textRevokeLabel,
		Happens: []string{textRevokeNow, textRevokeAgain}})
	if !ok {
		return err
	}
	err = c.State.Update(v.ctx, func(tx bot.Tx) error {
		endSession(tx, id)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbConsoleRevoke, id[:12], "")
	})
	if err != nil {
		return err
	}
	return v.Back("/admin/cai-dat", "phien")
}

// counterLink is the address that a QR code at a unit's counter opens: the survey in the chat; empty where no channel
// has such addresses.
func (c *Console) counterLink(unit string) string {
	if c.Bot.Config.StartLink == nil {
		return ""
	}
	return c.Bot.Config.StartLink("gopy_" + unit)
}

// counterCode draws the QR code for a unit's counter.
func (c *Console) counterCode(v *Visit) error {
	units, err := c.unitNames(v)
	if err != nil {
		return err
	}
	unit := v.r.URL.Query().Get("don-vi")
	link := c.counterLink(unit)
	if units[unit] == "" || !v.office.Has(units[unit]) || link == "" {
		return ErrNotFound
	}
	picture, err := qrcode.PNG(link)
	if err != nil {
		return err
	}
	return v.Download("ma-gop-y-"+unit+".png", "image/png", picture)
}
