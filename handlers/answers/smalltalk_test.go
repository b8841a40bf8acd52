package answers

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content/vi"
)

func TestSmallTalk(t *testing.T) {
	for _, tt := range []struct{ said, want string }{
		{"cho em hỏi ad ơi", "cứ hỏi"},
		{"ad ơi cho mình hỏi chút", "cứ hỏi"},
		{"xin chào", "Xin chào ông/bà"},
		{"hello how do i register a marriage, what do you need", "Vietnamese only"},
		{"where can I get my passport", "Vietnamese only"},
		{"cho em hỏi thủ tục ly hôn", ""},
		{"con to nhà can gi", ""},
		{"hỏi lệ phí khai sinh", ""},
	} {
		m, ok := SmallTalk(vi.Fold(tt.said))
		if ok != (tt.want != "") || !strings.Contains(m.Text, tt.want) {
			t.Errorf("%q: %q", tt.said, m.Text)
		}
	}
}
