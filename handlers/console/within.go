package console

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Of several offices, who belongs to one has only the routes that keep to it: these of the console's own, and those
// that a Room lists as Within. Every other is closed to him, a new one too until somebody made it keep to an office.
var within = map[string]bool{
	"GET /admin": true, "GET /admin/{$}": true, "POST /admin/ra": true,
	"GET /admin/y-kien": true, "POST /admin/y-kien/tra-loi": true, "POST /admin/y-kien/chuyen": true,
	"POST /admin/y-kien/dong-mot": true, "POST /admin/y-kien/dong": true, "POST /admin/y-kien/xuat": true,
	"POST /admin/y-kien/bao-cao": true,
	"GET /admin/cong-viec":       true, "GET /admin/cong-viec/viec": true, "POST /admin/cong-viec/doc": true,
	"POST /admin/cong-viec/giao": true, "POST /admin/cong-viec/dong": true, "POST /admin/cong-viec/xuat": true,
	"POST /admin/cong-viec/lich": true,
	"GET /admin/nguoi-dang-ky":   true, "GET /admin/nhat-ky": true, "GET /admin/cai-dat": true,
	"POST /admin/cai-dat/lich": true, "POST /admin/cai-dat/lich/ghi": true,
	"GET /admin/cai-dat/ma-qr": true, "POST /admin/cai-dat/phu-trach": true, "POST /admin/cai-dat/don-vi": true,
	"GET " + announcePath: true, "GET " + announcePath + "/tin": true, "GET " + announcePath + "/tien-do": true,
	"GET " + announcePath + "/tep": true, "GET " + composePath: true, "POST " + composePath: true,
	"POST " + announcePath + "/lam": true, "POST " + announcePath + "/hen": true,
	"POST " + announcePath + "/sua": true, "POST " + announcePath + "/cong-khai": true,
	"POST " + announcePath + "/xuat": true,
}

// Office is the office that the visitor belongs to; the zero Office is all of them.
func (v *Visit) Office() people.Office { return v.office }

// open reports whether a route is open to the visitor's office.
func open(c *Console, v *Visit, method, path string) bool {
	if v.office.All() || within[method+" "+path] {
		return true
	}
	for _, room := range c.Rooms {
		for _, w := range room.Within {
			if w == method+" "+path {
				return true
			}
		}
	}
	return false
}

// officeOf is the office that somebody who signed in belongs to.
func officeOf(c *Console, v *Visit) (people.Office, error) {
	if c.Bot.People.Offices == nil || v.role == people.RoleOwner {
		return people.Office{}, nil
	}
	_, id, err := c.Bot.People.RoleOf(v.ctx, c.State, v.s.Chat)
	if err != nil {
		return people.Office{}, err
	}
	p, _, err := people.Load(v.ctx, c.State, id.Person)
	return c.Bot.People.OfficeOf(p.Unit), err
}

// openErrand reports whether an errand's page is open to the visitor; what has no page concerns the whole installation.
func openErrand(c *Console, v *Visit, e Errand) bool {
	path, _, _ := strings.Cut(e.Path, "?")
	path, _, _ = strings.Cut(path, "#")
	return v.May(e.Roles) && (v.office.All() || path != "" && open(c, v, "GET", path))
}

// unitNames are the names of the units by their UnitID, with those that were renamed or merged under their present
// name.
func (c *Console) unitNames(v *Visit) (map[string]string, error) {
	units, err := people.Units(v.ctx, c.State)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	former, err := people.FormerUnits(v.ctx, c.State)
	for id, u := range former {
		out[id] = u.Name
	}
	for _, u := range units {
		out[u.ID] = u.Name
	}
	return out, err
}

// openCases are the cases of the visitor's office that wait for an answer, in the order in which they are due.
func openCases(c *Console, v *Visit) (out []cases.Case, err error) {
	list, err := c.State.List(v.ctx, cases.OpenCasesSet, bot.Range{Max: dialog.MaxScore, Limit: mostOpen})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		k, found, err := cases.LoadCase(v.ctx, c.State, e.Member)
		if err != nil {
			return nil, err
		}
		if in, err := cases.InOffice(v.ctx, c.State, v.office, k); err != nil {
			return nil, err
		} else if found && in {
			out = append(out, k)
		}
	}
	return out, nil
}

// mostOpen bounds how many open cases are looked through for one office.
const mostOpen = 2000
