package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Units are renamed, merged and taken off the list. Who works in one, its open work, the questions that wait for it,
// the fields it answers for and what was printed with its code move with it.

// UnitHolds is what keeps a unit from being taken off the list without another that takes over.
type UnitHolds struct {
	People, Tasks int
	Waits         bool // questions wait for it, or it answers for a field
}

// None reports whether nothing is in the unit.
func (h UnitHolds) None() bool { return h.People == 0 && h.Tasks == 0 && !h.Waits }

// Holding counts what is in a unit.
func (svc *Service) Holding(ctx context.Context, r bot.Reader, u people.Unit) (h UnitHolds, err error) {
	members, err := people.List(ctx, r, people.UnitSet(u.Name))
	if err != nil {
		return h, err
	}
	h.People = len(members)
	if h.Tasks, err = tasks.OfUnit(ctx, r, u.Name); err != nil || svc.UnitAwaited == nil {
		return h, err
	}
	h.Waits, err = svc.UnitAwaited(ctx, r, u.ID)
	return h, err
}

// unit loads a unit that is on the list.
func unit(ctx context.Context, r bot.Reader, id string) (people.Unit, error) {
	all, err := people.Units(ctx, r)
	if err != nil {
		return people.Unit{}, err
	}
	i := find(all, id)
	if i < 0 {
		return people.Unit{}, dialog.RefuseMissing(textNoSuchUnit)
	}
	return all[i], nil
}

func find(all []people.Unit, id string) int {
	return slices.IndexFunc(all, func(u people.Unit) bool { return u.ID == id })
}

// RenameUnit gives a unit another name. Its heads stay its heads.
func (svc *Service) RenameUnit(ctx context.Context, tx bot.Tx, by people.Actor, id, name string) (people.Unit, error) {
	name = strings.Join(strings.Fields(vi.Clean(name)), " ")
	name = by.Office.Unit(name)
	from, err := unit(ctx, tx, id)
	switch {
	case !by.RunsIn(from.Name):
		return from, dialog.NotAllowed
	case err != nil:
		return from, err
	case name == "" || len([]rune(name)) > 80:
		return from, dialog.Refuse(textUnitName)
	case name == from.Name:
		return from, dialog.Refuse(fmt.Sprintf(textUnitSameName, bot.Escape(name)))
	}
	to := people.Unit{ID: people.UnitID(name), Name: name}
	if to.ID != from.ID {
		all, err := people.Units(ctx, tx)
		if err != nil {
			return from, err
		}
		if i := find(all, to.ID); i >= 0 {
			return from, dialog.Refuse(fmt.Sprintf(textUnitTaken, bot.Escape(all[i].Name)))
		}
	}
	if err := svc.become(ctx, tx, by, from, to, true); err != nil {
		return from, err
	}
	return to, by.Audit(ctx, tx, people.VerbUnitRename, from.ID, "")
}

// MergeUnit makes a unit a part of another. Who led it leads the other one only when an owner says so.
func (svc *Service) MergeUnit(ctx context.Context, tx bot.Tx, by people.Actor, id, into string) (people.Unit, error) {
	if !by.Runs() {
		return people.Unit{}, dialog.NotAllowed
	}
	from, err := unit(ctx, tx, id)
	if err != nil {
		return from, err
	}
	to, err := unit(ctx, tx, into)
	if err != nil {
		return to, err
	}
	switch {
	case !by.Office.Has(from.Name) || !by.Office.Has(to.Name):
		return people.Unit{}, dialog.NotAllowed
	case from.ID == to.ID:
		return to, dialog.Refuse(textUnitItself)
	}
	if err := svc.become(ctx, tx, by, from, to, false); err != nil {
		return to, err
	}
	return to, by.Audit(ctx, tx, people.VerbUnitMerge, from.ID, "")
}

// DropUnit takes a unit off the list in which nobody is and for which nothing waits.
func (svc *Service) DropUnit(ctx context.Context, tx bot.Tx, by people.Actor, id string) error {
	if !by.Runs() {
		return dialog.NotAllowed
	}
	u, err := unit(ctx, tx, id)
	if err != nil {
		return err
	}
	if !by.Office.Has(u.Name) {
		return dialog.NotAllowed
	}
	holds, err := svc.Holding(ctx, tx, u)
	if err != nil {
		return err
	}
	if !holds.None() {
		return dialog.Refuse(fmt.Sprintf(textUnitInUse, bot.Escape(u.Name)))
	}
	people.DropUnit(tx, id)
	return by.Audit(ctx, tx, people.VerbUnitDrop, id, "")
}

// become moves everything that is kept of a unit to what it is from now on.
func (svc *Service) become(ctx context.Context, tx bot.Tx, by people.Actor, from, to people.Unit, heads bool) error {
	members, err := people.List(ctx, tx, people.UnitSet(from.Name))
	if err != nil {
		return err
	}
	if err := svc.Tasks.UnitBecame(ctx, tx, by, from.Name, to.Name); err != nil {
		return err
	}
	for _, p := range members {
		if p, err = svc.place(ctx, tx, by, p, to.Name, heads); err != nil {
			return err
		}
		if !heads {
			if err := svc.tellMoved(ctx, tx, by, p, 0); err != nil {
				return err
			}
		}
		if err := svc.Tasks.Watch(ctx, tx, p); err != nil {
			return err
		}
	}
	open, err := tx.List(ctx, invitesSet, bot.Range{Max: dialog.MaxScore, Limit: mostOpen})
	if err != nil {
		return err
	}
	for _, e := range open {
		var inv invite
		found, err := tx.Get(ctx, inviteKey(e.Member), &inv)
		if err != nil {
			return err
		}
		if ttl := inv.Until.Sub(tx.Now()); found && ttl > 0 && people.UnitID(inv.Unit) == from.ID {
			inv.Unit = to.Name
			tx.Put(inviteKey(e.Member), inv, ttl)
		}
	}
	people.UnitBecame(tx, from, to)
	if from.ID == to.ID || svc.UnitBecame == nil {
		return nil
	}
	return svc.UnitBecame(ctx, tx, from.ID, to.ID)
}
