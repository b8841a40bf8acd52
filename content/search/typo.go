package search

import (
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// mend looks for what an unknown syllable was meant to be: raw Telex or VNI
// keys, two neighbouring keys swapped, one left out, one doubled, the key next
// to it, or words run together. The neighbours decide between candidates.
// Known syllables are never touched: one edit reaches dozens of real words.
func (rd *reader) mend(s *reading, i int, w *qword) {
	t := s.toks[i]
	if len(t.Fold) < 2 || len(t.Fold) > 24 {
		return
	}
	left, right := int32(-1), int32(-1)
	if n := len(s.q.words); n > 0 {
		left = s.q.words[n-1].id
	}
	if i+1 < len(s.toks) {
		right = rd.voc.id(s.toks[i+1].Fold)
	}
	if u, ok := vi.Undo(t); ok {
		if id := rd.voc.id(u.Fold); id >= 0 {
			w.word, w.marked, w.guess = word{id, rd.voc.mark(u.Mark)}, u.Marked() && rd.voc.mark(u.Mark) >= 0, true
			return
		}
	}
	if hasDigit(t.Fold) || !asciiLetters(t.Fold) {
		return
	}
	c := corrector{rd: rd, left: left, right: right, word: t.Fold, real: vi.IsSyllable(t.Fold), marked: t.Marked(),
		tone: t.Tone()}
	if len(t.Fold) <= 8 {
		c.edits(s)
	}
	if c.best >= 0 && c.bestScore > 0 {
		w.word, w.marked, w.guess = word{c.bestID, noMark}, false, true
		return
	}
	if parts := rd.split(t.Fold, 4); len(parts) > 1 && !c.real {
		for _, id := range parts[:len(parts)-1] {
			s.q.words = append(s.q.words, qword{word: word{id, noMark}, guess: true, side: w.side})
		}
		w.word, w.marked, w.guess = word{parts[len(parts)-1], noMark}, false, true
	}
}

// doubt looks at a known syllable that stands next to nothing it is ever seen
// with, while a neighbour of its spelling would fit well: "tach thu dat" is
// "tách thửa đất", "con nui" is "con nuôi". Marked words that
// are known as they stand are left alone.
func (rd *reader) doubt(s *reading, i int, w *qword) {
	t := s.toks[i]
	if len(t.Fold) < 2 || t.Marked() && w.mark >= 0 || rd.isAbbr[w.id] != 0 || hasDigit(t.Fold) ||
		!asciiLetters(t.Fold) || rd.alone[w.id] {
		return
	}
	left, right := int32(-1), int32(-1)
	if n := len(s.q.words); n > 0 {
		left = s.q.words[n-1].id
	}
	if i+1 < len(s.toks) {
		right = rd.voc.id(s.toks[i+1].Fold)
	}
	if rd.pairDF(left, w.id) > 0 || rd.pairDF(w.id, right) > 0 || rd.lexPair(left, w.id) || rd.lexPair(w.id, right) {
		return
	}
	c := corrector{rd: rd, left: left, right: right, word: t.Fold, real: true, need: rd.doubtNeed, marked: t.Marked(),
		tone: t.Tone()}
	c.edits(s)
	if c.best >= 0 {
		w.word, w.marked, w.guess = word{c.bestID, noMark}, false, true
	}
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func asciiLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// corrector keeps the best candidate for one syllable.
type corrector struct {
	rd          *reader
	left, right int32
	word        string
	real        bool // could be a syllable: only the neighbours may overrule it
	best        int
	bestID      int32
	bestScore   float32
	need        float32 // least proof by neighbours
	marked      bool
	tone        int
}

// near lists the keys around each key of a QWERTY keyboard.
var near = [26]string{"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv", "gyujnb", "ujko", "huikmn", "jiolm",
	"kop",
	"njk", "bhjm", "iklp", "ol", "wa", "edft", "awedxz", "rfgy", "yhji", "cfgb", "qase", "zsdc", "tghu", "asx"}

func (c *corrector) edits(s *reading) {
	c.best = -1
	w := c.word
	buf := s.edit[:0]
	try := func(b []byte, prior float32) {
		if id, ok := c.rd.voc.ids[string(b)]; ok {
			c.offer(id, prior)
		}
	}
	for i := 0; i+1 < len(w); i++ { // swapped
		buf = append(buf[:0], w...)
		buf[i], buf[i+1] = buf[i+1], buf[i]
		try(buf, 1.0)
	}
	for i := range len(w) { // one too many
		prior := float32(0.5)
		if i > 0 && w[i] == w[i-1] {
			prior = 1.2
		}
		try(append(append(buf[:0], w[:i]...), w[i+1:]...), prior)
	}
	for i := range len(w) { // the key beside
		for _, k := range []byte(near[w[i]-'a']) {
			buf = append(buf[:0], w...)
			buf[i] = k
			try(buf, 0.9)
		}
	}
	for i := 0; i <= len(w); i++ { // one too few
		for k := byte('a'); k <= 'z'; k++ {
			buf = append(append(append(buf[:0], w[:i]...), k), w[i:]...)
			try(buf, 0.8)
		}
	}
	s.edit = buf
}

// offer scores a candidate by how it was reached and by its neighbours.
func (c *corrector) offer(id int32, prior float32) {
	rd := c.rd
	context := logCount(rd.pairDF(c.left, id)) + logCount(rd.pairDF(id, c.right))
	if rd.lexPair(c.left, id) || rd.lexPair(id, c.right) {
		context += 1.5
	}
	if c.real && context < max(1, c.need) {
		return
	}
	if cand := rd.voc.words[id]; !vi.IsSyllable(cand) && (len(cand) < 4 || rd.df[id] == 0 && rd.isAbbr[id] == 0) {
		return
	}
	if c.marked && rd.voc.tones[id]&(1<<c.tone) == 0 {
		prior -= otherTone
	}
	score := prior + context + 0.15*logCount(int(rd.df[id]))
	if score > c.bestScore {
		c.best, c.bestID, c.bestScore = 1, id, score
	}
}

// otherTone is what a candidate loses that is never written with the tone that
// was typed.
const otherTone = 0.8

// logCount grows by one with every doubling.
func logCount(n int) float32 {
	var l float32
	for ; n > 0; n >>= 1 {
		l++
	}
	return l
}

// split cuts words that were run together into known syllables, the fewest.
func (rd *reader) split(w string, limit int) []int32 {
	if limit == 0 || len(w) < 2 {
		return nil
	}
	if id, ok := rd.voc.ids[w]; ok && vi.IsSyllable(w) {
		return []int32{id}
	}
	for n := min(6, len(w)-2); n >= 2; n-- {
		id, ok := rd.voc.ids[w[:n]]
		if !ok || !vi.IsSyllable(w[:n]) {
			continue
		}
		if rest := rd.split(w[n:], limit-1); rest != nil {
			return append([]int32{id}, rest...)
		}
	}
	return nil
}
