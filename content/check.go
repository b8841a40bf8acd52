package content

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"slices"
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
		ld.sameName(names, p.File, p.at, append(slices.Clone(p.Names), p.Title))
		ld.askedOnce(asks, p.File, p.Short)
	}
	for _, f := range ld.lib.FAQs {
		if f.Owner == "" {
			f.Owner = ld.lib.Owner
		}
		ld.dates(f.File, f.at, f.Checked, f.Review, f.Sources)
		ld.related(f.File, f.at, f.Key, f.Related)
		ld.sameName(names, f.File, f.at, append(slices.Clone(f.Names), f.Question))
		ld.askedOnce(asks, f.File, f.Short)
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
	ld.crossEvents(names)
	ld.wanted()
	ld.grounds()
}

// sameName faults a name under which two entries would be found.
func (ld *loader) sameName(seen map[string]string, file string, at lines, names []string) {
	for _, n := range names {
		key := fold(n)
		if other, ok := seen[key]; ok && other != file {
			ld.fault(file, at.of("names", n), "cách gọi %q (bỏ dấu) đã có ở %s nên bot không biết chọn mục nào; hãy đổi một trong hai", n, other)
			continue
		}
		seen[key] = file
	}
}

func (ld *loader) dates(file string, at lines, checked, review Day, sources []Source) {
	if checked.After(ld.today) {
		ld.future(file, at.of("checked", ""), "ngày kiểm tra %s ở tương lai; hãy ghi ngày đã kiểm tra thật", checked)
	}
	if !review.IsZero() && review.Before(ld.today) {
		ld.warn(file, at.of("review", ""), "đã quá ngày xem lại %s; hãy kiểm tra lại mục này", review)
	}
	for _, s := range sources {
		if s.Checked.After(ld.today) {
			ld.future(file, s.Line, "nguồn %q ghi ngày xem %s ở tương lai", s.Key, s.Checked)
		}
	}
}

func (ld *loader) related(file string, at lines, self string, ids []string) {
	for _, id := range ids {
		switch {
		case id == self:
			ld.fault(file, at.of("related", id), "\"related\" trỏ về chính mục này; hãy bỏ %q", id)
		case !ld.exists(id):
			ld.fault(file, at.of("related", id), "\"related\" có %q nhưng không có mục nào mang id hay mã đó; hãy sửa hoặc bỏ", id)
		}
	}
}

// exists reports whether an entry has this id or code.
func (ld *loader) exists(id string) bool {
	_, isProc := ld.lib.procedures[id]
	_, isFAQ := ld.lib.faqs[id]
	return isProc || isFAQ
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
		case to.IsZero():
		case to.Before(ld.today):
			ld.warn(p.File, f.Line, "mức thu này hết từ %s; hãy kiểm tra mức mới", to)
		case to.Sub(ld.today) <= soon:
			ld.warn(p.File, f.Line, "mức thu này hết ngày %s (còn %d ngày); hãy chuẩn bị mức mới", to, to.Sub(ld.today))
		}
	}
}

// Check reads a base, writes every fault as "file:line: what and how to mend it", warnings last, and returns the number of
// errors (warnings not counted).
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

// NewLibrary makes a base of entries that were not read from files, such as an export that is asked directly. Of two
// entries with one code the first is kept.
func NewLibrary(procedures []*Procedure, faqs []*FAQ) *Library {
	l := &Library{Procedures: procedures, FAQs: faqs, procedures: make(map[string]*Procedure, len(procedures)), faqs: make(map[string]*FAQ, len(faqs))}
	for _, p := range procedures {
		for _, key := range append([]string{p.Key}, p.Codes...) {
			if _, twice := l.procedures[key]; !twice {
				l.procedures[key] = p
			}
		}
	}
	for _, f := range faqs {
		l.faqs[f.Key] = f
	}
	return l
}
