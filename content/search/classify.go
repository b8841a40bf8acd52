package search

import (
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// classify marks actions and qualifiers of documents by their titles.
func (c *corpus) classify(docs []Doc) {
	actions, quals := newPhraseBook(), newPhraseBook()
	for i, a := range c.lex.Actions {
		for _, t := range a.Title {
			actions.add(c.voc, t, actionPhrase, i)
		}
	}
	for i, q := range c.lex.Qualifiers {
		for _, t := range q.Title {
			quals.add(c.voc, t, qualifierPhrase, i)
		}
		for _, t := range q.Except {
			quals.add(c.voc, t, liftPhrase, i)
		}
	}
	fields := make(map[string]uint64)
	var buf []qword
	for i := range docs {
		d := &docs[i]
		if d.ID == "" {
			continue
		}
		buf = asQuery(buf[:0], vi.Tokens(withoutLevelNotes(d.Title)), c.voc)
		c.docs[i].actions = c.longest(actions, buf)
		f, ok := fields[d.Field]
		if !ok {
			fold := " " + vi.Fold(d.Field) + " "
			for n, q := range c.lex.Qualifiers {
				for _, w := range q.Field {
					if n < 64 && strings.Contains(fold, " "+vi.Fold(w)+" ") {
						f |= 1 << n
					}
				}
			}
			fields[d.Field] = f
		}
		var special, ordinary uint64
		for at := range buf {
			for _, n := range quals.byFirst[buf[at].id] {
				p := &quals.phrases[n]
				if p.item >= 64 || p.match(buf, at) < 0 {
					continue
				}
				if p.kind == liftPhrase {
					ordinary |= 1 << p.item
				} else {
					special |= 1 << p.item
				}
			}
		}
		c.docs[i].qualifiers = f | special&^ordinary
		c.docs[i].aspects = c.aspectsOf(buf)
	}
}

func asQuery(dst []qword, toks []vi.Token, v *vocab) []qword {
	for _, t := range toks {
		dst = append(dst, qword{word: word{v.id(t.Fold), v.mark(t.Mark)}, marked: true})
	}
	return dst
}
