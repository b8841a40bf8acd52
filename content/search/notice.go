package search

// notice marks what the lexicon knows: first the words that ask or say little,
// then synonyms, actions, special cases and refusals.
func (rd *reader) notice(s *reading) {
	q := &s.q
	n := marking{rd: rd, q: q}
	for i := range q.words {
		q.words[i].factor = 1
	}
	for i := range q.words {
		rd.phrasesAt(q, i, n.small)
	}
	n.aspects()
	if q.yesNo = rd.asksYesNo(q); q.yesNo && (q.aspect == AspectWho || n.papers) {
		q.aspect = AspectNone // "nộp hồ sơ còn được không" asks whether, not who and not what papers
	}
	rd.restore(q, &n)
	for i := range q.words {
		n.at, n.best = i, -1
		rd.phrasesAt(q, i, n.large)
		rd.sensesAt(q, i)
		if n.best > n.actionEnd {
			q.actions |= 1 << (n.action & 63)
			n.actionEnd = n.best
		}
	}
	for i := range q.words {
		if (n.protected[i] || q.words[i].syn) && !n.denied[i] {
			q.words[i].factor = 1
		}
	}
	for i := range q.words {
		if q.words[i].factor > weakFactor && int(n.askEnd[i]) <= i {
			q.subject++
		}
	}
	rd.rescue(q)
}

func (rd *reader) phrasesAt(q *query, i int, found func(p *phrase, from, to int)) {
	id := q.words[i].id
	if id < 0 {
		return
	}
	for _, n := range rd.bookFor(id) {
		p := &rd.book.phrases[n]
		if end := p.match(q.words, i); end >= 0 {
			found(p, i, end)
		}
	}
}

// marking is the state of notice.
type marking struct {
	rd        *reader
	q         *query
	protected [maxQuery]bool
	denied    [maxQuery]bool
	askEnd    [maxQuery]int8 // end of the longest aspect phrase that covers the word
	solid     [maxQuery]bool // in a filler phrase of several words, with the next word
	asked     [24]ask        // aspect phrases found
	asks      int
	papers    bool // the aspect kept is a bare "hồ sơ"
	at        int
	best      int // end of the longest action here
	action    int32
	actionEnd int
}

// ask is an aspect phrase and where it stands.
type ask struct {
	from, to int8
	aspect   int32
}

// aspects keeps the aspects asked for, the one said most clearly first. Words
// of a protected name ask for nothing.
func (n *marking) aspects() {
	best := float32(-9)
	for _, a := range n.asked[:n.asks] {
		name := true
		for k := a.from; k < a.to; k++ {
			name = name && n.protected[k]
		}
		if name {
			continue
		}
		n.q.aspects |= 1 << a.aspect
		for k := a.from; k < a.to; k++ {
			n.q.words[k].asks = true
		}
		weight := float32(a.to-a.from) + clarity(allAspects[a.aspect], int(a.to-a.from))
		asks := n.asksWith(a)
		if about := allAspects[a.aspect]; about != AspectSteps && about != AspectWho && asks {
			weight += asksOutright
		}
		if weight > best {
			best, n.q.aspect, n.q.outright = weight, allAspects[a.aspect], asks
			n.papers = n.q.aspect == AspectDossier && a.to-a.from == 2 && n.folds(int(a.from), "ho", "so")
		}
	}
}

// asksOutright is what a mention of a part gains that has a word that asks in it: "cần gì" before "ra xã".
const asksOutright = 1.5

// asksWith reports whether a mention of a part has a word in it that asks.
func (n *marking) asksWith(a ask) bool {
	for k := a.from; k < a.to; k++ {
		switch id := n.q.words[k].id; {
		case id < 0:
		case n.rd.asking[id]:
			return true
		}
	}
	return false
}

// asksYesNo reports whether a question wants a yes or a no: it says "có … không", "được không", "có phải", "có bắt
// buộc", "có cần".
func (rd *reader) asksYesNo(q *query) bool {
	can, last := false, ""
	for i := range q.words {
		if q.words[i].id < 0 {
			last = ""
			continue
		}
		word := rd.voc.words[q.words[i].id]
		switch word {
		case "co", "duoc", "dc", "con":
			can = true
		case "phai", "can", "bat", "bi":
			if last == "co" {
				return true
			}
			can = can || word == "phai"
		case "khong", "ko", "chua", "k", "hok", "hong":
			if can && i+3 >= len(q.words) {
				return true
			}
		}
		last = word
	}
	return false
}

// folds reports whether folded words stand from a place on.
func (n *marking) folds(from int, words ...string) bool {
	for k, word := range words {
		if id := n.q.words[from+k].id; id < 0 || n.rd.voc.words[id] != word {
			return false
		}
	}
	return true
}

// clarity says how much a mention counts. "Được không" and "làm sao" end
// questions about anything, and "hồ sơ" stands in many; a mention of the
// network, of money or of a place is meant.
func clarity(a Aspect, words int) float32 {
	switch a {
	case AspectWho:
		return -2.5
	case AspectSteps:
		return -1
	case AspectDossier:
		if words <= 2 {
			return -0.7
		}
	case AspectOnline:
		return 2
	case AspectFee:
		return 0.6
	case AspectLegal:
		return 1
	}
	return 0
}

