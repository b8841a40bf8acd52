package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
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
}

func unitKey(id string) bot.Key { return bot.Key{Kind: "unit", ID: id} }

// UnitName is the name of a unit, or empty.
func UnitName(ctx context.Context, r bot.Reader, id string) (string, error) {
	var u Unit
	if id == "" {
		return "", nil
	}
	_, err := r.Get(ctx, unitKey(id), &u)
	return u.Name, err
}

// PutUnit writes a unit down, so that its code at a counter says its name.
func PutUnit(tx bot.Tx, name string) Unit {
	u := Unit{ID: UnitID(name), Name: name}
	tx.Put(unitKey(u.ID), u, 0)
	tx.Add(unitsSet, u.ID, tx.Now().UnixMilli())
	return u
}

// unitsSet holds the units that were written down, so that their names are known.
const unitsSet = "units"

// UnitSet is the set of a unit's officials, by the time they joined.
func UnitSet(unit string) string { return "people:unit:" + UnitID(unit) }

// UnitObject is a unit as the log names it; "" for none.
func UnitObject(name string) string {
	if name == "" {
		return ""
	}
	return UnitID(name)
}
