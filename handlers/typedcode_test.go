package handlers

import (
	"testing"

	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/subscribers"
)

// TestCodeInWords: a code that follows words reaches its step as it was typed, whatever folding makes of its letters.
func TestCodeInWords(t *testing.T) {
	b := &Assistant{Staff: &staff.Service{}, Subscribers: &subscribers.Service{}}
	for text, want := range map[string]string{
		"Nhận làm chủ bot abcdy-fghjy": "abcdy-fghjy", "nhan lam chu bot  ABCDY FGHJY": "ABCDY FGHJY",
		"lienket 123456": "123456", "LIENKENH 654321": "654321",
	} {
		turn := &dialog.Turn{Text: text}
		if b.inWords(turn, vi.Fold(text)) == nil || turn.Update.Payload != want {
			t.Errorf("%q: payload %q, want %q", text, turn.Update.Payload, want)
		}
	}
}
