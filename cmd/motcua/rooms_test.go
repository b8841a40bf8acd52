package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// Bounds on a package, so that a stranger finds the place of a change: how many files it holds, how large a part of
// them may refer to each other in one circle, and how many methods one type has.
const (
	mostFiles   = 20
	mostMethods = 59
	// Three files are read together.
	smallPackage = 3
)

// room is what is measured of a package.
type room struct {
	path         string
	files, lines int
	cycle        int // files in the largest circle of references
	receiver     string
	methods      int      // of the receiver with the most
	arrows       []string // within that circle, what refers to what
}

// TestRooms holds every package of the product to the bounds; go test ./cmd/motcua -run TestRooms -v prints the table.
func TestRooms(t *testing.T) {
	byPackage := map[string][]string{}
	for file, pkg := range sources(t, filepath.Join("..", "..")) {
		byPackage[pkg] = append(byPackage[pkg], file)
	}
	var rooms []room
	for pkg, files := range byPackage {
		slices.Sort(files)
		rooms = append(rooms, measure(t, pkg, files))
	}
	sort.Slice(rooms, func(i, j int) bool { return rooms[i].path < rooms[j].path })
	t.Logf("%-24s %5s %6s %6s %8s", "package", "files", "lines", "cycle", "methods")
	for _, r := range rooms {
		t.Logf("%-24s %5d %6d %6d %8d %s", r.path, r.files, r.lines, r.cycle, r.methods, r.receiver)
		if r.files > mostFiles {
			t.Errorf("%s has %d files, more than %d", r.path, r.files, mostFiles)
		}
		if r.files > smallPackage && 3*r.cycle > r.files {
			t.Errorf("%s: %d of %d files refer to each other in one circle:\n%s", r.path, r.cycle, r.files,
				strings.Join(r.arrows, "\n"))
		}
		if r.methods > mostMethods {
			t.Errorf("%s.%s has %d methods, more than %d", r.path, r.receiver, r.methods, mostMethods)
		}
	}
}

// nothing imports every package as an empty one: references between the files of one package need no other.
type nothing struct{ types.Importer }

func (nothing) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}

func measure(t *testing.T, pkg string, files []string) room {
	t.Helper()
	r := room{path: pkg, files: len(files)}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
		r.lines += fset.File(f.Pos()).LineCount()
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: nothing{importer.Default()}, Error: func(error) {}, FakeImportC: true}
	checked, _ := config.Check(pkg, fset, parsed, info)
	index := map[string]int{}
	for i, file := range files {
		index[file] = i
	}
	refers := make([][]bool, len(files))
	for i := range refers {
		refers[i] = make([]bool, len(files))
	}
	names := map[[2]int][]string{}
	for id, obj := range info.Uses {
		if obj.Pkg() != checked || !obj.Pos().IsValid() {
			continue
		}
		from, to := index[fset.Position(id.Pos()).Filename], index[fset.Position(obj.Pos()).Filename]
		refers[from][to] = true
		if name := obj.Name(); !slices.Contains(names[[2]int{from, to}], name) {
			names[[2]int{from, to}] = append(names[[2]int{from, to}], name)
		}
	}
	circle := largestCircle(refers)
	r.cycle = max(1, len(circle))
	for _, from := range circle {
		for _, to := range circle {
			if from != to && len(names[[2]int{from, to}]) > 0 {
				r.arrows = append(r.arrows,
					fmt.Sprintf("%s -> %s: %s", filepath.Base(files[from]), filepath.Base(files[to]),
						strings.Join(names[[2]int{from, to}], ", ")))
			}
		}
	}
	r.receiver, r.methods = largestReceiver(parsed)
	return r
}

// largestCircle is the largest set of files of which each reaches each other, by the references between them.
func largestCircle(refers [][]bool) (circle []int) {
	n := len(refers)
	reaches := make([][]bool, n)
	for i := range n {
		reaches[i] = slices.Clone(refers[i])
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reaches[i][j] = reaches[i][j] || reaches[i][k] && reaches[k][j]
			}
		}
	}
	for i := range n {
		with := []int{i}
		for j := range n {
			if i != j && reaches[i][j] && reaches[j][i] {
				with = append(with, j)
			}
		}
		if len(with) > 1 && len(with) > len(circle) {
			circle = with
		}
	}
	return circle
}

func largestReceiver(files []*ast.File) (name string, methods int) {
	count := map[string]int{}
	for _, f := range files {
		for _, d := range f.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv != nil && len(fd.Recv.List) == 1 {
				count[strings.TrimPrefix(fmt.Sprint(types.ExprString(fd.Recv.List[0].Type)), "*")]++
			}
		}
	}
	for n, c := range count {
		if c > methods || c == methods && n < name {
			name, methods = n, c
		}
	}
	return name, methods
}
