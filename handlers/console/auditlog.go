package console

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/sheet"
)

type auditRow struct {
	people.AuditEntry
	Name  string
	Shown string // the object as people read it
}

// unitHash is the form of a unit's code in the log.
var unitHash = regexp.MustCompile(`^[0-9a-f]{12}$`)

// objects says what the objects of lines are that are codes: people and units by their names.
func objects(c *Console, v *Visit, lines []people.AuditEntry) (map[string]string, error) {
	units, err := people.Units(v.ctx, c.State)
	if err != nil {
		return nil, err
	}
	out := map[string]string{people.UnitID(""): ""} // lines of before, of no unit
	for _, u := range units {
		out[u.ID] = u.Name
	}
	former, err := people.FormerUnits(v.ctx, c.State)
	if err != nil {
		return nil, err
	}
	for id, u := range former {
		out[id] = fmt.Sprintf(textUnitNow, u.Name)
	}
	lib := c.Bot.Knowledge().Library
	for _, l := range lines {
		switch _, known := out[l.Object]; {
		case known:
			continue
		case library.EditablePath(l.Object):
			out[l.Object] = library.TitleOf(lib, l.Object)
			continue
		case unitHash.MatchString(l.Object): // of a unit in which nobody is yet, or that is gone
			out[l.Object] = ""
			continue
		case l.What == people.VerbAnswerGrade:
			out[l.Object] = entryTitle(lib, l.Object)
			continue
		case !strings.HasPrefix(l.Object, "P-"):
			continue
		}
		p, ok, err := people.Load(v.ctx, c.State, l.Object)
		if err != nil {
			return nil, err
		}
		if out[l.Object] = textPersonGone; ok {
			out[l.Object] = p.Name
		}
	}
	return out, nil
}

// Names maps the pseudonyms of the audit log to those of the visitor's office who are still known.
func (c *Console) Names(v *Visit) (map[string]string, error) {
	out := map[string]string{}
	if v.office.All() {
		out["system"] = "Bot"
	}
	all, err := people.Members(v.ctx, c.State)
	if err != nil {
		return nil, err
	}
	members := func(add func(chat bot.ChatID, name string) error) error {
		for _, m := range all {
			for _, id := range m.Identities {
				if !v.office.Has(m.Unit) {
					continue
				}
				if err := add(id.Chat, m.Name); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err = c.State.Update(v.ctx, func(tx bot.Tx) error {
		add := func(chat bot.ChatID, name string) error {
			p, err := people.Pseudonym(v.ctx, tx, "audit", chat)
			out[p] = name
			return err
		}
		if !v.office.All() {
			return members(add)
		}
		if err := add(people.ServerOwner, "Người giữ máy chủ"); err != nil {
			return err
		}
		owners, err := c.Bot.People.Owners(v.ctx, tx)
		if err != nil {
			return err
		}
		for _, o := range owners {
			if err := add(o, "Chủ bot"); err != nil {
				return err
			}
		}
		return members(add)
	})
	return out, err
}

// auditPage is how many lines a page of the log has.
const auditPage = 100

func auditRows(c *Console, v *Visit, from, to int64) ([]auditRow, error) {
	lines, err := people.AuditLines(v.ctx, c.State, from, to)
	if err != nil {
		return nil, err
	}
	names, err := c.Names(v)
	if err != nil {
		return nil, err
	}
	named, err := objects(c, v, lines)
	if err != nil {
		return nil, err
	}
	out := make([]auditRow, 0, len(lines))
	for _, l := range slices.Backward(lines) {
		if names[l.Who] == "" && !v.office.All() { // of another office, or of the installation
			continue
		}
		shown, code := named[l.Object]
		if !code {
			shown = l.Object
		}
		out = append(out, auditRow{l, names[l.Who], shown})
	}
	return out, nil
}

// auditColumns are the columns of the log; its own order is the newest first.
var (
	auditColumns = []Column{{"so", "Số"}, {"", "Lúc"}, {"ai", "Ai"}, {"viec", "Việc"}, {"doi-tuong", "Đối tượng"},
		{"", "Ghi chú"}}
	auditOrders = map[string]func(a, b auditRow) int{
		"so":        func(a, b auditRow) int { return int(a.N - b.N) },
		"ai":        ByName(func(r auditRow) string { return r.Name }),
		"viec":      ByName(func(r auditRow) string { return r.What.Words() }),
		"doi-tuong": ByName(func(r auditRow) string { return r.Shown }),
	}
)

// auditFilterMost is how many lines of the log one page with a filter looks through.
const auditFilterMost = 50 * auditPage

// auditFound reads a page of the log that ends at a line: all of its lines, or those that the words of the table find,
// looking back. older is where the next page ends, 0 when there is none.
func auditFound(c *Console, v *Visit, t Table, to int64) (out []auditRow, older int64, err error) {
	looked := int64(0)
	for to > 0 {
		rows, err := auditRows(c, v, to-auditPage+1, to)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range rows {
			if t.Matches(r.Name, people.RoleNames[r.Role], r.What.Words(), r.Shown, r.Note) {
				out = append(out, r)
			}
		}
		to, looked = to-auditPage, looked+auditPage
		if t.Words == "" && v.office.All() || len(out) >= auditPage || looked >= auditFilterMost {
			break
		}
	}
	return out, max(0, to), nil
}

func (c *Console) audit(v *Visit) error {
	length, err := people.AuditLength(v.ctx, c.State)
	if err != nil {
		return err
	}
	to := length
	if n := atoi(v.r.URL.Query().Get("den")); n > 0 {
		to = min(n, length)
	}
	t := ReadTable(v, "/admin/nhat-ky", "bang", auditColumns, "den")
	rows, older, err := auditFound(c, v, t, to)
	if err != nil {
		return err
	}
	SortRows(t, rows, auditOrders)
	check, err := people.CheckAudit(v.ctx, c.State)
	if err != nil {
		return err
	}
	strangers, err := people.StrangerDeeds(v.ctx, c.State, c.Now())
	if err != nil {
		return err
	}
	d := map[string]any{"Rows": rows, "Check": check, "Table": t, "Older": ""}
	if older > 0 {
		d["Older"] = t.With("den", fmt.Sprint(older))
	}
	var deeds []string
	if d["All"] = v.office.All(); !v.office.All() { // strangers are counted for the whole installation
		clear(strangers)
	}
	for _, what := range dialog.SortedNames(strangers) {
		deeds = append(deeds, fmt.Sprintf("%s: %s lượt", people.Verb(what).Words(), dialog.Thousands(strangers[what])))
	}
	d["Strangers"] = strings.Join(deeds, "; ")
	return c.Show(v, "audit", "Nhật ký", d)
}

// exportAudit writes the whole chain, so that it can be verified elsewhere.
func (c *Console) exportAudit(v *Visit) error {
	length, err := people.AuditLength(v.ctx, c.State)
	if err != nil {
		return err
	}
	lines, err := people.AuditLines(v.ctx, c.State, max(1, length-50000), length)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: "Nhật ký", Head: []string{"Số", "Lúc (UTC)", "Ai (mã)", "Vai trò", "Việc", "Đối tượng",
		"Ghi chú", "Mã trước", "Mã"}}
	for _, l := range lines {
		t.Rows = append(t.Rows, []any{l.N, l.At.UTC().Format(time.RFC3339Nano), l.Who, string(l.Role), string(l.What),
			l.Object, l.Note, l.Prev, l.Hash})
	}
	if err := exported(c, v, "nhat-ky", len(t.Rows)); err != nil {
		return err
	}
	return v.Download("nhat-ky.csv", sheet.CSVType, sheet.CSV(t))
}
