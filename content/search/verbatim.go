package search

import (
	"slices"
	"strings"
)

// Editors expect that a wording they wrote is found when somebody types it.
// Ranking alone cannot promise that: the words that make one wording differ
// from its neighbour ("… có thời hạn bao lâu", "… cho cháu") may be just those
// that ask for a part or count as courtesy, and weigh little.

// wordings finds curated documents by one of their wordings, word for word. A
// key is folded syllables in order.
type wordings struct {
	*reader
	said   map[string][]wording
	called map[string][]wording // what names an entry alone
}

// wording is one entry under a key; marks are the spellings of the key's words.
type wording struct {
	doc   int32
	marks []int32
}

// newWordings reads the wordings of curated documents as questions are read,
// so that both come to the same keys.
func newWordings(rd *reader, docs []Doc) *wordings {
	ws := &wordings{rd, make(map[string][]wording), make(map[string][]wording)}
	s := new(reading)
	for i := range docs {
		if d := &docs[i]; d.ID != "" && d.Curated {
			ws.add(ws.said, s, int32(i), d.Title)
			if bare := withoutBrackets(d.Title); bare != d.Title {
				ws.add(ws.said, s, int32(i), bare)
			}
			for _, name := range d.Names {
				ws.add(ws.said, s, int32(i), name)
			}
			for _, name := range d.Called {
				ws.add(ws.called, s, int32(i), name)
			}
			for _, short := range d.Shorts {
				for _, ask := range short.Asks {
					ws.add(ws.said, s, int32(i), ask)
				}
			}
		}
	}
	return ws
}

// withoutBrackets is a title without what it says in brackets, which nobody types.
func withoutBrackets(title string) string {
	var b strings.Builder
	for _, part := range splitBrackets(title) {
		if !part.bracket {
			b.WriteString(part.text)
		}
	}
	return strings.TrimSpace(b.String())
}

func (ws *wordings) add(to map[string][]wording, s *reading, doc int32, text string) {
	ws.read(s, text)
	key := string(ws.wordingKey(s, true, true))
	to[key] = append(to[key], wording{doc, slices.Clone(s.marks)})
}

// wordingKey is the key of the question in s.q, with or without the fillers at
// its ends and the words that ask for a part; empty when fewer than two words are
// left: one word is vague. The spellings of its words are in s.marks.
func (ws *wordings) wordingKey(s *reading, fillers, aspects bool) (key []byte) {
	said := ws.spoken(s, aspects)
	if !fillers {
		for len(said) > 0 && ws.courtesy(&said[0]) {
			said = said[1:]
		}
		for len(said) > 0 && said[len(said)-1].idle {
			said = said[:len(said)-1]
		}
	}
	return ws.keyOf(s, said)
}

// spoken are the words of the question in s.q, with or without those that ask for a part; none when one is unknown.
func (ws *wordings) spoken(s *reading, aspects bool) []qword {
	s.spare = s.spare[:0]
	for _, w := range s.q.words {
		if w.id < 0 {
			return nil
		}
		if aspects || !w.asks {
			s.spare = append(s.spare, w)
		}
	}
	return s.spare
}

// courtesy reports whether a word at the head of a question may be left out.
func (ws *wordings) courtesy(w *qword) bool { return w.idle && !negates(ws.voc.words[w.id]) }

// keyOf is the key of words that stand side by side, empty when there are fewer than two; their spellings are in
// s.marks.
func (ws *wordings) keyOf(s *reading, said []qword) (key []byte) {
	s.edit, s.marks = s.edit[:0], s.marks[:0]
	if len(said) < 2 {
		return nil
	}
	for _, w := range said {
		mark := w.mark
		if !w.marked || w.guess {
			mark = noMark
		}
		s.marks = append(s.marks, mark)
		s.edit = append(append(s.edit, ws.voc.words[w.id]...), ' ')
	}
	return s.edit
}

// negates reports whether a filler turns the meaning round when it stands
// before what is meant.
func negates(fold string) bool { return fold == "khong" || fold == "chua" || fold == "dung" }

// verbatim is the one document that has the question in s.q among its
// wordings, or has it but for fillers and the words that ask for a part; else
// -1. Wordings keep their fillers: "làm lại giấy khai sinh" and "xin lại giấy
// khai sinh" are not the same.
func (ws *wordings) verbatim(s *reading) int32 {
	if len(ws.said) == 0 {
		return -1
	}
	if key := ws.wordingKey(s, true, true); len(s.marks) > 2 {
		if doc := only(ws.said[string(key)], s.marks); doc >= 0 {
			return doc
		}
	}
	if s.q.aspect == AspectNone && ws.fewWords(s) {
		return -1 // "tạm trú" by itself may ask about many things
	}
	for _, keep := range [...]struct{ fillers, aspects bool }{{true, true}, {true, false}, {false, true},
		{false, false}} {
		key := ws.wordingKey(s, keep.fillers, keep.aspects)
		if len(key) == 0 {
			continue
		}
		if doc := only(ws.said[string(key)], s.marks); doc >= 0 {
			return doc
		}
	}
	return ws.named(s)
}

// named is the one document that a question calls by its bare name, asking for a part of it and saying nothing else
// ("sổ đỏ làm thế nào"); else -1. What is lost, or not wanted, is another matter.
func (ws *wordings) named(s *reading) int32 {
	if s.q.aspect == AspectNone || s.q.aspect == AspectDossier && !s.q.outright {
		return -1
	}
	for i := range s.q.words {
		w := &s.q.words[i]
		if w.id < 0 {
			continue
		}
		// "có thời hạn mấy năm" asks how long it is valid
		if fold := ws.voc.words[w.id]; fold == "han" || !w.asks && notNamed(fold) {
			return -1
		}
	}
	said := ws.spoken(s, false)
	for ; len(said) > 1; said = said[1:] { // word by word: "bằng lái" begins with what may be a filler
		for end := len(said); end > 1; end-- {
			key := ws.keyOf(s, said[:end])
			if doc := only(ws.called[string(key)], s.marks); doc >= 0 {
				return doc
			}
			if !said[end-1].idle {
				break
			}
		}
		if !ws.courtesy(&said[0]) {
			break
		}
	}
	return -1
}

// notNamed reports whether a word beside a bare name makes it another matter: it is lost, or not wanted.
func notNamed(fold string) bool { return negates(fold) || fold == "mat" }

func (ws *wordings) fewWords(s *reading) bool {
	n := 0
	for i := range s.q.words {
		if id := s.q.words[i].id; id >= 0 && ws.fillerWord[id] == 0 {
			n++
		}
	}
	return n < 3
}

// only is the document all wordings belong to whose spelling does not
// contradict; -1 when there are several or none.
func only(of []wording, marks []int32) int32 {
	doc := int32(-1)
	for _, w := range of {
		same := slices.EqualFunc(w.marks, marks, func(a, b int32) bool { return a == b || a == noMark || b == noMark })
		if !same {
			continue
		}
		if doc >= 0 && w.doc != doc {
			return -1
		}
		doc = w.doc
	}
	return doc
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
