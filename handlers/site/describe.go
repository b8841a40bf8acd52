package site

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/offices/local"
)

// Entry is what a page says, as data: for programs that answer from the same base.
type Entry struct {
	ID       string         `json:"id" jsonschema:"id of the entry, part of its address"`
	Kind     string         `json:"kind" jsonschema:"procedure, question, event or plan"`
	Title    string         `json:"title" jsonschema:"title, in Vietnamese"`
	Code     string         `json:"code,omitempty" jsonschema:"national code of the procedure"`
	Field    string         `json:"field,omitempty" jsonschema:"field of administration"`
	Summary  string         `json:"summary,omitempty" jsonschema:"one sentence"`
	Path     string         `json:"path" jsonschema:"path of the entry's page on the office's site"`
	URL      string         `json:"url,omitempty" jsonschema:"address of the entry's page"`
	Online   string         `json:"online,omitempty" jsonschema:"where it is handed in online"`
	Checked  string         `json:"checked" jsonschema:"day on which somebody last checked it, YYYY-MM-DD"`
	Review   string         `json:"review,omitempty" jsonschema:"day by which it is to be checked again, YYYY-MM-DD"`
	Imported bool           `json:"imported,omitempty" jsonschema:"copied from the national portal, not checked by the office"`
	Sections []EntrySection `json:"sections" jsonschema:"what it says, by part"`
	Sources  []EntrySource  `json:"sources" jsonschema:"what it rests on"`
	Local    *EntryLocal    `json:"local,omitempty" jsonschema:"what the office that was asked for says besides"`
}

// EntryLocal is what one of several offices says of an entry besides the base that all share.
type EntryLocal struct {
	Office  string      `json:"office" jsonschema:"slug of the office"`
	Name    string      `json:"name" jsonschema:"name of the office, in Vietnamese"`
	Facts   []EntryFact `json:"facts" jsonschema:"statements; they count before those of the base"`
	Source  string      `json:"source" jsonschema:"decision of the office, or who vouches for it"`
	Checked string      `json:"checked" jsonschema:"day on which somebody last checked it, YYYY-MM-DD"`
}

// LocalOf is what an office says of an entry by its id; nil where it says nothing.
func LocalOf(ctx context.Context, r bot.Reader, o offices.Office, entry string) (*EntryLocal, error) {
	l, found, err := local.Of(ctx, r, o.Slug, entry)
	if err != nil || !found || l.None() {
		return nil, err
	}
	e := &EntryLocal{Office: o.Slug, Name: o.Name, Source: l.Source, Checked: l.On.String(), Facts: []EntryFact{}}
	for _, f := range l.Said() {
		e.Facts = append(e.Facts, EntryFact{Text: f.Label + ": " + f.Text, Verified: true})
	}
	return e, nil
}

// EntrySection is one part of an entry.
type EntrySection struct {
	ID    string      `json:"id" jsonschema:"anchor of the part on the page: dossier, steps, time, fee, where …"`
	Title string      `json:"title" jsonschema:"heading, in Vietnamese"`
	Facts []EntryFact `json:"facts" jsonschema:"statements"`
}

// EntryFact is one statement, in the words of the page.
type EntryFact struct {
	When     string `json:"when,omitempty" jsonschema:"the case for which it holds; empty: always"`
	Text     string `json:"text" jsonschema:"the statement, in Vietnamese; it says itself where it is not verified"`
	Verified bool   `json:"verified" jsonschema:"read in the sources named"`
	Sources  []int  `json:"sources,omitempty" jsonschema:"numbers of its sources"`
}

// EntrySource is a document or an official page.
type EntrySource struct {
	N     int    `json:"n" jsonschema:"number by which facts name it"`
	Title string `json:"title" jsonschema:"name with the articles, in Vietnamese"`
	URL   string `json:"url,omitempty" jsonschema:"official address, where one is known"`
}

