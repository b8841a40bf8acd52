package search

import "math"

// Signals for the decision: how sure are we of the first hit?
const (
	cBias     = iota
	cScore    // score of the first
	cMargin   // lead over the second
	cMargin3  // lead over the fourth
	cCover    // question explained
	cPairs    // its pairs explained
	cTitle    // title asked for
	cBoth     // both
	cRun      // longest run
	cOOV      // share of words never seen
	cGuess    // typing errors mended
	cConflict // diacritics against
	cContent  // informative syllables: vague questions have few
	cLong     // very long messages
	cSoft     // a soft rule fired
	cAspect   // an aspect was asked
	cLacking  // special case or action missing
	cMatched  // information matched, absolute
	cVague    // short and no aspect asked
	cShare    // share of the score the fourth still has: many alike
	numSignals
)

type signals [numSignals]float64

func (ix *Index) signals(s *scratch) signals {
	var c signals
	c[cBias] = 1
	if len(s.order) == 0 {
		return c
	}
	q, r := &s.q, &s.ranked[s.order[0].at]
	f := &r.features
	c[cScore] = r.score
	c[cMargin], c[cMargin3] = 2, 2
	if len(s.order) > 1 {
		c[cMargin] = min(2, r.score-s.order[1].score)
	}
	if len(s.order) > 3 {
		c[cMargin3] = min(2, r.score-s.order[3].score)
	}
	c[cCover], c[cPairs], c[cTitle] = float64(f[fCover]), float64(f[fPairs]), float64(f[fTitle])
	c[cBoth], c[cRun], c[cConflict] = float64(f[fBoth]), float64(f[fRun]), float64(f[fConflict])
	if q.total > 0 {
		c[cOOV] = float64(q.oov / q.total)
	}
	c[cGuess] = min(1, float64(q.guesses)/3)
	c[cContent] = math.Min(1, float64(q.content)/8)
	c[cLong] = math.Min(1, float64(len(q.words))/40)
	if ix.soft(q) {
		c[cSoft] = 1
	}
	if q.aspect != AspectNone {
		c[cAspect] = 1
	} else if len(q.words) <= 10 {
		c[cVague] = 1
	}
	if len(s.order) > 2 && r.score > 0 {
		c[cShare] = math.Max(0, s.order[2].score/r.score)
	}
	c[cLacking] = float64(f[fLacking] + f[fNoAction])
	c[cMatched] = math.Min(1, float64(f[fCover]*q.total/(5*ix.maxIDF)))
	return c
}

// refused returns the reason of a hard rule, or "".
func (ix *Index) refused(q *query) string {
	for i := range ix.lex.Refusals {
		if i < 64 && q.refusals&(1<<i) != 0 && q.lifts&(1<<i) == 0 && !ix.lex.Refusals[i].Soft {
			return ix.lex.Refusals[i].Reason
		}
	}
	return ""
}

func (ix *Index) soft(q *query) bool {
	for i := range ix.lex.Refusals {
		if i < 64 && q.refusals&(1<<i) != 0 && q.lifts&(1<<i) == 0 && ix.lex.Refusals[i].Soft {
			return true
		}
	}
	return false
}

// decide turns the ranking into a Result.
func (ix *Index) decide(s *scratch) Result {
	res := Result{Outcome: Unknown, Aspect: s.q.aspect, Subject: s.q.subject}
	res.Reason = ix.refused(&s.q)
	n := min(MaxHits, len(s.order))
	if n == 0 {
		return res
	}
	res.Hits = make([]Hit, n)
	for i := range n {
		d := &ix.docs[s.order[i].doc]
		res.Hits[i] = Hit{ID: d.id, Title: d.title, Score: math.Round(s.order[i].score*1000) / 1000}
	}
	c := ix.signals(s)
	res.Confidence = logistic(&ix.model.Sure, &c)
	known := logistic(&ix.model.Known, &c)
	if res.Reason != "" {
		return res
	}
	switch {
	case s.exact:
		res.Outcome, res.Confidence = Answer, 1
	case known < ix.model.KnownAt:
	case res.Confidence >= ix.model.SureAt:
		res.Outcome = Answer
	case n > 1:
		res.Outcome = Choose
		res.Choices = ix.choices(s)
	default:
		res.Outcome = Answer // a single candidate that is probably known
	}
	return res
}

// choices offers those near the first, at least two and at most four.
func (ix *Index) choices(s *scratch) int {
	n := 1
	for n < min(4, len(s.order)) && s.order[0].score-s.order[n].score < ix.model.Near {
		n++
	}
	return max(2, n)
}

func logistic(w, c *signals) float64 {
	var z float64
	for i := range c {
		z += w[i] * c[i]
	}
	return 1 / (1 + math.Exp(-z))
}
