package content

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/vi"
)

// kind is what a node of the tree is.
type kind uint8

const (
	empty   kind = iota // nothing was written
	scalar              // one text
	list                // items in order
	mapping             // keys with values
)

// node is a YAML value with the line it stands on. All scalars stay the text that was typed, so that a code such as
// 1.001190 does not lose its zero to a number.
type node struct {
	kind   kind
	line   int
	text   string
	items  []node
	fields []field
}

type field struct {
	key  string
	line int
	val  node
}

// unixLines makes a line what every editor counts as one; a carriage return alone is none.
var unixLines = strings.NewReplacer("\r\n", "\n", "\r", " ")

// readTree parses YAML whose first line is line offset+1 of its file. What cannot be read at all becomes one fault and
// an empty tree.
func readTree(b *book, src string, offset int) node {
	src = unixLines.Replace(src)
	file, err := bounded.Parse(src, parser.AllowDuplicateMapKey())
	if err != nil {
		line, what := syntaxFault(err, src)
		b.blocked(line+offset, what)
		return node{}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return node{}
	}
	if len(file.Docs) > 1 {
		line := offset + 1
		if more := file.Docs[1].Body; more != nil && more.GetToken() != nil {
			line = more.GetToken().Position.Line + offset - 1
		}
		b.fault(line, "có dấu --- thứ hai trong phần YAML; hãy bỏ dòng đó")
	}
	t := treeOf{b, offset}
	return t.node(file.Docs[0].Body)
}

// treeOf turns the parser's nodes into ours.
type treeOf struct {
	b      *book
	offset int
}

func (t treeOf) node(n ast.Node) node {
	if n == nil || n.GetToken() == nil {
		return node{}
	}
	line := n.GetToken().Position.Line + t.offset
	switch n := n.(type) {
	case *ast.NullNode:
		return node{line: line}
	case *ast.StringNode:
		return node{kind: scalar, line: line, text: t.nfc(line, n.Value)}
	case *ast.LiteralNode:
		return node{kind: scalar, line: line, text: t.nfc(line, strings.TrimSpace(n.Value.Value))}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node{kind: scalar, line: line, text: n.GetToken().Value}
	case *ast.MappingNode:
		return t.mapping(line, n.Values)
	case *ast.MappingValueNode:
		return t.mapping(line, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		out := node{kind: list, line: line}
		for _, v := range n.Values {
			out.items = append(out.items, t.node(v))
		}
		return out
	}
	t.b.fault(line, "dạng YAML này không dùng ở đây (%s); hãy viết thẳng giá trị", n.Type())
	return node{line: line}
}

func (t treeOf) mapping(line int, values []*ast.MappingValueNode) node {
	out := node{kind: mapping, line: line}
	for _, v := range values {
		tk := v.Key.GetToken()
		f := field{key: tk.Value, line: tk.Position.Line + t.offset, val: t.node(v.Value)}
		if f.val.line == 0 {
			f.val.line = f.line
		}
		if slices.ContainsFunc(out.fields, func(o field) bool { return o.key == f.key }) {
			t.b.fault(f.line, "khóa %q ghi hai lần; hãy gộp lại hoặc xóa một", f.key)
			continue
		}
		out.fields = append(out.fields, f)
		out.line = min(out.line, f.line)
	}
	return out
}

func (t treeOf) nfc(line int, s string) string {
	if !norm.NFC.IsNormalString(s) {
		t.b.fault(line, "chữ có dấu ở dạng tổ hợp (NFD): %q; hãy gõ lại bằng bộ gõ Unicode dựng sẵn", clip(s, 40))
		return norm.NFC.String(s)
	}
	return s
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// reader takes a mapping apart key by key; done reports the keys nobody asked for.
type reader struct {
	b     *book
	n     node
	known []string
}

func (b *book) reader(n node, where string) *reader {
	if n.kind != mapping && n.kind != empty {
		b.fault(n.line, "%s phải có dạng khóa: giá trị", where)
		n = node{line: n.line}
	}
	return &reader{b: b, n: n}
}

// get returns the value of key and whether it was written.
func (r *reader) get(key string) (node, bool) {
	if !slices.Contains(r.known, key) {
		r.known = append(r.known, key)
	}
	for _, f := range r.n.fields {
		if f.key == key {
			return f.val, f.val.kind != empty
		}
	}
	return node{line: r.n.line}, false
}

// done faults every key that was not asked for, with the nearest known one.
func (r *reader) done() {
	for _, f := range r.n.fields {
		if slices.Contains(r.known, f.key) {
			continue
		}
		if s := vi.Nearest(f.key, r.known); s != "" {
			r.b.fault(f.line, "không có khóa %q; có phải ông/bà muốn viết %q?", f.key, s)
			continue
		}
		r.b.fault(f.line, "không có khóa %q; các khóa dùng được: %s", f.key, strings.Join(r.known, ", "))
	}
}

// text returns the trimmed text of key; limit is the most runes that read well on a phone.
func (r *reader) text(key string, limit int) string {
	n, ok := r.get(key)
	if !ok {
		return ""
	}
	return r.b.text(n, key, limit)
}

func (b *book) text(n node, key string, limit int) string {
	if n.kind != scalar {
		b.fault(n.line, "%q phải là một dòng chữ", key)
		return ""
	}
	s := n.text
	if !tidy(s) {
		if strings.ContainsFunc(s,
			func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0xFFFD || r == 0x7F }) {
			b.fault(n.line, "%q có ký tự lạ không in được; hãy gõ lại", key)
		}
		s = strings.Join(strings.Fields(s), " ")
	}
	if len(s) <= limit {
		return s
	}
	if l := utf8.RuneCountInString(s); l > limit {
		b.fault(n.line, "%q dài %d ký tự, quá %d nên khó đọc trên điện thoại; hãy rút gọn hoặc tách ra", key, l, limit)
	}
	return s
}

// need is text with a fault when it is missing.
func (r *reader) need(key, hint string, limit int) string {
	n, ok := r.get(key)
	if !ok {
		r.missing(key, hint)
		return ""
	}
	s := r.b.text(n, key, limit)
	if s == "" && n.kind == scalar {
		r.missing(key, hint)
	}
	return s
}

func (r *reader) missing(key, hint string) {
	r.b.fault(r.line(key), "thiếu %q; hãy thêm %s", key, hint)
}

// line returns the line of key, or of the mapping when the key is not there.
func (r *reader) line(key string) int {
	for _, f := range r.n.fields {
		if f.key == key {
			return f.line
		}
	}
	return r.n.line
}

// texts returns a list of texts; one text alone counts as a list of one.
func (r *reader) texts(key string, limit int) []string {
	n, ok := r.get(key)
	if !ok {
		return nil
	}
	return r.b.texts(n, key, limit)
}

// tidy reports whether s has single spaces only, none at its ends, and no control or replacement signs. It may say
// false of a text that has none (one with signs beyond Latin), never true of one that has.
func tidy(s string) bool {
	space := true // as if one stood before the text
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
			continue
		case c < ' ', c == 0x7F, c == 0xC2, c >= 0xE2:
			return false
		}
		space = false
	}
	return !space || s == ""
}

