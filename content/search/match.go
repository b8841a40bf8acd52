package search

import "math/bits"

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
	numFeatures
)

type features [numFeatures]float32

// matcher compares one surface with the question.
type matcher struct {
	got     [maxQuery]float32 // how well a position is matched, 0 to 1
	last    [maxQuery]int32   // where in the surface it was matched last, +1
	pair    [maxQuery]float32
	altGot  [maxAlts]uint32 // bit per word
	altPair [maxAlts]uint32
	altLast [maxAlts][maxAltWords]int32
	altCov  [maxAlts]float32
	hit     [maxSurfaceWords]uint8 // 1 asked for, 2 next to its neighbour, 4 only by a filler word
	value   [maxQuery + 1]float32
	chosen  [maxQuery + 1]int16
	covered [maxQuery]bool
}

const conflictFactor = 0.6

// compare fills the features of a surface that depend on its words.
func (ix *Index) compare(s *scratch, n int32, f *features) {
	q, sf, m := &s.q, &ix.surf[n], &s.match
	nq := len(q.words)
	for i := range nq {
		m.got[i], m.last[i], m.pair[i], m.covered[i] = 0, 0, 0, false
	}
	for a := range q.alts {
		m.altGot[a], m.altPair[a] = 0, 0
		clear(m.altLast[a][:len(q.alts[a].words)])
	}
	conflict := ix.walk(s, sf)
	ix.coverAlts(q, m)
	cover, alt := ix.explain(q, m)
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
	for a := range q.alts {
		if m.altCov[a] < 0 { // chosen, see explain
			w := q.alts[a].total * 0.5
			total += w
			pairs += w * (-m.altCov[a] - 1)
		}
	}
	if total > 0 {
		f[fPairs] = pairs / total
	}
	ix.titleSide(s, sf, f)
}

// walk goes through the surface once, noting matches of words and neighbours.
func (ix *Index) walk(s *scratch, sf *surface) (conflict float32) {
	q, m := &s.q, &s.match
	for j := range sf.words {
		w := sf.words[j]
		m.hit[j] = 0
		for r := s.heads[w.id] - 1; r >= 0; r = s.refs[r].next {
			ref := &s.refs[r]
			p := int(ref.pos)
			if ref.alt >= 0 {
				a := int(ref.alt)
				m.altGot[a] |= 1 << p
				if p > 0 && m.altLast[a][p-1] == int32(j) {
					m.altPair[a] |= 1 << p
					m.hit[j] |= 2
				}
				m.altLast[a][p] = int32(j + 1)
				m.hit[j] |= 1
				continue
			}
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
				switch d := int32(j+1) - m.last[prev]; {
				case d == 1:
					m.pair[p] = max(m.pair[p], g)
					m.hit[j] |= 2
				case d == 2:
					m.pair[p] = max(m.pair[p], 0.6*g)
				}
			}
			m.last[p] = int32(j + 1)
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

// coverAlts computes how far each alternative is matched.
func (ix *Index) coverAlts(q *query, m *matcher) {
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
	}
}

// explain chooses between the words said and their alternatives so that most
// of the question is explained. Chosen alternatives get altCov = -1 - cov.
func (ix *Index) explain(q *query, m *matcher) (cover, alt float32) {
	n := len(q.words)
	m.value[0] = 0
	for i := 1; i <= n; i++ {
		m.value[i] = m.value[i-1] + q.words[i-1].weight*m.got[i-1]
		m.chosen[i] = -1
		for a := range q.alts {
			al := &q.alts[a]
			if al.to != i || m.altCov[a] <= 0.3 {
				continue
			}
			var span float32
			for k := al.from; k < al.to; k++ {
				span += q.words[k].weight
			}
			if v := m.value[al.from] + span*m.altCov[a]*al.credit; v > m.value[i] {
				m.value[i], m.chosen[i] = v, int16(a)
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
func (ix *Index) titleSide(s *scratch, sf *surface, f *features) {
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
	f[fMiss] = min(1, (sf.total-matched)/(6*ix.maxIDF))
	if s.q.total > 0 {
		f[fRun] = min(1, best/s.q.total)
	}
	if !sf.title {
		f[fName] = 1
	}
}

const headWords = 6

// settle adds the features that depend on the document alone.
func (ix *Index) settle(s *scratch, d *doc, f *features) {
	q, m := &s.q, &s.match
	var rest, field, body float32
	for i := range q.words {
		w := &q.words[i]
		if m.got[i] > 0 || m.covered[i] || w.id < 0 || w.factor < weakFactor {
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
	unasked := d.qualifiers &^ q.quals
	for b := unasked; b != 0; b &= b - 1 {
		f[fUnasked] += ix.qualWeight[bits.TrailingZeros64(b)]
	}
	f[fUnasked] = min(f[fUnasked], 2)
	if q.quals != 0 {
		f[fAsked] = float32(bits.OnesCount64(q.quals&d.qualifiers)) / float32(bits.OnesCount64(q.quals))
		f[fLacking] = 1 - f[fAsked]
	}
	special := q.actions &^ ix.usual
	if special != 0 {
		there := bits.OnesCount64(special & d.actions)
		near := 0
		for b := special &^ d.actions; b != 0; b &= b - 1 {
			if ix.like[bits.TrailingZeros64(b)]&d.actions != 0 {
				near++
			}
		}
		n := float32(bits.OnesCount64(special))
		f[fAction] = (float32(there) + 0.5*float32(near)) / n
		f[fNoAction] = 1 - f[fAction]
	} else if d.actions&ix.usual != 0 {
		f[fUsual] = 1
	}
	if d.actions&ix.usual == 0 || special != 0 {
		f[fOtherAct] = min(1, 0.5*float32(bits.OnesCount64(d.actions&^ix.usual&^q.actions)))
	}
	if !ix.opts.NoCommuneFirst {
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

func contains(sorted []int32, id int32) bool {
	lo, hi := 0, len(sorted)
	for lo < hi {
		mid := (lo + hi) / 2
		if sorted[mid] < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(sorted) && sorted[lo] == id
}
