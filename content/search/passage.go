package search

import (
	"cmp"
	"slices"
)

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

// Pick is a short answer that a question may want.
type Pick struct {
	Number int     // counted from 1
	Sure   float64 // the chance that it is wanted
}

// picks are the short answers of a document that the question may want, surest first, at most n.
func (k *ranker) picks(s *ranking, q *query, at int32, n int) (best []Pick) {
	d := &k.docs[at]
	if len(d.shorts) == 0 || q.total == 0 {
		return nil
	}
	s.begin(q)
	defer s.end()
	sure := make([]float64, len(d.shorts))
	k.passages(s, d, func(short int32, p *passage) {
		sure[short] = max(sure[short], logistic(k.model.Short[:], p[:]))
	})
	for i, v := range sure {
		if v > 0 {
			best = append(best, Pick{i + 1, v})
		}
	}
	slices.SortStableFunc(best, func(a, b Pick) int { return cmp.Compare(b.Sure, a.Sure) })
	return best[:min(n, len(best))]
}

// passages weighs every way of asking of a document's short answers.
func (k *ranker) passages(s *ranking, d *doc, each func(short int32, p *passage)) {
	q := s.q
	var weight [maxQuery]float32
	var total, rest float32
	s.about = [maxQuery]bool{}
	bare := q.aspect == AspectNone && !q.yesNo // it names the entry and asks nothing: the whole of it is wanted
	for i := range q.words {
		w := &q.words[i]
		weight[i] = k.passageWeight(d, w)
		total += weight[i]
		if s.about[i] = w.id >= 0 && contains(d.subject, w.id); !s.about[i] {
			rest += weight[i]
			bare = bare && (w.idle || k.titled(d, w.id))
		}
	}
	if total == 0 || bare {
		return
	}
	s.saidOf = -1
	g := &s.group
	g.begin(-1)
	for n := d.firstSurf; n < d.endSurf; n++ {
		sf := &k.surf[n]
		if sf.kind != askWording || s.hidden.hides(sf) || !k.shares(s, sf) {
			continue
		}
		p, ok := k.passageOf(s, d, sf, &weight, total, rest)
		if !ok {
			continue
		}
		if sf.short != g.short {
			g.flush(each)
			g.begin(sf.short)
		}
		g.add(s, &weight, rest, p)
	}
	g.flush(each)
}

// group gathers the ways of asking of one short answer: people mix the words of several.
type group struct {
	short    int32
	passages []passage
	got      [maxQuery]float32 // how well any of them matches a word of the question
}

func (g *group) begin(short int32) {
	g.short, g.passages = short, g.passages[:0]
	clear(g.got[:])
}

// add takes the way of asking that was compared last.
func (g *group) add(s *ranking, weight *[maxQuery]float32, rest float32, p passage) {
	var all float32
	for i := range s.q.words {
		got := s.match.got[i]
		if s.match.covered[i] {
			got = max(got, 0.9)
		}
		g.got[i] = max(g.got[i], got)
		if !s.about[i] {
			all += weight[i] * g.got[i]
		}
	}
	p[pTogether] = 1
	if rest > 0 {
		p[pTogether] = float64(all / rest)
	}
	g.passages = append(g.passages, p)
}

// flush hands out what was gathered: each way of asking is held together with the others.
func (g *group) flush(each func(short int32, p *passage)) {
	var together float64
	for i := range g.passages {
		together = max(together, g.passages[i][pTogether])
	}
	for i := range g.passages {
		g.passages[i][pTogether] = together
		each(g.short, &g.passages[i])
	}
}

// passageOf weighs one way of asking; not ok when it is the question itself and must not be found.
func (k *ranker) passageOf(s *ranking, d *doc, sf *surface, weight *[maxQuery]float32,
	total, rest float32) (p passage, ok bool) {
	q := s.q
	var f features
	k.compare(&s.comparison, sf, &f)
	if s.hidden.same && f[fCover] > 0.995 && f[fTitle] > 0.995 {
		return p, false
	}
	p = passage{pBias: 1, pPairs: float64(f[fPairs]), pConflict: float64(f[fConflict])}
	cover, restCover := passageCover(s, weight)
	title, restTitle, lacking := k.askSide(s, sf)
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
	if q.aspect == AspectNone && q.yesNo && answer.aspect == AspectTime {
		p[pOther] = 1 // "lấy vợ có được không" is no "bao lâu thì lấy được"
	}
	if rest > 0 && answer.say < int32(len(k.lines)) {
		if s.saidOf != answer.say {
			s.saidOf, s.saidRest = answer.say, k.saidIn(s, weight, &k.lines[answer.say])
		}
		p[pSay] = float64(s.saidRest / rest)
	}
	return p, true
}

