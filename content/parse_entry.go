package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// levels are the words for who decides.
var levels = []string{"cap-xa", "cap-tinh", "cong-an-xa", "cong-an-tinh", "trung-uong", "nganh-doc", "khac"}

// opened reads the front matter of an entry; body is the rest, from line offset+1 on. It is nil when nothing can be
// read.
func (b *book) opened(src string) (e *entry, body string, offset int) {
	front, body, offset, ok := splitEntry(b, src)
	if !ok {
		return nil, "", 0
	}
	tree := readTree(b, front, 1)
	if tree.kind == empty && len(b.faults) > 0 {
		return nil, "", 0
	}
	tree.line = max(tree.line, 2)
	return b.entry(tree), body, offset
}

// parseProcedure reads procedures/<id>.md.
func parseProcedure(b *book, file, src string) *Procedure {
	e, body, offset := b.opened(src)
	if e == nil {
		return nil
	}
	p := &Procedure{File: b.file, Key: e.id(file), at: linesOf(e.r.n)}
	p.head(e)
	p.AskFirst = e.askFirst()
	p.Who = e.plain("who", "ai được làm")
	p.Where = e.plain("where", "nộp ở đâu, cấp nào")
	p.times(e)
	p.fees(e)
	p.online(e)
	p.Result = e.plain("result", "nhận được giấy gì")
	p.Legal = e.plain("legal", "căn cứ pháp lý")
	p.deadlines(e)
	p.forms(e)
	p.Gaps = e.gaps()
	p.Short = e.shorts(body)
	e.r.done()

	p.body(b, body, offset)
	e.useLines(p.Intro)
	for _, s := range p.Dossier {
		e.useLines(s.Lines)
	}
	for _, lines := range [][]Line{p.Steps, p.Mistakes, p.Notes} {
		e.useLines(lines)
	}
	e.unusedSources()
	return p
}

// head reads what identifies the entry.
func (p *Procedure) head(e *entry) {
	r := e.r
	p.Title = r.need("title", "tên thủ tục", maxTitle)
	p.Codes = e.codes()
	p.Field = r.need("field", "lĩnh vực, ví dụ field: Hộ tịch", 100)
	p.Levels = r.texts("level", 20)
	if len(p.Levels) == 0 {
		r.missing("level", "cấp giải quyết: "+strings.Join(levels, ", "))
	}
	for _, l := range p.Levels {
		if !slices.Contains(levels, l) {
			e.b.fault(r.line("level"), "cấp %q không có; hãy chọn: %s", l, strings.Join(levels, ", "))
		}
	}
	p.Names = e.names()
	p.Called = r.texts("called", maxName)
	p.Summary = r.need("summary", "một câu nói thủ tục này để làm gì", 300)
	p.Owner = r.text("owner", 100)
	p.Checked, p.Review, p.Valid = e.dates()
	p.Sources = e.sources
	p.Related = r.texts("related", 80)
}

func (e *entry) askFirst() *AskFirst {
	n, ok := e.r.get("ask_first")
	if !ok {
		return nil
	}
	r := e.b.reader(n, "\"ask_first\"")
	out := &AskFirst{Question: r.need("question", "câu hỏi", 300)}
	for _, it := range r.list("options") {
		o := e.b.reader(it, "lựa chọn của \"ask_first\"")
		opt := Option{
			Label:    o.need("label", "chữ trên nút", 80),
			Answer:   o.text("answer", maxText),
			Continue: o.bool("continue"),
			Status:   Status(o.choice("status", string(Unverified), string(Conflict))),
			Note:     o.text("note", maxNote),
			Sources:  e.keys(o),
			Line:     it.line,
		}
		switch {
		case opt.Answer == "" && !opt.Continue:
			e.b.fault(o.n.line, "lựa chọn %q không có câu trả lời; hãy thêm answer hoặc continue: true", opt.Label)
		case opt.Answer != "":
			e.trust(o, "ask_first", opt.Status, opt.Note, opt.Sources)
		case opt.Status == Verified && len(opt.Sources) == 0:
			e.b.warn(opt.Line, "lựa chọn %q nói ai phải làm thủ tục này mà chưa có nguồn; hãy thêm sources: [khóa]",
				opt.Label)
		}
		o.done()
		out.Options = append(out.Options, opt)
	}
	if len(out.Options) < 2 {
		e.b.fault(r.line("options"), "\"ask_first\" cần ít nhất hai lựa chọn")
	}
	r.done()
	return out
}

