package chart

import (
	"fmt"
	"strings"

	"github.com/go-analyze/charts"
)

// Poster is the picture beside a shared link: a title on the office's colour. It is drawn with the font of the charts,
// which has all Vietnamese letters.
type Poster struct {
	Title string
	Sub   string // a line below it
	Name  string // of the office, at the foot
}

// The size that messengers and social networks show whole.
const (
	posterWidth, posterHeight = 1200, 630
	posterEdge                = 80
	posterLines               = 4
)

// PNG draws the poster.
func (p Poster) PNG() ([]byte, error) {
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: posterWidth,
		Height: posterHeight})
	main, white, pale := charts.ColorRGB(11, 92, 134), charts.ColorRGB(255, 255, 255), charts.ColorRGB(217, 235, 246)
	painter.FilledRect(0, 0, posterWidth, posterHeight, main, main, 0)
	painter.FilledRect(0, posterHeight-110, posterWidth, posterHeight, white, white, 0)
	size := 64.0
	lines := wrap(painter, p.Title, size)
	for len(lines) > posterLines && size > 40 {
		size -= 6
		lines = wrap(painter, p.Title, size)
	}
	if len(lines) > posterLines {
		lines = append(lines[:posterLines-1], lines[posterLines-1]+"…")
	}
	y := 150
	for _, l := range lines {
		painter.Text(l, posterEdge, y, 0, bold(size, white))
		y += int(size * 1.3)
	}
	painter.Text(p.Sub, posterEdge, y+10, 0, charts.FontStyle{FontSize: 32, FontColor: pale})
	painter.Text(p.Name, posterEdge, posterHeight-42, 0, bold(34, main))
	b, err := painter.Bytes()
	if err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	return b, nil
}

func bold(size float64, color charts.Color) charts.FontStyle {
	return charts.FontStyle{FontSize: size, FontColor: color, Font: charts.GetFont(charts.FontFamilyNotoSansBold)}
}

// wrap breaks a text into lines that fit the poster.
func wrap(p *charts.Painter, text string, size float64) (lines []string) {
	line := ""
	for w := range strings.FieldsSeq(text) {
		longer := strings.TrimSpace(line + " " + w)
		if line != "" && p.MeasureText(longer, 0, bold(size, charts.ColorBlack)).Width() > posterWidth-2*posterEdge {
			lines = append(lines, line)
			longer = w
		}
		line = longer
	}
	return append(lines, line)
}
