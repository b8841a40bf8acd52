package search

// gatherer finds the wordings that have something in common with a question.
type gatherer struct{ *corpus }

// gathering is the working memory of a gatherer.
type gathering struct {
	acc     []float32 // by surface
	touched []int32
	top     []candidate
}

func newGathering(c *corpus) gathering { return gathering{acc: make([]float32, len(c.surf))} }

// candidate is a surface that passed the first stage.
type candidate struct {
	surface int32
	score   float32
}

// shortlist is how many surfaces the second stage looks at.
const shortlist = 64

// gather collects wordings by the information of the words and pairs that they share with a question, the best of them
// in no order.
func (g *gatherer) gather(q *query, s *gathering) []candidate {
	s.touched = s.touched[:0]
	limit := int32(len(g.docs) / 5)
	for i := range q.words {
		w := &q.words[i]
		if w.id < 0 || w.factor < 0.05 {
			continue
		}
		if g.df[w.id] <= limit || w.factor >= weakFactor && q.content <= 3 {
			s.add(posting(g.uniStart, g.uniList, w.id), w.weight)
		}
		if w.factor >= weakFactor && len(g.bodyList) > 0 {
			s.add(posting(g.bodyStart, g.bodyList, w.id), w.weight*0.2)
		}
		if p := q.next[i]; p >= 0 {
			g.addPair(s, q.words[p].id, w.id, q.pairW[i]*1.2)
		}
	}
	for i := range q.alts {
		a := &q.alts[i]
		var prev int32 = -1
		for k, w := range a.words {
			if g.df[w.id] > 0 && g.df[w.id] <= limit {
				s.add(posting(g.uniStart, g.uniList, w.id), a.weights[k]*a.credit*0.8)
			}
			if prev >= 0 {
				g.addPair(s, prev, w.id, (a.weights[k]+a.weights[k-1])*0.5*a.credit)
			}
			prev = w.id
		}
	}
	g.shorten(s)
	return s.top
}

func (g *gatherer) addPair(s *gathering, a, b int32, weight float32) {
	if a < 0 || b < 0 {
		return
	}
	if id, ok := g.pairIDs[pairKey(a, b)]; ok {
		s.add(posting(g.pairStart, g.pairList, id), weight)
	}
}

func (s *gathering) add(list []int32, weight float32) {
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
func (g *gatherer) shorten(s *gathering) {
	s.top = s.top[:0]
	for _, n := range s.touched {
		c := candidate{n, s.acc[n] * g.norm[n]}
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
