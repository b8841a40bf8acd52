package search

import (
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/vi"
)

// Lexicon is what the index knows about words, all of it data that editors
// keep in YAML files.
type Lexicon struct {
	Abbreviations map[string][]string // "gplx" -> "giấy phép lái xe"; several readings are alternatives
	Synonyms      []Synonym
	Aspects       map[Aspect][]string // phrases that ask for an aspect
	Protected     []string            // names that contain aspect or filler words ("lệ phí trước bạ")
	Fillers       []string            // words that say nothing about the procedure
	Weak          []string            // words that say little
	Negations     []string            // what follows is not meant ("đừng nhầm với")
	Actions       []Action
	Qualifiers    []Qualifier
	Refusals      []Refusal
	Senses        []Sense
	Elsewhere     []string // what other offices, firms and courts decide: an entry without it may not be meant
	Costs         CostTable
}

// Synonym maps what people say to what titles say.
type Synonym struct {
	Say   []string `yaml:"say"`
	Means []string `yaml:"means"`
	// Weight below 1 makes it a hint rather than an equivalent.
	Weight float64 `yaml:"weight"`
}

// Sense tells by its neighbours when a word means something else than it says.
type Sense struct {
	Word   string   `yaml:"word"`
	Means  []string `yaml:"means"`  // official wordings
	Weight float64  `yaml:"weight"` // as in a synonym
	After  []string `yaml:"after"`  // one of these stands before it, within a few words
	Unless []string `yaml:"unless"` // not when one of these follows it at once
	Not    []string `yaml:"not"`    // not when one of these stands right before it
	// From and To bound the number right before the word: "9 tuổi" is "dưới 14 tuổi". After is not needed then.
	From int `yaml:"from"`
	To   int `yaml:"to"`
}

// Action is a verb that makes two procedures about one thing different:
// cấp, cấp lại, thu hồi …
type Action struct {
	ID    string   `yaml:"id"`
	Title []string `yaml:"title"` // how titles say it
	Ask   []string `yaml:"ask"`   // how questions say it, besides Title
	// Usual marks the action that is meant when a question names none.
	Usual bool `yaml:"usual"`
	// Like names actions that satisfy a question for this one half-way.
	Like []string `yaml:"like"`
}

// Qualifier is a special case that is meant only when asked for: foreign
// element, consulate, mobile registration, the army's own procedures …
type Qualifier struct {
	ID     string   `yaml:"id"`
	Title  []string `yaml:"title"`
	Field  []string `yaml:"field"`
	Ask    []string `yaml:"ask"`
	Except []string `yaml:"except"` // titles with these words are ordinary all the same
	Weight float64  `yaml:"weight"` // cost when not asked for, 1 by default
}

// Refusal recognises questions that no procedure answers.
type Refusal struct {
	Reason string `yaml:"reason"`
	// Any lists phrases; "…" stands for up to eight words, "^" and "$" tie to the
	// beginning and the end of the message.
	Any []string `yaml:"any"`
	// Unless lists phrases that lift the rule ("thủ tục", "hồ sơ").
	Unless []string `yaml:"unless"`
	// Soft rules only lower the confidence, so that a very clear name still wins.
	Soft bool `yaml:"soft"`
}

// ParseLexicon reads the lexicon files of a folder (abbreviations.yaml,
// synonyms.yaml, senses.yaml, aspects.yaml, fillers.yaml, actions.yaml, policy.yaml,
// unknown.yaml, elsewhere.yaml). A missing file is an empty list. All faults are joined, each
// beginning with file:line where the line is known.
func ParseLexicon(dir fs.FS) (Lexicon, error) {
	var lex Lexicon
	var aspects struct {
		Protected []string            `yaml:"protected"`
		Aspects   map[Aspect][]string `yaml:"aspects"`
	}
	var fillers struct {
		Fillers   []string `yaml:"fillers"`
		Weak      []string `yaml:"weak"`
		Negations []string `yaml:"negations"`
	}
	var policy struct {
		Costs      CostTable   `yaml:"costs"`
		Qualifiers []Qualifier `yaml:"special_cases"`
	}
	files := []struct {
		name string
		into any
	}{
		{"abbreviations.yaml", &lex.Abbreviations}, {"synonyms.yaml", &lex.Synonyms},
		{"aspects.yaml", &aspects}, {"fillers.yaml", &fillers},
		{"actions.yaml", &lex.Actions}, {"policy.yaml", &policy}, {"senses.yaml", &lex.Senses},
		{"unknown.yaml", &lex.Refusals}, {"elsewhere.yaml", &lex.Elsewhere},
	}
	var faults []error
	for _, f := range files {
		data, err := fs.ReadFile(dir, f.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = bounded.Check(data)
		}
		if err == nil {
			err = yaml.UnmarshalWithOptions(data, f.into, yaml.Strict())
		}
		if err != nil {
			faults = append(faults, lexiconFault(f.name, err))
		}
	}
	lex.Qualifiers, lex.Costs = policy.Qualifiers, policy.Costs
	lex.Aspects, lex.Protected = aspects.Aspects, aspects.Protected
	lex.Fillers, lex.Weak, lex.Negations = fillers.Fillers, fillers.Weak, fillers.Negations
	faults = append(faults, lex.check()...)
	return lex, errors.Join(faults...)
}

