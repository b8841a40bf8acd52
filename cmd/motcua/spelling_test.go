package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The words that we write in another way: "xóa" and "hủy" with the tone on the first vowel, "lý" and "kỹ" with y, days
// of the week with a capital.
var (
	otherTone    = regexp.MustCompile(`(?i)o[áàảãạéèẻẽẹ](?:\P{L}|$)|(?:^|[^q])u[ýỳỷỹỵ](?:\P{L}|$)`)
	otherVowel   = regexp.MustCompile(`(?i)(?:^|\P{L})(?:lí|kĩ|mĩ|quí|kỉ|bác sỹ|tỉ lệ)(?:\P{L}|$)`)
	otherWeekday = regexp.MustCompile(`(?:(\pL+) )?(?:[Tt]hứ (?:hai|ba|tư|năm|sáu|bảy))(?:\P{L}|$)`)
)

// vietnamese are letters that only our language has.
var vietnamese = regexp.MustCompile(`[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]`)

// counted are words after which "thứ hai" is the second, not a day.
var counted = []string{"kênh", "viên", "lần", "người", "năm"}

// secondSpelling finds a word that is not written as we write it; "" when there is none.
func secondSpelling(text string) string {
	if m := otherTone.FindString(text); m != "" {
		return m
	}
	if m := otherVowel.FindString(text); m != "" {
		return m
	}
	for _, m := range otherWeekday.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(counted, m[1]) {
			return m[0]
		}
	}
	return ""
}

// TestOneSpelling: what the product says to people is spelled in one way. What people type is read in all ways, because
// it is folded first.
func TestOneSpelling(t *testing.T) {
	for text, want := range map[string]bool{
		"Xoá dữ liệu": true, "đã huỷ": true, "sức khoẻ": true, "thứ hai tuần sau": true, "quản lí": true,
		"vào Thứ sáu": true,
		"Xóa dữ liệu": false, "quý 1": false, "quỹ đất": false, "toán": false, "thuyền": false, "hoài": false,
		"thứ Hai":   false,
		"hoàn toàn": false, "lý do": false, "một quản trị viên thứ hai": false, "năm thứ hai": false,
	} {
		if got := secondSpelling(text) != ""; got != want {
			t.Errorf("%q: second spelling %v, want %v", text, got, want)
		}
	}
	root := filepath.Join("..", "..")
	report := func(where, text string) {
		if m := secondSpelling(text); m != "" {
			t.Errorf("%s: a second spelling, %q", where, strings.TrimSpace(m))
		}
	}
	files := token.NewFileSet()
	for file := range sources(t, root) {
		parsed, err := parser.ParseFile(files, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(filepath.ToSlash(file), "../../content/") { // the base and what it recognises
			continue
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					report(files.Position(lit.Pos()).String(), s)
				}
			}
			return true
		})
	}
	pages := 0
	eachPageLine(t, func(where, line string) {
		report(where, line)
		pages++
	})
	if pages < 500 {
		t.Errorf("only %d lines of pages", pages)
	}
}

// TestSentencesStandInTexts: what a feature says in a chat is found in its texts.go. A page's sentences stand in the
// page.
func TestSentencesStandInTexts(t *testing.T) {
	const sentence = 9 // words from which on a literal is one
	files, seen := token.NewFileSet(), 0
	for file := range sources(t, filepath.Join("..", "..")) {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../../")
		if !strings.HasPrefix(dir, "handlers") || strings.HasPrefix(dir, "handlers/site") ||
			strings.HasPrefix(dir, "handlers/console") {
			continue
		}
		parsed, err := parser.ParseFile(files, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := literal(e)
			if !ok {
				return true
			}
			said := vietnamese.MatchString(text) && len(strings.Fields(text)) >= sentence &&
				!strings.HasPrefix(text, "---\n") && !strings.HasPrefix(text, "## ") && !strings.Contains(text, "|")
			switch inTexts := filepath.Base(file) == "texts.go"; {
			case said && inTexts:
				seen++
			case said:
				t.Errorf("%s: %q belongs into texts.go", files.Position(e.Pos()), text)
			}
			return false
		})
	}
	if seen < 100 {
		t.Errorf("only %d sentences seen in texts.go", seen)
	}
}

// literal is the text of a string, also of one that is put together of several.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, isA := literal(e.X)
		b, isB := literal(e.Y)
		return a + b, isA && isB && e.Op == token.ADD
	}
	return "", false
}

// TestPageLines: the lines of pages fit on a screen; those of Go code are held by the linter.
func TestPageLines(t *testing.T) {
	eachPageLine(t, func(where, line string) {
		if n := len([]rune(strings.ReplaceAll(line, "\t", "    "))); n > 160 && !strings.Contains(where, "testdata") {
			t.Errorf("%s has %d characters, more than 160", where, n)
		}
	})
}

// eachPageLine goes through the lines of all HTML of the product.
func eachPageLine(t *testing.T, f func(where, line string)) {
	t.Helper()
	for _, dir := range []string{"handlers", "bot", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".html" {
				return err
			}
			body, err := os.ReadFile(path)
			for i, line := range strings.Split(string(body), "\n") {
				f(filepath.ToSlash(path)+":"+strconv.Itoa(i+1), line)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
