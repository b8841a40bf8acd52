package review

import (
	"bytes"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

func TestAuditStrictCount(t *testing.T) {
	good := shipped(t, entryFile)
	const (
		time    = `  - {text: Trong ngày, days: 0, unit: working, cutoff: "15:00", sources: [luat, nd]}`
		free    = `  - {when: Đúng hạn, text: Miễn lệ phí, amount: 0, decided_by: "Luật, Điều 11", sources: [luat]}`
		pending = `  - {when: Quá hạn, text: Tỉnh quyết định, status: unverified, note: Chưa thấy nghị quyết của tỉnh, from: 2026-01-01, to: 2027-12-31, sources: [nd]}`
	)
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{name: "free by a source and a number of days",
			want: []string{"**Strict count: 1**", "| Hộ tịch | 1 | 1 | 0 | 1 |",
				"In 0 of them nothing about the fee is left open", "for the fee: none.", "for the time: none."}},
		{name: "nothing left open", old: pending + "\n", new: "",
			want: []string{"**Strict count: 1**", "| Hộ tịch | 1 | 1 | 1 | 1 |", "In 1 of them"}},
		{name: "a gap about the fee leaves it open", old: pending + "\n", new: "unverified:\n  - {field: fee, text: Mức của tỉnh, searched: trang của tỉnh}\n",
			want: []string{"**Strict count: 1**", "In 0 of them"}},
		{name: "a figure of money", old: "text: Miễn lệ phí, amount: 0", new: "text: 8.000 đồng một bản, amount: 8000",
			want: []string{"**Strict count: 1**"}},
		{name: "who decides is no figure", old: free, new: "  - {when: Đúng hạn, text: Mức do HĐND cấp tỉnh quyết định, sources: [luat]}",
			want: []string{"**Strict count: 0**", "(0 entries), and a time", "(1 entries). Only", "for the fee: `khai-sinh`."}},
		{name: "a percentage is no figure", old: free,
			new:  "  - {when: Đúng hạn, text: \"0,5% giá trị\", sources: [luat]}",
			want: []string{"**Strict count: 0**"}},
		{name: "a figure that nobody could confirm", old: free, new: "  - {text: 8.000 đồng, amount: 8000, status: unverified, note: Cổng ghi mà không nêu căn cứ, sources: [nd]}",
			want: []string{"**Strict count: 0**"}},
		{name: "a figure that the sources contradict", old: free, new: "  - {text: 8.000 đồng, amount: 8000, status: conflict, note: Cổng ghi 5.000 đồng, sources: [luat, nd]}",
			want: []string{"**Strict count: 0**"}},
		{name: "a figure that is over", old: "amount: 0, decided_by", new: "amount: 0, to: 2026-11-21, decided_by",
			want: []string{"**Strict count: 0**", "for the fee: `khai-sinh`."}},
		{name: "a figure that still holds on the day of the check", old: "amount: 0, decided_by",
			new:  "amount: 0, to: 2026-11-22, decided_by",
			want: []string{"**Strict count: 1**"}},
		{name: "a time without a number", old: time, new: "  - {text: Do UBND tỉnh quy định, sources: [luat]}",
			want: []string{"**Strict count: 0**", "(1 entries), and a time", "(0 entries). Only", "for the time: `khai-sinh`."}},
		{name: "a time that nobody could confirm", old: time, new: "  - {text: 5 ngày làm việc, days: 5, unit: working, status: unverified, note: Chỉ Cổng ghi, sources: [nd]}",
			want: []string{"**Strict count: 0**"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(good, test.old) {
				t.Fatalf("the entry has no %q", test.old)
			}
			lib := base(t, entryFile, strings.Replace(good, test.old, test.new, 1))
			var out bytes.Buffer
			if err := Audit(lib, &out); err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("the audit does not say %q:\n%s", want, out.String())
				}
			}
		})
	}
}

// TestAuditOfTheShippedBase holds what the office was promised: at least 70 entries whose fee and time can be told.
func TestAuditOfTheShippedBase(t *testing.T) {
	lib, _ := content.Load(content.Embedded())
	n := 0
	for _, p := range lib.Procedures {
		if !p.Imported && figured(p) {
			n++
		}
	}
	if n < 70 {
		t.Errorf("%d entries have both a figure for the fee and a number for the time, want at least 70", n)
	}
}

func TestAuditOfSources(t *testing.T) {
	text := strings.NewReplacer(
		"nd: {doc: 120-2025-nd-cp, checked", "nd: {doc: dvc-1.001193, checked",
		"related:", "  bao: {press: Báo, url: \"https://bao.vn/x\", checked: 2026-11-22}\nrelated:",
		"{text: Cha hoặc mẹ, sources: [luat]}", "{text: Cha hoặc mẹ, sources: [luat, bao]}",
		"sources: [luat, nd]}", "sources: [nd]}",
	).Replace(shipped(t, entryFile))
	lib := base(t, entryFile, text)
	var out bytes.Buffer
	if err := Audit(lib, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"4 citations name 3 documents",
		"| law text, official address | 1 | 25.0 |",
		"| national portal | 1 | 25.0 |",
		"| law text, no official address known | 1 | 25.0 |",
		"| press, law firms, private sites | 1 | 25.0 | 1 |",
		"Hosts that answers may link to: dichvucong.gov.vn 1, vbpl.vn 1.",
		"1 of 2 legal documents",
		"| Nghị định 120/2025/NĐ-CP | 1 | not known | not stated |",
		"Fees 0, times 1, places 0, ways online 1.",
		"- `khai-sinh` time, line 16: Trong ngày",
		"| fee | 1 | 0 |",
		"Báo](https://bao.vn/x), press, not shown to citizens",
		"in [a copy](https://github.com/x/y)",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the audit does not say %q:\n%s", want, out.String())
		}
	}
}
