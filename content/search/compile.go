package search

import (
	"slices"
	"sort"

	"github.com/motcua/motcua/content/vi"
)

// wordlists are the lexicon made ready for reading and for classifying titles.
type wordlists struct {
	lex  Lexicon
	voc  *vocab
	book *phraseBook

	synAlts             [][]altPhrase // by synonym: its meanings
	senses              []sense
	abbr                []abbreviation
	isAbbr              []int32 // by word: abbreviation + 1
	bookStart, bookList []int32 // phrases by first word
	alone               []bool  // by word: a phrase of the lexicon by itself (a filler, an aspect word)
	fillerWord          []uint8
	lexPairs            map[uint64]struct{} // neighbours in phrases of the lexicon
	usual               uint64              // actions meant when none is named
	like                []uint64            // by action: those that satisfy it half-way
	qualWeight          []float32
}

// altPhrase is one official wording a synonym stands for.
type altPhrase struct {
	words  []word
	weight float32
}

func newWordlists(lex Lexicon) *wordlists {
	l := &wordlists{lex: lex, voc: newVocab(), book: newPhraseBook()}
	l.addAbbreviations()
	l.addPhrases()
	return l
}

// fillers is, by word, what a title's word keeps of its weight: little where it is a filler.
func (l *wordlists) fillers(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = 1
	}
	for _, p := range l.book.phrases {
		if len(p.words) == 1 && (p.kind == fillerPhrase || p.kind == weakPhrase) {
			out[p.words[0].id] = titleFiller
		}
	}
	return out
}

type abbreviation struct {
	short string
	mark  int32
	full  [][]word
}

func (l *wordlists) addAbbreviations() {
	for _, short := range l.lex.sortedAbbreviations() {
		toks := vi.Tokens(short)
		if len(toks) != 1 {
			continue
		}
		a := abbreviation{short: toks[0].Fold, mark: l.voc.addMark(toks[0].Mark)}
		for _, f := range l.lex.Abbreviations[short] {
			a.full = append(a.full, l.voc.addAll(f))
		}
		if len(a.full) == 0 {
			continue
		}
		id := l.voc.add(a.short)
		l.book.byFirst[id] = append(l.book.byFirst[id], int32(len(l.book.phrases)))
		l.book.phrases = append(l.book.phrases, phrase{
			words: []word{{id, l.voc.addMark(toks[0].Mark)}}, kind: abbreviationPhrase, item: int32(len(l.abbr))})
		l.abbr = append(l.abbr, a)
	}
}

// expand writes out abbreviations that cannot be syllables ("BHXH"), so that
// titles and questions meet in the long form.
func (l *wordlists) expand(ws []word) []word {
	out := ws[:0:0]
	for _, w := range ws {
		if a := l.abbreviation(w.id); a != nil && len(a.full) == 1 && len(a.short) >= 3 && !vi.IsSyllable(a.short) {
			out = append(out, a.full[0]...)
			continue
		}
		out = append(out, w)
	}
	return out
}

func (l *wordlists) abbreviation(id int32) *abbreviation {
	for _, n := range l.book.byFirst[id] {
		if p := &l.book.phrases[n]; p.kind == abbreviationPhrase {
			return &l.abbr[p.item]
		}
	}
	return nil
}

// addPhrases compiles the lexicon.
func (l *wordlists) addPhrases() {
	add := func(list []string, kind phraseKind, item int) {
		for _, s := range list {
			l.book.add(l.voc, s, kind, item)
		}
	}
	add(l.lex.Fillers, fillerPhrase, 0)
	add(l.lex.Weak, weakPhrase, 0)
	add(l.lex.Negations, negationPhrase, 0)
	add(l.lex.Protected, protectedPhrase, 0)
	add(l.lex.Elsewhere, elsewherePhrase, 0)
	for i, a := range allAspects {
		add(l.lex.Aspects[a], aspectPhrase, i)
	}
	for i, s := range l.lex.Synonyms {
		add(s.Say, synonymPhrase, i)
		l.addMeanings(s.Means, s.Weight)
	}
	l.addSenses()
	for i, a := range l.lex.Actions {
		add(a.Title, actionPhrase, i)
		add(a.Ask, actionPhrase, i)
	}
	for i, q := range l.lex.Qualifiers {
		add(q.Ask, qualifierPhrase, i)
	}
	for i, r := range l.lex.Refusals {
		add(r.Any, refusalPhrase, i)
		add(r.Unless, liftPhrase, i)
	}
}

// addMeanings notes what one more item stands for.
func (l *wordlists) addMeanings(means []string, weight float64) {
	if weight <= 0 {
		weight = 0.95
	}
	var alts []altPhrase
	for _, m := range means {
		if ws := l.expand(l.voc.addAll(m)); len(ws) > 0 && len(ws) <= maxAltWords {
			alts = append(alts, altPhrase{ws, float32(weight)})
		}
	}
	l.synAlts = append(l.synAlts, alts)
}

