package content

import (
	"iter"
	"slices"
)

// Use is one statement of an entry together with what it rests on.
type Use struct {
	File  string
	Entry string // the entry's id
	Title string
	Part  string // the key or the section it stands in: fee, time, short, Lưu ý…
	Fact
	Charge  *FeeFact // set for a fee
	Cites   []Source // the sources that it names
	Checked Day      // of its entry
}

// parts of an entry that are no aspect, as Use names them.
const (
	PartShort    = "short"
	PartDeadline = "deadline"
	PartAsk      = "ask_first"
	PartAnswer   = "answer"
)

// Uses runs through every statement that curated content makes about the law: facts, lines and short answers of
// procedures and FAQs, and the statements of plans.
func (l *Library) Uses() iter.Seq[Use] {
	return func(yield func(Use) bool) {
		for _, p := range l.Procedures {
			if !p.Imported && !p.uses(yield) {
				return
			}
		}
		for _, f := range l.FAQs {
			if !f.uses(yield) {
				return
			}
		}
		for _, p := range l.Plans {
			if !p.uses(yield) {
				return
			}
		}
	}
}

// teller hands the statements of one entry on, until nobody wants more.
type teller struct {
	Use
	sources []Source
	yield   func(Use) bool
	stopped bool
}

func (t *teller) tell(part string, f Fact) {
	if t.stopped {
		return
	}
	u := t.Use
	u.Part, u.Fact = part, f
	for _, s := range t.sources {
		if slices.Contains(f.Sources, s.Key) {
			u.Cites = append(u.Cites, s)
		}
	}
	t.stopped = !t.yield(u)
}

func (t *teller) lines(part string, lines []Line) {
	for _, f := range appendLines(nil, "", lines) {
		t.tell(part, f)
	}
}

func (t *teller) shorts(list []Short) {
	for _, s := range list {
		f := Fact{When: s.Ask[0], Text: s.Say, Sources: s.Sources, Valid: s.Valid, Lapses: lapse(t.sources, s.Sources),
			Line: s.Line}
		if s.lapses {
			f.Valid.To = Day{}
		}
		t.tell(PartShort, f)
	}
}

func (p *Procedure) uses(yield func(Use) bool) bool {
	t := &teller{Use: Use{File: p.File, Entry: p.Key, Title: p.Title, Checked: p.Checked}, sources: p.Sources,
		yield: yield}
	t.shorts(p.Short)
	if p.AskFirst != nil {
		for _, o := range p.AskFirst.Options {
			t.tell(PartAsk, Fact{When: o.Label, Text: o.Answer, Status: o.Status, Note: o.Note, Sources: o.Sources,
				Lapses: lapse(p.Sources, o.Sources), Line: o.Line})
		}
	}
	for i := range p.Fee {
		t.Charge = &p.Fee[i]
		t.tell(string(Fee), p.Fee[i].Fact)
	}
	t.Charge = nil
	for _, a := range Aspects() {
		if a != Fee {
			for _, f := range p.Facts(a) {
				t.tell(string(a), f)
			}
		}
	}
	for _, f := range p.Deadline {
		t.tell(PartDeadline, f.Fact)
	}
	t.lines(PartAnswer, p.Intro)
	t.lines(secMistakes, p.Mistakes)
	t.lines(secNotes, p.Notes)
	return !t.stopped
}

func (f *FAQ) uses(yield func(Use) bool) bool {
	t := &teller{Use: Use{File: f.File, Entry: f.Key, Title: f.Question, Checked: f.Checked}, sources: f.Sources,
		yield: yield}
	t.shorts(f.Short)
	t.lines(PartAnswer, f.Answer)
	return !t.stopped
}

func (p *Plan) uses(yield func(Use) bool) bool {
	t := &teller{Use: Use{File: p.File, Entry: "kh-" + p.Key, Title: p.Title, Checked: p.Checked}, sources: p.Sources,
		yield: yield}
	for _, s := range p.Statements {
		t.tell("statements", s.Fact)
	}
	for _, i := range p.Indicators {
		t.tell("indicators", i.Fact)
	}
	for _, k := range p.Tasks {
		t.tell("tasks", k.Fact)
	}
	for _, r := range p.Reports {
		t.tell("reports", r.Fact)
	}
	return !t.stopped
}
