package people

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// Office is one of several offices on an installation, as the rights of officials know it; the zero Office stands for
// all of them. A unit belongs to the office with whose commune its name ends: "Văn phòng xã Bình Mỹ". An official
// belongs to the office of his unit.
type Office struct {
	Slug string
	Name string // of its commune, as people read it: "xã Bình Mỹ"
	Desk string // the unit that answers where no other is in charge: the office's own name
	// Commune is the id of its commune in the base.
	Commune string
	end     string // how the folded names of its units end
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

// Keeps reports whether what belongs to an office, by its slug, is its own; all offices keep everything, and what is of
// all is of no single one.
func (o Office) Keeps(slug string) bool { return o.All() || o.Slug == slug }

// Unit is the full name of a unit of the office: what is typed without the commune's name gets it. A name that ends
// with another commune's gets it too, so that nobody names a unit into an office that is not his.
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
