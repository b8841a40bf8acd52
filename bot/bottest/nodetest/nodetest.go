// Package nodetest installs what tests need of npm: programs that we did not write and that judge what we did. It fails
// the test when node or npm is missing, or a package cannot be had.
package nodetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Install copies a folder with package.json, package-lock.json and these further files into the user's cache, installs
// the locked packages there without running their scripts, once for each content of the files, and returns where.
func Install(ctx context.Context, t testing.TB, name, from string, further ...string) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%v: this test needs node and npm (make deps)", err)
		}
	}
	files := map[string][]byte{}
	sum := sha256.New()
	for _, file := range append([]string{"package.json", "package-lock.json"}, further...) {
		b, err := os.ReadFile(filepath.Join(from, file))
		if err != nil {
			t.Fatal(err)
		}
		files[file] = b
		sum.Write(b)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "motcua-test", fmt.Sprintf("%s-%x", name, sum.Sum(nil)[:6]))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "installing-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(fresh)
	for file, b := range files {
		if err := os.WriteFile(filepath.Join(fresh, file), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = fresh
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm ci in a copy of %s: %v\n%s", from, err, out)
	}
	if err := os.Rename(fresh, dir); err != nil {
		if _, other := os.Stat(dir); other != nil { // else another test run was quicker
			t.Fatal(err)
		}
	}
	return dir
}