// small notes fillers, aspects, protected names and negations.
func (n *marking) small(p *phrase, from, to int) {
	ws := n.q.words
	switch p.kind {
	case fillerPhrase:
		lower(ws[from:to], fillerFactor)
		n.join(from, to)
		for k := from; k < to; k++ {
			ws[k].idle = true
		}
	case weakPhrase:
		lower(ws[from:to], weakFactor)
		n.join(from, to)
	case aspectPhrase:
		lower(ws[from:to], aspectFactor)
		for k := from; k < to && to-from > 1; k++ {
			n.askEnd[k] = max(n.askEnd[k], int8(to))
		}
		if n.asks < len(n.asked) {
			n.asked[n.asks] = ask{int8(from), int8(to), p.item}
			n.asks++
		}
	case protectedPhrase:
		for k := from; k < to; k++ {
			n.protected[k] = true
		}
	case negationPhrase:
		for k := from; k < min(len(ws), to+negated); k++ {
			ws[k].factor = fillerFactor
			n.denied[k] = true
		}
	}
}

func (n *marking) join(from, to int) {
	for k := from; k+1 < to; k++ {
		n.solid[k] = true
	}
}

// negated is how many words after "đừng nhầm với" are not meant.
const negated = 5

// large notes what changes the meaning. A phrase no longer than the aspect
// phrase it lies in is part of that: "bao" in "mất bao lâu" is not "báo".
func (n *marking) large(p *phrase, from, to int) {
	q := n.q
	inside := int8(to) <= n.askEnd[from] && to-from < int(n.askEnd[from])-from
	judges := p.kind == refusalPhrase || p.kind == liftPhrase || p.kind == elsewherePhrase
	if n.denied[from] || (inside || to-from == 1 && n.askEnd[from] > 0) && !judges {
		return
	}
	switch p.kind {
	case synonymPhrase:
		n.rd.addSynonym(q, p.item, from, to)
	case actionPhrase:
		if to > n.best {
			n.best, n.action = to, p.item
		}
	case qualifierPhrase:
		q.quals |= 1 << (p.item & 63)
	case refusalPhrase:
		q.refusals |= 1 << (p.item & 63)
	case elsewherePhrase:
		q.elsewhere = append(q.elsewhere, span{int8(from), int8(to)})
	case liftPhrase:
		q.lifts |= 1 << (p.item & 63)
	}
}

// restore gives back their weight to words that only look like fillers: "dang
// ky", "khai tu", "bản sao" are neighbours in titles. Unmarked words, which can
// be anything, need less proof than marked ones.
func (rd *reader) restore(q *query, n *marking) {
	for i := 1; i < len(q.words); i++ {
		a, b := &q.words[i-1], &q.words[i]
		if a.id < 0 || b.id < 0 || n.solid[i-1] || a.factor == 1 && b.factor == 1 ||
			a.factor == aspectFactor || b.factor == aspectFactor {
			continue
		}
		pairs, least := rd.pairDF(a.id, b.id), float32(min(rd.df[a.id], rd.df[b.id]))
		to := float32(restoredFactor)
		switch {
		case pairs < 2:
			continue
		case a.marked && b.marked:
			if pairs < 3 || float32(pairs) < 0.15*least {
				continue
			}
			to = restoredMarked
		case float32(pairs) < 0.02*least:
			continue
		}
		a.factor, b.factor = max(a.factor, to), max(b.factor, to)
	}
}

// rescue lets aspect and weak words count when a question has hardly anything
// else: "phí dịch vụ", "nộp hồ sơ thay", "tra cứu thông tin cá nhân".
func (rd *reader) rescue(q *query) {
	content, full := 0, 0
	for i := range q.words {
		if q.words[i].factor >= weakFactor {
			content++
		}
		if q.words[i].factor >= restoredMarked {
			full++
		}
	}
	short := len(q.words) <= shortQuery
	for i := range q.words {
		switch w := &q.words[i]; {
		case w.factor == weakFactor && short && full <= 4:
			w.factor = restoredMarked
		case w.factor == aspectFactor && content <= 2:
			w.factor = weakFactor
		case w.factor == fillerFactor && content <= 2:
			w.factor = 2 * fillerFactor
		}
	}
}

func lower(ws []qword, f float32) {
	for i := range ws {
		ws[i].factor = min(ws[i].factor, f)
	}
}

func (rd *reader) addSynonym(q *query, item int32, from, to int) {
	for _, m := range rd.synAlts[item] {
		rd.addAlt(q, from, to, m.words, m.weight)
	}
	for k := from; k < to; k++ {
		q.words[k].syn = true
	}
}

func (rd *reader) addAlt(q *query, from, to int, words []word, credit float32) {
	if len(q.alts) >= maxAlts || len(words) > maxAltWords {
		return
	}
	a := alternative{from: from, to: to, words: words, credit: credit}
	for k, w := range words {
		a.weights[k] = rd.idf[w.id]
		if rd.fillerWord[w.id] != 0 {
			a.weights[k] *= titleFiller
		}
		a.total += a.weights[k]
	}
	if a.total > 0 {
		q.alts = append(q.alts, a)
	}
}
