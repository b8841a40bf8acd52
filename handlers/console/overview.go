package console

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/tasks"
)

// figure is one number with what it means.
type figure struct {
	Label, Value, Means string
	Path                string
}

// bar is one week of the chart, in the units of its picture.
type bar struct {
	X, Y, W, H    float64
	Label, Value  string
	Count, TextX  float64
	Known         bool
	Share, Answer string
}

// The chart's picture: 640 by 240, its plot from 40 to 200.
const (
	plotTop, plotBottom = 24.0, 190.0
	plotLeft, plotRight = 48.0, 632.0
)

type overviewData struct {
	Errands    []Errand
	Quiet      bool // nothing needs a person
	Trends     []trend
	Asked      bool // anybody asked anything in these weeks
	Verdict    string
	Target     string
	TargetY    float64
	HasTarget  bool
	Weeks      []bar
	Voted      bool // anybody, in these weeks
	Queues     []Queue
	Waiting    bool // something does, or was refused
	SelfChosen string
	Means      string
	Channels   []shareRow // this week's satisfaction, by channel
}

func (c *Console) overview(v *Visit) error {
	now := c.Now()
	know := c.Bot.Knowledge()
	weeks, err := figures.Weeks(v.ctx, c.State, now, weeksShown, v.office.Slug)
	if err != nil {
		return err
	}
	share := weeks[len(weeks)-1].Known().Share()
	d := overviewData{SelfChosen: handlers.SelfChosen, Means: textFigureContent}
	if d.Errands, err = c.errands(v); err != nil {
		return err
	}
	d.Quiet = len(d.Errands) == 0
	if d.Trends, err = c.trends(v); err != nil {
		return err
	}
	for _, t := range d.Trends {
		d.Asked = d.Asked || t.Any
	}
	byChannel := weeks[len(weeks)-1].Channel
	for _, channel := range dialog.SortedNames(byChannel) {
		d.Channels = append(d.Channels, shareRow{dialog.ChannelName(channel), byChannel[channel].Share()})
	}
	if target, ok := figures.SatisfactionTarget(know.Library); ok {
		d.HasTarget, d.Target, d.Verdict = true, target.String()+" ("+target.Plan+")", target.Verdict(share)
		d.TargetY = plotBottom - (plotBottom-plotTop)*target.Value/100
	}
	d.Weeks = bars(weeks)
	for _, s := range weeks {
		d.Voted = d.Voted || s.Known().Share().N > 0
	}
	if c.Queues != nil && v.office.All() {
		if d.Queues, err = c.Queues(v.ctx); err != nil {
			return err
		}
	}
	for _, q := range d.Queues {
		d.Waiting = d.Waiting || q.Stats.Dead > 0 || q.Stats.Waiting != [3]int64{}
	}
	return c.Show(v, "overview", "Tổng quan", d)
}

func bars(weeks []figures.Satisfaction) []bar {
	out := make([]bar, len(weeks))
	slot := (plotRight - plotLeft) / float64(len(weeks))
	for i, s := range weeks {
		share := s.Known().Share()
		b := bar{X: plotLeft + slot*(float64(i)+0.2), W: slot * 0.6, TextX: plotLeft + slot*(float64(i)+0.5),
			Label: "T" + s.Period[len(s.Period)-2:],
			Share: share.String(), Answer: fmt.Sprintf("%d phiếu", share.N), Known: share.Enough()}
		if b.Known {
			b.H = (plotBottom - plotTop) * share.Value()
			b.Y = plotBottom - b.H
			b.Value = figures.Percent(share.Value())
		}
		out[i] = b
	}
	return out
}

// weeksShown is how many weeks the charts of the overview go back, the present one included.
const weeksShown = figures.WeeksShown

