package content

import (
	"strconv"
	"strings"
)

// Plan is one plan of an office: what it says, what it measures and what is to be done.
type Plan struct {
	File       string
	Key        string // the folder's name: "2024"
	Title      string
	Year       int
	Issuer     string
	Caution    string // one line shown under every answer from this plan
	Template   bool   // nothing here binds or reminds anyone before an admin confirms it
	Owner      string
	Checked    Day
	Review     Day
	Valid      Span
	Statements []Statement
	Indicators []Indicator
	Tasks      []Task
	Reports    []Report
	Sources    []Source

	at lines
}

// Source returns the source with the given key.
func (p *Plan) Source(key string) (Source, bool) { return findSource(p.Sources, key) }

// Statement is something the plan says, or (Absent) something people ask that its source does not say.
type Statement struct {
	ID     string
	Kind   string // aim, requirement, legal, validity, about or absent
	Who    string // whom it binds
	Names  []string
	Absent bool
	Fact
}

// Indicator is a target with a number.
type Indicator struct {
	ID      string
	Compare string // ">", ">=", "<", "<=" or "="
	Value   float64
	Unit    string
	Names   []string
	Fact
}

// Met reports whether a measured value reaches the target.
func (i Indicator) Met(v float64) bool {
	switch i.Compare {
	case ">":
		return v > i.Value
	case ">=":
		return v >= i.Value
	case "<":
		return v < i.Value
	case "<=":
		return v <= i.Value
	}
	return v == i.Value
}

// Rule says when something falls due again and again.
type Rule struct {
	Every string // month, quarter, half or year
	Month int    // which month of that period, from 1; 0: the last one
	Day   int    // day of the month; -1: its last day
	Nth   int    // instead of Day: the nth working day of the month, counted from the end when negative
	Shift string // when the day is off: "before", "after" or empty (stays)
}

// Task is a piece of work with somebody who answers for it.
type Task struct {
	ID      string
	Lead    string
	Helps   []string
	Due     Day
	Rule    *Rule
	Product string
	Names   []string
	Fact
}

// Report is a recurring report.
type Report struct {
	ID       string
	By, To   string // who reports to whom
	DataFrom string // the period the figures cover, in words: "15/12 năm trước"
	DataTo   string
	Rule     *Rule
	Names    []string
	Fact
}

var statementKinds = []string{"aim", "requirement", "legal", "validity", "about", "absent"}

// minPlanNames is how many ways of asking a plan's statement must list.
const minPlanNames = 3

// parsePlan reads plan/<key>/plan.yaml.
func parsePlan(b *book, key, src string) *Plan {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	r := e.r
	p := &Plan{File: b.file, Key: key, Sources: e.sources, at: linesOf(tree)}
	e.id(key)
	p.Title = r.need("title", "tên kế hoạch", maxTitle)
	year, _ := r.int("year", 1990)
	p.Year = int(year)
	p.Issuer = r.need("issuer", "cơ quan ban hành", maxTitle)
	p.Caution = r.need("caution", "một dòng lưu ý kèm mọi câu trả lời về kế hoạch", 300)
	p.Template = r.bool("template")
	p.Owner = r.text("owner", 100)
	p.Checked, p.Review, p.Valid = e.dates()
	ids := map[string]int{}
	e.planList("statements", ids,
		func(r *reader, id string) { p.Statements = append(p.Statements, e.statement(r, id)) })
	e.planList("indicators", ids,
		func(r *reader, id string) { p.Indicators = append(p.Indicators, e.indicator(r, id)) })
	e.planList("tasks", ids, func(r *reader, id string) { p.Tasks = append(p.Tasks, e.task(r, id)) })
	e.planList("reports", ids, func(r *reader, id string) { p.Reports = append(p.Reports, e.report(r, id)) })
	r.done()
	e.unusedSources()
	return p
}

func (e *entry) planList(key string, ids map[string]int, each func(r *reader, id string)) {
	for _, it := range e.r.list(key) {
		r := e.b.reader(it, "mục của \""+key+"\"")
		id := r.need("id", "id ngắn, ví dụ id: m1", 40)
		if id != "" && !idForm.MatchString(id) {
			e.b.fault(r.line("id"), "id %q chỉ được có a-z, 0-9 và dấu gạch ngang", id)
		}
		if first, twice := ids[id]; twice && id != "" {
			e.b.fault(r.line("id"), "id %q đã dùng ở dòng %d", id, first)
		}
		ids[id] = r.line("id")
		each(r, id)
		r.done()
	}
}

