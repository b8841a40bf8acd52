package quality

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/motcua/motcua/content/search"
)

// Fit fits the weights of the search to the sets: ranking by the likelihood of
// the right documents among the candidates, the decision by logistic
// regression. half is 0 for all questions, 1 or 2 for one half of them. It is
// deterministic.
func (s *Sets) Fit(lex search.Lexicon, half int) *search.Model {
	f := fitter{half: half, lex: lex, model: start()}
	f.corpora(s)
	for range 2 { // the best wording of a document depends on the weights
		f.fitRank()
	}
	f.fitDecision()
	return f.model
}

// start is a model set by hand, so that a fit depends on its questions alone.
func start() *search.Model {
	m := &search.Model{SureAt: 0.88, KnownAt: 0.30, Near: 5}
	set := map[string]float64{
		"cover": 4, "pairs": 3, "title": 2, "titlePairs": 1, "both": 2, "head": 0.5, "miss": -1.5, "field": 1, "body": 1, "conflict": -1,
		"unasked": -1.5, "asked": 1, "lacking": -1, "action": 0.7, "noAction": -0.5, "otherAction": -1, "commune": 1.5, "curated": 0.2, "first": 1.5,
		"aspect": 0.7, "otherAspect": -0.7,
	}
	for i, name := range search.FeatureNames {
		m.Rank[i] = set[name]
	}
	return m
}

// corpus is a set of documents with the questions put to it.
type corpus struct {
	docs []search.Doc
	sets [][]Question
	rank float64 // weight when fitting the ranking
	sure float64 // weight when fitting the decision
}

type fitter struct {
	half  int
	lex   search.Lexicon
	model *search.Model
	all   []corpus
}

// corpora prepares the whole base and smaller ones, where many questions have
// no right document: confidence must not depend on the size of the base.
func (f *fitter) corpora(s *Sets) {
	procedures := [][]Question{s.InScope, s.OutOfScope, s.Ambiguous}
	commune := Commune(s.Procedures)
	f.all = []corpus{
		{s.Procedures, procedures, 1, 1},
		{commune, procedures, 0.3, 0.3},
		{Sample(commune, 130, 1), procedures, 0, 0.15},
		{Sample(commune, 130, 2), procedures, 0, 0.15},
		{s.FAQCorpus, [][]Question{s.FAQ}, 1, 0.2},
	}
}

// Commune keeps the documents a commune handles.
func Commune(docs []search.Doc) []search.Doc {
	var out []search.Doc
	for _, d := range docs {
		if has(d.Levels, search.LevelCommune) {
			out = append(out, d)
		}
	}
	return out
}

// Sample takes n documents spread evenly, beginning at the one numbered from.
func Sample(docs []search.Doc, n, from int) []search.Doc {
	var out []search.Doc
	for i := range n {
		out = append(out, docs[(from+i*len(docs)/n)%len(docs)])
	}
	return out
}

func (f *fitter) index(c *corpus) *search.Index {
	return search.New(c.docs, f.lex, search.Options{Model: f.model})
}

func (f *fitter) uses(q *Question) bool { return f.half == 0 || q.Half() == f.half-1 }

// example is a question's candidates with the right ones marked.
type example struct {
	features [][]float64
	right    []bool
	weight   float64
}

func (f *fitter) examples() []example {
	var out []example
	for i := range f.all {
		c := &f.all[i]
		if c.rank == 0 {
			continue
		}
		ix := f.index(c)
		for _, set := range c.sets {
			for k := range set {
				if q := &set[k]; f.uses(q) && len(q.Gold) > 0 {
					if e, ok := exampleOf(ix, q); ok {
						e.weight = c.rank
						out = append(out, e)
					}
				}
			}
		}
	}
	return out
}

// exampleOf is not ok when no candidate is right or all are.
func exampleOf(ix *search.Index, q *Question) (example, bool) {
	var e example
	rights := 0
	for _, d := range ix.Trace(q.Text).Docs {
		right := q.means(d.ID)
		if right {
			rights++
		}
		e.features, e.right = append(e.features, d.Features), append(e.right, right)
	}
	return e, rights > 0 && rights < len(e.right)
}

// fitRank ascends the log-likelihood, held near the starting weights.
func (f *fitter) fitRank() {
	ex := f.examples()
	w := f.model.Rank[:]
	prior := append([]float64(nil), w...)
	var total float64
	for i := range ex {
		total += ex[i].weight
	}
	adam := newAdam(len(w), 0.03)
	grad := make([]float64, len(w))
	for range 400 {
		clear(grad)
		for i := range ex {
			ex[i].gradient(w, grad)
		}
		for k := range grad {
			grad[k] = grad[k]/total - rankHold*(w[k]-prior[k])
		}
		adam.step(w, grad)
	}
}

