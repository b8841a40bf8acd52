package content

import (
	"slices"
)

// Aspect is the part of a procedure that a question is about.
type Aspect string

// The aspects, in the order in which an answer offers them.
const (
	Dossier Aspect = "dossier"
	Steps   Aspect = "steps"
	Time    Aspect = "time"
	Fee     Aspect = "fee"
	Where   Aspect = "where"
	Online  Aspect = "online"
	Who     Aspect = "who"
	Result  Aspect = "result"
	Legal   Aspect = "legal"
	Form    Aspect = "form"
)

// Aspects returns all aspects in that order.
func Aspects() []Aspect {
	return []Aspect{Dossier, Steps, Time, Fee, Where, Online, Who, Result, Legal, Form}
}

// Status says how far a fact may be trusted.
type Status string

// How far a fact can be trusted.
const (
	Verified   Status = ""           // read in the sources named
	Unverified Status = "unverified" // nobody could confirm it; the note says what was looked for
	Conflict   Status = "conflict"   // the sources contradict each other; the note says who says what
	Copied     Status = "copied"     // taken over from the national portal, not checked by the office
)

// Fact is one statement that a citizen may read.
type Fact struct {
	When    string // the situation for which it holds; empty: always
	Text    string
	Status  Status
	Note    string // for the citizen, when the status is not Verified
	Sources []string
	Valid   Span // the fact's own validity
	Lapses  Day  // last day on which a document that it rests on is in force; zero: none is known to end
	Line    int
}

// Line is one line of an entry's body.
type Line struct {
	Text       string
	Sources    []string
	Unverified bool
	Valid      Span // the line's own validity
	Lapses     Day  // as of a Fact
	Line       int
}

// LinesAt returns the lines that hold on a day.
func LinesAt(lines []Line, day Day) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return !l.Valid.Contains(day) })
}

// Situation is a dossier for one kind of case; the first one of an entry is the ordinary case.
type Situation struct {
	Title string
	Also  []string // words by which a follow-up question finds it
	Lines []Line
}

// Unit is what a processing time or a limit is counted in.
type Unit string

// The units of processing times.
const (
	Hours    Unit = "hour"
	Working  Unit = "working"
	Calendar Unit = "calendar"
	Months   Unit = "month"
	Years    Unit = "year"
)

// Term is a length of time; the zero Unit means that none was given. N 0 with Working means: on the same working day.
type Term struct {
	N    int
	Unit Unit
}

// TimeFact is a processing time.
type TimeFact struct {
	Fact
	Term   Term
	Cutoff Clock // handed in after this hour counts from the next working day; zero: none
}

// Clock is an hour of the day; the zero Clock means "not given".
type Clock struct {
	Set          bool
	Hour, Minute int
}

// FeeFact is one charge.
type FeeFact struct {
	Fact
	Amount    int64 // đồng; meaningful when HasAmount
	HasAmount bool
	DecidedBy string
}

// OnlineFact is a way to hand in online.
type OnlineFact struct {
	Fact
	URL  string
	Mode string // toan-trinh, mot-phan, chua-ro, khong or empty
}

// DeadlineFact is a limit that the law sets for the citizen.
type DeadlineFact struct {
	Fact
	Event string // what it is counted from
	Term  Term
}

// AskFirst is the question whether a procedure applies at all.
type AskFirst struct {
	Question string
	Options  []Option
}

// Option is one answer to AskFirst.
type Option struct {
	Label    string
	Answer   string
	Continue bool // the procedure applies: go on with the entry
	Status   Status
	Note     string
	Sources  []string
	Line     int
}

// Gap is something the editors could not confirm.
type Gap struct{ Field, Text, Searched string }

// Procedure is one administrative procedure.
type Procedure struct {
	File     string
	Key      string // the entry's own id, which is its file name
	Title    string
	Codes    []string // national codes, the shown one first; empty when none is known
	Field    string
	Levels   []string // who decides: cap-xa, cap-tinh, cong-an-xa, cong-an-tinh, trung-uong, khac
	Names    []string // what people call it
	Called   []string // what they say who name the paper alone and ask for a part: evidence for nothing else
	Summary  string
	Short    []Short
	Owner    string // who keeps the entry up to date
	Checked  Day
	Review   Day
	Valid    Span
	Imported bool // taken over from the national portal, not checked by the office

	AskFirst *AskFirst
	Who      []Fact
	Where    []Fact
	Time     []TimeFact
	Fee      []FeeFact
	Online   []OnlineFact
	Result   []Fact
	Legal    []Fact
	Deadline []DeadlineFact
	Forms    []FormFact

	Intro      []Line
	Dossier    []Situation
	Steps      []Line
	Mistakes   []Line
	Notes      []Line
	Conditions []Line // only imported entries have this section

	Sources []Source
	Gaps    []Gap
	Related []string

	at lines
}

// ID returns the first national code, or the entry's own id when it has none.
func (p *Procedure) ID() string {
	if len(p.Codes) > 0 {
		return p.Codes[0]
	}
	return p.Key
}

// Source returns the source with the given key.
func (p *Procedure) Source(key string) (Source, bool) { return findSource(p.Sources, key) }

