package console_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestProxyLetsFilesThrough: the proxy that we ship takes large forms where the console takes files, and nowhere else.
func TestProxyLetsFilesThrough(t *testing.T) {
	text, err := os.ReadFile("../../deploy/Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/admin/thong-bao/soan"}
	for _, r := range rooms() {
		want = append(want, r.Uploads...)
	}
	slices.Sort(want)
	for _, matcher := range []string{"@upload path ", "@small not path "} {
		_, after, _ := strings.Cut(string(text), matcher)
		line, _, _ := strings.Cut(after, "\n")
		if got := strings.Fields(line); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("%s%v, the console takes files at %v", matcher, got, want)
		}
	}
}
