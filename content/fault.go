package content

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
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
