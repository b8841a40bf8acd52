package workday

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/content"
)

// computedFrom and computedTo bound the years for which holidays are worked out when no file lists them.
const (
	computedFrom = 2000
	computedTo   = 2100
)

// cultureDay is the first year of Vietnam Culture Day, 24 November (resolution 28/2026/QH16, in force since 1 July
// 2026).
const cultureDay = 2026

// unsure is how many days around a holiday a swap of working days may reach; the widest so far was nine days (22 August
// for 31 August 2026).
const unsure = 10

// holiday is one public holiday of the Labour Code.
type holiday struct {
	day  content.Day
	name string
	rest bool // a day off instead when it falls on a weekend (art. 111.3)
}

// holidays lists a year's public holidays by art. 112 of the Labour Code. Tết is taken as the last day of the old year
// and the first four of the new one, the usual choice; the Prime Minister decides each year.
func holidays(year int) []holiday {
	out := []holiday{{content.NewDay(year, time.January, 1), "Tết Dương lịch", true}}
	tet := NewYear(year)
	for i := -1; i <= 3; i++ {
		out = append(out, holiday{tet.Add(i), "Tết Nguyên đán", true})
	}
	out = append(out, holiday{LunarDay(year, 3, 10), "Giỗ Tổ Hùng Vương", true},
		holiday{content.NewDay(year, time.April, 30), "Ngày Chiến thắng", true},
		holiday{content.NewDay(year, time.May, 1), "Quốc tế Lao động", true},
		holiday{content.NewDay(year, time.September, 2), "Quốc khánh", true})
	if year >= cultureDay {
		out = append(out, holiday{content.NewDay(year, time.November, 24), "Ngày Văn hóa Việt Nam", false})
	}
	return out
}

// compute returns what the law and the lunar calendar say about a year nobody has decided on yet. All of it is
// provisional.
func compute(year int) (days []content.CalendarDay, open []content.OpenSpan) {
	off := map[content.Day]bool{}
	add := func(d content.Day, name string) {
		if !off[d] {
			off[d] = true
			days = append(days, content.CalendarDay{Day: d, Kind: content.DayOff, Name: name,
				Basis: "tính theo Bộ luật Lao động, Điều 111 và 112", Certainty: content.Computed})
		}
	}
	list := holidays(year)
	for _, h := range list {
		add(h.day, h.name)
	}
	text := fmt.Sprintf("Lịch nghỉ lễ, tết năm %d chưa được quyết định; đang tạm tính theo luật và âm lịch", year)
	for _, h := range list {
		if h.rest && weekend(h.day) {
			d := h.day.Add(1)
			for weekend(d) || off[d] {
				d = d.Add(1)
			}
			add(d, h.name+" (nghỉ bù)")
		}
		open = append(open, content.OpenSpan{Span: content.Span{From: h.day.Add(-unsure), To: h.day.Add(unsure)},
			Text: text})
	}
	return days, open
}

func weekend(d content.Day) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
