package portal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
)

var taken = content.NewDay(2026, 7, 18)

const export = `{"id":"1.000100","title":"Cấp \"giấy\" phép C:\\x","field":"Công thương","agency_level":"Cấp tỉnh, Cấp xã","dossier":["a) Đơn\n- Phụ lục [1]","## Bản sao"],"steps":["Bước 1: Nộp.\nBước 2: Nhận."],"time":"Trực tuyến: 5 ngày làm việc\nQua dịch vụ bưu chính: 5 ngày làm việc\nTrực tiếp: 7 ngày làm việc","fee":"Trực tuyến: 0\nTrực tiếp: 0","agency":"UBND cấp xã","legal_basis":["Nghị định 1"],"result":"Giấy phép","conditions":"","audience":"Công dân Việt Nam","url":"https://dichvucong.gov.vn/x"}
{"id":"1.000101","title":"Đăng ký","time":"Trực tuyến: 1\nTrực tiếp: 1","fee":"Trực tiếp: 0 (theo Thông tư 85/2019/TT-BTC)\nTrực tuyến: Không"}
not json
{"id":"../x","title":"Xấu"}
{"id":"f1","question":"Hỏi gì?","answer":"Đáp"}

{"id":"1.000102","title":"Khai sinh","time":"Trực tiếp: 1. Trong ngày làm việc","fee":"Trực tiếp: 50000"}
`

func TestImport(t *testing.T) {
	dir := t.TempDir()
	n, faults, err := portal.Import(strings.NewReader(export), dir, taken)
	if err != nil || n != 3 {
		t.Fatalf("%d entries, %v", n, err)
	}
	var lines []string
	for _, f := range faults {
		lines = append(lines, fmt.Sprint(f.Line, f.Warn))
	}
	if got := strings.Join(lines, " "); got != "3 false 4 false 5 true" {
		t.Errorf("faults at %s:\n%v", got, faults)
	}
	lib, bad := content.Load(os.DirFS(dir))
	if len(bad) > 0 || len(lib.Procedures) != 3 {
		t.Fatalf("%d entries read back, faults:\n%v", len(lib.Procedures), bad)
	}
	for _, tc := range []struct{ id, time, fee string }{
		{"1.000100", "Trực tuyến: 5 ngày làm việc | Qua dịch vụ bưu chính: 5 ngày làm việc | Trực tiếp: 7 ngày làm việc", content.NotStated},
		{"1.000101", content.NotStated, "(theo Thông tư 85/2019/TT-BTC)"},
		{"1.000102", "Trong ngày làm việc", content.NotStated},
	} {
		p, ok := lib.Procedure(tc.id)
		if !ok || !p.Imported || p.ID() != tc.id || p.Checked != taken {
			t.Fatalf("%s: %+v", tc.id, p)
		}
		if got := join(p.Facts(content.Time)); got != tc.time {
			t.Errorf("%s: time %q, want %q", tc.id, got, tc.time)
		}
		if got := join(p.Facts(content.Fee)); got != tc.fee {
			t.Errorf("%s: fee %q, want %q", tc.id, got, tc.fee)
		}
		for _, a := range content.Aspects() {
			if a == content.Dossier || a == content.Steps {
				continue
			}
			for _, f := range p.Facts(a) {
				if f.Status == content.Verified || f.Note == "" || len(f.Sources) == 0 {
					t.Errorf("%s: %s reads as checked: %+v", tc.id, a, f)
				}
			}
		}
		if s, ok := p.Source(content.PortalKey); !ok || s.Date != taken || !strings.Contains(s.Title, "18/07/2026") {
			t.Errorf("%s: source %+v", tc.id, s)
		}
	}
	p, _ := lib.Procedure("1.000100")
	if p.Title != `Cấp "giấy" phép C:\x` || strings.Join(p.Levels, ",") != "cap-tinh,cap-xa" {
		t.Errorf("%q %v", p.Title, p.Levels)
	}
	if got := join(p.Facts(content.Dossier)); got != "a) Đơn | Phụ lục [1] | Bản sao" {
		t.Errorf("dossier %q", got)
	}
	if len(p.Steps) != 2 || len(p.Online) != 1 || p.Online[0].URL != "https://dichvucong.gov.vn/x" {
		t.Errorf("steps %+v, online %+v", p.Steps, p.Online)
	}
}

