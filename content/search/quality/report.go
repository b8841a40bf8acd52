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
	n, top1, family1, family3        int
	answers, chooses, unknowns       int
	rightAnswers, rightChoices, none int
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
	fmt.Fprintf(w, "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, t.n, share(t.top1, t.n), share(t.family1, t.n), share(t.family3, t.n),
		share(t.answers, t.n), share(t.chooses, t.n), share(t.unknowns, t.n), share(t.rightAnswers, t.answers), share(t.rightChoices, t.chooses))
}

const head = `| group | questions | top-1 exact | top-1 family | top-3 family | answered | choice offered | unknown | answers right | choices right |
|---|---|---|---|---|---|---|---|---|---|
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

// Run measures all sets of a folder and writes Markdown tables.
func Run(dir string, lex search.Lexicon, w io.Writer) error {
	s, err := Load(dir)
	if err != nil {
		return err
	}
	s.Report(lex, Options{}, w)
	return nil
}

// Report measures the sets.
func (s *Sets) Report(lex search.Lexicon, o Options, w io.Writer) {
	start := time.Now()
	ix := search.New(s.Procedures, lex, search.Options{Model: o.Model})
	built := time.Since(start)
	var micros []float64
	ask := func(ix *search.Index, q *Question) search.Result {
		t := time.Now()
		r := ix.Ask(q.Text)
		micros = append(micros, float64(time.Since(t).Nanoseconds())/1000)
		return r
	}
	skip := func(q *Question) bool { return o.Half != 0 && q.Half() != o.Half-1 }
	run := func(title string, ix *search.Index, qs []Question, names func(q *Question) []string) {
		g := groups{}
		for i := range qs {
			if skip(&qs[i]) {
				continue
			}
			r := ask(ix, &qs[i])
			for _, n := range names(&qs[i]) {
				g.at(n).add(&qs[i], &r)
			}
		}
		fmt.Fprintf(w, "### %s\n\n", title)
		g.write(w)
	}
	run("In scope", ix, s.InScope, func(q *Question) []string {
		return []string{"all", "variant " + q.Variant, "tier " + q.Tier + ", " + q.Variant}
	})
	run("Out of scope (no answer is right)", ix, s.OutOfScope, func(q *Question) []string {
		return []string{"all", q.Category, "variant " + q.Variant}
	})
	run("Ambiguous (a choice is right)", ix, s.Ambiguous, func(*Question) []string { return []string{"all"} })
	faq := search.New(s.FAQCorpus, lex, search.Options{Model: o.Model})
	run("FAQ", faq, s.FAQ, func(q *Question) []string { return []string{"all", "variant " + q.Variant} })
	sort.Float64s(micros)
	if len(micros) > 0 {
		fmt.Fprintf(w, "Index of %d procedures built in %d ms; a question takes %.0f µs (p50), %.0f µs (p99).\n", len(s.Procedures), built.Milliseconds(),
			micros[len(micros)/2], micros[len(micros)*99/100])
	}
}
