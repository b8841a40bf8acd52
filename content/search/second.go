package search

import (
	"cmp"
	"slices"
)

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
