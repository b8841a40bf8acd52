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
}

// elem is one place of a pattern: one of several sayings (a single word is one saying of one word), or a gap.
type elem struct {
	gap      bool
	optional bool
	alts     [][]word
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

// book finds patterns by the word they begin with.
type book struct {
	patterns []pattern
	first    [][]int32 // by word id
	sees     bool      // also what was read over
}

func (b *book) add(p pattern) {
	at := int32(len(b.patterns))
	b.patterns = append(b.patterns, p)
	for _, e := range p.elems {
		for _, alt := range e.alts {
			id := alt[0].id
			for int(id) >= len(b.first) {
				b.first = append(b.first, nil)
			}
			if list := b.first[id]; len(list) == 0 || list[len(list)-1] != at {
				b.first[id] = append(list, at)
			}
		}
		if !e.optional {
			break
		}
	}
}

func (b *book) begins(id int32) bool {
	return id >= 0 && int(id) < len(b.first) && len(b.first[id]) > 0
}

// each calls found for every pattern that stands at place i of a message.
func (b *book) each(t *reading, i int, found func(p *pattern, end int)) {
	if !b.begins(t.tokens[i].id) {
		return
	}
	for _, n := range b.first[t.tokens[i].id] {
		p := &b.patterns[n]
		if p.start && i != 0 {
			continue
		}
		if end := b.match(p, t, i, 0, fit{}); end >= 0 {
			found(p, end)
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
