package content

import (
	"slices"
	"strings"
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

// source reads one source in one of its three forms.
func (b *book) source(v *reader) Source {
	s := Source{Checked: v.day("checked")}
	_, doc := v.get("doc")
	_, press := v.get("press")
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
	if n := nearest(id, known); n != "" {
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
