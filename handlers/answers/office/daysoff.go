package office

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
)

var (
	yearIn  = regexp.MustCompile(`\b(20[2-9]\d)\b`)
	newYear = regexp.MustCompile(`\btet (duong|tay)|\bduong lich`)
)

// daysOff answers "lịch nghỉ Tết 2027", "2/9 nghỉ mấy ngày" and "lịch nghỉ lễ năm nay" out of the calendar.
func (b Book) daysOff(question string, now time.Time) (bot.Message, bool) {
	folded, today := vi.Fold(question), content.DayOf(now)
	year := 0
	if m := yearIn.FindString(folded); m != "" {
		year, _ = strconv.Atoi(m)
	}
	if strings.Contains(" "+folded+" ", " tet ") && !newYear.MatchString(folded) {
		return b.tet(year, today)
	}
	read, found := vidate.Reader{Now: now, Calendar: b.Calendar}.Read(question)
	if found == vidate.Found {
		if off := b.stretch(read.Day); off.days > 0 {
			return bot.Message{Text: b.stretchText(off)}, true
		}
	}
	if year == 0 {
		year = today.Year()
		if len(b.holidays(year, today)) == 0 {
			year++
		}
	}
	offs := b.holidays(year, today)
	if len(offs) == 0 {
		return bot.Message{}, false
	}
	lines := []string{fmt.Sprintf(textDaysOff, year)}
	for _, off := range offs {
		lines = append(lines, "- "+b.stretchText(off))
	}
	for _, o := range b.openSpans(year, content.NewDay(year, 3, 10), today) { // Tết has a line of its own above
		lines = append(lines, "- "+bot.Escape(o.Text)+".")
	}
	return bot.Message{Text: strings.Join(lines, "\n")}, true
}

// openSpans are the stretches of a year after a day that nobody has decided on and that are not over.
func (b Book) openSpans(year int, after, today content.Day) (out []content.OpenSpan) {
	for _, y := range b.Library.Calendar {
		for _, o := range y.Open {
			if y.Year == year && o.From.After(after) && !o.To.Before(today) {
				out = append(out, o)
			}
		}
	}
	return out
}

// later is the later of two days.
func later(a, b content.Day) content.Day {
	if a.Before(b) {
		return b
	}
	return a
}

// stretch is a run of days off around a listed one.
type stretch struct {
	from, to content.Day
	days     int
	name     string // of the listed days in it
	certain  bool
}

// stretch finds the days off in one piece around a listed day; days is 0 when d is no holiday.
func (b Book) stretch(d content.Day) stretch {
	listed, ok := b.Calendar.Listed(d)
	if !ok || listed.Kind != content.DayOff {
		return stretch{}
	}
	s := stretch{from: d, to: d, name: listed.Name, certain: true}
	for !b.Calendar.IsWorkday(s.from.Add(-1)) {
		s.from = s.from.Add(-1)
	}
	for !b.Calendar.IsWorkday(s.to.Add(1)) {
		s.to = s.to.Add(1)
	}
	for at := s.from; !at.After(s.to); at = at.Add(1) {
		if l, ok := b.Calendar.Listed(at); ok && l.Kind == content.DayOff && l.Certainty == content.Proposed {
			s.certain = false
		}
	}
	s.days = s.to.Sub(s.from) + 1
	return s
}

// holidays are the stretches of a year from a day on.
func (b Book) holidays(year int, from content.Day) (out []stretch) {
	for d := later(content.NewDay(year, 1, 1), from); d.Year() == year; d = d.Add(1) {
		if s := b.stretch(d); s.days > 0 {
			out = append(out, s)
			d = s.to
		}
	}
	return out
}

func (b Book) stretchText(s stretch) string {
	name, _, _ := strings.Cut(s.name, " (")
	switch {
	case !s.certain:
		return bot.Escape(name) + ": " + textNotYet + "."
	case s.days == 1:
		return fmt.Sprintf(textOffOneDay, bot.Escape(name), vidate.Format(s.from))
	}
	return fmt.Sprintf(textOffDays, bot.Escape(name), vidate.Format(s.from), vidate.Format(s.to), s.days)
}

// tet answers for Tết of a year, or for the coming one.
func (b Book) tet(year int, today content.Day) (bot.Message, bool) {
	if year == 0 {
		year = today.Year()
		if last, ok := b.tetDay(year); !ok || last.Before(today) {
			year++
		}
	}
	day, ok := b.tetDay(year)
	if !ok {
		return bot.Message{}, false
	}
	s := b.stretch(day)
	var open []content.OpenSpan
	for _, o := range b.openSpans(year, content.NewDay(year-1, 12, 31), today) {
		if !o.From.After(day) && !o.To.Before(day) {
			open = append(open, o)
		}
	}
	if s.certain && len(open) == 0 {
		text := fmt.Sprintf(textTetDecided, year, vidate.Format(s.from), vidate.Format(s.to), s.days)
		return bot.Message{Text: text}, true
	}
	text := fmt.Sprintf(textTetOpen, year)
	for _, o := range open {
		if _, proposals, ok := strings.Cut(o.Text, ": "); ok {
			text += "\n" + bot.Escape(fmt.Sprintf(textProposals, proposals))
		}
	}
	return bot.Message{Text: text + "\n" + textTetLater}, true
}

// tetDay is the last listed day off of a year's Tết.
func (b Book) tetDay(year int) (last content.Day, ok bool) {
	for d := content.NewDay(year, 1, 10); d.Before(content.NewDay(year, 3, 10)); d = d.Add(1) {
		l, listed := b.Calendar.Listed(d)
		if listed && l.Kind == content.DayOff && strings.HasPrefix(l.Name, "Tết") &&
			!strings.HasPrefix(l.Name, "Tết Dương") {
			last, ok = d, true
		}
	}
	return last, ok
}
