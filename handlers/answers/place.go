package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// placeWords are folded words that ask where a place went or where to go now; smallWords carry nothing beside them.
var (
	placeWords = []string{"nay la", "nay thuoc", "gio la", "gio thuoc", "thuoc xa nao", "la xa nao", "xa nao", "sap nhap", "sat nhap", "doi ten", "xa moi", "xa cu", "o dau", "cho nao", "noi nao", "con khong", "ve dau", "den dau"}
	smallWords = vi.WordSet("xa thi tran tt huyen tinh thon cu moi nay gio la thuoc nao dau o ve den vao voi thi o cho noi sap sat nhap doi ten con khong ko nop ho so lam giay to di lai duoc chua roi hien bay ha nam ninh binh luc ubnd toi em minh nha que dan nguoi bao xong thanh gi truoc")
)

// PlaceEntry stands for the table of places where an entry's id is expected.
const PlaceEntry = content.WantPlaces

// placeQuestion answers "xã Đồn Xá giờ thuộc xã nào" when the rest of the words asks nothing else; r is what the search
// makes of them.
func (k *Knowledge) placeQuestion(question string, r search.Result, day content.Day) (bot.Message, bool) {
	folded := vi.Fold(question)
	asks := slices.ContainsFunc(placeWords, func(w string) bool { return strings.Contains(" "+folded+" ", " "+w+" ") })
	if n := len(strings.Fields(folded)); !asks && n > 4 || k.otherWords(question, folded) > 1 {
		return bot.Message{}, false
	}
	if names(r) && !k.aboutPlaces(r.Hits[0].ID) {
		return bot.Message{}, false
	}
	return k.PlaceMessage(question, day)
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
		if !names[w] && !smallWords[w] && !politeWords[w] {
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

// WithPlace adds to an answer where a former commune that the question names belongs now: first thing when the question
// is where to go, else below the answer.
func (k *Knowledge) WithPlace(m bot.Message, aspect search.Aspect, question string) bot.Message {
	hint := k.placeHint(question)
	heading, rest, ok := strings.Cut(m.Text, "\n")
	switch {
	case hint == "":
	case aspect == search.AspectWhere && ok:
		m.Text = heading + "\n" + hint + "\n" + rest
	default:
		m.Text += "\n\n" + hint
	}
	return m
}

func (k *Knowledge) placeHint(question string) string {
	for _, places := range k.Library.Places {
		for _, h := range places.Lookup(question) {
			if h.Former != nil && h.Commune != nil && h.Former.Status == content.Verified {
				return bot.Escape(fmt.Sprintf("%s %s cũ nay thuộc %s, %s.", firstUpper(h.Former.Kind), h.Former.Name, h.Commune.Name, places.Province))
			}
		}
	}
	return ""
}

// PlaceMessage says to which present commune the places named in text belong, and where its counter is, as far as
// somebody verified it.
func (k *Knowledge) PlaceMessage(text string, day content.Day) (bot.Message, bool) {
	for _, places := range k.Library.Places {
		hits := places.Lookup(text)
		if len(hits) == 0 {
			continue
		}
		a := &page{day: day, sources: places.Sources, checked: places.Checked, review: places.Review, valid: content.Span{From: places.Since}}
		again := false
		for _, h := range hits[:min(3, len(hits))] {
			again = k.place(a, places, h) || again
		}
		m := bot.Message{Text: a.text()}
		if again {
			m.Buttons = [][]bot.Button{{ActionPlace.Button("Nhập tên xã cũ", struct{}{})}}
		}
		return m, true
	}
	return bot.Message{}, false
}

// place writes one place and reports whether the former commune must be asked for.
func (k *Knowledge) place(a *page, places *content.Places, h content.PlaceHit) (ask bool) {
	if h.Trap != nil {
		a.use(h.Trap.Sources)
		a.line(h.Trap.Text)
	}
	if h.Commune == nil {
		return true
	}
	where := h.Commune.Name + ", " + places.Province
	if h.Former != nil {
		f := h.Former.Fact
		f.Text = fmt.Sprintf("%s %s cũ nay thuộc %s.", firstUpper(h.Former.Kind), h.Former.Name, where)
		a.statement(f)
	} else if h.Trap == nil {
		var names []string
		for _, f := range h.Commune.Former {
			if f.Status == content.Verified {
				names = append(names, f.Name)
			}
		}
		a.use(h.Commune.Sources)
		a.line(fmt.Sprintf("%s (%s) gồm: %s cũ.", firstUpper(h.Commune.Name), places.Province, strings.Join(names, ", ")))
	}
	k.office(a, h.Commune)
	return false
}

// office names the commune's counter; what nobody verified is not shown.
func (k *Knowledge) office(a *page, c *content.Commune) {
	for _, o := range k.Library.Offices {
		if o.Commune != c.ID {
			continue
		}
		a.line("Nơi nộp hồ sơ: " + o.Name + ".")
		for _, d := range []struct{ label, text string }{{"Địa chỉ", o.Address}, {"Điện thoại", o.Phone}, {"Giờ làm việc", o.Hours}} {
			if d.text != "" {
				a.line(d.label + ": " + d.text)
			}
		}
		if o.Address == "" {
			a.line(textNoAddress)
		}
		return
	}
}

func firstUpper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
