// Package portal reads exports of the national public service portal: one JSON
// object per line, a procedure (with "title") or a FAQ entry (with "question"
// and "answer").
//
// A bad line is reported and skipped; only a failing reader stops the reading.
// Missing fields are empty, numbers become text, a list where text is expected
// is joined, text where a list is expected is a list of one.
package portal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// MaxLine is the longest line accepted.
const MaxLine = 8 << 20

var errLong = fmt.Errorf("longer than %d MiB", MaxLine>>20)

// Read reads all rows. Empty lines and a byte order mark are allowed.
func Read(r io.Reader) ([]Row, []LineError, error) {
	var rows []Row
	var bad []LineError
	seen := make(map[string]int)
	br := bufio.NewReaderSize(r, 1<<18)
	var long []byte
	for n := 1; ; n++ {
		line, tooLong, err := readLine(br, &long)
		if err != nil && !errors.Is(err, io.EOF) {
			return rows, bad, fmt.Errorf("read export: %w", err)
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSpace(line)
		switch {
		case tooLong:
			bad = append(bad, LineError{n, errLong})
		case len(line) > 0:
			row, rowErr := parse(line)
			if rowErr == nil {
				rowErr = row.check(seen, n)
			}
			if rowErr != nil {
				bad = append(bad, LineError{n, rowErr})
				break
			}
			row.Line = n
			rows = append(rows, row)
		}
		if err != nil {
			return rows, bad, nil
		}
	}
}

// readLine returns the next line, joining buffers in long when it does not fit.
func readLine(br *bufio.Reader, long *[]byte) (line []byte, tooLong bool, err error) {
	line, err = br.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, false, err
	}
	*long = append((*long)[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = br.ReadSlice('\n')
		if len(*long)+len(line) > MaxLine {
			tooLong = true
			continue
		}
		*long = append(*long, line...)
	}
	return *long, tooLong, err
}

// check demands an identity and a name.
func (r *Row) check(seen map[string]int, line int) error {
	switch {
	case r.ID == "":
		return errors.New(`no "id"`)
	case r.Title == "" && r.Question == "":
		return errors.New(`neither "title" (a procedure) nor "question" (a FAQ)`)
	}
	if first, ok := seen[r.ID]; ok {
		return fmt.Errorf("id %q is already on line %d", r.ID, first)
	}
	seen[r.ID] = line
	return nil
}

// IsFAQ reports whether the row is a FAQ entry.
func (r *Row) IsFAQ() bool { return r.Title == "" && r.Question != "" }

// bodyBytes is how much of a dossier or an answer is searched.
const bodyBytes = 900

// Doc turns the row into what the index reads. The strings are the row's own.
func (r *Row) Doc() search.Doc {
	if r.IsFAQ() {
		return search.Doc{ID: r.ID, Title: r.Question, Field: r.Field, Body: cut(r.Answer), Lines: sentences(r.Answer),
			Kind: search.FAQ}
	}
	return search.Doc{ID: r.ID, Title: r.Title, Field: r.Field, Levels: Levels(r.AgencyLevel),
		Body: r.body(), Kind: search.Procedure, Family: Family(r.Title)}
}

// maxSentences is how many sentences of an answer are searched one by one.
const maxSentences = 16

// sentences are the first sentences of an answer.
func sentences(s string) (out []string) {
	for part := range strings.FieldsFuncSeq(cut(s), func(r rune) bool { return strings.ContainsRune(".;\n?!", r) }) {
		if part = strings.TrimSpace(part); part != "" && len(out) < maxSentences {
			out = append(out, part)
		}
	}
	return out
}

func (r *Row) body() string {
	if len(r.Dossier) == 1 {
		return cut(r.Dossier[0])
	}
	var b strings.Builder
	for _, d := range r.Dossier {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(cut(d))
		if b.Len() >= bodyBytes {
			break
		}
	}
	return cut(b.String())
}

func cut(s string) string {
	if len(s) <= bodyBytes {
		return s
	}
	return strings.ToValidUTF8(s[:bodyBytes], "")
}

// Levels reads "Cấp tỉnh, Cấp xã, Cơ quan ngành dọc".
func Levels(s string) []string {
	var levels []string
	for _, part := range strings.Split(s, ",") {
		switch vi.Fold(part) {
		case "cap xa":
			levels = append(levels, search.LevelCommune)
		case "cap tinh":
			levels = append(levels, search.LevelProvince)
		case "cap bo", "cap trung uong":
			levels = append(levels, search.LevelMinistry)
		case "co quan nganh doc":
			levels = append(levels, search.LevelVertical)
		case "co quan khac":
			levels = append(levels, search.LevelOther)
		}
	}
	return levels
}

// Family is the key that copies of one procedure share: the title without
// "Thủ tục" and without notes on the level it is done at.
func Family(title string) string {
	words := strings.Fields(vi.Fold(dropLevelNotes(title)))
	if len(words) > 2 && words[0] == "thu" && words[1] == "tuc" {
		words = words[2:]
	}
	return strings.Join(words, " ")
}

// dropLevelNotes removes "(cấp xã)", "(thực hiện tại cấp tỉnh)" and the like.
func dropLevelNotes(s string) string {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '(')
		if open < 0 {
			return s
		}
		open += from
		end := strings.IndexByte(s[open:], ')')
		if end < 0 {
			return s
		}
		note := vi.Fold(s[open : open+end])
		if len(note) < 60 && (strings.HasPrefix(note, "thuc hien tai") || strings.HasPrefix(note, "thuc hien o") ||
			strings.HasPrefix(note, "cap xa") || strings.HasPrefix(note, "cap tinh") ||
			strings.HasPrefix(note, "cap trung uong") || strings.HasPrefix(note, "cap bo")) {
			s = s[:open] + " " + s[open+end+1:]
			from = open
			continue
		}
		from = open + end
	}
}
