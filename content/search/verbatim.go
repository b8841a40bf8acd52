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
