package search

import "sync"

// Index is an immutable, concurrency-safe index of documents. A question goes through its parts in order: the reader
// makes a query of it, the gatherer finds wordings that share something with that, the ranker compares them word by
// word, and the decider says what to do.
type Index struct {
	docs     *corpus
	reader   *reader
	said     *wordings
	gatherer *gatherer
	ranker   *ranker
	decider  *decider
	pool     sync.Pool
}

// Options tune an index. The zero value serves a commune's one-stop shop.
type Options struct {
	// NoCommuneFirst drops the preference for commune-level procedures, for
	// offices of a province.
	NoCommuneFirst bool
	// Curated says that the base is one that an office wrote: its entries are few, its names part them, and much that
	// people ask has no entry. The zero value suits the national export.
	Curated bool
	// Model overrides the fitted ranking and decision weights (used by fitting
	// and by tests); nil means the built-in ones.
	Model *Model
}

// memory is the working memory of one question, a part for each step.
type memory struct {
	reading   reading
	gathering gathering
	ranking   ranking
}

// New builds an index. Documents with an empty id are left out.
func New(docs []Doc, lex Lexicon, opts Options) *Index {
	lists := newWordlists(lex)
	c := newCorpus(docs, lists)
	lists.freeze()
	c.weighAsks()
	model := opts.Model
	if model == nil {
		model = DefaultModel(opts.Curated)
	}
	ix := &Index{docs: c, reader: newReader(c), gatherer: &gatherer{c}, decider: newDecider(c, model, opts.Curated)}
	ix.ranker = &ranker{comparer: &comparer{c}, model: model, communeFirst: !opts.NoCommuneFirst}
	ix.said = newWordings(ix.reader, docs)
	ix.pool.New = func() any { return &memory{gathering: newGathering(c), ranking: newRanking(c)} }
	return ix
}

// Len is the number of documents.
func (ix *Index) Len() int { return len(ix.docs.docs) }

// Ask reads a question and finds what it means. It is safe for concurrent use
// and keeps no memory of questions.
func (ix *Index) Ask(text string) Result {
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	return ix.answer(m, text)
}

func (ix *Index) answer(m *memory, text string) Result {
	ix.rank(m, text)
	also := ix.ranker.also(&m.ranking, &m.reading.q)
	r := ix.decider.decide(&m.reading.q, &m.ranking, also)
	if len(m.ranking.order) > 0 {
		short, sure := ix.ranker.pick(&m.ranking, &m.reading.q, m.ranking.order[0].doc)
		r.Short, r.Sure = int(short)+1, sure
	}
	return r
}

// rank reads a question and puts the documents in order.
func (ix *Index) rank(m *memory, text string) {
	q := ix.reader.read(&m.reading, text)
	m.ranking.ranked, m.ranking.order, m.ranking.exact = m.ranking.ranked[:0], m.ranking.order[:0], false
	if len(q.words) == 0 || len(ix.docs.docs) == 0 {
		return
	}
	found := ix.gatherer.gather(q, &m.gathering)
	verbatim := int32(-1)
	if !m.ranking.hidden.same {
		verbatim = ix.said.verbatim(&m.reading)
	}
	ix.ranker.rank(&m.ranking, q, found, verbatim)
}

// Near are the short answers of a document that a question may want, surest first, at most n.
func (ix *Index) Near(text, id string, n int) []Pick {
	at := ix.docs.find(id)
	if at < 0 {
		return nil
	}
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	return ix.ranker.picks(&m.ranking, ix.reader.read(&m.reading, text), at, n)
}

// Short finds which short answer of a document a question wants: its number counted from 1, 0 when it has none, and how
// sure that is.
func (ix *Index) Short(text, id string) (number int, sure float64) {
	at := ix.docs.find(id)
	if at < 0 {
		return 0, 0
	}
	m := ix.pool.Get().(*memory)
	defer ix.pool.Put(m)
	q := ix.reader.read(&m.reading, text)
	short, sure := ix.ranker.pick(&m.ranking, q, at)
	return int(short) + 1, sure
}
