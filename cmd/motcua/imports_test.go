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
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

const module = "github.com/motcua/motcua"

// arrows says what of ours each package may import: the tree of the product, kept true by this test. A package that is
// not listed may import nothing of ours. "*" stands for everything.
var arrows = map[string][]string{
	"cmd/motcua": {"*"},
	"cmd/motcua/base": {"cmd/motcua/exit", "content", "content/bounded", "content/lexicon", "content/portal",
		"content/search", "handlers/answers", "handlers/library"},
	"cmd/motcua/build":  {},
	"cmd/motcua/config": {"bot", "content", "content/vi", "bot/platform", "bot/zalo", "handlers/calendar"},
	"cmd/motcua/contenttools": {"cmd/motcua/base", "cmd/motcua/exit", "content", "content/portal", "content/review",
		"content/vi", "content/watch", "handlers/answers", "handlers/site"},
	"cmd/motcua/control":     {},
	"cmd/motcua/exit":        {},
	"cmd/motcua/leader":      {},
	"cmd/motcua/sealed":      {},
	"cmd/motcua/space":       {},
	"cmd/motcua/systemd":     {},
	"bot":                    {},
	"bot/platform":           {"bot"},
	"bot/bounds":             {"bot"},
	"bot/webguard":           {"bot/bounds"},
	"bot/webcard":            {"bot"},
	"bot/telegram":           {"bot", "bot/platform"},
	"bot/webchat":            {"bot", "bot/bounds", "bot/platform", "bot/webguard", "bot/webcard"},
	"bot/terminal":           {"bot", "bot/platform"},
	"bot/zalo":               {"bot", "bot/platform"},
	"bot/zalobot":            {"bot", "bot/platform"},
	"bot/store":              {"bot", "bot/store/engine", "bot/store/redis", "bot/store/sqlite"},
	"bot/store/engine":       {"bot"},
	"bot/store/redis":        {"bot", "bot/store/engine"},
	"bot/store/sqlite":       {"bot", "bot/store/engine", "bot/store/sqlite/disk"},
	"bot/store/sqlite/disk":  {"bot"},
	"bot/outbox":             {"bot"},
	"bot/schedule":           {"bot"},
	"content":                {"content/vi", "content/danger", "content/bounded"},
	"content/bounded":        {},
	"content/danger":         {"content/vi"},
	"content/vi":             {},
	"content/vidate":         {"content/vi", "content", "content/workday"},
	"content/workday":        {"content"},
	"content/entryform":      {},
	"content/lexicon":        {},
	"content/search":         {"content/vi", "content/bounded"},
	"content/search/quality": {"content/search", "content/portal", "content/vi", "content/lexicon"},
	"content/portal":         {"content", "content/search", "content/vi"},
	"content/review":         {"content"},
	"content/watch":          {"content", "content/vi"},
	"handlers/answers": {"bot", "content", "content/search", "content/vi", "content/vidate", "content/workday",
		"handlers/answers/card", "handlers/answers/office"},
	"handlers/answers/card": {"bot", "content", "content/vi", "content/vidate", "content/workday"},
	"handlers/answers/office": {"bot", "content", "content/vi", "content/vidate", "content/workday",
		"handlers/answers/card"},
	"handlers/chart":  {},
	"handlers/sheet":  {},
	"handlers/ical":   {},
	"handlers/qrcode": {},

	// The features of the assistant, from the kernel outward: each may import those that are named, none that stands
	// below.
	"handlers/dialog":        feature(),
	"handlers/offices":       feature("dialog"),
	"handlers/offices/local": feature("dialog", "people"),
	"handlers/figures":       {"bot", "content", "content/vi"},
	"handlers/people":        feature("dialog"),
	"handlers/library":       feature("dialog", "people"),
	"handlers/photo":         feature("dialog", "people"),
	"handlers/calendar":      feature("dialog", "people"),
	"handlers/subscribers":   feature("dialog", "offices", "people"),
	"handlers/remind":        feature("dialog", "people", "calendar", "subscribers", "ical"),
	"handlers/tasks":         feature("dialog", "people", "calendar", "ical", "sheet"),
	"handlers/staff":         feature("dialog", "people", "calendar", "tasks", "qrcode"),
	"handlers/unanswered":    feature("dialog", "people", "library"),
	"handlers/cases": feature("dialog", "offices", "people", "calendar", "library", "figures",
		"subscribers", "tasks", "unanswered"),
	"handlers/grading":            feature("dialog", "people", "figures"),
	"handlers/announce":           feature("dialog", "people", "calendar", "subscribers", "sheet", "announce/markup"),
	"handlers/announce/markup":    feature("dialog"),
	"handlers/announce/templates": feature("dialog", "people", "announce", "announce/markup"),
	"handlers/announce/recurring": feature("dialog", "people", "calendar", "announce"),
	"handlers/groups":             feature("dialog", "people", "figures", "subscribers"),
	"handlers": feature("dialog", "offices", "offices/local", "people", "photo", "calendar", "figures", "library",
		"subscribers", "remind", "tasks", "staff", "cases",
		"unanswered",
		"announce", "announce/recurring", "announce/templates", "grading", "groups", "chart", "sheet"),
	"handlers/site": append(feature("dialog", "offices", "offices/local", "people", "photo", "calendar", "figures",
		"cases", "announce", "remind", "qrcode", "chart",
		"answers/office"), "bot/bounds", "bot/webguard", "bot/webcard"),
	"handlers/site/api": {"bot", "bot/bounds", "bot/webguard", "content", "content/search", "content/vi",
		"handlers/answers", "handlers/offices", "handlers/site"},
	"handlers/console": append(feature("dialog", "people", "calendar", "figures", "library", "subscribers", "tasks",
		"cases",
		"unanswered", "announce", "grading", "qrcode", "sheet"), "handlers", "bot/webguard", "content/review"),
	"handlers/console/firstday": {"bot", "content", "content/vi", "handlers", "handlers/announce",
		"handlers/console", "handlers/library", "handlers/offices", "handlers/people", "handlers/photo",
		"handlers/poster"},
	"handlers/console/editpages": {"bot", "bot/webcard", "content", "content/entryform", "content/portal",
		"content/review", "content/search", "content/vi", "handlers/answers", "handlers/answers/card",
		"handlers/console", "handlers/dialog", "handlers/library", "handlers/people", "handlers/subscribers",
		"handlers/unanswered"},
	"handlers/console/localpages": {"bot", "content", "content/vi", "handlers/console", "handlers/offices/local",
		"handlers/people"},
	"handlers/console/gradepages": {"bot", "content", "content/search", "content/vi", "handlers", "handlers/console",
		"handlers/figures", "handlers/grading", "handlers/library", "handlers/people"},
	"handlers/console/noticepages": {"bot", "content", "content/vidate", "handlers/announce",
		"handlers/announce/recurring", "handlers/announce/templates", "handlers/console", "handlers/dialog",
		"handlers/groups", "handlers/people", "handlers/subscribers"},
	"handlers/console/staffpages": {"bot", "content", "content/vi", "handlers/console", "handlers/dialog",
		"handlers/people", "handlers/qrcode", "handlers/staff", "handlers/tasks"},
	"handlers/poster": {"handlers/qrcode"},
}

