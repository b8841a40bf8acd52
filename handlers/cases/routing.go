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
// the admins.
type Routing struct {
	Fields map[string]string `json:"fields"`
}

// RoutingKey names the document of the Routing.
var RoutingKey = bot.Key{Kind: "setting", ID: "routing"}

// unitFor is the unit in charge of an entry's field, or empty.
func unitFor(ctx context.Context, r bot.Reader, k *answers.Knowledge, entry string) (string, error) {
	field := k.FieldOf(entry)
	if field == "" {
		return "", nil
	}
	var routing Routing
	_, err := r.Get(ctx, RoutingKey, &routing)
	return routing.Fields[field], err
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
