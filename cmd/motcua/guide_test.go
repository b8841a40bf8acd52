package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
)

// exampleForm finds the files that the guide has its readers write.
var exampleForm = regexp.MustCompile("(?s)<!-- example: (\\S+) -->\n```[a-z]+\n(.*?)```")

// TestEditorsGuide follows docs/bien-tap.md to the letter: its example passes the check and is found by a question.
func TestEditorsGuide(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "bien-tap.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := exampleForm.FindAllSubmatch(guide, -1)
	if len(examples) == 0 {
		t.Fatal("the guide has no example")
	}
	dir := t.TempDir()
	for _, example := range examples {
		file := filepath.Join(dir, filepath.FromSlash(string(example[1])))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, example[2], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if n := content.Check(os.DirFS(dir), &out); n > 0 || strings.Contains(out.String(), "mẫu cũ") {
		t.Fatalf("the example has faults:\n%s", out.String())
	}
	know, err := base.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := askOne(know, "muon hoi truong xa to chuc dam cuoi can giay to gi", false, &text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "Giấy cam kết giữ vệ sinh") {
		t.Errorf("the example's question is answered with:\n%s", text.String())
	}
}
