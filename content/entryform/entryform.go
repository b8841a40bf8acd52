// Package entryform shows the parts of an entry's file as forms and writes them back. What a form does not touch stays
// byte for byte, comments included; a part that was changed is written anew, and comments within that part are lost.
// It checks nothing: whoever publishes loads the whole base with the new text.
package entryform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Field is one box of a form.
type Field struct {
	Key, Label string
	Kind       Kind
	Choices    [][2]string // of a Choice: what is written and what is read
}

// Kind is what a box takes.
type Kind int

// The kinds of boxes.
const (
	Text    Kind = iota // one line
	Long                // several lines that are one text
	Lines               // a list, one item a line
	Date                // 2026-11-30
	Number              // a whole number
	Choice              // one of Choices
	Sources             // keys of the entry's sources
	Doc                 // id of a document
)

// Part is a piece of an entry that is edited as one form.
type Part struct {
	Key, Title, Hint string
	Fields           []Field
	Rows             bool // a list of rows; else one row
	body             string
}

// Row is what the boxes of one row hold; lists are lines.
type Row map[string]string

var (
	when   = Field{"when", "Áp dụng khi (để trống: luôn luôn)", Text, nil}
	text   = Field{"text", "Nội dung người dân đọc", Long, nil}
	status = Field{"status", "Mức chắc chắn", Choice,
		[][2]string{{"", "đã xác minh"}, {"unverified", "chưa xác minh"}, {"conflict", "các nguồn nói khác nhau"}}}
	note    = Field{"note", "Ghi chú (khi chưa xác minh: đã tìm ở đâu)", Text, nil}
	sources = Field{"sources", "Nguồn", Sources, nil}
	from    = Field{"from", "Áp dụng từ ngày", Date, nil}
	to      = Field{"to", "Đến hết ngày", Date, nil}
	unit    = Field{"unit", "Tính theo", Choice,
		[][2]string{{"", "–"}, {"working", "ngày làm việc"}, {"calendar", "ngày thường"}}}
	term = []Field{{"days", "Số ngày", Number, nil}, unit, {"hours", "hoặc số giờ", Number, nil},
		{"months", "hoặc số tháng", Number, nil}, {"years", "hoặc số năm", Number, nil}}
)

// fact is the boxes of a fact with what is its own in the middle.
func fact(own ...Field) []Field {
	return slices.Concat([]Field{text, when}, own, []Field{sources, status, note, from, to})
}

var aspects = [][2]string{{"", "–"}, {"dossier", "Hồ sơ"}, {"steps", "Trình tự"}, {"time", "Thời hạn"},
	{"fee", "Lệ phí"},
	{"where", "Nơi nộp"}, {"online", "Nộp trực tuyến"}, {"who", "Ai được làm"}, {"result", "Kết quả"},
	{"legal", "Căn cứ"}, {"form", "Mẫu tờ khai"}}

// lineHint says how a line names its source.
const lineHint = "Mỗi dòng một ý. Cuối dòng ghi khóa của nguồn trong ngoặc vuông, ví dụ [luat]; chưa có nguồn thì " +
	"ghi (chưa xác minh)."

var (
	names = Part{Key: "names", Title: "Cách người dân hỏi", Hint: "Mỗi dòng một cách, ít nhất 5 cách.",
		Fields: []Field{{"", "Các cách hỏi", Lines, nil}}}
	shorts = Part{Key: "short", Title: "Câu trả lời ngắn", Rows: true, Hint: "Mỗi câu: từ 3 cách hỏi, và một hai câu " +
		"trả lời. Số trong câu trả lời phải có ở phần khác của mục.",
		Fields: []Field{{"ask", "Các cách hỏi, mỗi dòng một cách", Lines, nil}, {"say", "Trả lời", Long, nil},
			{"aspect", "Kèm phần", Choice, aspects}, sources, from, to}}
	cited = Part{Key: "sources", Title: "Nguồn", Rows: true, Hint: "Chọn văn bản trong danh sách, ghi điều. Nguồn " +
		"không phải văn bản thì ghi tên (và địa chỉ).",
		Fields: []Field{{"#", "Khóa (chữ thường không dấu; ghi ở cuối dòng dẫn nguồn này)", Text, nil},
			{"doc", "Văn bản", Doc, nil}, {"at", "Điều, khoản", Text, nil},
			{"checked", "Ngày xem", Date, nil}, {"office", "hoặc: ai ở cơ quan xác nhận", Text, nil},
			{"title", "hoặc: tên nguồn", Text, nil}, {"press", "hoặc: bài báo", Text, nil},
			{"url", "Địa chỉ", Text, nil}, {"date", "Ngày của nguồn", Date, nil}}}
	dates = []Field{{"checked", "Ngày kiểm tra gần nhất", Date, nil}, {"review", "Ngày hẹn xem lại", Date, nil}}
)

