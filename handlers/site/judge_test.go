package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/nodetest"
)

// judged is a page that the judge reads.
type judged struct {
	Name string `json:"name"`
	HTML string `json:"html"`
}

func judge(t *testing.T, pages []judged) (faults []string, linked int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	dir := nodetest.Install(ctx, t, "site", "testdata/judge", "judge.js")
	in, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	var out, bad bytes.Buffer
	node := exec.CommandContext(ctx, "node", "judge.js")
	node.Dir, node.Stdin, node.Stdout, node.Stderr = dir, bytes.NewReader(in), &out, &bad
	if err := node.Run(); err != nil {
		t.Fatalf("%v\n%s", err, bad.String())
	}
	var said struct {
		Faults []string
		Linked int
	}
	if err := json.Unmarshal(out.Bytes(), &said); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return said.Faults, said.Linked
}

// TestOthersJudge: programs that we did not write find nothing wrong with the HTML of any kind of page, nor with what
// search engines read of it.
func TestOthersJudge(t *testing.T) {
	o := newOffice(t, nil)
	o.published()
	var pages []judged
	for _, path := range append(append([]string{"/khong-co", "/hoi-dap/xay-nha-co-phai-xin-phep", "/su-kien/nguoi-than-mat",
		"/ke-hoach/2024", "/thu-tuc/khai-sinh", "/thu-tuc/gpxd-nha-o", "/thu-tuc/ho-chieu"}, others...), paths(embedded())[:20]...) {
		_, body, _ := o.get(path)
		pages = append(pages, judged{path, body})
	}
	faults, linked := judge(t, pages)
	for _, f := range faults {
		t.Error(f)
	}
	if linked < 20 {
		t.Errorf("only %d pages with linked data", linked)
	}
}

// TestJudgeCanFail: the judge finds what is wrong.
func TestJudgeCanFail(t *testing.T) {
	faults, _ := judge(t, []judged{{"bad", `<!doctype html><html lang="vi"><head><title>x</title></head><body><p id="a"><p id="a"><img src="x">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"GovernmentService","nmae":"x"}]}</script></body></html>`}})
	all := strings.Join(faults, "\n")
	wants(t, "faults", all, "no-dup-id", "nmae")
}
