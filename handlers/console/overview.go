package console

import (
	"fmt"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/tasks"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
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
	Figures    []figure
	Verdict    string
	Target     string
	TargetY    float64
	HasTarget  bool
	Weeks      []bar
	Queues     []Queue
	Stale      int
	ByHand     []string
	SelfChosen string
	Channels   []shareRow // this week's satisfaction, by channel
}

func (c *Console) overview(v *visit) error {
	now := c.Now()
	week := figures.Week(now)
	know := c.Bot.Knowledge()
	usage, err := figures.LoadUsage(v.ctx, c.State, week)
	if err != nil {
		return err
	}
	weeks, err := figures.Weeks(v.ctx, c.State, now, 8)
	if err != nil {
		return err
	}
	open, err := c.State.Size(v.ctx, cases.OpenCasesSet)
	if err != nil {
		return err
	}
	late, err := c.State.List(v.ctx, cases.OpenCasesSet, bot.Range{Max: now.UnixMilli(), Limit: 1000})
	if err != nil {
		return err
	}
	list, err := c.Bot.Tasks.Board(v.ctx, c.State, "", "", content.DayOf(now.In(content.Zone)), 1000)
	if err != nil {
		return err
	}
	lights := map[tasks.Light]int{}
	for _, t := range list {
		lights[t.Light]++
	}
	share := weeks[len(weeks)-1].All.Share()
	d := overviewData{Stale: len(staleRows(c)), SelfChosen: handlers.SelfChosen}
	d.Figures = []figure{
		{"Câu hỏi tuần này", fmt.Sprint(usage.Asked()), textFigureAsked, ""},
		{"Trả lời thẳng", part(usage.Answered, usage.Asked()), textFigureAnswered, ""},
		{"Hỏi lại để chọn", part(usage.Chosen, usage.Asked()), textFigureChosen, ""},
		{"Từ chối trả lời", part(usage.Unknown, usage.Asked()), textFigureUnknown, "/admin/cau-hoi"},
		{"Đúng ngay lần đầu", usage.RightFirst().String(), textFigureRight, ""},
		{"Hài lòng tuần này", share.String(), textFigureContent, "/admin/y-kien"},
		{"Chờ cán bộ trả lời", fmt.Sprintf("%d (quá hạn %d)", open, len(late)), textFigureWaiting, "/admin/y-kien"},
		{"Việc quá hạn, sắp đến hạn", fmt.Sprintf("%d quá hạn, %d sắp đến hạn, %d im lặng", lights[tasks.LightLate],
			lights[tasks.LightSoon], lights[tasks.LightSilent]), textFigureTasks, "/admin/cong-viec"},
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
	if c.Queues != nil {
		if d.Queues, err = c.Queues(v.ctx); err != nil {
			return err
		}
	}
	pages, err := library.Pages(v.ctx, c.State)
	if err != nil {
		return err
	}
	d.ByHand = library.Lay(c.Desk.Layer.Base(), pages, c.Desk.FilesWin).ByHand
	return c.show(v, "overview", "Tổng quan", d)
}

// part writes "42 trên 120".
func part(n, of int) string { return fmt.Sprintf("%d trên %d câu", n, of) }

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
