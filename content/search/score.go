package search

import "github.com/motcua/motcua/content/vi"

// scratch is the working memory of one Ask, kept in a pool.
type scratch struct {
	toks    []vi.Token
	spare   []qword
	edit    []byte
	q       query
	acc     []float32 // by surface
	touched []int32
	top     []candidate
	heads   []int32 // by word id: first reference + 1
	used    []int32 // word ids with a head, to be cleared
	refs    []reference
	docAt   []int32 // by document: index in ranked + 1
	famAt   []int32
	ranked  []ranked
	order   []place // best first, one per family
	exact   bool    // the first has the question among its wordings
	match   matcher
}

// reference says where a word stands in the question: at position pos of the
// question itself (alt < 0) or of an alternative.
type reference struct {
	next     int32
	alt, pos int16
}

// candidate is a surface that passed the first stage.
type candidate struct {
	surface int32
	score   float32
}

// place points into scratch.ranked.
type place struct {
	score   float64
	doc, at int32
}

// ranked is a document with its best surface.
type ranked struct {
	doc      int32
	surface  int32
	score    float64
	features features
}

func newScratch(ix *Index) *scratch {
	return &scratch{
		acc: make([]float32, len(ix.surf)), heads: make([]int32, len(ix.voc.words)),
		docAt: make([]int32, len(ix.docs)), famAt: make([]int32, ix.families),
	}
}

// shortlist is how many surfaces the second stage looks at.
const shortlist = 64

// first collects surfaces by the information of shared words and pairs.
func (ix *Index) first(s *scratch) {
	q := &s.q
	s.touched = s.touched[:0]
	limit := int32(len(ix.docs) / 5)
	for i := range q.words {
		w := &q.words[i]
		if w.id < 0 || w.factor < 0.05 {
			continue
		}
		if ix.df[w.id] <= limit || w.factor >= weakFactor && q.content <= 3 {
			s.add(posting(ix.uniStart, ix.uniList, w.id), w.weight)
		}
		if w.factor >= weakFactor && len(ix.bodyList) > 0 {
			s.add(posting(ix.bodyStart, ix.bodyList, w.id), w.weight*0.2)
		}
		if p := q.next[i]; p >= 0 {
			ix.addPair(s, q.words[p].id, w.id, q.pairW[i]*1.2)
		}
	}
	for i := range q.alts {
		a := &q.alts[i]
		var prev int32 = -1
		for k, w := range a.words {
			if ix.df[w.id] > 0 && ix.df[w.id] <= limit {
				s.add(posting(ix.uniStart, ix.uniList, w.id), a.weights[k]*a.credit*0.8)
			}
			if prev >= 0 {
				ix.addPair(s, prev, w.id, (a.weights[k]+a.weights[k-1])*0.5*a.credit)
			}
			prev = w.id
		}
	}
	ix.shorten(s)
}

func (ix *Index) addPair(s *scratch, a, b int32, weight float32) {
	if a < 0 || b < 0 {
		return
	}
	if id, ok := ix.pairIDs[pairKey(a, b)]; ok {
		s.add(posting(ix.pairStart, ix.pairList, id), weight)
	}
}

func (s *scratch) add(list []int32, weight float32) {
	if weight <= 0 {
		return
	}
	acc := s.acc
	for _, n := range list {
		if acc[n] == 0 {
			s.touched = append(s.touched, n)
		}
		acc[n] += weight
	}
}

// shorten keeps the best surfaces and clears the accumulators.
func (ix *Index) shorten(s *scratch) {
	s.top = s.top[:0]
	for _, n := range s.touched {
		c := candidate{n, s.acc[n] * ix.norm[n]}
		s.acc[n] = 0
		if len(s.top) < shortlist {
			s.top = append(s.top, c)
			if len(s.top) == shortlist {
				heapify(s.top)
			}
			continue
		}
		if c.score > s.top[0].score {
			s.top[0] = c
			sink(s.top, 0)
		}
	}
}

// A heap with the worst candidate first; ties fall to the later surface so
// that results do not depend on the order of posting lists.
func worse(a, b candidate) bool {
	return a.score < b.score || a.score == b.score && a.surface > b.surface
}

func heapify(h []candidate) {
	for i := len(h)/2 - 1; i >= 0; i-- {
		sink(h, i)
	}
}

func sink(h []candidate, i int) {
	for {
		c := 2*i + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && worse(h[c+1], h[c]) {
			c++
		}
		if !worse(h[c], h[i]) {
			return
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
}

// refer notes where each word stands in the question, for matching surfaces.
func (ix *Index) refer(s *scratch) {
	q := &s.q
	s.refs = s.refs[:0]
	put := func(id int32, alt, pos int) {
		if id < 0 {
			return
		}
		if s.heads[id] == 0 {
			s.used = append(s.used, id)
		}
		s.refs = append(s.refs, reference{s.heads[id] - 1, int16(alt), int16(pos)})
		s.heads[id] = int32(len(s.refs))
	}
	for i := range q.words {
		put(q.words[i].id, -1, i)
	}
	for a := range q.alts {
		for k, w := range q.alts[a].words {
			put(w.id, a, k)
		}
	}
}

func (s *scratch) unrefer() {
	for _, id := range s.used {
		s.heads[id] = 0
	}
	s.used = s.used[:0]
}
