package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// mostPeople bounds how many officials are looked through at once.
const mostPeople = 500

// InCharge lists the preferred chats of the people of a unit; without any of them, the admins.
func (svc *Service) InCharge(ctx context.Context, r bot.Reader, unit string) ([]bot.ChatID, error) {
	if unit != "" {
		members, err := r.List(ctx, "people:unit:"+unit, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
		if err != nil {
			return nil, err
		}
		chats, err := preferredChats(ctx, r, members, func(Identity) bool { return true })
		if err != nil || len(chats) > 0 {
			return chats, err
		}
	}
	return svc.admins(ctx, r)
}

// admins lists the owners' chats and those of admins.
func (svc *Service) admins(ctx context.Context, r bot.Reader) ([]bot.ChatID, error) {
	members, err := r.List(ctx, AllSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	chats, err := preferredChats(ctx, r, members, func(id Identity) bool { return id.Role == RoleAdmin || id.Role == RoleOwner })
	for _, o := range svc.Owners {
		if !slices.Contains(chats, o) {
			chats = append(chats, o)
		}
	}
	return chats, err
}

// preferredChats is one chat for each person, the first whose identity is wanted.
func preferredChats(ctx context.Context, r bot.Reader, people []bot.Entry, want func(Identity) bool) (chats []bot.ChatID, err error) {
	for _, e := range people {
		p, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, chat := range p.Chats {
			var id Identity
			if _, err := r.Get(ctx, IdentityKey(chat), &id); err != nil {
				return nil, err
			}
			if id.Confirmed && want(id) {
				chats = append(chats, chat)
				break
			}
		}
	}
	return chats, nil
}

// Units lists the units of the office: those of its people and those with a counter's code.
func Units(ctx context.Context, r bot.Reader) (out []Unit, err error) {
	seen := map[string]bool{}
	add := func(name string) {
		if id := UnitID(name); name != "" && !seen[id] {
			seen[id] = true
			out = append(out, Unit{ID: id, Name: name})
		}
	}
	people, err := r.List(ctx, AllSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range people {
		p, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			add(p.Unit)
		}
	}
	kept, err := r.List(ctx, unitsSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range kept {
		name, err := UnitName(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		add(name)
	}
	slices.SortFunc(out, func(a, b Unit) int { return strings.Compare(vi.Fold(a.Name), vi.Fold(b.Name)) })
	return out, nil
}

// unitsSet holds the units that were written down, so that their names are known.
const unitsSet = "units"

// PutUnit writes a unit down, so that its code at a counter says its name.
func PutUnit(tx bot.Tx, name string) Unit {
	u := Unit{ID: UnitID(name), Name: name}
	tx.Put(unitKey(u.ID), u, 0)
	tx.Add(unitsSet, u.ID, tx.Now().UnixMilli())
	return u
}

func UnitSet(unit string) string { return "people:unit:" + UnitID(unit) }

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
