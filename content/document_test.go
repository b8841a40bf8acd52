package content

import (
	"strings"
	"testing"
)

// goodDocuments is a table of documents that the tests break row by row.
const goodDocuments = `documents:
  - id: 60-2014-qh13
    kind: luật
    number: 60/2014/QH13
    authority: Quốc hội
    date: 2014-11-20
    title: Luật Hộ tịch
    short: Luật Hộ tịch 2014
    from: 2016-01-01
    until: 2030-02-28
    replaced_by: [{doc: 03-2026-qh16}]
    official: https://vbpl.vn/x
    read: [{copy: "https://github.com/x/y", on: 2026-11-22, part: whole}]
  - id: 120-2025-nd-cp
    kind: nghị định
    number: 120/2025/NĐ-CP
    title: Nghị định về phân định thẩm quyền
  - id: dvc-1.001193
    kind: cổng dịch vụ công
    number: "1.001193"
    title: Đăng ký khai sinh
    date: 2026-07-18
    official: https://dichvucong.gov.vn/x
`

const citing = "  luat: {doc: 60-2014-qh13, at: \"Điều 11, 13\", checked: 2026-11-22}\n"

func documentBase(source string) string {
	return strings.Replace(good, "  luat: {doc: 60-2014-qh13, checked: 2026-11-22}\n", source, 1)
}

func TestCitation(t *testing.T) {
	lib, faults := load(base("documents/van-ban.yaml", goodDocuments, "procedures/khai-sinh.md", documentBase(citing)),
		today)
	if errs := faults.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	p, _ := lib.Procedure("khai-sinh")
	s, _ := p.Source("luat")
	if s.Title != "Luật Hộ tịch 2014, Điều 11, 13" || s.Link() != "https://vbpl.vn/x" ||
		s.Date != NewDay(2014, 11, 20) {
		t.Errorf("source: %+v", s)
	}
	d, ok := lib.Document("60-2014-qh13")
	if !ok || s.Doc != d || d.Read[0].Part != "whole" || d.Replaced[0].Doc != "03-2026-qh16" {
		t.Errorf("document: %+v", d)
	}
	if !d.InForce(NewDay(2030, 2, 28)) || d.InForce(NewDay(2030, 3, 1)) {
		t.Error("in force on the wrong days")
	}
	if d, _ := lib.Document("120-2025-nd-cp"); d.Short != "Nghị định 120/2025/NĐ-CP" {
		t.Errorf("short name: %q", d.Short)
	}
	if d, _ := lib.Document("dvc-1.001193"); d.Short != "Cổng Dịch vụ công quốc gia, thủ tục 1.001193" {
		t.Errorf("short name of a page: %q", d.Short)
	}
}

func TestDocumentID(t *testing.T) {
	for number, want := range map[string]string{
		"120/2025/NĐ-CP":     "120-2025-nd-cp",
		"66.22/2026/NQ-CP":   "66.22-2026-nq-cp",
		"281/2016/TT-BTC":    "281-2016-tt-btc",
		"1674/NQ-UBTVQH15":   "1674-nq-ubtvqh15",
		"6150/TB-BLĐTBXH":    "6150-tb-bldtbxh",
		"01/2016/TTLT-BTC-X": "01-2016-ttlt-btc-x",
	} {
		if got := DocumentID(number); got != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}

func TestOfficial(t *testing.T) {
	for address, want := range map[string]bool{
		"https://vbpl.vn/TW/x":               true,
		"https://vanban.chinhphu.vn/?id=1":   true,
		"https://congan.phutho.gov.vn/a":     true,
		"https://VBPL.vn:443/a":              true,
		"https://github.com/a/b":             false,
		"https://chinhphu.vn.example.com/":   false,
		"https://notgov.vn/a":                false,
		"https://thuvienphapluat.vn/a":       false,
		"ftp://vbpl.vn/a":                    false,
		"https://evil.com/?u=https://gov.vn": false,
	} {
		if got := Official(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

// Each case breaks a document or a citation of it in one way.
func TestDocumentFaults(t *testing.T) {
	const table, file = "documents/van-ban.yaml", "procedures/khai-sinh.md"
	for _, tc := range []struct {
		name, old, new string
		source         string
		want           string
	}{
		{"unknown kind", "kind: luật", "kind: luat", "", `documents/van-ban.yaml:3: "kind" là "luat"; có phải ông/bà muốn viết "luật"?`},
		{"id is not the number", "id: 120-2025-nd-cp", "id: nd-120", "", `documents/van-ban.yaml:14: id "nd-120" không theo số hiệu "120/2025/NĐ-CP"; hãy ghi id: 120-2025-nd-cp`},
		{"no title", "    title: Luật Hộ tịch\n", "", "", `documents/van-ban.yaml:2: thiếu "title"`},
		{"no number", "    number: 120/2025/NĐ-CP\n", "", "", `documents/van-ban.yaml:14: thiếu "number"`},
		{"stranger's host", "https://vbpl.vn/x", "https://thuvienphapluat.vn/x", "", `documents/van-ban.yaml:12: "https://thuvienphapluat.vn/x" không phải trang của Nhà nước`},
		{"ends before it begins", "until: 2030-02-28", "until: 2015-02-28", "", `documents/van-ban.yaml:10: ngày kết thúc (2015-02-28) trước ngày bắt đầu`},
		{"there twice", "id: 120-2025-nd-cp\n    kind: nghị định\n    number: 120/2025/NĐ-CP", "id: 60-2014-qh13\n    kind: luật\n    number: 60/2014/QH13", "", `documents/van-ban.yaml:14: văn bản "60-2014-qh13" đã khai ở documents/van-ban.yaml:2`},
		{"replaced by itself", "{doc: 03-2026-qh16}", "{doc: 60-2014-qh13}", "", `documents/van-ban.yaml:2: văn bản "60-2014-qh13" trỏ về chính nó`},
		{"unknown key", "    title: Luật Hộ tịch\n", "    title: Luật Hộ tịch\n    titel: x\n", "", `không có khóa "titel"`},
		{"unknown document", "", "", "  luat: {doc: 60-2014-qh14, checked: 2026-11-22}\n", `procedures/khai-sinh.md:29: văn bản "60-2014-qh14" chưa khai trong documents; có phải "60-2014-qh13"?`},
		{"document and press", "", "", "  luat: {doc: 60-2014-qh13, press: Báo, checked: 2026-11-22}\n", `29: nguồn chỉ ghi một trong doc`},
		{"press without address", "", "", "  luat: {press: Báo, checked: 2026-11-22}\n", `29: thiếu "url"`},
		{"nothing", "", "", "  luat: {checked: 2026-11-22}\n", `29: thiếu "title"; hãy thêm doc: id của văn bản`},
		{"old form", "", "", "  luat: {title: Luật Hộ tịch, checked: 2026-11-22}\n", `29: cảnh báo: nguồn viết theo mẫu cũ`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			documents, source := strings.Replace(goodDocuments, tc.old, tc.new, 1), citing
			if tc.source != "" {
				source = tc.source
			}
			_, faults := load(base(table, documents, file, documentBase(source)), today)
			if !strings.Contains(faults.Error(), tc.want) {
				t.Errorf("want %q in\n%v", tc.want, faults)
			}
		})
	}
}
