package search

import (
	"math"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/motcua/motcua/content/vi"
)

// Index is an immutable, concurrency-safe index of documents.
type Index struct {
	opts  Options
	model *Model
	lex   Lexicon
	voc   *vocab
	book  *phraseBook
	docs  []doc
	surf  []surface

	// Posting lists: unigrams by word id, pairs by pairKey through pairIDs.
	uniStart, uniList   []int32
	pairIDs             map[uint64]int32
	pairStart, pairList []int32
	bodyStart, bodyList []int32 // only documents with searched bodies

	df                  []int32   // by word id: documents whose title, names or field hold it
	idf                 []float32 // by word id
	norm                []float32 // by surface: length normalisation for the first stage
	maxIDF              float32
	synAlts             [][]altPhrase // by synonym: its meanings
	abbr                []abbreviation
	isAbbr              []int32 // by word id: abbreviation + 1
	bookStart, bookList []int32 // phrases by first word
	alone               []bool  // by word id: a phrase of the lexicon by itself (a filler, an aspect word)
	fillerWord          []uint8
	lexPairs            map[uint64]struct{} // neighbours in phrases of the lexicon
	doubtNeed           float32             // the proof by neighbours that overrules a known syllable
	families            int
	usual               uint64   // actions meant when none is named
	like                []uint64 // by action: those that satisfy it half-way
	qualWeight          []float32
	pool                sync.Pool
}

// doc is what ranking needs to know of a document.
type doc struct {
	id, title  string
	family     int32
	field      []int32 // sorted word ids
	body       []int32 // sorted word ids
	actions    uint64
	qualifiers uint64
	aspects    uint32  // that its title asks about: a FAQ is a question itself
	level      float32 // 1 when the commune handles it or nobody says who does, else 0
	curated    float32
	faq        float32
}

// surface is one wording of a document: its title or one of its names.
type surface struct {
	doc    int32
	title  bool
	words  []word
	weight []float32 // information of each word at its place
	total  float32
}

// altPhrase is one official wording a synonym stands for.
type altPhrase struct {
	words  []word
	weight float32
}

type abbreviation struct {
	short string
	mark  int32
	full  [][]word
}

// New builds an index. Documents with an empty id are left out.
func New(docs []Doc, lex Lexicon, opts Options) *Index {
	ix := &Index{opts: opts, lex: lex, voc: newVocab(), book: newPhraseBook(), model: opts.Model}
	if ix.model == nil {
		ix.model = fitted()
	}
	ix.addAbbreviations()
	ix.addDocs(docs)
	ix.addPhrases()
	ix.classify(docs)
	ix.weigh()
	ix.post()
	ix.freeze()
	ix.pool.New = func() any { return newScratch(ix) }
	return ix
}

// Len is the number of documents.
func (ix *Index) Len() int { return len(ix.docs) }

func (ix *Index) addAbbreviations() {
	for _, short := range ix.lex.sortedAbbreviations() {
		toks := vi.Tokens(short)
		if len(toks) != 1 {
			continue
		}
		a := abbreviation{short: toks[0].Fold, mark: ix.voc.addMark(toks[0].Mark)}
		for _, f := range ix.lex.Abbreviations[short] {
			a.full = append(a.full, ix.voc.addAll(f))
		}
		if len(a.full) == 0 {
			continue
		}
		id := ix.voc.add(a.short)
		ix.book.byFirst[id] = append(ix.book.byFirst[id], int32(len(ix.book.phrases)))
		ix.book.phrases = append(ix.book.phrases, phrase{
			words: []word{{id, ix.voc.addMark(toks[0].Mark)}}, kind: abbreviationPhrase, item: int32(len(ix.abbr))})
		ix.abbr = append(ix.abbr, a)
	}
}

// expand writes out abbreviations that cannot be syllables ("BHXH"), so that
// titles and questions meet in the long form.
func (ix *Index) expand(ws []word) []word {
	out := ws[:0:0]
	for _, w := range ws {
		if a := ix.abbreviation(w.id); a != nil && len(a.full) == 1 && len(a.short) >= 3 && !vi.IsSyllable(a.short) {
			out = append(out, a.full[0]...)
			continue
		}
		out = append(out, w)
	}
	return out
}

func (ix *Index) abbreviation(id int32) *abbreviation {
	for _, n := range ix.book.byFirst[id] {
		if p := &ix.book.phrases[n]; p.kind == abbreviationPhrase {
			return &ix.abbr[p.item]
		}
	}
	return nil
}

