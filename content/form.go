package content

// Form is a printed form that a dossier asks for. Who fills it in is told what to write in it.
type Form struct {
	Fact
	Number    string   // "Mẫu số 03", as the deciding document names it
	DecidedBy string   // "Nghị định 58/2026/NĐ-CP, Phụ lục I"
	URL       string   // where the state offers it; may be empty
	Fill      []string // hints for filling it in, one field each
}

// maxFills is how many hints one form may carry: a message holds no more.
const maxFills = 12

func (p *Procedure) forms(e *entry) {
	for _, it := range e.r.list("forms") {
		r := e.b.reader(it, "mục của \"forms\"")
		f := Form{
			Fact: Fact{
				Text:    r.need("name", "tên mẫu, ví dụ name: Tờ khai đăng ký khai sinh", maxTitle),
				Sources: e.keys(r),
				Line:    it.line,
			},
			Number:    r.text("number", 60),
			DecidedBy: r.text("decided_by", 200),
			URL:       r.url("url"),
			Fill:      r.texts("fill", maxText),
		}
		f.Valid = r.span("from", "to")
		f.Lapses = lapse(e.sources, f.Sources)
		e.trust(r, "forms", Verified, "", f.Sources)
		switch {
		case f.URL != "" && !Official(f.URL):
			e.b.fault(r.line("url"), "%q không phải trang của Nhà nước; mẫu chỉ được dẫn tới trang .gov.vn, chinhphu.vn, "+
				"vbpl.vn, quochoi.vn", clip(f.URL, 60))
		case len(f.Fill) > maxFills:
			e.b.fault(r.line("fill"), "mẫu có %d gợi ý, quá %d; hãy giữ những ô hay ghi sai", len(f.Fill), maxFills)
		}
		r.done()
		p.Forms = append(p.Forms, f)
	}
}
