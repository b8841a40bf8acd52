package search

// What the words of a question and of a way of asking weigh when a short answer is looked for within an entry.
const (
	subjectShare = 0.25 // the entry is about them anyway
	askShare     = 0.6  // they ask for a part
	idleShare    = 0.12 // fillers
)

// pick finds the short answer of a document that the question wants, and how sure that is; -1 when it has none.
func (k *ranker) pick(s *ranking, q *query, at int32) (short int32, sure float64) {
	d := &k.docs[at]
	short = -1
	if len(d.shorts) == 0 || q.total == 0 {
		return short, 0
	}
	s.begin(q)
	defer s.end()
	k.passages(s, d, func(n int32, p *passage) {
		if chance := logistic(k.model.Short[:], p[:]); chance > sure {
			short, sure = n, chance
		}
	})
	return short, sure
}

// passages weighs every way of asking of a document's short answers.
func (k *ranker) passages(s *ranking, d *doc, each func(short int32, p *passage)) {
	q := s.q
	var weight [maxQuery]float32
	var total, rest float32
	for i := range q.words {
		w := &q.words[i]
		weight[i] = k.passageWeight(d, w)
		total += weight[i]
		if w.id < 0 || !contains(d.subject, w.id) {
			rest += weight[i]
		}
	}
	if total == 0 {
		return
	}
	for n := d.firstSurf; n < d.endSurf; n++ {
		sf := &k.surf[n]
		if sf.kind != askWording || s.hidden.hides(sf) || !k.shares(s, sf) {
			continue
		}
		var f features
		k.compare(&s.comparison, sf, &f)
		if s.hidden.same && f[fCover] > 0.995 && f[fTitle] > 0.995 {
			continue
		}
		p := passage{pBias: 1, pPairs: float64(f[fPairs]), pConflict: float64(f[fConflict])}
		cover, restCover := k.passageCover(s, d, &weight)
		title, restTitle, lacking := k.askSide(s, d, sf)
		p[pCover], p[pTitle], p[pBoth] = float64(cover/total), float64(title), float64(cover/total*title)
		p[pRest] = 1
		if rest > 0 {
			p[pRest] = float64(restCover / rest)
		}
		p[pRestTitle], p[pRestBoth] = float64(restTitle), p[pRest]*float64(restTitle)
		p[pMissed] = float64(min(1, (rest-restCover)/(4*k.maxIDF)))
		p[pLacking] = float64(min(1, lacking/(4*k.maxIDF)))
		answer := d.shorts[sf.short]
		if q.aspect != AspectNone && answer.aspect != AspectNone {
			if q.aspect == answer.aspect {
				p[pSame] = 1
			} else {
				p[pOther] = 1
			}
		}
		if rest > 0 && answer.say < int32(len(k.lines)) {
			p[pSay] = float64(k.saidIn(q, d, &weight, &k.lines[answer.say]) / rest)
		}
		each(sf.short, &p)
	}
}

func (k *ranker) passageWeight(d *doc, w *qword) float32 {
	v := k.maxIDF * oovFactor
	switch {
	case w.id >= 0 && k.df[w.id] > 0:
		v = k.idf[w.id]
	case w.id >= 0:
		v = k.maxIDF * unseenFactor
	}
	switch {
	case w.id >= 0 && contains(d.subject, w.id):
		return v * subjectShare
	case w.asks:
		return v * askShare
	case w.idle || w.factor < weakFactor:
		return v * idleShare
	}
	return v
}

// passageCover is what the surface compared last explains of the question, and of what it says beyond the subject.
func (k *ranker) passageCover(s *ranking, d *doc, weight *[maxQuery]float32) (all, rest float32) {
	for i := range s.q.words {
		got := s.match.got[i]
		if s.match.covered[i] {
			got = max(got, 0.9)
		}
		all += weight[i] * got
		if id := s.q.words[i].id; id < 0 || !contains(d.subject, id) {
			rest += weight[i] * got
		}
	}
	return all, rest
}

// askSide is how much of a way of asking was asked for: of all of it, and of what it says beyond the subject.
func (k *ranker) askSide(s *ranking, d *doc, sf *surface) (title, restTitle, lacking float32) {
	var total, hit, rest, restHit float32
	for j, w := range sf.words {
		v := k.idf[w.id]
		about := contains(d.subject, w.id)
		switch {
		case about:
			v *= subjectShare
		case k.fillerWord[w.id] != 0:
			v *= idleShare
		}
		total += v
		if s.match.hit[j] != 0 {
			hit += v
		}
		if !about {
			rest += v
			if s.match.hit[j] != 0 {
				restHit += v
			}
		}
	}
	title, restTitle = 1, 1
	if total > 0 {
		title = hit / total
	}
	if rest > 0 {
		restTitle = restHit / rest
	}
	return title, restTitle, rest - restHit
}

// saidIn is the weight of the question's words beyond the subject that a sentence holds.
func (k *ranker) saidIn(q *query, d *doc, weight *[maxQuery]float32, line *surface) (v float32) {
	for i := range q.words {
		id := q.words[i].id
		if id < 0 || contains(d.subject, id) {
			continue
		}
		for _, w := range line.words {
			if w.id == id {
				v += weight[i]
				break
			}
		}
	}
	return v
}
