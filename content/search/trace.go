package search

import "slices"

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
		t.Choices = ix.decider.choices(q, s)
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
