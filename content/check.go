package content

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"
)

// cross checks what concerns more than one file, or today.
func (ld *loader) cross() {
	names, asks := map[string]string{}, map[string]string{}
	for _, p := range ld.lib.Procedures {
		if p.Owner == "" {
			p.Owner = ld.lib.Owner
		}
		if p.Imported { // the portal repeats titles; the search treats the copies as one family
			continue
		}
		ld.procedure(p)
		ld.sameName(names, p.File, p.at, slices.Concat(p.Names, p.Called, []string{p.Title}))
		ld.askedOnce(asks, p.File, p.Short)
		ld.unnamed(p.File, p.Title, p.Short)
	}
	for _, f := range ld.lib.FAQs {
		if f.Owner == "" {
			f.Owner = ld.lib.Owner
		}
		ld.dates(f.File, f.at, f.Checked, f.Review, f.Sources)
		ld.related(f.File, f.at, f.Key, f.Related)
		ld.sameName(names, f.File, f.at, append(slices.Clone(f.Names), f.Question))
		ld.askedOnce(asks, f.File, f.Short)
		ld.unnamed(f.File, f.Question, f.Short)
	}
	for _, p := range ld.lib.Plans {
		ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
		var all []string
		for _, s := range p.Statements {
			all = append(all, s.Names...)
		}
		for _, i := range p.Indicators {
			all = append(all, i.Names...)
		}
		for _, r := range p.Reports {
			all = append(all, r.Names...)
		}
		ld.sameName(names, p.File, p.at, all)
	}
	for _, p := range ld.lib.Places {
		ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
	}
	for _, y := range ld.lib.Calendar {
		ld.dates(y.File, y.at, y.Checked, y.Review, y.Sources)
	}
	if u := ld.lib.Urgent; u != nil {
		ld.dates(u.File, u.at, u.Checked, u.Review, u.Sources)
	}
	ld.served()
	ld.crossEvents(names)
	ld.wanted()
	ld.grounds()
}

