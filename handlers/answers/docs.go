package answers

import (
	"strings"

	"slices"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// eventDocs lists the events for the index.
func eventDocs(lib *content.Library) (docs []search.Doc) {
	for _, e := range lib.Events {
		docs = append(docs, search.Doc{ID: e.ID(), Title: e.Title, Names: e.Names,
			Field: "Việc trong đời", Kind: search.Event, Curated: true})
	}
	return docs
}

// Docs lists what can be found in a library.
func Docs(lib *content.Library) []search.Doc {
	docs := make([]search.Doc, 0, len(lib.Procedures)+len(lib.FAQs))
	for _, p := range lib.Procedures {
		docs = append(docs, search.Doc{
			ID: p.ID(), Codes: p.Codes, Title: p.Title, Names: p.Names, Called: p.Called, Field: p.Field,
			Levels: searchLevels(p),
			Body:   procedureBody(p), Kind: search.Procedure, Curated: !p.Imported, Family: family(p),
			Shorts: searchShorts(p.Short), Lines: procedureLines(p),
		})
	}
	for _, f := range lib.FAQs {
		docs = append(docs, search.Doc{
			ID: f.ID(), Title: f.Question, Names: f.Names, Field: f.Field, Body: joinLines(f.Answer), Kind: search.FAQ,
			Curated: true, Shorts: searchShorts(f.Short), Lines: texts(f.Answer),
		})
	}
	return append(append(docs, eventDocs(lib)...), planDocs(lib)...)
}

// Everyday are the names that people use for the procedures of a library, by national code, with the ways of asking for
// single things of them. An export of the portal has official titles only; with these its procedures are found by what
// people say.
func Everyday(lib *content.Library) map[string][]string {
	names := make(map[string][]string)
	for _, p := range lib.Procedures {
		if p.Imported {
			continue
		}
		all := slices.Clone(p.Names)
		for _, s := range p.Short {
			all = append(all, s.Ask...)
		}
		for _, code := range p.Codes[:min(1, len(p.Codes))] {
			names[code] = append(names[code], all...)
		}
	}
	return names
}

// searchLevels names the levels of authority in the words of the index.
func searchLevels(p *content.Procedure) (out []string) {
	for _, l := range p.Levels {
		switch l {
		case "cap-xa", "cong-an-xa":
			out = append(out, search.LevelCommune)
		case "cap-tinh", "cong-an-tinh":
			out = append(out, search.LevelProvince)
		case "trung-uong":
			out = append(out, search.LevelMinistry)
		default:
			out = append(out, search.LevelOther)
		}
	}
	return out
}

// family makes the copies of an imported procedure, of other levels or provinces, one choice.
func family(p *content.Procedure) string {
	if !p.Imported {
		return ""
	}
	return vi.Fold(strings.TrimPrefix(p.Title, "Thủ tục "))
}

// procedureBody is the weak evidence of an entry: what its dossiers are called and hold.
func procedureBody(p *content.Procedure) string {
	var b strings.Builder
	b.WriteString(p.Summary)
	for _, s := range p.Dossier {
		b.WriteString("\n" + s.Title + "\n" + strings.Join(s.Also, "\n") + "\n" + joinLines(s.Lines))
	}
	return b.String()
}

// searchShorts are short answers as the search takes them. All of them are known to it, whatever their validity: the
// day decides later which one is said.
func searchShorts(shorts []content.Short) (out []search.Short) {
	for _, s := range shorts {
		out = append(out, search.Short{Asks: s.Ask, Say: s.Say, Aspect: search.Aspect(s.Aspect)})
	}
	return out
}

// procedureLines are the statements of a curated entry.
func procedureLines(p *content.Procedure) (out []string) {
	if p.Imported {
		return nil
	}
	for _, a := range content.Aspects() {
		for _, f := range p.Facts(a) {
			if a != content.Legal {
				out = append(out, f.When+" "+f.Text)
			}
		}
	}
	for _, d := range p.Deadline {
		out = append(out, d.Text)
	}
	for _, lines := range [][]content.Line{p.Intro, p.Notes, p.Mistakes} {
		out = append(out, texts(lines)...)
	}
	return out
}

func texts(lines []content.Line) (out []string) {
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return out
}

func joinLines(lines []content.Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// planDocs lists what can be asked of the plans. Templates are no plan of this office and are not found.
func planDocs(lib *content.Library) (docs []search.Doc) {
	for _, p := range lib.Plans {
		if p.Template {
			continue
		}
		add := func(id, title string, names []string) {
			docs = append(docs, search.Doc{ID: planID(p, id), Title: title, Names: names, Field: p.Title, Body: p.Title,
				Kind: search.Plan, Curated: true})
		}
		for _, s := range p.Statements {
			add(s.ID, planTitle(p, s.Names, s.Text), s.Names)
		}
		for _, i := range p.Indicators {
			add(i.ID, planTitle(p, i.Names, i.Text), i.Names)
		}
	}
	return docs
}

// planTitle is what a choice shows for a statement: the first way of asking it, and which plan.
func planTitle(p *content.Plan, names []string, text string) string {
	if len(names) > 0 {
		text = names[0]
	}
	r := []rune(text)
	return "Kế hoạch " + p.Key + ": " + strings.TrimRight(string(r), ".?")
}

// planID names a statement or indicator of a plan among all entries: "kh-2024-m1".
func planID(p *content.Plan, id string) string { return content.PlanEntry(p.Key, id) }
