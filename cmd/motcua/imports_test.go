package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/motcua/motcua"

// arrows says what of ours each package may import: the tree of the product, kept true by this test. A package that is
// not listed may import nothing of ours. "*" stands for everything.
var arrows = map[string][]string{
	"cmd/motcua":             {"*"},
	"bot":                    {},
	"bot/telegram":           {"bot"},
	"bot/webchat":            {"bot"},
	"bot/terminal":           {"bot"},
	"bot/zalo":               {"bot"},
	"bot/zalobot":            {"bot"},
	"bot/store":              {"bot", "bot/store/embedded"},
	"bot/store/embedded":     {"bot"},
	"bot/outbox":             {"bot"},
	"bot/schedule":           {"bot"},
	"content":                {"content/vi", "content/danger"},
	"content/danger":         {"content/vi"},
	"content/vi":             {},
	"content/vidate":         {"content/vi", "content", "content/workday"},
	"content/workday":        {"content"},
	"content/lexicon":        {},
	"content/search":         {"content/vi"},
	"content/search/quality": {"content/search", "content/portal", "content/vi", "content/lexicon"},
	"content/portal":         {"content", "content/search", "content/vi"},
	"handlers":               {"bot", "content", "content/search", "content/vi", "content/vidate", "content/workday", "handlers/answers", "handlers/chart", "handlers/ical", "handlers/qrcode", "handlers/sheet"},
	"handlers/answers":       {"bot", "content", "content/search", "content/vi", "content/vidate", "content/workday"},
	"handlers/chart":         {},
	"handlers/sheet":         {},
	"handlers/ical":          {},
	"handlers/qrcode":        {},
	"handlers/console":       {"bot", "content", "content/search", "content/vi", "handlers", "handlers/answers", "handlers/qrcode", "handlers/sheet"},
}

// outside says which one package, with those below it, imports each outside module.
var outside = map[string]string{
	"github.com/redis/go-redis/v9":                       "bot/store",
	"github.com/alicebob/miniredis/v2":                   "bot/store",
	"github.com/go-telegram-bot-api/telegram-bot-api/v5": "bot/telegram",
	"github.com/goccy/go-yaml":                           "content",
	"golang.org/x/text":                                  "content",
	"github.com/alecthomas/kong":                         "cmd/motcua",
	"github.com/go-analyze/charts":                       "handlers/chart",
	"github.com/xuri/excelize/v2":                        "handlers/sheet",
	"rsc.io/qr":                                          "handlers/qrcode",
	"github.com/prometheus/client_golang":                "cmd/motcua",
}

// TestArrows parses the files itself: a test that runs the go command would be served from the test cache.
func TestArrows(t *testing.T) {
	for file, pkg := range sources(t, filepath.Join("..", "..")) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if ours, ok := strings.CutPrefix(path, module+"/"); ok {
				if allowed := arrows[pkg]; !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
					t.Errorf("%s: package %s may not import %s", file, pkg, ours)
				}
				continue
			}
			for mod, home := range outside {
				if (path == mod || strings.HasPrefix(path, mod+"/")) && pkg != home && !strings.HasPrefix(pkg, home+"/") {
					t.Errorf("%s: %s belongs to %s alone", file, mod, home)
				}
			}
		}
	}
}

// TestDoublesAreIndependent: what stands in for a platform shares no code with the adapter that it tests.
func TestDoublesAreIndependent(t *testing.T) {
	for _, double := range []string{"fakehost", "telegramtest", "zalotest", "zalobottest"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "bot", "bottest", double, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", double, len(files), err)
		}
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range f.Imports {
				if strings.HasPrefix(spec.Path.Value, `"`+module+"/") && !strings.HasPrefix(spec.Path.Value, `"`+module+"/bot/bottest/") {
					t.Errorf("%s imports %s", file, spec.Path.Value)
				}
			}
		}
	}
}

// sources maps the product's Go files, without tests and test doubles, to their packages.
func sources(t *testing.T, root string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "bottest" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && d.Name() != ".") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			rel, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			out[path] = filepath.ToSlash(rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOnlyCmdReadsTheEnvironment: settings come from one place.
func TestOnlyCmdReadsTheEnvironment(t *testing.T) {
	for file, pkg := range sources(t, filepath.Join("..", "..")) {
		if pkg == "cmd/motcua" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{"os.Getenv(", "os.LookupEnv(", "os.Environ(", "os.Exit(", "log.Fatal"} {
			if strings.Contains(string(text), call) {
				t.Errorf("%s: %s) belongs to cmd/motcua", file, call)
			}
		}
	}
}
