// Package chart draws pictures of figures for chats: PNG, readable on a phone, with Vietnamese labels. Its axes begin
// at zero, so that a bar's length is what it says.
//
// It fails only when the drawing library does, and then there is no picture: the figures are in the text beside it.
package chart

import (
	"fmt"
	"math"
	"strings"

	"github.com/go-analyze/charts"
)

// Bars is a row of bars, one for each label.
type Bars struct {
	Title, Sub string
	Name       string // of what the bars measure
	Labels     []string
	Values     []float64 // NaN where there is nothing to tell
	Unit       string    // "%"
	Top        float64   // end of the axis; 0: as the values need
	Target     float64   // a line across; 0: none
	TargetName string    // "chỉ tiêu 90%"
}

const (
	width, height = 900, 560 // a phone's screen shows it at about a third
	small         = 17
)

// PNG draws the bars.
func (b Bars) PNG() ([]byte, error) {
	values := make([]float64, len(b.Values))
	top := b.Top
	for i, v := range b.Values {
		values[i] = v
		if math.IsNaN(v) {
			values[i] = charts.GetNullValue()
		} else if b.Top == 0 {
			top = max(top, v*1.15)
		}
	}
	if top == 0 {
		top = 1
	}
	number := func(v float64) string {
		if b.Unit == "" { // a count
			return fmt.Sprintf("%.0f", v)
		}
		return decimal(v) + b.Unit
	}
	series := charts.GenericSeriesList{{
		Type: charts.ChartTypeBar, Values: values, Name: b.Name,
		Label: charts.SeriesLabel{Show: charts.Ptr(true), FontStyle: charts.FontStyle{FontSize: small},
			ValueFormatter: number},
	}}
	if b.Target > 0 {
		line := make([]float64, len(values))
		for i := range line {
			line[i] = b.Target
		}
		series = append(series, charts.GenericSeries{Type: charts.ChartTypeLine, Values: line, Name: b.TargetName})
	}
	sub := b.Sub
	if b.Target > 0 {
		sub += "\nĐường ngang: " + b.TargetName + "."
	}
	font := charts.FontStyle{FontSize: small}
	p, err := charts.Render(charts.ChartOption{
		OutputFormat: charts.ChartOutputPNG, Width: width, Height: height, Theme: charts.GetTheme(charts.ThemeLight),
		Padding: charts.NewBox(24, 20, 36, 16), Symbol: charts.Symbol{Shape: charts.SymbolNone}, LineStrokeWidth: 3,
		BarSize: 0.6,
		Title: charts.TitleOption{Text: b.Title, Subtext: sub, FontStyle: charts.FontStyle{FontSize: 22},
			Offset: charts.OffsetStr{Left: "0"}, SubtextFontStyle: font},
		XAxis: charts.XAxisOption{Labels: b.Labels, LabelCount: len(b.Labels), LabelFontStyle: font},
		YAxis: []charts.YAxisOption{{Min: charts.Ptr(0.0), Max: charts.Ptr(top), LabelCount: 6,
			LabelFontStyle: font}},
		Legend:         charts.LegendOption{Show: charts.Ptr(false)},
		SeriesList:     series,
		ValueFormatter: func(v float64) string { return fmt.Sprintf("%.0f", v) + b.Unit },
	})
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	picture, err := p.Bytes()
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return picture, nil
}

// decimal writes 92.5 as "92,5" and 93 as "93,0": the rounding of shares everywhere.
func decimal(v float64) string {
	return strings.Replace(fmt.Sprintf("%.1f", v), ".", ",", 1)
}
