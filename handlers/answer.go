package handlers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

// aspectNames are the words for each part of a procedure, in headings and on buttons.
var aspectNames = map[content.Aspect]string{
	content.Dossier: "Hồ sơ", content.Steps: "Trình tự", content.Time: "Thời hạn", content.Fee: "Lệ phí",
	content.Where: "Nơi nộp", content.Online: "Nộp trực tuyến", content.Who: "Ai được làm", content.Result: "Kết quả",
	content.Legal: "Căn cứ",
}

var levelNames = map[string]string{
	"cap-xa": "cấp xã", "cap-tinh": "cấp tỉnh", "cong-an-xa": "Công an cấp xã", "cong-an-tinh": "Công an cấp tỉnh",
	"trung-uong": "cấp trung ương", "khac": "cơ quan khác",
}

// answer renders one part of a procedure as a citizen reads it on a phone: that part in full, then where it comes from
// and for when it holds. It depends on nothing but its arguments.
type answer struct {
	p    *content.Procedure
	day  content.Day
	b    strings.Builder
	used []string // keys of the sources of what was shown
}

// procedureMessage answers with one aspect of a procedure; an empty aspect gives the overview, and situation picks one
// of the dossiers.
func procedureMessage(p *content.Procedure, aspect content.Aspect, situation int, day content.Day) bot.Message {
	a := &answer{p: p, day: day}
	switch aspect {
	case "":
		a.overview()
	case content.Dossier:
		a.dossier(situation)
	default:
		a.heading(aspectNames[aspect])
		a.facts(aspect)
	}
	a.footer()
	return bot.Message{Text: strings.TrimSpace(a.b.String()), Buttons: a.buttons(aspect, situation)}
}

func (a *answer) heading(part string) {
	fmt.Fprintf(&a.b, "*%s*\n", bot.Escape(a.p.Title+" – "+part))
}

func (a *answer) overview() {
	fmt.Fprintf(&a.b, "*%s*\n", bot.Escape(a.p.Title))
	if a.p.Summary != "" {
		a.line(a.p.Summary)
	}
	a.applies()
	for _, aspect := range []content.Aspect{content.Where, content.Time, content.Fee} {
		fmt.Fprintf(&a.b, "\n*%s*\n", aspectNames[aspect])
		a.facts(aspect)
	}
	a.b.WriteString("\n" + textPressForMore + "\n")
}

func (a *answer) dossier(situation int) {
	a.heading(aspectNames[content.Dossier])
	a.applies()
	if situation < 0 || situation >= len(a.p.Dossier) {
		situation = 0
	}
	if len(a.p.Dossier) == 0 {
		a.line(textNotVerified)
		return
	}
	s := a.p.Dossier[situation]
	fmt.Fprintf(&a.b, "%s:\n", bot.Escape(s.Title))
	a.lines(s.Lines)
	if situation == 0 {
		a.lines(a.p.Conditions)
		if len(a.p.Mistakes) > 0 {
			fmt.Fprintf(&a.b, "\n*%s*\n", textMistakes)
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
			f.Text = fmt.Sprintf("%d. %s", i+1, f.Text)
		}
		a.fact(f)
	}
	if aspect == content.Online {
		a.onlineLinks()
	}
}

func (a *answer) fees() {
	hold, _, coming := a.p.FeesAt(a.day)
	if len(hold)+len(coming) == 0 {
		a.line(textNotVerified)
	}
	for _, f := range hold {
		a.fact(feeFact(f))
	}
	for _, f := range coming {
		fact := feeFact(f)
		fact.Text = "Từ " + f.Valid.From.VN() + ": " + fact.Text
		a.fact(fact)
	}
}

