package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

const eventFAQ = `---
id: mot-cau
question: Một câu hỏi?
names: [cách gọi một, cách gọi hai, cách gọi ba, cách gọi bốn, cách gọi năm]
field: Hướng dẫn chung
checked: 2026-11-22
review: 2027-05-15
---
Một câu trả lời. (chưa xác minh)
`

func TestEventFaults(t *testing.T) {
	good := `id: nha-moi
title: Nhà mới
comfort: Chúc mừng.
names: [nhà mới xong, vừa về nhà mới, dọn nhà mới, nhận nhà mới, có nhà mới]
checked: 2026-11-22
review: 2027-05-15
steps:
  - {do: Việc một, entry: mot-cau}
  - {do: Việc hai, entry: mot-cau, when: khi cần}
`
	tests := []struct{ name, text, want string }{
		{"good", good, ""},
		{"another name than the file", strings.Replace(good, "id: nha-moi", "id: nha-cu", 1), "khác tên tệp"},
		{"an unknown entry", strings.Replace(good, "entry: mot-cau}", "entry: hai-cau}", 1),
			"không có mục nào mang id đó"},
		{"a limit of an entry without one", strings.Replace(good,
			"entry: mot-cau}", "entry: mot-cau, limit: true}", 1), "không có hạn"},
		{"a part of an FAQ", strings.Replace(good, "entry: mot-cau}", "entry: mot-cau, aspect: fee}", 1),
			"aspect chỉ dùng"},
		{"an entry's id", strings.Replace(good, "id: nha-moi", "id: mot-cau", 1), "khác tên tệp"},
		{"an entry's name", strings.Replace(good, "có nhà mới", "cách gọi hai", 1), "đã có ở"},
		{"one step", strings.Replace(good, "  - {do: Việc hai, entry: mot-cau, when: khi cần}\n", "", 1), "từ 2 đến"},
		{"an unknown key", good + "stepps: []\n", "không có khóa"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, faults := Load(fstest.MapFS{"events/nha-moi.yaml": {Data: []byte(tt.text)},
				"faq/mot-cau.md": {Data: []byte(eventFAQ)}})
			var all []string
			for _, f := range faults.Errors() {
				all = append(all, f.String())
			}
			if got := strings.Join(all, "\n"); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("faults:\n%s\nwant %q", got, tt.want)
			}
			if e, ok := l.Event("nha-moi"); tt.want == "" && (!ok || len(e.Steps) != 2 || e.Comfort != "Chúc mừng.") {
				t.Errorf("event %v, %v", e, ok)
			}
		})
	}
}
