package content

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// What answers say about entries taken over from the national portal.
const (
	CopiedNote = "Chép từ Cổng Dịch vụ công quốc gia, cơ quan chưa kiểm tra."
	NotStated  = "Cổng Dịch vụ công quốc gia không nêu rõ."
	PortalKey  = "cong-dvc" // key of the source that every fact of an imported entry names
)

// importedID is what may stand as a file name: a national code such as 1.001193, or an office's own.
var importedID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,60}$`)

// ImportedID reports whether id may name an imported entry (it becomes a file name).
func ImportedID(id string) bool { return importedID.MatchString(id) && !strings.Contains(id, "..") }

// portalSources is shared by all facts of imported entries.
var portalSources = []string{PortalKey}

// maxImported bounds one text of an imported entry; the portal's texts are long, and a fault for each would help
// nobody.
const maxImported = 20000

// parseImported reads imported/<code>.md: the same layout as a procedure's, with plain texts instead of sourced facts.
func parseImported(b *book, file, src string) *Procedure {
	front, body, offset, ok := splitEntry(b, src)
	if !ok {
		return nil
	}
	tree, ok := leanTree(front, 1)
	if !ok {
		tree = readTree(b, front, 1)
		if tree.kind == empty && len(b.faults) > 0 {
			return nil
		}
	}
	r := b.reader(tree, "phần thông tin")
	p := &Procedure{File: b.file, Imported: true, at: lines{}}
	p.importedHead(r, file)
	copied := func(key string) []Fact { return copiedFacts(r.texts(key, maxImported), r.line(key)) }
	p.Who, p.Where, p.Result, p.Legal = copied("who"), copied("where"), copied("result"), copied("legal")
	for _, f := range copied("time") {
		p.Time = append(p.Time, TimeFact{Fact: f})
	}
	for _, f := range copied("fee") {
		p.Fee = append(p.Fee, FeeFact{Fact: f})
	}
	r.done()
	p.Complete()
	p.body(b, body, offset)
	return p
}

func (p *Procedure) importedHead(r *reader, file string) {
	id := r.need("id", "mã thủ tục, trùng tên tệp", 64)
	if id != "" && (id != file || !ImportedID(id)) {
		r.b.fault(r.line("id"), "id %q khác tên tệp %q; hãy sửa một trong hai cho trùng", id, file)
	}
	p.Key, p.Codes = file, []string{file}
	if !r.bool("imported") {
		r.missing("imported", "imported: true, hoặc chuyển mục đã kiểm tra sang thư mục procedures theo đúng mẫu")
	}
	p.Title = r.need("title", "tên thủ tục", maxImported)
	p.Field = r.text("field", 300)
	p.Levels = r.texts("level", 20)
	p.Names = r.texts("names", maxName)
	p.Summary = r.text("summary", maxText)
	p.Owner = r.text("owner", 100)
	p.Checked = r.day("checked")
	if p.Checked.IsZero() {
		r.missing("checked", "ngày chép từ Cổng, ví dụ checked: 2026-07-18")
	}
	p.Sources = []Source{{
		Key:     PortalKey,
		Title:   portalTitle(p.Key, p.Checked),
		URL:     r.url("url"),
		Date:    p.Checked,
		Checked: p.Checked,
	}}
}

func portalTitle(code string, taken Day) string {
	return "Cổng Dịch vụ công quốc gia, thủ tục " + code + " (bản chép ngày " + taken.VN() + ", cơ quan chưa kiểm tra)"
}

// NewImported returns an imported entry with its source.
// Fill its lists with CopiedFacts, then call Complete.
func NewImported(code, title, url string, taken Day) *Procedure {
	return &Procedure{
		Key: code, Codes: []string{code}, Title: title, Imported: true, Checked: taken,
		Sources: []Source{{Key: PortalKey, Title: portalTitle(code, taken), URL: url, Date: taken, Checked: taken}},
	}
}

// CopiedFacts turns the portal's texts into facts marked as not checked.
func CopiedFacts(texts ...string) []Fact { return copiedFacts(texts, 0) }

func copiedFacts(texts []string, line int) []Fact {
	if len(texts) == 0 {
		return nil
	}
	out := make([]Fact, len(texts))
	for i, t := range texts {
		out[i] = Fact{Text: t, Status: Copied, Note: CopiedNote, Sources: portalSources, Line: line}
	}
	return out
}

// Complete says "not stated" where an imported entry knows nothing about time, fee or place.
func (p *Procedure) Complete() {
	gap := Fact{Text: NotStated, Status: Unverified, Note: CopiedNote, Sources: portalSources}
	if len(p.Time) == 0 {
		p.Time = []TimeFact{{Fact: gap}}
	}
	if len(p.Fee) == 0 {
		p.Fee = []FeeFact{{Fact: gap}}
	}
	if len(p.Where) == 0 {
		p.Where = []Fact{gap}
	}
	if u := p.Sources[0].URL; len(p.Online) == 0 && u != "" {
		p.Online = []OnlineFact{{
			Fact: Fact{Text: "Xem trên Cổng Dịch vụ công quốc gia", Status: Copied, Note: CopiedNote,
				Sources: portalSources},
			URL: u, Mode: "chua-ro",
		}}
	}
}

// FormatImported writes an imported entry as the text of its file. Reading the file gives the entry back.
func FormatImported(p *Procedure) []byte {
	var b bytes.Buffer
	b.WriteString("---\nid: " + quoted(p.Key) + "\nimported: true\n")
	b.WriteString("title: " + quoted(p.Title) + "\n")
	if p.Field != "" {
		b.WriteString("field: " + quoted(p.Field) + "\n")
	}
	if len(p.Levels) > 0 {
		b.WriteString("level: [" + strings.Join(p.Levels, ", ") + "]\n")
	}
	b.WriteString("checked: " + p.Checked.String() + "\n")
	if u := p.Sources[0].URL; u != "" {
		b.WriteString("url: " + quoted(u) + "\n")
	}
	for _, l := range []struct {
		key   string
		facts []Fact
	}{{"who", p.Who}, {"where", p.Where}, {"time", p.Facts(Time)}, {"fee", p.Facts(Fee)}, {"result", p.Result},
		{"legal", p.Legal}} {
		head := l.key + ":\n"
		for _, f := range l.facts {
			if f.Status == Copied {
				b.WriteString(head + "  - " + quoted(f.Text) + "\n")
				head = ""
			}
		}
	}
	b.WriteString("---\n")
	var dossier []Line
	for _, s := range p.Dossier {
		dossier = append(dossier, s.Lines...)
	}
	for _, s := range []struct {
		title string
		lines []Line
	}{{secDossier, dossier}, {secSteps, p.Steps}, {secConditions, p.Conditions}} {
		if len(s.lines) == 0 {
			continue
		}
		b.WriteString("\n## " + s.title + "\n")
		for _, l := range s.lines {
			b.WriteString("- " + oneLine(l.Text) + "\n")
		}
	}
	return b.Bytes()
}

// quoted writes a YAML text in double quotes.
func quoted(s string) string {
	s = strings.ReplaceAll(oneLine(s), `\`, `\\`)
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}

// oneLine returns s in NFC on one line, without control signs.
func oneLine(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r == 0xFEFF || r == 0xFFFD || r >= 0x80 && r < 0xA0 {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// leanTree reads the small part of YAML that imported entries are written in: "key: value", "key: [word, word]" and
// "key:" followed by " - value", with values plain or in double quotes. It is some thirty times faster than the full
// parser, which matters with thousands of entries. ok is false for everything else; the caller then takes the full
// parser, so a clerk may write whatever YAML allows. Where ok is true both give the same tree.
func leanTree(src string, offset int) (tree node, ok bool) {
	tree = node{kind: mapping, line: offset + 1}
	if strings.ContainsAny(src, "\t\r") {
		return node{}, false
	}
	var open *field // the key whose list may go on
	for n := 1; src != ""; n++ {
		var l string
		l, src, _ = strings.Cut(src, "\n")
		l = strings.TrimRight(l, " ")
		if l == "" {
			continue
		}
		line := n + offset
		if item, isItem := strings.CutPrefix(l, "  - "); isItem {
			v, good := leanScalar(item)
			if !good || open == nil {
				return node{}, false
			}
			if open.val.kind == empty {
				open.val = node{kind: list, line: line}
			}
			open.val.items = append(open.val.items, node{kind: scalar, line: line, text: v})
			continue
		}
		f, good := leanField(l, line)
		if !good || tree.has(f.key) {
			return node{}, false
		}
		tree.fields = append(tree.fields, f)
		open = nil
		if f.val.kind == empty {
			open = &tree.fields[len(tree.fields)-1]
		}
	}
	if len(tree.fields) == 0 {
		return node{}, false
	}
	tree.line = tree.fields[0].line
	return tree, true
}

func (n *node) has(key string) bool {
	for i := range n.fields {
		if n.fields[i].key == key {
			return true
		}
	}
	return false
}

// leanField reads "key:", "key: value" or "key: [word, word]".
func leanField(l string, line int) (field, bool) {
	key, rest, found := strings.Cut(l, ":")
	if !found || !leanKey(key) {
		return field{}, false
	}
	f := field{key: key, line: line, val: node{line: line}}
	if rest == "" {
		return f, true
	}
	rest, found = strings.CutPrefix(rest, " ")
	if !found {
		return field{}, false
	}
	if inner, isList := strings.CutPrefix(rest, "["); isList {
		inner, isList = strings.CutSuffix(inner, "]")
		if !isList || inner == "" {
			return field{}, false
		}
		f.val.kind = list
		for w := range strings.SplitSeq(inner, ", ") {
			if !leanWord(w) {
				return field{}, false
			}
			f.val.items = append(f.val.items, node{kind: scalar, line: line, text: w})
		}
		return f, true
	}
	v, good := leanScalar(rest)
	f.val.kind, f.val.text = scalar, v
	return f, good
}

func leanKey(s string) bool {
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return false
		}
	}
	return s != "" && s != "null"
}

// leanWord reports whether s is a word that stands for itself in every YAML.
func leanWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '-' && c != '.' || i == 0) {
			return false
		}
	}
	switch s {
	case "", "null", "true", "false", "yes", "no", "on", "off":
		return false
	}
	return true
}

// leanScalar reads a double-quoted text with no escapes but \" and \\, or a word.
func leanScalar(s string) (string, bool) {
	rest, quoted := strings.CutPrefix(s, `"`)
	if !quoted {
		return s, leanWord(s) || s == "true" || s == "false"
	}
	end := strings.IndexByte(rest, '"')
	if end >= 0 && end == len(rest)-1 && strings.IndexByte(rest, '\\') < 0 {
		return rest[:end], plainText(rest[:end])
	}
	var b strings.Builder
	b.Grow(len(rest))
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '"':
			return b.String(), i == len(rest)-1 && plainText(b.String())
		case '\\':
			if i++; i == len(rest) || rest[i] != '"' && rest[i] != '\\' {
				return "", false
			}
		}
		b.WriteByte(rest[i])
	}
	return "", false
}

// plainText reports whether s holds no combining marks (the full parser mends and reports those) and no control signs.
func plainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == 0x7F || c == 0xCC || c == 0xCD {
			return false
		}
	}
	return true
}