func (b *book) texts(n node, key string, limit int) []string {
	if n.kind == scalar {
		n = node{kind: list, line: n.line, items: []node{n}}
	}
	if n.kind != list {
		b.fault(n.line, "%q phải là danh sách, mỗi ý một dòng bắt đầu bằng dấu -", key)
		return nil
	}
	out := make([]string, 0, len(n.items))
	for _, it := range n.items {
		if it.kind == empty {
			b.fault(it.line, "%q có một dòng trống; hãy xóa dòng đó", key)
			continue
		}
		if s := b.text(it, key, limit); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// list returns the items of key, each a mapping.
func (r *reader) list(key string) []node {
	n, ok := r.get(key)
	if !ok {
		return nil
	}
	if n.kind != list {
		r.b.fault(n.line, "%q phải là danh sách, mỗi mục bắt đầu bằng dấu -", key)
		return nil
	}
	return n.items
}

// day reads a date.
func (r *reader) day(key string) Day {
	s := r.text(key, 20)
	if s == "" {
		return Day{}
	}
	d, err := ParseDay(s)
	if err != nil || d.Year() < 1900 || d.Year() > 2100 {
		r.b.fault(r.line(key), "%q là %q, không phải ngày có thật; hãy viết dạng 2026-11-22 (năm-tháng-ngày)", key, s)
		return Day{}
	}
	return d
}

// int reads a whole number not below least; ok is false when the key is missing or wrong.
func (r *reader) int(key string, least int64) (v int64, ok bool) {
	s := r.text(key, 20)
	if s == "" {
		return 0, false
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), 10, 64)
	if err != nil || v < least {
		r.b.fault(r.line(key), "%q là %q; hãy viết một số nguyên từ %d trở lên, không dấu chấm, không chữ", key, s,
			least)
		return 0, false
	}
	return v, true
}

// bool reads true or false.
func (r *reader) bool(key string) bool {
	switch s := r.text(key, 10); s {
	case "true":
		return true
	case "", "false":
		return false
	default:
		r.b.fault(r.line(key), "%q là %q; hãy viết true hoặc false", key, s)
		return false
	}
}

// choice reads one of the given words.
func (r *reader) choice(key string, words ...string) string {
	s := r.text(key, 40)
	if s == "" || slices.Contains(words, s) {
		return s
	}
	if n := vi.Nearest(s, words); n != "" {
		r.b.fault(r.line(key), "%q là %q; có phải ông/bà muốn viết %q?", key, s, n)
	} else {
		r.b.fault(r.line(key), "%q là %q; hãy chọn một trong: %s", key, s, strings.Join(words, ", "))
	}
	return ""
}

// linesOf remembers the top-level keys and their list items.
func linesOf(n node) lines {
	at := lines{}
	for _, f := range n.fields {
		at[f.key] = f.line
		for _, it := range f.val.items {
			if it.kind == scalar {
				at[f.key+"="+strings.Join(strings.Fields(it.text), " ")] = it.line
			}
		}
	}
	return at
}
