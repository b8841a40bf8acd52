package answers_test

import (
	"testing"

	"github.com/motcua/motcua/content"
)

// TestEachTitleOnce: below a reply that may mean something else no title stands on two buttons.
func TestEachTitleOnce(t *testing.T) {
	know := shipped()
	day := content.NewDay(2026, 11, 30)
	asked := 0
	for i, q := range know.Library.Questions {
		if i%5 > 0 && q.Q != "khai sinh muộn có bị phạt không" {
			continue
		}
		asked++
		seen := map[string]bool{}
		for _, row := range know.Answer(q.Q, day).Message.Buttons {
			for _, b := range row {
				title := b.Full
				if title == "" {
					title = b.Label
				}
				if seen[title] {
					t.Errorf("%q: %q stands on two buttons", q.Q, title)
				}
				seen[title] = true
			}
		}
	}
	if asked < 500 {
		t.Fatalf("only %d questions", asked)
	}
}
