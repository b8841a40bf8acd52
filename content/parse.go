package content

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// Limits, in runes, of what one field may hold and still read well on a phone.
const (
	maxTitle = 200
	maxName  = 120
	maxText  = 500
	maxNote  = 400
)

// minNames is how many ways of asking an entry must list, so that people find it in their own words.
const minNames = 5

var (
	idForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	codeForm = regexp.MustCompile(`^\d+\.\d{6}(\.\w+)*$`)
)

// entry reads the keys that procedures and FAQ share.
type entry struct {
	b       *book
	r       *reader
	sources []Source
	used    map[string]bool
}

func (b *book) entry(n node) *entry {
	e := &entry{b: b, r: b.reader(n, "phần thông tin"), used: map[string]bool{}}
	e.sources = b.sources(e.r)
	return e
}

// id checks that the entry's id is its file name.
func (e *entry) id(file string) string {
	id := e.r.need("id", "id trùng tên tệp, ví dụ id: "+file, 80)
	if id == "" {
		return file
	}
	if !idForm.MatchString(id) {
		e.b.fault(e.r.line("id"), "id %q chỉ được có a-z, 0-9 và dấu gạch ngang", id)
	}
	if id != file {
		e.b.fault(e.r.line("id"), "id %q khác tên tệp %q; hãy sửa một trong hai cho trùng", id, file)
	}
	return id
}

// names reads the everyday names.
func (e *entry) names() []string {
	names := e.r.texts("names", maxName)
	if len(names) < minNames {
		e.b.fault(e.r.line("names"), "mới có %d cách gọi trong \"names\"; hãy thêm cho đủ %d cách người dân hay nói",
			len(names), minNames)
	}
	seen := map[string]bool{}
	for _, n := range names {
		if k := vi.Plain(n); seen[k] {
			e.b.fault(linesOf(e.r.n).of("names", n), "cách gọi %q ghi hai lần; hãy bỏ một", n)
		} else {
			seen[k] = true
		}
	}
	return names
}

// dates reads checked, review and valid.
func (e *entry) dates() (checked, review Day, valid Span) {
	r := e.r
	if _, ok := r.get("checked"); !ok {
		r.missing("checked", "ngày kiểm tra gần nhất, ví dụ checked: 2026-11-22")
	}
	if _, ok := r.get("review"); !ok {
		r.missing("review", "ngày phải xem lại, ví dụ review: 2027-02-15")
	}
	checked, review = r.day("checked"), r.day("review")
	if !checked.IsZero() && !review.IsZero() && !review.After(checked) {
		e.b.fault(r.line("review"), "ngày xem lại (%s) phải sau ngày kiểm tra (%s)", review, checked)
	}
	if n, ok := r.get("valid"); ok {
		v := e.b.reader(n, "\"valid\"")
		valid = v.span("to")
		v.done()
	}
	return checked, review, valid
}

// span reads the first and the last day of something.
func (r *reader) span(to string) Span {
	s := Span{r.day("from"), r.day(to)}
	if !s.From.IsZero() && !s.To.IsZero() && s.To.Before(s.From) {
		r.b.fault(r.line(to), "ngày kết thúc (%s) trước ngày bắt đầu (%s)", s.To, s.From)
	}
	return s
}

// url reads a web address.
func (r *reader) url(key string) string {
	s := r.text(key, 600)
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") ||
		strings.ContainsAny(s, " …<>\"") {
		r.b.fault(r.line(key), "%q là %q, không phải địa chỉ mở được; hãy chép nguyên địa chỉ bắt đầu bằng https://",
			key, clip(s, 60))
		return ""
	}
	return s
}

// keys reads which sources a fact names and checks that they exist.
func (e *entry) keys(r *reader) []string {
	keys := r.texts("sources", 80)
	for _, k := range keys {
		e.use(r.line("sources"), k)
	}
	return keys
}

func (e *entry) use(line int, key string) {
	if _, ok := findSource(e.sources, key); ok {
		e.used[key] = true
		return
	}
	var known []string
	for _, s := range e.sources {
		known = append(known, s.Key)
	}
	if n := vi.Nearest(key, known); n != "" {
		e.b.fault(line, "nguồn %q chưa khai trong \"sources\"; có phải %q?", key, n)
		return
	}
	e.b.fault(line, "nguồn %q chưa khai trong \"sources\"; hãy thêm nguồn đó hoặc sửa khóa", key)
}

// useLines checks the source marks of body lines and notes when their documents end.
func (e *entry) useLines(lines []Line) {
	for i, l := range lines {
		for _, k := range l.Sources {
			e.use(l.Line, k)
		}
		lines[i].Lapses = lapse(e.sources, l.Sources)
	}
}

// unusedSources faults every source that no fact names.
func (e *entry) unusedSources() {
	for _, s := range e.sources {
		if !e.used[s.Key] {
			e.b.fault(s.Line, "nguồn %q khai mà không dùng; hãy gắn vào dữ kiện hoặc xóa đi", s.Key)
		}
	}
}

