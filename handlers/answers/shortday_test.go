package answers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

// TestShortAnswerOfTheDay: of two short answers that are asked alike the one that holds on the day is said, also where
// the words are only near.
func TestShortAnswerOfTheDay(t *testing.T) {
	know := shipped()
	for _, question := range []string{"khiếu nại hộ bố mẹ được không", "khiếu nại hộ bố mẹ cần giấy gì"} {
		for day, want := range map[content.Day]string{
			content.NewDay(2026, 12, 1): "công chứng hoặc chứng thực thì mới khiếu nại thay được",
			content.NewDay(2027, 1, 2):  "từ 01/01/2027 không còn quy định về công chứng",
		} {
			if m := know.Answer(question, day).Message; !strings.Contains(m.Text, want) {
				t.Errorf("%q on %v: want %q in:\n%s", question, day, want, m.Text)
			}
		}
	}
}
