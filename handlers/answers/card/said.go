package card

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Said is a fact in the words in which a citizen reads it on a day: with its situation, and with a mark where nobody
// could confirm it, where its documents have ended or where the sources contradict each other.
func Said(f content.Fact, day content.Day) string { return factText(f, day) }

// Brought is the same in our markup, of something to bring: the paper that it names is bold.
func Brought(f content.Fact, day content.Day) string { return nounBold(bot.Escape(factText(f, day))) }

// LineFact is a line of a body as a fact.
func LineFact(l content.Line) content.Fact { return lineFact(l) }

// Facts returns the facts of an aspect that a citizen reads on a day: those that hold, charges that ended, limits that
// the law sets, and what is to come.
func Facts(p *content.Procedure, aspect content.Aspect, day content.Day) (out []content.Fact) {
	if aspect == content.Fee {
		hold, ended, coming := p.FeesAt(day)
		for _, f := range hold {
			out = append(out, feeFact(f))
		}
		for _, f := range ended {
			if f.Lapsed(day) {
				fact := f.Fact
				fact.Text, fact.Status = fmt.Sprintf(textLapsedFee, f.Lapses.VN()), content.Unverified
				out = append(out, fact)
			}
		}
		for _, f := range coming {
			out = append(out, comingFact(feeFact(f)))
		}
		return out
	}
	out = slices.Clone(p.FactsAt(aspect, day))
	for _, f := range p.Coming(aspect, day, footComing) {
		out = append(out, comingFact(f))
	}
	if aspect == content.Time {
		for _, d := range p.Deadline {
			if d.Valid.Contains(day) {
				f := d.Fact
				f.Text = textDeadline + " " + f.Text
				out = append(out, f)
			}
		}
	}
	return out
}

// StepLimit is by when a step of an event must be done, in the words of its entry's own fact; empty when there is none.
func StepLimit(lib *content.Library, s content.EventStep, day content.Day) string {
	return stepLimit(lib, s, day)
}

// ValidLine says for how long an entry holds, where that has an end or lies ahead; else it is empty.
func ValidLine(v content.Span, day content.Day) string { return validLine(v, day) }
