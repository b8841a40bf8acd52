// Package content is the base of what the assistant knows: it reads the folder of Markdown and YAML files that an
// office edits, checks them and hands them out as plain values.
// Reading never stops at the first mistake: Load returns everything it could understand together with every Fault, each
// with its file and line and a Vietnamese sentence that tells a clerk how to mend it. A base with errors must not
// replace a good one; Base keeps the last good Library while the files are wrong.
//
// The format is described in docs/content-format.md.
package content

import (
	"slices"
)

// Library is a whole base as read from its folder. It is not changed after Load, so it may be shared freely.
type Library struct {
	Title      string
	Owner      string // who keeps an entry that names nobody
	Province   string
	Asked      []Asked // what is asked most, for the first page
	Topics     []Topic // groups of fields, for the first page
	Documents  []*Document
	Procedures []*Procedure // curated entries first, then imported ones, each by id
	FAQs       []*FAQ
	Plans      []*Plan
	Places     []*Places
	Offices    []Office
	Calendar   []*CalendarYear
	Urgent     *Urgent // nil: the base has no replies to danger
	Events     []*Event
	Questions  []Question

	procedures map[string]*Procedure // by key and by every code
	faqs       map[string]*FAQ
	documents  map[string]*Document
}

// Asked is an entry under a few everyday words.
type Asked struct{ Entry, Say string }

// Topic is a group of fields under words that people look for. Its id is part of an address.
type Topic struct {
	ID     string
	Title  string
	Fields []string
}

// Procedure returns the entry with the given id or national code. A curated entry comes before an imported one.
func (l *Library) Procedure(idOrCode string) (*Procedure, bool) {
	p, ok := l.procedures[idOrCode]
	return p, ok
}

// FAQ returns the FAQ entry with the given id.
func (l *Library) FAQ(id string) (*FAQ, bool) {
	f, ok := l.faqs[id]
	return f, ok
}

// NewLibrary makes a base of entries that were not read from files, such as an export that is asked directly. Of two
// entries with one code the first is kept.
func NewLibrary(procedures []*Procedure, faqs []*FAQ) *Library {
	l := &Library{Procedures: procedures, FAQs: faqs, procedures: make(map[string]*Procedure, len(procedures)),
		faqs: make(map[string]*FAQ, len(faqs))}
	for _, p := range procedures {
		for _, key := range append([]string{p.Key}, p.Codes...) {
			if _, twice := l.procedures[key]; !twice {
				l.procedures[key] = p
			}
		}
	}
	for _, f := range faqs {
		l.faqs[f.Key] = f
	}
	return l
}

// Event returns the event with the given id.
func (l *Library) Event(id string) (*Event, bool) {
	i := slices.IndexFunc(l.Events, func(e *Event) bool { return e.Key == id })
	if i < 0 {
		return nil, false
	}
	return l.Events[i], true
}

// Document returns the document with the given id.
func (l *Library) Document(id string) (*Document, bool) {
	d, ok := l.documents[id]
	return d, ok
}

// Served returns the offices of the given slugs, in the order of the base; "*" stands for all that have one. Slugs that
// no office has come back in unknown.
func (l *Library) Served(slugs []string) (out []Office, unknown []string) {
	all := slices.Contains(slugs, "*")
	for _, o := range l.Offices {
		if o.Slug != "" && (all || slices.Contains(slugs, o.Slug)) {
			out = append(out, o)
		}
	}
	for _, s := range slugs {
		if s != "*" && !slices.ContainsFunc(out, func(o Office) bool { return o.Slug == s }) {
			unknown = append(unknown, s)
		}
	}
	return out, unknown
}

// Commune returns the present commune of an id, and the table that it stands in.
func (l *Library) Commune(id string) (*Commune, *Places, bool) {
	for _, p := range l.Places {
		for i := range p.Communes {
			if p.Communes[i].ID == id {
				return &p.Communes[i], p, true
			}
		}
	}
	return nil, nil, false
}

// Question is a golden question: what somebody types and what must come out.
type Question struct {
	Q      string
	Want   string   // an entry's id, a plan's "kh-<plan>-<id>", or WantChoose, WantUnknown, WantPlaces
	Or     []string // other entries that answer as well
	Of     []string // with WantChoose: each of these must be offered
	Aspect Aspect   // the part asked for; empty when it does not matter
	Says   string   // words that the first line of the reply must hold; empty when it does not matter
	Missed bool     // a known miss: the search does not answer it as wanted yet
	File   string
	Line   int
}

// What a golden question may want instead of an entry.
const (
	WantChoose  = "choose"
	WantUnknown = "unknown"
	WantPlaces  = "places" // the table of former communes
	WantOffice  = "office" // the office itself: hours, telephone, days off
	WantCode    = "code"   // where to look a dossier up by its code
	WantCalm    = "calm"   // whatever answers, no alarm: it only looks like danger
)

func parseQuestions(b *book, src string) (out []Question) {
	tree := readTree(b, src, 0)
	if tree.kind != list {
		if tree.kind != empty {
			b.fault(tree.line, "tệp câu hỏi phải là danh sách, mỗi dòng dạng - {q: …, want: …}")
		}
		return nil
	}
	for _, it := range tree.items {
		r := b.reader(it, "câu hỏi")
		q := Question{
			Q:      r.need("q", "câu hỏi", 400),
			Want:   r.need("want", "id của mục phải trả lời, hoặc choose, unknown", 80),
			Or:     r.texts("or", 80),
			Of:     r.texts("of", 80),
			Aspect: Aspect(r.choice("aspect", aspectWords()...)),
			Says:   r.text("says", maxSay),
			Missed: r.bool("missed"),
			File:   b.file,
			Line:   it.line,
		}
		r.text("note", 200)
		r.done()
		if len(q.Of) > 0 && q.Want != WantChoose {
			b.fault(it.line, "\"of\" chỉ đi với want: choose")
		}
		out = append(out, q)
	}
	return out
}

// PlanEntry is the id under which a statement or indicator of a plan is asked for.
func PlanEntry(plan, id string) string { return "kh-" + plan + "-" + id }
