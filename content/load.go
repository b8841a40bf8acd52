package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/vi"
)

// Load reads a base. The Library is usable even when there are faults: what could not be understood is left out. Dates
// that lie in the future are only a warning here, so that a machine with a slow clock still serves; Check counts them.
func Load(fsys fs.FS) (*Library, Faults) {
	l, faults := load(fsys, DayOf(time.Now()))
	for i := range faults {
		faults[i].Warn = faults[i].Warn || faults[i].clock
	}
	return l, faults
}

// load reads a base as of today: dates after it cannot have been checked.
func load(fsys fs.FS, today Day) (*Library, Faults) {
	l := &Library{procedures: map[string]*Procedure{}, faqs: map[string]*FAQ{}}
	ld := loader{fsys: fsys, today: today, lib: l,
		absent: absent{withdrawn: map[string]bool{}, broken: map[string]string{}}}
	ld.documents()
	ld.withdrawn()
	l.Procedures = entries(&ld, "procedures", parseProcedure)
	ld.imported()
	l.FAQs = entries(&ld, "faq", parseFAQ)
	ld.about()
	ld.tables()
	ld.urgent()
	ld.events()
	ld.questions()
	ld.index()
	ld.forget()
	ld.cross()
	ld.strays()
	return l, ld.faults.sorted()
}

// imported reads the entries taken over from the national portal, but those that a curated entry replaces.
func (ld *loader) imported() {
	curated := map[string]bool{}
	for _, p := range ld.lib.Procedures {
		for _, c := range p.Codes {
			curated[c] = true
		}
	}
	for id := range ld.absent.withdrawn { // the portal's copy must not answer in its place
		curated[id] = true
	}
	ld.lib.Procedures = append(ld.lib.Procedures, entries(ld, "imported", func(b *book, name, src string) *Procedure {
		if curated[name] {
			return nil
		}
		return parseImported(b, name, src)
	})...)
}

// about reads base.yaml.
func (ld *loader) about() {
	l := ld.lib
	if !exists(ld.fsys, "base.yaml") {
		return
	}
	ld.file("base.yaml", func(b *book, _, src string) {
		r := b.reader(readTree(b, src, 0), "base.yaml")
		l.Title = r.text("title", maxTitle)
		l.Owner = r.text("owner", 100)
		l.Province = r.text("province", 100)
		for _, it := range r.list("asked") {
			a := b.reader(it, "mục của \"asked\"")
			l.Asked = append(l.Asked, Asked{Entry: a.need("entry", "id của thủ tục hay hỏi đáp", 80),
				Say: a.need("say", "vài chữ, ví dụ say: Làm giấy khai sinh", 40)})
			a.done()
		}
		for _, it := range r.list("topics") {
			t := b.reader(it, "mục của \"topics\"")
			l.Topics = append(l.Topics, Topic{ID: t.need("id", "id của nhóm, ví dụ id: nha-dat", 60),
				Title: t.need("title", "tên nhóm", maxTitle), Fields: t.texts("fields", 60)})
			t.done()
		}
		ld.firstPage(b, r)
		r.done()
	})
}

// firstPage checks what base.yaml says of the first page, once the entries are read.
func (ld *loader) firstPage(b *book, r *reader) {
	for _, a := range ld.lib.Asked {
		id := a.Entry
		known := slices.ContainsFunc(ld.lib.Procedures, func(p *Procedure) bool { return p.Key == id }) ||
			slices.ContainsFunc(ld.lib.FAQs, func(f *FAQ) bool { return f.Key == id })
		if !known {
			b.warn(r.line("asked"), "\"asked\" nhắc tới mục %q, kho không có; trang đầu bỏ qua mục này", id)
		}
	}
	seen := map[string]bool{}
	for _, t := range ld.lib.Topics {
		if !idForm.MatchString(t.ID) || seen[t.ID] {
			b.fault(r.line("topics"), "id của nhóm %q phải là chữ thường không dấu, số, gạch ngang và không trùng",
				t.ID)
		}
		seen[t.ID] = true
		for _, f := range t.Fields {
			if seen["field "+f] {
				b.fault(r.line("topics"), "lĩnh vực %q nằm ở hai nhóm", f)
			}
			seen["field "+f] = true
		}
	}
}

