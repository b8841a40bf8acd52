package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/bounded"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// contentFS is the base at path, or the embedded one.
func contentFS(path string) fs.FS {
	if path == "" {
		return content.Embedded()
	}
	return bounded.Folder(path)
}

// lexiconFS is the word lists of the base at path where it has some, else the embedded ones.
func lexiconFS(path string) fs.FS {
	if dir := filepath.Join(path, "lexicon"); path != "" {
		if found, _ := filepath.Glob(filepath.Join(dir, "*.yaml")); len(found) > 0 {
			return bounded.Folder(dir)
		}
	}
	return lexicon.Files
}

// openKnowledge loads the base at path: a folder, an export in JSON lines, or the embedded base when path is empty.
func openKnowledge(path string) (*answers.Knowledge, error) {
	lex, err := search.ParseLexicon(lexiconFS(path))
	if err != nil {
		return nil, fmt.Errorf("bộ từ ngữ có lỗi:\n%w", err)
	}
	if strings.HasSuffix(path, ".jsonl") {
		return openExport(path, lex)
	}
	if err := checkDir(path); err != nil {
		return nil, err
	}
	lib, found := content.Load(contentFS(path))
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

// checkDir reports, in words, that path is no folder.
func checkDir(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return exit{statusSettings, fmt.Errorf("không mở được thư mục nội dung %s; hãy kiểm tra lại đường dẫn", path)}
	}
	return nil
}

// exit carries an exit status through kong's error path.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string { return e.err.Error() }

func (e exit) Unwrap() error { return e.err }

// statusSettings is sysexits' EX_CONFIG: systemd does not start us again after it. Not 2, with which the Go runtime
// itself ends a process that panics or that the watchdog aborts: those must come back.
const statusSettings = 78
