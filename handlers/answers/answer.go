package answers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// AspectNames are the words for each part of a procedure, in headings and on buttons.
var AspectNames = map[content.Aspect]string{
	content.Dossier: "Hồ sơ", content.Steps: "Trình tự", content.Time: "Thời hạn", content.Fee: "Lệ phí",
	content.Where: "Nơi nộp", content.Online: "Nộp trực tuyến", content.Who: "Ai được làm", content.Result: "Kết quả",
	content.Legal: "Căn cứ", content.Form: "Mẫu tờ khai",
}

// answer renders one part of a procedure as a citizen reads it on a phone: that part in full, then where it comes from
// and for when it holds. It depends on nothing but its arguments.
type answer struct {
	page
	p     *content.Procedure
	pins  []content.Fact // what the question asks for, on top
	named bool           // the title stands above already
}

// procedureMessage answers with one aspect of a procedure; an empty aspect gives the overview, and situation picks one
// of the dossiers.
func procedureMessage(p *content.Procedure, aspect content.Aspect, situation int, day content.Day) bot.Message {
	a := &answer{p: p, page: procedurePage(p, day)}
	switch aspect {
	case "":
		a.overview()
	case content.Dossier:
		a.dossier(situation)
	case content.Form:
	default:
		a.heading(AspectNames[aspect])
		a.facts(aspect)
		if aspect == content.Legal {
			a.sourcesList(a.p.Sources)
		}
		if aspect != content.Fee && aspect != content.Legal && aspect != content.Online {
			a.notes(aspect)
		}
	}
	return bot.Message{Text: a.text(), Buttons: a.buttons(aspect, situation)}
}

// procedurePage is an empty page with an entry's foot.
func procedurePage(p *content.Procedure, day content.Day) page {
	return page{day: day, sources: p.Sources, checked: p.Checked, review: p.Review, valid: p.Valid, imported: p.Imported}
}

func (a *answer) heading(part string) {
	switch {
	case !a.named:
		part = a.p.Title + " – " + part
	case len(a.pins) > 0:
		part = ""
	}
	if part != "" {
		fmt.Fprintf(&a.b, "*%s*\n", bot.Escape(part))
	}
	a.onTop()
}

// onTop writes the lines that the question asks for, apart from the rest.
func (a *answer) onTop() {
	for _, f := range a.pins {
		a.fact(f)
	}
	if len(a.pins) > 0 {
		a.b.WriteByte('\n')
	}
}

func (a *answer) overview() {
	if !a.named {
		a.title(a.p.Title)
	}
	a.onTop()
	if a.p.Summary != "" && a.budget == 0 {
		a.line(a.p.Summary)
	}
	a.applies()
	if len(a.p.Dossier) > 0 {
		a.subheading(textBring)
		a.limit(bringLines, func() { a.lines(a.p.Dossier[0].Lines) })
	}
	for _, aspect := range []content.Aspect{content.Where, content.Time, content.Fee} {
		a.subheading(AspectNames[aspect])
		a.limit(overviewLines, func() { a.facts(aspect) })
	}
}

// How many lines of a part an overview shows.
const (
	bringLines    = 5
	overviewLines = 2
)

// limit lets a part write at most n lines of a list.
func (p *page) limit(n int, write func()) {
	was := p.most
	p.most = p.written + n
	write()
	p.most = was
}

func (a *answer) dossier(situation int) {
	a.heading(AspectNames[content.Dossier])
	a.applies()
	if situation < 0 || situation >= len(a.p.Dossier) {
		situation = 0
	}
	if len(a.p.Dossier) == 0 {
		a.line(textNotVerified)
		return
	}
	s := a.p.Dossier[situation]
	if slices.ContainsFunc(s.Lines, func(l content.Line) bool { return !a.saidAlready(l.Text) }) {
		fmt.Fprintf(&a.b, "%s:\n", bot.Escape(s.Title))
		a.lines(s.Lines)
	}
	if situation == 0 {
		a.lines(a.p.Conditions)
		if all := a.p.FormsAt(a.day); len(all) > 0 {
			a.subheading(AspectNames[content.Form])
			for _, f := range all {
				a.form(f)
			}
		}
		if len(a.p.Mistakes) > 0 {
			a.subheading(textMistakes)
			a.lines(a.p.Mistakes)
		}
	}
}

// applies asks first whether the procedure is needed at all, where the entry says so: nobody should gather papers for
// a permit that he does not need.
func (a *answer) applies() {
	q := a.p.AskFirst
	if q == nil {
		return
	}
	fmt.Fprintf(&a.b, "%s %s\n", textFirst, bot.Escape(q.Question))
	for _, o := range q.Options {
		text := o.Label
		if o.Answer != "" {
			text += ": " + o.Answer
		} else if o.Continue {
			text += ": " + textApplies
		}
		a.fact(content.Fact{Text: text, Status: o.Status, Note: o.Note, Sources: o.Sources})
	}
	a.b.WriteByte('\n')
}

