package content

import (
	"fmt"
	"strings"
	"testing"
)

// changing is a table in which one law takes the place of another on 1 March 2027 and a decree amends two articles.
const changing = `documents:
  - {id: 60-2014-qh13, kind: luật, number: 60/2014/QH13, title: Luật cũ, short: Luật cũ, until: 2027-02-28, replaced_by: [{doc: 3-2026-qh16}]}
  - {id: 3-2026-qh16, kind: luật, number: 3/2026/QH16, title: Luật mới, short: Luật mới, from: 2027-03-01}
  - {id: 120-2025-nd-cp, kind: nghị định, number: 120/2025/NĐ-CP, title: Nghị định}
  - {id: 5-2026-nd-cp, kind: nghị định, number: 5/2026/NĐ-CP, title: Sửa, from: 2027-01-01, amends: [{doc: 120-2025-nd-cp, at: "Điều 3, 15"}]}
`

func TestChanges(t *testing.T) {
	text := strings.NewReplacer(
		"  - {text: UBND cấp xã, sources: [luat]}\n", "  - {text: UBND cấp xã nơi cư trú, to: 2027-02-28, sources: [luat]}\n  - {text: Bất kỳ UBND cấp xã nào, from: 2027-03-01, sources: [moi]}\n",
		"nd: {doc: 120-2025-nd-cp, checked", `nd: {doc: 120-2025-nd-cp, at: "Điều 15", checked`,
		"related:", "  moi: {doc: 3-2026-qh16, checked: 2026-11-22}\nrelated:",
	).Replace(good)
	faq := strings.Replace(goodFAQ, "doc: 120-2025-nd-cp", `doc: 120-2025-nd-cp, at: "Điều 4"`, 1)
	lib, faults := load(base("documents/van-ban.yaml", changing, "procedures/khai-sinh.md", text, "faq/hoi-dap.md", faq), today)
	if errs := faults.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	var got []string
	for _, c := range lib.Changes(today, 120) {
		name, by := "fact", ""
		if c.Doc != nil {
			name = c.Doc.ID
		}
		if c.By != nil {
			by = " by " + c.By.ID
		}
		got = append(got, fmt.Sprintf("%s %s %s%s: %d rest, %d open", c.Day, name, c.Kind, by, len(c.Rests), len(c.Open())))
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
	if n := len(lib.Changes(today, 30)); n != 0 {
		t.Errorf("%d changes in 30 days", n)
	}
}

func TestLapse(t *testing.T) {
	lib, _ := load(base("documents/van-ban.yaml", changing), today)
	p, _ := lib.Procedure("khai-sinh")
	last := NewDay(2027, 2, 28)
	if p.Who[0].Lapsed(last) || !p.Who[0].Lapsed(last.Add(1)) {
		t.Error("a fact of the old law alone lapses on the wrong day")
	}
	if p.Time[0].Lapsed(last.Add(1)) {
		t.Error("a fact that a decree carries too lapses")
	}
	if hold, ended, _ := p.FeesAt(last.Add(1)); len(hold) != 1 || len(ended) != 1 || ended[0].When != "Đúng hạn" {
		t.Errorf("fees after the end: %d hold, %d ended", len(hold), len(ended))
	}
	if l := p.Notes[0]; !l.Lapsed(last.Add(1)) {
		t.Error("a line does not lapse")
	}
}

// The document that decides a charge counts alone: where the amount was read does not end it.
func TestLapseOfFee(t *testing.T) {
	for decided, want := range map[string]bool{
		"Luật cũ, Điều 11":    true,
		"60/2014/QH13":        true,
		"120/2025/NĐ-CP":      false,
		"Thông tư 281/2016":   false,
		"HĐND tỉnh Ninh Bình": false,
	} {
		text := strings.Replace(good, "Luật, Điều 11", decided, 1)
		lib, _ := load(base("documents/van-ban.yaml", changing, "procedures/khai-sinh.md", text), today)
		p, _ := lib.Procedure("khai-sinh")
		if got := p.Fee[0].Lapsed(NewDay(2027, 3, 1)); got != want {
			t.Errorf("decided by %q: lapsed %v", decided, got)
		}
	}
}

// A line of a body may hold from or until a day, like a fact.
func TestLineValidity(t *testing.T) {
	text := strings.Replace(good, "- Mang theo căn cước. [luat]", "- Mang theo căn cước. [luat, to: 2026-12-31]\n- Không phải mang giấy tờ. [luat, from: 2027-01-01]", 1)
	lib, faults := load(base("procedures/khai-sinh.md", text), today)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	p, _ := lib.Procedure("khai-sinh")
	for day, want := range map[Day]string{NewDay(2026, 12, 31): "Mang theo căn cước.", NewDay(2027, 1, 1): "Không phải mang giấy tờ."} {
		if l := LinesAt(p.Notes, day); len(l) != 1 || l[0].Text != want || len(l[0].Sources) != 1 {
			t.Errorf("%s: %+v, want %q", day, l, want)
		}
	}
}