// Facts returns everything the entry says about an aspect, whatever its validity. For Dossier the situation's title
// stands in When.
func (p *Procedure) Facts(a Aspect) []Fact {
	switch a {
	case Dossier:
		var out []Fact
		for _, s := range p.Dossier {
			out = appendLines(out, s.Title, s.Lines)
		}
		return out
	case Steps:
		return appendLines(nil, "", p.Steps)
	case Time:
		return facts(p.Time, func(f TimeFact) Fact { return f.Fact })
	case Fee:
		return facts(p.Fee, func(f FeeFact) Fact { return f.Fact })
	case Where:
		return p.Where
	case Online:
		return facts(p.Online, func(f OnlineFact) Fact { return f.Fact })
	case Who:
		return p.Who
	case Result:
		return p.Result
	case Legal:
		return p.Legal
	case Form:
		return facts(p.Forms, func(f FormFact) Fact { return f.Fact })
	}
	return nil
}

// FactsAt returns the facts of an aspect that hold on a day.
func (p *Procedure) FactsAt(a Aspect, day Day) []Fact {
	return slices.DeleteFunc(slices.Clone(p.Facts(a)), func(f Fact) bool { return !f.Valid.Contains(day) })
}

// FeesAt returns the charges that hold on a day, those that ended before it (the newest end first), their own end or
// that of the document that decides them, and those still to come.
func (p *Procedure) FeesAt(day Day) (hold, ended, coming []FeeFact) {
	for _, f := range p.Fee {
		switch {
		case !f.Valid.To.IsZero() && f.Valid.To.Before(day), f.Lapsed(day):
			ended = append(ended, f)
		case f.Valid.Contains(day):
			hold = append(hold, f)
		default:
			coming = append(coming, f)
		}
	}
	slices.SortStableFunc(ended, func(a, b FeeFact) int { return b.Valid.To.Sub(a.Valid.To) })
	slices.SortStableFunc(coming, func(a, b FeeFact) int { return a.Valid.From.Sub(b.Valid.From) })
	return hold, ended, coming
}

// Overdue reports whether the entry should have been looked at again before the given day.
func (p *Procedure) Overdue(day Day) bool { return !p.Review.IsZero() && p.Review.Before(day) }

func appendLines(out []Fact, when string, lines []Line) []Fact {
	for _, l := range lines {
		f := Fact{When: when, Text: l.Text, Sources: l.Sources, Valid: l.Valid, Lapses: l.Lapses, Line: l.Line}
		if l.Unverified {
			f.Status = Unverified
		}
		out = append(out, f)
	}
	return out
}

func facts[T any](in []T, f func(T) Fact) []Fact {
	out := make([]Fact, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// FAQ is one question with its answer.
type FAQ struct {
	File     string
	Key      string
	Question string
	Names    []string
	Field    string
	Short    []Short
	Beyond   bool // the office does not do this: the answer names the right door
	Answer   []Line
	Owner    string
	Checked  Day
	Review   Day
	Valid    Span
	Sources  []Source
	Gaps     []Gap
	Related  []string

	at lines
}

// ID returns the entry's id.
func (f *FAQ) ID() string { return f.Key }

// Source returns the source with the given key.
func (f *FAQ) Source(key string) (Source, bool) { return findSource(f.Sources, key) }

// Overdue reports whether the entry should have been looked at again before the given day.
func (f *FAQ) Overdue(day Day) bool { return !f.Review.IsZero() && f.Review.Before(day) }

// FormFact is a form that a citizen fills in for a procedure. Its Text is the form's name.
type FormFact struct {
	Fact
	Number    string   // "Mẫu số 03", "CT01"; may be empty
	DecidedBy string   // the document that sets the form, as people cite it; may be empty
	URL       string   // of the form itself, on an official host; may be empty
	Fill      []string // what people get wrong in it, at most five lines
	None      bool     // the text says that no form is set, and what to write or bring instead
}

// FormsAt returns the forms in use on a day.
func (p *Procedure) FormsAt(day Day) (out []FormFact) {
	for _, f := range p.Forms {
		if f.Valid.Contains(day) {
			out = append(out, f)
		}
	}
	return out
}

// Short is how people ask for one thing of an entry, and what a good clerk says to that in one or two sentences.
type Short struct {
	Ask     []string // ways of asking, each understandable by itself
	Say     string   // the first line of the reply
	Aspect  Aspect   // the section that belongs under it; empty when none does
	Valid   Span
	Sources []string
	Line    int

	lapses bool // it ends with its documents; no editor wrote so
}

// ShortsAt returns the short answers that hold on a day.
func ShortsAt(all []Short, day Day) []Short {
	return slices.DeleteFunc(slices.Clone(all), func(s Short) bool { return !s.Valid.Contains(day) })
}

// Lapsed reports whether the documents that the fact rests on all ended before a day.
func (f Fact) Lapsed(day Day) bool { return !f.Lapses.IsZero() && f.Lapses.Before(day) }

// Lapsed reports whether the documents that the line rests on all ended before a day.
func (l Line) Lapsed(day Day) bool { return !l.Lapses.IsZero() && l.Lapses.Before(day) }

// Coming returns the facts of an aspect that begin after a day and not later than within days from it, the first to
// begin first.
func (p *Procedure) Coming(a Aspect, day Day, within int) []Fact {
	out := slices.DeleteFunc(slices.Clone(p.Facts(a)), func(f Fact) bool {
		return !f.Valid.From.After(day) || f.Valid.From.Sub(day) > within
	})
	slices.SortStableFunc(out, func(a, b Fact) int { return a.Valid.From.Sub(b.Valid.From) })
	return out
}
