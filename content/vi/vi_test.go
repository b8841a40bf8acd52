package vi_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vi"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"marks and case", "ĐĂNG KÝ Khai Sinh", "dang ki khai sinh"},
		{"d with stroke", "đất Đai Ðất", "dat dai dat"},
		{"decomposed", norm.NFD.String("Nguyễn Thị Ngưỡng"), "nguyen thi nguong"},
		{"final y and i", "kỹ kĩ lý lí quý quí thuý ngày máy y", "ki ki li li qui qui thuy ngay may y"},
		{"punctuation", "hồ sơ, (lệ phí)?", "ho so le phi"},
		{"zero width", "ho\u200b so\u00ad", "ho so"},
		{"letters of others", "cåy Łódź ǎ", "cay łodz a"},
		{"numbers", "14 tuổi CT07", "14 tuoi ct07"},
		{"full width", "１２３", "123"},
		{"nothing", " \t\n!?", ""},
		{"invalid bytes", "h\xffồ", "ho"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := vi.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"tone placement", "hoà", "hòa", true},
		{"tone placement in uy", "thuỷ", "thủy", true},
		{"composed and decomposed", "ngưỡng", norm.NFD.String("ngưỡng"), true},
		{"tone before quality", "ê\u0301", "ế", true},
		{"mẫu is not mầu", "mẫu", "mầu", false},
		{"marked is not unmarked", "hồ", "ho", false},
		{"i and y", "kỹ", "kĩ", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := vi.Tokens(tt.a)[0], vi.Tokens(tt.b)[0]
			if (a.Mark == b.Mark) != tt.same {
				t.Errorf("%q has mark %q, %q has %q", tt.a, a.Mark, tt.b, b.Mark)
			}
			if a.Fold != b.Fold {
				t.Errorf("folds %q and %q differ", a.Fold, b.Fold)
			}
		})
	}
	if vi.Tokens("ho")[0].Marked() || !vi.Tokens("hồ")[0].Marked() {
		t.Error("Marked is wrong")
	}
}

func TestUndo(t *testing.T) {
	tests := []struct{ in, want string }{
		{"ddawng", "đăng"}, {"kys", "kí"}, {"tamj", "tạm"}, {"trus", "trú"}, {"thuwowngf", "thường"},
		{"dduwowcj", "được"},
		{"nguwowif", "người"}, {"tieesng", "tiếng"}, {"giaays", "giấy"}, {"ddinh", "đinh"}, {"phis", "phí"},
		{"cuw", "cư"},
		{"d9a8ng", "đăng"}, {"ky1", "kí"}, {"thu7o7ng2", "thường"}, {"gia61y", "giấy"}, {"d9u7o7c5", "được"},
		{"dđịnh", "định"}, {"sanr", "sản"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := vi.Undo(vi.Tokens(tt.in)[0])
			if want := vi.Tokens(tt.want)[0]; !ok || got != want {
				t.Errorf("Undo(%q) = %+v %v, want %+v", tt.in, got, ok, want)
			}
		})
	}
	for _, in := range []string{"hồ", "sinh", "khai", "covid", "t24", "2023", "xyz", "a", "giấy"} {
		t.Run("leaves "+in, func(t *testing.T) {
			if got, ok := vi.Undo(vi.Tokens(in)[0]); ok {
				t.Errorf("Undo(%q) = %+v", in, got)
			}
		})
	}
}

func TestIsSyllable(t *testing.T) {
	for _, s := range strings.Fields("khai sinh dang ki thuong tru ngoai quoc giay gi quyen nghieng uy y oan hoanh " +
		"khuya thuyet gie qua ngoeo xoong") {
		if !vi.IsSyllable(s) {
			t.Errorf("%q is a syllable", s)
		}
	}
	for _, s := range strings.Fields("edward covid dog sing1 hj thg xz bhyt gplx kiem2 rhe") {
		if s != "rhe" && vi.IsSyllable(s) {
			t.Errorf("%q is no syllable", s)
		}
	}
	if vi.IsSyllable("") || vi.IsSyllable("rhe") {
		t.Error("accepts what is no syllable")
	}
}

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"composes", norm.NFD.String("Hồ sơ"), "Hồ sơ"},
		{"joins blanks", "  hồ \t  sơ \n\n  phí ", "hồ sơ\n\nphí"},
		{"drops controls", "a\x00b\u200bc\u202ed\ufeff", "abcd"},
		{"keeps emoji sequences", "👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️"},
		{"invalid bytes", "a\xffb", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := vi.Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
	if n := len(vi.Clean(strings.Repeat("ộ", 100_000))); n > vi.MaxBytes {
		t.Errorf("%d bytes left", n)
	}
}