// An entry in Markdown, changed by hand in ways only the full YAML reader knows, still loads; a curated one replaces
// it.
func TestImportedByHand(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := portal.Import(strings.NewReader(export), dir, taken); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "imported", "1.000102.md")
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(old), "title: \"Khai sinh\"",
		"title: Khai sinh cho trẻ # sửa tay\nnames: ['làm khai sinh']", 1)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, faults := content.Load(os.DirFS(dir))
	p, _ := lib.Procedure("1.000102")
	if len(faults) > 0 || p.Title != "Khai sinh cho trẻ" || len(p.Names) != 1 {
		t.Errorf("%+v\n%v", p, faults)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(text, "title:", "titel:", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, faults = content.Load(os.DirFS(dir)); !strings.Contains(faults.Error(), `imported/1.000102.md:4: không có khóa "titel"; có phải ông/bà muốn viết "title"?`) {
		t.Errorf("faults: %v", faults)
	}
}

// What the portal writes where it says nothing must not come out as a time or a fee.
func TestSilentFields(t *testing.T) {
	for _, tc := range []struct{ field, want string }{
		{"", ""},
		{"Trực tuyến: 0\nTrực tiếp: 0", ""},
		{"Trực tiếp: Phí : 0 Đồng", ""},
		{"Phí : 0 Đồng", ""},
		{"Trực tiếp: 0 đồng", ""},
		{"0 Giờ", ""},
		{"Trực tiếp: Không", ""},
		{"Trực tiếp: đồng/lần", ""},
		{"Trực tuyến: 000đ/giấy", ""},
		{"Trực tiếp: 50.000", ""},
		{"Trực tiếp: 50.000 đồng", "50.000 đồng"},
		{"Trực tiếp: Phí : 0 Đồng (Miễn lệ phí theo Thông tư 47)", "(Miễn lệ phí theo Thông tư 47)"},
		{"Trực tuyến: 3 ngày\nDịch vụ bưu chính: 3 ngày", "3 ngày"},
	} {
		t.Run(tc.field, func(t *testing.T) {
			row := portal.Row{ID: "1.000001", Title: "x", Time: tc.field, Fee: tc.field}
			p := row.Procedure(taken)
			want := tc.want
			if want == "" {
				want = content.NotStated
			}
			if fee, time := join(p.Facts(content.Fee)), join(p.Facts(content.Time)); fee != want || time != want {
				t.Errorf("fee %q, time %q, want %q", fee, time, want)
			}
		})
	}
}

func join(facts []content.Fact) string {
	var out []string
	for _, f := range facts {
		out = append(out, f.Text)
	}
	return strings.Join(out, " | ")
}

// BenchmarkLoadImported reads as many entries, of the same size, as the national portal has.
func BenchmarkLoadImported(b *testing.B) {
	const entries, bytes = 5769, 8000
	dir := b.TempDir()
	var rows strings.Builder
	long := strings.Repeat("Tổ chức, cá nhân nộp hồ sơ theo quy định. ", bytes/2/55)
	for i := range entries {
		fmt.Fprintf(&rows, `{"id":"9.%06d","title":"Thủ tục số %d","field":"Thử","agency_level":"Cấp xã","dossier":["Đơn. %s"],"steps":["Nộp. %s"],"time":"Trực tiếp: 5 ngày","url":"https://dichvucong.gov.vn/%d"}`+"\n", i, i, long, long, i)
	}
	if n, faults, err := portal.Import(strings.NewReader(rows.String()), dir, taken); n != entries || len(faults) > 0 ||
		err != nil {
		b.Fatal(n, faults, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if lib, _ := content.Load(os.DirFS(dir)); len(lib.Procedures) != entries {
			b.Fatal(len(lib.Procedures))
		}
	}
}
