package search

// comparer holds wordings and statements against a question, word by word.
type comparer struct{ *corpus }

// comparison is the working memory of a comparer: where the words of the question stand, and how the surface compared
// last matched them.
type comparison struct {
	q     *query
	heads []int32 // by word: first reference + 1
	used  []int32 // words with a head, to be cleared
	refs  []reference
	match matcher
}

// reference says where a word stands in the question: at position pos of the question itself (alt < 0) or of an
// alternative.
type reference struct {
	next     int32
	alt, pos int16
}

func newComparison(c *corpus) comparison { return comparison{heads: make([]int32, len(c.voc.words))} }

// begin notes where each word stands in a question; end must follow.
func (s *comparison) begin(q *query) {
	s.q, s.refs = q, s.refs[:0]
	for i := range q.words {
		s.put(q.words[i].id, -1, i)
	}
	for a := range q.alts {
		for k, w := range q.alts[a].words {
			s.put(w.id, a, k)
		}
	}
}

func (s *comparison) put(id int32, alt, pos int) {
	if id < 0 {
		return
	}
	if s.heads[id] == 0 {
		s.used = append(s.used, id)
	}
	s.refs = append(s.refs, reference{s.heads[id] - 1, int16(alt), int16(pos)})
	s.heads[id] = int32(len(s.refs))
}

func (s *comparison) end() {
	for _, id := range s.used {
		s.heads[id] = 0
	}
	s.used = s.used[:0]
}

// matcher is how a surface matches the question.
type matcher struct {
	got     [maxQuery]float32 // how well a position is matched, 0 to 1
	last    [maxQuery]int32   // where in the surface it was matched last, +1
	pair    [maxQuery]float32
	altGot  [maxAlts]uint32 // bit per word
	altPair [maxAlts]uint32
	altLast [maxAlts][maxAltWords]int32
	altCov  [maxAlts]float32
	fit     [maxAlts]int16 // alternatives that may explain their span better than what was said; the first fits
	fits    int
	hit     [maxSurfaceWords]uint8 // 1 asked for, 2 next to its neighbour, 4 only by a filler word
	value   [maxQuery + 1]float32
	chosen  [maxQuery + 1]int16
	covered [maxQuery]bool
}

const conflictFactor = 0.6

// compare fills the features of a surface that depend on its words.
func (k *comparer) compare(s *comparison, sf *surface, f *features) {
	q, m := s.q, &s.match
	nq := len(q.words)
	for i := range nq {
		m.got[i], m.last[i], m.pair[i], m.covered[i] = 0, 0, 0, false
	}
	clear(m.altGot[:len(q.alts)])
	conflict := k.walk(s, sf)
	k.coverAlts(q, m)
	cover, alt := k.explain(q, m)
	if q.total > 0 {
		f[fCover] = cover / q.total
		f[fAlt] = alt / q.total
		f[fConflict] = conflict / q.total
	}
	var pairs, total float32
	for i := range nq {
		if q.next[i] < 0 {
			continue
		}
		if m.covered[i] {
			if m.covered[q.next[i]] {
				continue // judged inside the alternative
			}
		}
		total += q.pairW[i]
		pairs += q.pairW[i] * m.pair[i]
	}
	for _, a := range m.fit[:m.fits] {
		if m.altCov[a] < 0 { // chosen, see explain
			w := q.alts[a].total * 0.5
			total += w
			pairs += w * (-m.altCov[a] - 1)
		}
	}
	if total > 0 {
		f[fPairs] = pairs / total
	}
	k.titleSide(s, sf, f)
}

// glance is a quick compare without synonyms: how much of the question and of its word pairs a statement holds.
func (k *comparer) glance(s *comparison, sf *surface) (cover, pairs float32) {
	q, m := s.q, &s.match
	for i := range q.words {
		m.got[i], m.last[i], m.pair[i], m.covered[i] = 0, 0, 0, false
	}
	for j := range sf.words {
		w := sf.words[j]
		for r := s.heads[w.id] - 1; r >= 0; r = s.refs[r].next {
			if ref := &s.refs[r]; ref.alt < 0 {
				s.meet(int(ref.pos), w, j)
			}
		}
	}
	for i := range q.words {
		cover += q.words[i].weight * m.got[i]
		pairs += q.pairW[i] * m.pair[i]
	}
	if q.pairs > 0 {
		pairs /= q.pairs
	}
	return cover / q.total, min(1, pairs)
}