// freeze lays out the lists for fast reading once all words are numbered.
func (l *wordlists) freeze() {
	n := len(l.voc.words)
	l.isAbbr = make([]int32, n)
	l.fillerWord, l.alone = make([]uint8, n), make([]bool, n)
	l.lexPairs = make(map[uint64]struct{})
	var kv []uint64
	for i, p := range l.book.phrases {
		kv = append(kv, pairKey(p.words[0].id, int32(i)))
		if len(p.words) == 1 {
			l.alone[p.words[0].id] = true
		}
		switch {
		case p.kind == abbreviationPhrase:
			l.isAbbr[p.words[0].id] = p.item + 1
		case len(p.words) == 1 && (p.kind == fillerPhrase || p.kind == weakPhrase):
			l.fillerWord[p.words[0].id] = 1
		}
		for k := 1; k < len(p.words); k++ {
			if p.words[k].id >= 0 && p.words[k-1].id >= 0 {
				l.lexPairs[pairKey(p.words[k-1].id, p.words[k].id)] = struct{}{}
			}
		}
	}
	l.bookStart, l.bookList = lists(kv, n)
	names := make(map[string]int)
	for i, a := range l.lex.Actions {
		names[a.ID] = i
		if a.Usual && i < 64 {
			l.usual |= 1 << i
		}
	}
	l.like = make([]uint64, max(64, len(l.lex.Actions)))
	for i, a := range l.lex.Actions {
		for _, other := range a.Like {
			if k, ok := names[other]; ok && k < 64 {
				l.like[i] |= 1 << k
			}
		}
	}
	l.qualWeight = make([]float32, max(64, len(l.lex.Qualifiers)))
	for i, q := range l.lex.Qualifiers {
		l.qualWeight[i] = 1
		if q.Weight > 0 {
			l.qualWeight[i] = float32(q.Weight)
		}
	}
}

// lexPair reports whether two words stand side by side in a lexicon phrase.
func (l *wordlists) lexPair(a, b int32) bool {
	if a < 0 || b < 0 {
		return false
	}
	_, ok := l.lexPairs[pairKey(a, b)]
	return ok
}

// aspectsOf lists the aspects a text asks about, as bits.
func (l *wordlists) aspectsOf(ws []qword) uint32 {
	var set uint32
	for at := range ws {
		for _, n := range l.book.byFirst[ws[at].id] {
			if p := &l.book.phrases[n]; p.kind == aspectPhrase && p.match(ws, at) >= 0 {
				set |= 1 << p.item
			}
		}
	}
	return set
}

// longest collects actions left to right, the longest phrase at each place, so
// that "cấp lại" is not also "cấp".
func (l *wordlists) longest(book *phraseBook, q []qword) uint64 {
	var set uint64
	for at := 0; at < len(q); {
		best, item := -1, int32(0)
		for _, n := range book.byFirst[q[at].id] {
			p := &book.phrases[n]
			if end := p.match(q, at); end > best && p.item < 64 {
				best, item = end, p.item
			}
		}
		if best < 0 {
			at++
			continue
		}
		set |= 1 << item
		at = best
	}
	return set
}

// sense is a Sense ready for reading.
type sense struct {
	word               word
	item               int32 // its meanings in synAlts
	after, unless, not map[int32]bool
	from, to           int // a number in this range stands right before it; to is 0 when none need
}

// addSenses compiles the senses; their meanings are kept beside those of synonyms.
func (l *wordlists) addSenses() {
	set := func(words []string) map[int32]bool {
		out := make(map[int32]bool, len(words))
		for _, w := range words {
			for _, id := range l.voc.addAll(w) {
				out[id.id] = true
			}
		}
		return out
	}
	for _, s := range l.lex.Senses {
		ws := l.voc.addAll(s.Word)
		if len(ws) != 1 {
			continue
		}
		l.senses = append(l.senses, sense{ws[0], int32(len(l.synAlts)), set(s.After), set(s.Unless), set(s.Not),
			s.From, s.To})
		l.addMeanings(s.Means, s.Weight)
	}
}

// pairKey is a key for two numbers.
func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// lists turns sorted (key, value) pairs into one array per key.
func lists(kv []uint64, keys int) (start, list []int32) {
	start = make([]int32, keys+1)
	if len(kv) == 0 {
		return start, nil
	}
	// Counting sort by key, then each list sorted and made unique.
	for _, x := range kv {
		start[x>>32+1]++
	}
	for i := 1; i <= keys; i++ {
		start[i] += start[i-1]
	}
	fill := slices.Clone(start)
	all := make([]int32, len(kv))
	for _, x := range kv {
		k := x >> 32
		all[fill[k]] = int32(uint32(x))
		fill[k]++
	}
	list = make([]int32, 0, len(kv))
	for k := range keys {
		l := all[start[k]:start[k+1]]
		if !sort.SliceIsSorted(l, func(i, j int) bool { return l[i] < l[j] }) {
			slices.Sort(l)
		}
		l = slices.Compact(l)
		start[k] = int32(len(list))
		list = append(list, l...)
	}
	start[keys] = int32(len(list))
	return start, slices.Clip(list)
}

func contains(sorted []int32, id int32) bool {
	lo, hi := 0, len(sorted)
	for lo < hi {
		mid := (lo + hi) / 2
		if sorted[mid] < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(sorted) && sorted[lo] == id
}
