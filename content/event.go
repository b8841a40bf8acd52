package content

import "slices"

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

// Event returns the event with the given id.
func (l *Library) Event(id string) (*Event, bool) {
	i := slices.IndexFunc(l.Events, func(e *Event) bool { return e.Key == id })
	if i < 0 {
		return nil, false
	}
	return l.Events[i], true
}

// events reads events/<id>.yaml.
func (ld *loader) events() {
	ld.each("events", ".yaml", func(b *book, name, src string) {
		if e := parseEvent(b, name, src); e != nil {
			ld.lib.Events = append(ld.lib.Events, e)
		}
	})
}

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
				ld.fault(e.File, s.Line, "việc %q trỏ tới %q nhưng không có mục nào mang id đó; hãy sửa entry", s.Do, s.Entry)
			case s.Limit && (!isProcedure || len(p.Deadline) == 0):
				ld.fault(e.File, s.Line, "việc %q ghi limit: true nhưng mục %q không có hạn (deadline); "+
					"hãy bỏ limit hoặc thêm hạn vào mục đó", s.Do, s.Entry)
			case s.Aspect != "" && !isProcedure:
				ld.fault(e.File, s.Line, "aspect chỉ dùng khi entry là một thủ tục; hãy bỏ aspect của việc %q", s.Do)
			}
		}
	}
}
