package console

import (
	"fmt"

	"github.com/motcua/motcua/handlers/figures"

	"github.com/motcua/motcua/handlers"
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
	Verdict    string
	Target     string
	TargetY    float64
	HasTarget  bool
	Weeks      []bar
	Queues     []Queue
	SelfChosen string
	Means      string
}

func (c *Console) overview(v *visit) error {
	now := c.Now()
	know := c.Bot.Knowledge()
	weeks, err := figures.Weeks(v.ctx, c.State, now, weeksShown)
	if err != nil {
		return err
	}
	share := weeks[len(weeks)-1].All.Share()
	d := overviewData{SelfChosen: handlers.SelfChosen, Means: textFigureContent}
	if d.Errands, err = c.errands(v); err != nil {
		return err
	}
	d.Quiet = len(d.Errands) == 0
	if d.Trends, err = c.trends(v); err != nil {
		return err
	}
	if target, ok := figures.SatisfactionTarget(know.Library); ok {
		d.HasTarget, d.Target, d.Verdict = true, target.String()+" ("+target.Plan+")", target.Verdict(share)
		d.TargetY = plotBottom - (plotBottom-plotTop)*target.Value/100
	}
	d.Weeks = bars(weeks)
	if c.Queues != nil {
		if d.Queues, err = c.Queues(v.ctx); err != nil {
			return err
		}
	}
	return c.show(v, "overview", "Tổng quan", d)
}

func bars(weeks []figures.Satisfaction) []bar {
	out := make([]bar, len(weeks))
	slot := (plotRight - plotLeft) / float64(len(weeks))
	for i, s := range weeks {
		share := s.All.Share()
		b := bar{X: plotLeft + slot*(float64(i)+0.2), W: slot * 0.6, TextX: plotLeft + slot*(float64(i)+0.5),
			Label: "T" + s.Period[len(s.Period)-2:],
			Share: share.String(), Answer: fmt.Sprintf("%d phiếu", share.N), Known: share.Enough()}
		if b.Known {
			b.H = (plotBottom - plotTop) * share.Value()
			b.Y = plotBottom - b.H
			b.Value = fmt.Sprintf("%.0f%%", 100*share.Value())
		}
		out[i] = b
	}
	return out
}
