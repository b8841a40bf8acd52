package search

import (
	"math"
	"slices"
	"strings"
	"sync"
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
	said                wordings
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

// New builds an index. Documents with an empty id are left out.
func New(docs []Doc, lex Lexicon, opts Options) *Index {
	ix := &Index{opts: opts, lex: lex, voc: newVocab(), book: newPhraseBook(), model: opts.Model}
	if ix.model == nil {
		ix.model = DefaultModel()
	}
	if opts.AnswerAt > 0 {
		m := *ix.model
		m.SureAt = opts.AnswerAt
		ix.model = &m
	}
	ix.addAbbreviations()
	ix.addDocs(docs)
	ix.addPhrases()
	ix.classify(docs)
	ix.weigh()
	ix.post()
	ix.freeze()
	ix.addWordings(docs)
	ix.pool.New = func() any { return newScratch(ix) }
	return ix
}

// Len is the number of documents.
func (ix *Index) Len() int { return len(ix.docs) }

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
