package search

import (
	"math"

	"github.com/motcua/motcua/content/vi"
)

type abbreviation struct {
	short string
	mark  int32
	full  [][]word
}

func (ix *Index) addAbbreviations() {
	for _, short := range ix.lex.sortedAbbreviations() {
		toks := vi.Tokens(short)
		if len(toks) != 1 {
			continue
		}
		a := abbreviation{short: toks[0].Fold, mark: ix.voc.addMark(toks[0].Mark)}
		for _, f := range ix.lex.Abbreviations[short] {
			a.full = append(a.full, ix.voc.addAll(f))
		}
		if len(a.full) == 0 {
			continue
		}
		id := ix.voc.add(a.short)
		ix.book.byFirst[id] = append(ix.book.byFirst[id], int32(len(ix.book.phrases)))
		ix.book.phrases = append(ix.book.phrases, phrase{
			words: []word{{id, ix.voc.addMark(toks[0].Mark)}}, kind: abbreviationPhrase, item: int32(len(ix.abbr))})
		ix.abbr = append(ix.abbr, a)
	}
}

// expand writes out abbreviations that cannot be syllables ("BHXH"), so that
// titles and questions meet in the long form.
func (ix *Index) expand(ws []word) []word {
	out := ws[:0:0]
	for _, w := range ws {
		if a := ix.abbreviation(w.id); a != nil && len(a.full) == 1 && len(a.short) >= 3 && !vi.IsSyllable(a.short) {
			out = append(out, a.full[0]...)
			continue
		}
		out = append(out, w)
	}
	return out
}

func (ix *Index) abbreviation(id int32) *abbreviation {
	for _, n := range ix.book.byFirst[id] {
		if p := &ix.book.phrases[n]; p.kind == abbreviationPhrase {
			return &ix.abbr[p.item]
		}
	}
	return nil
}

// addPhrases compiles the lexicon.
func (ix *Index) addPhrases() {
	add := func(list []string, kind phraseKind, item int) {
		for _, s := range list {
			ix.book.add(ix.voc, s, kind, item)
		}
	}
	add(ix.lex.Fillers, fillerPhrase, 0)
	add(ix.lex.Weak, weakPhrase, 0)
	add(ix.lex.Negations, negationPhrase, 0)
	add(ix.lex.Protected, protectedPhrase, 0)
	for i, a := range allAspects {
		add(ix.lex.Aspects[a], aspectPhrase, i)
	}
	ix.synAlts = make([][]altPhrase, len(ix.lex.Synonyms))
	for i, s := range ix.lex.Synonyms {
		add(s.Say, synonymPhrase, i)
		weight := float32(s.Weight)
		if weight <= 0 {
			weight = 0.95
		}
		for _, m := range s.Means {
			if ws := ix.expand(ix.voc.addAll(m)); len(ws) > 0 && len(ws) <= maxAltWords {
				ix.synAlts[i] = append(ix.synAlts[i], altPhrase{ws, weight})
			}
		}
	}
	for i, a := range ix.lex.Actions {
		add(a.Title, actionPhrase, i)
		add(a.Ask, actionPhrase, i)
	}
	for i, q := range ix.lex.Qualifiers {
		add(q.Ask, qualifierPhrase, i)
	}
	for i, r := range ix.lex.Refusals {
		add(r.Any, refusalPhrase, i)
		add(r.Unless, liftPhrase, i)
	}
}

// freeze lays out the lexicon for fast reading once all words are numbered.
func (ix *Index) freeze() {
	n := len(ix.voc.words)
	ix.isAbbr = make([]int32, n)
	ix.fillerWord, ix.alone = make([]uint8, n), make([]bool, n)
	ix.lexPairs = make(map[uint64]struct{})
	ix.doubtNeed = float32(max(2, 0.4*math.Log2(float64(len(ix.docs)+1))))
	var kv []uint64
	for i, p := range ix.book.phrases {
		kv = append(kv, pairKey(p.words[0].id, int32(i)))
		if len(p.words) == 1 {
			ix.alone[p.words[0].id] = true
		}
		switch {
		case p.kind == abbreviationPhrase:
			ix.isAbbr[p.words[0].id] = p.item + 1
		case len(p.words) == 1 && (p.kind == fillerPhrase || p.kind == weakPhrase):
			ix.fillerWord[p.words[0].id] = 1
		}
		for k := 1; k < len(p.words); k++ {
			if p.words[k].id >= 0 && p.words[k-1].id >= 0 {
				ix.lexPairs[pairKey(p.words[k-1].id, p.words[k].id)] = struct{}{}
			}
		}
	}
	ix.bookStart, ix.bookList = lists(kv, n)
	names := make(map[string]int)
	for i, a := range ix.lex.Actions {
		names[a.ID] = i
		if a.Usual && i < 64 {
			ix.usual |= 1 << i
		}
	}
	ix.like = make([]uint64, max(64, len(ix.lex.Actions)))
	for i, a := range ix.lex.Actions {
		for _, other := range a.Like {
			if k, ok := names[other]; ok && k < 64 {
				ix.like[i] |= 1 << k
			}
		}
	}
	ix.qualWeight = make([]float32, max(64, len(ix.lex.Qualifiers)))
	for i, q := range ix.lex.Qualifiers {
		ix.qualWeight[i] = 1
		if q.Weight > 0 {
			ix.qualWeight[i] = float32(q.Weight)
		}
	}
}

// lexPair reports whether two words stand side by side in a lexicon phrase.
func (ix *Index) lexPair(a, b int32) bool {
	if a < 0 || b < 0 {
		return false
	}
	_, ok := ix.lexPairs[pairKey(a, b)]
	return ok
}
