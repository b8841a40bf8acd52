package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// ranker scores candidates for a question and puts their documents in order.
type ranker struct {
	*comparer
	model        *Model
	communeFirst bool
}

// ranking is the working memory of a ranker; order is what it made of the question last ranked.
type ranking struct {
	comparison
	docAt  []int32 // by document: index in ranked + 1
	famAt  []int32
	ranked []ranked
	order  []place // best first, one per family
	exact  bool    // the first has the question among its wordings
	hidden hiding
}

// place points into ranking.ranked.
type place struct {
	score   float64
	doc, at int32
}

// ranked is a document with its best surface.
type ranked struct {
	doc      int32
	surface  int32
	seen     int32 // wordings compared
	score    float64
	features features
}

// perDoc is how many wordings of a document are compared, the most promising ones.
const perDoc = 5

func newRanking(c *corpus) ranking {
	return ranking{comparison: newComparison(c), docAt: make([]int32, len(c.docs)), famAt: make([]int32, c.families)}
}

// rank fills s.order, best first, one per family. verbatim is the document that has the question among its wordings, or
// -1.
func (k *ranker) rank(s *ranking, q *query, found []candidate, verbatim int32) {
	s.ranked, s.order, s.exact = s.ranked[:0], s.order[:0], false
	s.begin(q)
	defer s.end()
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.surface, b.surface))
	})
	for _, c := range found {
		k.consider(s, c, found[0].score)
	}
	for i := range s.ranked {
		s.docAt[s.ranked[i].doc] = 0
	}
	k.fold(s)
	k.readLines(s)
	k.plain(s)
	if verbatim >= 0 {
		s.exact = s.prefer(verbatim)
	}
}

// consider scores a surface and keeps it if it is its document's best.
func (k *ranker) consider(s *ranking, c candidate, best float32) {
	sf := &k.surf[c.surface]
	if s.hidden.hides(sf) {
		return
	}
	d := &k.docs[sf.doc]
	if n := s.docAt[sf.doc]; n != 0 && s.ranked[n-1].seen >= perDoc {
		return
	}
	var f features
	k.compare(&s.comparison, sf, &f)
	if s.hidden.same && f[fCover] > 0.995 && f[fTitle] > 0.995 {
		return
	}
	k.settle(&s.comparison, d, &f)
	if best > 0 {
		f[fFirst] = c.score / best
	}
	score := k.model.rank(&f)
	if n := s.docAt[sf.doc]; n != 0 {
		r := &s.ranked[n-1]
		if r.seen++; score > r.score {
			r.score, r.surface, r.features = score, c.surface, f
		}
		return
	}
	s.ranked = append(s.ranked, ranked{sf.doc, c.surface, 1, score, f})
	s.docAt[sf.doc] = int32(len(s.ranked))
}

// hiding leaves wordings out, so that a question can be asked as if nobody had written it down.
type hiding struct {
	same   bool                // wordings that say just what the question says
	shorts map[[2]int32]bool   // all ways of asking of a document's short answer
	doc    map[string]struct{} // whole documents
	c      *corpus
}

func (h *hiding) hides(sf *surface) bool {
	if h.c == nil {
		return false
	}
	if sf.short >= 0 && h.shorts[[2]int32{sf.doc, sf.short}] {
		return true
	}
	_, gone := h.doc[h.c.docs[sf.doc].id]
	return gone
}

// linedDocs is how many of the first documents are looked at line by line.
const linedDocs = 5

// readLines looks for what the wordings leave unexplained in the statements of the first documents.
func (k *ranker) readLines(s *ranking) {
	changed := false
	for i := range s.order[:min(linedDocs, len(s.order))] {
		r := &s.ranked[s.order[i].at]
		d := &k.docs[r.doc]
		if d.lineFrom == d.lineTo {
			continue
		}
		k.readLinesOf(s, d, r.surface, &r.features)
		r.score = k.model.rank(&r.features)
		s.order[i].score = r.score
		changed = true
	}
	if changed {
		slices.SortStableFunc(s.order, func(a, b place) int { return cmp.Compare(b.score, a.score) })
	}
}

// readLinesOf sets the features on the statement of a document that explains most of the question.
func (k *ranker) readLinesOf(s *ranking, d *doc, best int32, f *features) {
	if s.q.total == 0 {
		return
	}
	var scratch features
	k.compare(&s.comparison, &k.surf[best], &scratch)
	var base [maxQuery]float32
	for i := range s.q.words {
		if base[i] = s.match.got[i]; s.match.covered[i] {
			base[i] = 1
		}
	}
	for n := d.lineFrom; n < d.lineTo; n++ {
		line := &k.lines[n]
		if s.hidden.hides(line) || len(line.words) == 0 || !k.shares(s, line) {
			continue
		}
		cover, pairs := k.glance(&s.comparison, line)
		var gain float32
		for i := range s.q.words {
			if got := s.match.got[i]; got > base[i] {
				gain += s.q.words[i].weight * (got - base[i])
			}
		}
		f[fLine] = max(f[fLine], cover*(0.5+0.5*pairs))
		f[fLineGain] = max(f[fLineGain], gain/s.q.total)
	}
}

