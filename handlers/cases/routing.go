package cases

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

// Routing says which unit answers for which field of the content base, by UnitID; a field that is not listed goes to
// the admins. Of several offices each has its own, under FieldOf.
type Routing struct {
	Fields map[string]string `json:"fields"`
}

// RoutingKey names the document of the Routing.
var RoutingKey = bot.Key{Kind: "setting", ID: "routing"}

// FieldOf names a field of an office in a Routing; the zero Office stands for the one office, or all.
func FieldOf(of people.Office, field string) string {
	if of.All() {
		return field
	}
	return of.Slug + "/" + field
}

// SetRouting says which unit of the actor's office answers for which of the fields, by UnitID; a field that is given to
// none goes to the admins. What other offices set stays.
func SetRouting(ctx context.Context, tx bot.Tx, by people.Actor, fields map[string]string) error {
	if !by.Runs() {
		return dialog.NotAllowed
	}
	routing := Routing{}
	if _, err := tx.Get(ctx, RoutingKey, &routing); err != nil {
		return err
	}
	if routing.Fields == nil {
		routing.Fields = map[string]string{}
	}
	for field, id := range fields {
		name := FieldOf(by.Office, field)
		if delete(routing.Fields, name); id == "" {
			continue
		}
		unit, found, err := people.UnitOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if found && by.Office.Has(unit.Name) {
			routing.Fields[name] = unit.ID
		}
	}
	tx.Put(RoutingKey, routing, 0)
	return by.Audit(ctx, tx, people.VerbSettingRouting, "", "")
}

// unitFor is the unit in charge of an entry's field for whoever asks in a chat, zero for nobody, or empty. Of several
// offices the citizen's own answers: what it gave to no unit goes to its desk.
func (svc *Service) unitFor(ctx context.Context, tx bot.Tx, k *answers.Knowledge, chat bot.ChatID,
	entry string) (string, error) {
	home, several, err := svc.Offices.OfficeOf(ctx, tx, k, chat)
	if err != nil {
		return "", err
	}
	var of people.Office
	if several {
		of = svc.People.OfficeBySlug(home.Slug)
	}
	if field := k.FieldOf(entry); field != "" {
		var routing Routing
		if _, err := tx.Get(ctx, RoutingKey, &routing); err != nil {
			return "", err
		}
		if unit := routing.Fields[FieldOf(of, field)]; unit != "" {
			return unit, nil
		}
	}
	if !several {
		return "", nil
	}
	return people.PutUnit(tx, of.Desk).ID, nil
}

// UnitBecame moves what waits for a unit, and the fields that it answers for, to what it became.
func UnitBecame(ctx context.Context, tx bot.Tx, from, to string) error {
	var routing Routing
	if _, err := tx.Get(ctx, RoutingKey, &routing); err != nil {
		return err
	}
	moved := false
	for field, unit := range routing.Fields {
		if unit == from {
			routing.Fields[field], moved = to, true
		}
	}
	if moved {
		tx.Put(RoutingKey, routing, 0)
	}
	return eachOf(ctx, tx, from, func(c Case) bool {
		c.Unit = to
		putCase(tx, c)
		return true
	})
}

// UnitAwaited reports whether questions wait for a unit, or it answers for a field.
func UnitAwaited(ctx context.Context, r bot.Reader, unit string) (found bool, err error) {
	var routing Routing
	if _, err := r.Get(ctx, RoutingKey, &routing); err != nil {
		return false, err
	}
	for _, in := range routing.Fields {
		if in == unit {
			return true, nil
		}
	}
	err = eachOf(ctx, r, unit, func(Case) bool {
		found = true
		return false
	})
	return found, err
}

// eachOf calls f for each case that waits for a unit, until it returns false.
func eachOf(ctx context.Context, r bot.Reader, unit string, f func(Case) bool) error {
	open, err := r.List(ctx, OpenCasesSet, bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return err
	}
	for _, e := range open {
		c, found, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return err
		}
		if found && c.Unit == unit && !f(c) {
			return nil
		}
	}
	return nil
}

// Satisfaction is the counted surveys of a week or month, each unit with what it earned under earlier names.
func Satisfaction(ctx context.Context, r bot.Reader, period string) (figures.Satisfaction, error) {
	s, err := figures.LoadSatisfaction(ctx, r, period)
	if err != nil || len(s.Unit) == 0 {
		return s, err
	}
	former, err := people.FormerUnits(ctx, r)
	s.Merge(func(id string) string {
		if u, ok := former[id]; ok {
			return u.ID
		}
		return id
	})
	return s, err
}
