package answers

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

// TestUrgentNamesThePolice: danger is told with the telephone of the commune's police, once somebody has filled it in.
func TestUrgentNamesThePolice(t *testing.T) {
	lib := *embedded().Library
	k := NewKnowledge(&lib, search.Lexicon{})
	k.Library.Offices = []content.Office{{Name: "Công an xã Mẫu", Commune: "xa-binh-luc", Phone: "0226 385 9999"}}
	m, _, ok := k.Urgent("chồng đang đánh em")
	if !ok || !strings.Contains(m.Text, "Công an xã Mẫu: [0226 385 9999](tel:02263859999)") {
		t.Errorf("danger names no police of the commune:\n%s", m.Text)
	}
}