// shares reports whether a line holds two words of the question that carry something.
func (k *ranker) shares(s *ranking, line *surface) bool {
	n := 0
	for _, w := range line.words {
		if r := s.heads[w.id]; r > 0 {
			if ref := s.refs[r-1]; ref.alt >= 0 || s.q.words[ref.pos].factor >= weakFactor {
				if n++; n == 2 {
					return true
				}
			}
		}
	}
	return false
}

// The whole of a procedure's wording was asked for, and only part of a FAQ's.
const (
	wholeAsked = 0.95
	partAsked  = 0.8
	plainLead  = 1 // how far the procedure is put before the FAQ, in scores
)

// fold orders the documents, best first, and keeps the best of each family.
func (k *ranker) fold(s *ranking) {
	s.order = s.order[:0]
	for i := range s.ranked {
		s.order = append(s.order, place{s.ranked[i].score, s.ranked[i].doc, int32(i)})
	}
	slices.SortFunc(s.order, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
	})
	kept := s.order[:0]
	for _, p := range s.order {
		if fam := k.docs[p.doc].family; s.famAt[fam] == 0 {
			s.famAt[fam] = 1
			kept = append(kept, p)
		}
	}
	for _, p := range kept {
		s.famAt[k.docs[p.doc].family] = 0
	}
	s.order = kept
}

// prefer puts a document first and reports whether it was found at all.
func (s *ranking) prefer(doc int32) bool {
	at := slices.IndexFunc(s.order, func(p place) bool { return p.doc == doc })
	if at < 0 {
		return false
	}
	p := s.order[at]
	copy(s.order[1:at+1], s.order[:at])
	s.order[0] = p
	return true
}

// Model holds the fitted weights of ranking and decision.
type Model struct {
	Rank  [numFeatures]float64
	First signals // chance that the first hit is meant
	Known signals // chance that one of the first hits is meant
	Short passage // chance that a short answer is wanted
	Near  float64 // hits within this score of the first are choices
}

func (m *Model) rank(f *features) float64 {
	var z float64
	for i := range f {
		z += m.Rank[i] * float64(f[i])
	}
	return z
}

// DefaultModel returns a copy of the built-in model for the national export, or for a curated base.
func DefaultModel(curated bool) *Model {
	m := national
	if curated {
		m = office
	}
	return &m
}

// logistic is a chance by weights and evidence.
func logistic(w, c []float64) float64 {
	var z float64
	for i := range c {
		z += w[i] * c[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// settle adds the features that depend on the document alone.
func (k *ranker) settle(s *comparison, d *doc, f *features) {
	q, m := s.q, &s.match
	var rest, field, body, content, subject float32
	for i := range q.words {
		w := &q.words[i]
		if w.factor < weakFactor {
			continue
		}
		content += w.weight
		if m.covered[i] || w.id >= 0 && contains(d.subject, w.id) {
			subject += w.weight
		}
		if m.got[i] > 0 || m.covered[i] || w.id < 0 {
			continue
		}
		rest += w.weight
		if contains(d.field, w.id) {
			field += w.weight
		} else if contains(d.body, w.id) {
			body += w.weight
		}
	}
	if rest > 0 {
		f[fField], f[fBody] = field/q.total, body/q.total
	}
	if content > 0 {
		f[fSubject] = subject / content
	}
	unasked := d.qualifiers &^ q.quals
	for b := unasked; b != 0; b &= b - 1 {
		f[fUnasked] += k.qualWeight[bits.TrailingZeros64(b)]
	}
	f[fUnasked] = min(f[fUnasked], 2)
	if q.quals != 0 {
		f[fAsked] = float32(bits.OnesCount64(q.quals&d.qualifiers)) / float32(bits.OnesCount64(q.quals))
		f[fLacking] = 1 - f[fAsked]
	}
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
	if k.communeFirst {
		f[fCommune] = d.level
	}
	f[fCurated] = d.curated
	if d.faq != 0 && d.aspects != 0 && q.aspects != 0 {
		if d.aspects&q.aspects != 0 {
			f[fAspect] = 1
		} else {
			f[fOtherAspect] = 1
		}
	}
}
