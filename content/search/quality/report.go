package quality

import (
	"fmt"
	"io"
	"sort"
	"time"

	"github.com/motcua/motcua/content/search"
)

// tally counts what happened to a group of questions.
type tally struct {
	n, top1, family1, family3               int
	answers, likelies, chooses, unknowns    int
	rightAnswers, rightLikely, rightChoices int
}

func (t *tally) add(q *Question, r *search.Result) {
	t.n++
	right := func(n int) bool {
		for i := 0; i < min(n, len(r.Hits)); i++ {
			if q.means(r.Hits[i].ID) {
				return true
			}
		}
		return false
	}
	if len(r.Hits) > 0 && has(q.Gold, r.Hits[0].ID) {
		t.top1++
	}
	if right(1) {
		t.family1++
	}
	if right(3) {
		t.family3++
	}
	switch r.Outcome {
	case search.Answer:
		t.answers++
		if right(1) {
			t.rightAnswers++
		}
	case search.Likely:
		t.likelies++
		if right(1) {
			t.rightLikely++
		}
	case search.Choose:
		t.chooses++
		if right(r.Choices) {
			t.rightChoices++
		}
	default:
		t.unknowns++
	}
}

func share(a, b int) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", float64(a)/float64(b))
}

func (t *tally) row(w io.Writer, name string) {
	fmt.Fprintf(w, "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, t.n,
		share(t.top1, t.n), share(t.family1, t.n), share(t.family3, t.n),
		share(t.answers, t.n), share(t.likelies, t.n), share(t.chooses, t.n), share(t.unknowns, t.n),
		share(t.rightAnswers, t.answers), share(t.rightLikely, t.likelies), share(t.rightChoices, t.chooses))
}

const head = `| group | questions | top-1 exact | top-1 family | top-3 family | answer | likely | choose | unknown | answers right | likely right | choices right |
|---|---|---|---|---|---|---|---|---|---|---|---|
`

// groups counts by name, in order of names.
type groups map[string]*tally

func (g groups) at(name string) *tally {
	if g[name] == nil {
		g[name] = new(tally)
	}
	return g[name]
}

func (g groups) write(w io.Writer) {
	names := make([]string, 0, len(g))
	for n := range g {
		names = append(names, n)
	}
	sort.Strings(names)
	fmt.Fprint(w, head)
	for _, n := range names {
		g[n].row(w, n)
	}
	fmt.Fprintln(w)
}

// Options choose what is measured.
type Options struct {
	Half  int // 0 both, 1 or 2 only that half of the base questions
	Model *search.Model
}

// CrossValidate fits the weights on each half of the questions and reports on
// the other half: what weights do that have not seen the questions.
func (s *Sets) CrossValidate(lex search.Lexicon, w io.Writer) {
	for half := 1; half <= 2; half++ {
		fmt.Fprintf(w, "## Half %d, weights fitted on the other half\n\n", half)
		s.Report(lex, Options{Half: half, Model: Fit(s.National(), lex, 3-half)}, w)
	}
}

// measurement is one report under way.
type measurement struct {
	w      io.Writer
	half   int
	micros []float64
}

// Report measures the sets.
func (s *Sets) Report(lex search.Lexicon, o Options, w io.Writer) {
	m := &measurement{w: w, half: o.Half}
	start := time.Now()
	ix := search.New(s.Procedures, lex, search.Options{Model: o.Model})
	built := time.Since(start)
	m.run("In scope", ix, s.InScope, func(q *Question) []string {
		return []string{"all", "variant " + q.Variant, "tier " + q.Tier + ", " + q.Variant}
	})
	m.run("Out of scope (no answer is right)", ix, s.OutOfScope, func(q *Question) []string {
		return []string{"all", q.Category, "variant " + q.Variant}
	})
	m.run("Ambiguous (a choice is right)", ix, s.Ambiguous, func(*Question) []string { return []string{"all"} })
	m.speed(len(s.Procedures), built)
	faq := search.New(s.FAQCorpus, lex, search.Options{Model: o.Model})
	m.run("FAQ", faq, s.FAQ, func(q *Question) []string { return []string{"all", "variant " + q.Variant} })
	m.absent(s, lex, o.Model)
}

// run asks a set and writes its table.
func (m *measurement) run(title string, ix *search.Index, qs []Question, names func(q *Question) []string) {
	g := groups{}
	for i := range qs {
		q := &qs[i]
		if m.half != 0 && q.Half() != m.half-1 {
			continue
		}
		t := time.Now()
		r := ix.Ask(q.Text)
		m.micros = append(m.micros, float64(time.Since(t).Nanoseconds())/1000)
		for _, n := range names(q) {
			g.at(n).add(q, &r)
		}
	}
	fmt.Fprintf(m.w, "### %s\n\n", title)
	g.write(m.w)
}

// speed writes what the questions so far took.
func (m *measurement) speed(docs int, built time.Duration) {
	if len(m.micros) == 0 {
		return
	}
	sort.Float64s(m.micros)
	fmt.Fprintf(m.w, "Index of %d procedures built in %d ms; a question takes %.0f µs (p50), %.0f µs (p99).\n\n", docs,
		built.Milliseconds(),
		m.micros[len(m.micros)/2], m.micros[len(m.micros)*99/100])
}

// absent puts the same questions to small bases: where the right procedure is
// missing, a confident answer is wrong.
func (m *measurement) absent(s *Sets, lex search.Lexicon, model *search.Model) {
	commune := Commune(s.Procedures)
	bases := []struct {
		name string
		docs []search.Doc
	}{
		{"commune level", commune}, {"130 of the commune level", Sample(commune, 130, 3)},
		{"another 130", Sample(commune, 130, 5)},
	}
	for _, b := range bases {
		ix := search.New(b.docs, lex, search.Options{Model: model})
		here := make(map[string]bool, len(b.docs))
		for _, d := range b.docs {
			here[d.ID] = true
		}
		m.run(fmt.Sprintf("Smaller base: %s, %d procedures", b.name, len(b.docs)), ix, s.InScope,
			func(q *Question) []string {
				for _, id := range append(append([]string(nil), q.Gold...), q.Family...) {
					if here[id] {
						return []string{"the right one is there"}
					}
				}
				return []string{"the right one is missing"}
			})
	}
}