var seeds = []string{"Đăng ký khai sinh", "ddawng kys", "d9a8ng ky1", norm.NFD.String("hoà bình"), "090 123 4567",
	"\xff\x00", "ộ\u0323\u0323", "１２", "👨‍👩‍👧", "+84901234567 đồng", " \n \n "}

func FuzzFold(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := vi.Fold(s)
		if len(once) < vi.MaxBytes && vi.Fold(once) != once {
			t.Errorf("Fold is not idempotent: %q gives %q then %q", s, once, vi.Fold(once))
		}
		if nfc := norm.NFC.String(s); len(s) < vi.MaxBytes/4 && utf8.ValidString(s) &&
			vi.Fold(nfc) != vi.Fold(norm.NFD.String(nfc)) {
			t.Errorf("%q: %q composed, %q taken apart", s, vi.Fold(nfc), vi.Fold(norm.NFD.String(nfc)))
		}
		for _, tok := range vi.Tokens(s) {
			if tok.Fold == "" || tok.Mark == "" {
				t.Errorf("empty token in %q", s)
			}
			vi.Undo(tok)
			vi.IsSyllable(tok.Fold)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := vi.Clean(s)
		if !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
			t.Errorf("Clean(%q) = %q is not clean", s, once)
		}
		if len(once) < vi.MaxBytes && vi.Clean(once) != once {
			t.Errorf("Clean is not idempotent: %q gives %q then %q", s, once, vi.Clean(once))
		}
	})
}

func TestHasWords(t *testing.T) {
	for _, tt := range []struct {
		text, words string
		want        bool
	}{
		{"nop o dau", "o dau", true}, {"nop o dau", "nop", true}, {"nop o dau", "nop o dau", true},
		{"nop o dau", "op", false},
		{"nop o dau", "o da", false}, {"hoi hoi o", "hoi o", true}, {"hoio hoi o", "hoi o", true}, {"", "o", false},
		{"o", "", false},
	} {
		if got := vi.HasWords(tt.text, tt.words); got != tt.want {
			t.Errorf("HasWords(%q, %q) = %t", tt.text, tt.words, got)
		}
	}
}

// TestPlainByTable: the table that Plain reads gives what the tables of Unicode give, for every character and for text.
func TestPlainByTable(t *testing.T) {
	for r := range rune(vi.PlainRunes + 0x100) {
		for _, s := range []string{string(r), "a" + string(r) + "b", "Xã " + string(r)} {
			if got, want := vi.Plain(s), vi.PlainAny(s); got != want {
				t.Fatalf("Plain(%+q) = %q, want %q", s, got, want)
			}
		}
	}
	for _, s := range []string{"", "  ", "Thị trấn Bình Mỹ – cũ!", norm.NFD.String("Đồng Du, xã Bồ Đề"), "xa\xffã",
		"① Ｘã"} {
		if got, want := vi.Plain(s), vi.PlainAny(s); got != want {
			t.Errorf("Plain(%+q) = %q, want %q", s, got, want)
		}
	}
}

func TestFoldLong(t *testing.T) {
	for _, s := range []string{"", "  ", "Thời hạn 05 ngày làm việc.", strings.Repeat("hồ sơ đủ ", 50)} {
		if got, want := vi.FoldLong(s), vi.Fold(s); got != want {
			t.Errorf("%.40q: %q, want %q", s, got, want)
		}
	}
	if got := vi.FoldLong(strings.Repeat("giấy tờ ", 4000) + "Điều 77"); !strings.HasSuffix(got, "giay to dieu 77") ||
		strings.Count(got, "giay to") != 4000 {
		t.Errorf("a long text is not folded whole: %d bytes, ends in %q", len(got), got[max(0, len(got)-20):])
	}
}