// fact reads what all facts share.
func (e *entry) fact(r *reader, name string) Fact {
	f := Fact{
		When:    r.text("when", 160),
		Text:    r.need("text", "nội dung của mục này", maxText),
		Status:  Status(r.choice("status", "verified", string(Unverified), string(Conflict))),
		Note:    r.text("note", maxNote),
		Sources: e.keys(r),
		Valid:   r.span("to"),
		Line:    r.n.line,
	}
	if f.Status == "verified" {
		f.Status = Verified
	}
	if f.Status != Unverified {
		f.Lapses = lapse(e.sources, f.Sources)
	}
	e.trust(r, name, f.Status, f.Note, f.Sources)
	if n := longestSentence(f.Text); n > maxSentence {
		e.b.warn(f.Line, "câu dài %d chữ, quá %d; hãy tách câu cho dễ đọc", n, maxSentence)
	}
	return f
}

// trust checks that what is said has a source, or says why not.
func (e *entry) trust(r *reader, name string, status Status, note string, sources []string) {
	switch {
	case status == Verified && len(sources) == 0:
		e.b.fault(r.n.line, "mục này của %q chưa có nguồn; hãy thêm sources: [khóa] hoặc status: unverified kèm note "+
			"nói đã tìm gì", name)
	case status == Unverified && note == "":
		e.b.fault(r.n.line, "status: unverified phải kèm note; hãy viết đã tìm ở đâu mà chưa thấy")
	case status == Conflict && note == "":
		e.b.fault(r.n.line, "status: conflict phải kèm note; hãy viết một câu cho người dân: nguồn nào nói gì")
	case status == Conflict && len(sources) < 2:
		e.b.fault(r.n.line, "status: conflict phải nêu ít nhất hai nguồn nói khác nhau")
	}
}

// facts reads a list that must hold at least one item.
func (e *entry) facts(key, hint string, each func(*reader)) {
	items := e.r.list(key)
	if len(items) == 0 {
		if _, there := e.r.get(key); !there {
			e.b.fault(e.r.line(key),
				"thiếu %q (%s); nếu chưa xác minh được, hãy ghi một mục với status: unverified và note", key, hint)
		}
		return
	}
	for _, it := range items {
		r := e.b.reader(it, "mục của \""+key+"\"")
		each(r)
		r.done()
	}
}

func (e *entry) plain(key, hint string) (out []Fact) {
	e.facts(key, hint, func(r *reader) { out = append(out, e.fact(r, key)) })
	return out
}

// term reads days with unit, or hours, months, years.
func (r *reader) term(zeroOK bool) Term {
	least := int64(1)
	if zeroOK {
		least = 0
	}
	var out Term
	set := func(key string, n int64, u Unit) {
		if out.Unit != "" {
			r.b.fault(r.line(key), "chỉ ghi một trong days, hours, months, years")
		}
		out = Term{int(n), u}
	}
	unit := r.choice("unit", string(Working), string(Calendar))
	if n, ok := r.int("days", least); ok {
		if unit == "" {
			r.b.fault(r.line("days"), "có days thì phải có unit: working (ngày làm việc) hoặc calendar (ngày thường)")
		}
		if n > 3650 {
			r.b.fault(r.line("days"), "days là %d, quá dài; hãy xem lại", n)
		}
		set("days", n, Unit(unit))
	} else if unit != "" && out.Unit == "" {
		r.b.fault(r.line("unit"), "có unit mà không có days; hãy thêm days hoặc bỏ unit")
	}
	for _, alt := range []struct {
		key  string
		unit Unit
	}{{"hours", Hours}, {"months", Months}, {"years", Years}} {
		if n, ok := r.int(alt.key, 1); ok {
			set(alt.key, n, alt.unit)
		}
	}
	return out
}

// clock reads "15:00".
func (r *reader) clock(key string) Clock {
	s := r.text(key, 5)
	if s == "" {
		return Clock{}
	}
	h, m, ok := strings.Cut(s, ":")
	hh, err1 := strconv.Atoi(h)
	mm, err2 := strconv.Atoi(m)
	if !ok || err1 != nil || err2 != nil || hh < 0 || hh > 23 || mm < 0 || mm > 59 {
		r.b.fault(r.line(key), "%q là %q; hãy viết giờ trong dấu nháy, dạng \"15:00\"", key, s)
		return Clock{}
	}
	return Clock{true, hh, mm}
}

func (e *entry) gaps() (out []Gap) {
	for _, it := range e.r.list("unverified") {
		r := e.b.reader(it, "mục của \"unverified\"")
		out = append(out, Gap{
			Field:    r.need("field", "tên phần chưa xác minh, ví dụ field: fee", 40),
			Text:     r.need("text", "điều chưa xác minh được", 400),
			Searched: r.text("searched", 600),
		})
		r.done()
	}
	return out
}

func (e *entry) codes() []string {
	codes := e.r.texts("codes", 30)
	for i, c := range codes {
		if !codeForm.MatchString(c) {
			e.b.fault(e.r.line("codes"), "mã %q không đúng dạng mã thủ tục quốc gia như \"1.001193\"", c)
		}
		if slices.Contains(codes[:i], c) {
			e.b.fault(e.r.line("codes"), "mã %q ghi hai lần", c)
		}
	}
	return codes
}

// longestSentence returns the number of syllables of the longest sentence: what a reader must hold in mind at once.
func longestSentence(s string) int {
	longest := 0
	for _, sentence := range strings.FieldsFunc(s,
		func(r rune) bool { return r == '.' || r == ';' || r == ':' || r == '?' || r == '!' }) {
		longest = max(longest, len(strings.Fields(sentence)))
	}
	return longest
}
