// Package quality measures the search on evaluation sets: JSONL questions with
// the procedures or FAQ entries they mean. The sets are not part of the
// project; whoever has them names their folder.
//
// A missing or unreadable set is an error that names the file.
package quality

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/search"
)

// Question is one line of an evaluation set.
type Question struct {
	ID       string      `json:"id"`
	BaseID   string      `json:"base_id"`
	Text     string      `json:"question"`
	Gold     []string    `json:"gold_ids"`
	Family   []string    `json:"gold_family"`
	Tier     string      `json:"tier"`
	Variant  string      `json:"variant"`
	Category string      `json:"category"`
	Hide     search.Hide `json:"-"` // what it may not find
	Says     string      `json:"-"` // words that the first lines of the reply must hold
	Short    int         `json:"-"` // the short answer of the entry that it wants, counted from 1; 0 when not known
}

// Half splits base questions in two for fitting on one and judging on the
// other: 0 or 1, the same for all variants of a question.
func (q *Question) Half() int {
	return int(md5.Sum([]byte(q.BaseID))[0] & 1) // a split, nothing secret
}

// means reports whether id is a right answer.
func (q *Question) means(id string) bool {
	return has(q.Gold, id) || has(q.Family, id)
}

func has(list []string, id string) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// Sets are the evaluation sets of a folder.
type Sets struct {
	Procedures, FAQCorpus               []search.Doc
	InScope, OutOfScope, Ambiguous, FAQ []Question
}

// Load reads procedures.jsonl, faq_corpus.jsonl and the eval_*_dev.jsonl sets. everyday are names by national code that
// the export does not have.
func Load(dir string, everyday map[string][]string) (*Sets, error) {
	s := new(Sets)
	var err error
	if s.Procedures, err = Docs(filepath.Join(dir, "procedures.jsonl")); err != nil {
		return nil, err
	}
	for i := range s.Procedures {
		s.Procedures[i].Names = everyday[s.Procedures[i].ID]
	}
	if s.FAQCorpus, err = Docs(filepath.Join(dir, "faq_corpus.jsonl")); err != nil {
		return nil, err
	}
	for name, into := range map[string]*[]Question{"inscope": &s.InScope, "oos": &s.OutOfScope,
		"ambiguous": &s.Ambiguous, "faq": &s.FAQ} {
		if *into, err = questions(filepath.Join(dir, "eval_"+name+"_dev.jsonl")); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Docs reads an export as documents.
func Docs(path string) ([]search.Doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, bad, err := portal.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s: %w", path, bad[0])
	}
	docs := make([]search.Doc, len(rows))
	for i := range rows {
		docs[i] = rows[i].Doc()
	}
	return docs, nil
}

func questions(path string) ([]Question, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []Question
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var q Question
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		list = append(list, q)
	}
	return list, sc.Err()
}
