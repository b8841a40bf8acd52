package offices

import (
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Words of somebody who says where he lives, folded: smallWords carry nothing beside a commune's name, liveWords say
// that one lives or comes to live there, askWords make a question of it.
var (
	smallWords = vi.WordSet(`toi em minh chau con bac co chu anh chi ong ba nha gia dinh ben hien dang nay
		gio vua moi da
		roi se thi la o tai ve den sang qua chuyen doi cho song cu tru dan nguoi que thuoc xa thi tran tt phuong huyen
		thon tinh ha nam ninh binh a nhe vang da cu ho khau thuong tam`)
	liveWords = vi.WordSet("o ve chuyen song que dan nguoi thuoc tru")
	askWords  = vi.WordSet("nao dau gi khong ko may sao bao ai thu tuc")
)

// said is what words tell of where somebody lives.
type said struct {
	home  Home   // Commune is empty where the words do not settle it
	trap  string // what to say first of a name that misleads
	other int    // words beside the name and what commonly stands with it
	lives bool   // they say that one lives there, and ask nothing
}

// read finds in words the commune that they name, former or present, with diacritics or without.
func read(lib *content.Library, text string) (s said) {
	names := map[string]bool{}
	for _, places := range lib.Places {
		for _, h := range places.Lookup(text) {
			for w := range strings.FieldsSeq(vi.Fold(h.Text)) {
				names[w] = true
			}
			switch {
			case s.home.Commune != "":
			case h.Commune != nil:
				s.home.Commune = h.Commune.ID
				if h.Former != nil {
					s.home.Former = h.Former.Kind + " " + h.Former.Name
				}
			case h.Trap != nil:
				s.trap = h.Trap.Text
			}
		}
	}
	asks := false
	for w := range strings.FieldsSeq(vi.Fold(text)) {
		s.lives = s.lives || liveWords[w]
		asks = asks || askWords[w]
		if !names[w] && !smallWords[w] && !vi.Polite(w) {
			s.other++
		}
	}
	s.lives = s.lives && !asks && s.other == 0 && !strings.Contains(text, "?")
	return s
}

// Names reports whether a text names a commune, so that it counts and not where the person lives.
func Names(lib *content.Library, text string) bool { return read(lib, text).home.Commune != "" }
