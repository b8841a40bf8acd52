package search

// Explanation says why a document has its score for a question.
type Explanation struct {
	ID, Title string
	// Surface is the wording that matched best: the title or one of the names,
	// folded.
	Surface string
	Score   float64
	Rank    int // from 1 among the families found; 0 when not among them
	Words   []ExplainedWord
	Parts   []Part // contributions to the score, in the order of FeatureNames
	Found   bool   // false when the index has no such document
}

// ExplainedWord is one syllable of the question.
type ExplainedWord struct {
	Word    string  // folded; "?" when no document and no list knows it
	Weight  float64 // information, after fillers were turned down
	Matched float64 // 0 to 1
	Guess   bool    // corrected from a typing error
	Synonym bool    // matched through another wording
}

// Part is one feature's share of a score.
type Part struct {
	Name          string
	Value, Points float64
}

// Explain shows how a document is scored for a question.
func (ix *Index) Explain(text, id string) Explanation {
	e := Explanation{ID: id}
	at := -1
	for i := range ix.docs {
		if ix.docs[i].id == id {
			at = i
			break
		}
	}
	if id == "" || at < 0 {
		return e
	}
	s := ix.pool.Get().(*scratch)
	defer ix.pool.Put(s)
	ix.rank(s, text)
	e.Found, e.Title = true, ix.docs[at].title
	for n, p := range s.order {
		if ix.docs[p.doc].family == ix.docs[at].family {
			e.Rank = n + 1
		}
	}
	if len(s.q.words) == 0 {
		return e
	}
	ix.refer(s)
	defer s.unrefer()
	best, scored := ix.bestSurface(s, int32(at))
	var again features
	ix.compare(s, best, &again) // leaves the matches of the best surface in s.match
	for i, w := range ix.surf[best].words {
		if i > 0 {
			e.Surface += " "
		}
		e.Surface += ix.voc.words[w.id]
	}
	for i, w := range s.q.words {
		x := ExplainedWord{Word: "?", Weight: float64(w.weight), Matched: float64(s.match.got[i]), Guess: w.guess, Synonym: s.match.covered[i]}
		if w.id >= 0 {
			x.Word = ix.voc.words[w.id]
		}
		if x.Synonym {
			x.Matched = 1
		}
		e.Words = append(e.Words, x)
	}
	e.Score = ix.model.rank(&scored)
	for i, f := range scored {
		e.Parts = append(e.Parts, Part{FeatureNames[i], float64(f), ix.model.Rank[i] * float64(f)})
	}
	return e
}

// bestSurface scores all wordings of a document. The first stage's share is
// that of the ranking, 0 for documents it did not reach.
func (ix *Index) bestSurface(s *scratch, at int32) (int32, features) {
	var first float32
	for i := range s.ranked {
		if s.ranked[i].doc == at {
			first = s.ranked[i].features[fFirst]
		}
	}
	best, bestScore := int32(-1), 0.0
	var kept features
	for i := range ix.surf {
		if ix.surf[i].doc != at {
			continue
		}
		var f features
		ix.compare(s, int32(i), &f)
		ix.settle(s, &ix.docs[at], &f)
		f[fFirst] = first
		if score := ix.model.rank(&f); best < 0 || score > bestScore {
			best, bestScore, kept = int32(i), score, f
		}
	}
	return best, kept
}
