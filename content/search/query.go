package search

import (
	"math"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// alternative is another reading of the syllables [from, to).
type alternative struct {
	from, to int
	words    []word
	weights  [maxAltWords]float32
	total    float32
	credit   float32 // how much of the span a full match explains
}

// query is a question taken apart.
type query struct {
	words    []qword
	alts     []alternative
	next     [maxQuery]int16 // previous informative syllable, or -1
	aspect   Aspect
	actions  uint64 // asked
	quals    uint64 // asked
	aspects  uint32 // asked, as bits
	refusals uint64
	lifts    uint64
	total    float32 // information of all syllables
	pairs    float32 // weight of all neighbouring informative pairs
	pairW    [maxQuery]float32
	guesses  int
	oov      float32 // information of words never seen
	content  int     // informative syllables
	subject  int     // of them, those that say what it is about, before a short question counts every word
	marked   bool
	yesNo    bool
	outright bool // the aspect is asked for with a word that asks: "hồ sơ gì", not "hồ sơ"

	elsewhere []span // where it speaks of what others decide
}

// span is the syllables [from, to).
type span struct{ from, to int8 }

// asked lists all parts asked for, the one said most clearly first.
func (q *query) asked() []Aspect {
	if q.aspect == AspectNone {
		return nil
	}
	out := []Aspect{q.aspect}
	for i, a := range allAspects {
		if q.aspects&(1<<i) != 0 && a != q.aspect {
			out = append(out, a)
		}
	}
	return out
}

// reader takes questions apart.
type reader struct {
	*corpus
	doubtNeed float32 // the proof by neighbours that overrules a known syllable
	asking    []bool  // by word: it asks
}

func newReader(c *corpus) *reader {
	rd := &reader{c, float32(max(2, 0.4*math.Log2(float64(len(c.docs)+1)))), make([]bool, len(c.voc.words))}
	for _, w := range []string{"gi", "dau", "nhieu", "lau", "may", "nao", "bao", "sao", "chi", "j", "ai"} {
		if id := c.voc.id(w); id >= 0 {
			rd.asking[id] = true
		}
	}
	return rd
}

// reading is the working memory of a reader; q is what it made of the text last read.
type reading struct {
	toks    []vi.Token
	side    []float32 // by token: what it weighs by where it stands
	clauses []clause
	spare   []qword
	edit    []byte
	marks   []int32 // see wordingKey
	q       query
}

// read takes a question apart into s.q.
func (rd *reader) read(s *reading, text string) *query {
	q := &s.q
	*q = query{words: q.words[:0], alts: q.alts[:0], elsewhere: q.elsewhere[:0]}
	s.tokens(text)
	marked := 0
	for _, t := range s.toks {
		if t.Marked() {
			marked++
		}
	}
	q.marked = marked*3 >= len(s.toks) && marked > 0
	rd.number(s)
	rd.writeOut(s)
	rd.notice(s)
	rd.weighQuery(s)
	return q
}

// maxAge bounds the ages that "6t" may mean: "1500t" is no age.
const maxAge = 120

// number looks the syllables up and mends typing errors in unknown ones.
func (rd *reader) number(s *reading) {
	q := &s.q
	for i := range s.toks {
		t := s.toks[i]
		if n := digits(strings.TrimSuffix(t.Fold, "t")); n > 0 && n < maxAge && len(t.Fold) > 1 &&
			t.Fold[len(t.Fold)-1] == 't' { // "6t" is "6 tuổi"
			q.words = append(q.words,
				qword{word: word{rd.voc.id(t.Fold[:len(t.Fold)-1]), noMark}, number: n, side: s.side[i]},
				qword{word: word{rd.voc.id("tuoi"), noMark}, side: s.side[i]})
			continue
		}
		id := rd.voc.id(t.Fold)
		w := qword{word: word{id, rd.voc.mark(t.Mark)}, plain: !t.Marked(), side: s.side[i]}
		w.marked = t.Marked() || q.marked && len(t.Fold) > 1
		w.number = digits(t.Fold)
		if id < 0 {
			rd.mend(s, i, &w)
		} else {
			rd.doubt(s, i, &w)
		}
		if w.id >= 0 || !w.guess {
			q.words = append(q.words, w)
		}
		if len(q.words) >= maxQuery {
			break
		}
	}
	if len(q.words) > maxQuery {
		q.words = q.words[:maxQuery]
	}
}

// writeOut replaces abbreviations by what they stand for. Several readings are
// told apart by the neighbours.
func (rd *reader) writeOut(s *reading) {
	q := &s.q
	found := false
	for i := range q.words {
		if q.words[i].id >= 0 && rd.isAbbr[q.words[i].id] != 0 {
			found = true
			break
		}
	}
	if !found {
		return
	}
	s.spare = s.spare[:0]
	for i, w := range q.words {
		full := rd.longForm(q.words, i)
		if full == nil {
			s.spare = append(s.spare, w)
			continue
		}
		for _, f := range full {
			s.spare = append(s.spare, qword{word: word{f.id, f.mark}, marked: false, side: w.side})
		}
	}
	if len(s.spare) > maxQuery {
		s.spare = s.spare[:maxQuery]
	}
	q.words, s.spare = s.spare, q.words
}

// longForm is what the abbreviation at i stands for, or nil.
func (rd *reader) longForm(ws []qword, i int) []word {
	if ws[i].id < 0 || rd.isAbbr[ws[i].id] == 0 {
		return nil
	}
	a := &rd.abbr[rd.isAbbr[ws[i].id]-1]
	// "gì" written out is no abbreviation of anything; "đc" and "dc" both are.
	if ws[i].marked && ws[i].mark != a.mark && rd.df[ws[i].id] > 0 && vi.IsSyllable(a.short) {
		return nil
	}
	best, bestScore := 0, -1
	for n, full := range a.full {
		score := 0
		if i > 0 {
			score += rd.pairDF(ws[i-1].id, full[0].id)
		}
		if i+1 < len(ws) {
			score += rd.pairDF(full[len(full)-1].id, ws[i+1].id)
		}
		if score > bestScore {
			best, bestScore = n, score
		}
	}
	// "sổ hong" without marks is "sổ hồng", though "hông" is "không".
	if !ws[i].marked && vi.IsSyllable(a.short) && rd.ownPairs(ws, i) > max(0, bestScore) {
		return nil
	}
	return a.full[best]
}

// ownPairs is how often the syllable at i stands beside its neighbours as it is.
func (rd *reader) ownPairs(ws []qword, i int) (n int) {
	if i > 0 {
		n += rd.pairDF(ws[i-1].id, ws[i].id)
	}
	if i+1 < len(ws) {
		n += rd.pairDF(ws[i].id, ws[i+1].id)
	}
	return n
}

// weighQuery gives every syllable its information.
func (rd *reader) weighQuery(s *reading) {
	q := &s.q
	for i := range q.words {
		w := &q.words[i]
		switch {
		case w.id < 0:
			w.oov, w.weight = true, rd.maxIDF*oovFactor
		case rd.df[w.id] == 0:
			w.weight = rd.maxIDF * unseenFactor
			if w.factor == 1 && !w.syn {
				w.oov = true
			}
		default:
			w.weight = rd.idf[w.id]
		}
		w.weight *= w.factor * w.side
		if w.guess {
			w.weight *= 0.9
			q.guesses++
		}
	}
	// A span with a known meaning weighs at least most of what it means.
	for i := range q.alts {
		a := &q.alts[i]
		var sum, best float32
		for k := a.from; k < a.to; k++ {
			sum += q.words[k].weight
		}
		best = a.total * 0.6
		if a.credit >= 0.8 && sum > 0 && sum < best {
			for k := a.from; k < a.to; k++ {
				q.words[k].weight *= best / sum
			}
		}
	}
	prev := -1
	for i := range q.words {
		w := &q.words[i]
		q.total += w.weight
		if w.oov {
			q.oov += w.weight
		}
		q.next[i] = -1
		if w.factor < weakFactor {
			continue
		}
		q.content++
		if prev >= 0 && i-prev <= 3 {
			q.next[i] = int16(prev)
			q.pairW[i] = rd.pairWeight(&q.words[prev], w)
			q.pairs += q.pairW[i]
		}
		prev = i
	}
}

const (
	oovFactor    = 0.75
	unseenFactor = 0.6
)

// bookFor lists the phrases that begin with a word.
func (rd *reader) bookFor(id int32) []int32 { return rd.bookList[rd.bookStart[id]:rd.bookStart[id+1]] }

// pairWeight is the information of two neighbours: that of the pair itself
// where titles know it, else a part of what its words say.
func (rd *reader) pairWeight(a, b *qword) float32 {
	n := rd.pairDF(a.id, b.id)
	if n == 0 {
		return 0.2 * (a.weight + b.weight)
	}
	f := min(a.factor, b.factor)
	return pairMix*f*rd.pairIDF(n) + (1-pairMix)*(a.weight+b.weight)/2
}

func (rd *reader) pairIDF(n int) float32 {
	return float32(math.Log(float64(len(rd.docs)+1) / (float64(n) + 0.5)))
}

const pairMix = 0.5

// Some words have several meanings, told apart by their neighbours: "mất" is dead, lost, or what something takes in
// time and money. The lists are in senses.yaml.

// senseReach is how many words before a word its neighbour may stand.
const senseReach = 5

// sensesAt adds the meanings of the word at i that its neighbours tell.
func (rd *reader) sensesAt(q *query, i int) {
	w := &q.words[i]
	for n := range rd.senses {
		s := &rd.senses[n]
		if w.id != s.word.id || w.marked && w.mark >= 0 && w.mark != s.word.mark || i > 0 && s.not[q.words[i-1].id] ||
			i+1 < len(q.words) && (s.unless[q.words[i+1].id] || rd.isNumber(q.words[i+1].id)) {
			continue
		}
		if s.to > 0 {
			if i > 0 && q.words[i-1].number >= max(1, int32(s.from)) && q.words[i-1].number <= int32(s.to) {
				rd.addSynonym(q, s.item, i-1, i+1)
			}
			continue
		}
		for k := i - 1; k >= max(0, i-senseReach); k-- {
			if s.after[q.words[k].id] {
				rd.addSynonym(q, s.item, i, i+1)
				break
			}
		}
	}
}

// digits is the value of a word written in digits, at most four, else 0.
func digits(s string) (n int32) {
	if len(s) > 4 {
		return 0
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = 10*n + int32(s[i]-'0')
	}
	return n
}

// isNumber reports whether a word is written in digits.
func (rd *reader) isNumber(id int32) bool {
	return id >= 0 && rd.voc.words[id][0] >= '0' && rd.voc.words[id][0] <= '9'
}
