package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// InCharge lists the preferred chats of the people of a unit and of who stands in for them; without any of them, the
// admins of its office, or of all offices.
func (svc *Service) InCharge(ctx context.Context, tx bot.Tx, unit string) ([]bot.ChatID, error) {
	if unit != "" {
		members, err := tx.List(ctx, "people:unit:"+unit, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(members))
		for i, e := range members {
			ids[i] = e.Member
		}
		if ids, err = WithStandIns(ctx, tx, ids); err != nil {
			return nil, err
		}
		chats, err := svc.preferredChats(ctx, tx, ids, tx.Now(), func(Identity) bool { return true })
		if err != nil || len(chats) > 0 {
			return chats, err
		}
	}
	name, err := UnitName(ctx, tx, unit)
	if err != nil {
		return nil, err
	}
	return svc.admins(ctx, tx, name)
}

// AdminsOf lists the chats of an office's own admins; where it has none, and for all offices, the owners' and those of
// admins of all offices.
func (svc *Service) AdminsOf(ctx context.Context, r bot.Tx, of Office) ([]bot.ChatID, error) {
	return svc.admins(ctx, r, of.Desk)
}

// admins lists the chats of a unit's office's own admins; where it has none, the owners' and those of admins of all
// offices.
func (svc *Service) admins(ctx context.Context, r bot.Tx, unit string) ([]bot.ChatID, error) {
	members, err := r.List(ctx, AllSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	var own, all []string
	of := svc.OfficeOf(unit)
	for _, e := range members {
		if svc.Offices == nil {
			all = append(all, e.Member)
			continue
		}
		p, _, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		switch svc.OfficeOf(p.Unit) {
		case Office{}:
			all = append(all, e.Member)
		case of:
			own = append(own, e.Member)
		}
	}
	runs := func(id Identity) bool { return id.Role == RoleAdmin || id.Role == RoleOwner }
	if chats, err := svc.preferredChats(ctx, r, own, r.Now(), runs); err != nil || len(chats) > 0 {
		return chats, err
	}
	chats, err := svc.preferredChats(ctx, r, all, r.Now(), runs)
	if err != nil {
		return nil, err
	}
	owners, err := svc.Owners(ctx, r)
	for _, o := range owners {
		if !slices.Contains(chats, o) {
			chats = append(chats, o)
		}
	}
	return chats, err
}

// preferredChats is one chat for each person, of those whose identity is wanted: the first that takes an ordinary
// message now, else the first.
func (svc *Service) preferredChats(ctx context.Context, r bot.Reader, people []string, at time.Time,
	want func(Identity) bool) (chats []bot.ChatID, err error) {
	for _, one := range people {
		p, ok, err := Load(ctx, r, one)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		var first, open bot.ChatID
		for _, chat := range p.Chats {
			var id Identity
			if _, err := r.Get(ctx, IdentityKey(chat), &id); err != nil {
				return nil, err
			}
			if !id.Confirmed || !want(id) {
				continue
			}
			if first.IsZero() {
				first = chat
			}
			why, err := svc.Unreachable(ctx, r, chat, "", at)
			if err != nil {
				return nil, err
			}
			if why == "" {
				open = chat
				break
			}
		}
		if open.IsZero() {
			open = first
		}
		if !open.IsZero() {
			chats = append(chats, open)
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
