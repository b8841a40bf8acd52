package bounded_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content/bounded"
)

// hostile are texts that cost a parser more than they weigh.
func hostile() map[string]string {
	indent := ""
	var steps strings.Builder
	for range 400 {
		steps.WriteString(indent + "a:\n")
		indent += " "
	}
	many := strings.Repeat
	return map[string]string{
		"brackets":         many("[", 120_000),
		"braces":           many("{a: ", 40_000),
		"mixed":            many("[{a: ", 30_000),
		"closed in quotes": many("[ \"]\", ", 30_000),
		"quoted closers":   many("[ ']]]]', ", 20_000),
		"comments":         many("[ # ]\n", 30_000),
		"dashes":           many("- ", 100_000),
		"questions":        many("? ", 100_000),
		"indents":          steps.String(),
		"anchors":          "a: " + many("&x ", 40_000),
		"tags":             "a: " + many("!x ", 40_000),
		"keys":             many("a:\n", 60_000),
		"large":            many("a", bounded.MaxBytes+1),
		"apostrophes":      "a: it's\n" + many("[", 5_000) + "\nb: it's\n",
	}
}

// TestHostileIsRefused: what would cost the parser gigabytes is refused at once, and for little.
func TestHostileIsRefused(t *testing.T) {
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := bounded.Parse(src)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			var no *bounded.Error
			if !errors.As(err, &no) {
				t.Errorf("%v", err)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 300 || took > 10*time.Second {
				t.Errorf("refused only after %v and %d MB", took, mb)
			}
			if bounded.Check([]byte(src)) == nil {
				t.Error("Check lets it pass")
			}
		})
	}
}

// TestDepth: the bound is where it is said to be.
func TestDepth(t *testing.T) {
	for _, n := range []int{1, 10, 45} {
		for name, src := range map[string]string{"flow": strings.Repeat("[", n) + strings.Repeat("]", n),
			"block": strings.Repeat("- ", n) + "a"} {
			if _, err := bounded.Parse(src); err != nil {
				t.Errorf("%s %d deep: %v", name, n, err)
			}
		}
	}
	for n := 52; n < 60; n++ {
		if _, err := bounded.Parse("a: " + strings.Repeat("[", n) + strings.Repeat("]", n)); err == nil {
			t.Errorf("%d deep is taken", n)
		}
	}
	_, err := bounded.Parse("a: b\nc:\n  - " + strings.Repeat("[", 60))
	var no *bounded.Error
	if !errors.As(err, &no) || no.Line != 3 {
		t.Errorf("%v", err)
	}
}

// TestShippedFilesAreWithin: every file of the base is far from the bounds.
func TestShippedFilesAreWithin(t *testing.T) {
	n := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		n++
		text, err := os.ReadFile(path)
		if err == nil {
			err = bounded.Check(text)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
	if err != nil || n < 20 {
		t.Errorf("%d files, %v", n, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: b", "- a\n- b", "[a, {b: c}]", "a: &x b\nc: *x", "? a\n: b", "a: |\n  x\n",
		"a: 'it''s'", "!a b", "{a: [b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := bounded.Parse(s); err == nil {
			if err := bounded.Check([]byte(s)); err != nil {
				t.Errorf("%q is parsed but not within the bounds: %v", s, err)
			}
		}
	})
}
