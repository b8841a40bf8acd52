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