// feature is what a feature may import: the domain, what we know and how it is said, and the rooms of handlers that are
// named.
func feature(rooms ...string) []string {
	out := []string{"bot", "bot/bounds", "content", "content/search", "content/vi", "content/vidate", "content/workday",
		"handlers/answers", "handlers/answers/card"}
	for _, r := range rooms {
		out = append(out, "handlers/"+r)
	}
	return out
}

// outside says which one package, with those below it, imports each outside module.
var outside = map[string]string{
	"github.com/redis/go-redis/v9":                       "bot/store/redis",
	"github.com/ncruces/go-sqlite3":                      "bot/store/sqlite/disk",
	"github.com/gofrs/flock":                             "bot/store/sqlite/disk",
	"github.com/go-telegram-bot-api/telegram-bot-api/v5": "bot/telegram",
	"github.com/goccy/go-yaml":                           "content",
	"golang.org/x/text":                                  "content",
	"golang.org/x/time":                                  "bot/webguard",
	"golang.org/x/image":                                 "handlers/photo",
	"github.com/alecthomas/kong":                         "cmd/motcua",
	"github.com/go-analyze/charts":                       "handlers/chart",
	"github.com/xuri/excelize/v2":                        "handlers/sheet",
	"codeberg.org/go-pdf/fpdf":                           "handlers/poster",
	"github.com/go-fonts/liberation":                     "handlers/poster",
	"rsc.io/qr":                                          "handlers/qrcode",
	"filippo.io/age":                                     "cmd/motcua/sealed",
	"github.com/prometheus/client_golang":                "cmd/motcua",
	"github.com/modelcontextprotocol/go-sdk":             "handlers/site/api",
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
				if (path == mod || strings.HasPrefix(path, mod+"/")) && pkg != home &&
					!strings.HasPrefix(pkg, home+"/") {
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
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "bottest" || d.Name() == "node_modules" ||
			strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && d.Name() != ".") {
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
		if strings.HasPrefix(pkg, "cmd/") {
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

// TestOneZone: neither bot nor content may import the other, so each names Vietnam's time; it must be the same.
func TestOneZone(t *testing.T) {
	now := time.Now()
	if ours, theirs := now.In(bot.Zone).String(), now.In(content.Zone).String(); ours != theirs {
		t.Errorf("bot.Zone %s, content.Zone %s", ours, theirs)
	}
}
