package search

import (
	"math/bits"
	"slices"
)

// Features of a surface for a question; the model weighs them. All lie
// between 0 and about 1.
const (
	fCover       = iota // share of the question's information explained
	fPairs              // share of its word pairs explained
	fTitle              // share of the surface's information asked for
	fTitlePairs         // share of the surface's words matched next to each other
	fBoth               // cover × title
	fHead               // share of the first words of the surface asked for
	fMiss               // information of the surface not asked for, absolute
	fField              // share of the rest explained by the field
	fBody               // share of the rest explained by the body
	fConflict           // share matched against the writer's diacritics
	fUnasked            // special cases in the title nobody asked for
	fAsked              // special cases asked for and there
	fLacking            // special cases asked for and not there
	fAction             // asked actions that are there
	fNoAction           // asked actions that are not there
	fOtherAct           // special actions nobody asked for
	fUsual              // no action asked: the document has a usual one
	fCommune            // the commune handles it
	fCurated            // the office wrote it
	fName               // matched by a name rather than the official title
	fFirst              // first-stage score relative to the best
	fAlt                // share explained by synonyms rather than by the words said
	fRun                // longest run of the surface's words, as share of the question
	fAspect             // a FAQ asks about the same aspect
	fOtherAspect        // a FAQ asks about another aspect
	fAsk                // matched by a way of asking of a short answer
	fSubject            // share of the question's subject words that the document is about
	fLine               // share explained by one statement of the document
	fLineGain           // share explained by that statement and not by the wording
	fSaid               // share that the document says anywhere
	fOften              // likewise, words that it says often count more
	fSaidPairs          // share of the word pairs that it says anywhere
	fCore               // share of what the document's wordings turn on that the question has
	fTopMiss            // the most informative word of the question that the document never says
	numFeatures
)

type features [numFeatures]float32

// Signals for the decision: how sure are we of the first hit?
const (
	cBias      = iota
	cScore     // score of the first
	cMargin    // lead over the second
	cMargin3   // lead over the fourth
	cCover     // question explained
	cPairs     // its pairs explained
	cTitle     // title asked for
	cBoth      // both
	cRun       // longest run
	cOOV       // share of words never seen
	cGuess     // typing errors mended
	cConflict  // diacritics against
	cContent   // informative syllables: vague questions have few
	cLong      // very long messages
	cSoft      // a soft rule fired
	cAspect    // an aspect was asked
	cLacking   // special case or action missing
	cMatched   // information matched, absolute
	cVague     // short and no aspect asked
	cShare     // share of the score the fourth still has: many alike
	cSubject   // share of the subject words that the first is about
	cLine      // one of its statements explains the question
	cLineGain  // what that adds to its wording
	cAsk       // found by a way of asking
	cSaid      // share that the first says anywhere
	cOften     // likewise, words that it says often count more
	cUnread    // information of the question that nothing of the first explains, absolute
	cSaidPairs // share of the word pairs that the first says anywhere
	cCore      // share of what the wordings of the first turn on that the question has
	cTopMiss   // the most informative word of the question that the first never says
	cFamiliar  // share of the word pairs that any document says
	cElsewhere // what the question says of other offices' matters and the first never says
	numSignals
)

type signals [numSignals]float64

// Evidence that a short answer is what the question wants; all lie between 0 and about 1.
const (
	pBias      = iota
	pCover     // share of the question explained by a way of asking
	pTitle     // share of the way of asking that was asked for
	pBoth      // both
	pPairs     // word pairs
	pRest      // share of what the question says beyond the entry's subject
	pRestTitle // share of what the way of asking says beyond the entry's subject
	pRestBoth  // both
	pSame      // it answers the part that is asked for
	pOther     // it answers another part
	pConflict  // diacritics against
	pSay       // share of the rest that its sentence holds
	pMissed    // information of the question beyond the subject that it lacks, absolute
	pLacking   // information of the way of asking beyond the subject that was not asked for, absolute
	pTogether  // as pRest, by all ways of asking of the short answer together
	numPassage
)

type passage [numPassage]float64

// PassageNames name the weights of Model.Short.
var PassageNames = [numPassage]string{
	"bias", "cover", "title", "both", "pairs", "rest", "restTitle", "restBoth", "same", "other",
	"conflict", "say", "missed", "lacking", "together",
}

// FeatureNames name the weights of Model.Rank.
var FeatureNames = [numFeatures]string{
	"cover", "pairs", "title", "titlePairs", "both", "head", "miss", "field", "body", "conflict", "unasked", "asked",
	"lacking", "action", "noAction", "otherAction", "usual", "commune", "curated", "name", "first", "synonym", "run",
	"aspect", "otherAspect", "ask", "subject", "line", "lineGain", "said", "often", "saidPairs", "core",
	"topMiss",
}

// SignalNames name the weights of Model.First and Model.Known.
var SignalNames = [numSignals]string{
	"bias", "score", "margin", "margin3", "cover", "pairs", "title", "both", "run", "oov", "guess", "conflict",
	"content", "long", "soft", "aspect", "lacking", "matched",
	"vague", "share", "subject", "line", "lineGain", "ask", "said", "often", "unread",
	"saidPairs", "core", "topMiss", "familiar", "elsewhere",
}

// settle adds the features that depend on the document alone.
func (k *ranker) settle(s *comparison, d *doc, w *where, f *features) {
	s.settleRest(w, f)
	k.settleCases(s.q, d, f)
	k.settleActions(s.q, d, f)
	if k.communeFirst {
		f[fCommune] = d.level
	}
	f[fCurated] = d.curated
	if d.faq != 0 && d.aspects != 0 && s.q.aspects != 0 {
		if d.aspects&s.q.aspects != 0 {
			f[fAspect] = 1
		} else {
			f[fOtherAspect] = 1
		}
	}
}

