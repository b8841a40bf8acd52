package search

import "github.com/motcua/motcua/content/vi"

// vocab numbers folded syllables and marked forms. It is filled while an index
// is built and only read afterwards.
type vocab struct {
	ids   map[string]int32
	words []string
	marks map[string]int32
	tones []uint8 // by id: bits of the tones it is written with
}

func newVocab() *vocab {
	return &vocab{ids: make(map[string]int32, 4096), marks: make(map[string]int32, 8192)}
}

func (v *vocab) add(fold string) int32 {
	id, ok := v.ids[fold]
	if !ok {
		id = int32(len(v.words))
		v.ids[fold] = id
		v.words = append(v.words, fold)
		v.tones = append(v.tones, 0)
	}
	return id
}

// id is -1 for a word never seen.
func (v *vocab) id(fold string) int32 {
	if id, ok := v.ids[fold]; ok {
		return id
	}
	return -1
}

func (v *vocab) addMark(mark string) int32 {
	id, ok := v.marks[mark]
	if !ok {
		id = int32(len(v.marks))
		v.marks[mark] = id
	}
	return id
}

func (v *vocab) mark(mark string) int32 {
	if id, ok := v.marks[mark]; ok {
		return id
	}
	return -1
}

// word is a syllable of a title, a phrase or a question by its numbers.
type word struct {
	id   int32
	mark int32 // noMark when the spelling says nothing
}

const noMark = -2

// words numbers the syllables of a curated text, whose marks are right.
func (v *vocab) addAll(s string) []word {
	toks := vi.Tokens(s)
	out := make([]word, len(toks))
	for i, t := range toks {
		out[i] = word{v.add(t.Fold), v.addMark(t.Mark)}
		v.tones[out[i].id] |= 1 << t.Tone()
	}
	return out
}

// phraseKind says which list of the lexicon a phrase is from.
type phraseKind uint8

const (
	fillerPhrase phraseKind = iota
	weakPhrase
	aspectPhrase
	protectedPhrase
	synonymPhrase
	actionPhrase
	qualifierPhrase
	refusalPhrase
	liftPhrase // Unless of a refusal
	abbreviationPhrase
	negationPhrase
	elsewherePhrase
)

// phrase is a lexicon phrase ready for matching. A gap (id == gapID) stands
// for up to maxGap words.
type phrase struct {
	words      []word
	kind       phraseKind
	item       int32 // index into the list of its kind
	start, end bool  // tied to the beginning or end of the message
}

const (
	gapID  = -3
	maxGap = 8
)

// phraseBook finds phrases by their first syllable.
type phraseBook struct {
	phrases []phrase
	byFirst map[int32][]int32
}

func newPhraseBook() *phraseBook { return &phraseBook{byFirst: make(map[int32][]int32)} }

// add reads a phrase as written in the lexicon, with "^", "$" and "…".
func (b *phraseBook) add(v *vocab, s string, kind phraseKind, item int) {
	p := phrase{kind: kind, item: int32(item)}
	rest := s
	if len(rest) > 0 && rest[0] == '^' {
		p.start, rest = true, rest[1:]
	}
	if n := len(rest); n > 0 && rest[n-1] == '$' {
		p.end, rest = true, rest[:n-1]
	}
	for i, part := range splitGaps(rest) {
		if i > 0 && len(p.words) > 0 {
			p.words = append(p.words, word{gapID, noMark})
		}
		p.words = append(p.words, v.addAll(part)...)
	}
	for n := len(p.words); n > 0 && p.words[n-1].id == gapID; n-- {
		p.words = p.words[:n-1]
	}
	if len(p.words) == 0 {
		return
	}
	first := p.words[0].id
	b.byFirst[first] = append(b.byFirst[first], int32(len(b.phrases)))
	b.phrases = append(b.phrases, p)
}

func splitGaps(s string) []string {
	var parts []string
	from := 0
	for i, r := range s {
		if r == '…' {
			parts = append(parts, s[from:i])
			from = i + len("…")
		}
	}
	return append(parts, s[from:])
}

// match tries a phrase at position i of q and returns the end of the match, or
// -1. Marks that contradict the phrase are forgiven once in phrases of three
// words or more, never in shorter ones.
func (p *phrase) match(q []qword, i int) int {
	if p.start && i != 0 {
		return -1
	}
	conflicts := 0
	end := p.matchFrom(q, i, 0, &conflicts)
	if end < 0 || (p.end && end != len(q)) {
		return -1
	}
	if conflicts > 0 && (conflicts > 1 || len(p.words) < 3) {
		return -1
	}
	return end
}

func (p *phrase) matchFrom(q []qword, i, k int, conflicts *int) int {
	for ; k < len(p.words); k++ {
		w := p.words[k]
		if w.id == gapID {
			for skip := 0; skip <= maxGap && i+skip < len(q); skip++ {
				if end := p.matchFrom(q, i+skip, k+1, conflicts); end >= 0 {
					return end
				}
			}
			return -1
		}
		if i >= len(q) || q[i].id != w.id {
			return -1
		}
		if q[i].marked && w.mark != noMark && q[i].mark != w.mark {
			*conflicts++
			if (q[i].plain || q[i].mark < 0) && len(p.words) > 1 {
				*conflicts-- // marks left out or mistyped in one word
			}
		}
		i++
	}
	return i
}

// Bounds of one question; what is longer is cut.
const (
	maxQuery    = 72 // syllables after abbreviations are written out
	maxAlts     = 40 // alternative readings
	maxAltWords = 16
)

// qword is one syllable of a question.
type qword struct {
	word
	marked bool    // the spelling is evidence
	plain  bool    // written without any mark
	weight float32 // information, with fillers and aspect words turned down
	factor float32 // what fillers and aspect words left of it
	guess  bool    // corrected from a typing error
	oov    bool    // not in any document or lexicon
	syn    bool    // said by a synonym: informative whatever the filler list says
	idle   bool    // in a filler phrase
	asks   bool    // in a phrase that asks for a part
	number int32   // its value when it is written in digits, else 0
	side   float32 // what it weighs by where it stands in a story, 1 in a question
}

// What is left of a syllable's information.
const (
	shortQuery     = 7
	fillerFactor   = 0.06
	weakFactor     = 0.35
	aspectFactor   = 0.10
	restoredFactor = 0.8
	restoredMarked = 0.6
)

// titleFiller is what a filler in a title keeps of its weight.
const titleFiller = 0.15
