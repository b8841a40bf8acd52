// Package base opens the content base that a command names (a folder, an export of the national portal, or the one
// within the program) and writes into such a folder.
package base

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// FS is the base at path, or the embedded one.
func FS(path string) fs.FS {
	if path == "" {
		return content.Embedded()
	}
	return bounded.Folder(path)
}

// Lexicon is the word lists of the base at path where it has some, else the embedded ones.
func Lexicon(path string) fs.FS {
	if dir := filepath.Join(path, "lexicon"); path != "" {
		if found, _ := filepath.Glob(filepath.Join(dir, "*.yaml")); len(found) > 0 {
			return bounded.Folder(dir)
		}
	}
	return lexicon.Files
}

// Open loads the base at path: a folder, an export in JSON lines, or the embedded base when path is empty.
func Open(path string) (*answers.Knowledge, error) {
	lex, err := search.ParseLexicon(Lexicon(path))
	if err != nil {
		return nil, fmt.Errorf("bộ từ ngữ có lỗi:\n%w", err)
	}
	if strings.HasSuffix(path, ".jsonl") {
		return openExport(path, lex)
	}
	if err := CheckDir(path); err != nil {
		return nil, err
	}
	lib, found := content.Load(FS(path))
	if errs := found.Errors(); len(errs) > 0 {
		return nil, fmt.Errorf("kho nội dung có %d lỗi:\n%w", len(errs), errs)
	}
	return answers.NewKnowledge(lib, lex), nil
}

// openExport makes a base of a national-portal export without writing it anywhere.
func openExport(path string, lex search.Lexicon) (*answers.Knowledge, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("không mở được bản xuất: %w", err)
	}
	defer in.Close()
	rows, bad, err := portal.Read(in)
	if err != nil {
		return nil, fmt.Errorf("đọc bản xuất: %w", err)
	}
	for _, b := range bad {
		fmt.Fprintf(os.Stderr, "%s:%d: %v\n", path, b.Line, b.Err)
	}
	own, _ := content.Load(content.Embedded())
	everyday := answers.Everyday(own)
	docs := make([]search.Doc, len(rows))
	var procedures []*content.Procedure
	var faqs []*content.FAQ
	taken := content.DayOf(time.Now())
	for i := range rows {
		docs[i] = rows[i].Doc()
		docs[i].Names = everyday[docs[i].ID]
		if rows[i].IsFAQ() {
			faqs = append(faqs, &content.FAQ{Key: rows[i].ID, Question: rows[i].Question,
				Answer: []content.Line{{Text: rows[i].Answer}}, Checked: taken})
			continue
		}
		procedures = append(procedures, rows[i].Procedure(taken))
	}
	return &answers.Knowledge{Library: content.NewLibrary(procedures, faqs),
		Index: search.New(docs, lex, search.Options{})}, nil
}

// CheckDir reports, in words, that path is no folder.
func CheckDir(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return exit.Errorf(exit.Settings, "không mở được thư mục nội dung %s; hãy kiểm tra lại đường dẫn", path)
	}
	return nil
}
