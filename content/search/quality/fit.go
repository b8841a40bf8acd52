package quality

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/motcua/motcua/content/search"
)

// Fit fits the weights of the search to questions: ranking by the likelihood of the right documents among the
// candidates, each question with its own wrong ones beside it; the decision by logistic regression; short answers
// likewise. half is 0 for all questions, 1 or 2 for one half of them. It is deterministic.
func Fit(kits []Kit, lex search.Lexicon, half int) *search.Model {
	f := fitter{half: half, lex: lex, model: start(), all: kits}
	for range 2 { // the best wording of a document depends on the weights
		f.fitRank()
	}
	f.fitDecision()
	f.fitShort()
	return f.model
}

// start is a model set by hand, so that a fit depends on its questions alone.
func start() *search.Model {
	m := &search.Model{Near: 5}
	set := map[string]float64{
		"cover": 4, "pairs": 3, "title": 2, "titlePairs": 1, "both": 2, "head": 0.5, "miss": -1.5, "field": 1,
		"body": 1, "conflict": -1,
		"unasked": -1.5, "asked": 1, "lacking": -1, "action": 0.7, "noAction": -0.5, "otherAction": -1, "commune": 1.5,
		"curated": 0.2, "first": 1.5,
		"aspect": 0.7, "otherAspect": -0.7, "subject": 1, "line": 0.5, "lineGain": 1,
	}
	for i, name := range search.FeatureNames {
		m.Rank[i] = set[name]
	}
	short := map[string]float64{"bias": -4, "rest": 2, "restTitle": 2, "restBoth": 2, "pairs": 1, "same": 0.5,
		"other": -0.5}
	for i, name := range search.PassageNames {
		m.Short[i] = short[name]
	}
	return m
}

type fitter struct {
	half  int
	lex   search.Lexicon
	model *search.Model
	all   []Kit
}

func (f *fitter) index(k *Kit) *search.Index {
	return search.New(k.Docs, f.lex, search.Options{Model: f.model, Curated: k.Curated})
}

func (f *fitter) uses(q *Question) bool { return f.half == 0 || q.Half() == f.half-1 }

// example is a question's candidates with the right ones marked.
type example struct {
	features [][]float64
	right    []bool
	weight   float64
}

// each puts every question of the kits that want says to, and hands out what came.
func (f *fitter) each(want func(*Kit, *Set) bool, found func(k *Kit, s *Set, q *Question, t *search.Trace)) {
	for i := range f.all {
		k := &f.all[i]
		var ix *search.Index
		for n := range k.Sets {
			s := &k.Sets[n]
			if !want(k, s) {
				continue
			}
			if ix == nil {
				ix = f.index(k)
			}
			for m := range s.Questions {
				if q := &s.Questions[m]; f.uses(q) {
					t := ix.Trace(q.Text, q.Hide)
					found(k, s, q, &t)
				}
			}
		}
	}
}

func (f *fitter) examples() (out []example) {
	f.each(func(k *Kit, _ *Set) bool { return k.Rank > 0 }, func(k *Kit, s *Set, q *Question, t *search.Trace) {
		if len(q.Gold) == 0 {
			return
		}
		if e, ok := exampleOf(t, q); ok {
			e.weight = k.Rank * s.weight()
			if s.Vague {
				e.weight = k.Rank
			}
			out = append(out, e)
		}
	})
	return out
}

// exampleOf is not ok when no candidate is right or all are.
func exampleOf(t *search.Trace, q *Question) (example, bool) {
	var e example
	rights := 0
	for _, d := range t.Docs {
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
	for range 250 {
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

// fitDecision fits both chances: that the first hit is meant, and that one of those that would be offered is.
func (f *fitter) fitDecision() {
	var first, known []point
	f.each(func(k *Kit, _ *Set) bool { return k.Sure > 0 }, func(k *Kit, s *Set, q *Question, t *search.Trace) {
		if len(t.Docs) == 0 || t.Refused != "" && len(q.Gold) == 0 {
			return
		}
		near := s.Vague && len(q.Gold) == 0
		for _, d := range t.Docs[:min(max(2, t.Choices), len(t.Docs))] {
			near = near || q.means(d.ID)
		}
		weight := k.Sure * s.weight()
		first = append(first, point{t.Signals, q.means(t.Docs[0].ID) && !s.Vague, weight})
		known = append(known, point{t.Signals, near, weight})
	})
	logistic(f.model.First[:], first)
	logistic(f.model.Known[:], known)
}

// fitShort fits the chance that a short answer is wanted, with the other short answers of the entry as wrong ones.
func (f *fitter) fitShort() {
	for range 2 { // the best way of asking of a short answer depends on the weights
		var points []point
		f.each(func(_ *Kit, s *Set) bool { return s.Short() }, func(_ *Kit, _ *Set, q *Question, t *search.Trace) {
			if len(t.Docs) == 0 || !q.means(t.Docs[0].ID) || q.Short == 0 {
				return
			}
			right, wrong := f.bestShorts(q, t)
			if right != nil {
				points = append(points, point{right, true, 1})
			}
			if wrong != nil {
				points = append(points, point{wrong, false, 1})
			}
		})
		if len(points) > 0 {
			logistic(f.model.Short[:], points)
		}
	}
}

// bestShorts are the best ways of asking of the short answer that a question wants, and of all others.
func (f *fitter) bestShorts(q *Question, t *search.Trace) (right, wrong []float64) {
	var rightAt, wrongAt float64
	for _, s := range t.Shorts {
		z := dot(f.model.Short[:], s.Passage)
		switch {
		case s.Number == q.Short && (right == nil || z > rightAt):
			right, rightAt = s.Passage, z
		case s.Number != q.Short && (wrong == nil || z > wrongAt):
			wrong, wrongAt = s.Passage, z
		}
	}
	return right, wrong
}

func logistic(w []float64, points []point) {
	clear(w)
	adam := newAdam(len(w), 0.08)
	grad := make([]float64, len(w))
	var total float64
	for _, p := range points {
		total += p.weight
	}
	for range 600 {
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
		w[k] += a.rate * (a.m[k] / (1 - math.Pow(0.9,
			float64(a.t)))) / (math.Sqrt(a.v[k]/(1-math.Pow(0.999, float64(a.t)))) + 1e-8)
	}
}

// WriteModels prints the fitted models as the Go file content/search/weights.go (gofmt it).
func WriteModels(w io.Writer, national, office *search.Model) {
	var b strings.Builder
	b.WriteString("package search\n\n// Written by `motcua quality --fit`; do not edit.\n")
	writeModel(&b, "national", "for the export of the national portal", national)
	writeModel(&b, "office", "for a base that an office wrote", office)
	_, _ = io.WriteString(w, b.String())
}

func writeModel(b *strings.Builder, name, what string, m *search.Model) {
	fmt.Fprintf(b, "\n// %s has the weights %s.\nvar %s = Model{\n", name, what, name)
	list := func(field, kind string, w []float64, names []string) {
		fmt.Fprintf(b, "\t%s: %s{\n", field, kind)
		for i, x := range w {
			fmt.Fprintf(b, "\t\t%.2f, // %s\n", x, names[i])
		}
		b.WriteString("\t},\n")
	}
	list("Rank", "[numFeatures]float64", m.Rank[:], search.FeatureNames[:])
	list("First", "signals", m.First[:], search.SignalNames[:])
	list("Known", "signals", m.Known[:], search.SignalNames[:])
	list("Short", "passage", m.Short[:], search.PassageNames[:])
	fmt.Fprintf(b, "\tNear: %.2f,\n}\n", m.Near)
}
