package people

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// List lists the officials in the order in which they joined.
func List(ctx context.Context, r bot.Reader, set string) (out []Person, err error) {
	entries, err := r.List(ctx, set, bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		p, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// titles are the words of address before a name.
var titles = []string{"dong chi", "anh", "chi", "ong", "ba", "co", "chu", "em", "bac", "thay"}

// Find finds the officials that a text names: by full name, else by the given name or the last words of the name, else
// by some words of it. unit is set when the text is the name of a unit.
func Find(all []Person, text string) (found []Person, unit string) {
	folded := vi.Fold(text)
	for _, p := range all {
		if vi.Fold(p.Unit) == folded {
			unit = p.Unit
		}
		if vi.Fold(p.Name) == folded {
			found = append(found, p)
		}
	}
	if len(found) > 0 || unit != "" {
		return found, unit
	}
	for _, title := range titles {
		if rest, ok := strings.CutPrefix(folded, title+" "); ok {
			folded = rest
			break
		}
	}
	for _, p := range all {
		if name := vi.Fold(p.Name); name == folded || strings.HasSuffix(name, " "+folded) {
			found = append(found, p)
		}
	}
	if len(found) > 0 {
		return exactMarks(found, text), ""
	}
	words := strings.Fields(folded)
	for _, p := range all {
		name := strings.Fields(vi.Fold(p.Name))
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(name, w) }) {
			found = append(found, p)
		}
	}
	return found, ""
}

// exactMarks prefers those whose given name has the very diacritics of the text, if there are any: "Hà" is not "Hạ".
func exactMarks(found []Person, text string) []Person {
	last := func(s string) string {
		f := strings.Fields(strings.ToLower(vi.Clean(s)))
		if len(f) == 0 {
			return ""
		}
		return f[len(f)-1]
	}
	var exact []Person
	for _, p := range found {
		if last(p.Name) == last(text) {
			exact = append(exact, p)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

// Hint names some officials, when there are few enough to help.
func Hint(all []Person) string {
	if len(all) == 0 {
		return "\n" + dialog.TextNoPeople
	}
	names := make([]string, 0, 12)
	for _, p := range all[:min(len(all), 12)] {
		names = append(names, bot.Escape(p.Name))
	}
	more := ""
	if len(all) > 12 {
		more = ", …"
	}
	return "\n" + textPeopleAre + " " + strings.Join(names, ", ") + more + "."
}
