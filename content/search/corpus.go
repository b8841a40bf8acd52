package search

import (
	"math"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// corpus is the documents with all their wordings, laid out for look-ups: what every step reads and none changes.
type corpus struct {
	*wordlists
	docs  []doc
	surf  []surface // titles, names and ways of asking
	lines []surface // what the entries say, by document: doc.lineFrom … doc.lineTo
	asks  []asking  // of the ways of asking in surf

	// Posting lists: words by number, pairs by pairKey through pairIDs.
	uniStart, uniList   []int32
	pairIDs             map[uint64]int32
	pairStart, pairList []int32
	bodyStart, bodyList []int32 // only documents with searched bodies

	df       []int32   // by word: documents whose wordings hold it
	idf      []float32 // by word
	norm     []float32 // by surface: length normalisation for the first stage
	maxIDF   float32
	families int

	caseWords map[int32]uint64 // by word: special cases that it names in titles
}

// doc is what ranking needs to know of a document.
type doc struct {
	id, title          string
	family             int32
	field              []int32 // sorted word ids
	body               []int32 // sorted word ids
	subject            []int32 // sorted word ids: what its title is about, or several of its wordings
	said               sayings
	lineFrom, lineTo   int32 // its statements in corpus.lines
	firstSurf, endSurf int32 // its wordings in corpus.surf
	shorts             []shortAnswer
	actions            uint64
	qualifiers         uint64
	aspects            uint32  // that its title asks about: a FAQ is a question itself
	level              float32 // 1 when the commune handles it or nobody says who does, else 0
	curated            float32
	faq                float32
}

// shortAnswer is what ranking needs to know of a short answer.
type shortAnswer struct {
	aspect Aspect
	say    int32 // its sentence in corpus.lines
}

// newCorpus numbers and weighs the words of all documents.
func newCorpus(docs []Doc, lists *wordlists) *corpus {
	c := &corpus{wordlists: lists}
	c.addDocs(docs)
	c.classify(docs)
	c.weigh()
	c.post()
	c.findSubjects()
	c.caseWords = c.wordsOfCases()
	for i := range c.docs {
		c.docs[i].said = c.countWords(&c.docs[i], nil)
	}
	return c
}

// wordsOfCases tells by word which special cases it names in titles.
func (c *corpus) wordsOfCases() map[int32]uint64 {
	out := map[int32]uint64{}
	for i, q := range c.lex.Qualifiers {
		for _, title := range q.Title {
			for _, w := range c.voc.addAll(title) {
				out[w.id] |= 1 << (i & 63)
			}
		}
	}
	return out
}

// coreWords is how many words a document turns on at most.
const coreWords = 12

// halfOften is in how many texts a word of a document stands that counts half as much as one that stands in all.
const halfOften = 2

func (c *corpus) addDocs(docs []Doc) {
	families := make(map[string]int32)
	c.docs = make([]doc, 0, len(docs))
	for i := range docs {
		d := &docs[i]
		if d.ID == "" {
			c.docs = append(c.docs, doc{family: -1})
			continue
		}
		key := "f" + d.Family
		if d.Family == "" {
			key = "d" + d.ID
		}
		fam, ok := families[key]
		if !ok {
			fam = int32(len(families))
			families[key] = fam
		}
		c.addDoc(d, fam)
	}
	c.families = len(families)
}

func (c *corpus) addDoc(d *Doc, family int32) {
	n := doc{id: strings.Clone(d.ID), title: d.Title, family: family, field: c.wordSet(d.Field, 64),
		lineFrom: int32(len(c.lines)), firstSurf: int32(len(c.surf))}
	if len(d.Levels) == 0 || slices.Contains(d.Levels, LevelCommune) {
		n.level = 1
	}
	if d.Curated {
		n.curated = 1
	}
	if d.Kind == FAQ {
		n.faq = 1
	}
	at := int32(len(c.docs))
	c.addSurface(at, d.Title, titleWording, -1)
	for _, name := range d.Names {
		c.addSurface(at, name, nameWording, -1)
	}
	for k, s := range d.Shorts {
		for _, ask := range s.Asks {
			c.addSurface(at, ask, askWording, int32(k))
		}
		n.shorts = append(n.shorts, shortAnswer{aspect: s.Aspect, say: int32(len(c.lines))})
		c.addLine(at, s.Say, int32(k))
	}
	for _, line := range d.Lines {
		c.addLine(at, line, -1)
	}
	n.lineTo, n.endSurf = int32(len(c.lines)), int32(len(c.surf))
	n.body = c.bodyOf(d.Body, c.lines[n.lineFrom:n.lineTo], c.surf[n.firstSurf:n.endSurf])
	c.docs = append(c.docs, n)
}

// bodyOf is the words of a document's body, lines and wordings.
func (c *corpus) bodyOf(body string, texts ...[]surface) []int32 {
	ids := c.wordSet(body, maxBodyWords)
	for _, surf := range texts {
		for i := range surf {
			for _, w := range surf[i].words {
				ids = append(ids, w.id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Clip(slices.Compact(ids))
}

// weigh computes the information of words over documents and fixes the weight of each word in each surface.
func (c *corpus) weigh() {
	n := len(c.voc.words)
	c.df, c.idf = make([]int32, n), make([]float32, n)
	last := make([]int32, n)
	for i := range last {
		last[i] = -1
	}
	for i := range c.surf {
		s := &c.surf[i]
		for _, w := range s.words {
			if last[w.id] != s.doc {
				last[w.id] = s.doc
				c.df[w.id]++
			}
		}
	}
	docs := float64(len(c.docs))
	for id, df := range c.df {
		c.idf[id] = max(0.05, float32(math.Log((docs+1)/(float64(df)+0.5))))
	}
	c.maxIDF = float32(math.Log((docs + 1) / 1.5))
	filler := c.fillers(n)
	c.weighSurfaces(c.lines, filler)
	mean := c.weighSurfaces(c.surf, filler)
	c.norm = make([]float32, len(c.surf))
	for i := range c.surf {
		c.norm[i] = 1 / (0.65 + 0.35*c.surf[i].total/mean)
	}
}

// weighSurfaces weighs the words of surfaces and returns the mean weight of a surface.
func (c *corpus) weighSurfaces(surf []surface, filler []float32) float32 {
	var sum float64
	for i := range surf {
		s := &surf[i]
		var before float32
		for j, w := range s.words {
			s.weight[j] *= c.idf[w.id] * filler[w.id] / (1 + before/40)
			before += s.weight[j]
			s.total += s.weight[j]
		}
		s.total = max(s.total, 0.01)
		sum += float64(s.total)
	}
	return float32(sum / float64(max(1, len(surf))))
}

// findSubjects notes for each document the words that it is about: those of its title but fillers, and those that stand
// in a good part of its other wordings.
func (c *corpus) findSubjects() {
	filler := c.fillers(len(c.voc.words))
	for i := range c.docs {
		d := &c.docs[i]
		count := map[int32]int{}
		surf := c.surf[d.firstSurf:d.endSurf]
		for k := range surf {
			seen := map[int32]bool{}
			for _, w := range surf[k].words {
				if !seen[w.id] && filler[w.id] == 1 {
					seen[w.id] = true
					count[w.id]++
					if surf[k].kind == titleWording {
						count[w.id] += len(surf)
					}
				}
			}
		}
		for id, n := range count {
			if n >= 2 && 8*n >= len(surf) {
				d.subject = append(d.subject, id)
			}
		}
		slices.Sort(d.subject)
	}
}

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

// post builds the posting lists.
func (c *corpus) post() {
	var uni, pairs, body []uint64 // word or pair number << 32 | surface
	c.pairIDs = make(map[uint64]int32, 8*len(c.docs))
	for i := len(c.surf) - 1; i >= 0; i-- {
		s := &c.surf[i]
		for j, w := range s.words {
			uni = append(uni, pairKey(w.id, int32(i)))
			if j == 0 {
				continue
			}
			key := pairKey(s.words[j-1].id, w.id)
			id, ok := c.pairIDs[key]
			if !ok {
				id = int32(len(c.pairIDs))
				c.pairIDs[key] = id
			}
			pairs = append(pairs, pairKey(id, int32(i)))
		}
	}
	for i := range c.docs {
		d := &c.docs[i]
		if d.faq == 0 && d.curated == 0 {
			continue
		}
		for _, id := range d.body {
			body = append(body, pairKey(id, d.firstSurf))
		}
	}
	n := len(c.voc.words)
	c.uniStart, c.uniList = lists(uni, n)
	c.pairStart, c.pairList = lists(pairs, len(c.pairIDs))
	c.bodyStart, c.bodyList = lists(body, n)
}

// pairDF is in how many surfaces two words stand side by side.
func (c *corpus) pairDF(a, b int32) int {
	if a < 0 || b < 0 {
		return 0
	}
	if id, ok := c.pairIDs[pairKey(a, b)]; ok {
		return int(c.pairStart[id+1] - c.pairStart[id])
	}
	return 0
}

func posting(start, list []int32, id int32) []int32 { return list[start[id]:start[id+1]] }
