package content

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/motcua/motcua/content/bounded"
)

// Fault is one thing wrong in one file, said so that an office clerk can mend it.
type Fault struct {
	File string // path below the base's folder, with slashes
	Line int    // counted from 1; 0 when the whole file is meant
	What string // Vietnamese: what is wrong and how to mend it
	Warn bool   // worth knowing, but the base may be used
	// Because is the file whose own fault brings this one about; empty: this one stands for itself.
	Because string

	clock  bool // true only by this machine's clock
	blocks bool // because of it the file could not be read at all
}

// String returns "file:line: what".
func (f Fault) String() string {
	what := f.What
	if f.Warn {
		what = "cảnh báo: " + what
	}
	if f.Line == 0 {
		return f.File + ": " + what
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, what)
}

// Faults is everything found wrong in one reading of a base, warnings included.
type Faults []Fault

// Errors returns the faults without the warnings.
func (fs Faults) Errors() Faults {
	return slices.DeleteFunc(slices.Clone(fs), func(f Fault) bool { return f.Warn })
}

// Warnings returns the warnings alone.
func (fs Faults) Warnings() Faults {
	return slices.DeleteFunc(slices.Clone(fs), func(f Fault) bool { return !f.Warn })
}

// Error makes the faults usable as one error: a line each.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Causes returns the faults that stand for themselves.
func (fs Faults) Causes() Faults {
	return slices.DeleteFunc(slices.Clone(fs), func(f Fault) bool { return f.Because != "" })
}

// Consequences returns the faults that go away when another file is mended.
func (fs Faults) Consequences() Faults {
	return slices.DeleteFunc(slices.Clone(fs), func(f Fault) bool { return f.Because == "" })
}

func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		if (a.Because == "") != (b.Because == "") { // the cause before what follows from it
			if a.Because == "" {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(fs)
}

// book collects the faults of one file.
type book struct {
	file   string
	docs   map[string]*Document // what its sources may cite
	broken map[string]string    // what may stand in files that could not be read → the file
	faults Faults
}

func (b *book) fault(line int, format string, args ...any) {
	b.faults = append(b.faults, Fault{File: b.file, Line: line, What: fmt.Sprintf(format, args...)})
}

// blocked is a fault because of which nothing of the file can be read.
func (b *book) blocked(line int, what string) {
	b.faults = append(b.faults, Fault{File: b.file, Line: line, What: what, blocks: true})
}

func (b *book) warn(line int, format string, args ...any) {
	b.faults = append(b.faults, Fault{File: b.file, Line: line, What: fmt.Sprintf(format, args...), Warn: true})
}

// lines remembers where a key, or one value of its list, stands: checks across files point there.
type lines map[string]int

func (at lines) of(key, value string) int {
	if n, ok := at[key+"="+value]; ok {
		return n
	}
	if n, ok := at[key]; ok {
		return n
	}
	return 2
}

// maxSentence is the most syllables of a sentence that a reader takes in at once on a phone.
const maxSentence = 60

// withdrawnMark begins the names of files that are no part of the base: withdrawn entries, notes of the editors.
const withdrawnMark = "_"

// absent are the entries and documents that other files may point at though the base does not have them.
type absent struct {
	withdrawn map[string]bool   // ids and codes of entries whose file was withdrawn
	broken    map[string]string // id, code or document that may stand in a file which could not be read → that file
	plans     []string          // ids that begin so belong to a plan which could not be read
	planFiles []string          // the files of those
}

var (
	codesLine = regexp.MustCompile(`(?m)^codes:.*(?:\n\s+-.*)*`)
	anyCode   = regexp.MustCompile(`\d+\.\d{6}(?:\.\w+)*`)
	anyID     = regexp.MustCompile(`(?m)^\s*(?:- )?\{?\s*id:\s*"?([a-z0-9][a-z0-9.-]*)`)
)

// codesIn lists an entry's national codes, also where its YAML cannot be read.
func codesIn(text string) []string { return anyCode.FindAllString(codesLine.FindString(text), -1) }

// unread notes what a file that cannot be read would have held; the ids of a plan begin with planIDs.
func (a *absent) unread(file, text, planIDs string) {
	a.broken[strings.TrimSuffix(path.Base(file), path.Ext(file))] = file
	for _, code := range codesIn(text) {
		a.broken[code] = file
	}
	for _, m := range anyID.FindAllStringSubmatch(text, -1) {
		a.broken[m[1]] = file
	}
	if path.Base(file) == "plan.yaml" {
		a.plans = append(a.plans, planIDs)
		a.planFiles = append(a.planFiles, file)
	}
}

// cause is the unreadable file in which an id should stand; empty when there is none.
func (a *absent) cause(id string) string {
	for i, prefix := range a.plans {
		if strings.HasPrefix(id, prefix) {
			return a.planFiles[i]
		}
	}
	return a.broken[id]
}

// syntaxFault says in Vietnamese what the YAML parser stumbled over.
func syntaxFault(err error, src string) (line int, what string) {
	var beyond *bounded.Error
	if errors.As(err, &beyond) {
		return beyond.Line, beyond.What
	}
	msg := err.Error()
	var at yaml.Error
	if errors.As(err, &at) {
		msg = at.GetMessage()
		if tk := at.GetToken(); tk != nil && tk.Position != nil {
			line = tk.Position.Line
		}
	}
	for i, l := range strings.Split(src, "\n") {
		if indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]; strings.Contains(indent, "\t") {
			return i + 1, "đầu dòng có phím Tab; hãy thay bằng dấu cách"
		}
	}
	for i, l := range strings.Split(src, "\n") {
		if n := strings.Count(strings.ReplaceAll(l, `\"`, ""), `"`); n%2 == 1 &&
			!strings.HasPrefix(strings.TrimSpace(l), "#") {
			return i + 1, "dòng này thiếu một dấu ngoặc kép: mở \" mà không đóng, hoặc đóng mà không mở; hãy thêm " +
				"cho đủ cặp"
		}
	}
	return line, stumbled(firstLine(msg)) + "; hãy xem lại thụt đầu dòng, và đặt trong dấu \"…\" " +
		"những câu có dấu hai chấm, dấu # hay ngoặc"
}

