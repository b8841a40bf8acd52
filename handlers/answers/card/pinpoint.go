package card

import (
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// A question often asks for one line of an entry ("con mang họ mẹ được không?"), which no part of it shows first or at
// all. These lines are found by their words and put on top of the answer.
const (
	pinCover = 0.55 // share of the question's information that a line must hold
	pinWords = 3    // syllables of it, at least
	pinSure  = 0.8  // the share from which two syllables are enough
	maxPins  = 2    // lines on top, at most
)

// pinSmall are folded words that carry nothing when a line is looked for, beside the polite ones.
var pinSmall = vi.WordSet("la gi co khong ko k thi sao the nao phai can duoc dc bi bao nhieu may lau dau o cho cua " +
	"va hay ma nhung cac mot khi neu voi den di lam toi em minh con nay nay do ai nua nhi roi chua thu tuc giay to " +
	"ho so xin muon hoi")

// pinWord is a syllable of a question, looked for in lines.
type pinWord struct {
	alone  string  // " họ "
	after  string  // with the syllable before it, " mang họ "; empty when neither says anything
	weight float64 // its information; 0 when the entry's title has it, or it is small
	counts bool    // it is no small word
}

// pins returns the lines of an entry that a question asks for above a part, best first; most questions have none.
func (l *Lines) pins(p *content.Procedure, aspect content.Aspect, question string, day content.Day) []content.Fact {
	asked, total := l.pinQuestion(p, question)
	if total == 0 {
		return nil
	}
	var best []content.Fact
	top := 0.0
	for _, f := range pinnable(p, aspect, day) {
		score := pinScore(asked, total, l.pinLine(f))
		switch {
		case score == 0 || score < 0.95*top:
		case score > top/0.95:
			best, top = []content.Fact{f}, score
		case len(best) < maxPins && !sameWords(l.pinLine(best[0]), l.pinLine(f)):
			best = append(best, f)
		}
	}
	return best
}

// Has reports whether an entry has lines that a question asks for, or says what it pays when that is asked; they stand
// on top of its brief answer.
func Has(p *content.Procedure, aspect content.Aspect, question string, lines *Lines, day content.Day) bool {
	if p.Imported || lines == nil {
		return false
	}
	if _, ok := benefitMessage(p, aspect, question, day); ok {
		return true
	}
	return len(lines.pins(p, aspect, question, day)) > 0
}

// Short finds the short answer of an entry that shares most with a question that is known to be about the entry: its
// number, counted from 1, and the share of the question's information in one way of asking or, at a discount, in what
// is said. Words of the title say nothing here. It is 0 where too little is shared.
func (l *Lines) Short(title string, shorts []content.Short, question string, day content.Day) (number int,
	share float64) {
	if l == nil {
		return 0, 0
	}
	asked, total := l.shortQuestion(title, question)
	if total == 0 {
		return 0, 0
	}
	for i := range shorts {
		if !shorts[i].Valid.Contains(day) {
			continue
		}
		short := l.short(&shorts[i])
		for _, ask := range short.asks {
			if s := shortScore(asked, total, ask, short.say); s > share {
				number, share = i+1, s
			}
		}
	}
	return number, share
}

// foldedShort is a short answer as words are looked for in it.
type foldedShort struct {
	say  string
	asks []string
}

// short folds a short answer of the base once.
func (l *Lines) short(s *content.Short) *foldedShort {
	if f, ok := l.shorts.Load(s); ok {
		return f.(*foldedShort)
	}
	f := &foldedShort{say: " " + vi.Fold(s.Say) + " "}
	for _, ask := range s.Ask {
		f.asks = append(f.asks, " "+vi.Fold(ask)+" ")
	}
	l.shorts.Store(s, f)
	return f
}

// shortQuestion are the words of a question that say something of an entry beside its title.
func (l *Lines) shortQuestion(title, question string) (asked []pinWord, total float64) {
	title = " " + l.fold(title) + " "
	words := strings.Fields(strings.ReplaceAll(vi.Fold(question), "ho so", ""))
	for _, w := range words {
		word := pinWord{alone: " " + w + " "}
		if pinSmall[w] && w != "ho" || vi.Polite(w) || strings.Contains(title, word.alone) ||
			slices.ContainsFunc(asked, func(o pinWord) bool { return o.alone == word.alone }) {
			continue
		}
		word.weight = l.weight(w)
		total += word.weight
		asked = append(asked, word)
	}
	return asked, total
}

// shortScore is the share of a question's information in a way of asking, with half of what only the answer holds; 0
// where just one word of several is shared.
func shortScore(asked []pinWord, total float64, ask, say string) float64 {
	found, n := 0.0, 0
	for _, w := range asked {
		switch {
		case strings.Contains(ask, w.alone):
			found, n = found+w.weight, n+1
		case strings.Contains(say, w.alone):
			found, n = found+w.weight/2, n+1
		}
	}
	if n < min(2, len(asked)) {
		return 0
	}
	return found / total
}

// pinQuestion reads a question asked of an entry; total is the information that its title does not hold, 0 when that is
// less than two syllables.
func (l *Lines) pinQuestion(p *content.Procedure, question string) (asked []pinWord, total float64) {
	title := " " + l.fold(p.Title) + " "
	rest, before := 0, ""
	small := true
	for w := range strings.FieldsSeq(vi.Fold(question)) {
		word := pinWord{alone: " " + w + " ", counts: !pinSmall[w] && !vi.Polite(w)}
		said := slices.ContainsFunc(asked, func(o pinWord) bool { return o.alone == word.alone })
		if word.counts && !said && !strings.Contains(title, word.alone) {
			word.weight = l.weight(w)
			total += word.weight
			rest++
		}
		if before != "" && !(small && word.weight == 0) {
			word.after = " " + before + word.alone
		}
		word.counts = word.counts && !said
		before, small = w, word.weight == 0
		asked = append(asked, word)
	}
	if rest < 2 {
		return nil, 0
	}
	return asked, total
}

// pinScore is the share of the question's information in a line, 0 when too little of it is there: enough words, and
// two of them side by side in both.
func pinScore(asked []pinWord, total float64, line string) float64 {
	found, n, pair := 0.0, 0, false
	for _, w := range asked {
		if !strings.Contains(line, w.alone) {
			continue
		}
		pair = pair || w.after != "" && strings.Contains(line, w.after)
		found += w.weight
		if w.counts {
			n++
		}
	}
	if score := found / total; pair && (n >= pinWords && score >= pinCover || n >= 2 && score >= pinSure) {
		return score
	}
	return 0
}

// sameWords reports whether two lines say about the same: an entry may say a thing as a fact and once more as a note.
func sameWords(a, b string) bool {
	of, both, n := vi.WordSet(a), 0, 0
	for w := range vi.WordSet(b) {
		n++
		if of[w] {
			both++
		}
	}
	return 4*both > 3*min(n, len(of))
}

// pinLine is a line as pinWords are looked for in it.
func (l *Lines) pinLine(f content.Fact) string {
	if line, ok := l.counted().folded[[2]string{f.When, f.Text}]; ok {
		return line
	}
	return foldLine(f)
}

func foldLine(f content.Fact) string { return " " + vi.Fold(f.When+" "+f.Text) + " " }

// pinParts says whose lines may stand above a part: a question that names its part wants no other, but for notes.
var pinParts = map[content.Aspect][]content.Aspect{
	"": {content.Who, content.Where, content.Time, content.Online, content.Result, content.Dossier,
		content.Steps},
	content.Who:     {content.Who, content.Where, content.Result, content.Steps},
	content.Where:   {content.Where},
	content.Time:    {content.Time},
	content.Dossier: {content.Dossier},
	content.Steps:   {content.Steps},
	content.Online:  {content.Online, content.Steps},
	content.Result:  {content.Result},
}

// pinnable lists the lines of an entry that may stand on top of a part on a day. Charges belong together, so the part
// on them has none.
func pinnable(p *content.Procedure, aspect content.Aspect, day content.Day) (out []content.Fact) {
	parts, ok := pinParts[aspect]
	if !ok {
		return nil
	}
	for _, a := range parts {
		out = append(out, p.FactsAt(a, day)...)
	}
	if aspect == "" || aspect == content.Time || aspect == content.Who {
		for _, d := range p.Deadline {
			if d.Valid.Contains(day) {
				out = append(out, d.Fact)
			}
		}
	}
	for _, lines := range [][]content.Line{p.Notes, p.Intro, p.Conditions} {
		for _, l := range content.LinesAt(lines, day) {
			if bearsOn(l, aspect) {
				out = append(out, lineFact(l))
			}
		}
	}
	if aspect == "" || aspect == content.Who || aspect == content.Steps {
		for _, l := range content.LinesAt(p.Mistakes, day) {
			f := lineFact(l)
			f.When = textMistakes
			out = append(out, f)
		}
	}
	return out
}

// Lines counts in how many lines of the base a folded syllable stands; it is filled when first asked.
type Lines struct {
	lib    *content.Library
	fold   func(string) string // of the base's own words
	once   sync.Once
	lines  int
	words  map[string]int
	folded map[[2]string]string // by situation and text
	shorts sync.Map             // *content.Short, which never changes: *foldedShort
}

// NewLines are the lines of a library; fold is vi.Fold, or one that keeps what it worked out.
func NewLines(lib *content.Library, fold func(string) string) *Lines {
	return &Lines{lib: lib, fold: fold}
}

func (l *Lines) count() {
	l.words, l.folded = make(map[string]int), make(map[[2]string]string)
	for _, p := range l.lib.Procedures {
		if p.Imported {
			continue
		}
		for _, f := range pinnable(p, "", p.Checked) {
			line := foldLine(f)
			l.folded[[2]string{f.When, f.Text}] = line
			l.lines++
			for w := range vi.WordSet(line) {
				l.words[w]++
			}
		}
	}
}

func (l *Lines) counted() *Lines {
	l.once.Do(l.count)
	return l
}

// weight is the information of a folded syllable among all lines of the base.
func (l *Lines) weight(w string) float64 {
	l.counted()
	return math.Log(float64(l.lines+1) / float64(l.words[w]+1))
}