// addDocs numbers the words of all documents.
func (ix *Index) addDocs(docs []Doc) {
	families := make(map[string]int32)
	ix.docs = make([]doc, 0, len(docs))
	for i := range docs {
		d := &docs[i]
		if d.ID == "" {
			ix.docs = append(ix.docs, doc{family: -1})
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
		n := doc{id: strings.Clone(d.ID), title: d.Title, family: fam,
			field: ix.wordSet(d.Field, 64), body: ix.wordSet(d.Body, maxBodyWords)}
		if len(d.Levels) == 0 || slices.Contains(d.Levels, LevelCommune) {
			n.level = 1
		}
		if d.Curated {
			n.curated = 1
		}
		if d.Kind == FAQ {
			n.faq = 1
		}
		at := int32(len(ix.docs))
		ix.docs = append(ix.docs, n)
		ix.families = len(families)
		ix.addSurface(at, d.Title, true)
		for _, name := range d.Names {
			ix.addSurface(at, name, false)
		}
	}
}

const (
	maxBodyWords    = 160
	maxSurfaceWords = 96
)

func (ix *Index) wordSet(s string, limit int) []int32 {
	if s == "" {
		return nil
	}
	toks := vi.Tokens(s)
	if len(toks) > limit {
		toks = toks[:limit]
	}
	ids := make([]int32, len(toks))
	for i, t := range toks {
		ids[i] = ix.voc.add(t.Fold)
	}
	slices.Sort(ids)
	return slices.Clip(slices.Compact(ids))
}

// addSurface keeps a wording; words in brackets weigh less, and a note on the
// level ("(cấp xã)", "(thực hiện tại cấp tỉnh)") almost nothing.
func (ix *Index) addSurface(at int32, text string, title bool) {
	s := surface{doc: at, title: title}
	for _, part := range splitBrackets(text) {
		ws := ix.expand(ix.voc.addAll(part.text))
		f := float32(1)
		if part.bracket {
			f = 0.35
			if isLevelNote(part.text) {
				f = 0.02
			}
		}
		for _, w := range ws {
			s.words = append(s.words, w)
			s.weight = append(s.weight, f)
		}
	}
	if len(s.words) == 0 {
		return
	}
	if len(s.words) > maxSurfaceWords {
		s.words, s.weight = s.words[:maxSurfaceWords], s.weight[:maxSurfaceWords]
	}
	s.words, s.weight = slices.Clip(s.words), slices.Clip(s.weight)
	ix.surf = append(ix.surf, s)
}

type textPart struct {
	text    string
	bracket bool
}

func splitBrackets(s string) []textPart {
	var parts []textPart
	depth, from := 0, 0
	cut := func(to int, bracket bool) {
		if to > from {
			parts = append(parts, textPart{s[from:to], bracket})
		}
	}
	for i, r := range s {
		switch r {
		case '(':
			if depth == 0 {
				cut(i, false)
				from = i + 1
			}
			depth++
		case ')':
			if depth == 1 {
				cut(i, true)
				from = i + 1
			}
			depth = max(0, depth-1)
		}
	}
	cut(len(s), depth > 0)
	return parts
}

func withoutLevelNotes(s string) string {
	var b strings.Builder
	for _, part := range splitBrackets(s) {
		if !part.bracket || !isLevelNote(part.text) {
			b.WriteString(part.text)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// aspectsOf lists the aspects a text asks about, as bits.
func (ix *Index) aspectsOf(ws []qword) uint32 {
	var set uint32
	for at := range ws {
		for _, n := range ix.book.byFirst[ws[at].id] {
			if p := &ix.book.phrases[n]; p.kind == aspectPhrase && p.match(ws, at) >= 0 {
				set |= 1 << p.item
			}
		}
	}
	return set
}

func isLevelNote(s string) bool {
	f := vi.Fold(s)
	for _, p := range []string{"thuc hien tai cap", "thuc hien o cap", "cap xa", "cap tinh", "cap trung uong", "cap bo", "cap huyen", "tai cap"} {
		if strings.HasPrefix(f, p) && len(f) < 60 {
			return true
		}
	}
	return false
}

// addPhrases compiles the lexicon.
func (ix *Index) addPhrases() {
	add := func(list []string, kind phraseKind, item int) {
		for _, s := range list {
			ix.book.add(ix.voc, s, kind, item)
		}
	}
	add(ix.lex.Fillers, fillerPhrase, 0)
	add(ix.lex.Weak, weakPhrase, 0)
	add(ix.lex.Negations, negationPhrase, 0)
	add(ix.lex.Protected, protectedPhrase, 0)
	for i, a := range allAspects {
		add(ix.lex.Aspects[a], aspectPhrase, i)
	}
	ix.synAlts = make([][]altPhrase, len(ix.lex.Synonyms))
	for i, s := range ix.lex.Synonyms {
		add(s.Say, synonymPhrase, i)
		weight := float32(s.Weight)
		if weight <= 0 {
			weight = 0.95
		}
		for _, m := range s.Means {
			if ws := ix.expand(ix.voc.addAll(m)); len(ws) > 0 && len(ws) <= maxAltWords {
				ix.synAlts[i] = append(ix.synAlts[i], altPhrase{ws, weight})
			}
		}
	}
	for i, a := range ix.lex.Actions {
		add(a.Title, actionPhrase, i)
		add(a.Ask, actionPhrase, i)
	}
	for i, q := range ix.lex.Qualifiers {
		add(q.Ask, qualifierPhrase, i)
	}
	for i, r := range ix.lex.Refusals {
		add(r.Any, refusalPhrase, i)
		add(r.Unless, liftPhrase, i)
	}
}

// weigh computes the information of words over documents and fixes the weight
// of each word in each surface.
func (ix *Index) weigh() {
	n := len(ix.voc.words)
	ix.df, ix.idf = make([]int32, n), make([]float32, n)
	last := make([]int32, n)
	for i := range last {
		last[i] = -1
	}
	for i := range ix.surf {
		s := &ix.surf[i]
		for _, w := range s.words {
			if last[w.id] != s.doc {
				last[w.id] = s.doc
				ix.df[w.id]++
			}
		}
	}
	docs := float64(len(ix.docs))
	for id, df := range ix.df {
		ix.idf[id] = float32(math.Log((docs + 1) / (float64(df) + 0.5)))
		if ix.idf[id] < 0.05 {
			ix.idf[id] = 0.05
		}
	}
	ix.maxIDF = float32(math.Log((docs + 1) / 1.5))
	ix.weighSurfaces()
}

func (ix *Index) weighSurfaces() {
	filler := make([]float32, len(ix.voc.words))
	for _, p := range ix.book.phrases {
		if len(p.words) == 1 && (p.kind == fillerPhrase || p.kind == weakPhrase) {
			filler[p.words[0].id] = titleFiller
		}
	}
	var sum float64
	for i := range ix.surf {
		s := &ix.surf[i]
		var before float32
		for j, w := range s.words {
			f := float32(1)
			if filler[w.id] != 0 {
				f = filler[w.id]
			}
			s.weight[j] *= ix.idf[w.id] * f / (1 + before/40)
			before += s.weight[j]
			s.total += s.weight[j]
		}
		if s.total == 0 {
			s.total = 0.01
		}
		sum += float64(s.total)
	}
	ix.norm = make([]float32, len(ix.surf))
	mean := float32(sum / float64(max(1, len(ix.surf))))
	for i := range ix.surf {
		ix.norm[i] = 1 / (0.65 + 0.35*ix.surf[i].total/mean)
	}
}

const titleFiller = 0.15

// classify marks actions and qualifiers of documents by their titles.
func (ix *Index) classify(docs []Doc) {
	actions, quals := newPhraseBook(), newPhraseBook()
	for i, a := range ix.lex.Actions {
		for _, t := range a.Title {
			actions.add(ix.voc, t, actionPhrase, i)
		}
	}
	for i, q := range ix.lex.Qualifiers {
		for _, t := range q.Title {
			quals.add(ix.voc, t, qualifierPhrase, i)
		}
		for _, t := range q.Except {
			quals.add(ix.voc, t, liftPhrase, i)
		}
	}
	fields := make(map[string]uint64)
	var buf []qword
	for i := range docs {
		d := &docs[i]
		if d.ID == "" {
			continue
		}
		buf = asQuery(buf[:0], vi.Tokens(withoutLevelNotes(d.Title)), ix.voc)
		ix.docs[i].actions = ix.longest(actions, buf)
		f, ok := fields[d.Field]
		if !ok {
			fold := " " + vi.Fold(d.Field) + " "
			for n, q := range ix.lex.Qualifiers {
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
		ix.docs[i].qualifiers = f | special&^ordinary
		ix.docs[i].aspects = ix.aspectsOf(buf)
	}
}

// longest collects actions left to right, the longest phrase at each place, so
// that "cấp lại" is not also "cấp".
func (ix *Index) longest(book *phraseBook, q []qword) uint64 {
	var set uint64
	for at := 0; at < len(q); {
		best, item := -1, int32(0)
		for _, n := range book.byFirst[q[at].id] {
			p := &book.phrases[n]
			if end := p.match(q, at); end > best && p.item < 64 {
				best, item = end, p.item
			}
		}
		if best < 0 {
			at++
			continue
		}
		set |= 1 << item
		at = best
	}
	return set
}

func asQuery(dst []qword, toks []vi.Token, v *vocab) []qword {
	for _, t := range toks {
		dst = append(dst, qword{word: word{v.id(t.Fold), v.mark(t.Mark)}, marked: true})
	}
	return dst
}

func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// post builds the posting lists.
func (ix *Index) post() {
	var uni, pairs, body []uint64 // word or pair number << 32 | surface
	ix.pairIDs = make(map[uint64]int32, 8*len(ix.docs))
	firstSurface := make([]int32, len(ix.docs))
	for i := len(ix.surf) - 1; i >= 0; i-- {
		s := &ix.surf[i]
		firstSurface[s.doc] = int32(i)
		for j, w := range s.words {
			uni = append(uni, pairKey(w.id, int32(i)))
			if j == 0 {
				continue
			}
			key := pairKey(s.words[j-1].id, w.id)
			id, ok := ix.pairIDs[key]
			if !ok {
				id = int32(len(ix.pairIDs))
				ix.pairIDs[key] = id
			}
			pairs = append(pairs, pairKey(id, int32(i)))
		}
	}
	for i := range ix.docs {
		d := &ix.docs[i]
		if d.faq == 0 && d.curated == 0 {
			continue
		}
		for _, id := range d.body {
			body = append(body, pairKey(id, firstSurface[i]))
		}
	}
	n := len(ix.voc.words)
	ix.uniStart, ix.uniList = lists(uni, n)
	ix.pairStart, ix.pairList = lists(pairs, len(ix.pairIDs))
	ix.bodyStart, ix.bodyList = lists(body, n)
}

// lists turns sorted (key, value) pairs into one array per key.
func lists(kv []uint64, keys int) (start, list []int32) {
	start = make([]int32, keys+1)
	if len(kv) == 0 {
		return start, nil
	}
	// Counting sort by key, then each list sorted and made unique.
	for _, x := range kv {
		start[x>>32+1]++
	}
	for i := 1; i <= keys; i++ {
		start[i] += start[i-1]
	}
	fill := slices.Clone(start)
	all := make([]int32, len(kv))
	for _, x := range kv {
		k := x >> 32
		all[fill[k]] = int32(uint32(x))
		fill[k]++
	}
	list = make([]int32, 0, len(kv))
	for k := range keys {
		l := all[start[k]:start[k+1]]
		if !sort.SliceIsSorted(l, func(i, j int) bool { return l[i] < l[j] }) {
			slices.Sort(l)
		}
		l = slices.Compact(l)
		start[k] = int32(len(list))
		list = append(list, l...)
	}
	start[keys] = int32(len(list))
	return start, slices.Clip(list)
}

func posting(start, list []int32, id int32) []int32 { return list[start[id]:start[id+1]] }

// pairDF is in how many surfaces two words stand side by side.
func (ix *Index) pairDF(a, b int32) int {
	if a < 0 || b < 0 {
		return 0
	}
	if id, ok := ix.pairIDs[pairKey(a, b)]; ok {
		return int(ix.pairStart[id+1] - ix.pairStart[id])
	}
	return 0
}

// freeze lays out the lexicon for fast reading once all words are numbered.
func (ix *Index) freeze() {
	n := len(ix.voc.words)
	ix.isAbbr = make([]int32, n)
	ix.fillerWord, ix.alone = make([]uint8, n), make([]bool, n)
	ix.lexPairs = make(map[uint64]struct{})
	ix.doubtNeed = float32(max(2, 0.4*math.Log2(float64(len(ix.docs)+1))))
	var kv []uint64
	for i, p := range ix.book.phrases {
		kv = append(kv, pairKey(p.words[0].id, int32(i)))
		if len(p.words) == 1 {
			ix.alone[p.words[0].id] = true
		}
		switch {
		case p.kind == abbreviationPhrase:
			ix.isAbbr[p.words[0].id] = p.item + 1
		case len(p.words) == 1 && (p.kind == fillerPhrase || p.kind == weakPhrase):
			ix.fillerWord[p.words[0].id] = 1
		}
		for k := 1; k < len(p.words); k++ {
			if p.words[k].id >= 0 && p.words[k-1].id >= 0 {
				ix.lexPairs[pairKey(p.words[k-1].id, p.words[k].id)] = struct{}{}
			}
		}
	}
	ix.bookStart, ix.bookList = lists(kv, n)
	names := make(map[string]int)
	for i, a := range ix.lex.Actions {
		names[a.ID] = i
		if a.Usual && i < 64 {
			ix.usual |= 1 << i
		}
	}
	ix.like = make([]uint64, max(64, len(ix.lex.Actions)))
	for i, a := range ix.lex.Actions {
		for _, other := range a.Like {
			if k, ok := names[other]; ok && k < 64 {
				ix.like[i] |= 1 << k
			}
		}
	}
	ix.qualWeight = make([]float32, max(64, len(ix.lex.Qualifiers)))
	for i, q := range ix.lex.Qualifiers {
		ix.qualWeight[i] = 1
		if q.Weight > 0 {
			ix.qualWeight[i] = float32(q.Weight)
		}
	}
}

// lexPair reports whether two words stand side by side in a lexicon phrase.
func (ix *Index) lexPair(a, b int32) bool {
	if a < 0 || b < 0 {
		return false
	}
	_, ok := ix.lexPairs[pairKey(a, b)]
	return ok
}
