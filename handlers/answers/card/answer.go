package card

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

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

// procedurePage is an empty page with an entry's foot.
func procedurePage(p *content.Procedure, day content.Day) page {
	return page{day: day, sources: p.Sources, checked: p.Checked, review: p.Review, valid: p.Valid,
		imported: p.Imported}
}

func (a *answer) heading(part string) {
	a.parts.Title, a.parts.Part = a.p.Title, part
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
	a.parts.lead = len(a.pins)
	for _, f := range a.pins {
		a.fact(f)
	}
	a.parts.lead = 0
	if len(a.pins) > 0 {
		a.b.WriteByte('\n')
	}
}

// How many lines of a part an overview shows.
const (
	bringLines    = 5
	overviewLines = 2
)

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
			a.parts.current().Numbered = true
			a.parts.fact(f, a.day)
			if a.write(fmt.Sprintf("%d. %s", i+1, factText(f, a.day))) {
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

// asked writes the facts of the one aspect that is asked for: in a card the first of them stand large on top, unless
// something better does.
func (a *answer) asked(aspect content.Aspect) {
	if len(a.parts.Lead) == 0 && outright(aspect) {
		a.parts.lead = maxLead
	}
	part := a.parts.begin(bot.CardPart{ID: string(aspect)})
	part.Shown = linesInSight
	a.facts(aspect)
	a.parts.lead = 0
}

const (
	maxLead      = 2 // facts that stand large on top, at most
	linesInSight = 6 // lines of a part before it unfolds
)

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

// message ends the answer: its text, and a card with the address of the entry's page and at most two links.
func (a *answer) message(buttons [][]bot.Button) bot.Message {
	a.parts.Path = PathProcedure + a.p.Key
	a.parts.Actions = a.actions()
	return a.page.message(buttons)
}

// actions are where to hand in online and where the form is; several forms stand on the entry's page.
func (a *answer) actions() (out []bot.Button) {
	for _, o := range a.p.Online {
		if o.URL != "" && o.Mode != "khong" && o.Valid.Contains(a.day) {
			out = append(out, bot.Button{Label: textOnline, URL: o.URL})
			break
		}
	}
	var forms []string
	for _, f := range a.p.FormsAt(a.day) {
		if f.URL != "" && !slices.Contains(forms, f.URL) {
			forms = append(forms, f.URL)
		}
	}
	switch len(forms) {
	case 0:
	case 1:
		out = append(out, bot.Button{Label: textForms, URL: forms[0]})
	default:
		out = append(out, bot.Button{Label: textForms, URL: "#" + string(content.Form)})
	}
	return out
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
		a.parts.current().Fold = true
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
	content.Where: regexp.MustCompile(`\b(nop|noi|den|cong an|trung tam|chi nhanh|van phong|co quan|bat ky|truc tuyen` +
		`|buu chinh)\b`),
	content.Time: regexp.MustCompile(`\b(ngay|thang|nam|gio|han|som|muon|lau|tuan|hieu luc)\b`),
}

func (a *answer) fees() {
	hold, ended, coming := a.p.FeesAt(a.day)
	ended = slices.DeleteFunc(ended, func(f content.FeeFact) bool { return !f.Lapsed(a.day) })
	if len(hold)+len(ended)+len(coming) == 0 {
		a.line(textNotVerified)
	}
	when := ""
	for _, f := range hold {
		fact := feeFact(f)
		if fact.When == when {
			fact.When = "" // said above it
		}
		when = f.When
		a.fact(fact)
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

// bring makes the part under way that of what to bring in a case, with so many rows of a phone in sight.
func (a *answer) bring(s content.Situation, rows int) {
	part := a.parts.current()
	part.ID, part.Title, part.noun = string(content.Dossier), textCarry, true
	if len(a.p.Dossier) > 1 {
		part.When = s.Title
	}
	for _, l := range content.LinesAt(s.Lines, a.day) {
		if rows -= rowsOf(l.Text, rowRunes); rows < 0 && part.Shown > 0 {
			return
		}
		if part.Shown == 0 && rows <= -foldFrom {
			part.Fold = true // not even the first line has room: the heading says that it is there
			break
		}
		part.Shown++
	}
	part.Shown = 0
}

const (
	rowsInSight = 5  // of what to bring, before an overview unfolds
	foldFrom    = 3  // rows too many in the first line of it
	rowRunes    = 40 // what a row of a phone holds
	headRunes   = 30 // of a heading, which is larger and bold
)

// rowsLeft is how many rows of what to bring an overview has room for, on a phone: what takes more than its row above
// leaves less.
func (a *answer) rowsLeft() int {
	left := rowsInSight + 1 - rowsOf(a.p.Title, headRunes)
	if len(a.p.Dossier) > 1 {
		left += 1 - rowsOf(textCarry+" – "+a.p.Dossier[0].Title, headRunes+5)
	}
	if q := a.p.AskFirst; q != nil {
		left -= 1 + rowsOf(textFirst+" "+q.Question, headRunes)
	}
	return left
}

// rowsOf is how many rows a text takes.
func rowsOf(text string, width int) int { return (utf8.RuneCountInString(text) + width - 1) / width }

// outright reports whether a part is one that people ask for by its name, and no way of ending a question about
// anything.
func outright(a content.Aspect) bool {
	return a == content.Fee || a == content.Time || a == content.Where || a == content.Dossier
}
