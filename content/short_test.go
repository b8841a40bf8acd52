package content

import (
	"slices"
	"strings"
	"testing"
)

const shortBlock = `summary: Ghi nhận việc sinh.
short:
  - ask: [không có giấy chứng sinh thì làm sao, mất giấy chứng sinh có làm khai sinh được không]
    say: "Được. Nộp văn bản của người làm chứng thay giấy chứng sinh."
    aspect: dossier
    sources: [luat]
  - ask: [khai sinh trong bao nhiêu ngày, mấy ngày phải đi khai sinh]
    say: "Trong 60 ngày kể từ ngày sinh."
    from: 2026-01-01
    to: 2026-12-31
    sources: [luat, nd]
`

func withShort(block string) string {
	return strings.Replace(good, "summary: Ghi nhận việc sinh.\n", block, 1)
}

func TestShort(t *testing.T) {
	faq := strings.Replace(goodFAQ, "field:",
		"short:\n  - {ask: [ra đâu nộp giấy, nộp giấy tờ chỗ nào], say: Tại Trung tâm xã., sources: [nd]}\nfield:", 1)
	lib, faults := load(base("procedures/khai-sinh.md", withShort(shortBlock), "faq/hoi-dap.md", faq), today)
	if len(faults.Errors()) > 0 {
		t.Fatal(faults)
	}
	p, _ := lib.Procedure("khai-sinh")
	if len(p.Short) != 2 {
		t.Fatalf("%d short answers", len(p.Short))
	}
	if s := p.Short[0]; s.Aspect != Dossier || len(s.Ask) != 2 ||
		s.Line != 10 || !slices.Equal(s.Sources, []string{"luat"}) {
		t.Errorf("read as %+v", s)
	}
	if got := ShortsAt(p.Short, NewDay(2027, 1, 1)); len(got) != 1 {
		t.Errorf("%d hold after the end of one", len(got))
	}
	if f, _ := lib.FAQ("hoi-dap"); len(f.Short) != 1 || f.Short[0].Say != "Tại Trung tâm xã." {
		t.Errorf("FAQ: %+v", f.Short)
	}
}

func TestShortFaults(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"one way of asking", "[khai sinh trong bao nhiêu ngày, mấy ngày phải đi khai sinh]", "khai sinh trong bao nhiêu ngày",
			`procedures/khai-sinh.md:14: "ask" có 1 cách hỏi`},
		{"asked twice", "mấy ngày phải đi khai sinh", "mat giay chung sinh co lam khai sinh duoc khong",
			`procedures/khai-sinh.md:14: cách hỏi "mat giay chung sinh co lam khai sinh duoc khong" đã có câu trả lời ở dòng 10`},
		{"the same way twice", "mấy ngày phải đi khai sinh", "Khai sinh trong bao nhiêu ngày",
			`procedures/khai-sinh.md:14: cách hỏi "Khai sinh trong bao nhiêu ngày" ghi hai lần`},
		{"no answer", `    say: "Trong 60 ngày kể từ ngày sinh."` + "\n", "",
			`procedures/khai-sinh.md:14: thiếu "say"`},
		{"too long", "Trong 60 ngày kể từ ngày sinh.", strings.Repeat("Trong 60 ngày. ", 20),
			`procedures/khai-sinh.md:15: "say" dài 299 ký tự, quá 220`},
		{"a figure from elsewhere", "Trong 60 ngày", "Trong 45 ngày",
			`procedures/khai-sinh.md:15: số "45" trong "say" không có`},
		{"no source", "    sources: [luat, nd]\n", "",
			`procedures/khai-sinh.md:14: câu trả lời ngắn chưa có nguồn`},
		{"an unknown source", "[luat, nd]\n", "[luat, dn]\n",
			`procedures/khai-sinh.md:18: nguồn "dn" chưa khai trong "sources"`},
		{"an unknown part", "aspect: dossier", "aspect: papers",
			`procedures/khai-sinh.md:12: "aspect" là "papers"`},
		{"an end before its beginning", "to: 2026-12-31", "to: 2025-12-31",
			`procedures/khai-sinh.md:17: ngày kết thúc`},
		{"an unknown key", "aspect: dossier", "aspekt: dossier",
			`procedures/khai-sinh.md:12: không có khóa "aspekt"; có phải ông/bà muốn viết "aspect"?`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			block := strings.Replace(shortBlock, tc.old, tc.new, 1)
			if block == shortBlock {
				t.Fatal("the case changes nothing")
			}
			_, faults := load(base("procedures/khai-sinh.md", withShort(block)), today)
			if !strings.Contains(faults.Errors().Error(), tc.want) {
				t.Errorf("want %q, got:\n%v", tc.want, faults)
			}
		})
	}
}

func TestShortInTwoEntries(t *testing.T) {
	faq := strings.Replace(goodFAQ, "field:",
		"short:\n  - {ask: [Mấy ngày phải đi khai sinh, khai sinh mấy hôm], say: Tại xã., sources: [nd]}\nfield:", 1)
	_, faults := load(base("procedures/khai-sinh.md", withShort(shortBlock), "faq/hoi-dap.md", faq), today)
	want := `faq/hoi-dap.md:6: cách hỏi "Mấy ngày phải đi khai sinh" (bỏ dấu) đã có ở procedures/khai-sinh.md`
	if !strings.Contains(faults.Errors().Error(), want) {
		t.Errorf("want %q, got:\n%v", want, faults)
	}
}

func TestFigures(t *testing.T) {
	for text, want := range map[string][]string{
		"03 ngày, 3.500.000 đồng, trước 15:00": {"3", "3500000", "15", "0"},
		"CT07; 1.001193 và 12.5":               {"7", "1", "1193", "12", "5"},
		"không có số":                          nil,
	} {
		if got := figuresOf(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