// strays warns of files that look like content but lie where nobody reads them.
func (ld *loader) strays() {
	read := []string{"documents/*.yaml", "procedures/*.md", "imported/*.md", "faq/*.md", "plan/*/plan.yaml",
		"places/*.yaml", "offices/*.yaml",
		"calendar/*.yaml", "urgent/*.yaml", "events/*.yaml", "lexicon/*.yaml", "questions*.yaml", "base.yaml"}
	_ = fs.WalkDir(ld.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return nil
		case d.IsDir() && (base == "testdata" || base != "." && strings.HasPrefix(base, ".")):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".md" && path.Ext(name) != ".yaml" && path.Ext(name) != ".yml":
			return nil
		case strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || strings.EqualFold(base, "README.md"):
			return nil
		}
		if !slices.ContainsFunc(read, func(p string) bool { ok, _ := path.Match(p, name); return ok }) {
			ld.warn(name, 0, "tệp nằm ở chỗ bot không đọc; hãy chuyển vào đúng thư mục (procedures, faq…) và đặt "+
				"đuôi .md hoặc .yaml")
		}
		return nil
	})
}

// tables reads the plans, places, offices and the calendar.
func (ld *loader) tables() {
	l := ld.lib
	dirs, _ := fs.ReadDir(ld.fsys, "plan")
	for _, d := range dirs {
		if name := path.Join("plan", d.Name(), "plan.yaml"); d.IsDir() && exists(ld.fsys, name) {
			ld.file(name, func(b *book, _, src string) {
				if p := parsePlan(b, d.Name(), src); p != nil {
					l.Plans = append(l.Plans, p)
				}
			})
		}
	}
	ld.each("places", func(b *book, name, src string) {
		if p := parsePlaces(b, name, src); p != nil {
			l.Places = append(l.Places, p)
		}
	})
	ld.each("offices", func(b *book, _, src string) {
		l.Offices = append(l.Offices, parseOffices(b, src)...)
	})
	ld.each("calendar", func(b *book, name, src string) {
		if y := parseCalendar(b, name, src); y != nil {
			l.Calendar = append(l.Calendar, y)
		}
	})
}

// index builds the look-up tables and faults what is there twice.
func (ld *loader) index() {
	l := ld.lib
	for _, p := range l.Procedures {
		ld.add(p, p.Key, "id", p.at.of("id", ""))
		for _, c := range p.Codes {
			ld.add(p, c, "mã", p.at.of("codes", c))
		}
	}
	for _, f := range l.FAQs {
		if p, ok := l.procedures[f.Key]; ok {
			ld.fault(f.File, f.at.of("id", ""), "id %q đã dùng ở %s; hãy đổi id", f.Key, p.File)
		}
		l.faqs[f.Key] = f
	}
}

func (ld *loader) add(p *Procedure, key, what string, line int) {
	if other, twice := ld.lib.procedures[key]; twice && other != p {
		ld.fault(p.File, line, "%s %q đã dùng ở %s; hãy đổi một trong hai", what, key, other.File)
		return
	}
	ld.lib.procedures[key] = p
}

type loader struct {
	fsys   fs.FS
	today  Day
	lib    *Library
	faults Faults
	absent absent
}

// each reads the files of one folder in the order of their names.
func (ld *loader) each(dir string, parse func(b *book, name, src string)) {
	for _, name := range ld.names(dir, ".yaml") {
		ld.file(name, parse)
	}
}

// names are the files of one folder that are read, in their order; a base without the folder lacks this kind of
// content.
func (ld *loader) names(dir, ext string) (out []string) {
	list, _ := fs.ReadDir(ld.fsys, dir)
	for _, de := range list {
		if de.IsDir() || strings.HasPrefix(de.Name(), ".") || strings.HasPrefix(de.Name(), "_") ||
			path.Ext(de.Name()) != ext {
			continue
		}
		out = append(out, path.Join(dir, de.Name()))
	}
	return out
}

// entries reads the entries of one folder in the order of their names. They are most of a base and an editor waits for
// them, so all processors read.
func entries[T any](ld *loader, dir string, parse func(b *book, name, src string) *T) (out []*T) {
	names := ld.names(dir, ".md")
	read := make([]func(), len(names))
	parsed := make([]*T, len(names))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				read[i] = ld.read(names[i], func(b *book, name, src string) { parsed[i] = parse(b, name, src) })
			}
		})
	}
	all.Wait()
	for i, note := range read {
		note()
		if parsed[i] != nil {
			out = append(out, parsed[i])
		}
	}
	return out
}

func (ld *loader) file(name string, parse func(b *book, name, src string)) { ld.read(name, parse)() }

// read reads one file, of several at a time, and returns what notes its faults, of one file after the other.
func (ld *loader) read(name string, parse func(b *book, name, src string)) (note func()) {
	b := &book{file: name, docs: ld.lib.documents, broken: ld.absent.broken}
	src, err := bounded.ReadFile(ld.fsys, name)
	var no *bounded.Error
	switch {
	case errors.As(err, &no):
		b.fault(0, "%s", no.What)
	case err != nil:
		b.fault(0, "không mở được tệp (%v); hãy xem lại quyền đọc", err)
	case !utf8.Valid(src):
		b.fault(0, "tệp không phải UTF-8; hãy lưu lại với mã UTF-8")
	default:
		parse(b, strings.TrimSuffix(path.Base(name), path.Ext(name)), string(src))
	}
	return func() {
		if slices.ContainsFunc(b.faults, func(f Fault) bool { return f.blocks }) || !utf8.Valid(src) {
			ld.absent.unread(name, string(src), PlanEntry(path.Base(path.Dir(name)), ""))
		}
		ld.faults = append(ld.faults, b.faults...)
	}
}

