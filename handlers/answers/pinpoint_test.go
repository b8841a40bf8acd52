package answers_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// shipped is the base in the program, made ready once: nothing changes it.
var shipped = sync.OnceValue(func() *answers.Knowledge {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		panic(err)
	}
	lib, _ := content.Load(content.Embedded())
	return answers.NewKnowledge(lib, lex)
})

// TestTheLineThatIsAskedForComesFirst asks the shipped base for single lines: the answer opens with them.
func TestTheLineThatIsAskedForComesFirst(t *testing.T) {
	know := shipped()
	day := content.NewDay(2026, 11, 23)
	for _, tt := range []struct {
		question string
		first    string // in the first three lines; empty: the part as it stands
	}{
		{"con mang ho me duoc khong", "Con mang họ của cha hoặc của mẹ"},
		{"khai sinh có phải có mặt tại xã ký sổ không", "- Từ 01/7/2025 không phải có mặt tại xã để ký Sổ hộ tịch."},
		{"khach den ngu lai nha phai bao truoc may gio", "Trước 23 giờ của ngày khách đến"},
		{"giấy xác nhận tình trạng hôn nhân có giá trị bao lâu", "06 tháng kể từ ngày cấp"},
		{"giải quyết tố cáo bao lâu", "Không quá 30 ngày kể từ ngày thụ lý"},
		{"hợp tác xã cần ít nhất bao nhiêu thành viên", "Ít nhất 05 thành viên"},
		{"đất đang thế chấp sang tên được ko", "văn bản của ngân hàng"},
		{"hiến đất mở đường cần giấy tờ gì", "văn bản tặng cho hoặc biên bản họp thôn"},
		{"lam giay khai sinh cho con can gi", "Tờ khai theo mẫu, Giấy chứng sinh bản chính"},
		{"lam khai sinh o dau", "- UBND cấp xã nơi cư trú"},
		{"trợ cấp hưu trí xã hội bao nhiêu tiền một tháng", "- Mức hưởng là 540.000 đồng/tháng"},
		{"trợ cấp thờ cúng liệt sĩ được bao nhiêu", "- Quyết định trợ cấp thờ cúng liệt sĩ 1.600.000 đồng"},
		{"làm hồ sơ trợ cấp hưu trí xã hội có mất lệ phí không", "Không phải nộp phí, lệ phí"},
		{"le phi dang ky hop tac xa bao nhieu", ""},
	} {
		t.Run(tt.question, func(t *testing.T) {
			text := know.Answer(tt.question, day).Message.Text
			first := strings.Join(strings.SplitN(text, "\n", 4)[:3], "\n")
			if !strings.Contains(first, strings.TrimPrefix(tt.first, "- ")) {
				t.Errorf("want %q in the first three lines of\n%s", tt.first, text)
			}
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "- ") && strings.Count(text, "\n"+line) > 1 {
					t.Errorf("said twice: %s", line)
				}
			}
		})
	}
}
