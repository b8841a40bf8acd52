package card

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Places says to which present commune the places named in text belong, and where its counter is, as far as
// somebody verified it.
func Places(lib *content.Library, text string, day content.Day) (bot.Message, bool) {
	for _, places := range lib.Places {
		hits := places.Lookup(text)
		if len(hits) == 0 {
			continue
		}
		a := &page{day: day, sources: places.Sources, checked: places.Checked, review: places.Review,
			valid: content.Span{From: places.Since}}
		again := false
		for _, h := range hits[:min(3, len(hits))] {
			again = place(a, lib, places, h) || again
		}
		a.parts.Title = textPlaces
		m := a.message(nil)
		if again {
			m.Buttons = [][]bot.Button{{ActionPlace.Button("Nhập tên xã cũ", struct{}{})}}
		}
		return m, true
	}
	return bot.Message{}, false
}

// FormerPlace says where a former commune that a question names belongs now, "" when it names none.
func FormerPlace(lib *content.Library, question string) string {
	for _, places := range lib.Places {
		for _, h := range places.Lookup(question) {
			if h.Former != nil && h.Commune != nil && h.Former.Status == content.Verified {
				return bot.Escape(fmt.Sprintf("%s %s cũ nay thuộc %s, %s.", vi.Capital(h.Former.Kind), h.Former.Name,
					h.Commune.Name, places.Province))
			}
		}
	}
	return ""
}

// place writes one place and reports whether the former commune must be asked for.
func place(a *page, lib *content.Library, places *content.Places, h content.PlaceHit) (ask bool) {
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
		f.Text = fmt.Sprintf("%s %s cũ nay thuộc %s.", vi.Capital(h.Former.Kind), h.Former.Name, where)
		a.statement(f)
	} else if h.Trap == nil {
		var names []string
		for _, f := range h.Commune.Former {
			if f.Status == content.Verified {
				names = append(names, f.Name)
			}
		}
		a.use(h.Commune.Sources)
		a.line(fmt.Sprintf("%s (%s) gồm: %s cũ.", vi.Capital(h.Commune.Name), places.Province,
			strings.Join(names, ", ")))
	}
	office(a, lib, h.Commune)
	return false
}

// OfficeLines says of one office what somebody verified, a line each, or that nobody did.
func OfficeLines(o content.Office) string {
	lines := []string{"*" + bot.Escape(o.Name) + "*"}
	for _, d := range []struct{ label, text string }{{"Địa chỉ", bot.Escape(o.Address)},
		{"Điện thoại", PhoneLink(o.Phone)}, {"Giờ làm việc", bot.Escape(o.Hours)}} {
		if d.text != "" {
			lines = append(lines, d.label+": "+d.text)
		}
	}
	switch {
	case o.Status != content.Verified && o.Note != "":
		lines = append(lines, bot.Escape(o.Note))
	case o.Address == "":
		lines = append(lines, textNoAddress)
	}
	if o.Map != "" {
		lines = append(lines, "[Mở bản đồ]("+o.Map+")")
	}
	return strings.Join(lines, "\n")
}

// office names the commune's counter; what nobody verified is not shown.
func office(a *page, lib *content.Library, c *content.Commune) {
	for _, o := range lib.Offices {
		if o.Commune != c.ID {
			continue
		}
		a.line("Nơi nộp hồ sơ: " + o.Name + ".")
		for _, d := range []struct{ label, text string }{{"Địa chỉ", o.Address}, {"Điện thoại", o.Phone},
			{"Giờ làm việc", o.Hours}} {
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
