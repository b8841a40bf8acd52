package library

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/card"
)

// Pointer is what of another file leads to an entry.
type Pointer struct {
	File, Title string
	What        string // "12 câu hỏi mẫu", "ghi là mục liên quan"
}

// Pointers lists what leads to the entry of a file: it falls silent while the entry is withdrawn and comes back with
// it.
func Pointers(lib *content.Library, path string) (out []Pointer) {
	ids := idsOf(lib, path)
	has := func(id string) bool { return slices.Contains(ids, id) }
	for _, p := range lib.Procedures {
		if p.File != path && slices.ContainsFunc(p.Related, has) {
			out = append(out, Pointer{p.File, p.Title, "ghi mục này là mục liên quan"})
		}
	}
	for _, f := range lib.FAQs {
		if f.File != path && slices.ContainsFunc(f.Related, has) {
			out = append(out, Pointer{f.File, f.Question, "ghi mục này là mục liên quan"})
		}
	}
	for _, e := range lib.Events {
		for _, s := range e.Steps {
			if has(s.Entry) {
				out = append(out, Pointer{e.File, e.Title, "có việc “" + s.Do + "” dẫn tới mục này"})
			}
		}
	}
	count, files := map[string]int{}, []string{}
	for _, q := range lib.Questions {
		if has(q.Want) || slices.ContainsFunc(q.Or, has) || slices.ContainsFunc(q.Of, has) {
			if count[q.File]++; count[q.File] == 1 {
				files = append(files, q.File)
			}
		}
	}
	for _, file := range files {
		out = append(out, Pointer{file, TitleOf(lib, file), fmt.Sprintf("%d câu hỏi mẫu hỏi tới mục này", count[file])})
	}
	return out
}

// idsOf are the id and the codes of the entry of a file.
func idsOf(lib *content.Library, path string) []string {
	for _, p := range lib.Procedures {
		if p.File == path {
			return append([]string{p.ID(), p.Key}, p.Codes...)
		}
	}
	for _, f := range lib.FAQs {
		if f.File == path {
			return []string{f.Key}
		}
	}
	return nil
}

// TitleOf is what a clerk calls a file of the base.
func TitleOf(lib *content.Library, path string) string {
	for _, f := range Files(lib) {
		if f.Path == path {
			return f.Title
		}
	}
	name := path[strings.LastIndex(path, "/")+1:]
	switch {
	case strings.HasPrefix(path, "documents/"):
		return "Văn bản làm căn cứ (" + name + ")"
	case strings.HasPrefix(path, "urgent/"):
		return "Việc khẩn cấp (" + name + ")"
	case strings.HasPrefix(path, "questions"):
		return "Câu hỏi mẫu (" + name + ")"
	}
	return path
}

// File is a file of the base as lists show it.
type File struct {
	Path, Title, Kind, Field string
	Checked, Review          content.Day
	Stale                    bool
}

// Kinds of files, in the order of lists.
const (
	KindProcedure = "Thủ tục"
	KindFAQ       = "Hỏi đáp"
	KindEvent     = "Việc trong đời"
	KindOffice    = "Nơi tiếp nhận"
	KindPlan      = "Kế hoạch"
	KindPlaces    = "Địa danh cũ"
	KindCalendar  = "Lịch nghỉ"
	KindUrgent    = "Việc khẩn cấp"
	KindQuestions = "Câu hỏi mẫu"
	KindDocuments = "Văn bản làm căn cứ"
)

// Kinds lists them.
var Kinds = []string{KindProcedure, KindFAQ, KindEvent, KindOffice, KindPlan, KindPlaces, KindCalendar, KindUrgent,
	KindQuestions, KindDocuments}

