package people

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// OfficeOf is the office of a unit; the zero Office where it is of none, or one office is served.
func (svc *Service) OfficeOf(unit string) (of Office) {
	if svc.Offices == nil || unit == "" {
		return Office{}
	}
	folded := " " + vi.Fold(unit)
	for _, o := range svc.Offices() {
		if strings.HasSuffix(folded, o.end) && len(o.end) > len(of.end) {
			of = o
		}
	}
	return of
}

// OfficeBySlug is the office of a slug; the zero Office where there is none.
func (svc *Service) OfficeBySlug(slug string) Office {
	if svc.Offices == nil {
		return Office{}
	}
	all := svc.Offices()
	if i := slices.IndexFunc(all, func(o Office) bool { return o.Slug == slug }); i >= 0 {
		return all[i]
	}
	return Office{}
}

// OfficeOfPerson is the office of an official; the zero Office of who is an owner on any of his chats.
func (svc *Service) OfficeOfPerson(ctx context.Context, r bot.Reader, p Person) (Office, error) {
	of := svc.OfficeOf(p.Unit)
	if of.All() {
		return of, nil
	}
	for _, chat := range p.Chats {
		role, _, err := svc.RoleOf(ctx, r, chat)
		if err != nil || role == RoleOwner {
			return Office{}, err
		}
	}
	return of, nil
}
