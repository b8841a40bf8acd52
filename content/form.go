package content

// FormFact is a form that a citizen fills in for a procedure. Its Text is the form's name.
type FormFact struct {
	Fact
	Number    string   // "Mẫu số 03", "CT01"; may be empty
	DecidedBy string   // the document that sets the form, as people cite it; may be empty
	URL       string   // of the form itself, on an official host; may be empty
	Fill      []string // what people get wrong in it, at most five lines
}

// mostFill is how many lines on filling in a form may have: what people read before a pen.
const mostFill = 5

// forms reads the list "forms" of a procedure.
func (p *Procedure) forms(e *entry) {
	for _, it := range e.r.list("forms") {
		r := e.b.reader(it, "mục của \"forms\"")
		f := FormFact{
			Fact: Fact{
				Text: r.need("name", "tên tờ khai", 200), Status: Status(r.choice("status", string(Unverified))), Note: r.text("note", maxNote),
				Sources: e.keys(r), Valid: r.span("from", "to"), Line: it.line,
			},
			Number: r.text("number", 60), DecidedBy: r.text("decided_by", 200), URL: r.url("url"), Fill: r.texts("fill", 200),
		}
		if f.Status == Verified {
			f.Lapses = lapse(e.sources, f.Sources)
		}
		e.trust(r, "forms", f.Status, f.Note, f.Sources)
		switch {
		case f.URL != "" && !Official(f.URL):
			e.b.fault(f.Line, "tờ khai chỉ được dẫn tới trang của cơ quan nhà nước; hãy bỏ url %q", f.URL)
		case len(f.Fill) > mostFill:
			e.b.fault(f.Line, "cách điền có %d dòng; nhiều nhất %d dòng, hãy giữ những chỗ người dân hay sai", len(f.Fill), mostFill)
		}
		r.done()
		p.Forms = append(p.Forms, f)
	}
}

// FormsAt returns the forms in use on a day.
func (p *Procedure) FormsAt(day Day) (out []FormFact) {
	for _, f := range p.Forms {
		if f.Valid.Contains(day) {
			out = append(out, f)
		}
	}
	return out
}
