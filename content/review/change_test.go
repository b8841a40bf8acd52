package review

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/content"
)

var today = content.NewDay(2026, 11, 30)

// changing is a table in which one law takes the place of another on 1 March 2027 and a decree amends two articles.
const changing = `documents:
  - {id: 60-2014-qh13, kind: luật, number: 60/2014/QH13, title: Luật cũ, short: Luật cũ, until: 2027-02-28, replaced_by: [{doc: 3-2026-qh16}]}
  - {id: 3-2026-qh16, kind: luật, number: 3/2026/QH16, title: Luật mới, short: Luật mới, from: 2027-03-01}
  - {id: 120-2025-nd-cp, kind: nghị định, number: 120/2025/NĐ-CP, title: Nghị định}
  - {id: 5-2026-nd-cp, kind: nghị định, number: 5/2026/NĐ-CP, title: Sửa, from: 2027-01-01, amends: [{doc: 120-2025-nd-cp, at: "Điều 3, 15"}]}
`

// base loads testdata with some files put in its place or beside it.
func base(t *testing.T, files ...string) *content.Library {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	for _, name := range []string{"documents/van-ban.yaml", entryFile, faqFile} {
		if fsys[name] == nil {
			fsys[name] = &fstest.MapFile{Data: []byte(shipped(t, name))}
		}
	}
	lib, faults := content.Load(fsys)
	if errs := faults.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return lib
}

const (
	entryFile = "procedures/khai-sinh.md"
	faqFile   = "faq/hoi-dap.md"
)

// shipped reads a file of testdata.
func shipped(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(os.DirFS("testdata"), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestChanges(t *testing.T) {
	text := strings.NewReplacer(
		"  - {text: UBND cấp xã, sources: [luat]}\n", "  - {text: UBND cấp xã nơi cư trú, to: 2027-02-28, sources: [luat]}\n  - {text: Bất kỳ UBND cấp xã nào, from: 2027-03-01, sources: [moi]}\n",
		"nd: {doc: 120-2025-nd-cp, checked", `nd: {doc: 120-2025-nd-cp, at: "Điều 15", checked`,
		"related:", "  moi: {doc: 3-2026-qh16, checked: 2026-11-22}\nrelated:",
	).Replace(shipped(t, entryFile))
	faq := strings.Replace(shipped(t, faqFile), "doc: 120-2025-nd-cp", `doc: 120-2025-nd-cp, at: "Điều 4"`, 1)
	lib := base(t, "documents/van-ban.yaml", changing, "procedures/khai-sinh.md", text, "faq/hoi-dap.md", faq)
	var got []string
	for _, c := range Changes(lib, today, 120) {
		name, by := "fact", ""
		if c.Doc != nil {
			name = c.Doc.ID
		}
		if c.By != nil {
			by = " by " + c.By.ID
		}
		got = append(got, fmt.Sprintf("%s %s %s%s: %d rest, %d open", c.Day, name, c.Kind, by, len(c.Rests),
			len(c.Open())))
	}
	want := []string{
		"2027-01-01 5-2026-nd-cp begins: 0 rest, 0 open",
		"2027-01-01 120-2025-nd-cp replaced by 5-2026-nd-cp: 5 rest, 0 open",
		"2027-03-01 60-2014-qh13 replaced by 3-2026-qh16: 11 rest, 8 open",
		"2027-03-01 3-2026-qh16 begins: 1 rest, 0 open",
		"2027-03-01 fact ends: 1 rest, 0 open",
		"2027-03-01 fact begins: 1 rest, 0 open",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if n := len(Changes(lib, today, 30)); n != 0 {
		t.Errorf("%d changes in 30 days", n)
	}
}
