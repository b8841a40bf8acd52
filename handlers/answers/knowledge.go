// Package answers says what a citizen reads: it searches the content base for a question and renders the entry, the
// part or the single line that was asked for, with its sources, the date it was checked and the time it holds for. What
// the base does not know it says. An answer depends on the question, the base and the day only; nothing here keeps a
// chat, writes or waits, so nothing here fails.
package answers

import (
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/workday"
)

// Knowledge is the content base made ready to answer: the library and the index over it. It never changes; a changed
// base makes a new one.
type Knowledge struct {
	Library  *content.Library
	Index    *search.Index
	Calendar *workday.Calendar

	folded *sync.Map    // fixed words -> their folded form: those of the base and the commands, so it stays small; nil: none kept
	lines  *lineWeights // what the words of a line are worth; nil: no line is put on top of an answer
}

// Fold is vi.Fold for words of the base and other fixed words, worked out once.
func (k *Knowledge) Fold(fixed string) string {
	if k.folded == nil {
		return vi.Fold(fixed)
	}
	if f, ok := k.folded.Load(fixed); ok {
		return f.(string)
	}
	f := vi.Fold(fixed)
	k.folded.Store(fixed, f)
	return f
}

// NewKnowledge indexes a library.
func NewKnowledge(lib *content.Library, lex search.Lexicon) *Knowledge {
	imported := slices.ContainsFunc(lib.Procedures, func(p *content.Procedure) bool { return p.Imported })
	options := search.Options{Curated: !imported}
	return &Knowledge{Library: lib, Index: search.New(Docs(lib), lex, options), Calendar: workday.New(lib.Calendar), folded: new(sync.Map), lines: new(lineWeights)}
}

// Ask searches the base for a question, without the communes that it names: they say who asks, not what is asked.
func (k *Knowledge) Ask(question string) search.Result {
	for _, places := range k.Library.Places {
		question = places.Without(question)
	}
	return k.Index.Ask(question)
}

// Docs lists what can be found in a library.
func Docs(lib *content.Library) []search.Doc {
	docs := make([]search.Doc, 0, len(lib.Procedures)+len(lib.FAQs))
	for _, p := range lib.Procedures {
		docs = append(docs, search.Doc{
			ID: p.ID(), Codes: p.Codes, Title: p.Title, Names: p.Names, Field: p.Field, Levels: searchLevels(p),
			Body: procedureBody(p), Kind: search.Procedure, Curated: !p.Imported, Family: family(p),
			Shorts: searchShorts(p.Short), Lines: procedureLines(p),
		})
	}
	for _, f := range lib.FAQs {
		docs = append(docs, search.Doc{
			ID: f.ID(), Title: f.Question, Names: f.Names, Field: f.Field, Body: joinLines(f.Answer), Kind: search.FAQ, Curated: true,
			Shorts: searchShorts(f.Short), Lines: texts(f.Answer),
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

// TitleOf is what an entry is called, or its id.
func (k *Knowledge) TitleOf(id string) string {
	if p, ok := k.Library.Procedure(id); ok {
		return p.Title
	}
	if f, ok := k.Library.FAQ(id); ok {
		return f.Question
	}
	if e, ok := k.Library.Event(id); ok {
		return e.Title
	}
	if id == PlaceEntry {
		return "Xã cũ, xã mới"
	}
	return id
}

// FileOf is the file of an entry.
func (k *Knowledge) FileOf(id string) (path string, ok bool) {
	if p, found := k.Library.Procedure(id); found {
		return p.File, true
	}
	if f, found := k.Library.FAQ(id); found {
		return f.File, true
	}
	if e, found := k.Library.Event(id); found {
		return e.File, true
	}
	return "", false
}

// Show is what a citizen reads when he asks for an entry's part.
func (k *Knowledge) Show(id string, aspect search.Aspect, day content.Day) (bot.Message, bool) {
	return k.Message(id, aspect, 0, "", day)
}
