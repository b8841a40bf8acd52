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

// TestShortVerdict: a bare yes or no stands before every way of asking, also before those that it answers wrongly.
func TestShortVerdict(t *testing.T) {
	for _, tc := range []struct {
		say  string
		asks []string
		bad  string // the way of asking that the answer does not fit
	}{
		{"Không. Hết điểm thì không được lái.",
			[]string{"hết điểm có được lái không", "hết điểm có phải nghỉ lái không"},
			"hết điểm có phải nghỉ lái không"},
		{"Có. Chủ hộ phải đồng ý.", []string{"tách hộ cần chủ hộ đồng ý không", "bố không cho thì có tách được không"},
			"tách hộ cần chủ hộ đồng ý không"},
		{"Không. Chủ tịch xã quyết định.", []string{"ai quyết định hộ nghèo", "trưởng thôn quyết định được không"},
			"ai quyết định hộ nghèo"},
		{"Không. Chưa chứng thực thì bị trả lại.", []string{"giấy photo có sao không", "nộp giấy photo được không"},
			"giấy photo có sao không"},
		{"Được, 8.000 đồng một bản.", []string{"xin mấy bản được không", "thêm một bản bao nhiêu tiền"},
			"thêm một bản bao nhiêu tiền"},
		{"Được. Không phải ký sổ.", []string{"làm qua mạng được không", "làm online có phải ký sổ không"},
			"làm online có phải ký sổ không"},
		{"Không cần. Xuất trình VNeID là đủ.",
			[]string{"dùng VNeID thay bản sao được không", "có VNeID còn cần bản sao không"},
			"có VNeID còn cần bản sao không"},
		{"Được. Nộp giấy của người làm chứng.",
			[]string{"không có giấy chứng sinh thì làm sao", "mất giấy có làm được không"}, ""},
		{"Không. Miễn lệ phí.", []string{"khai sinh có mất tiền không", "có phải nộp lệ phí không"}, ""},
		{"Không, nếu còn hạn.", []string{"có bắt buộc đổi thẻ không", "thẻ còn hạn có phải đổi không"}, ""},
		{"Đúng, từ tháng Ba.", []string{"xã nào cũng được phải không", "có phải xã nào cũng được không"}, ""},
		{"Nộp được trên mạng, không phải ký sổ.", []string{"làm qua mạng được không", "có phải ký sổ không"}, ""},
	} {
		if _, ask := misfit(Short{Ask: tc.asks, Say: tc.say}); ask != tc.bad {
			t.Errorf("%q before %q: %q", tc.say, tc.asks, ask)
		}
	}
}

// TestShortNamesItsCase: the first words are shown to whoever asks something near, so they say which case they mean.
func TestShortNamesItsCase(t *testing.T) {
	const title = "Chứng thực chữ ký"
	for _, tc := range []struct {
		say, ask string
		warned   bool
	}{
		{"Không. Phải làm hợp đồng.", "ủy quyền bán xe chứng thực chữ ký được không", true},
		{"Không, nếu ủy quyền mua bán: phải làm hợp đồng.", "ủy quyền bán xe chứng thực chữ ký được không", false},
		{"Ủy quyền bán xe thì phải làm hợp đồng.", "ủy quyền bán xe chứng thực chữ ký được không", false},
		{"Không, nếu không đụng kết cấu.", "lát nền có phải xin phép không", false},
		{"Không. Không ai ký hộ được.", "chứng thực chữ ký hộ được không", false},
		{"Không. Phải đến tận nơi.", "chứng thực chữ ký được không", false}, // the title's words alone
	} {
		ld := &loader{}
		ld.unnamed("x.md", title, []Short{{Say: tc.say, Ask: []string{tc.ask, tc.ask}}})
		if got := len(ld.faults) > 0; got != tc.warned {
			t.Errorf("%q to %q: warned %v, %v", tc.say, tc.ask, got, ld.faults)
		}
	}
}
