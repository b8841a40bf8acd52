package vi_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vi"
)

func TestMaskPersonal(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"citizen card", "CCCD 012345678901 của tôi", "CCCD **********01 của tôi"},
		{"old card", "số 123456789.", "số *******89."},
		{"phone", "gọi 0901234567 nhé", "gọi ********67 nhé"},
		{"phone in groups", "0901 234 567", "**** *** *67"},
		{"phone with dots", "090.123.4567", "***.***.**67"},
		{"phone with country", "+84 90 123 45 67", "+** ** *** ** 67"},
		{"card in groups", "0123 4567 8901", "**** **** **01"},
		{"no-break spaces", "0901\u00a0234\u00a0567", "****\u00a0***\u00a0*67"},
		{"procedure code", "thủ tục 1.004873", "thủ tục 1.004873"},
		{"date", "01/01/2025 và 31-12-2025", "01/01/2025 và 31-12-2025"},
		{"money", "phí 1.500.000.000 đồng", "phí 1.500.000.000 đồng"},
		{"short", "xã 12 tuổi 72, 100 nghìn", "xã 12 tuổi 72, 100 nghìn"},
		{"decree", "Nghị định 123/2015/NĐ-CP", "Nghị định 123/2015/NĐ-CP"},
		{"two numbers", "0901234567, 012345678901", "********67, **********01"},
		{"none", "không có số", "không có số"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := vi.MaskPersonal(tt.in); got != tt.want {
				t.Errorf("MaskPersonal(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// groups parts the digits of a number as people part them.
func groups(number string, sizes ...int) (out []string) {
	for i := 0; len(number) > 0; i++ {
		n := min(sizes[i%len(sizes)], len(number))
		out, number = append(out, number[:n]), number[n:]
	}
	return out
}

// inScript writes digits in another script, whose zero is given.
func inScript(number string, zero rune) string {
	return strings.Map(func(r rune) rune { return zero + r - '0' }, number)
}

// spelled are the ways in which numbers were got past a mask, and others of their kind.
func spelled() (out []string) {
	cards := []string{"001085012345", "036099001234", "162345678"}
	phones := []string{"0912345678", "84912345678", "02263851234"}
	for _, number := range append(cards, phones...) {
		for _, joiner := range []string{" ", "  ", "   ", ".", ",", "-", "/", "_", ":", ";", "·", "–", "—", "−", "'",
			"+", "\n", "\r\n", " \n ", "\t", "|", "\\",
			"*", "=", "~", "•", "\u00a0", "\u2009", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u2011", "‧", "][", ") (",
			" - ", " . ", "’", "\"", "#", "&"} {
			out = append(out, "số "+strings.Join(groups(number, 3), joiner)+" của tôi")
		}
		for _, zero := range []rune{'０', '٠', '۰', '०', '๐', '𝟎', '𝟘'} {
			out = append(out, inScript(number, zero)+" nhé")
		}
		keycaps := strings.Join(groups(number, 1), "\ufe0f\u20e3") + "\ufe0f\u20e3"
		out = append(out, "["+strings.Join(groups(number, 3), "][")+"]", keycaps,
			strings.Join(groups(number, 1), " "), strings.Join(groups(number, 2), " "),
			strings.Join(groups(number, 4, 3, 3), "."),
			strings.Join(groups(number, 1), "\u200b"), "SĐT"+number, number+"ạ", "x"+number+"x",
			number[:3]+"０"+number[4:],
			norm.NFD.String("của "+number+" ạ"), "("+number+")", "+"+number, number+"?")
		circled := strings.Map(func(r rune) rune {
			if r == '0' {
				return '⓪'
			}
			return '①' + r - '1'
		}, number)
		out = append(out, circled)
	}
	for _, word := range []string{"tại", "tôi", "đã", "trước", "đây", "đồng thời", "đồng ý", "tên", "đi", "tỉnh", "từ",
		"thì", "to", "D12"} {
		out = append(out, "CMND 162.345.678 "+word, "gọi 84.912.345.678 "+word)
	}
	for _, word := range []string{"CMND", "CCCD số", "cmnd:", "Số tài khoản", "stk", "Căn cước của tôi là", "BHXH"} {
		out = append(out, word+" 162.345.000", word+" 162.345.678 đồng")
	}
	return append(out, "/dangky 001085888777", "001, 085, 012, 345", "0912\n345\n678", "TK 19031234567012 Techcombank",
		"mã số thuế 0101234567-001")
}

// TestMaskSpelled: of a personal number, however it is spelled, at most two digits are left.
func TestMaskSpelled(t *testing.T) {
	all := spelled()
	if len(all) < 276 {
		t.Fatalf("only %d spellings", len(all))
	}
	for _, in := range all {
		got := vi.MaskPersonal(in)
		if len(digits(strings.ReplaceAll(got, "D12", ""))) > 2 {
			t.Errorf("MaskPersonal(%q) = %q", in, got)
		}
		if vi.MaskPersonal(got) != got {
			t.Errorf("%q is masked again: %q", got, vi.MaskPersonal(got))
		}
	}
}

// TestMaskSpares: what names no person is left as it is.
func TestMaskSpares(t *testing.T) {
	for _, s := range []string{
		"Nghị định 120/2025/NĐ-CP ngày 11/6/2025", "Luật số 60/2014/QH13", "Quyết định 1085/QĐ-TTg, 45/QĐ-UBND",
		"hồ sơ 000.00.00.H42-260101-0001",
		"H42.15-260101-0001 đến đâu rồi", "1.004194", "thủ tục 1.004194.000.00.00.H42", "1.004194, 1.003583, 2.000815",
		"1.004194 - 1.003583",
		"từ 01/01/2026 - 31/12/2026", "01/01/2026-31/12/2026", "31.12.2025 và 30-11-2026", "2026-11-30 2026-12-01",
		"7:30-11:30, 13:30-17:00",
		"lệ phí 50.000 - 100.000 đồng", "1.000.000.000 đồng", "từ 1.000.000.000 đến 5.000.000.000 đồng",
		"1,500,000,000 VNĐ", "2.500.000.000đ", "1.234.567.890 đ",
		"giai đoạn 2021-2025, 2026-2030", "năm học 2024/2025 và 2025/2026", "mẫu 01, 02, 03, 04, 05, 06",
		"Điều 12, 13, 14, 15, 16", "120 m² 345.000.000",
		"khoản 1, 2, 3 Điều 10, 11, 12", "113, 114, 115, 1022", "8 giờ 30 ngày 15/12/2026",
		"1\n2\n3\n4\n5\n6\n7\n8\n9\n10", "năm 2025\n2. Lệ phí 100.000 đồng",
	} {
		if got := vi.MaskPersonal(s); got != s {
			t.Errorf("MaskPersonal(%q) = %q", s, got)
		}
	}
}

// TestMaskLists reads two lists of what people write, one a line, \n for a new line: numbers spelled as strangely as
// anybody thought of, of which at most two digits are left, and fees, dates, documents and codes, of which at most one
// in a hundred may be touched.
func TestMaskLists(t *testing.T) {
	lines := func(name string, atLeast int) []string {
		text, err := os.ReadFile(filepath.Join("testdata", "mask", name))
		all := strings.Split(strings.ReplaceAll(strings.TrimSpace(string(text)), `\n`, "\x00"), "\n")
		if err != nil || len(all) < atLeast {
			t.Fatalf("%s: %d lines, %v", name, len(all), err)
		}
		for i, line := range all {
			all[i] = strings.ReplaceAll(line, "\x00", "\n")
		}
		return all
	}
	for _, in := range lines("hidden.txt", 90) {
		if got := vi.MaskPersonal(in); len(digits(got)) > 2 {
			t.Errorf("MaskPersonal(%q) = %q", in, got)
		}
	}
	spared, alarms := lines("spared.txt", 250), 0
	for _, in := range spared {
		if got := vi.MaskPersonal(in); got != in {
			alarms++
			t.Logf("MaskPersonal(%q) = %q", in, got)
		}
	}
	if alarms*100 > len(spared) {
		t.Errorf("%d false alarms of %d", alarms, len(spared))
	}
}

// digits are the runes of a text that count as numbers.
func digits(s string) (out []rune) {
	for _, r := range s {
		if unicode.IsNumber(r) {
			out = append(out, r)
		}
	}
	return out
}

// telephone is an office's own number in the base: it is what it looks like.
var telephone = regexp.MustCompile(`(?:\b0|\b84|\+84|\b1[89]00)[0-9 .()-]{7,13}[0-9]`)

// TestMaskFalseAlarms measures the mask on every line of the content base that holds a digit: fees, dates, documents,
// codes. At most one in a hundred may be touched. The same with a whole file at once, where lines could be taken
// together.
func TestMaskFalseAlarms(t *testing.T) {
	lines, alarms, files, joined := 0, 0, 0, 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" && filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for line := range strings.Lines(string(text)) {
			if strings.ContainsAny(line, "0123456789") {
				lines++
			}
		}
		bare := telephone.ReplaceAllString(string(text), "(điện thoại)")
		for line := range strings.Lines(bare) {
			if got := vi.MaskPersonal(line); got != line {
				alarms++
				t.Logf("%s: %s", path, strings.TrimSpace(got))
			}
		}
		was := strings.Split(bare, "\n")
		for i, line := range strings.Split(vi.MaskPersonal(bare), "\n") {
			if line != was[i] {
				joined++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rate := func(n int) string {
		return fmt.Sprintf("%d of %d lines (%.2f %%)", n, lines, float64(n)*100/float64(lines))
	}
	t.Logf("false alarms: %s; whole files: %s", rate(alarms), rate(joined))
	if files < 50 || lines < 1000 || alarms*100 > lines || joined*100 > lines {
		t.Errorf("%d files; false alarms: %s; whole files: %s", files, rate(alarms), rate(joined))
	}
}

func FuzzMaskPersonal(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	for i, s := range spelled() {
		if i%17 == 0 {
			f.Add(s)
		}
	}
	ninePlain := regexp.MustCompile(`[0-9]{9}`)
	f.Fuzz(func(t *testing.T, s string) {
		once := vi.MaskPersonal(s)
		if vi.MaskPersonal(once) != once {
			t.Errorf("MaskPersonal is not idempotent: %q gives %q then %q", s, once, vi.MaskPersonal(once))
		}
		if ninePlain.MatchString(once) {
			t.Errorf("MaskPersonal(%q) = %q leaves a number", s, once)
		}
		if len(once) > len(s) || strings.Count(once, "*") < strings.Count(s, "*") {
			t.Errorf("MaskPersonal(%q) = %q took something away", s, once)
		}
	})
}