const rankHold = 0.005

func (e *example) gradient(w, grad []float64) {
	p := make([]float64, len(e.features))
	top := math.Inf(-1)
	for i, x := range e.features {
		p[i] = dot(w, x)
		top = math.Max(top, p[i])
	}
	var sum, right float64
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
		if e.right[i] {
			right += p[i]
		}
	}
	for i, x := range e.features {
		d := -p[i] / sum
		if e.right[i] {
			d += p[i] / right
		}
		if math.Abs(d) < 1e-6 {
			continue
		}
		for k := range grad {
			grad[k] += e.weight * d * x[k]
		}
	}
}

func dot(a, b []float64) float64 {
	var z float64
	for i := range a {
		z += a[i] * b[i]
	}
	return z
}

// point is one question for the decision.
type point struct {
	x      []float64
	label  bool
	weight float64
}

// fitDecision fits both logistic regressions.
func (f *fitter) fitDecision() {
	var sure, known []point
	for i := range f.all {
		c := &f.all[i]
		ix := f.index(c)
		for n, set := range c.sets {
			for k := range set {
				q := &set[k]
				if !f.uses(q) {
					continue
				}
				t := ix.Trace(q.Text)
				if len(t.Docs) == 0 || t.Refused != "" && len(q.Gold) == 0 {
					continue
				}
				first := q.means(t.Docs[0].ID) && n != ambiguousSet
				near := false
				for _, d := range t.Docs[:min(4, len(t.Docs))] {
					near = near || q.means(d.ID)
				}
				weight := c.sure
				if n == ambiguousSet {
					weight *= 4 // few, and as costly as any wrong answer
				}
				sure = append(sure, point{t.Signals, first, weight})
				known = append(known, point{t.Signals, near, c.sure})
			}
		}
	}
	logistic(f.model.Sure[:], sure)
	logistic(f.model.Known[:], known)
}

const ambiguousSet = 2

func logistic(w []float64, points []point) {
	clear(w)
	adam := newAdam(len(w), 0.05)
	grad := make([]float64, len(w))
	var total float64
	for _, p := range points {
		total += p.weight
	}
	for range 1500 {
		clear(grad)
		for i := range points {
			p := &points[i]
			d := -1 / (1 + math.Exp(-dot(w, p.x)))
			if p.label {
				d++
			}
			for k := range grad {
				grad[k] += p.weight * d * p.x[k]
			}
		}
		for k := range grad {
			grad[k] /= total
			if k > 0 {
				grad[k] -= 0.0005 * w[k]
			}
		}
		adam.step(w, grad)
	}
}

// adam is the usual stochastic optimiser, here on full gradients.
type adam struct {
	rate float64
	t    int
	m, v []float64
}

func newAdam(n int, rate float64) *adam {
	return &adam{rate: rate, m: make([]float64, n), v: make([]float64, n)}
}

func (a *adam) step(w, grad []float64) {
	a.t++
	for k := range w {
		a.m[k] = 0.9*a.m[k] + 0.1*grad[k]
		a.v[k] = 0.999*a.v[k] + 0.001*grad[k]*grad[k]
		w[k] += a.rate * (a.m[k] / (1 - math.Pow(0.9, float64(a.t)))) / (math.Sqrt(a.v[k]/(1-math.Pow(0.999, float64(a.t)))) + 1e-8)
	}
}

// WriteModel prints a model as the Go file content/search/weights.go (gofmt it).
func WriteModel(w io.Writer, m *search.Model) {
	var b strings.Builder
	b.WriteString("package search\n\n")
	b.WriteString("// builtin is the fitted model; quality.WriteModel wrote it.\nvar builtin = Model{\n\tRank: [numFeatures]float64{\n")
	for i, x := range m.Rank {
		fmt.Fprintf(&b, "\t\t%.2f, // %s\n", x, search.FeatureNames[i])
	}
	list := func(name string, w []float64) {
		fmt.Fprintf(&b, "\t},\n\t%s: signals{\n", name)
		for i, x := range w {
			fmt.Fprintf(&b, "\t\t%.2f, // %s\n", x, search.SignalNames[i])
		}
	}
	list("Sure", m.Sure[:])
	list("Known", m.Known[:])
	fmt.Fprintf(&b, "\t},\n\tSureAt:  %.2f,\n\tKnownAt: %.2f,\n\tNear:    %.2f,\n}\n", m.SureAt, m.KnownAt, m.Near)
	_, _ = io.WriteString(w, b.String())
}
