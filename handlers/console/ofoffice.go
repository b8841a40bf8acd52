package console

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

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

// ofOffice are the counted surveys of the visitor's office: those of its units.
func ofOffice(c *Console, v *Visit, s figures.Satisfaction) (figures.Satisfaction, error) {
	if v.office.All() {
		return s, nil
	}
	units, err := c.unitNames(v)
	return s.Only(func(id string) bool { return v.office.Has(units[id]) }), err
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
