package quality

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/motcua/motcua/content/search"
)

// Base is what an office wrote, with its golden questions.
type Base struct {
	Docs   []search.Doc
	Golden []Question
	Vague  []Question // want a choice; those without gold any
}

// Sets of questions that a base holds in itself: its golden questions, and every name and way of asking, put as if
// nobody had written it down. Beside them stand questions whose entry is hidden, so that nothing may answer.
func (b *Base) Sets() []Set {
	var names, asks, unseen, none Set
	for i := range b.Docs {
		d := &b.Docs[i]
		for n, text := range append([]string{d.Title}, d.Names...) {
			q := Question{Text: text, BaseID: d.ID, Gold: []string{d.ID}, Hide: search.Hide{Same: true}}
			names.Questions = append(names.Questions, q)
			if n%4 == 1 {
				none.Questions = append(none.Questions, hidden(q))
			}
		}
		for n, s := range d.Shorts {
			for m, text := range s.Asks {
				q := Question{Text: text, BaseID: d.ID, Gold: []string{d.ID}, Short: n + 1,
					Hide: search.Hide{Same: true}}
				asks.Questions = append(asks.Questions, q)
				q.Hide.Shorts = []search.HiddenText{{Doc: d.ID, Number: n + 1}}
				unseen.Questions = append(unseen.Questions, q)
				if m == 0 {
					none.Questions = append(none.Questions, hidden(q))
				}
			}
		}
	}
	none.Weight = missingWeight
	return []Set{{Questions: b.Golden, Weight: goldenWeight}, names, asks, unseen, none}
}

// elsewhere are the golden questions that the base has no entry for.
func (b *Base) elsewhere() (out []Question) {
	for _, q := range b.Golden {
		if len(q.Gold) == 0 {
			out = append(out, q)
		}
	}
	return out
}

// elsewhereWeight is what such a question counts beside its weight as a golden one: they are few, and of what people
// ask at a counter a third has no entry.
const elsewhereWeight = 3

// goldenWeight is what a golden question counts: somebody looked at each, and they are worded as people word them.
const goldenWeight = 5

// missingWeight is what a question whose entry is hidden counts: few questions at a counter are so near to an entry and
// have none.
const missingWeight = 0.15

// vagueWeight is what a question counts that wants a choice: few are written down, and a wrong answer to one costs as
// much.
const vagueWeight = 8

// hidden is a question whose entry is not there.
func hidden(q Question) Question {
	q.Hide = search.Hide{Docs: q.Gold}
	q.Gold, q.Short = nil, 0
	return q
}

// Office prepares a base for fitting, with the questions of evaluation sets where there are some.
func (b *Base) Office(s *Sets) []Kit {
	sets := b.Sets()
	for i, set := range b.Sets() {
		sets[i] = set.every(0, 2)
		sets = append(sets, set.every(1, 2).chatty())
	}
	sets = append(sets, Set{Questions: b.elsewhere(), Weight: elsewhereWeight})
	sets = append(sets, Set{Questions: b.Vague, Vague: true, Weight: vagueWeight})
	if s != nil {
		some, none := b.Among(s)
		sets = append(sets, Set{Questions: some, Weight: 4}, Set{Questions: none})
	}
	return []Kit{{Docs: b.Docs, Sets: sets, Curated: true, Rank: 1, Sure: 1}}
}

//go:embed testdata/counter.jsonl
var counter []byte

// CounterQuestions are questions written in the way people put them at a counter; no weights are fitted on them.
func CounterQuestions() ([]Question, error) { return Counter(bytes.NewReader(counter)) }

// Counter reads questions as people put them at a counter: JSON lines with the entry wanted ("none" when nothing fits)
// and others that may answer.
func Counter(r io.Reader) (out []Question, err error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		var row struct {
			ID         string   `json:"id"`
			Question   string   `json:"question"`
			Want       string   `json:"want_entry"`
			Acceptable []string `json:"acceptable"`
			Style      string   `json:"style"`
			Says       string   `json:"says"`
		}
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		q := Question{ID: row.ID, BaseID: row.ID, Text: row.Question, Category: row.Style, Says: row.Says}
		q.Family = row.Acceptable
		if row.Want != "none" {
			q.Gold = []string{row.Want}
		}
		out = append(out, q)
	}
	return out, sc.Err()
}

// Among puts the questions of evaluation sets to a base: those that it has an entry for, and those that it has none
// for.
func (b *Base) Among(s *Sets) (some, none []Question) {
	here := make(map[string]string, 2*len(b.Docs))
	for _, d := range b.Docs {
		for _, code := range append(d.Codes, d.ID) {
			here[code] = d.ID
		}
	}
	none = append(none, s.OutOfScope...)
	for _, q := range s.InScope {
		var gold []string
		for _, id := range append(append([]string(nil), q.Gold...), q.Family...) {
			if own := here[id]; own != "" && !has(gold, own) {
				gold = append(gold, own)
			}
		}
		q.Gold, q.Family = gold, nil
		if len(gold) > 0 {
			some = append(some, q)
		} else {
			none = append(none, q)
		}
	}
	return some, none
}

// Report measures the questions that the base holds in itself, and those of a counter, as Markdown. model is nil for
// the weights that are shipped; half as in Fit.
func (b *Base) Report(lex search.Lexicon, counter []Question, more *Sets, model *search.Model, half int, w io.Writer) {
	ix := search.New(b.Docs, lex, search.Options{Model: model, Curated: true})
	sets := b.Sets()
	names := []string{"golden questions", "names, each hidden", "short answers, each way of asking hidden",
		"short answers, all their ways of asking hidden", "entry not there"}
	if more != nil {
		some, none := b.Among(more)
		sets = append(sets, Set{Questions: some}, Set{Questions: none})
		names = append(names, "evaluation sets, with an entry", "evaluation sets, without an entry")
	}
	fmt.Fprint(w, head)
	for i := range sets {
		t := new(tally)
		for k := range sets[i].Questions {
			if q := &sets[i].Questions[k]; half == 0 || q.Half() == half-1 {
				r := ix.AskHiding(q.Text, q.Hide)
				t.add(q, &r)
			}
		}
		t.row(w, names[i])
	}
	some, none := new(tally), new(tally)
	for k := range counter {
		q := &counter[k]
		r := ix.Ask(q.Text)
		if len(q.Gold) > 0 {
			some.add(q, &r)
		} else {
			none.add(q, &r)
		}
	}
	some.row(w, "counter, with an entry")
	none.row(w, "counter, without an entry")
}
