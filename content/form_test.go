package content

import (
	"strings"
	"testing"
)

func TestForms(t *testing.T) {
	const block = `forms:
  - {name: Tờ khai đăng ký khai sinh, number: Mẫu số 01, decided_by: "Luật, Phụ lục", url: "https://vbpl.vn/mau", fill: [Họ tên bằng chữ in hoa], sources: [luat]}
sources:
`
	for name, tc := range map[string]struct{ old, new, want string }{
		"good":                {},
		"no source":           {", sources: [luat]}\nsources", "}\nsources", "29: mục này của \"forms\" chưa có nguồn"},
		"none, with a number": {"fill: [Họ tên bằng chữ in hoa]", "none: true", "đã ghi none: true"},
		"no name":             {"name: Tờ khai đăng ký khai sinh, ", "", "thiếu \"name\""},
		"a stranger's": {"https://vbpl.vn/mau", "https://mau.vn/x",
			"tờ khai chỉ được dẫn tới trang của cơ quan nhà nước"},
		"unknown key": {"fill:", "hints:", "không có khóa \"hints\""},
		"too many answers": {"[Họ tên bằng chữ in hoa]", "[a1, b, c, d, e, f, g, h, i, k, l, m, n]",
			"cách điền có 13 dòng"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, "sources:\n", strings.Replace(block, tc.old, tc.new, 1), 1)
			lib, faults := load(base("procedures/khai-sinh.md", text), today)
			if tc.want != "" {
				if !strings.Contains(faults.Error(), tc.want) {
					t.Fatalf("want %q in\n%v", tc.want, faults)
				}
				return
			}
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			p, _ := lib.Procedure("khai-sinh")
			if f := p.Forms[0]; f.Text != "Tờ khai đăng ký khai sinh" || f.Number != "Mẫu số 01" || len(f.Fill) != 1 ||
				f.Lapsed(today) {
				t.Errorf("%+v", f)
			}
		})
	}
}