func (ld *loader) related(file string, at lines, self string, ids []string) {
	for _, id := range ids {
		switch {
		case id == self:
			ld.fault(file, at.of("related", id), "\"related\" trỏ về chính mục này; hãy bỏ %q", id)
		case !ld.exists(id):
			ld.dangling(id, file, at.of("related", id),
				"\"related\" có %q nhưng không có mục nào mang id hay mã đó; hãy sửa hoặc bỏ", id)
		}
	}
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

// soon is how long before its end a fee is worth a warning.
const soon = 60

func (ld *loader) procedure(p *Procedure) {
	ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
	ld.related(p.File, p.at, p.Key, p.Related)
	for _, f := range p.Fee {
		switch to := f.Valid.To; {
		case to.IsZero() || p.followed(f):
		case to.Before(ld.today):
			ld.warn(p.File, f.Line, "mức thu này hết từ %s; hãy kiểm tra mức mới", to)
		case to.Sub(ld.today) <= soon:
			ld.warn(p.File, f.Line, "mức thu này hết ngày %s (còn %d ngày); hãy chuẩn bị mức mới", to, to.Sub(ld.today))
		}
	}
}

// Check reads a base, writes every fault as "file:line: what and how to mend it", warnings last, and returns the number
// of errors (warnings not counted).
func Check(fsys fs.FS, w io.Writer) int {
	l, faults := load(fsys, DayOf(time.Now()))
	out := bufio.NewWriter(w)
	defer out.Flush()
	errs, warns := faults.Errors(), faults.Warnings()
	for _, f := range append(errs, warns...) {
		fmt.Fprintln(out, f)
	}
	fmt.Fprintf(out, "%d thủ tục, %d hỏi đáp, %d câu hỏi mẫu; %d lỗi, %d cảnh báo.\n",
		len(l.Procedures), len(l.FAQs), len(l.Questions), len(errs), len(warns))
	return len(errs)
}

// followed reports whether the entry already tells a charge for the same situation from the day after this one ends.
func (p *Procedure) followed(f FeeFact) bool {
	next := f.Valid.To.Add(1)
	return slices.ContainsFunc(p.Fee, func(o FeeFact) bool {
		return o.Valid.From == next && fold(o.When) == fold(f.When)
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

// told are the parts of an entry that say what a citizen must pay, wait for and where to go.
var told = []string{string(Fee), string(Time), string(Where)}

// pressAlone faults a charge, a time or a place that nothing but the press states.
func (ld *loader) pressAlone(u Use) {
	if len(u.Cites) == 0 || !slices.Contains(told, u.Part) || u.Status != Verified && u.Status != Conflict {
		return
	}
	if !slices.ContainsFunc(u.Cites, Source.Official) {
		ld.fault(u.File, u.Line,
			"%q chỉ dựa vào báo chí; mức thu, thời hạn, nơi nộp phải có văn bản hoặc trang của cơ quan",
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

var moneyForm = regexp.MustCompile(`(\d[\d.]*) đồng`)

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

// crossEvents checks that the steps of events lead to entries, and that their names lead nowhere else.
func (ld *loader) crossEvents(names map[string]string) {
	for _, e := range ld.lib.Events {
		if ld.exists(e.Key) {
			ld.fault(e.File, e.at.of("id", ""), "id %q đã dùng cho một thủ tục hay hỏi đáp; hãy đổi id", e.Key)
		}
		ld.dates(e.File, e.at, e.Checked, e.Review, nil)
		ld.sameName(names, e.File, e.at, append(slices.Clone(e.Names), e.Title))
		for _, s := range e.Steps {
			p, isProcedure := ld.lib.procedures[s.Entry]
			switch {
			case !ld.exists(s.Entry):
				ld.dangling(s.Entry, e.File, s.Line,
					"việc %q trỏ tới %q nhưng không có mục nào mang id đó; hãy sửa entry", s.Do,
					s.Entry)
			case s.Limit && (!isProcedure || len(p.Deadline) == 0):
				ld.fault(e.File, s.Line, "việc %q ghi limit: true nhưng mục %q không có hạn (deadline); "+
					"hãy bỏ limit hoặc thêm hạn vào mục đó", s.Do, s.Entry)
			case s.Aspect != "" && !isProcedure:
				ld.fault(e.File, s.Line, "aspect chỉ dùng khi entry là một thủ tục; hãy bỏ aspect của việc %q", s.Do)
			}
		}
	}
}

// answers reports whether something can answer under this id: an entry, the places or a statement of a plan.
func (ld *loader) answers(id string) bool {
	if ld.exists(id) || id == WantPlaces && len(ld.lib.Places) > 0 || id == WantOffice || id == WantCode {
		return true
	}
	if kind, ok := strings.CutPrefix(id, UrgentEntry("")); ok {
		_, found := ld.lib.Urgent.Kind(kind)
		return found
	}
	if _, ok := ld.lib.Event(id); ok {
		return true
	}
	for _, p := range ld.lib.Plans {
		if rest, ok := strings.CutPrefix(id, PlanEntry(p.Key, "")); ok && !p.Template {
			return slices.ContainsFunc(p.Statements, func(s Statement) bool { return s.ID == rest }) ||
				slices.ContainsFunc(p.Indicators, func(i Indicator) bool { return i.ID == rest })
		}
	}
	return false
}

// wanted checks that every golden question leads to something that exists, and is asked once.
func (ld *loader) wanted() {
	seen := map[string]Question{}
	for _, q := range ld.lib.Questions {
		for _, id := range append(slices.Concat(q.Of, q.Or), q.Want) {
			if id != WantChoose && id != WantUnknown && id != WantCalm && id != "" && !ld.answers(id) {
				ld.dangling(id, q.File, q.Line, "câu hỏi muốn %q nhưng không có mục nào mang id đó; hãy sửa want/of",
					id)
			}
		}
		key := strings.ToLower(q.Q)
		if first, twice := seen[key]; twice {
			ld.fault(q.File, q.Line, "câu hỏi này đã có ở %s:%d; hãy bỏ một", first.File, first.Line)
			continue
		}
		seen[key] = q
	}
}

// forget drops what points at withdrawn entries: those pointers are no faults, and come back with the entry.
func (ld *loader) forget() {
	gone := func(id string) bool { return ld.absent.withdrawn[id] && !ld.exists(id) }
	for _, p := range ld.lib.Procedures {
		p.Related = slices.DeleteFunc(p.Related, gone)
	}
	for _, f := range ld.lib.FAQs {
		f.Related = slices.DeleteFunc(f.Related, gone)
	}
	for _, e := range ld.lib.Events {
		e.Steps = slices.DeleteFunc(e.Steps, func(s EventStep) bool { return gone(s.Entry) })
	}
	ld.lib.Events = slices.DeleteFunc(ld.lib.Events, func(e *Event) bool { return len(e.Steps) == 0 })
	var kept []Question
	for _, q := range ld.lib.Questions {
		q.Of, q.Or = slices.DeleteFunc(q.Of, gone), slices.DeleteFunc(q.Or, gone)
		if _, isEvent := ld.lib.Event(q.Want); !gone(q.Want) || isEvent {
			kept = append(kept, q)
		}
	}
	ld.lib.Questions = kept
}

// served checks the offices that can be served: each has a commune of its own, under a name of its own.
func (ld *loader) served() {
	slugs, names := map[string]bool{}, map[string]string{}
	for _, o := range ld.lib.Offices {
		if o.Slug == "" {
			continue
		}
		if !idForm.MatchString(o.Slug) || slugs[o.Slug] {
			ld.fault(o.File, o.Line, "slug %q phải là chữ thường không dấu, số, gạch ngang và không trùng", o.Slug)
		}
		slugs[o.Slug] = true
		c, _, ok := ld.lib.Commune(o.Commune)
		if !ok {
			ld.fault(o.File, o.Line, "nơi có slug phải có commune là id của một xã trong places; không có %q",
				o.Commune)
			continue
		}
		if other, twice := names[fold(c.Name)]; twice {
			ld.fault(o.File, o.Line, "%s đã là xã của %q; mỗi xã chỉ một nơi có slug, hãy bỏ một", c.Name, other)
		}
		names[fold(c.Name)] = o.Slug
	}
}
