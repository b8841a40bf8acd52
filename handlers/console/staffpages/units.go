package staffpages

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
)

// The page of units: what is in each, another name, and two that become one.
const unitsPath = peoplePath + "/don-vi"

func unitRoutes() []console.Route {
	admins := console.Admins
	return []console.Route{
		{Method: "GET", Path: unitsPath, Roles: admins, Do: unitsPage},
		{Method: "POST", Path: unitsPath + "/ten", Roles: admins, Do: renameUnit},
		{Method: "GET", Path: unitsPath + "/chac", Roles: admins, Do: sureUnit},
		{Method: "POST", Path: unitsPath + "/gop", Roles: admins, Do: mergeUnit},
		{Method: "POST", Path: unitsPath + "/bo", Roles: admins, Do: dropUnit},
	}
}

type unitsData struct{ Units []unitRow }

type unitRow struct {
	people.Unit
	staff.UnitHolds
	Heads  []string
	Others []people.Unit
}

func unitsPage(c *console.Console, v *console.Visit) error {
	all, err := unitsOf(c, v)
	if err != nil {
		return err
	}
	d := unitsData{}
	for _, u := range all {
		row := unitRow{Unit: u}
		if row.UnitHolds, err = c.Bot.Staff.Holding(v.Context(), c.State, u); err != nil {
			return err
		}
		heads, err := c.Bot.People.HeadsOf(v.Context(), c.State, u.Name)
		if err != nil {
			return err
		}
		for _, p := range heads {
			row.Heads = append(row.Heads, p.Name)
		}
		for _, o := range all {
			if o.ID != u.ID {
				row.Others = append(row.Others, o)
			}
		}
		d.Units = append(d.Units, row)
	}
	return c.Show(v, "units", "Đơn vị", d)
}

func renameUnit(c *console.Console, v *console.Visit) error {
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := c.Bot.Staff.RenameUnit(v.Context(), tx, by, v.Form("ma"), v.Form("ten"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(unitsPath, "luu")
}

// unitOf finds a unit that the visitor chose.
func unitOf(c *console.Console, v *console.Visit, id string) (people.Unit, error) {
	u, found, err := people.UnitOf(v.Context(), c.State, id)
	if err == nil && (!found || u.ID != id || !v.Office().Has(u.Name)) {
		err = console.ErrNotFound
	}
	return u, err
}

// sureUnit says what will happen before a unit becomes a part of another or is taken off the list.
func sureUnit(c *console.Console, v *console.Visit) error {
	u, err := unitOf(c, v, v.Query("ma"))
	if err != nil {
		return err
	}
	d := console.Sure{Back: unitsPath, Fields: map[string]string{"ma": u.ID}}
	into := v.Query("vao")
	if into == "" {
		d.Action, d.Label, d.Happens = unitsPath+"/bo", "Đúng, bỏ đơn vị", happensUnitDrop
		return c.Ask(v, "Bỏ đơn vị “"+u.Name+"”?", d)
	}
	to, err := unitOf(c, v, into)
	if err != nil {
		return err
	}
	if to.ID == u.ID {
		return console.Refuse(http.StatusUnprocessableEntity, textUnitItself)
	}
	holds, err := c.Bot.Staff.Holding(v.Context(), c.State, u)
	if err != nil {
		return err
	}
	d.Action, d.Label, d.Fields["vao"] = unitsPath+"/gop", "Đúng, gộp", to.ID
	for _, line := range happensUnitMerge {
		d.Happens = append(d.Happens, strings.NewReplacer("{cũ}", u.Name, "{mới}", to.Name,
			"{người}", fmt.Sprint(holds.People), "{việc}", fmt.Sprint(holds.Tasks)).Replace(line))
	}
	return c.Ask(v, "Gộp “"+u.Name+"” vào “"+to.Name+"”?", d)
}

func mergeUnit(c *console.Console, v *console.Visit) error {
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := c.Bot.Staff.MergeUnit(v.Context(), tx, by, v.Form("ma"), v.Form("vao"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(unitsPath, "luu")
}

func dropUnit(c *console.Console, v *console.Visit) error {
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return c.Bot.Staff.DropUnit(v.Context(), tx, by, v.Form("ma"))
	})
	if err != nil {
		return err
	}
	return v.Back(unitsPath, "luu")
}