// Parts lists the forms of a file of the base, in the order of the page; nil where there are none.
func Parts(path string) []Part {
	switch {
	case strings.HasPrefix(path, "faq/"):
		return []Part{
			{Key: "chung", Title: "Câu hỏi, lĩnh vực, ngày xem lại", Fields: slices.Concat([]Field{{"question",
				"Câu hỏi", Text, nil}, {"field", "Lĩnh vực", Text, nil}}, dates)},
			names,
			{Key: "answer", Title: "Câu trả lời", Hint: lineHint, Fields: []Field{{"", "Câu trả lời", Long, nil}},
				body: "*"},
			shorts, cited,
		}
	case strings.HasPrefix(path, "procedures/"):
		body := func(key, title string) Part {
			hint := lineHint
			if key == "dossier" {
				hint += " Mỗi trường hợp bắt đầu bằng một dòng “Trường hợp: tên”."
			}
			return Part{Key: key, Title: title, Hint: hint, Fields: []Field{{"", title, Long, nil}}, body: title}
		}
		rows := func(key, title string, own ...Field) Part {
			return Part{Key: key, Title: title, Rows: true, Fields: fact(own...)}
		}
		return []Part{
			{Key: "chung", Title: "Tên, lĩnh vực, ngày xem lại", Fields: slices.Concat([]Field{{"title", "Tên thủ tục",
				Text, nil}, {"field", "Lĩnh vực", Text, nil}, {"summary", "Một câu: để làm gì", Long, nil}}, dates)},
			names, shorts, body("dossier", "Hồ sơ"), body("steps", "Trình tự"),
			rows("time", "Thời hạn",
				append(slices.Clone(term), Field{"cutoff", "Giờ chốt trong ngày, ví dụ 15:00", Text, nil})...),
			rows("fee", "Lệ phí", Field{"amount", "Số tiền (đồng, chỉ chữ số)", Number, nil},
				Field{"decided_by", "Văn bản quyết định mức thu", Text, nil}),
			rows("where", "Nơi nộp"), rows("who", "Ai được làm"),
			rows("online", "Nộp trực tuyến", Field{"url", "Địa chỉ", Text, nil}, Field{"mode", "Mức độ", Choice,
				[][2]string{{"", "–"}, {"toan-trinh", "toàn trình"}, {"mot-phan", "một phần"}, {"chua-ro", "chưa rõ"},
					{"khong", "không nhận qua mạng"}}}),
			rows("result", "Kết quả"),
			rows("deadline", "Hạn của người dân", slices.Concat([]Field{{"event", "Tính từ", Text, nil}}, term)...),
			rows("legal", "Căn cứ"), body("mistakes", "Hay bị trả lại vì"), body("notes", "Lưu ý"), cited,
		}
	}
	return nil
}

// Find is the part of a file with a key.
func Find(path, key string) (Part, bool) {
	parts := Parts(path)
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Key == key })
	if i < 0 {
		return Part{}, false
	}
	return parts[i], true
}

// Read takes the part's rows out of a file's text; one that is not a list has exactly one row.
func (p Part) Read(file string) ([]Row, error) {
	if p.body != "" {
		return []Row{{"": readLines(sectionOf(file, p.body))}}, nil
	}
	front, _, ok := cutFront(file)
	if !ok {
		return nil, fmt.Errorf("the file has no front matter")
	}
	var all yaml.MapSlice
	if err := yaml.UnmarshalWithOptions([]byte(front), &all, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	value := func(key string) any {
		for _, item := range all {
			if item.Key == key {
				return item.Value
			}
		}
		return nil
	}
	switch {
	case p.Key == "chung":
		row := Row{}
		for _, f := range p.Fields {
			row[f.Key] = typed(value(f.Key))
		}
		return []Row{row}, nil
	case !p.Rows:
		return []Row{{"": typed(value(p.Key))}}, nil
	}
	return rowsOf(value(p.Key)), nil
}

// rowsOf reads a list of mappings, or a mapping of mappings whose keys become "#".
func rowsOf(v any) (out []Row) {
	row := func(m yaml.MapSlice, key string) {
		r := Row{}
		if key != "" {
			r["#"] = key
		}
		for _, item := range m {
			r[fmt.Sprint(item.Key)] = typed(item.Value)
		}
		out = append(out, r)
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if m, ok := asMap(item); ok {
				row(m, "")
			}
		}
	default:
		if all, ok := asMap(v); ok {
			for _, item := range all {
				if m, ok := asMap(item.Value); ok {
					row(m, fmt.Sprint(item.Key))
				}
			}
		}
	}
	return out
}

func asMap(v any) (yaml.MapSlice, bool) {
	m, ok := v.(yaml.MapSlice)
	return m, ok
}

// typed is a value as a box shows it.
func typed(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = typed(item)
		}
		return strings.Join(items, "\n")
	}
	return strings.TrimSpace(fmt.Sprint(v))
}
