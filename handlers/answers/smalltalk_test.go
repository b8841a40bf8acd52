package answers

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

func TestSmallTalk(t *testing.T) {
	for _, tt := range []struct{ said, want string }{
		{"cho em hỏi ad ơi", "cứ hỏi"},
		{"ad ơi cho mình hỏi chút", "cứ hỏi"},
		{"xin chào", "Xin chào ông/bà"},
		{"cho em hỏi thủ tục ly hôn", ""},
		{"con to nhà can gi", ""},
		{"hỏi lệ phí khai sinh", ""},
	} {
		m, ok := SmallTalk(vi.Fold(tt.said), content.NewDay(2026, 11, 30))
		if ok != (tt.want != "") || !strings.Contains(m.Text, tt.want) {
			t.Errorf("%q: %q", tt.said, m.Text)
		}
	}
}

// TestExamplesOfTheSeason: each day offers four questions, not always the same, and each of them is one that is known.
func TestExamplesOfTheSeason(t *testing.T) {
	seen := map[string]bool{}
	for _, month := range []time.Month{1, 4, 5, 8, 9, 12} {
		m, _ := SmallTalk("chao", content.NewDay(2026, month, 28))
		if len(m.Buttons) != 4 {
			t.Fatalf("%v: %d", month, len(m.Buttons))
		}
		for _, row := range m.Buttons {
			seen[row[0].Name()] = true
		}
	}
	if len(seen) != len(card.Examples) {
		t.Errorf("offered in the year: %v", seen)
	}
}
