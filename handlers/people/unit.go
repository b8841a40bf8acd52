package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// UnitID is the key of a unit: two ways of writing one name are one unit.
func UnitID(unit string) string {
	sum := sha256.Sum256([]byte(vi.Fold(unit)))
	return hex.EncodeToString(sum[:6])
}

// Unit is a unit of the office as the survey and the passing on of questions know it.
type Unit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Into is the UnitID of what the unit became, under another name or as a part of another; empty while it is one.
	// What was printed with the old id, and figures of before, find the present unit by it.
	Into string `json:"into,omitempty"`
}

func unitKey(id string) bot.Key { return bot.Key{Kind: "unit", ID: id} }

// mostRenamed bounds how often a unit is followed from name to name.
const mostRenamed = 20

// UnitOf is the unit of an id, as it is today: one that was renamed or merged is followed to what it became.
func UnitOf(ctx context.Context, r bot.Reader, id string) (u Unit, found bool, err error) {
	for range mostRenamed {
		u = Unit{}
		if found, err = r.Get(ctx, unitKey(id), &u); err != nil || !found || u.Into == "" {
			return u, found, err
		}
		id = u.Into
	}
	return u, found, nil
}

// UnitName is the present name of a unit, or empty.
func UnitName(ctx context.Context, r bot.Reader, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	u, _, err := UnitOf(ctx, r, id)
	return u.Name, err
}

// PutUnit writes a unit down, so that its code at a counter says its name.
func PutUnit(tx bot.Tx, name string) Unit {
	u := Unit{ID: UnitID(name), Name: name}
	tx.Put(unitKey(u.ID), u, 0)
	tx.Add(unitsSet, u.ID, tx.Now().UnixMilli())
	tx.Remove(formerUnitsSet, u.ID)
	return u
}

// UnitBecame writes down that a unit is called otherwise, or a part of another, from now on. Its people and its work
// move with it by the deeds of the rooms that keep them.
func UnitBecame(tx bot.Tx, from, to Unit) {
	PutUnit(tx, to.Name)
	if from.ID == to.ID {
		return
	}
	tx.Put(unitKey(from.ID), Unit{ID: from.ID, Name: from.Name, Into: to.ID}, 0)
	tx.Remove(unitsSet, from.ID)
	tx.Add(formerUnitsSet, from.ID, tx.Now().UnixMilli())
}

// DropUnit takes a unit in which nobody is off the list. Its name stays known, for figures of before.
func DropUnit(tx bot.Tx, id string) { tx.Remove(unitsSet, id) }

// FormerUnits says of each unit that was renamed or merged, by its UnitID, what it is today.
func FormerUnits(ctx context.Context, r bot.Reader) (map[string]Unit, error) {
	list, err := r.List(ctx, formerUnitsSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	out := make(map[string]Unit, len(list))
	for _, e := range list {
		u, found, err := UnitOf(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found {
			out[e.Member] = u
		}
	}
	return out, err
}

// unitsSet holds the units that were written down, so that their names are known; formerUnitsSet those that became
// others, by when.
const (
	unitsSet       = "units"
	formerUnitsSet = "units:former"
)

// UnitSet is the set of a unit's officials, by the time they joined.
func UnitSet(unit string) string { return "people:unit:" + UnitID(unit) }

// UnitObject is a unit as the log names it; "" for none.
func UnitObject(name string) string {
	if name == "" {
		return ""
	}
	return UnitID(name)
}
