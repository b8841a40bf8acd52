package console

import (
	"fmt"

	"github.com/motcua/motcua/handlers/figures"
)

// weeksShown is how many weeks the charts of the overview go back, the present one included.
const weeksShown = 8

// trend is one figure over weeks: a small chart, the present week's value, and what it is.
type trend struct {
	Label, Value, Means, Path string
	Points                    []point
	Any                       bool // something was counted in these weeks
}

// point is one week of a trend, in the units of its picture, 160 by 40.
type point struct {
	X, Y, H    float64
	Week, Said string // "T48", "12 trên 40 câu"
	None       bool   // nothing to tell
}

// The picture of a small chart.
const (
	trendHeight = 40.0
	trendSlot   = 160.0 / weeksShown
)

// measured is a figure of one week: its height from 0 to 1 once all are known, and its words.
type measured struct {
	value float64
	said  string
	known bool
}

// trends reads the figures of the last weeks.
func (c *Console) trends(v *visit) ([]trend, error) {
	now := c.Now()
	var weeks []string
	var usage []figures.Usage
	for i := weeksShown - 1; i >= 0; i-- {
		week := figures.Week(now.AddDate(0, 0, -7*i))
		u, err := figures.LoadUsage(v.ctx, c.State, week)
		if err != nil {
			return nil, err
		}
		weeks, usage = append(weeks, "T"+week[len(week)-2:]), append(usage, u)
	}
	of := func(n func(figures.Usage) int) func(figures.Usage) measured {
		return func(u figures.Usage) measured {
			if u.Asked() == 0 {
				return measured{said: "không có câu hỏi"}
			}
			value := float64(n(u)) / float64(u.Asked())
			return measured{value, fmt.Sprintf("%s (%d trên %d câu)", figures.Percent(value), n(u), u.Asked()), true}
		}
	}
	most := 1
	for _, u := range usage {
		most = max(most, u.Asked())
	}
	drawn := func(label, means, path string, measure func(figures.Usage) measured) trend {
		t := trend{Label: label, Means: means, Path: path}
		for i, u := range usage {
			m := measure(u)
			h := m.value * (trendHeight - 4)
			t.Points = append(t.Points, point{X: float64(i)*trendSlot + 3, Y: trendHeight - h, H: h, Week: weeks[i], Said: m.said,
				None: !m.known})
			t.Value, t.Any = m.said, t.Any || m.known
		}
		return t
	}
	return []trend{
		drawn("Câu hỏi của người dân", textFigureAsked, "", func(u figures.Usage) measured {
			return measured{float64(u.Asked()) / float64(most), fmt.Sprintf("%d câu", u.Asked()), u.Asked() > 0}
		}),
		drawn("Trả lời ngay", textFigureAnswered, "", of(func(u figures.Usage) int { return u.Answered })),
		drawn("Hỏi lại để chọn", textFigureChosen, "", of(func(u figures.Usage) int { return u.Chosen })),
		drawn("Chưa trả lời được", textFigureUnknown, "/admin/cau-hoi", of(func(u figures.Usage) int { return u.Unknown })),
		drawn("Thấy có ích", textFigureRight, "", func(u figures.Usage) measured {
			s := u.RightFirst()
			return measured{s.Value(), s.String(), s.Enough()}
		}),
	}, nil
}
