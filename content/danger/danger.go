// Package danger recognises messages of people in danger: a fire, a drowning, violence, a wish to die. It reads rules
// that are data (content/urgent) and knows no reply, no chat and no base.
//
// A message is taken for danger when one of the signs stands in it and no cue says that it is about something else:
// about papers, about the law, about what is long over. Cues can only calm, never alarm; how much it takes to calm a
// sign is the sign's Strength. The sign words are read as search reads words: without diacritics, in raw Telex or VNI
// keys, with one typing error.
package danger

import (
	"fmt"

	"github.com/motcua/motcua/content/vi"
)

// Strength says how sure a sign is by itself.
type Strength uint8

// The strengths of signs.
const (
	Weak  Strength = iota // danger only together with a cue of the present
	Plain                 // danger, unless a cue calms it
	Sure                  // danger even beside papers or a past time; only law and lessons calm it
)

// Cue is what other words of a message say about its signs.
type Cue uint8

// The cues. The first three speak for danger, the others against it.
const (
	Cry    Cue = 1 << iota // a cry for help: every sign counts
	Call                   // asks whom to call: papers and a past time calm nothing
	Now                    // it is going on
	Ask                    // an everyday question, "ở đâu", "được không": weak signs need more than themselves
	Papers                 // papers, benefits or a procedure are asked for
	Law                    // law, penalties or a complaint are asked for
	Past                   // it is over
	Lesson                 // a drill, a report, a film, a figure of speech
)

// Sign is a list of sayings that mean one kind of danger.
type Sign struct {
	Kind     string
	Strength Strength
	Lasting  bool // it goes on although it began long ago: a past time does not calm it
	Says     []string
}

// Rules are the rule set. Sayings are words with diacritics; "…" stands for up to four words, "<name>" for one saying
// of a set, "(word)" for a word that may be missing, "^" and "$" for the beginning and the end of the message. A word
// with "!" counts only where the writer put its diacritics, for what would else be another word.
type Rules struct {
	Same  map[string]string   // a word of chat or dialect -> the word it stands for
	Sets  map[string][]string // by name
	Not   []string            // sayings that only look like danger: read over
	Cues  map[Cue][]string
	Signs []Sign
}

// Matcher holds compiled rules. It is not changed after New and may be shared.
type Matcher struct {
	voc   vocab
	same  map[string][]word
	nots  book
	cues  book
	signs book
	all   []Sign
}

// New compiles rules; the error is a *BadSaying, the first that cannot be read.
func New(rules Rules) (*Matcher, error) {
	m := &Matcher{voc: newVocab(), same: map[string][]word{}, all: rules.Signs}
	m.nots.sees, m.cues.sees = true, true
	c := compiler{voc: &m.voc, sets: rules.Sets}
	add := func(b *book, says []string, what int) error {
		for _, s := range says {
			p, err := c.pattern(s)
			if err != nil {
				return &BadSaying{Says: s, Err: err}
			}
			p.what = what
			b.add(p)
		}
		return nil
	}
	if err := add(&m.nots, rules.Not, 0); err != nil {
		return nil, err
	}
	for _, cue := range []Cue{Cry, Call, Now, Ask, Papers, Law, Past, Lesson} {
		if err := add(&m.cues, rules.Cues[cue], int(cue)); err != nil {
			return nil, err
		}
	}
	for i, s := range rules.Signs {
		if err := add(&m.signs, s.Says, i); err != nil {
			return nil, err
		}
	}
	for from, to := range rules.Same {
		short, full := vi.Tokens(from), m.voc.words(to)
		if len(short) != 1 || len(full) == 0 {
			return nil, &BadSaying{Says: from, Err: errEmpty}
		}
		m.same[short[0].Mark] = full
	}
	m.voc.seal()
	for _, b := range []*book{&m.nots, &m.cues, &m.signs} {
		b.seal(len(m.voc.names))
	}
	return m, nil
}

