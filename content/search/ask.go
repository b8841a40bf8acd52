package search

import (
	"cmp"
	"slices"
)

// Ask reads a question and finds what it means. It is safe for concurrent use
// and keeps no memory of questions.
func (ix *Index) Ask(text string) Result {
	s := ix.pool.Get().(*scratch)
	defer ix.pool.Put(s)
	ix.rank(s, text)
	return ix.decide(s)
}

// rank fills s.ranked and s.order, best first, one per family.
func (ix *Index) rank(s *scratch, text string) {
	s.ranked, s.order, s.exact = s.ranked[:0], s.order[:0], false
	ix.read(s, text)
	if len(s.q.words) == 0 || len(ix.docs) == 0 {
		return
	}
	ix.first(s)
	ix.refer(s)
	var best float32
	for _, c := range s.top {
		best = max(best, c.score)
	}
	for _, c := range s.top {
		ix.consider(s, c, best)
	}
	s.unrefer()
	for i := range s.ranked {
		s.docAt[s.ranked[i].doc] = 0
	}
	ix.fold(s)
	ix.plain(s)
	if doc := ix.verbatim(s); doc >= 0 {
		s.exact = s.prefer(doc)
	}
}

// consider scores a surface and keeps it if it is its document's best.
func (ix *Index) consider(s *scratch, c candidate, best float32) {
	at := ix.surf[c.surface].doc
	d := &ix.docs[at]
	var f features
	ix.compare(s, c.surface, &f)
	ix.settle(s, d, &f)
	if best > 0 {
		f[fFirst] = c.score / best
	}
	score := ix.model.rank(&f)
	if n := s.docAt[at]; n != 0 {
		if r := &s.ranked[n-1]; score > r.score {
			r.score, r.surface, r.features = score, c.surface, f
		}
		return
	}
	s.ranked = append(s.ranked, ranked{at, c.surface, score, f})
	s.docAt[at] = int32(len(s.ranked))
}

// The whole of a procedure's wording was asked for, and only part of a FAQ's.
const (
	wholeAsked = 0.95
	partAsked  = 0.8
	plainLead  = 1 // how far the procedure is put before the FAQ, in scores
)

// plain puts a procedure before the FAQs above it when the question is the procedure's wording and asks for its time, its
// charge or its papers, words that FAQs are full of: "đăng ký kết hôn bao giờ có" is no question on the day from which one may marry in any commune, though that has the
// same words and "bao giờ" besides.
func (ix *Index) plain(s *scratch) {
	at := slices.IndexFunc(s.order, func(p place) bool { return ix.docs[p.doc].faq == 0 })
	asks := s.q.aspect == AspectTime || s.q.aspect == AspectFee || s.q.aspect == AspectDossier
	if at < 1 || at > 3 || !asks {
		return
	}
	procedure := &s.ranked[s.order[at].at]
	if procedure.features[fTitle] < wholeAsked || !ix.explainsSubject(s, procedure.surface) {
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
func (ix *Index) explainsSubject(s *scratch, surface int32) bool {
	ix.refer(s)
	defer s.unrefer()
	var f features
	ix.compare(s, surface, &f)
	for i, w := range s.q.words {
		if !w.asks && !w.idle && w.factor >= weakFactor && s.match.got[i] == 0 && !s.match.covered[i] {
			return false
		}
	}
	return true
}

// fold orders the documents, best first, and keeps the best of each family.
func (ix *Index) fold(s *scratch) {
	s.order = s.order[:0]
	for i := range s.ranked {
		s.order = append(s.order, place{s.ranked[i].score, s.ranked[i].doc, int32(i)})
	}
	slices.SortFunc(s.order, func(a, b place) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return int(a.doc - b.doc)
	})
	kept := s.order[:0]
	for _, p := range s.order {
		if fam := ix.docs[p.doc].family; s.famAt[fam] == 0 {
			s.famAt[fam] = 1
			kept = append(kept, p)
		}
	}
	for _, p := range kept {
		s.famAt[ix.docs[p.doc].family] = 0
	}
	s.order = kept
}