// where notes for each word of a question where in a document it stands: worked out once a document, for the wordings
// of it that are compared.
type where [maxQuery]uint8

const (
	inSubject = 1 << iota
	inField
	inBody
)

// stand fills where the words of the question stand in a document.
func (s *comparison) stand(d *doc, at *where) {
	for i := range s.q.words {
		w := &s.q.words[i]
		if at[i] = 0; w.id < 0 || w.factor < weakFactor {
			continue
		}
		if contains(d.subject, w.id) {
			at[i] |= inSubject
		}
		if contains(d.field, w.id) {
			at[i] |= inField
		} else if contains(d.body, w.id) {
			at[i] |= inBody
		}
	}
}

// settleRest looks for what the wording leaves unexplained in the document's subject, field and body.
func (s *comparison) settleRest(at *where, f *features) {
	q, m := s.q, &s.match
	var rest, field, body, content, subject float32
	for i := range q.words {
		w := &q.words[i]
		if w.factor < weakFactor {
			continue
		}
		content += w.weight
		if m.covered[i] || at[i]&inSubject != 0 {
			subject += w.weight
		}
		if m.got[i] > 0 || m.covered[i] || w.id < 0 {
			continue
		}
		rest += w.weight
		switch {
		case at[i]&inField != 0:
			field += w.weight
		case at[i]&inBody != 0:
			body += w.weight
		}
	}
	if rest > 0 {
		f[fField], f[fBody] = field/q.total, body/q.total
	}
	if content > 0 {
		f[fSubject] = subject / content
	}
}

// settleCases compares the special cases of the title with those asked for.
func (k *ranker) settleCases(q *query, d *doc, f *features) {
	for b := d.qualifiers &^ q.quals; b != 0; b &= b - 1 {
		f[fUnasked] += k.qualWeight[bits.TrailingZeros64(b)]
	}
	f[fUnasked] = min(f[fUnasked], 2)
	if q.quals != 0 {
		f[fAsked] = float32(bits.OnesCount64(q.quals&d.qualifiers)) / float32(bits.OnesCount64(q.quals))
		f[fLacking] = 1 - f[fAsked]
	}
}

// settleActions compares what the title does with what is asked to be done.
func (k *ranker) settleActions(q *query, d *doc, f *features) {
	special := q.actions &^ k.usual
	if special != 0 {
		there := bits.OnesCount64(special & d.actions)
		near := 0
		for b := special &^ d.actions; b != 0; b &= b - 1 {
			if k.like[bits.TrailingZeros64(b)]&d.actions != 0 {
				near++
			}
		}
		n := float32(bits.OnesCount64(special))
		f[fAction] = (float32(there) + 0.5*float32(near)) / n
		f[fNoAction] = 1 - f[fAction]
	} else if d.actions&k.usual != 0 {
		f[fUsual] = 1
	}
	if d.actions&k.usual == 0 || special != 0 {
		f[fOtherAct] = min(1, 0.5*float32(bits.OnesCount64(d.actions&^k.usual&^q.actions)))
	}
}

// settleSaid looks for the question in all that the document says: no one wording may hold it, and yet most of its
// words stand in one or another.
func (k *ranker) settleSaid(s *ranking, d *doc, f *features) {
	q := s.q
	if q.total == 0 {
		return
	}
	said := &d.said
	if s.hidden.c != nil {
		said = k.withoutHidden(s, d)
	}
	var there, often [maxQuery]float32
	var pairs float32
	for i := range q.words {
		w := &q.words[i]
		if w.id < 0 {
			continue
		}
		if often[i] = said.often(w.id); often[i] > 0 {
			there[i] = 1
		}
		if p := q.next[i]; p >= 0 && there[i] > 0 && there[p] > 0 {
			if _, ok := slices.BinarySearch(said.pairs, pairKey(q.words[p].id, w.id)); ok {
				pairs += q.pairW[i]
			}
		}
	}
	for i := range q.alts {
		q.alts[i].said(said, &there, &often)
	}
	for i := range q.words {
		f[fSaid] += q.words[i].weight * there[i] / q.total
		f[fTopMiss] = max(f[fTopMiss], q.words[i].weight*(1-there[i])/k.maxIDF)
		f[fOften] += q.words[i].weight * often[i] / q.total
	}
	if q.pairs > 0 {
		f[fSaidPairs] = min(1, pairs/q.pairs)
	}
	for _, w := range said.core {
		if s.heads[w.id] != 0 || w.cases&q.quals != 0 {
			f[fCore] += w.weight
		}
	}
}

// withoutHidden is what a document says as if nobody had written down the wordings that are hidden.
func (k *ranker) withoutHidden(s *ranking, d *doc) *sayings {
	hides := func(sf *surface) bool { return s.hidden.hides(sf) || k.same(s, sf) }
	if !slices.ContainsFunc(k.surf[d.firstSurf:d.endSurf], func(sf surface) bool { return hides(&sf) }) {
		return &d.said
	}
	rest := k.countWords(d, hides)
	return &rest
}

// said notes for the words that a reading stands for how much of it a document says.
func (a *alternative) said(in *sayings, there, often *[maxQuery]float32) {
	var all, share float32
	for k, w := range a.words {
		if v := in.often(w.id); v > 0 {
			all += a.weights[k]
			share += a.weights[k] * v
		}
	}
	for k := a.from; k < a.to; k++ {
		there[k] = max(there[k], a.credit*all/a.total)
		often[k] = max(often[k], a.credit*share/a.total)
	}
}
