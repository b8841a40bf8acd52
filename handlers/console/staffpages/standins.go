package staffpages

import (
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
)

// The page of stand-ins: who is away and who does the work meanwhile. Officials name their own, heads the unit's.
const standInsPath = "/admin/lam-thay"

func standInRoutes() []console.Route {
	return []console.Route{
		{Method: "GET", Path: standInsPath, Roles: console.Readers, Do: standInsPage},
		{Method: "POST", Path: standInsPath, Roles: console.Readers, Do: nameStandIn},
		{Method: "GET", Path: standInsPath + "/chac", Roles: console.Readers, Do: sureStandIn},
		{Method: "POST", Path: standInsPath + "/thoi", Roles: console.Readers, Do: endStandIn},
	}
}

type standInsData struct {
	Rows   []standInRow
	Aways  []people.Person // for whom the visitor may name one
	People []people.Person
	Own    string // the visitor's own id; empty for who is no official
	Chosen string
	Today  string // 2026-12-07, for the fields
}

type standInRow struct {
	people.StandIn
	Away, In string
	Now      bool
	May      bool
}

func standInsPage(c *console.Console, v *console.Visit) error {
	var d standInsData
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		today := content.DayOf(tx.Now().In(content.Zone))
		d = standInsData{Own: by.Person.ID, Chosen: v.Query("ma"), Today: today.String()}
		var err error
		if d.People, err = people.List(v.Context(), tx, people.AllSet); err != nil {
			return err
		}
		d.People = by.OnlyPeople(d.People)
		byID := map[string]people.Person{}
		for _, p := range d.People {
			byID[p.ID] = p
			if staff.MayName(by, p) {
				d.Aways = append(d.Aways, p)
			}
		}
		all, err := people.StandIns(v.Context(), tx, tx.Now())
		for _, s := range all {
			away, known := byID[s.Person]
			if known {
				d.Rows = append(d.Rows, standInRow{s, away.Name, byID[s.By].Name, s.On(today), staff.MayName(by, away)})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Show(v, "standins", "Làm thay khi vắng", d)
}

// dayField reads a field of a date, as browsers send it.
func dayField(v *console.Visit, name string) (content.Day, error) {
	at, err := time.ParseInLocation("2006-01-02", v.Form(name), content.Zone)
	if err != nil {
		return content.Day{}, console.Refuse(http.StatusUnprocessableEntity, textStandInDays)
	}
	return content.DayOf(at), nil
}

func nameStandIn(c *console.Console, v *console.Visit) error {
	from, err := dayField(v, "tu")
	if err != nil {
		return err
	}
	to, err := dayField(v, "den")
	if err != nil {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		away, known, err := people.Load(v.Context(), tx, v.Form("vang"))
		if err != nil {
			return err
		}
		in, here, err := people.Load(v.Context(), tx, v.Form("thay"))
		if err != nil {
			return err
		}
		if !known || !here {
			return console.Refuse(http.StatusUnprocessableEntity, textStandInWho)
		}
		_, err = c.Bot.Staff.NameStandIn(v.Context(), tx, by, away, in, from, to)
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(standInsPath, "luu")
}

func sureStandIn(c *console.Console, v *console.Visit) error {
	p, err := official(c, v, v.Query("ma"))
	if err != nil {
		return err
	}
	return c.Ask(v, "Thôi người làm thay của "+p.Name+"?",
		console.Sure{Action: standInsPath + "/thoi", Back: standInsPath,
			Label: "Đúng, thôi", Happens: happensStandInEnds, Fields: map[string]string{"ma": p.ID}})
}

func endStandIn(c *console.Console, v *console.Visit) error {
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		p, ok, err := people.Load(v.Context(), tx, v.Form("ma"))
		if err == nil && !ok {
			err = console.ErrNotFound
		}
		if err == nil {
			err = c.Bot.Staff.EndStandIn(v.Context(), tx, by, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(standInsPath, "luu")
}
