package danger

import (
	"errors"
	"fmt"
	"strings"
)

// pattern is a compiled saying.
type pattern struct {
	what       int // the sign or cue it stands for
	elems      []elem
	start, end bool // tied to the beginning or the end of the message
	before     int  // the most words that may stand before its anchor
}

// elem is one place of a pattern: one of several sayings (a single word is one saying of one word), or a gap.
type elem struct {
	gap      bool
	optional bool
	alts     [][]word
	begins   idSet // the first words of alts
}

// idSet is a set of syllables by their numbers.
type idSet []uint64

func (s *idSet) add(id int32) {
	for int(id>>6) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[id>>6] |= 1 << (id & 63)
}

func (s idSet) has(id int32) bool {
	return id >= 0 && int(id>>6) < len(s) && s[id>>6]&(1<<(id&63)) != 0
}

// maxGap is how many words "…" may stand for.
const maxGap = 4

var (
	errEmpty = errors.New("không có chữ nào đọc được")
	errGap   = errors.New("không được bắt đầu hay kết thúc bằng …")
)

// compiler turns sayings into patterns.
type compiler struct {
	voc  *vocab
	sets map[string][]string
}

func (c compiler) pattern(says string) (p pattern, err error) {
	rest := strings.TrimSpace(says)
	rest, p.start = strings.CutPrefix(rest, "^")
	rest, p.end = strings.CutSuffix(rest, "$")
	for _, f := range strings.Fields(strings.ReplaceAll(rest, "…", " … ")) {
		e := elem{}
		if inner, ok := strings.CutPrefix(f, "("); ok {
			f, e.optional = strings.TrimSuffix(inner, ")"), true
		}
		if f == "…" {
			e.gap = true
		} else if e.alts, err = c.place(f, 0); err != nil {
			return p, err
		}
		p.elems = append(p.elems, e)
	}
	switch n := len(p.elems); {
	case n == 0:
		return p, errEmpty
	case p.elems[0].gap || p.elems[n-1].gap:
		return p, errGap
	}
	return p, nil
}

// place reads a word or "<name>", whose sayings may name other sets.
func (c compiler) place(s string, depth int) (alts [][]word, err error) {
	name, isSet := strings.CutPrefix(s, "<")
	if !isSet {
		w := c.voc.words(s)
		if len(w) == 0 {
			return nil, errEmpty
		}
		return [][]word{w}, nil
	}
	name = strings.TrimSuffix(name, ">")
	says, ok := c.sets[name]
	if !ok || depth > 3 {
		return nil, fmt.Errorf("không có nhóm từ <%s>", name)
	}
	for _, s := range says {
		more, err := c.place(s, depth+1)
		if err != nil {
			return nil, fmt.Errorf("nhóm từ <%s>: %w", name, err)
		}
		alts = append(alts, more...)
	}
	return alts, nil
}

// book finds patterns by their anchors: the place of a pattern whose words are the rarest in the book, so that a
// message of everyday words is held against few of them.
type book struct {
	patterns []pattern
	anchors  [][]int32 // by word id
	sees     bool      // also what was read over
}

func (b *book) add(p pattern) { b.patterns = append(b.patterns, p) }

// seal chooses the anchors, when all patterns are there.
func (b *book) seal(ids int) {
	uses := make([]int, ids)
	for i := range b.patterns {
		for k := range b.patterns[i].elems {
			e := &b.patterns[i].elems[k]
			for _, alt := range e.alts {
				if !e.begins.has(alt[0].id) {
					e.begins.add(alt[0].id)
					uses[alt[0].id]++
				}
			}
		}
	}
	b.anchors = make([][]int32, ids)
	for i := range b.patterns {
		p := &b.patterns[i]
		anchor, least := 0, 0
		for k := range p.elems {
			cost := 0
			for _, alt := range p.elems[k].alts {
				cost = max(cost, uses[alt[0].id]) + 1
			}
			if cost > 0 && !p.elems[k].optional && (least == 0 || cost < least) {
				anchor, least = k, cost
			}
		}
		for _, e := range p.elems[:anchor] {
			p.before += e.longest()
		}
		for _, alt := range p.elems[anchor].alts {
			list := b.anchors[alt[0].id]
			if len(list) == 0 || list[len(list)-1] != int32(i) {
				b.anchors[alt[0].id] = append(list, int32(i))
			}
		}
	}
}

// longest is the most words that may stand at a place.
func (e *elem) longest() (n int) {
	if e.gap {
		return maxGap
	}
	for _, alt := range e.alts {
		n = max(n, len(alt))
	}
	return n
}

// anchored reports whether a pattern may stand around a syllable.
func (b *book) anchored(id int32) bool { return id >= 0 && len(b.anchors[id]) > 0 }

// each calls found for every pattern whose anchor is place i of a message, with where it stands.
func (b *book) each(t *reading, i int, found func(p *pattern, from, to int)) {
	if !b.anchored(t.tokens[i].id) || t.tokens[i].hidden && !b.sees {
		return
	}
	for _, n := range b.anchors[t.tokens[i].id] {
		p := &b.patterns[n]
		first := &p.elems[0]
		for from := max(0, i-p.before); from <= i; from++ {
			if p.start && from != 0 {
				break
			}
			if !first.optional && !first.begins.has(t.tokens[from].id) {
				continue
			}
			if to := b.match(p, t, from, 0, fit{}); to > i {
				found(p, from, to)
				break
			}
		}
	}
}

// fit counts how a pattern was matched so far.
type fit struct{ words, missing int }

// good reports whether the words matched are proof enough: among three words one may lack its diacritics although the
// writer put them elsewhere.
func (f fit) good() bool { return f.missing == 0 || f.missing == 1 && f.words >= 3 }

// match returns where the pattern ends when its elements from k on stand at i, or -1.
func (b *book) match(p *pattern, t *reading, i, k int, f fit) int {
	if k == len(p.elems) {
		if !f.good() || p.end && i != len(t.tokens) {
			return -1
		}
		return i
	}
	e := &p.elems[k]
	if e.gap {
		for n := 0; n <= maxGap && i+n < len(t.tokens); n++ {
			if end := b.match(p, t, i+n, k+1, f); end >= 0 {
				return end
			}
			if t.tokens[i+n].negates {
				return -1
			}
		}
		return -1
	}
	for _, alt := range e.alts {
		if i >= len(t.tokens) || !e.begins.has(t.tokens[i].id) {
			break
		}
		g, ok := b.words(alt, t, i, f)
		if !ok {
			continue
		}
		if end := b.match(p, t, i+len(alt), k+1, g); end >= 0 {
			return end
		}
	}
	if e.optional {
		return b.match(p, t, i, k+1, f)
	}
	return -1
}

// words reports whether a saying stands at i.
func (b *book) words(says []word, t *reading, i int, f fit) (fit, bool) {
	if i+len(says) > len(t.tokens) {
		return f, false
	}
	for n, w := range says {
		tok := &t.tokens[i+n]
		if tok.id != w.id || tok.hidden && !b.sees {
			return f, false
		}
		f.words++
		switch {
		case tok.marked && tok.mark != w.mark, w.needs && !tok.marked:
			return f, false
		case !tok.marked && t.strict && w.marked && !tok.guessed:
			f.missing++
		}
	}
	return f, true
}