// Files lists what an office edits, by kind; what was taken over from the national portal is not among it.
func Files(lib *content.Library) (out []File) {
	for _, p := range lib.Procedures {
		if !p.Imported {
			out = append(out, File{p.File, p.Title, KindProcedure, p.Field, p.Checked, p.Review, false})
		}
	}
	for _, f := range lib.FAQs {
		out = append(out, File{f.File, f.Question, KindFAQ, f.Field, f.Checked, f.Review, false})
	}
	for _, e := range lib.Events {
		out = append(out, File{e.File, e.Title, KindEvent, "", e.Checked, e.Review, false})
	}
	for _, p := range lib.Plans {
		out = append(out, File{p.File, p.Title, KindPlan, "", p.Checked, p.Review, false})
	}
	for _, p := range lib.Places {
		out = append(out, File{p.File, "Tên xã cũ, mới (" + p.File + ")", KindPlaces, "", p.Checked, p.Review, false})
	}
	for _, y := range lib.Calendar {
		out = append(out, File{y.File, fmt.Sprintf("Ngày nghỉ năm %d", y.Year), KindCalendar, "", y.Checked, y.Review,
			false})
	}
	seen := map[string]bool{}
	add := func(path, title, kind string) {
		if !seen[path] && path != "" {
			seen[path] = true
			out = append(out, File{Path: path, Title: title + " (" + path[strings.LastIndex(path, "/")+1:] + ")",
				Kind: kind})
		}
	}
	for _, o := range lib.Offices {
		add(o.File, "Nơi tiếp nhận, điện thoại, giờ làm việc", KindOffice)
	}
	if lib.Urgent != nil {
		add(lib.Urgent.File, "Trả lời khi khẩn cấp", KindUrgent)
	}
	for _, q := range lib.Questions {
		add(q.File, "Câu hỏi mẫu", KindQuestions)
	}
	for _, d := range lib.Documents {
		add(d.File, "Văn bản làm căn cứ", KindDocuments)
	}
	return out
}

// FindEntry is the file of the procedure or FAQ that goes by exactly this title, id or code; typed without accents too.
func FindEntry(lib *content.Library, typed string, fold func(string) string) (path string, found bool) {
	want := fold(typed)
	for _, f := range Files(lib) {
		if f.Kind != KindProcedure && f.Kind != KindFAQ {
			continue
		}
		if want != "" && (fold(f.Title) == want || slices.Contains(idsOf(lib, f.Path), strings.TrimSpace(typed))) {
			return f.Path, true
		}
	}
	return "", false
}

// Words says the outcome of a golden question in words: titles for ids, names for aspects.
func Words(lib *content.Library, outcome string) string {
	aspects := map[string]string{"()": "", "choose": "đưa ra để chọn:", "unknown": "chưa trả lời được",
		"likely": "theo ý gần nhất", "places": "tên xã cũ, mới", "office": "thông tin nơi tiếp nhận",
		"code": "chỗ tra mã hồ sơ", "calm": "không coi là khẩn cấp"}
	for a, name := range card.AspectNames {
		aspects["("+string(a)+")"] = "– phần " + strings.ToLower(name)
	}
	var out []string
	for _, word := range strings.Fields(outcome) {
		id := strings.TrimSuffix(word, ",")
		said, known := aspects[id]
		if p, ok := lib.Procedure(id); ok {
			said, known = "“"+p.Title+"”", true
		} else if f, ok := lib.FAQ(id); ok {
			said, known = "“"+f.Question+"”", true
		} else if e, ok := lib.Event(id); ok {
			said, known = "“"+e.Title+"”", true
		}
		if !known {
			said = id
		}
		if said != "" {
			out = append(out, said+word[len(id):])
		}
	}
	return strings.Join(out, " ")
}

// TitleIn is what the text of a file calls its entry; its path when it says nothing.
func TitleIn(path, text string) string {
	for line := range strings.SplitSeq(text, "\n") {
		for _, key := range []string{"title: ", "question: "} {
			if rest, ok := strings.CutPrefix(line, key); ok {
				return strings.Trim(strings.TrimSpace(rest), `"'`)
			}
		}
	}
	return path
}