func (ld *loader) fault(file string, line int, format string, args ...any) {
	ld.faults = append(ld.faults, Fault{File: file, Line: line, What: fmt.Sprintf(format, args...)})
}

// future faults a date that today's clock says is still to come.
func (ld *loader) future(file string, line int, format string, args ...any) {
	ld.faults = append(ld.faults, Fault{File: file, Line: line, What: fmt.Sprintf(format, args...), clock: true})
}

func (ld *loader) warn(file string, line int, format string, args ...any) {
	ld.faults = append(ld.faults, Fault{File: file, Line: line, What: fmt.Sprintf(format, args...), Warn: true})
}

// exists reports whether an entry has this id or code.
func (ld *loader) exists(id string) bool {
	_, isProc := ld.lib.procedures[id]
	_, isFAQ := ld.lib.faqs[id]
	return isProc || isFAQ
}

// sameName faults a name under which two entries would be found.
func (ld *loader) sameName(seen map[string]string, file string, at lines, names []string) {
	for _, n := range names {
		key := vi.Plain(n)
		if other, ok := seen[key]; ok && other != file {
			ld.fault(file, at.of("names", n),
				"cách gọi %q (bỏ dấu) đã có ở %s nên bot không biết chọn mục nào; hãy đổi một trong hai", n, other)
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

// documents reads the rows before anything that cites them.
func (ld *loader) documents() {
	l := ld.lib
	l.documents = map[string]*Document{}
	ld.each("documents", func(b *book, _, src string) {
		l.Documents = append(l.Documents, parseDocuments(b, src)...)
	})
	l.Documents = slices.DeleteFunc(l.Documents, func(d *Document) bool {
		if other, twice := l.documents[d.ID]; twice {
			ld.fault(d.File, d.Line, "văn bản %q đã khai ở %s:%d; hãy bỏ một", d.ID, other.File, other.Line)
			return true
		}
		l.documents[d.ID] = d
		return false
	})
	for _, d := range l.Documents {
		for _, ref := range append(slices.Clone(d.Amends), d.Replaced...) {
			switch {
			case ref.Doc == d.ID:
				ld.fault(d.File, d.Line, "văn bản %q trỏ về chính nó; hãy sửa amends hoặc replaced_by", d.ID)
			case !documentID.MatchString(ref.Doc):
				ld.fault(d.File, d.Line, "%q không phải id của văn bản", ref.Doc)
			}
		}
	}
}

// events reads events/<id>.yaml.
func (ld *loader) events() {
	ld.each("events", func(b *book, name, src string) {
		if e := parseEvent(b, name, src); e != nil {
			ld.lib.Events = append(ld.lib.Events, e)
		}
	})
}

// questions reads questions.yaml and its companions, questions-<kind>.yaml.
func (ld *loader) questions() {
	names, _ := fs.Glob(ld.fsys, "questions*.yaml")
	for _, name := range names {
		ld.file(name, func(b *book, _,
			src string) {
			ld.lib.Questions = append(ld.lib.Questions, parseQuestions(b, src)...)
		})
	}
}

// withdrawn notes what stands in files that were withdrawn: "_khai-sinh.md" beside where "khai-sinh.md" was.
func (ld *loader) withdrawn() {
	for _, dir := range []string{"procedures", "imported", "faq", "events"} {
		list, _ := fs.ReadDir(ld.fsys, dir)
		for _, de := range list {
			id, marked := strings.CutPrefix(de.Name(), withdrawnMark)
			ext := path.Ext(id)
			if !marked || de.IsDir() || ext != ".md" && ext != ".yaml" || exists(ld.fsys, path.Join(dir, id)) {
				continue
			}
			ld.absent.withdrawn[strings.TrimSuffix(id, ext)] = true
			if text, err := bounded.ReadFile(ld.fsys, path.Join(dir, de.Name())); err == nil {
				for _, code := range codesIn(string(text)) {
					ld.absent.withdrawn[code] = true
				}
			}
		}
	}
}

// dangling faults a pointer at something that is not there, and says when that is so because of another file's fault.
func (ld *loader) dangling(id, file string, line int, format string, args ...any) {
	ld.faults = append(ld.faults, Fault{File: file, Line: line, What: fmt.Sprintf(format, args...),
		Because: ld.absent.cause(id)})
}