// facts writes the facts of an aspect that hold on the day, and says what is to change.
func (a *answer) facts(aspect content.Aspect) {
	if aspect == content.Fee {
		a.fees()
		return
	}
	facts := a.p.FactsAt(aspect, a.day)
	if len(facts) == 0 {
		a.line(textNotVerified)
	}
	for i, f := range facts {
		if aspect == content.Steps {
			if a.line(fmt.Sprintf("%d. %s", i+1, factText(f, a.day))) {
				a.mark(f)
			}
			continue
		}
		a.fact(f)
	}
	for _, f := range a.p.Coming(aspect, a.day, footComing) {
		a.fact(comingFact(f))
	}
	switch aspect {
	case content.Online:
		a.onlineLinks()
	case content.Time, content.Who:
		a.deadlines()
	}
}

// deadlines says by when the law wants it done: people who ask "trong bao nhiêu ngày" may mean either.
func (a *answer) deadlines() {
	for _, d := range a.p.Deadline {
		if d.Valid.Contains(a.day) {
			f := d.Fact
			f.Text = textDeadline + " " + f.Text
			a.fact(f)
		}
	}
}

// notes adds what else everybody ought to know; under a short answer on where or when, only what bears on that.
func (a *answer) notes(aspect content.Aspect) {
	var notes []content.Line
	for _, l := range content.LinesAt(a.p.Notes, a.day) {
		if !a.has(item(factText(lineFact(l), a.day))) && bearsOn(l, aspect) {
			notes = append(notes, l)
		}
	}
	if len(notes) > 0 {
		a.subheading(textNotes)
		a.lines(notes)
	}
}

// bearsOn reports whether a note has to do with a part.
func bearsOn(l content.Line, aspect content.Aspect) bool {
	about := notesAbout[aspect]
	return about == nil || about.MatchString(vi.Fold(l.Text))
}

// notesAbout are the folded words without which a note has nothing to say on a part.
var notesAbout = map[content.Aspect]*regexp.Regexp{
	content.Where: regexp.MustCompile(`\b(nop|noi|den|cong an|trung tam|chi nhanh|van phong|co quan|bat ky|truc tuyen|buu chinh)\b`),
	content.Time:  regexp.MustCompile(`\b(ngay|thang|nam|gio|han|som|muon|lau|tuan|hieu luc)\b`),
}

func (a *answer) fees() {
	hold, ended, coming := a.p.FeesAt(a.day)
	ended = slices.DeleteFunc(ended, func(f content.FeeFact) bool { return !f.Lapsed(a.day) })
	if len(hold)+len(ended)+len(coming) == 0 {
		a.line(textNotVerified)
	}
	for _, f := range hold {
		a.fact(feeFact(f))
	}
	for _, f := range ended {
		fact := f.Fact
		fact.Text, fact.Status = fmt.Sprintf(textLapsedFee, f.Lapses.VN()), content.Unverified
		a.fact(fact)
	}
	for _, f := range coming {
		a.fact(comingFact(feeFact(f)))
	}
}

// comingFact says a fact that does not hold yet, with the day from which it does.
func comingFact(f content.Fact) content.Fact {
	f.Text = "Từ " + f.Valid.From.VN() + ": " + f.Text
	return f
}

// feeFact adds to a charge who decided it and until when.
func feeFact(f content.FeeFact) content.Fact {
	fact := f.Fact
	var more []string
	if f.DecidedBy != "" && !strings.Contains(f.Text, f.DecidedBy) {
		more = append(more, "theo "+f.DecidedBy)
	}
	if !f.Valid.To.IsZero() {
		more = append(more, "áp dụng đến hết "+f.Valid.To.VN())
	}
	if len(more) > 0 {
		fact.Text = strings.TrimRight(fact.Text, ". ") + " (" + strings.Join(more, "; ") + ")"
	}
	return fact
}

func (a *answer) onlineLinks() {
	for _, o := range a.p.Online {
		if o.URL != "" && o.Valid.Contains(a.day) {
			fmt.Fprintf(&a.b, "[%s](%s)\n", textOpenPortal, o.URL)
			return
		}
	}
}

// buttons offers the other dossiers first, then the other parts.
func (a *answer) buttons(aspect content.Aspect, situation int) [][]bot.Button {
	var rows [][]bot.Button
	if aspect == content.Dossier {
		for i, s := range a.p.Dossier {
			if i != situation && i < 6 {
				rows = append(rows, []bot.Button{ActionPart.Button(vi.Shorten(s.Title, 40), Part{a.p.ID(), content.Dossier, &i})})
			}
		}
	}
	if aspect == content.Where && (slices.Contains(a.p.Levels, "cap-xa") || slices.Contains(a.p.Levels, "cong-an-xa")) {
		// Which commune is meant depends on the former one: nobody is sent to a place before he said it.
		rows = append(rows, []bot.Button{ActionPlace.Button(textWhichCommune, struct{}{})})
	}
	var row []bot.Button
	for _, part := range []content.Aspect{content.Dossier, content.Steps, content.Time, content.Fee, content.Where, content.Online, content.Form, content.Legal} {
		if part == aspect || part == content.Form && len(a.p.FormsAt(a.day)) == 0 {
			continue
		}
		label := AspectNames[part]
		if part == content.Legal {
			label = textSources
		}
		row = append(row, ActionPart.Button(label, Part{Entry: a.p.ID(), Aspect: part}))
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}
