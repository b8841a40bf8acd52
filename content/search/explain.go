package search

import (
	"slices"
)

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
	var stands where
	s.stand(d, &stands)
	for n := d.firstSurf; n < d.endSurf; n++ {
		var f features
		k.compare(&s.comparison, &k.surf[n], &f)
		k.settle(&s.comparison, d, &stands, &f)
		k.settleSaid(s, d, &f)
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

// Trace is the working of one question, for fitting and for explanations. The
// order of Features and Signals is that of FeatureNames and SignalNames.
type Trace struct {
	Words   []string // syllables as read: abbreviations written out, errors mended
	Weights []float64
	Docs    []TraceDoc // best first, one per family
	Signals []float64
	Shorts  []TraceShort // of the first document
	Refused string
	Choices int
}

// TraceDoc is one candidate of a Trace.
type TraceDoc struct {
	ID       string
	Score    float64
	Features []float64
}

// TraceShort is one way of asking of a short answer.
type TraceShort struct {
	Number  int // counted from 1
	Passage []float64
}

// Hide says what a traced question may not find, so that weights are judged and fitted on wordings that they have not
// seen.
type Hide struct {
	Same   bool         // wordings that say just what the question says
	Docs   []string     // whole documents
	Shorts []HiddenText // all ways of asking of short answers
}

// HiddenText names a short answer of a document, counted from 1.
type HiddenText struct {
	Doc    string
	Number int
}

// Trace shows how a question is ranked.
func (ix *Index) Trace(text string, hide Hide) Trace {
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	defer func() { m.ranking.hidden = hiding{} }()
	m.ranking.hidden = ix.hiding(hide)
	ix.rank(m, text)
	s, q := &m.ranking, &m.reading.q
	var t Trace
	for _, w := range q.words {
		word := "?"
		if w.id >= 0 {
			word = ix.docs.voc.words[w.id]
		}
		t.Words, t.Weights = append(t.Words, word), append(t.Weights, float64(w.weight))
	}
	for _, p := range s.order {
		r := &s.ranked[p.at]
		d := TraceDoc{ID: ix.docs.docs[r.doc].id, Score: r.score}
		for _, f := range r.features {
			d.Features = append(d.Features, float64(f))
		}
		t.Docs = append(t.Docs, d)
	}
	c := ix.decider.signals(q, s)
	t.Signals, t.Refused = slices.Clone(c[:]), ix.decider.refused(q)
	if len(s.order) > 0 {
		t.Choices = ix.decider.choices(s)
		s.begin(q)
		ix.ranker.passages(s, &ix.docs.docs[s.order[0].doc], func(short int32, p *passage) {
			t.Shorts = append(t.Shorts, TraceShort{int(short) + 1, slices.Clone(p[:])})
		})
		s.end()
	}
	return t
}

// AskHiding is Ask with some texts left out.
func (ix *Index) AskHiding(text string, hide Hide) Result {
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	defer func() { m.ranking.hidden = hiding{} }()
	m.ranking.hidden = ix.hiding(hide)
	return ix.answer(m, text)
}

func (ix *Index) hiding(h Hide) hiding {
	out := hiding{same: h.Same, c: ix.docs, doc: map[string]struct{}{}, shorts: map[[2]int32]bool{}}
	for _, id := range h.Docs {
		out.doc[id] = struct{}{}
	}
	for _, s := range h.Shorts {
		out.shorts[[2]int32{ix.docs.find(s.Doc), int32(s.Number - 1)}] = true
	}
	return out
}