func (p *Procedure) times(e *entry) {
	e.facts("time", "thời hạn giải quyết", func(r *reader) {
		t := TimeFact{Fact: e.fact(r, "time"), Term: r.term(true), Cutoff: r.clock("cutoff")}
		if t.Term == (Term{1, Working}) && sameDay.MatchString(t.Text) {
			e.b.warn(t.Line, "viết \"trong ngày\" mà days: 1 thì bot hẹn sang ngày làm việc sau; nếu trả ngay trong "+
				"ngày hãy ghi days: 0 (và cutoff: \"15:00\" nếu có giờ chốt)")
		}
		p.Time = append(p.Time, t)
	})
}

var (
	sameDay  = regexp.MustCompile(`(?i)trong ngày( làm việc)?([ ,.;]|$)`)
	freeWord = regexp.MustCompile(`(?i)miễn phí|miễn lệ phí|không mất phí|không thu phí|không thu lệ phí|không phải nộp (phí|lệ phí|tiền)`)
)

func (p *Procedure) fees(e *entry) {
	e.facts("fee", "phí, lệ phí", func(r *reader) {
		f := FeeFact{Fact: e.fact(r, "fee"), DecidedBy: r.text("decided_by", 200)}
		f.Amount, f.HasAmount = r.int("amount", 0)
		if f.Status != Unverified {
			f.Lapses = e.lapseOfFee(f)
		}
		free := f.HasAmount && f.Amount == 0 || freeWord.MatchString(f.Text)
		if free && (f.Status != Verified || len(f.Sources) == 0) {
			e.b.fault(f.Line,
				"chỉ được nói miễn phí (hoặc amount: 0) khi có nguồn nói rõ; hãy thêm nguồn hoặc viết lại")
		}
		if said := moneyForm.FindAllStringSubmatch(f.Text, -1); f.Amount > 0 && len(said) > 0 &&
			!slices.ContainsFunc(said, func(m []string) bool {
				return strings.ReplaceAll(m[1], ".", "") == strconv.FormatInt(f.Amount, 10)
			}) {
			e.b.fault(f.Line, "amount: %d không có trong câu %q; hãy sửa một trong hai", f.Amount, clip(f.Text, 60))
		}
		p.Fee = append(p.Fee, f)
	})
}

func (p *Procedure) online(e *entry) {
	e.facts("online", "nộp trực tuyến", func(r *reader) {
		p.Online = append(p.Online, OnlineFact{
			Fact: e.fact(r, "online"),
			URL:  r.url("url"),
			Mode: r.choice("mode", "toan-trinh", "mot-phan", "chua-ro", "khong"),
		})
	})
}

func (p *Procedure) deadlines(e *entry) {
	for _, it := range e.r.list("deadline") {
		r := e.b.reader(it, "mục của \"deadline\"")
		d := DeadlineFact{
			Fact:  e.fact(r, "deadline"),
			Event: r.need("event", "ngày bắt đầu tính, ví dụ event: ngày sinh", 100),
			Term:  r.term(false),
		}
		if d.Term.Unit == "" && d.Status == Verified {
			e.b.fault(d.Line, "hạn %q thiếu số; hãy thêm days và unit (hoặc months, years)", clip(d.Text, 40))
		}
		r.done()
		p.Deadline = append(p.Deadline, d)
	}
}

// parseFAQ reads faq/<id>.md.
func parseFAQ(b *book, file, src string) *FAQ {
	e, body, offset := b.opened(src)
	if e == nil {
		return nil
	}
	f := &FAQ{File: b.file, Key: e.id(file), at: linesOf(e.r.n)}
	f.Question = e.r.need("question", "câu hỏi như người dân hỏi", maxTitle)
	f.Names = e.names()
	f.Field = e.r.need("field", "lĩnh vực, ví dụ field: Hướng dẫn chung", 100)
	f.Owner = e.r.text("owner", 100)
	f.Checked, f.Review, f.Valid = e.dates()
	f.Sources = e.sources
	f.Related = e.r.texts("related", 80)
	f.Gaps = e.gaps()
	f.Short = e.shorts(body)
	f.Beyond = e.r.bool("beyond")
	e.r.done()
	for _, s := range splitBody(b, body, offset) {
		if s.level != 0 {
			b.fault(s.line, "câu trả lời của hỏi đáp không chia phần; hãy bỏ tiêu đề %q", s.title)
		}
		f.Answer = append(f.Answer, b.lines(s, false, false)...)
	}
	if len(f.Answer) == 0 {
		b.fault(offset, "chưa có câu trả lời; hãy viết sau dòng --- thứ hai")
	}
	total := 0
	for _, l := range f.Answer {
		total += utf8.RuneCountInString(l.Text)
	}
	if total > maxAnswer {
		b.fault(offset, "câu trả lời dài %d ký tự, quá %d; hãy rút còn vài câu", total, maxAnswer)
	}
	e.useLines(f.Answer)
	e.unusedSources()
	return f
}

// maxAnswer is the most runes of an FAQ's answer: about a screen and a half of a phone.
const maxAnswer = 1500

