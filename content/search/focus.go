package search

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// A message of forty words or more is a story with a request in it. The clauses that ask weigh fully, the one before
// them nearly so, and the rest little: a place, a job or a death in the family is seldom what is wanted.

// storyWords is from how many syllables on a message is read as a story.
const storyWords = 26

// What a syllable of a story weighs by where it stands.
const (
	asksWeight   = 1
	beforeWeight = 0.7
	sideWeight   = 0.3
)

// clause is a part of a message between two marks.
type clause struct {
	from, to int // its syllables
	asks     bool
	weight   float32
}

// tokens reads a message into s.toks, and s.side: what each syllable weighs by where it stands. Of a message that is
// longer than a question may be, the clauses that weigh least are left out.
func (s *reading) tokens(text string) {
	s.toks, s.side = vi.AppendTokens(s.toks[:0], text), s.side[:0]
	if len(s.toks) < storyWords {
		for range s.toks {
			s.side = append(s.side, 1)
		}
		return
	}
	s.toks, s.clauses = s.toks[:0], s.clauses[:0]
	for part := range strings.FieldsFuncSeq(text, endsClause) {
		from := len(s.toks)
		s.toks = vi.AppendTokens(s.toks, part)
		for ; len(s.toks)-from > longClause; from += longClause {
			s.clauses = append(s.clauses, clause{from: from, to: from + longClause})
		}
		if len(s.toks) > from {
			s.clauses = append(s.clauses, clause{from: from, to: len(s.toks)})
		}
	}
	s.weighClauses()
	s.shorten()
}

// longClause is the most syllables of a clause; people who write without marks get clauses all the same.
const longClause = 14

func endsClause(r rune) bool { return strings.ContainsRune(".,;:?!\n()", r) }

func (s *reading) weighClauses() {
	some := false
	for i := range s.clauses {
		c := &s.clauses[i]
		c.weight = sideWeight
		if c.asks = requests(s.toks[c.from:c.to]); c.asks {
			some = true
		}
	}
	for i := range s.clauses {
		switch c := &s.clauses[i]; {
		case c.asks || !some:
			c.weight = asksWeight
		case i+1 < len(s.clauses) && s.clauses[i+1].asks:
			c.weight = beforeWeight
		}
	}
}

// shorten keeps the clauses that weigh most, in their order, and notes what each syllable weighs.
func (s *reading) shorten() {
	order := make([]int, len(s.clauses))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch wa, wb := s.clauses[a].weight, s.clauses[b].weight; {
		case wa > wb:
			return -1
		case wa < wb:
			return 1
		}
		return 0
	})
	room := maxQuery
	keep := make([]bool, len(s.clauses))
	for _, i := range order {
		if n := s.clauses[i].to - s.clauses[i].from; n <= room {
			keep[i] = true
			room -= n
		}
	}
	kept := s.toks[:0]
	for i, c := range s.clauses {
		if !keep[i] {
			continue
		}
		for k := c.from; k < c.to; k++ {
			kept = append(kept, s.toks[k])
			s.side = append(s.side, c.weight)
		}
	}
	s.toks = kept
}

// askingWords are folded words that make a clause a request.
var askingWords = [][]string{
	{"hoi"}, {"xin"}, {"muon"}, {"can", "gi"}, {"can", "nhung"}, {"giay", "gi"}, {"giay", "to", "gi"}, {"lam", "sao"},
	{"the", "nao"}, {"kieu", "gi"}, {"o", "dau"}, {"bao", "nhieu"}, {"bao", "lau"}, {"may", "ngay"}, {"duoc", "khong"},
	{"duoc", "ko"}, {"dc", "ko"}, {"dc", "k"}, {"co", "phai"}, {"phai", "lam"}, {"thu", "tuc"}, {"khong", "a"},
	{"duoc", "chua"}, {"don", "gi"},
	{"co", "can"}, {"ra", "sao"}, {"huong", "dan"}, {"chi", "giup"}, {"nop", "dau"}, {"den", "dau"}, {"len", "dau"},
	{"co", "duoc"},
	{"nen", "lam"},
}

// reads reports whether a syllable is a folded word.
func reads(w string, t vi.Token) bool { return w == t.Fold }

// requests reports whether a clause asks for something.
func requests(toks []vi.Token) bool {
	for i := range toks {
		for _, words := range askingWords {
			if i+len(words) <= len(toks) && slices.EqualFunc(words, toks[i:i+len(words)], reads) {
				return true
			}
		}
	}
	n := len(toks)
	return n > 0 && (toks[n-1].Fold == "khong" || toks[n-1].Fold == "ko") && toks[n-1].Mark != "khống"
}