func (e *entry) planNames(r *reader) []string {
	names := r.texts("names", maxName)
	if len(names) < minPlanNames {
		e.b.fault(r.line("names"), "mới có %d cách hỏi trong \"names\"; hãy thêm cho đủ %d", len(names), minPlanNames)
	}
	return names
}

func (e *entry) statement(r *reader, id string) Statement {
	s := Statement{
		ID:     id,
		Kind:   r.choice("kind", statementKinds...),
		Who:    r.text("who", 200),
		Names:  e.planNames(r),
		Absent: r.bool("absent"),
		Fact:   e.fact(r, "statements"),
	}
	if s.Kind == "" {
		r.missing("kind", "loại: "+strings.Join(statementKinds, ", "))
	}
	if s.Absent != (s.Kind == "absent") {
		e.b.fault(r.n.line, "điều nguồn không nêu thì ghi cả kind: absent và absent: true")
	}
	return s
}

func (e *entry) indicator(r *reader, id string) Indicator {
	i := Indicator{
		ID:      id,
		Compare: r.choice("compare", ">", ">=", "<", "<=", "="),
		Unit:    r.need("unit", "đơn vị, ví dụ unit: \"%\"", 20),
		Names:   e.planNames(r),
		Fact:    e.fact(r, "indicators"),
	}
	if i.Compare == "" {
		r.missing("compare", "phép so: \">\" là trên, \">=\" là từ … trở lên")
	}
	v := r.need("value", "con số", 20)
	n, err := strconv.ParseFloat(v, 64)
	if v != "" && err != nil {
		e.b.fault(r.line("value"), "\"value\" là %q; hãy viết một số, phần lẻ dùng dấu chấm", v)
	}
	i.Value = n
	return i
}

func (e *entry) task(r *reader, id string) Task {
	t := Task{
		ID:      id,
		Lead:    r.need("lead", "cơ quan hoặc người chủ trì", 200),
		Helps:   r.texts("helps", 200),
		Due:     r.day("due"),
		Rule:    e.rule(r),
		Product: r.text("product", 300),
		Names:   r.texts("names", maxName),
		Fact:    e.fact(r, "tasks"),
	}
	if t.Due.IsZero() == (t.Rule == nil) {
		e.b.fault(r.n.line, "nhiệm vụ phải có due (một ngày) hoặc rule (lặp lại), và chỉ một trong hai")
	}
	return t
}

func (e *entry) report(r *reader, id string) Report {
	p := Report{
		ID:       id,
		By:       r.need("by", "ai gửi báo cáo", 200),
		To:       r.need("to_whom", "gửi cho ai", 200),
		DataFrom: r.text("data_from", 60),
		DataTo:   r.text("data_to", 60),
		Rule:     e.rule(r),
		Names:    e.planNames(r),
		Fact:     e.fact(r, "reports"),
	}
	if p.Rule == nil {
		r.missing("rule", "hạn gửi, ví dụ rule: {every: year, month: 3, day: 20, shift: before}")
	}
	return p
}

// rule reads a recurring due day.
func (e *entry) rule(r *reader) *Rule {
	n, ok := r.get("rule")
	if !ok {
		return nil
	}
	q := e.b.reader(n, "\"rule\"")
	out := &Rule{
		Every: q.choice("every", "month", "quarter", "half", "year"),
		Shift: q.choice("shift", "before", "after"),
	}
	if out.Every == "" {
		q.missing("every", "month, quarter, half hoặc year")
	}
	if m, ok := q.int("month", 1); ok {
		most := map[string]int64{"month": 1, "quarter": 3, "half": 6, "year": 12}[out.Every]
		if m > most {
			e.b.fault(q.line("month"), "month là %d nhưng kỳ %q chỉ có %d tháng", m, out.Every, most)
		}
		out.Month = int(m)
	}
	if q.text("day", 4) == "last" {
		out.Day = -1
	} else if d, ok := q.int("day", 1); ok {
		if d > 31 {
			e.b.fault(q.line("day"), "day là %d; hãy ghi 1–31 hoặc last", d)
		}
		out.Day = int(d)
	}
	if d, ok := q.int("working_day", -23); ok {
		out.Nth = int(d)
	}
	if (out.Day == 0) == (out.Nth == 0) {
		e.b.fault(q.n.line, "rule phải có day (ngày trong tháng) hoặc working_day (ngày làm việc thứ mấy), và chỉ "+
			"một trong hai")
	}
	q.done()
	return out
}
