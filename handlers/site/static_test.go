package site_test

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/site"
)

// TestFiles: a site of files has every entry, every link in it leads to a file or to the program, and without the
// program nothing leads there.
func TestFiles(t *testing.T) {
	// Some entries stand for all: every one is read as a page, from the same templates, by TestEveryEntry and
	// TestLinks.
	k := *embedded()
	lib := *k.Library
	small := content.NewLibrary(lib.Procedures[:20], lib.FAQs[:10])
	small.Events, small.Plans, small.Offices, small.Topics, small.Asked = lib.Events[:3], lib.Plans, lib.Offices,
		lib.Topics, lib.Asked
	small.Province, small.Owner, small.Documents = lib.Province, lib.Owner, lib.Documents
	k.Library = small
	base := &k
	if *everywhere {
		base = embedded()
	}
	for _, server := range []string{"", "https://hoidap.binhluc.gov.vn"} {
		dir := t.TempDir()
		n, err := site.Files(base, site.Config{Office: officeName, Now: func() time.Time { return morning }}, server,
			dir)
		if err != nil {
			t.Fatal(err)
		}
		if n < len(paths(base)) {
			t.Errorf("%d files", n)
		}
		root := os.DirFS(dir)
		err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".html" {
				return err
			}
			b, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			checkFile(t, root, name, string(b), server)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "thu-tuc", lib.Procedures[0].Key+".html")); err != nil {
			t.Error(err)
		}
	}
}

func checkFile(t *testing.T, root fs.FS, name, body, server string) {
	t.Helper()
	for _, m := range links.FindAllStringSubmatch(body, -1) {
		to, err := url.Parse(m[1])
		if err != nil || to.Host != "" || to.Scheme != "" || to.Path == "" {
			continue
		}
		if _, err := fs.Stat(root, path.Join(path.Dir(name), to.Path)); err != nil {
			t.Errorf("%s leads to %s, which is no file", name, m[1])
		}
	}
	if asks := strings.Contains(body, `action="https://hoidap.binhluc.gov.vn/tim"`); asks != (server != "") {
		t.Errorf("%s: a search box: %t", name, asks)
	}
	if server == "" && (strings.Contains(body, `/chat"`) || strings.Contains(body, "gop-y")) {
		t.Errorf("%s leads to a chat that is not there", name)
	}
}
