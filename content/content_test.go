package content

import (
	"bytes"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// today is the day on which the tests read their bases.
var today = NewDay(2026, 11, 22)

// shipped is the base in the program, read once: nothing changes it.
var shipped = sync.OnceValue(func() *Library {
	lib, _ := Load(Embedded()) // TestEmbedded looks at the faults
	return lib
})

// good is a complete entry; tests change it line by line.
const good = `---
id: khai-sinh
title: Đăng ký khai sinh
codes: [1.001193]
field: Hộ tịch
level: cap-xa
names: [làm giấy khai sinh, khai sinh cho bé, giấy khai sinh mới, đăng ký cho trẻ mới đẻ, làm khai sinh muộn]
summary: Ghi nhận việc sinh.
checked: 2026-11-22
review: 2027-02-15
who:
  - {text: Cha hoặc mẹ, sources: [luat]}
where:
  - {text: UBND cấp xã, sources: [luat]}
time:
  - {text: Trong ngày, days: 0, unit: working, cutoff: "15:00", sources: [luat, nd]}
fee:
  - {when: Đúng hạn, text: Miễn lệ phí, amount: 0, decided_by: "Luật, Điều 11", sources: [luat]}
  - {when: Quá hạn, text: Tỉnh quyết định, status: unverified, note: Chưa thấy nghị quyết của tỉnh, from: 2026-01-01, to: 2027-12-31, sources: [nd]}
online:
  - {text: Nộp trên Cổng, url: "https://dichvucong.gov.vn/x", mode: toan-trinh, sources: [nd]}
result:
  - {text: Giấy khai sinh, sources: [luat]}
legal:
  - {text: "Luật Hộ tịch, Điều 13", sources: [luat]}
deadline:
  - {text: 60 ngày kể từ ngày sinh, event: ngày sinh, days: 60, unit: calendar, sources: [luat]}
sources:
  luat: {doc: 60-2014-qh13, checked: 2026-11-22}
  nd: {doc: 120-2025-nd-cp, checked: 2026-11-22}
related: [hoi-dap]
---
Nên làm sớm. [luat]

## Hồ sơ
### Trường hợp thông thường
- Giấy chứng sinh. [luat]
### Cha mẹ chưa kết hôn
Còn gọi: con ngoài giá thú; chưa có giấy kết hôn
- Văn bản nhận con. [luat, nd]

## Trình tự
1. Nộp tờ khai
   tại bộ phận một cửa. [nd]
2. Nhận giấy. (chưa xác minh)

## Lưu ý
- Mang theo căn cước. [luat]
`

const goodFAQ = `---
id: hoi-dap
question: Nộp hồ sơ ở đâu?
names: [nộp ở đâu, ra chỗ nào nộp, nơi nộp hồ sơ, gửi giấy tờ ở đâu, quầy nào nhận]
field: Hướng dẫn chung
checked: 2026-11-22
review: 2027-02-15
sources:
  nd: {doc: 120-2025-nd-cp, checked: 2026-11-22}
---
Tại Trung tâm Phục vụ hành chính công xã. [nd]
`

func base(files ...string) fstest.MapFS {
	m := fstest.MapFS{
		"documents/van-ban.yaml":  {Data: []byte(goodDocuments)},
		"procedures/khai-sinh.md": {Data: []byte(good)},
		"faq/hoi-dap.md":          {Data: []byte(goodFAQ)},
	}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

func TestLoadGood(t *testing.T) {
	lib, faults := load(base(), today)
	if len(faults) > 0 {
		t.Fatalf("faults in a good base:\n%v", faults)
	}
	p, ok := lib.Procedure("1.001193")
	if q, _ := lib.Procedure("khai-sinh"); !ok || q != p || p.ID() != "1.001193" {
		t.Fatal("not found by code and by id")
	}
	if got := p.Time[0]; got.Term != (Term{0, Working}) || got.Cutoff != (Clock{true, 15, 0}) || len(got.Sources) != 2 {
		t.Errorf("time: %+v", got)
	}
	if len(p.Dossier) != 2 || p.Dossier[1].Title != "Cha mẹ chưa kết hôn" ||
		strings.Join(p.Dossier[1].Also, "|") != "con ngoài giá thú|chưa có giấy kết hôn" {
		t.Errorf("dossier: %+v", p.Dossier)
	}
	if l := p.Dossier[1].Lines[0]; l.Text != "Văn bản nhận con." || strings.Join(l.Sources, ",") != "luat,nd" {
		t.Errorf("line: %+v", l)
	}
	if len(p.Steps) != 2 || p.Steps[0].Text != "Nộp tờ khai tại bộ phận một cửa." || !p.Steps[1].Unverified {
		t.Errorf("steps: %+v", p.Steps)
	}
	if f := p.Facts(Dossier); len(f) != 2 || f[1].When != "Cha mẹ chưa kết hôn" {
		t.Errorf("Facts(Dossier): %+v", f)
	}
	for _, a := range Aspects() {
		if len(p.Facts(a)) == 0 && a != Form {
			t.Errorf("no facts on %s", a)
		}
	}
	if d := p.Deadline[0]; d.Term != (Term{60, Calendar}) || d.Event != "ngày sinh" {
		t.Errorf("deadline: %+v", d)
	}
	if s, ok := p.Source("luat"); !ok || s.Date != NewDay(2014, 11, 20) {
		t.Errorf("source: %+v", s)
	}
}

func TestFeesAt(t *testing.T) {
	lib, _ := load(base(), today)
	p, _ := lib.Procedure("khai-sinh")
	for _, tc := range []struct {
		day                 Day
		hold, ended, coming int
	}{
		{NewDay(2025, 12, 31), 1, 0, 1},
		{NewDay(2026, 1, 1), 2, 0, 0},
		{NewDay(2027, 12, 31), 2, 0, 0},
		{NewDay(2028, 1, 1), 1, 1, 0},
	} {
		hold, ended, coming := p.FeesAt(tc.day)
		if len(hold) != tc.hold || len(ended) != tc.ended || len(coming) != tc.coming {
			t.Errorf("%s: %d hold, %d ended, %d coming", tc.day, len(hold), len(ended), len(coming))
		}
	}
}

// Each case breaks the good base in one way; the fault must be there, at the line, in words that name the mistake.
func TestFaults(t *testing.T) {
	const file = "procedures/khai-sinh.md"
	for _, tc := range []struct {
		name     string
		old, new string
		want     string // "line: part of the sentence"
	}{
		{"unknown key", "summary: Ghi", "sumary: Ghi", `8: không có khóa "sumary"; có phải ông/bà muốn viết "summary"`},
		{"missing key", "summary: Ghi nhận việc sinh.\n", "", `2: thiếu "summary"`},
		{"duplicate key", "field: Hộ tịch", "field: Hộ tịch\nfield: Cư trú", `6: khóa "field" ghi hai lần`},
		{"id is not the file", "id: khai-sinh", "id: khai-sin", `2: id "khai-sin" khác tên tệp`},
		{"bad code", "[1.001193]", "[1001193]", `4: mã "1001193" không đúng dạng`},
		{"bad level", "level: cap-xa", "level: cap-huyen", `6: cấp "cap-huyen" không có`},
		{"few names", "[làm giấy khai sinh, ", "[", `7: mới có 4 cách gọi`},
		{"same name twice", "khai sinh cho bé,", "khai sinh cho bé, Khai sinh cho be,", `7: cách gọi "Khai sinh cho be" ghi hai lần`},
		{"no such date", "review: 2027-02-15", "review: 2027-02-30", `10: "review" là "2027-02-30", không phải ngày có thật`},
		{"review before checked", "review: 2027-02-15", "review: 2026-11-01", `10: ngày xem lại (2026-11-01) phải sau`},
		{"checked in the future", "checked: 2026-11-22\nreview", "checked: 2026-11-23\nreview", `9: ngày kiểm tra 2026-11-23 ở tương lai`},
		{"undefined source", "{text: Cha hoặc mẹ, sources: [luat]}", "{text: Cha hoặc mẹ, sources: [luatt]}", `12: nguồn "luatt" chưa khai trong "sources"; có phải "luat"?`},
		{"unused source", "related:", "  thua: {title: Thừa, checked: 2026-11-22}\nrelated:", `31: nguồn "thua" khai mà không dùng`},
		{"source seen in the future", "doc: 120-2025-nd-cp, checked: 2026-11-22", "doc: 120-2025-nd-cp, checked: 2026-12-22", `30: nguồn "nd" ghi ngày xem 2026-12-22 ở tương lai`},
		{"bad address", "https://dichvucong.gov.vn/x", "dichvucong.gov.vn", `21: "url" là "dichvucong.gov.vn", không phải địa chỉ`},
		{"no source, no status", "{text: Giấy khai sinh, sources: [luat]}", "{text: Giấy khai sinh}", `23: mục này của "result" chưa có nguồn`},
		{"unverified without note", ", note: Chưa thấy nghị quyết của tỉnh", "", `19: status: unverified phải kèm note`},
		{"conflict needs two sources", "{text: UBND cấp xã, sources: [luat]}", "{text: UBND cấp xã, status: conflict, note: Hai nơi nói khác nhau, sources: [luat]}", `14: status: conflict phải nêu ít nhất hai nguồn`},
		{"unknown status", "status: unverified", "status: unverifed", `19: "status" là "unverifed"; có phải ông/bà muốn viết "unverified"`},
		{"free without a source", "amount: 0, decided_by: \"Luật, Điều 11\", sources: [luat]}", "status: unverified, note: Chưa thấy}", `18: chỉ được nói miễn phí`},
		{"an amount that is not said", "text: Miễn lệ phí, amount: 0", "text: 10.000 đồng/bản, amount: 8000", `18: amount: 8000 không có trong câu "10.000 đồng/bản"`},
		{"days without unit", "days: 60, unit: calendar", "days: 60", `27: có days thì phải có unit`},
		{"fee validity turned round", "from: 2026-01-01, to: 2027-12-31", "from: 2028-01-01, to: 2027-12-31", `19: ngày kết thúc (2027-12-31) trước ngày bắt đầu`},
		{"wrong clock", `cutoff: "15:00"`, `cutoff: "15h"`, `16: "cutoff" là "15h"`},
		{"empty list", "who:\n  - {text: Cha hoặc mẹ, sources: [luat]}\n", "", `thiếu "who"`},
		{"dead reference", "related: [hoi-dap]", "related: [hoi-dap, khong-co]", `31: "related" có "khong-co"`},
		{"too long for a phone", "- Giấy chứng sinh.", "- " + strings.Repeat("giấy ", 90), `dòng dài`},
		{"line without source", "- Giấy chứng sinh. [luat]", "- Giấy chứng sinh.", `37: dòng "Giấy chứng sinh." chưa có nguồn`},
		{"unknown section", "## Lưu ý", "## Chú ý", `47: không có phần ## Chú ý`},
		{"section typed without diacritics", "## Lưu ý", "## Luu y", `47: không có phần ## Luu y; hãy viết đúng là ## Lưu ý`},
		{"section missing", "## Trình tự", "## Lưu ý", `phần ## Lưu ý đã có ở dòng 42`},
		{"situation without papers", "- Văn bản nhận con. [luat, nd]\n", "", `38: trường hợp ### Cha mẹ chưa kết hôn chưa có giấy tờ`},
		{"situation outside the dossier", "## Lưu ý\n", "## Lưu ý\n### Thêm\n", `48: ### Thêm không nằm trong ## Hồ sơ`},
		{"paragraph in a list section", "- Mang theo căn cước.", "Mang theo căn cước.", `48: trong phần này mỗi ý là một dòng bắt đầu bằng dấu -`},
		{"bad mark", "- Mang theo căn cước. [luat]", "- Mang theo căn cước. [Luật Hộ tịch]", `48: dấu nguồn cuối dòng viết sai`},
		{"a day in a mark that is none", "- Mang theo căn cước. [luat]", "- Mang theo căn cước. [luat, to: 2026-13-01]", `48: "to: 2026-13-01" trong dấu nguồn không phải ngày có thật`},
		{"not NFC", "title: Đăng ký", "title: Đa\u0306ng ky\u0301", `3: chữ có dấu ở dạng tổ hợp`},
		{"tab", "  - {text: Cha", "\t- {text: Cha", `12: đầu dòng có phím Tab`},
		{"broken YAML", `cutoff: "15:00"`, `cutoff: "15:00`, `dòng này thiếu một dấu ngoặc kép`},
		{"front matter not closed", "related: [hoi-dap]\n---\n", "related: [hoi-dap]\n", `1: phần thông tin chưa đóng`},
		{"no front matter", "---\nid:", "id:", `1: dòng đầu phải là ---`},
		{"anchor", "field: Hộ tịch", "field: &a Hộ tịch", `5: dạng YAML này không dùng ở đây`},
		{"mapping where text is due", "summary: Ghi nhận việc sinh.", "summary: {a: b}", `8: "summary" phải là một dòng chữ`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			if text == good {
				t.Fatal("the case changes nothing")
			}
			_, faults := load(base(file, text), today)
			line, what, hasLine := strings.Cut(tc.want, ": ")
			if !hasLine || strings.Trim(line, "0123456789") != "" {
				line, what = "", tc.want
			}
			for _, f := range faults.Errors() {
				if f.File == file && strings.Contains(f.What, what) &&
					(line == "" || strings.HasPrefix(f.String(), file+":"+line+":")) {
					return
				}
			}
			t.Errorf("want %q, got:\n%v", tc.want, faults)
		})
	}
}

func TestWarnings(t *testing.T) {
	for _, tc := range []struct {
		name  string
		today Day
		want  string
	}{
		{"review passed", NewDay(2027, 3, 1), "procedures/khai-sinh.md:10: cảnh báo: đã quá ngày xem lại 2027-02-15"},
		{"fee about to end", NewDay(2027, 12, 1), "procedures/khai-sinh.md:19: cảnh báo: mức thu này hết ngày 2027-12-31 (còn 30 ngày)"},
		{"fee over", NewDay(2028, 1, 1), "procedures/khai-sinh.md:19: cảnh báo: mức thu này hết từ 2027-12-31"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, faults := load(base(), tc.today)
			if len(faults.Errors()) > 0 || !strings.Contains(faults.Error(), tc.want) {
				t.Errorf("want %q, got:\n%v", tc.want, faults)
			}
		})
	}
	for _, tc := range []struct {
		name, next string
		warned     bool
	}{
		{"followed by the next charge", "when: quá HẠN, from: 2028-01-01", false},
		{"followed a day late", "when: Quá hạn, from: 2028-01-02", true},
		{"another situation follows", "when: Đăng ký lại, from: 2028-01-01", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			next := "{" + tc.next + `, text: 9.000 đồng, amount: 9000, decided_by: Luật, sources: [luat]}`
			text := strings.Replace(good, "online:\n", "  - "+next+"\nonline:\n", 1)
			_, faults := load(base("procedures/khai-sinh.md", text), NewDay(2027, 12, 1))
			if got := strings.Contains(faults.Error(), "hãy chuẩn bị mức mới"); got != tc.warned {
				t.Errorf("warned %v, want %v:\n%v", got, tc.warned, faults)
			}
		})
	}
	_, faults := load(base("procedure/lac.md", "x", "faq/doc.yml", "x"), today)
	if len(faults.Warnings()) != 2 || len(faults.Errors()) != 0 {
		t.Errorf("stray files: %v", faults)
	}
}

