package content

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
