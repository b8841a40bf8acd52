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

// badPage is what a judge must not let pass.
const badPage = `<!doctype html><html lang="vi"><head><title>x</title></head><body><p id="a"><p id="a"><img src="x">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"GovernmentService","nmae":"x"}]}</script></body></html>`

// TestOthersJudge: programs that we did not write find nothing wrong with the HTML of any kind of page, nor with what
// search engines read of it; and they find what is wrong with a bad one.
func TestOthersJudge(t *testing.T) {
	o := newOffice(t, nil)
	o.published()
	all := append([]string{"/khong-co", "/hoi-dap/xay-nha-co-phai-xin-phep", "/su-kien/nguoi-than-mat",
		"/ke-hoach/2024", "/thu-tuc/khai-sinh", "/thu-tuc/gpxd-nha-o", "/thu-tuc/ho-chieu", "/thu-tuc/cap-lai-can-cuoc",
		"/thu-tuc/khai-sinh/han?tu=2026-11-19"}, others...)
	if *everywhere {
		all = append(all, paths(embedded())...)
	}
	pages := []judged{{"bad", badPage}}
	for i, path := range all {
		o.now.Store(int64(i)) // one address may open so many pages a minute
		_, body, _ := o.get(path)
		pages = append(pages, judged{path, body})
	}
	faults, linked := judge(t, pages)
	found := ""
	for _, f := range faults {
		if strings.HasPrefix(f, "bad:") {
			found += f + "\n"
			continue
		}
		t.Error(f)
	}
	wants(t, "the bad page", found, "no-dup-id", "nmae")
	if linked < 8 {
		t.Errorf("only %d pages with linked data", linked)
	}
}
