package search

import (
	"cmp"
	"math"
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

	// of the document whose short answers are weighed
	about    [maxQuery]bool // by word of the question: the document is about it
	group    group
	saidOf   int32   // the line that saidRest is of, -1 for none
	saidRest float32 // see saidIn
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
	stands   where
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
	k.readSaid(s)
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
	n := s.docAt[sf.doc]
	if n != 0 && s.ranked[n-1].seen >= perDoc {
		return
	}
	var f features
	k.compare(&s.comparison, sf, &f)
	if s.hidden.same && f[fCover] > 0.995 && f[fTitle] > 0.995 {
		return
	}
	var first where
	stands := &first
	if n != 0 {
		stands = &s.ranked[n-1].stands
	} else {
		s.stand(d, stands)
	}
	k.settle(&s.comparison, d, stands, &f)
	if best > 0 {
		f[fFirst] = c.score / best
	}
	score := k.model.rank(&f)
	if n != 0 {
		r := &s.ranked[n-1]
		if r.seen++; score > r.score {
			r.score, r.surface, r.features = score, c.surface, f
		}
		return
	}
	s.ranked = append(s.ranked, ranked{sf.doc, c.surface, 1, score, f, first})
	s.docAt[sf.doc] = int32(len(s.ranked))
}

// hiding leaves wordings out, so that a question can be asked as if nobody had written it down.
type hiding struct {
	same   bool                // wordings that say just what the question says
	shorts map[[2]int32]bool   // all ways of asking of a document's short answer
	doc    map[string]struct{} // whole documents
	c      *corpus
}

// same reports whether a wording says just what the question says and must not be found.
func (k *ranker) same(s *ranking, sf *surface) bool {
	if !s.hidden.same || sf.kind == statement || s.heads[sf.words[0].id] == 0 {
		return false
	}
	var f features
	k.compare(&s.comparison, sf, &f)
	return f[fCover] > 0.995 && f[fTitle] > 0.995
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

// How many of the first documents are looked at as a whole, and how many line by line.
const (
	wholeDocs = 6
	linedDocs = 4
)

// readSaid looks for the question in all that the first documents say.
func (k *ranker) readSaid(s *ranking) {
	for i := range s.order[:min(wholeDocs, len(s.order))] {
		r := &s.ranked[s.order[i].at]
		k.settleSaid(s, &k.docs[r.doc], &r.features)
		r.score = k.model.rank(&r.features)
		s.order[i].score = r.score
	}
	slices.SortStableFunc(s.order, func(a, b place) int { return cmp.Compare(b.score, a.score) })
}

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

// A question asks for a second thing when another hit explains much of what the first leaves unexplained, and most of
// that hit's wording was said.
const (
	alsoExplains = 0.3
	alsoSaid     = 0.6
)

// also is the place in the order of the hit that a question asks for beside the first, or 0.
func (k *ranker) also(s *ranking, q *query) int {
	if len(s.order) < 2 || q.total == 0 || s.exact {
		return 0
	}
	s.begin(q)
	defer s.end()
	var f features
	k.compare(&s.comparison, &k.surf[s.ranked[s.order[0].at].surface], &f)
	var first [maxQuery]bool
	for i := range q.words {
		first[i] = s.match.got[i] > 0 || s.match.covered[i]
	}
	for n := 1; n < min(4, len(s.order)); n++ {
		r := &s.ranked[s.order[n].at]
		if r.features[fTitle] < alsoSaid {
			continue
		}
		k.compare(&s.comparison, &k.surf[r.surface], &f)
		var more float32
		for i := range q.words {
			if !first[i] && (s.match.got[i] > 0 || s.match.covered[i]) {
				more += q.words[i].weight
			}
		}
		if more >= alsoExplains*q.total {
			return n
		}
	}
	return 0
}

// plain puts a procedure before the FAQs above it when the question is the procedure's wording and asks for its time,
// its charge or its papers, words that FAQs are full of: "đăng ký kết hôn bao giờ có" is no question on the day from
// which one may marry in any commune, though that has the same words and "bao giờ" besides.
func (k *ranker) plain(s *ranking) {
	at := slices.IndexFunc(s.order, func(p place) bool { return k.docs[p.doc].faq == 0 })
	asks := s.q.aspect == AspectTime || s.q.aspect == AspectFee || s.q.aspect == AspectDossier
	if at < 1 || at > 3 || !asks {
		return
	}
	procedure := &s.ranked[s.order[at].at]
	if procedure.features[fTitle] < wholeAsked || !k.explainsSubject(s, procedure.surface) {
		return
	}
	for _, p := range s.order[:at] {
		if s.ranked[p.at].features[fTitle] >= partAsked {
			return
		}
	}
	for i := range s.order[:at] {
		s.order[i].score = min(s.order[i].score, procedure.score-plainLead)
	}
	s.prefer(s.order[at].doc)
	slices.SortStableFunc(s.order[1:], func(a, b place) int { return cmp.Compare(b.score, a.score) })
}

// explainsSubject reports whether a surface has every word of the question but fillers and those that ask for a part.
func (k *ranker) explainsSubject(s *ranking, surface int32) bool {
	var f features
	k.compare(&s.comparison, &k.surf[surface], &f)
	for i, w := range s.q.words {
		if !w.asks && !w.idle && w.factor >= weakFactor && s.match.got[i] == 0 && !s.match.covered[i] {
			return false
		}
	}
	return true
}
