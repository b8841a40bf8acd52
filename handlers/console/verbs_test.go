package console_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// verbs reads the constants of audit verbs, by name.
func verbs(t *testing.T) map[string]people.Verb {
	t.Helper()
	file, err := parser.ParseFile(gotoken.NewFileSet(), filepath.Join("..", "people", "verb.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]people.Verb{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != gotoken.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			value, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out[v.Names[0].Name] = people.Verb(value)
		}
	}
	return out
}

// TestEveryVerb: each verb of the audit log has its words, is written by some deed, and stands on the log page by its
// words alone.
func TestEveryVerb(t *testing.T) {
	all := verbs(t)
	if len(all) != len(people.VerbWords) || len(all) < 60 {
		t.Errorf("%d verbs, %d with words", len(all), len(people.VerbWords))
	}
	written := map[string]bool{}
	name := regexp.MustCompile(`\bpeople\.(Verb[A-Z]\w*)|\b(Verb[A-Z]\w*)`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			d.Name() == "verb.go" {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range name.FindAllStringSubmatch(string(source), -1) {
			written[m[1]+m[2]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, verb := range all {
		if people.VerbWords[verb] == "" {
			t.Errorf("%s has no words", name)
		}
		if !written[name] {
			t.Errorf("%s is written by nothing", name)
		}
	}

	o := newOffice(t)
	b := o.signedIn(owner)
	for _, verb := range all {
		o.update(func(tx bot.Tx) error {
			return people.Audit(context.Background(), tx, owner, people.RoleOwner, verb, "", "")
		})
	}
	length, err := people.AuditLength(context.Background(), o.state)
	if err != nil {
		t.Fatal(err)
	}
	log := ""
	for to := length; to > 0; to -= 100 {
		_, page := b.get(fmt.Sprintf("/admin/nhat-ky?den=%d", to))
		log += words(page)
	}
	for name, verb := range all {
		if strings.Contains(log, string(verb)) && verb != people.VerbMissing {
			t.Errorf("the log shows %s as %q", name, verb)
		}
		if !strings.Contains(log, verb.Words()) {
			t.Errorf("the log does not show %s as %q", name, verb.Words())
		}
	}
}