// titled reports whether a word stands in the title of a document.
func (k *ranker) titled(d *doc, id int32) bool {
	return id >= 0 && d.firstSurf < d.endSurf && slices.ContainsFunc(k.surf[d.firstSurf].words,
		func(w word) bool { return w.id == id })
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
func passageCover(s *ranking, weight *[maxQuery]float32) (all, rest float32) {
	for i := range s.q.words {
		got := s.match.got[i]
		if s.match.covered[i] {
			got = max(got, 0.9)
		}
		all += weight[i] * got
		if !s.about[i] {
			rest += weight[i] * got
		}
	}
	return all, rest
}

// askSide is how much of a way of asking was asked for: of all of it, and of what it says beyond the subject.
func (k *ranker) askSide(s *ranking, sf *surface) (title, restTitle, lacking float32) {
	ask := &k.asks[sf.ask]
	var hit, restHit float32
	for j := range sf.words {
		if s.match.hit[j] == 0 {
			continue
		}
		v, about := k.askWeight(sf.words[j].id, ask.about[j/64]&(1<<(j%64)) != 0)
		hit += v
		if !about {
			restHit += v
		}
	}
	title, restTitle = 1, 1
	if ask.total > 0 {
		title = hit / ask.total
	}
	if ask.rest > 0 {
		restTitle = restHit / ask.rest
	}
	return title, restTitle, ask.rest - restHit
}

// askWeight is what a word of a way of asking weighs; about says that it is one of those that the entry is about.
func (c *corpus) askWeight(id int32, about bool) (v float32, _ bool) {
	v = c.idf[id]
	switch {
	case about:
		v *= subjectShare
	case c.fillerWord[id] != 0:
		v *= idleShare
	}
	return v, about
}

// weighAsks works out what is known of the ways of asking.
func (c *corpus) weighAsks() {
	for i := range c.surf {
		sf := &c.surf[i]
		if sf.kind != askWording {
			continue
		}
		var a asking
		for j, w := range sf.words {
			v, about := c.askWeight(w.id, contains(c.docs[sf.doc].subject, w.id))
			a.total += v
			if about {
				a.about[j/64] |= 1 << (j % 64)
			} else {
				a.rest += v
			}
		}
		sf.ask = int32(len(c.asks))
		c.asks = append(c.asks, a)
	}
}

// saidIn is the weight of the question's words beyond the subject that a sentence holds.
func (k *ranker) saidIn(s *ranking, weight *[maxQuery]float32, line *surface) (v float32) {
	for i := range s.q.words {
		id := s.q.words[i].id
		if id < 0 || s.about[i] {
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

// What a syllable counts as shared that stands in the question without its neighbour: half of a Vietnamese word may be
// any word.
const loneShare = 0.5

// Likeness says how far a way of asking is about the circumstance of a question.
type Likeness struct {
	Ask   int     // place of the way of asking that is nearest
	Share float64 // of what it says beyond the entry's title, how much stands in the question, 0 to 1
	// General says that it names no circumstance: Share is 1 then.
	General bool
}

// Likest compares a question with ways of asking for a short answer of an entry, other wordings counted. Little that is
// shared says that the answer is about another circumstance. Of two that are as near the one that names more wins.
func (ix *Index) Likest(question string, asks []string, id string) Likeness {
	best := Likeness{Share: -1}
	at := ix.docs.find(id)
	if at < 0 {
		return Likeness{}
	}
	mq, ma := ix.pool.Get().(*memory), ix.pool.Get().(*memory)
	defer ix.pool.Put(mq)
	defer ix.pool.Put(ma)
	q := ix.reader.read(&mq.reading, question)
	for n, ask := range asks {
		share, general := ix.shared(q, ix.reader.read(&ma.reading, ask), &ix.docs.docs[at])
		if share > best.Share || share == best.Share && best.General && !general {
			best = Likeness{n, share, general}
		}
	}
	return best
}

func (ix *Index) shared(q, a *query, d *doc) (share float64, general bool) {
	other := otherwise(q, a)
	var all, shared float32
	for i := range a.words {
		w := &a.words[i]
		if w.id < 0 || w.asks || w.idle || w.factor < weakFactor || ix.ranker.titled(d, w.id) {
			continue
		}
		all += ix.docs.idf[w.id]
		switch {
		case other[i] || q.beside(a, i-1) || q.beside(a, i):
			shared += ix.docs.idf[w.id]
		case q.position(w.id, 0) >= 0:
			shared += ix.docs.idf[w.id] * loneShare
		}
	}
	if all == 0 {
		return 1, true
	}
	return float64(shared / all), false
}

// otherwise are the words of a that say in other words what stands in q.
func otherwise(q, a *query) (said [maxQuery]bool) {
	for n := range a.alts {
		if alt := &a.alts[n]; q.says(alt.words) {
			for i := alt.from; i < alt.to; i++ {
				said[i] = true
			}
		}
	}
	for n := range q.alts {
		alt := &q.alts[n]
		if !a.says(alt.words) {
			continue
		}
		for _, w := range alt.words {
			said[a.position(w.id, 0)] = true
		}
	}
	return said
}

// says reports whether a query has words one behind the other.
func (q *query) says(words []word) bool {
	for at := q.position(words[0].id, 0); at >= 0; at = q.position(words[0].id, at+1) {
		n := 1
		for n < len(words) && at+n < len(q.words) && q.words[at+n].id == words[n].id {
			n++
		}
		if n == len(words) {
			return true
		}
	}
	return false
}

// beside reports whether the words of a at i and i+1 stand beside each other in q.
func (q *query) beside(a *query, i int) bool {
	if i < 0 || i+1 >= len(a.words) || a.words[i].id < 0 {
		return false
	}
	return q.says([]word{a.words[i].word, a.words[i+1].word})
}

// position is where a query has a word from a place on, or -1.
func (q *query) position(id int32, from int) int {
	for i := from; i < len(q.words); i++ {
		if q.words[i].id == id {
			return i
		}
	}
	return -1
}
