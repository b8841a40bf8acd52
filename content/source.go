package content

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/content/vi"
)

// Source is where a fact was read: an article of a document, or the press.
type Source struct {
	Key     string
	Title   string    // what a citizen reads: "Luật Hộ tịch 2014, Điều 11"
	URL     string    // of a document its official address; may be empty
	Date    Day       // the document's own date
	Checked Day       // the day somebody last looked
	Doc     *Document // nil for the press, and for a source in words of its own
	At      string    // the articles: "Điều 11, 13"
	Press   bool      // a newspaper, a law firm, a private site: backs a note, never shown to citizens
	Line    int
}

// Official reports whether the source may be shown to citizens: it is no press.
func (s Source) Official() bool { return !s.Press }

// Link is the address that a citizen may be sent to, or empty.
func (s Source) Link() string {
	if s.Press || !Official(s.URL) {
		return ""
	}
	return s.URL
}

// A statement that rests on nothing but documents which end lapses with the last of them: from the next day on nobody
// knows whether it still holds, until an editor cites what took its place.

var numbered = regexp.MustCompile(`\d/`)

// lapse returns the last day on which one of the cited documents is in force, or the zero Day when that is not known to
// end. Pages and the press bind nobody and do not count.
func lapse(sources []Source, keys []string) (last Day) {
	for _, s := range sources {
		if !slices.Contains(keys, s.Key) || !s.binds() {
			continue
		}
		if s.Doc == nil || s.Doc.Until.IsZero() {
			return Day{}
		}
		if s.Doc.Until.After(last) {
			last = s.Doc.Until
		}
	}
	return last
}

// names reports whether a text names a document by its number, and not by the tail of a longer one.
func names(text, number string) bool {
	i := strings.Index(text, number)
	return number != "" && i >= 0 && (i == 0 || text[i-1] < '0' || text[i-1] > '9')
}

// Kinds of documents that are no legal text.
const (
	kindPortal = "cổng dịch vụ công"
	kindPage   = "trang cơ quan"
)

// Document is a legal document or an official page. It stands once in content/documents; entries cite it with an
// article.
type Document struct {
	File      string
	ID        string // the number as a key: 60-2014-qh13; a page of the national portal: dvc-2.000635
	Kind      string // one of documentKinds
	Number    string // "60/2014/QH13"; of a portal page the code of the procedure
	Authority string
	Date      Day // signed; of a page: the day it was read
	Title     string
	Short     string // what people call it: "Luật Hộ tịch 2014"
	From      Day    // in force from; zero: not known
	Until     Day    // last day in force; zero: open or not known
	Amends    []Reference
	Replaced  []Reference // what takes its place, wholly or in the articles named
	Official  string      // address on an official host; empty when none is known
	Read      []Reading
	Seen      map[string]string // of a portal page: a print of each part as editors last went through it
	Line      int
}

// Reference points from one document to another, perhaps only to some articles.
type Reference struct{ Doc, At string }

// Reading says how the text of a document was read. It is for editors and never shown to citizens.
type Reading struct {
	Copy string // address of the copy; empty: from excerpts without an address
	On   Day
	Part string // whole, part or quoted (only through somebody who quotes it)
	Note string
}

// InForce reports whether the document holds on a day, as far as its row says.
func (d *Document) InForce(day Day) bool { return Span{d.From, d.Until}.Contains(day) }

// Portal reports whether the document is a page of the national portal.
func (d *Document) Portal() bool { return d.Kind == kindPortal }

// Page reports whether the document is a web page of an office and not a text that binds.
func (d *Document) Page() bool { return d.Kind == kindPortal || d.Kind == kindPage }

