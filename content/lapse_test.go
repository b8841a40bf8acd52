package content

import (
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
	for day, want := range map[Day]string{NewDay(2026, 12, 31): "Mang theo căn cước.",
		NewDay(2027, 1, 1): "Không phải mang giấy tờ."} {
		if l := LinesAt(p.Notes, day); len(l) != 1 || l[0].Text != want || len(l[0].Sources) != 1 {
			t.Errorf("%s: %+v, want %q", day, l, want)
		}
	}
}
