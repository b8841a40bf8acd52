package content

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

const (
	kindPortal = "cổng dịch vụ công"
	kindPage   = "trang cơ quan"
)

// documentKinds are the kinds of documents. The numbers of the first are one of a kind in the whole country, so that a
// number is an id; those of the others may be met twice, and an id may add to the number.
var (
	nationalKinds = []string{"hiến pháp", "bộ luật", "luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch"}
	documentKinds = append(slices.Clone(nationalKinds), "nghị quyết", "quyết định", "chỉ thị", "công văn", "thông báo", "kế hoạch",
		"văn bản hợp nhất", kindPortal, kindPage)
)

var documentID = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)

// DocumentID turns the number of a document into its id: "120/2025/NĐ-CP" into "120-2025-nd-cp".
func DocumentID(number string) string {
	words := strings.FieldsFunc(number, func(r rune) bool { return r == '/' || r == '-' || r == ' ' })
	for i, w := range words {
		parts := strings.Split(w, ".")
		for j, p := range parts {
			parts[j] = fold(p)
		}
		words[i] = strings.Join(parts, ".")
	}
	return strings.Join(words, "-")
}

// Official reports whether an address lies on a host of the state: those that citizens may be sent to as a source.
func Official(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc(officialHosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

// officialHosts hold the law and what the state itself publishes; every host below one of them counts.
var officialHosts = []string{"gov.vn", "chinhphu.vn", "vbpl.vn", "quochoi.vn"}

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
	span := r.span("from", "until")
	d.From, d.Until = span.From, span.To
	d.Amends, d.Replaced = b.references(r, "amends"), b.references(r, "replaced_by")
	for _, n := range r.list("read") {
		v := b.reader(n, "mục của \"read\"")
		d.Read = append(d.Read, Reading{
			Copy: v.url("copy"), On: v.day("on"), Part: v.choice("part", "whole", "part", "quoted"), Note: v.text("note", maxNote),
		})
		v.done()
	}
	d.Seen = b.seen(r)
	r.done()
	b.identity(r, d)
	if d.Official != "" && !Official(d.Official) {
		b.fault(r.line("official"), "%q không phải trang của Nhà nước (.gov.vn, chinhphu.vn, vbpl.vn, quochoi.vn); hãy chuyển địa chỉ này xuống read", clip(d.Official, 60))
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

// documents reads the rows before anything that cites them.
func (ld *loader) documents() {
	l := ld.lib
	l.documents = map[string]*Document{}
	ld.each("documents", ".yaml", func(b *book, _, src string) {
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

// Document returns the document with the given id.
func (l *Library) Document(id string) (*Document, bool) {
	d, ok := l.documents[id]
	return d, ok
}
