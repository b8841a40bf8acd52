package staffpages

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/tasks"
)

type peopleData struct {
	Table     console.Table
	Officials []officialRow
	All       int      // officials before the filter
	Headless  []string // units with people and without a head
	Waiting   []staff.Waiting
	Invites   []staff.OpenInvite
	Known     []people.Unit
	Roles     []roleMeaning
	None      bool
	Owner     bool // the visitor is an owner
	Mute      bool // no messenger is set up on which somebody could use an invitation
}

type officialRow struct {
	people.Member
	Tasks int64
	Away  string // until when somebody stands in; empty when nobody does
}

// Words are an official's channels with the role on each.
func (o officialRow) Words() string {
	words := make([]string, len(o.Identities))
	for i, id := range o.Identities {
		words[i] = dialog.UpperFirst(dialog.ChannelNames[id.Chat.Channel]) + ": " + people.RoleNames[id.Role]
	}
	return strings.Join(words, "; ")
}

// officialColumns are the columns of the list, and officialOrders how each orders it; its own order is by unit, heads
// first.
var (
	officialColumns = []console.Column{{Key: "ten", Label: "Họ tên"}, {Key: "don-vi", Label: "Đơn vị"},
		{Key: "vai-tro", Label: "Kênh và vai trò"}, {Key: "viec", Label: "Việc đang mở"}}
	officialOrders = map[string]func(a, b officialRow) int{
		"ten":     console.ByName(func(o officialRow) string { return givenFirst(o.Name) }),
		"don-vi":  console.ByName(func(o officialRow) string { return o.Unit }),
		"vai-tro": console.ByName(officialRow.Words),
		"viec":    func(a, b officialRow) int { return cmp.Compare(a.Tasks, b.Tasks) },
	}
)

// givenFirst is a name as Vietnamese lists order it: by the given name, which stands last.
func givenFirst(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1] + " " + strings.Join(words[:len(words)-1], " ")
}

// Heads reports whether the official leads the unit.
func (o officialRow) Heads() bool {
	return slices.ContainsFunc(o.Identities, func(id people.Identity) bool { return id.Role == people.RoleHead })
}

type roleMeaning struct {
	Role  people.Role
	Means string
}

// roleMeanings say what each role may do, in the order in which roles are given.
var roleMeanings = []roleMeaning{
	{people.RoleMember, textMemberMay},
	{people.RoleViewer, "xem trang quản trị, không sửa gì."},
	{people.RoleHead, textHeadMay},
	{people.RoleEditor, textEditorMay},
	{people.RoleAdmin, textAdminMay},
	{people.RoleOwner, textOwnerMay},
}

func peoplePage(c *console.Console, v *console.Visit) error {
	d := peopleData{Roles: roleMeanings, Owner: v.May(console.Owners), Mute: console.Mute(c)}
	var err error
	if d.Waiting, err = staff.Joining(v.Context(), c.State); err != nil {
		return err
	}
	d.Waiting = people.Only(v.Office(), d.Waiting, func(w staff.Waiting) string { return w.Person.Unit })
	if d.Invites, err = staff.Invites(v.Context(), c.State, c.Now()); err != nil {
		return err
	}
	d.Invites = people.Only(v.Office(), d.Invites, func(i staff.OpenInvite) string { return i.Unit })
	if d.Known, err = unitsOf(c, v); err != nil {
		return err
	}
	rows, err := officialRows(c, v)
	if err != nil {
		return err
	}
	d.All, d.None, d.Headless = len(rows), len(rows) == 0, headless(rows)
	d.Table = console.ReadTable(v, peoplePath, "danh-sach", officialColumns)
	for _, o := range rows {
		if d.Table.Matches(o.Name, o.Unit, o.Words()) {
			d.Officials = append(d.Officials, o)
		}
	}
	console.SortRows(d.Table, d.Officials, officialOrders)
	return c.Show(v, "people", "Cán bộ", d)
}

// unitsOf are the units of the visitor's office.
func unitsOf(c *console.Console, v *console.Visit) ([]people.Unit, error) {
	all, err := people.Units(v.Context(), c.State)
	return people.Only(v.Office(), all, func(u people.Unit) string { return u.Name }), err
}

// officialRows are the officials by unit, in each the heads first.
func officialRows(c *console.Console, v *console.Visit) (rows []officialRow, err error) {
	members, err := people.Members(v.Context(), c.State)
	if err != nil {
		return nil, err
	}
	away, err := people.StandIns(v.Context(), c.State, c.Now())
	if err != nil {
		return nil, err
	}
	for _, m := range people.Only(v.Office(), members, func(m people.Member) string { return m.Unit }) {
		o := officialRow{Member: m}
		if o.Tasks, err = c.State.Size(v.Context(), tasks.PersonTasksSet(m.ID)); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(away, func(s people.StandIn) bool { return s.Person == m.ID }); i >= 0 &&
			away[i].On(c.Today()) {
			o.Away = away[i].To.VN()
		}
		rows = append(rows, o)
	}
	slices.SortStableFunc(rows, func(a, b officialRow) int {
		switch order := strings.Compare(vi.Fold(a.Unit), vi.Fold(b.Unit)); {
		case order != 0:
			return order
		case a.Heads() != b.Heads():
			return map[bool]int{true: -1, false: 1}[a.Heads()]
		}
		return strings.Compare(vi.Fold(givenFirst(a.Name)), vi.Fold(givenFirst(b.Name)))
	})
	return rows, nil
}

// headless are the units of officials, who are in their order, that nobody leads.
func headless(rows []officialRow) (out []string) {
	for i, o := range rows {
		first := i == 0 || people.UnitID(rows[i-1].Unit) != people.UnitID(o.Unit)
		if first && !o.Heads() {
			out = append(out, o.Unit)
		}
	}
	return out
}

// official loads an official by the id that a form names.
func official(c *console.Console, v *console.Visit, id string) (people.Person, error) {
	p, ok, err := people.Load(v.Context(), c.State, id)
	if err == nil && (!ok || !v.Office().Has(p.Unit)) {
		err = console.ErrNotFound
	}
	return p, err
}

// The pages of officials: who is who, by unit; one official; an invitation to print.
const (
	peoplePath = "/admin/can-bo"
	personPath = peoplePath + "/nguoi"
	invitePath = peoplePath + "/loi-moi"
)
