package content

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
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

// followed reports whether the entry already tells a charge for the same situation from the day after this one ends.
func (p *Procedure) followed(f FeeFact) bool {
	next := f.Valid.To.Add(1)
	return slices.ContainsFunc(p.Fee, func(o FeeFact) bool {
		return o.Valid.From == next && vi.Plain(o.When) == vi.Plain(f.When)
	})
}

// grounds checks what the statements of the base rest on: documents in force, the press never alone, a charge never
// without the document that decides it, links only to hosts of the state.
func (ld *loader) grounds() {
	var entry *ended
	for u := range ld.lib.Uses() {
		if entry == nil || entry.file != u.File {
			entry.report(ld)
			entry = &ended{file: u.File, checked: u.Checked}
		}
		entry.add(u, ld.today)
		ld.pressAlone(u)
		ld.undecided(u)
		ld.jargon(u)
	}
	entry.report(ld)
	for _, p := range ld.lib.Procedures {
		ld.shortFees(p)
		for _, o := range p.Online {
			if !p.Imported && o.URL != "" && !Official(o.URL) {
				ld.fault(p.File, o.Line,
					"%q không phải trang của Nhà nước; người dân chỉ được dẫn tới trang .gov.vn, chinhphu.vn, "+
						"vbpl.vn, quochoi.vn",
					clip(o.URL, 60))
			}
		}
	}
}

// jargon warns of what editors say among themselves where citizens read.
func (ld *loader) jargon(u Use) {
	text := u.Text
	if u.Status == Conflict {
		text += "\n" + u.Note
	}
	if word := editorial.FindString(text); word != "" {
		ld.warn(u.File, u.Line, "%q là lời của biên tập; hãy viết cho người dân, ví dụ \"Cổng Dịch vụ công nêu …\"",
			word)
	}
}

var editorial = regexp.MustCompile(`Cổng (chỉ |không )?ghi|bản lưu công khai|bản pháp điển|Đã tìm |Áp dụng tại thời điểm|github\.com`)

// told are the parts of an entry that say what a citizen must pay, wait for, keep to and where to go.
var told = []string{string(Fee), string(Time), string(Where), PartDeadline}

// pressAlone faults a charge, a time or a place that nothing but the press states.
func (ld *loader) pressAlone(u Use) {
	if len(u.Cites) == 0 || !slices.Contains(told, u.Part) || u.Status != Verified && u.Status != Conflict {
		return
	}
	if !slices.ContainsFunc(u.Cites, Source.Official) {
		ld.fault(u.File, u.Line,
			"%q chỉ dựa vào báo chí; mức thu, thời hạn, hạn phải làm, nơi nộp phải có văn bản hoặc trang của cơ quan",
			clip(u.Text, 50))
	}
}

// undecided faults a charge whose deciding document nobody names. That nothing is charged may rest on an office's page,
// but is worth a warning.
func (ld *loader) undecided(u Use) {
	f := u.Charge
	if f == nil || !f.HasAmount || f.Status != Verified || f.DecidedBy != "" ||
		slices.ContainsFunc(u.Cites, Source.binds) {
		return
	}
	say := ld.fault
	if f.Amount == 0 {
		say = ld.warn
	}
	say(u.File, u.Line,
		"mức thu %q chưa có văn bản quyết định; hãy thêm decided_by hoặc một nguồn là văn bản", clip(u.Text, 50))
}

// ended collects the statements of one entry that rest on documents no longer in force.
type ended struct {
	file    string
	checked Day
	sources []Source
	lines   map[string][]int
}

// add notes a statement that goes on after one of its documents ended.
func (e *ended) add(u Use, today Day) {
	to := u.Valid.To
	if u.Status == Unverified || !to.IsZero() && to.Before(today) {
		return
	}
	for _, s := range u.Cites {
		if s.Doc == nil || s.Doc.Until.IsZero() || !s.Doc.Until.Before(today) || !to.IsZero() &&
			!to.After(s.Doc.Until) {
			continue
		}
		if e.lines == nil {
			e.lines = map[string][]int{}
		}
		if _, seen := e.lines[s.Key]; !seen {
			e.sources = append(e.sources, s)
		}
		e.lines[s.Key] = append(e.lines[s.Key], u.Line)
	}
}

// report faults each ended document once. One that ended after the entry was checked is a fault only by today's clock:
// the program goes on with the base it has, the editors must act.
func (e *ended) report(ld *loader) {
	if e == nil {
		return
	}
	for _, s := range e.sources {
		say := ld.fault
		if !s.Doc.Until.Before(e.checked) {
			say = ld.future
		}
		say(e.file, s.Line,
			"%s hết hiệu lực sau ngày %s mà còn %d chỗ dựa vào (dòng %s); hãy dẫn văn bản thay thế%s hoặc ghi ngày "+
				"hết (to)",
			s.Doc.Short, s.Doc.Until.VN(), len(e.lines[s.Key]), someLines(e.lines[s.Key]), replacing(s.Doc))
	}
}

func replacing(d *Document) string {
	if len(d.Replaced) == 0 {
		return ""
	}
	return " (" + d.Replaced[0].Doc + ")"
}

// someLines lists the first few line numbers in order.
func someLines(lines []int) string {
	const most = 6
	lines = slices.Clone(lines)
	slices.Sort(lines)
	var words []string
	for i, n := range lines {
		if i == most {
			words = append(words, "…")
			break
		}
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}

// shortFees faults a short answer that goes on telling a sum after every charge of that sum has ended.
func (ld *loader) shortFees(p *Procedure) {
	for _, s := range p.Short {
		for _, m := range moneyForm.FindAllStringSubmatch(s.Say, -1) {
			last, ends := lastDayOf(p.Fee, m[1])
			if ends && (s.Valid.To.IsZero() || s.Valid.To.After(last)) {
				ld.fault(p.File, s.Line,
					"câu trả lời ngắn nêu %s đồng, mức chỉ áp dụng đến %s; hãy thêm to: %s", m[1], last.VN(), last)
			}
		}
	}
}

// lastDayOf returns the last day on which a charge names a sum; ends is false when none names it or one goes on.
func lastDayOf(fees []FeeFact, sum string) (last Day, ends bool) {
	for _, f := range fees {
		if !slices.ContainsFunc(moneyForm.FindAllStringSubmatch(f.Text, -1),
			func(m []string) bool { return m[1] == sum }) {
			continue
		}
		if f.Valid.To.IsZero() {
			return Day{}, false
		}
		if f.Valid.To.After(last) {
			last = f.Valid.To
		}
	}
	return last, !last.IsZero()
}
