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
	smaller       = 14  // eight weeks with their answers stand side by side
	headRoom      = 118 // above the bars, for what is written there
)

// The colours of the console's chart.
var (
	ink  = charts.ColorRGB(0x1b, 0x1f, 0x24)
	blue = charts.ColorRGB(0x2f, 0x6f, 0xb5)
	red  = charts.ColorRGB(0xa4, 0x0e, 0x26)
)

// PNG draws the bars.
func (b Bars) PNG() ([]byte, error) {
	top := b.Top
	// A line goes from the middle of the first label to that of the last: one without a bar on each side, so that the
	// target reaches across all bars.
	labels, values := []string{""}, []float64{charts.GetNullValue()}
	for i, v := range b.Values {
		if math.IsNaN(v) {
			v = charts.GetNullValue()
		} else if b.Top == 0 {
			top = max(top, v*1.15)
		}
		labels, values = append(labels, b.Labels[i]), append(values, v)
	}
	labels, values = append(labels, ""), append(values, charts.GetNullValue())
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
	font := charts.FontStyle{FontSize: small, FontColor: ink}
	p, err := charts.Render(charts.ChartOption{
		OutputFormat: charts.ChartOutputPNG, Width: width, Height: height,
		Theme:   charts.GetTheme(charts.ThemeLight).WithSeriesColors([]charts.Color{blue, red}),
		Padding: charts.NewBox(24, headRoom, 16, 16), Symbol: charts.Symbol{Shape: charts.SymbolNone},
		LineStrokeWidth: 3,
		BarSize:         0.6,
		XAxis: charts.XAxisOption{Labels: labels, LabelCount: len(labels),
			LabelFontStyle: charts.FontStyle{FontSize: smaller, FontColor: ink}},
		YAxis: []charts.YAxisOption{{Min: charts.Ptr(0.0), Max: charts.Ptr(top), LabelCount: 6,
			LabelFontStyle: font}},
		Legend:         charts.LegendOption{Show: charts.Ptr(false)},
		SeriesList:     series,
		ValueFormatter: func(v float64) string { return fmt.Sprintf("%.0f", v) + b.Unit },
	})
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	p.Text(b.Title, 24, 42, 0, charts.FontStyle{FontSize: 22, FontColor: ink})
	p.Text(b.Sub, 24, 74, 0, font)
	if b.Target > 0 {
		p.Text("Đường đỏ: "+b.TargetName+".", 24, 100, 0, charts.FontStyle{FontSize: small, FontColor: red})
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
