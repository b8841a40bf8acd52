package portal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

const diffDocuments = `documents:
  - id: dvc-1.000001
    kind: cổng dịch vụ công
    number: "1.000001"
    title: Thủ tục một
    date: 2026-07-18
  - id: dvc-1.000002
    kind: cổng dịch vụ công
    number: "1.000002"
    title: Thủ tục hai
    date: 2026-07-18
`

const diffEntry = `---
id: mot
title: Thủ tục một
codes: [1.000001]
field: Hộ tịch
level: cap-xa
names: [một, việc một, làm một, thủ tục số một, việc thứ nhất]
summary: Việc một.
checked: 2026-11-22
review: 2027-02-15
who:
  - {text: Mọi người, sources: [cong]}
where:
  - {text: UBND cấp xã, sources: [cong]}
time:
  - {text: 05 ngày làm việc, days: 5, unit: working, sources: [cong]}
fee:
  - {text: 10.000 đồng, amount: 10000, decided_by: Thông tư 1/2020/TT-BTC, sources: [cong]}
online:
  - {text: Có, sources: [hai]}
result:
  - {text: Giấy, sources: [cong]}
legal:
  - {text: Luật, sources: [cong]}
sources:
  cong: {doc: dvc-1.000001, checked: 2026-11-22}
  hai: {doc: dvc-1.000002, checked: 2026-11-22}
---
## Hồ sơ
### Thường
- Đơn. [cong]

## Trình tự
1. Nộp đơn. [cong]
`

// export is what the portal held when the entry was written; the cases change it.
const export = `{"id":"1.000001","title":"Thủ tục một","time":"5 ngày làm việc","fee":"10.000 đồng","agency":"Ủy ban nhân dân cấp xã","dossier":["Đơn"],"steps":["Nộp đơn"]}
{"id":"1.000002","title":"Thủ tục hai","time":"1 ngày"}
`

func diffBase(t *testing.T) (dir string, load func() *content.Library) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{"documents/cong-dvc.yaml": diffDocuments,
		"procedures/mot.md": diffEntry} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func() *content.Library {
		lib, faults := content.Load(os.DirFS(dir))
		if errs := faults.Errors(); len(errs) > 0 {
			t.Fatal(errs)
		}
		return lib
	}
}

func rowsOf(t *testing.T, text string) []Row {
	t.Helper()
	rows, bad, err := Read(strings.NewReader(text))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return rows
}

func summary(tasks []Task) string {
	var words []string
	for _, task := range tasks {
		words = append(words, fmt.Sprintf("%s %s %d", task.Code, task.Part, len(task.Facts)))
	}
	return strings.Join(words, "; ")
}

func TestDiff(t *testing.T) {
	for _, tc := range []struct{ name, old, new, fresh, recorded string }{
		{"nothing", "", "", "", ""},
		{"another time", "5 ngày", "4 ngày", "1.000001 time 1", "1.000001 time 1"},
		{"another charge", "10.000 đồng", "15.000 đồng", "1.000001 fee 1", "1.000001 fee 1"},
		{"another title", "Thủ tục một", "Thủ tục mới", "1.000001 title 0", "1.000001 title 0"},
		{"spacing and case only", "5 ngày làm việc", "5  Ngày làm việc.", "", ""},
		{"a dossier that was rewritten", `["Đơn"]`, `["Đơn","Ảnh"]`, "", "1.000001 dossier 1"},
		{"a part that nothing rests on", "1 ngày", "2 ngày", "", "1.000002 time 0"},
		{"a page that is gone", `{"id":"1.000002","title":"Thủ tục hai","time":"1 ngày"}`, "", "1.000002  1", "1.000002  1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, load := diffBase(t)
			rows := rowsOf(t, strings.Replace(export, tc.old, tc.new, 1))
			if got := summary(Diff(load(), rows)); got != tc.fresh {
				t.Errorf("before anything was recorded: %q, want %q", got, tc.fresh)
			}
			if n, err := Record(dir, rowsOf(t, export)); err != nil || n != 2 {
				t.Fatal(n, err)
			}
			if held, cited := Holds(load(), rows); held != len(rows) || cited != 2 {
				t.Errorf("the export holds %d of %d cited pages, want %d of 2", held, cited, len(rows))
			}
			if got := summary(Diff(load(), rows)); got != tc.recorded {
				t.Errorf("after recording: %q, want %q", got, tc.recorded)
			}
		})
	}
}

func TestRecordTwice(t *testing.T) {
	dir, load := diffBase(t)
	rows := rowsOf(t, export)
	if _, err := Record(dir, rows); err != nil {
		t.Fatal(err)
	}
	if n, err := Record(dir, rows); n != 0 || err != nil {
		t.Errorf("recording the same again changed %d rows (%v)", n, err)
	}
	d, _ := load().Document("dvc-1.000001")
	if len(d.Seen) != len(Parts) || d.Title != "Thủ tục một" {
		t.Errorf("the row after recording: %+v", d)
	}
}

func TestPrintsReadToTheEnd(t *testing.T) {
	long := strings.Repeat("Nộp đơn và chờ. ", 2000)
	a, b := Row{Steps: []string{long + "Nhận sau 05 ngày"}}, Row{Steps: []string{long + "Nhận sau 07 ngày"}}
	if a.Prints()["steps"] == b.Prints()["steps"] {
		t.Error("a change at the end of a long part leaves its print as it was")
	}
}