// trend is one figure over weeks: a small chart, the present week's value, and what it is.
type trend struct {
	Label, Value, Means, Path string
	Points                    []point
	Any                       bool // there is a column to draw in these weeks
	When                      string
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
func (c *Console) trends(v *Visit) ([]trend, error) {
	now := c.Now()
	var weeks []string
	var usage []figures.Usage
	for i := weeksShown - 1; i >= 0; i-- {
		week := figures.Week(now.AddDate(0, 0, -7*i))
		u, err := figures.LoadUsage(v.ctx, c.State, figures.In(week, v.office.Slug))
		if err != nil {
			return nil, err
		}
		weeks, usage = append(weeks, "T"+week[len(week)-2:]), append(usage, u)
	}
	onTime, err := onTimeWeeks(c, v, now)
	if err != nil {
		return nil, err
	}
	graded, gradedNow, err := gradedWeeks(c, v, now)
	if err != nil {
		return nil, err
	}
	of := func(n func(figures.Usage) int) func(figures.Usage) measured {
		return func(u figures.Usage) measured {
			if u.Asked() == 0 {
				return measured{said: "không có câu hỏi"}
			}
			if n(u) == 0 {
				return measured{said: fmt.Sprintf("không có (trong %d câu)", u.Asked()), known: true}
			}
			value := float64(n(u)) / float64(u.Asked())
			return measured{value, fmt.Sprintf("%s (%d trên %d câu)", figures.Percent(value), n(u), u.Asked()), true}
		}
	}
	most := 1
	for _, u := range usage {
		most = max(most, u.Asked())
	}
	draw := func(label, means, path string, all []measured) trend {
		t := trend{Label: label, Means: means, Path: path, When: "Tuần này"}
		for i, m := range all {
			h := m.value * (trendHeight - 4)
			t.Points = append(t.Points,
				point{X: float64(i)*trendSlot + 3, Y: trendHeight - h, H: h, Week: weeks[i], Said: m.said,
					None: !m.known})
			t.Value, t.Any = m.said, t.Any || m.known && m.value > 0
		}
		return t
	}
	drawn := func(label, means, path string, measure func(figures.Usage) measured) trend {
		all := make([]measured, len(usage))
		for i, u := range usage {
			all[i] = measure(u)
		}
		return draw(label, means, path, all)
	}
	byOfficials := draw("Cán bộ chấm: đúng và đủ", textFigureGraded, "/admin/cham", graded)
	byOfficials.When, byOfficials.Value = "Tuần trước", gradedNow
	return []trend{
		drawn("Câu hỏi của người dân", textFigureAsked, "", func(u figures.Usage) measured {
			return measured{float64(u.Asked()) / float64(most), fmt.Sprintf("%d câu", u.Asked()), u.Asked() > 0}
		}),
		drawn("Trả lời ngay", textFigureAnswered, "", of(func(u figures.Usage) int { return u.Answered })),
		drawn("Hỏi lại để chọn", textFigureChosen, "", of(func(u figures.Usage) int { return u.Chosen })),
		drawn("Chưa trả lời được", textFigureUnknown, "/admin/cau-hoi",
			of(func(u figures.Usage) int { return u.Unknown })),
		drawn("Thấy có ích", textFigureRight, "", func(u figures.Usage) measured {
			s := u.RightFirst()
			return measured{s.Value(), s.String(), s.Enough()}
		}),
		draw("Việc xong đúng hạn", textFigureOnTime, "/admin/cong-viec", onTime),
		byOfficials,
	}, nil
}

// onTimeWeeks is the share of tasks that were done in time, of the last weeks.
func onTimeWeeks(c *Console, v *Visit, now time.Time) (out []measured, err error) {
	local := now.In(content.Zone)
	monday := time.Date(local.Year(), local.Month(), local.Day()-(int(local.Weekday())+6)%7, 0, 0, 0, 0, content.Zone)
	for i := weeksShown - 1; i >= 0; i-- {
		from := monday.AddDate(0, 0, -7*i)
		in, done, err := tasks.OnTime(v.ctx, c.State, v.office, from, from.AddDate(0, 0, 7))
		if err != nil {
			return nil, err
		}
		m := measured{said: "chưa có việc nào xong"}
		if done > 0 {
			value := float64(in) / float64(done)
			m = measured{value, fmt.Sprintf("%s (%d trên %d việc)", figures.Percent(value), in, done), true}
		}
		out = append(out, m)
	}
	return out, nil
}

// gradedWeeks is how right the graded replies of the last weeks were, and that of last week in words: the present week
// is graded when it is over.
func gradedWeeks(c *Console, v *Visit, now time.Time) (out []measured, last string, err error) {
	for i := weeksShown - 1; i >= 0; i-- {
		res, err := grading.Load(v.ctx, c.State, figures.Week(now.AddDate(0, 0, -7*i)))
		if err != nil {
			return nil, "", err
		}
		if out = append(out, measured{res.Share, res.String(), res.Enough()}); i == 1 {
			last = res.String()
		}
	}
	return out, last, nil
}
