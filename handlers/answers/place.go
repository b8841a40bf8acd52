package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// placeWords are folded words that ask where a place went or where to go now; smallWords carry nothing beside them.
var (
	placeWords = []string{"nay la", "nay thuoc", "gio la", "gio thuoc", "thuoc xa nao", "la xa nao", "xa nao",
		"sap nhap", "sat nhap", "doi ten", "xa moi", "xa cu", "o dau", "cho nao", "noi nao", "con khong", "ve dau",
		"den dau"}
	smallWords = vi.WordSet("xa thi tran tt huyen tinh thon cu moi nay gio la thuoc nao dau o ve den vao voi thi o " +
		"cho noi sap sat nhap doi ten con khong ko nop ho so lam giay to di lai duoc chua roi hien bay ha nam ninh " +
		"binh luc ubnd toi em minh nha que dan nguoi bao xong thanh gi truoc")
)

// PlaceEntry stands for the table of places where an entry's id is expected.
const PlaceEntry = content.WantPlaces

// OfficeEntry stands for hours, telephone, address and days off where an entry's id is expected.
const OfficeEntry = content.WantOffice

// placeQuestion answers "xã Đồn Xá giờ thuộc xã nào" when the rest of the words asks nothing else; r is what the search
// makes of them.
func (k *Knowledge) placeQuestion(question string, r search.Result, day content.Day) (bot.Message, bool) {
	if names(r) && !k.aboutPlaces(r.Hits[0].ID) {
		return bot.Message{}, false
	}
	folded := vi.Fold(question)
	asks := slices.ContainsFunc(placeWords, func(w string) bool { return hasWords(folded, w) })
	others := k.otherWords(question, folded)
	former := others == 0 && hasWords(folded, "cu") // "nhà em ở xã La Sơn cũ"
	if n := len(strings.Fields(folded)); !asks && !former && n > 4 || others > 1 {
		return bot.Message{}, false
	}
	return card.Places(k.Library, question, day)
}

// otherWords counts the syllables of a question that neither belong to a place's name nor are small.
func (k *Knowledge) otherWords(question, folded string) (n int) {
	names := make(map[string]bool)
	for _, places := range k.Library.Places {
		for _, h := range places.Lookup(question) {
			for w := range strings.FieldsSeq(vi.Fold(h.Text)) {
				names[w] = true
			}
		}
	}
	for w := range strings.FieldsSeq(folded) {
		if !names[w] && !smallWords[w] && !vi.Polite(w) {
			n++
		}
	}
	return n
}

// aboutPlaces reports whether an entry is a general answer that the table of places answers better.
func (k *Knowledge) aboutPlaces(id string) bool {
	_, isProcedure := k.Library.Procedure(id)
	return !isProcedure
}

// PlaceIn is the former commune that a text names, in the base's words, when it is settled where it belongs now; else
// "".
func (k *Knowledge) PlaceIn(text string) string {
	for _, places := range k.Library.Places {
		for _, h := range places.Lookup(text) {
			if h.Former != nil && h.Commune != nil && h.Former.Status == content.Verified {
				return h.Former.Kind + " " + h.Former.Name
			}
		}
	}
	return ""
}

// AtCommune reports whether an entry is a matter of communes, so that it counts which one is meant.
func (k *Knowledge) AtCommune(id string) bool {
	p, ok := k.Library.Procedure(id)
	return ok && (slices.Contains(p.Levels, "cap-xa") || slices.Contains(p.Levels, "cong-an-xa"))
}

// WithPlace adds to an answer where a former commune that the question names belongs now: first thing when the question
// is where to go, else below the answer.
func (k *Knowledge) WithPlace(m bot.Message, aspect search.Aspect, question string) bot.Message {
	hint := card.FormerPlace(k.Library, question)
	heading, rest, ok := strings.Cut(m.Text, "\n")
	switch {
	case hint == "":
	case aspect == search.AspectWhere && ok:
		m.Text = heading + "\n" + hint + "\n" + rest
	default:
		m.Text += "\n\n" + hint
	}
	if hint != "" && m.Card != nil {
		m.Card.Say = strings.TrimSpace(m.Card.Say + "\n" + hint)
	}
	return m
}