func TestFaultsAcrossFiles(t *testing.T) {
	second := strings.NewReplacer("id: khai-sinh", "id: khai-tu", "làm giấy khai sinh,",
		"lam giay khai sinh,").Replace(good)
	_, faults := load(base("procedures/khai-tu.md", second,
		"questions.yaml", "- {q: khai sinh ở đâu, want: khai-sinh, aspect: where}\n- {q: Khai sinh ở đâu, want: khong-co}\n- {q: a, want: unknown, of: [khai-sinh]}\n"), today)
	for _, want := range []string{
		`procedures/khai-tu.md:4: mã "1.001193" đã dùng ở procedures/khai-sinh.md`,
		`procedures/khai-tu.md:7: cách gọi "lam giay khai sinh" (bỏ dấu) đã có ở procedures/khai-sinh.md`,
		`questions.yaml:2: câu hỏi muốn "khong-co"`,
		`questions.yaml:2: câu hỏi này đã có ở questions.yaml:1`,
		`questions.yaml:3: "of" chỉ đi với want: choose`,
	} {
		if !strings.Contains(faults.Error(), want) {
			t.Errorf("missing %q in:\n%v", want, faults)
		}
	}
}

func TestCheck(t *testing.T) {
	var out bytes.Buffer
	if n := Check(base("faq/hoi-dap.md", strings.Replace(goodFAQ, "field:", "feild:", 1)), &out); n != 2 {
		t.Errorf("%d faults:\n%s", n, out.String())
	}
	if !strings.Contains(out.String(), `faq/hoi-dap.md:5: không có khóa "feild"; có phải ông/bà muốn viết "field"?`) {
		t.Errorf("got:\n%s", out.String())
	}
}

