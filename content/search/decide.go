package search

import (
	"math"
)

// decider says what to do with a ranked question.
type decider struct {
	*corpus
	model *Model
	costs Costs
}

func newDecider(c *corpus, model *Model, curated bool) *decider {
	costs := c.lex.Costs.National
	if curated {
		costs = c.lex.Costs.Office
	}
	return &decider{c, model, costs.orDefault()}
}

func (d *decider) signals(q *query, s *ranking) signals {
	var c signals
	c[cBias] = 1
	if len(s.order) == 0 {
		return c
	}
	r := &s.ranked[s.order[0].at]
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
	c[cSubject], c[cAsk] = float64(f[fSubject]), float64(f[fAsk])
	c[cSaid], c[cOften] = float64(f[fSaid]), float64(f[fOften])
	c[cLine], c[cLineGain] = float64(f[fLine]), float64(f[fLineGain])
	if q.total > 0 {
		c[cOOV] = float64(q.oov / q.total)
	}
	c[cGuess] = min(1, float64(q.guesses)/3)
	c[cContent] = math.Min(1, float64(q.content)/8)
	c[cLong] = math.Min(1, float64(len(q.words))/40)
	if d.soft(q) {
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
	c[cMatched] = math.Min(1, float64(f[fCover]*q.total/(5*d.maxIDF)))
	c[cSaidPairs], c[cCore], c[cTopMiss] = float64(f[fSaidPairs]), float64(f[fCore]), float64(f[fTopMiss])
	c[cFamiliar] = d.familiar(q)
	c[cElsewhere] = math.Min(1, float64(d.elsewhere(q, &d.docs[s.order[0].doc])/(2*d.maxIDF)))
	c[cUnread] = math.Min(1, float64((1-f[fCover]-f[fLineGain])*q.total/(5*d.maxIDF)))
	return c
}

// familiar is the share of the question's word pairs that any wording has.
func (d *decider) familiar(q *query) float64 {
	if q.pairs == 0 {
		return 1
	}
	var known float32
	for i := range q.words {
		if p := q.next[i]; p >= 0 && d.pairDF(q.words[p].id, q.words[i].id) > 0 {
			known += q.pairW[i]
		}
	}
	return float64(known / q.pairs)
}

// elsewhere is the information of what a question says of other offices' matters that a document never says.
func (d *decider) elsewhere(q *query, at *doc) (v float32) {
	end := int8(0)
	for _, s := range q.elsewhere {
		if s.from < end || at.said.says(q.words[s.from:s.to]) {
			continue
		}
		for i := s.from; i < s.to; i++ {
			v += max(q.words[i].weight, d.maxIDF*oovFactor/2)
		}
		end = s.to
	}
	return v
}

// refused returns the reason of a hard rule, or "".
func (d *decider) refused(q *query) string {
	for i := range d.lex.Refusals {
		if i < 64 && q.refusals&(1<<i) != 0 && q.lifts&(1<<i) == 0 && !d.lex.Refusals[i].Soft {
			return d.lex.Refusals[i].Reason
		}
	}
	return ""
}

func (d *decider) soft(q *query) bool {
	for i := range d.lex.Refusals {
		if i < 64 && q.refusals&(1<<i) != 0 && q.lifts&(1<<i) == 0 && d.lex.Refusals[i].Soft {
			return true
		}
	}
	return false
}

// decide turns a ranking into a Result: of the outcomes that are possible, the one whose errors are expected to cost
// least.
func (d *decider) decide(q *query, s *ranking, also int) Result {
	res := Result{Outcome: Unknown, Aspect: q.aspect, Asks: q.asked(), YesNo: q.yesNo, Subject: q.subject}
	res.Reason = d.refused(q)
	n := min(MaxHits, len(s.order))
	if n == 0 {
		return res
	}
	res.Hits = make([]Hit, n)
	for i := range n {
		doc := &d.docs[s.order[i].doc]
		res.Hits[i] = Hit{ID: doc.id, Title: doc.title, Score: math.Round(s.order[i].score*1000) / 1000}
	}
	c := d.signals(q, s)
	first := logistic(d.model.First[:], c[:])
	known := max(first, logistic(d.model.Known[:], c[:]))
	res.Confidence = first
	switch {
	case s.exact: // an editor's wording, whatever matter of others its words are a sign of
		res.Outcome, res.Confidence, res.Reason = Answer, 1, ""
		return res
	case res.Reason != "":
		return res
	}
	if !d.related(s, 0) {
		return res
	}
	res.Choices = d.choices(s)
	res.Outcome = d.costs.cheapest(first, known, res.Choices)
	sure := res.Outcome == Answer || res.Outcome == Likely
	if res.Also = also; also > 0 && q.aspect == AspectNone && sure && !d.asksMuch(q) &&
		(first < clearlyFirst || len(q.words) <= bareQuery) {
		res.Outcome, res.Choices = Choose, max(2, res.Choices, also+1)
	}
	if res.Outcome == Unknown && d.onlySubject(q, s) {
		res.Outcome, res.Choices = Choose, max(2, res.Choices)
	}
	return res
}

// bareQuery is how many words a question may have that names two things and asks nothing of either.
const bareQuery = 7

// clearlyFirst is the chance of the first hit from which a second thing in a short question makes no choice of it: the
// first is answered and the second named below.
const clearlyFirst = 0.85

// asksMuch reports whether a question is so long that the second thing in it may be beside the point.
func (d *decider) asksMuch(q *query) bool { return len(q.words) > shortQuery+3 }

// onlySubject reports whether a short question says nothing but what several hits are about ("thủ tục về đất"): too
// little for an answer, and no reason to know nothing.
func (d *decider) onlySubject(q *query, s *ranking) bool {
	if q.subject == 0 || q.content > 3 || len(s.order) < 2 || q.oov > 0 {
		return false
	}
	for _, p := range s.order[:2] {
		if s.ranked[p.at].features[fSubject] < 0.99 {
			return false
		}
	}
	return true
}

// choices counts the hits that may be offered, at most four: those near the first that share a subject word with the
// question.
func (d *decider) choices(s *ranking) int {
	n := 1
	for n < min(4, len(s.order)) && s.order[0].score-s.order[n].score < d.model.Near && d.related(s, n) {
		n++
	}
	return n
}

// related reports whether a hit shares a word with the question that says what it is about.
func (d *decider) related(s *ranking, n int) bool {
	f := &s.ranked[s.order[n].at].features
	if n == 0 {
		return f[fSubject] > 0 || f[fCover] >= 0.5
	}
	if s.q.subject < fewSubject { // too little to tell them apart by
		return f[fSubject] > 0
	}
	first := s.ranked[s.order[0].at].features[fSubject]
	return f[fSubject] > 0 && f[fSubject] >= leastSubject*first
}

// leastSubject is how much of the subject that the first hit shares with the question another must share to be offered
// beside it.
const leastSubject = 0.5

// fewSubject is how many subject words a question must have for that.
const fewSubject = 3

// cheapest is the outcome whose expected cost is least. first is the chance that the first hit is meant, known that one
// of those offered is.
func (c Costs) cheapest(first, known float64, choices int) Outcome {
	outcome, least := Unknown, known*c.Missed
	try := func(o Outcome, cost float64) {
		if cost < least {
			outcome, least = o, cost
		}
	}
	if choices > 1 {
		try(Choose, c.Choice+(1-known)*c.WrongChoice)
	}
	try(Likely, c.Likely+(1-first)*c.WrongLikely)
	try(Answer, (1-first)*c.WrongAnswer)
	return outcome
}
