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
	at := ix.docs.find(id)
	if at < 0 {
		return e
	}
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	ix.rank(m, text)
	c, s, q := ix.docs, &m.ranking, &m.reading.q
	e.Found, e.Title = true, c.docs[at].title
	for n, p := range s.order {
		if c.docs[p.doc].family == c.docs[at].family {
			e.Rank = n + 1
		}
	}
	if len(q.words) == 0 {
		return e
	}
	s.begin(q)
	defer s.end()
	best, scored := ix.ranker.bestSurface(s, at)
	var again features
	ix.ranker.compare(&s.comparison, &c.surf[best], &again) // leaves the matches of the best surface in s.match
	for i, w := range c.surf[best].words {
		if i > 0 {
			e.Surface += " "
		}
		e.Surface += c.voc.words[w.id]
	}
	for i, w := range q.words {
		x := ExplainedWord{Word: "?", Weight: float64(w.weight), Matched: float64(s.match.got[i]), Guess: w.guess,
			Synonym: s.match.covered[i]}
		if w.id >= 0 {
			x.Word = c.voc.words[w.id]
		}
		if x.Synonym {
			x.Matched = 1
		}
		e.Words = append(e.Words, x)
	}
	e.Score = ix.ranker.model.rank(&scored)
	for i, f := range scored {
		e.Parts = append(e.Parts, Part{FeatureNames[i], float64(f), ix.ranker.model.Rank[i] * float64(f)})
	}
	return e
}

// bestSurface is the wording by which a document was ranked, or the best of those that the first stage did not reach.
func (k *ranker) bestSurface(s *ranking, at int32) (int32, features) {
	for i := range s.ranked {
		if s.ranked[i].doc == at {
			return s.ranked[i].surface, s.ranked[i].features
		}
	}
	d := &k.docs[at]
	best, bestScore := d.firstSurf, 0.0
	var kept features
	for n := d.firstSurf; n < d.endSurf; n++ {
		var f features
		k.compare(&s.comparison, &k.surf[n], &f)
		k.settle(&s.comparison, d, &f)
		if score := k.model.rank(&f); n == d.firstSurf || score > bestScore {
			best, bestScore, kept = n, score, f
		}
	}
	return best, kept
}

// find is the number of a document, or -1.
func (c *corpus) find(id string) int32 {
	for i := range c.docs {
		if id != "" && c.docs[i].id == id {
			return int32(i)
		}
	}
	return -1
}
