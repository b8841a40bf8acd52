package answers

import (
	"slices"

	"strings"

	"github.com/motcua/motcua/content/vi"
)

// Fields lists the fields of the base, each once, in the order of the entries.
func (k *Knowledge) Fields() (out []string) {
	for _, p := range k.Library.Procedures {
		if p.Field != "" && !p.Imported && !slices.Contains(out, p.Field) {
			out = append(out, p.Field)
		}
	}
	return out
}

// CommonFields are at most n fields, those with the most procedures first: what fits a message on a phone.
func (k *Knowledge) CommonFields(n int) []string {
	count := map[string]int{}
	for _, p := range k.Library.Procedures {
		if !p.Imported {
			count[p.Field]++
		}
	}
	all := k.Fields()
	slices.SortStableFunc(all, func(a, b string) int { return count[b] - count[a] })
	return all[:min(n, len(all))]
}

// Topic finds the field or the commune that a wish names.
func (k *Knowledge) Topic(wish string) (field, commune string) {
	folded := vi.Fold(wish)
	for _, f := range k.Fields() {
		if vi.Fold(f) == folded {
			return f, ""
		}
	}
	for _, places := range k.Library.Places {
		for _, h := range places.Lookup(wish) {
			if h.Commune != nil {
				return "", h.Commune.ID
			}
		}
	}
	return "", ""
}

// CommuneName is what a present commune is called, or its id.
func (k *Knowledge) CommuneName(id string) string {
	for _, places := range k.Library.Places {
		for _, c := range places.Communes {
			if c.ID == id {
				return c.Name
			}
		}
	}
	return id
}

// Communes are the names of the present communes, as the base has them.
func (k *Knowledge) Communes() (out []string) {
	for _, places := range k.Library.Places {
		for _, c := range places.Communes {
			out = append(out, c.Name)
		}
	}
	return out
}

// FieldOf is the field of an entry, "" when the base has none of that id.
func (k *Knowledge) FieldOf(entry string) string {
	if p, ok := k.Library.Procedure(entry); ok {
		return p.Field
	}
	if f, ok := k.Library.FAQ(entry); ok {
		return f.Field
	}
	return ""
}

// neighbours reports whether the title of one entry holds that of the other: "Đăng ký kết hôn" and "Đăng ký kết hôn có
// yếu tố nước ngoài".
func (k spoken) neighbours(a, b string) bool {
	p, q := " "+vi.Fold(k.TitleOf(a))+" ", " "+vi.Fold(k.TitleOf(b))+" "
	return len(p) > 2 && len(q) > 2 && (strings.Contains(p, q) || strings.Contains(q, p))
}

// spoken reads words by what is on the table of a conversation: the steps of GoOn, Otherwise and Stands.
type spoken struct{ *Knowledge }

// namedWhole reports whether words hold a whole name of an entry, of two syllables or more.
func (k spoken) namedWhole(id, text string) bool {
	folded := vi.Fold(text)
	return slices.ContainsFunc(append(k.namesOf(id), k.TitleOf(id)), func(n string) bool {
		name := k.Fold(n)
		return strings.Contains(name, " ") && hasWords(folded, name)
	})
}

// namesOf are the names of an entry.
func (k spoken) namesOf(id string) []string {
	if p, ok := k.Library.Procedure(id); ok {
		return p.Names
	}
	if f, ok := k.Library.FAQ(id); ok {
		return f.Names
	}
	if e, ok := k.Library.Event(id); ok {
		return e.Names
	}
	return nil
}