// Describe returns an entry by its id or national code; a plan is "ke-hoach-" and its year. publicURL is where the
// pages are, or empty.
func Describe(know *answers.Knowledge, id string, day content.Day, publicURL string) (e Entry, ok bool) {
	lib := know.Library
	if p, found := lib.Procedure(id); found {
		e = describeProcedure(p, day)
	} else if f, found := lib.FAQ(id); found {
		s := &sheet{day: day, sources: f.Sources}
		sec := section{ID: "answer", Title: f.Question, Items: s.lines(f.Answer)}
		e = Entry{ID: f.Key, Kind: "question", Title: f.Question, Field: f.Field, Path: questionPath(f),
			Checked: f.Checked.String(), Review: f.Review.String(), Sections: plain([]section{sec}),
			Sources: s.listed()}
	} else if v, found := lib.Event(id); found {
		e = describeEvent(v)
	} else if i := slices.IndexFunc(lib.Plans,
		func(p *content.Plan) bool { return "ke-hoach-"+p.Key == id && !p.Template }); i >= 0 {
		e = describePlan(lib.Plans[i], day)
	} else {
		return Entry{}, false
	}
	if publicURL != "" {
		e.URL = strings.TrimRight(publicURL, "/") + e.Path
	}
	return e, true
}

func describeProcedure(p *content.Procedure, day content.Day) Entry {
	s := &sheet{day: day, sources: p.Sources}
	e := Entry{ID: p.Key, Kind: "procedure", Title: p.Title, Field: p.Field, Summary: p.Summary, Path: procedurePath(p),
		Online: onlineAddress(p, day), Checked: p.Checked.String(), Review: p.Review.String(), Imported: p.Imported,
		Sections: plain(s.sections(p))}
	if len(p.Codes) > 0 {
		e.Code = p.Codes[0]
	}
	e.Sources = s.listed()
	return e
}

func describeEvent(v *content.Event) Entry {
	sec := EntrySection{ID: "steps", Title: v.Title}
	for _, st := range v.Steps {
		sec.Facts = append(sec.Facts, EntryFact{When: st.When, Text: st.Do + " (" + st.Entry + ")", Verified: true})
	}
	return Entry{ID: v.Key, Kind: "event", Title: v.Title, Summary: v.Comfort, Path: eventPath(v),
		Checked: v.Checked.String(),
		Review:  v.Review.String(), Sections: []EntrySection{sec}, Sources: []EntrySource{}}
}

func describePlan(p *content.Plan, day content.Day) Entry {
	s := &sheet{day: day, sources: p.Sources}
	return Entry{ID: "ke-hoach-" + p.Key, Kind: "plan", Title: p.Title, Summary: p.Caution, Path: planPath(p),
		Checked: p.Checked.String(), Review: p.Review.String(), Sections: plain(s.planSections(p)), Sources: s.listed()}
}

// plain turns sections of a page into data.
func plain(sections []section) []EntrySection {
	out := []EntrySection{}
	for _, sec := range sections {
		e := EntrySection{ID: sec.ID, Title: sec.Title, Facts: []EntryFact{}}
		add := func(when string, items []item) {
			for _, it := range items {
				f := EntryFact{When: when, Text: it.Text, Verified: !it.Doubtful, Sources: it.Refs}
				if it.Link.Name != "" {
					f.Text += " (" + it.Link.To + ")"
				}
				e.Facts = append(e.Facts, f)
				for _, more := range it.More {
					e.Facts = append(e.Facts,
						EntryFact{When: it.Text, Text: more, Verified: f.Verified, Sources: it.Refs})
				}
			}
		}
		add("", sec.Items)
		for _, g := range sec.Groups {
			add(g.Title, g.Items)
		}
		out = append(out, e)
	}
	return out
}

func (s *sheet) listed() []EntrySource {
	out := []EntrySource{}
	for _, c := range s.cited {
		out = append(out, EntrySource{c.N, c.Name, c.Link})
	}
	return out
}

// EntryOf is the id by which Describe knows what the search names: statements of a plan belong to the plan.
func EntryOf(know *answers.Knowledge, id string) string {
	for _, p := range know.Library.Plans {
		if strings.HasPrefix(id, "kh-"+p.Key+"-") {
			return "ke-hoach-" + p.Key
		}
	}
	return id
}