// lexiconFault puts the line first, as editors of other tools expect.
func lexiconFault(file string, err error) error {
	var ye yaml.Error
	if errors.As(err, &ye) && ye.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", file, ye.GetToken().Position.Line, ye.GetMessage())
	}
	return fmt.Errorf("%s: %w", file, err)
}

// maxEntries is what fits the bit sets of a document.
const maxEntries = 64

// check finds entries that could never match.
func (lex *Lexicon) check() []error {
	var c lexiconCheck
	c.words(lex)
	c.tables(lex)
	for file, n := range map[string]int{"actions.yaml": len(lex.Actions), "policy.yaml": len(lex.Qualifiers),
		"unknown.yaml": len(lex.Refusals)} {
		c.unless(n <= maxEntries, "%s: %d entries, at most %d can be told apart: join some", file, n, maxEntries)
	}
	sort.Slice(c.faults, func(i, j int) bool { return c.faults[i].Error() < c.faults[j].Error() })
	return c.faults
}

// lexiconCheck gathers what is wrong with a lexicon.
type lexiconCheck struct{ faults []error }

func (c *lexiconCheck) unless(good bool, format string, args ...any) {
	if !good {
		c.faults = append(c.faults, fmt.Errorf(format, args...))
	}
}

func (c *lexiconCheck) phrase(file, what, s string) {
	c.unless(len(vi.Tokens(s)) > 0, "%s: %s: %q has no word in it", file, what, s)
}

// words checks the lists of phrases.
func (c *lexiconCheck) words(lex *Lexicon) {
	for short, full := range lex.Abbreviations {
		c.phrase("abbreviations.yaml", "abbreviation", short)
		for _, f := range full {
			c.phrase("abbreviations.yaml", short, f)
		}
	}
	for _, s := range lex.Elsewhere {
		c.phrase("elsewhere.yaml", "phrase", s)
	}
	for i, s := range lex.Synonyms {
		c.unless(len(s.Say) > 0 && len(s.Means) > 0, "synonyms.yaml: entry %d needs both say and means", i+1)
		for _, p := range append(append([]string(nil), s.Say...), s.Means...) {
			c.phrase("synonyms.yaml", fmt.Sprintf("entry %d", i+1), p)
		}
	}
}

// tables checks that no entry lacks a part.
func (c *lexiconCheck) tables(lex *Lexicon) {
	for _, s := range lex.Senses {
		c.unless(len(vi.Tokens(s.Word)) == 1 && len(s.Means) > 0 && (len(s.After) > 0 || s.To > 0),
			"senses.yaml: %q needs one word, means and after", s.Word)
	}
	for a := range lex.Aspects {
		c.unless(knownAspect(a), "aspects.yaml: %q is no aspect; use one of %v", a, allAspects)
	}
	for _, a := range lex.Actions {
		c.unless(a.ID != "" && len(a.Title) > 0, "actions.yaml: action %q needs id and title", a.ID)
	}
	for _, q := range lex.Qualifiers {
		c.unless(q.ID != "" && len(q.Title)+len(q.Field) > 0, "policy.yaml: qualifier %q needs id and title or field",
			q.ID)
	}
	for _, r := range lex.Refusals {
		c.unless(r.Reason != "" && len(r.Any) > 0, "unknown.yaml: rule %q needs reason and any", r.Reason)
	}
}

func knownAspect(a Aspect) bool {
	for _, k := range allAspects {
		if a == k {
			return true
		}
	}
	return false
}

// sortedAbbreviations gives a fixed order, so that equal inputs build equal
// indexes.
func (lex *Lexicon) sortedAbbreviations() []string {
	keys := make([]string, 0, len(lex.Abbreviations))
	for k := range lex.Abbreviations {
		keys = append(keys, strings.TrimSpace(k))
	}
	sort.Strings(keys)
	return keys
}

// Costs is what each error costs, and what it costs to make people press a button once more. A right answer costs
// nothing; a question that is answered "I do not know" though the base has an entry costs Missed.
type Costs struct {
	WrongAnswer float64 `yaml:"wrong_answer"` // said as if it were sure
	WrongLikely float64 `yaml:"wrong_likely"` // said with what was understood above it
	WrongChoice float64 `yaml:"wrong_choice"` // offered choices, none of them right
	Missed      float64 `yaml:"missed"`       // said not to know, and there is an entry
	Likely      float64 `yaml:"likely"`       // a right answer with the line of what was understood
	Choice      float64 `yaml:"choice"`       // one more press
}

// CostTable has the costs for a base that an office wrote and for the national export.
type CostTable struct {
	Office   Costs `yaml:"office"`
	National Costs `yaml:"national"`
}

// orDefault is c, or the costs of a base without a table.
func (c Costs) orDefault() Costs {
	if c == (Costs{}) {
		return Costs{WrongAnswer: 6, WrongLikely: 1.2, WrongChoice: 1, Missed: 1, Likely: 0.15, Choice: 0.4}
	}
	return c
}