// walk goes through the surface once, noting matches of words and neighbours.
func (k *comparer) walk(s *comparison, sf *surface) (conflict float32) {
	q, m := s.q, &s.match
	for j := range sf.words {
		w := sf.words[j]
		m.hit[j] = 0
		for r := s.heads[w.id] - 1; r >= 0; r = s.refs[r].next {
			ref := &s.refs[r]
			p := int(ref.pos)
			if ref.alt >= 0 {
				a := int(ref.alt)
				if m.altGot[a] == 0 {
					m.altPair[a] = 0
					clear(m.altLast[a][:len(q.alts[a].words)])
				}
				m.altGot[a] |= 1 << p
				if p > 0 && m.altLast[a][p-1] == int32(j) {
					m.altPair[a] |= 1 << p
					m.hit[j] |= 2
				}
				m.altLast[a][p] = int32(j + 1)
				m.hit[j] |= 1
				continue
			}
			if s.meet(p, w, j) {
				m.hit[j] |= 2
			}
			qw := &q.words[p]
			if qw.factor >= weakFactor || qw.syn {
				m.hit[j] |= 1
			} else {
				m.hit[j] |= 4
			}
		}
	}
	for i := range q.words {
		if m.got[i] > 0 && m.got[i] <= conflictFactor {
			conflict += q.words[i].weight
		}
	}
	return conflict
}

// meet notes that the word of the question at p stands at place j of a surface, and reports whether the word before it
// stands there before it.
func (s *comparison) meet(p int, w word, j int) (beside bool) {
	q, m := s.q, &s.match
	qw := &q.words[p]
	g := float32(1)
	if qw.marked && qw.mark != w.mark {
		g = conflictFactor
	}
	if qw.guess {
		g *= 0.9
	}
	if g > m.got[p] {
		m.got[p] = g
	}
	if prev := q.next[p]; prev >= 0 && m.last[prev] != 0 {
		switch d := int32(j+1) - m.last[prev]; d {
		case 1:
			m.pair[p] = max(m.pair[p], g)
			beside = true
		case 2:
			m.pair[p] = max(m.pair[p], 0.6*g)
		}
	}
	m.last[p] = int32(j + 1)
	return beside
}

// coverAlts computes how far each alternative is matched.
func (k *comparer) coverAlts(q *query, m *matcher) {
	m.fits = 0
	for a := range q.alts {
		al := &q.alts[a]
		m.altCov[a] = 0
		if m.altGot[a] == 0 {
			continue
		}
		var uni, pair, pairTotal float32
		for k := range al.words {
			if m.altGot[a]&(1<<k) != 0 {
				uni += al.weights[k]
			}
			if k > 0 {
				w := al.weights[k] + al.weights[k-1]
				pairTotal += w
				if m.altPair[a]&(1<<k) != 0 {
					pair += w
				}
			}
		}
		cov := uni / al.total
		if pairTotal > 0 {
			cov = 0.5*cov + 0.5*pair/pairTotal
		}
		m.altCov[a] = cov
		if cov > 0.3 {
			m.fit[m.fits] = int16(a)
			m.fits++
		}
	}
}

// explain chooses between the words said and their alternatives so that most
// of the question is explained. Chosen alternatives get altCov = -1 - cov.
func (k *comparer) explain(q *query, m *matcher) (cover, alt float32) {
	n := len(q.words)
	m.value[0] = 0
	for i := 1; i <= n; i++ {
		m.value[i] = m.value[i-1] + q.words[i-1].weight*m.got[i-1]
		m.chosen[i] = -1
		for _, a := range m.fit[:m.fits] {
			al := &q.alts[a]
			if al.to != i {
				continue
			}
			var span float32
			for k := al.from; k < al.to; k++ {
				span += q.words[k].weight
			}
			if v := m.value[al.from] + span*m.altCov[a]*al.credit; v > m.value[i] {
				m.value[i], m.chosen[i] = v, a
			}
		}
	}
	for i := n; i > 0; {
		a := m.chosen[i]
		if a < 0 {
			i--
			continue
		}
		al := &q.alts[a]
		alt += m.value[i] - m.value[al.from]
		for k := al.from; k < al.to; k++ {
			m.covered[k] = true
		}
		m.altCov[a] = -1 - m.altCov[a]
		i = al.from
	}
	return m.value[n], alt
}

// titleSide measures how much of the surface was asked for.
func (k *comparer) titleSide(s *comparison, sf *surface, f *features) {
	m := &s.match
	var matched, adjacent, head, headTotal, run, best float32
	for j := range sf.words {
		w := sf.weight[j]
		hit := m.hit[j]
		if j < headWords {
			headTotal += w
		}
		if hit&3 == 0 {
			if hit&4 != 0 { // only filler or aspect words of the question
				matched += w * 0.5
				if j < headWords {
					head += w * 0.5
				}
			}
			run = 0
			continue
		}
		matched += w
		if j < headWords {
			head += w
		}
		if hit&2 != 0 {
			adjacent += w
			run += w
		} else {
			run = w
		}
		best = max(best, run)
	}
	f[fTitle] = matched / sf.total
	f[fTitlePairs] = adjacent / sf.total
	f[fBoth] = f[fTitle] * f[fCover]
	if headTotal > 0 {
		f[fHead] = head / headTotal
	}
	f[fMiss] = min(1, (sf.total-matched)/(6*k.maxIDF))
	if s.q.total > 0 {
		f[fRun] = min(1, best/s.q.total)
	}
	switch sf.kind {
	case nameWording:
		f[fName] = 1
	case askWording:
		f[fAsk] = 1
	case titleWording, statement:
	}
}

const headWords = 6