// The tables that ship with the binary are complete and without faults; the procedures are their editors' to mend.
func TestEmbedded(t *testing.T) {
	lib, faults := Load(Embedded())
	for _, f := range faults.Errors() {
		if dir, _, _ := strings.Cut(f.File, "/"); dir != "procedures" && dir != "faq" && dir != "questions" {
			t.Error(f)
		}
	}
	for _, f := range faults.Warnings() {
		if strings.Contains(f.What, "nguồn viết theo mẫu cũ") {
			t.Error(f)
		}
	}
	if len(lib.Plans) != 2 || len(lib.Places) != 1 || len(lib.Offices) < 5 || len(lib.Calendar) < 4 || lib.Owner == "" {
		t.Errorf("%d plans, %d places, %d offices, %d years", len(lib.Plans), len(lib.Places), len(lib.Offices),
			len(lib.Calendar))
	}
	if _, err := fs.Stat(Embedded(), "calendar/2026.yaml"); err != nil {
		t.Error(err)
	}
}

func TestPlan2024(t *testing.T) {
	lib := shipped()
	var plan, template *Plan
	for _, p := range lib.Plans {
		if p.Template {
			template = p
		} else {
			plan = p
		}
	}
	if plan == nil || template == nil {
		t.Fatal("want the plan of 2024 and the template of reports")
	}
	if len(plan.Tasks) > 0 || len(plan.Reports) > 0 {
		t.Error("the plan's source names no task and no report")
	}
	if len(plan.Indicators) != 1 || plan.Indicators[0].Met(90) || !plan.Indicators[0].Met(90.1) {
		t.Errorf("the one target is more than 90 per cent: %+v", plan.Indicators)
	}
	absent := 0
	for _, s := range plan.Statements {
		if s.Absent {
			absent++
			if !strings.HasPrefix(s.Text, "Không có trong nguồn.") {
				t.Errorf("%s does not say that the source is silent", s.ID)
			}
		}
	}
	if absent < 5 || !strings.Contains(plan.Caution, "01/7/2025") {
		t.Errorf("%d statements of absence, caution %q", absent, plan.Caution)
	}
	if len(template.Reports) != 4 || template.Reports[0].Rule == nil || template.Reports[0].Rule.Month != 3 {
		t.Errorf("template: %+v", template.Reports)
	}
}