// feeFact adds to a charge who decided it and until when.
func feeFact(f content.FeeFact) content.Fact {
	fact := f.Fact
	var more []string
	if f.DecidedBy != "" {
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

func (a *answer) fact(f content.Fact) {
	text := f.Text
	if f.When != "" {
		text = strings.TrimRight(f.When, ":. ") + ": " + text
	}
	switch f.Status {
	case content.Unverified:
		text = strings.TrimRight(text, ". ") + " (" + textUnverifiedMark + ")."
		if f.Note != "" {
			text += " " + f.Note
		}
	case content.Conflict:
		text = strings.TrimRight(text, ". ") + ". " + textConflictMark + " " + f.Note
	}
	a.use(f.Sources)
	a.item(text)
}

func (a *answer) lines(lines []content.Line) {
	for _, l := range lines {
		text := l.Text
		if l.Unverified && !strings.Contains(text, textUnverifiedMark) {
			text = strings.TrimRight(text, ". ") + " (" + textUnverifiedMark + ")"
		}
		a.use(l.Sources)
		a.item(text)
	}
}

// item writes one line of a list; a numbered step keeps its number instead of a dash.
func (a *answer) item(text string) {
	if text != "" && text[0] >= '1' && text[0] <= '9' && strings.Contains(text[:min(4, len(text))], ". ") {
		a.line(text)
		return
	}
	a.line("- " + text)
}

func (a *answer) line(text string) { a.b.WriteString(bot.Escape(strings.TrimSpace(text)) + "\n") }

func (a *answer) use(keys []string) {
	for _, k := range keys {
		if !slices.Contains(a.used, k) {
			a.used = append(a.used, k)
		}
	}
}

// footer says where it comes from, when somebody last looked, and for which time and level it holds.
func (a *answer) footer() {
	a.b.WriteByte('\n')
	a.b.WriteString(sourceLine(a.p.Sources, a.used, a.p.Checked))
	var levels []string
	for _, l := range a.p.Levels {
		if name := levelNames[l]; name != "" {
			levels = append(levels, name)
		}
	}
	if len(levels) > 0 {
		fmt.Fprintf(&a.b, "Nơi giải quyết: %s. ", strings.Join(levels, ", "))
	}
	a.b.WriteString(validLine(a.p.Valid))
	if a.p.Imported {
		a.b.WriteString("\n" + textImported)
	}
	if a.p.Overdue(a.day) {
		fmt.Fprintf(&a.b, "\n"+textOverdue, a.p.Review.VN())
	}
}

// sourceLine names the sources used (all of them when none was marked), at most three in full.
func sourceLine(sources []content.Source, used []string, checked content.Day) string {
	var names []string
	for _, s := range sources {
		if len(used) > 0 && !slices.Contains(used, s.Key) {
			continue
		}
		name := bot.Escape(s.Title)
		if s.URL != "" && !strings.ContainsAny(s.URL, "() ") {
			name = "[" + strings.NewReplacer("[", "(", "]", ")").Replace(s.Title) + "](" + s.URL + ")"
		}
		names = append(names, name)
	}
	more := ""
	if len(names) > 3 {
		more = fmt.Sprintf(" và %d nguồn khác", len(names)-3)
		names = names[:3]
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("Nguồn: %s%s. Kiểm tra ngày %s.\n", strings.Join(names, "; "), more, checked.VN())
}

func validLine(v content.Span) string {
	switch {
	case !v.To.IsZero() && !v.From.IsZero():
		return fmt.Sprintf("Áp dụng từ %s đến %s.", v.From.VN(), v.To.VN())
	case !v.To.IsZero():
		return fmt.Sprintf("Áp dụng đến %s.", v.To.VN())
	case !v.From.IsZero():
		return fmt.Sprintf("Áp dụng từ %s.", v.From.VN())
	}
	return textValidWhenChecked
}

// buttons offers the other dossiers first, then the other parts.
func (a *answer) buttons(aspect content.Aspect, situation int) [][]bot.Button {
	var rows [][]bot.Button
	if aspect == content.Dossier {
		for i, s := range a.p.Dossier {
			if i != situation && i < 6 {
				rows = append(rows, []bot.Button{{Label: shorten(s.Title, 40), Action: fmt.Sprintf("ans:%s:dossier:%d", a.p.ID(), i)}})
			}
		}
	}
	var row []bot.Button
	for _, part := range []content.Aspect{content.Dossier, content.Steps, content.Time, content.Fee, content.Where, content.Online, content.Legal} {
		if part == aspect {
			continue
		}
		row = append(row, bot.Button{Label: aspectNames[part], Action: "ans:" + a.p.ID() + ":" + string(part)})
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

func shorten(s string, runes int) string {
	r := []rune(s)
	if len(r) <= runes {
		return s
	}
	cut := strings.TrimRight(string(r[:runes-1]), " ,;:")
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

func asContent(a search.Aspect) content.Aspect { return content.Aspect(a) }
