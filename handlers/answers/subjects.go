package answers

import (
	"slices"

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
