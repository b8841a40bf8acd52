package search

import "slices"

// Trace is the working of one question, for fitting and for explanations. The
// order of Features and Signals is that of FeatureNames and SignalNames.
type Trace struct {
	Words   []string // syllables as read: abbreviations written out, errors mended
	Weights []float64
	Docs    []TraceDoc // best first, one per family
	Signals []float64
	Refused string
}

// TraceDoc is one candidate of a Trace.
type TraceDoc struct {
	ID       string
	Score    float64
	Features []float64
}

// Trace shows how a question is ranked.
func (ix *Index) Trace(text string) Trace {
	s := ix.pool.Get().(*scratch)
	defer ix.pool.Put(s)
	ix.rank(s, text)
	var t Trace
	for _, w := range s.q.words {
		word := "?"
		if w.id >= 0 {
			word = ix.voc.words[w.id]
		}
		t.Words, t.Weights = append(t.Words, word), append(t.Weights, float64(w.weight))
	}
	for _, p := range s.order {
		r := &s.ranked[p.at]
		d := TraceDoc{ID: ix.docs[r.doc].id, Score: r.score}
		for _, f := range r.features {
			d.Features = append(d.Features, float64(f))
		}
		t.Docs = append(t.Docs, d)
	}
	c := ix.signals(s)
	t.Signals, t.Refused = slices.Clone(c[:]), ix.refused(&s.q)
	return t
}

// FeatureNames name the weights of Model.Rank.
var FeatureNames = [numFeatures]string{
	"cover", "pairs", "title", "titlePairs", "both", "head", "miss", "field", "body", "conflict", "unasked", "asked",
	"lacking", "action", "noAction", "otherAction", "usual", "commune", "curated", "name", "first", "synonym", "run",
	"aspect", "otherAspect",
}

// SignalNames name the weights of Model.Sure and Model.Known.
var SignalNames = [numSignals]string{
	"bias", "score", "margin", "margin3", "cover", "pairs", "title", "both", "run", "oov", "guess", "conflict",
	"content", "long", "soft", "aspect", "lacking", "matched",
	"vague", "share",
}
