package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSingleThreaded: the packages that the Makefile tests without the race detector start nothing side by side.
func TestSingleThreaded(t *testing.T) {
	root := filepath.Join("..", "..")
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^SINGLE = ((?:.*\\\n)*.*)$`).FindSubmatch(makefile)
	if m == nil {
		t.Fatal("the Makefile names no packages that are tested without the race detector")
	}
	single := strings.Fields(strings.ReplaceAll(string(m[1]), "\\", " "))
	if len(single) < 10 {
		t.Fatalf("only %v", single)
	}
	for file, pkg := range sources(t, root) {
		if !slices.Contains(single, pkg) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s starts a goroutine: take its package out of SINGLE in the Makefile", file)
			}
			return true
		})
	}
}
