package site

import (
	"html/template"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// item is one statement on a page, with the numbers of the sources that it rests on.
type item struct {
	Text string
	HTML template.HTML // the same with the noun bold; empty: Text
	Refs []int
	// Doubtful: nobody could confirm it, or what it rests on has ended; its text says so.
	Doubtful bool
	More     []string // below it, in the same item
	Link     link

	Anchor string // of a plan's statement, which answers point at
}

// group is statements under a heading; a group without items is not shown.
type group struct {
	Title string
	Items []item
}

// section is a part of an entry, with an anchor that never changes.
type section struct {
	ID, Title string
	Items     []item
	Groups    []group // below the items, each in a fold
	Numbered  bool
	Tick      bool // the items are things to bring: each can be ticked
}

// cited is a source at the foot of a page.
type cited struct {
	N          int
	Name, Link string
}

// sheet gathers the statements of one page and numbers the sources in the order in which they are met.
type sheet struct {
	day      content.Day
	sources  []content.Source
	cited    []cited
	doubtful bool // something is not verified
}

// item is a fact as it stands on the page. What nobody verified rests on nothing, and says so in its text.
func (s *sheet) item(f content.Fact) item {
	it := item{Text: card.Said(f, s.day)}
	if f.Status == content.Unverified || f.Lapsed(s.day) {
		s.doubtful, it.Doubtful = true, true
		return it
	}
	for _, key := range f.Sources {
		if n := s.ref(key); n > 0 && !slices.Contains(it.Refs, n) {
			it.Refs = append(it.Refs, n)
		}
	}
	slices.Sort(it.Refs)
	return it
}

// ref is the number of a source, 0 for one that citizens are not shown.
func (s *sheet) ref(key string) int {
	i := slices.IndexFunc(s.sources, func(o content.Source) bool { return o.Key == key })
	if i < 0 || !s.sources[i].Official() {
		return 0
	}
	for _, c := range s.cited {
		if c.Name == s.sources[i].Title {
			return c.N
		}
	}
	s.cited = append(s.cited, cited{len(s.cited) + 1, s.sources[i].Title, s.sources[i].Link()})
	return len(s.cited)
}

func (s *sheet) items(facts []content.Fact) (out []item) {
	for _, f := range facts {
		it := s.item(f)
		if !slices.ContainsFunc(out, func(o item) bool { return o.Text == it.Text }) {
			out = append(out, it)
		}
	}
	return out
}

// bring are things to bring, the paper bold in each.
func (s *sheet) bring(lines []content.Line) []item {
	items := s.lines(lines)
	for _, l := range content.LinesAt(lines, s.day) {
		f := card.LineFact(l)
		for i := range items {
			if items[i].Text == card.Said(f, s.day) {
				items[i].HTML = webcard.Inline(card.Brought(f, s.day))
			}
		}
	}
	return items
}

func (s *sheet) lines(lines []content.Line) []item {
	var facts []content.Fact
	for _, l := range content.LinesAt(lines, s.day) {
		facts = append(facts, card.LineFact(l))
	}
	return s.items(facts)
}

// note is what stands where the base says nothing.
func note(text string) []item { return []item{{Text: text, Doubtful: true}} }

// short is a question that people ask, and what a clerk says first.
type short struct {
	Ask string
	item
}

// Footer says how far a page can be trusted.
type Footer struct {
	Checked  string
	Imported bool // taken over from the national portal
	Doubtful bool
	Overdue  string // the day it should have been looked at; empty when that lies ahead
	Valid    string // for how long it holds, where that has an end or lies ahead
}

func footer(checked, review content.Day, valid content.Span, day content.Day) (f Footer) {
	if !checked.IsZero() {
		f.Checked = checked.VN()
	}
	if !review.IsZero() && review.Before(day) {
		f.Overdue = review.VN()
	}
	f.Valid = card.ValidLine(valid, day)
	return f
}

// maxShorts is how many questions an entry's page answers: the page has to stay light.
const maxShorts = 12

// showQuestion is a way of asking as a heading: "Làm khai sinh mấy ngày thì có?"
func question(ask string) string { return strings.TrimRight(vi.Capital(ask), "?. ") + "?" }

// describe is what a search engine shows: at most 160 runes.
func describe(title, text string) string {
	if text == "" {
		text = "Giấy tờ cần mang, trình tự, thời hạn, lệ phí, nơi nộp."
	}
	return vi.Shorten(title+": "+text, 160)
}