// Official reports whether an address lies on a host of the state: those that citizens may be sent to as a source.
func Official(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc(officialHosts,
		func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

func findSource(list []Source, key string) (Source, bool) {
	i := slices.IndexFunc(list, func(s Source) bool { return s.Key == key })
	if i < 0 {
		return Source{}, false
	}
	return list[i], true
}

// binds reports whether the source is a legal document and neither a page nor the press.
func (s Source) binds() bool { return !s.Press && (s.Doc == nil || !s.Doc.Page()) }

// officialHosts hold the law and what the state itself publishes; every host below one of them counts.
var officialHosts = []string{"gov.vn", "chinhphu.vn", "vbpl.vn", "quochoi.vn"}

// documentKinds are the kinds of documents. The numbers of the first are one of a kind in the whole country, so that a
// number is an id; those of the others may be met twice, and an id may add to the number.
var (
	nationalKinds = []string{"hiến pháp", "bộ luật", "luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch"}
	documentKinds = append(slices.Clone(nationalKinds), "nghị quyết", "quyết định", "chỉ thị", "công văn", "thông báo",
		"kế hoạch",
		"văn bản hợp nhất", kindPortal, kindPage)
)

var documentID = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)

// DocumentID turns the number of a document into its id: "120/2025/NĐ-CP" into "120-2025-nd-cp".
func DocumentID(number string) string {
	words := strings.FieldsFunc(number, func(r rune) bool { return r == '/' || r == '-' || r == ' ' })
	for i, w := range words {
		parts := strings.Split(w, ".")
		for j, p := range parts {
			parts[j] = vi.Plain(p)
		}
		words[i] = strings.Join(parts, ".")
	}
	return strings.Join(words, "-")
}

// parseDocuments reads documents/*.yaml.
func parseDocuments(b *book, src string) (out []*Document) {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	r := b.reader(tree, "tệp văn bản")
	for _, it := range r.list("documents") {
		if d := b.document(it); d.ID != "" {
			out = append(out, d)
		}
	}
	r.done()
	return out
}

func (b *book) document(it node) *Document {
	r := b.reader(it, "mục của \"documents\"")
	d := &Document{
		File:      b.file,
		Line:      it.line,
		ID:        r.need("id", "id là số hiệu viết thường, ví dụ id: 120-2025-nd-cp", 80),
		Kind:      r.choice("kind", documentKinds...),
		Number:    r.text("number", 60),
		Authority: r.text("authority", 160),
		Date:      r.day("date"),
		Title:     r.need("title", "tên văn bản hoặc tên trang", 700),
		Short:     r.text("short", 120),
		Official:  r.url("official"),
	}
	span := r.span("until")
	d.From, d.Until = span.From, span.To
	d.Amends, d.Replaced = b.references(r, "amends"), b.references(r, "replaced_by")
	for _, n := range r.list("read") {
		v := b.reader(n, "mục của \"read\"")
		d.Read = append(d.Read, Reading{
			Copy: v.url("copy"), On: v.day("on"), Part: v.choice("part", "whole", "part", "quoted"),
			Note: v.text("note", maxNote),
		})
		v.done()
	}
	d.Seen = b.seen(r)
	r.done()
	b.identity(r, d)
	if d.Official != "" && !Official(d.Official) {
		b.fault(r.line("official"), "%q không phải trang của Nhà nước (.gov.vn, chinhphu.vn, vbpl.vn, quochoi.vn); "+
			"hãy chuyển địa chỉ này xuống read", clip(d.Official, 60))
	}
	if d.Short == "" {
		d.Short = shortName(d)
	}
	return d
}

// seen reads the prints of a portal page, which no human writes.
func (b *book) seen(r *reader) map[string]string {
	n, ok := r.get("seen")
	if !ok {
		return nil
	}
	out := map[string]string{}
	for _, f := range n.fields {
		out[f.key] = b.text(f.val, f.key, 16)
	}
	return out
}

// identity checks what a document is known by.
func (b *book) identity(r *reader, d *Document) {
	want := DocumentID(d.Number)
	if d.Kind == kindPortal {
		want = "dvc-" + want
	}
	switch {
	case d.ID == "":
	case d.Kind == "":
		r.missing("kind", "loại: "+strings.Join(documentKinds, ", "))
	case !documentID.MatchString(d.ID):
		b.fault(r.line("id"), "id %q chỉ được có a-z, 0-9, dấu chấm và dấu gạch ngang", d.ID)
	case d.Number == "" && (d.Kind == kindPortal || slices.Contains(nationalKinds, d.Kind)):
		r.missing("number", "số hiệu, ví dụ number: 120/2025/NĐ-CP")
	case d.Number == "":
	case d.ID != want && (d.Kind == kindPortal || slices.Contains(nationalKinds, d.Kind)):
		b.fault(r.line("id"), "id %q không theo số hiệu %q; hãy ghi id: %s", d.ID, d.Number, want)
	case d.Kind != kindPage && !strings.HasPrefix(d.ID, want):
		b.fault(r.line("id"), "id %q phải bắt đầu bằng số hiệu: %s", d.ID, want)
	}
}

// shortName is what a document is called when its row says nothing else.
func shortName(d *Document) string {
	switch {
	case d.Kind == kindPortal:
		return "Cổng Dịch vụ công quốc gia, thủ tục " + d.Number
	case d.Number == "" || d.Kind == kindPage || d.Kind == "":
		return d.Title
	}
	first, size := utf8.DecodeRuneInString(d.Kind)
	return string(unicode.ToUpper(first)) + d.Kind[size:] + " " + d.Number
}

func (b *book) references(r *reader, key string) (out []Reference) {
	for _, n := range r.list(key) {
		v := b.reader(n, "mục của \""+key+"\"")
		out = append(out, Reference{Doc: v.need("doc", "id của văn bản", 80), At: v.text("at", 200)})
		v.done()
	}
	return out
}

// sources reads the table of sources.
func (b *book) sources(r *reader) []Source {
	n, ok := r.get("sources")
	if !ok {
		return nil
	}
	if n.kind != mapping {
		b.fault(n.line, "\"sources\" phải là các dòng khóa: {doc: …, at: …, checked: …}")
		return nil
	}
	var out []Source
	for _, f := range n.fields {
		if !idForm.MatchString(f.key) {
			b.fault(f.line, "khóa nguồn %q chỉ được có a-z, 0-9 và dấu gạch ngang", f.key)
		}
		v := b.reader(f.val, "nguồn "+f.key)
		v.n.line = f.line
		s := b.source(v)
		s.Key, s.Line = f.key, f.line
		if s.Checked.IsZero() {
			v.missing("checked", "ngày đã xem nguồn, ví dụ checked: 2026-11-22")
		}
		if !s.Date.IsZero() && !s.Checked.IsZero() && s.Date.After(s.Checked) {
			b.fault(v.line("date"), "ngày của văn bản (%s) sau ngày xem (%s); hãy sửa lại", s.Date, s.Checked)
		}
		v.done()
		out = append(out, s)
	}
	return out
}

// source reads one source: a document, the press, the office's own word, or the form of before.
func (b *book) source(v *reader) Source {
	s := Source{Checked: v.day("checked")}
	_, doc := v.get("doc")
	_, press := v.get("press")
	_, own := v.get("office")
	switch {
	case doc:
		id := v.text("doc", 80)
		s.At = v.text("at", 200)
		s.Doc = b.cited(v.line("doc"), id)
		if s.Doc != nil {
			s.Title, s.URL, s.Date = cite(s.Doc, s.At), s.Doc.Official, s.Doc.Date
		}
		if press {
			b.fault(v.line("press"), "nguồn chỉ ghi một trong doc (văn bản) và press (báo chí)")
		}
	case press:
		s.Press = true
		s.Title, s.URL, s.Date = v.text("press", 300), v.url("url"), v.day("date")
		if s.URL == "" {
			v.missing("url", "địa chỉ bài đã đọc")
		}
	case own: // what an office says about itself: its address, its hours
		s.Title = v.need("office", "ai ở cơ quan xác nhận", 200)
	default:
		s.Title = v.need("title", "doc: id của văn bản trong documents, hoặc press: tên bài báo", 300)
		s.URL, s.Date = v.url("url"), v.day("date")
		if s.Title != "" {
			b.warn(v.n.line,
				"nguồn viết theo mẫu cũ (title, url); hãy khai văn bản trong documents rồi ghi doc: id, at: \"Điều …\"")
		}
	}
	return s
}

// cited finds the document that a source names.
func (b *book) cited(line int, id string) *Document {
	if d, ok := b.docs[id]; ok {
		return d
	}
	known := make([]string, 0, len(b.docs))
	for k := range b.docs {
		known = append(known, k)
	}
	slices.Sort(known)
	if file := b.broken[id]; file != "" {
		b.faults = append(b.faults, Fault{File: b.file, Line: line, Because: file,
			What: fmt.Sprintf("chưa đọc được văn bản %q", id)})
	} else if n := vi.Nearest(id, known); n != "" {
		b.fault(line, "văn bản %q chưa khai trong documents; có phải %q?", id, n)
	} else {
		b.fault(line, "văn bản %q chưa khai trong documents; hãy thêm một mục cho nó", id)
	}
	return nil
}

// cite names a document with the articles meant.
func cite(d *Document, at string) string {
	if at == "" {
		return d.Short
	}
	return d.Short + ", " + strings.TrimSuffix(at, ".")
}
