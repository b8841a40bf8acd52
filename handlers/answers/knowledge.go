// Package answers turns words into what a citizen reads: it searches the content base for a question and has package
// card render the entry, the part or the single line that was asked for. What the base does not know it says. An answer
// depends on the question, the base and the day only; nothing here keeps a chat, writes or waits, so nothing here
// fails.
package answers

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/answers/card"
)

// Knowledge is the content base made ready to answer: the library and the index over it. It never changes; a changed
// base makes a new one.
type Knowledge struct {
	Library  *content.Library
	Index    *search.Index
	Calendar *workday.Calendar
	// NoCards says that nobody sees the cards of answers to questions, so that they need not be made.
	NoCards bool

	// fixed words -> their folded form: those of the base and the commands, so it stays small; nil: none kept
	folded *sync.Map
	lines  *card.Lines // what the words of a line are worth; nil: no line is put on top of an answer
	events []eventName
	// the same by the words of their names, for most messages hold none of them
	eventsWith map[string][]eventName
	asks       map[string]bool   // every way of asking of a short answer, folded
	named      map[string]string // an editor's name or way of asking, folded: the one entry that has it
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
	k := &Knowledge{Library: lib, Index: search.New(Docs(lib), lex, options), Calendar: workday.New(lib.Calendar),
		folded: new(sync.Map), events: eventNames(lib)}
	k.lines = card.NewLines(lib, k.Fold)
	k.eventsWith = make(map[string][]eventName)
	for _, name := range k.events {
		for i, w := range name.words {
			if !slices.ContainsFunc(name.words[:i], func(o vi.Token) bool { return o.Fold == w.Fold }) {
				k.eventsWith[w.Fold] = append(k.eventsWith[w.Fold], name)
			}
		}
	}
	k.asks = foldedAsks(lib)
	k.named = ownNames(lib)
	return k
}

// foldedAsks are all ways of asking of the short answers of a library.
func foldedAsks(lib *content.Library) map[string]bool {
	asks := make(map[string]bool)
	add := func(shorts []content.Short) {
		for i := range shorts {
			for _, ask := range shorts[i].Ask {
				asks[vi.Fold(ask)] = true
			}
		}
	}
	for _, p := range lib.Procedures {
		add(p.Short)
	}
	for _, f := range lib.FAQs {
		add(f.Short)
	}
	return asks
}

// ownNames are the folded names and ways of asking that only one entry has. Titles of a national export are no names.
func ownNames(lib *content.Library) map[string]string {
	own, shared := make(map[string]string), make(map[string]bool)
	add := func(id string, names []string, shorts []content.Short) {
		for i := range shorts {
			names = append(names[:len(names):len(names)], shorts[i].Ask...)
		}
		for _, name := range names {
			folded := vi.Fold(name)
			if other, ok := own[folded]; ok && other != id {
				shared[folded] = true
			}
			own[folded] = id
		}
	}
	for _, p := range lib.Procedures {
		if !p.Imported {
			add(p.ID(), p.Names, p.Short)
		}
	}
	for _, f := range lib.FAQs {
		add(f.ID(), f.Names, f.Short)
	}
	for folded := range shared {
		delete(own, folded)
	}
	return own
}

// byName puts the entry first that alone has a question as a name, where the search was not sure or found another.
func byName(k *Knowledge, question, folded string, r search.Result) search.Result {
	id, ok := k.named[folded]
	if !ok || len(r.Hits) > 0 && r.Hits[0].ID == id && (r.Outcome == search.Answer || r.Outcome == search.Likely) {
		return r
	}
	r = answered(r, id, k.TitleOf(id))
	r.Reason, r.Choices, r.Also, r.Subject = "", 1, 0, max(1, r.Subject)
	r.Short, r.Sure = k.Index.Short(question, id)
	return r
}

// eventName is one of the names of an event, read once: every question is compared with all of them.
type eventName struct {
	event *content.Event
	words []vi.Token
}

func eventNames(lib *content.Library) (list []eventName) {
	for _, e := range lib.Events {
		for _, name := range append(slices.Clone(e.Names), e.Title) {
			list = append(list, eventName{e, vi.Tokens(name)})
		}
	}
	return list
}

// Ask searches the base for a question, without the communes that it names: they say who asks, not what is asked.
func (k *Knowledge) Ask(question string) search.Result {
	for _, places := range k.Library.Places {
		question = places.Without(question)
	}
	if strings.Contains(question, "/") {
		question = wholeDate.ReplaceAllString(question, " ") // it says when, and nothing of what is asked
	}
	r := k.Index.Ask(question)
	folded := vi.Fold(question)
	r = byName(k, question, folded, r)
	if len(r.Asks) == 0 && strings.Contains(folded, " thue") && taxes.MatchString(folded) {
		r.Asks = []search.Aspect{search.AspectFee} // a charge, but no part by that name: the overview stays what leads
	}
	// "thi lại hay xin lại được" wants one of the two said
	r.YesNo = r.YesNo || strings.Contains(folded, " hay ")
	return r
}

// wholeDate is a day written out: "05/10/2026".
var wholeDate = regexp.MustCompile(`\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b`)

// taxes are folded words that ask for taxes.
var taxes = regexp.MustCompile(`\b(nop|dong|chiu|mien|tinh|mat|khai|tien) thue\b`)

// answered is a result that something else than the search has answered.
func answered(r search.Result, id, title string) search.Result {
	r.Outcome, r.Confidence = search.Answer, 1
	hits := []search.Hit{{ID: id, Title: title}}
	for _, h := range r.Hits {
		if h.ID != id && len(hits) < search.MaxHits {
			hits = append(hits, h)
		}
	}
	r.Hits = hits
	return r
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
