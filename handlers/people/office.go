package people

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Office is one of several offices on an installation, as the rights of officials know it; the zero Office stands for
// all of them. A unit belongs to the office with whose commune its name ends: "Văn phòng xã Bình Mỹ". An official
// belongs to the office of his unit.
type Office struct {
	Slug string
	Name string // of its commune, as people read it: "xã Bình Mỹ"
	Desk string // the unit that answers where no other is in charge: the office's own name
	end  string // how the folded names of its units end
}

// NewOffice makes one of several offices, of its slug, its commune's name and its own.
func NewOffice(slug, commune, name string) Office {
	o := Office{Slug: slug, Name: commune, end: " " + vi.Fold(commune)}
	o.Desk = o.Unit(name)
	return o
}

// All reports whether it stands for all offices.
func (o Office) All() bool { return o.Slug == "" }

// Has reports whether a unit is of the office.
func (o Office) Has(unit string) bool {
	return o.All() || strings.HasSuffix(" "+vi.Fold(unit), o.end)
}

// Unit is the full name of a unit of the office: what is typed without the commune's name gets it. A name that ends with
// another commune's gets it too, so that nobody names a unit into an office that is not his.
func (o Office) Unit(name string) string {
	name = strings.TrimSpace(name)
	if o.All() || name == "" || o.Has(name) {
		return name
	}
	kind, rest, _ := strings.Cut(o.Name, " ")
	if strings.HasSuffix(" "+vi.Fold(name), " "+vi.Fold(kind)) { // "Công an xã"
		return name + " " + rest
	}
	return name + " " + o.Name
}

// Only keeps of a list what is of the office, by the unit that of gives.
func Only[T any](o Office, list []T, of func(T) string) []T {
	if o.All() {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return !o.Has(of(v)) })
}

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

// RunsAll reports whether w runs the bot for all offices: days off, the plan, settings and the shared base are theirs.
func (w Actor) RunsAll() bool { return w.Runs() && w.Office.All() }

// RunsIn reports whether w runs the bot for the office of a unit.
func (w Actor) RunsIn(unit string) bool { return w.Runs() && w.Office.Has(unit) }

func unitOf(p Person) string { return p.Unit }

// OnlyPeople keeps of officials those of the actor's office.
func (w Actor) OnlyPeople(list []Person) []Person { return Only(w.Office, list, unitOf) }