// mostFill is how many lines on filling in a form may have: what people read before a pen.
const mostFill = 5

// forms reads the list "forms" of a procedure.
func (p *Procedure) forms(e *entry) {
	for _, it := range e.r.list("forms") {
		r := e.b.reader(it, "mục của \"forms\"")
		f := FormFact{
			Fact: Fact{
				Text: r.need("name", "tên tờ khai", 200), Status: Status(r.choice("status", string(Unverified))),
				Note:    r.text("note", maxNote),
				Sources: e.keys(r), Valid: r.span("to"), Line: it.line,
			},
			Number: r.text("number", 60), DecidedBy: r.text("decided_by", 200), URL: r.url("url"),
			Fill: r.texts("fill", 200), None: r.bool("none"),
		}
		if f.Status == Verified {
			f.Lapses = lapse(e.sources, f.Sources)
		}
		e.trust(r, "forms", f.Status, f.Note, f.Sources)
		switch {
		case f.URL != "" && !Official(f.URL):
			e.b.fault(f.Line, "tờ khai chỉ được dẫn tới trang của cơ quan nhà nước; hãy bỏ url %q", f.URL)
		case f.None && f.Number+f.DecidedBy+f.URL+strings.Join(f.Fill, "") != "":
			e.b.fault(f.Line, "đã ghi none: true (không có mẫu) thì bỏ number, decided_by, url, fill")
		case len(f.Fill) > mostFill:
			e.b.fault(f.Line, "cách điền có %d dòng; nhiều nhất %d dòng, hãy giữ những chỗ người dân hay sai",
				len(f.Fill), mostFill)
		}
		r.done()
		p.Forms = append(p.Forms, f)
	}
}

// lapseOfFee is lapse of a charge: the documents that decided it count alone, where the entry names them by number.
func (e *entry) lapseOfFee(f FeeFact) (last Day) {
	named := false
	for _, d := range e.b.docs {
		if d.Page() || !names(f.DecidedBy, d.Number) {
			continue
		}
		if d.Until.IsZero() {
			return Day{}
		}
		named = true
		if d.Until.After(last) {
			last = d.Until
		}
	}
	if named || f.DecidedBy != "" && (numbered.MatchString(f.DecidedBy) || !strings.Contains(f.DecidedBy, "Luật")) {
		return last // a document that nobody entered, or a council: no end is known
	}
	return f.Lapses
}

// Event is something that happens in a life and takes several procedures, in their order.
type Event struct {
	File    string
	Key     string
	Title   string
	Names   []string // how people tell of it
	Comfort string   // a word of sympathy or a wish before anything else; may be empty
	Steps   []EventStep
	Checked Day
	Review  Day

	at lines
}

// EventStep is one thing to do. Where, how and by when stands in its entry and is never repeated here.
type EventStep struct {
	Do     string // "Đăng ký khai tử"
	When   string // for whom; empty: for everybody
	Entry  string // id of a procedure or FAQ
	Aspect Aspect // the part that its button opens; empty: the overview
	Limit  bool   // say the entry's limit
	Line   int
}

// ID returns the event's id.
func (e *Event) ID() string { return e.Key }

// The bounds of an event: what is longer is no list for a phone.
const (
	maxSteps = 8
	maxStep  = 60
)

func parseEvent(b *book, file, src string) *Event {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	en := &entry{b: b, r: b.reader(tree, "phần thông tin"), used: map[string]bool{}}
	e := &Event{File: b.file, Key: en.id(file), at: linesOf(tree)}
	e.Title = en.r.need("title", "tên việc, ví dụ title: Người thân mới mất", maxTitle)
	e.Names = en.names()
	e.Comfort = en.r.text("comfort", 160)
	e.Checked, e.Review, _ = en.dates()
	for _, it := range en.r.list("steps") {
		r := b.reader(it, "mục của \"steps\"")
		s := EventStep{
			Do:    r.need("do", "việc phải làm, ví dụ do: Đăng ký khai tử", maxStep),
			When:  r.text("when", maxStep),
			Entry: r.need("entry", "id của thủ tục hay hỏi đáp", 80),
			Limit: r.bool("limit"),
			Line:  it.line,
		}
		aspects := make([]string, 0, 9)
		for _, a := range Aspects() {
			aspects = append(aspects, string(a))
		}
		s.Aspect = Aspect(r.choice("aspect", aspects...))
		r.done()
		e.Steps = append(e.Steps, s)
	}
	if n := len(e.Steps); n < 2 || n > maxSteps {
		b.fault(en.r.line("steps"), "\"steps\" có %d việc; hãy ghi từ 2 đến %d việc, theo thứ tự phải làm", n, maxSteps)
	}
	en.r.done()
	return e
}
