package content

import (
	"strings"
	"testing"
)

// endedDocuments has a decree that ended before the entry of the tests was checked and one that ends later.
const endedDocuments = goodDocuments + `  - {id: 1-2015-nd-cp, kind: nghị định, number: 1/2015/NĐ-CP, title: Cũ, until: 2025-06-30, replaced_by: [{doc: 120-2025-nd-cp}]}
  - {id: 2-2025-nd-cp, kind: nghị định, number: 2/2025/NĐ-CP, title: Sắp hết, until: 2027-02-28}
  - {id: trang-xa, kind: trang cơ quan, title: Trang của xã}
`

// Each case changes one fact or one source of the good entry; the fault must be there, and only as hard as it should.
func TestGrounds(t *testing.T) {
	const (
		nd    = "nd: {doc: 120-2025-nd-cp, checked: 2026-11-22}"
		press = `nd: {press: Báo, url: "https://bao.vn/x", checked: 2026-11-22}`
		file  = "procedures/khai-sinh.md"
	)
	for _, tc := range []struct {
		name     string
		today    Day
		old, new string
		want     string // empty: nothing is found
		warn     bool
		clock    bool
	}{
		{"ended before the check", today, nd, "nd: {doc: 1-2015-nd-cp, checked: 2026-11-22}", "Nghị định 1/2015/NĐ-CP hết hiệu lực sau ngày 30/06/2025 mà còn 4 chỗ dựa vào (dòng 16, 21, 40, 43); hãy dẫn văn bản thay thế (120-2025-nd-cp)", false, false},
		{"still in force", today, nd, "nd: {doc: 2-2025-nd-cp, checked: 2026-11-22}", "", false, false},
		{"ended since", NewDay(2027, 3, 1), nd, "nd: {doc: 2-2025-nd-cp, checked: 2026-11-22}",
			"Nghị định 2/2025/NĐ-CP hết hiệu lực sau ngày 28/02/2027", false, true},
		{"its last day", NewDay(2027, 2, 28), nd, "nd: {doc: 2-2025-nd-cp, checked: 2026-11-22}", "", false, false},
		{"a time from the press and a law", today, nd, press, "", false, false},
		{"a place from the press", today, "{text: UBND cấp xã, sources: [luat]}", "{text: UBND cấp xã, sources: [bao]}", `"UBND cấp xã" chỉ dựa vào báo chí`, false, false},
		{"a time limit from the press", today, "event: ngày sinh, days: 60, unit: calendar, sources: [luat]}", "event: ngày sinh, days: 60, unit: calendar, sources: [bao]}", `"60 ngày kể từ ngày sinh" chỉ dựa vào báo chí`, false, false},
		{"a charge that nobody decided", today, `{when: Đúng hạn, text: Miễn lệ phí, amount: 0, decided_by: "Luật, Điều 11", sources: [luat]}`, `{when: Đúng hạn, text: 8.000 đồng, amount: 8000, sources: [trang]}`, `mức thu "8.000 đồng" chưa có văn bản quyết định`, false, false},
		{"nothing to pay by a page", today, `{when: Đúng hạn, text: Miễn lệ phí, amount: 0, decided_by: "Luật, Điều 11", sources: [luat]}`, `{when: Đúng hạn, text: Không thu, amount: 0, sources: [trang]}`, `mức thu "Không thu" chưa có văn bản quyết định`, true, false},
		{"a charge with its document", today, `decided_by: "Luật, Điều 11", `, "", "", false, false},
		{"words of an editor", today, "text: UBND cấp xã,", "text: Cổng ghi UBND cấp xã,", `"Cổng ghi" là lời của biên tập`, true, false},
		{"handing in at a stranger's", today, "https://dichvucong.gov.vn/x", "https://dich-vu-cong.com/x", `"https://dich-vu-cong.com/x" không phải trang của Nhà nước`, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			if text == good {
				t.Fatal("the case changes nothing")
			}
			for key, row := range map[string]string{
				"[bao]":   "  bao: {press: Báo, url: \"https://bao.vn/x\", checked: 2026-11-22}\n",
				"[trang]": "  trang: {doc: trang-xa, checked: 2026-11-22}\n",
			} {
				if strings.Contains(text, key) {
					text = strings.Replace(text, "related:", row+"related:", 1)
				}
			}
			faq := strings.Replace(goodFAQ, "120-2025-nd-cp", "60-2014-qh13", 1)
			_, faults := load(base("documents/van-ban.yaml", endedDocuments, file, text, "faq/hoi-dap.md", faq),
				tc.today)
			var found *Fault
			for i, f := range faults {
				if f.File == file && (strings.Contains(f.What, "hết hiệu lực") || strings.Contains(f.What, "báo chí") ||
					strings.Contains(f.What, "văn bản quyết định") || strings.Contains(f.What, "trang của Nhà nước") ||
					strings.Contains(f.What, "biên tập") || strings.Contains(f.What, "amount là")) {
					found = &faults[i]
				}
			}
			switch {
			case found == nil && tc.want != "":
				t.Errorf("not found: %q in\n%v", tc.want, faults)
			case found != nil && tc.want == "":
				t.Errorf("found %s", found)
			case found != nil && (!strings.Contains(found.What, tc.want) || found.Warn != tc.warn ||
				found.clock != tc.clock):
				t.Errorf("got %s (warn %v, clock %v), want %q", found, found.Warn, found.clock, tc.want)
			}
		})
	}
}

// A short answer must not tell a sum for longer than a charge of that sum holds.
func TestShortFeeEnds(t *testing.T) {
	const (
		fee   = `{when: Đúng hạn, text: Miễn lệ phí, amount: 0, decided_by: "Luật, Điều 11", sources: [luat]}`
		short = "short:\n  - {ask: [bao nhiêu tiền, mất mấy đồng], say: \"100.000 đồng.\"%s, sources: [luat]}\nchecked"
	)
	for _, tc := range []struct {
		name, ends, to string
		faulty         bool
	}{
		{"both open", "", "", false},
		{"the charge ends, the answer does not", ", to: 2026-12-31", "", true},
		{"both end", ", to: 2026-12-31", ", to: 2026-12-31", false},
		{"the answer ends later", ", to: 2026-12-31", ", to: 2027-02-28", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(good, fee, `{when: Đúng hạn, text: 100.000 đồng, amount: 100000, decided_by: Luật`+tc.ends+`, sources: [luat]}`, 1)
			text = strings.Replace(text, "checked", strings.Replace(short, "%s", tc.to, 1), 1)
			_, faults := load(base("procedures/khai-sinh.md", text), today)
			got := strings.Contains(faults.Error(), "câu trả lời ngắn nêu 100.000 đồng, mức chỉ áp dụng đến 31/12/2026; hãy thêm to: 2026-12-31")
			if got != tc.faulty {
				t.Errorf("faulty %v:\n%v", got, faults)
			}
		})
	}
}