// stumbled says a complaint of the YAML parser in Vietnamese.
func stumbled(msg string) string {
	for _, s := range [][2]string{
		{"or ']' must be", "thiếu dấu phẩy giữa hai ý, hoặc thiếu dấu ] ở cuối"},
		{"or '}' must be", "thiếu dấu phẩy giữa hai ô, hoặc thiếu dấu } ở cuối"},
		{"token ']' not found", "mở ngoặc [ mà không có dấu ] đóng lại"},
		{"token '}'", "mở ngoặc { mà không có dấu } đóng lại"},
		{"corresponding to ']'", "có dấu ] mà không có dấu [ mở ra"},
		{"corresponding to '}'", "có dấu } mà không có dấu { mở ra"},
		{"single-quoted", "mở dấu nháy ' mà không đóng"},
		{"double-quoted", "mở dấu ngoặc kép \" mà không đóng"},
		{"escape", "có dấu \\ trong ngoặc kép; hãy bỏ dấu đó"},
		{"mapping value", "có dấu hai chấm giữa câu chưa đặt trong ngoặc kép"},
		{"implicit line break", "thiếu dấu hai chấm sau tên ô"},
		{"key name", "thiếu dấu hai chấm và dấu cách sau tên ô"},
		{"key-value", "thiếu dấu hai chấm và dấu cách sau tên ô"},
		{"non-map", "dòng này không có tên ô ở đầu"},
		{"sequence", "dấu gạch đầu dòng đặt sai chỗ"},
		{"map", "ô ghi sai dạng, cần: tên ô, dấu hai chấm, dấu cách, nội dung"},
		{"alias", "có dấu * đứng đầu nội dung chưa đặt trong ngoặc kép"},
		{"anchor", "có dấu & đứng đầu nội dung chưa đặt trong ngoặc kép"},
		{"tag", "có dấu ! đứng đầu nội dung chưa đặt trong ngoặc kép"},
		{"tab", "có phím Tab; hãy thay bằng dấu cách"},
	} {
		if strings.Contains(msg, s[0]) {
			return s[1]
		}
	}
	return "không đọc được từ dòng này"
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