// BadSaying is the error of a saying that cannot be read.
type BadSaying struct {
	Says string // as the rules write it
	Err  error
}

func (b *BadSaying) Error() string { return fmt.Sprintf("%q: %v", b.Says, b.Err) }

// Unwrap returns what is wrong with it.
func (b *BadSaying) Unwrap() error { return b.Err }

// Found is a recognised danger.
type Found struct {
	Kind string
	At   int // number of the syllable where the sign begins, for explaining
	Cues Cue // the cues that stood in the message
}

// Find reads a message. Of several signs the surest one counts, then the first of the rules.
func (m *Matcher) Find(text string) (Found, bool) {
	if m == nil {
		return Found{}, false
	}
	var store [64]token
	t := reading{tokens: store[:0]}
	m.read(&t, text)
	if !m.any(&t) {
		return Found{}, false
	}
	m.readOver(&t)
	var room [16]cueAt
	cues, known := room[:0], false
	best, found := Found{}, -1
	for i := range t.tokens {
		m.signs.each(&t, i, func(p *pattern, from, _ int) {
			if !known {
				cues, known = m.cuesOf(&t, cues), true
			}
			s := &m.all[p.what]
			beside := besides(cues, t.tokens[from].clause)
			if counts(s, beside) && !m.denied(&t, from) && (found < 0 || better(s, p.what, &m.all[found], found)) {
				best, found = Found{Kind: s.Kind, At: from, Cues: beside}, p.what
			}
		})
	}
	return best, found >= 0
}

// cueAt is a cue with the sentence it stands in.
type cueAt struct {
	cue    Cue
	clause int
}

// besides are the cues that bear on a sign in a sentence. Where that sentence is about the present, papers and times
// past of the sentences before it are an older story.
func besides(cues []cueAt, clause int) (all Cue) {
	now := false
	for _, c := range cues {
		now = now || c.clause == clause && c.cue == Now
	}
	for _, c := range cues {
		if !now || c.clause >= clause || c.cue != Papers && c.cue != Past {
			all |= c.cue
		}
	}
	return all
}

// counts reports whether a sign means danger beside the cues of its message.
func counts(s *Sign, cues Cue) bool {
	if cues&Cry != 0 {
		return cues&Lesson == 0 || s.Strength == Sure
	}
	calm := cues & (Papers | Law | Past | Lesson)
	if s.Lasting {
		calm &^= Past
	}
	if cues&Call != 0 {
		calm &^= Papers | Past
	}
	switch s.Strength {
	case Sure:
		return calm&(Law|Lesson) == 0 && calm&(Papers|Past) != Papers|Past
	case Weak:
		return calm == 0 && (cues&(Now|Call) != 0 || cues&Ask == 0)
	case Plain:
	}
	return calm == 0
}

// better orders signs: the surest first, then in the order of the rules.
func better(a *Sign, an int, b *Sign, bn int) bool {
	if a.Strength != b.Strength {
		return a.Strength > b.Strength
	}
	return an < bn
}

func (m *Matcher) cuesOf(t *reading, cues []cueAt) []cueAt {
	for i := range t.tokens {
		m.cues.each(t, i, func(p *pattern, from,
			_ int) {
			cues = append(cues, cueAt{Cue(p.what), t.tokens[from].clause})
		})
	}
	return cues
}

// readOver takes sayings that only look like danger out of the signs' sight.
func (m *Matcher) readOver(t *reading) {
	for i := range t.tokens {
		m.nots.each(t, i, func(_ *pattern, from, to int) {
			for k := from; k < to; k++ {
				t.tokens[k].hidden = true
			}
		})
	}
}

// any reports whether a sign could stand anywhere: most messages end here.
func (m *Matcher) any(t *reading) bool {
	for i := range t.tokens {
		if m.signs.anchored(t.tokens[i].id) {
			return true
		}
	}
	return false
}
