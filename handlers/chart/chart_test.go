package chart_test

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/handlers/chart"
)

// inked counts dots of the bars' colour in a column of the picture, in per mille of its height.
func inked(img image.Image, from, to float64) int {
	b := img.Bounds()
	blue := 0
	for x := b.Min.X + int(from*float64(b.Dx())); x < b.Min.X+int(to*float64(b.Dx())); x++ {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			if bl > r+0x3000 && bl > g+0x2000 {
				blue++
			}
		}
	}
	return blue
}

// TestBars: a bar of 90 is drawn about nine times as high as one of 10, and nothing is drawn for what is not known.
func TestBars(t *testing.T) {
	b := chart.Bars{
		Title: "Tỷ lệ hài lòng theo tuần", Sub: "mức 4–5; trong ngoặc là số phiếu", Name: "hài lòng", Unit: "%",
		Top: 100, Target: 90, TargetName: "chỉ tiêu: trên 90%",
		Labels: []string{"T45 (41)", "T46 (12)", "T47 (52)"}, Values: []float64{90, math.NaN(), 10},
	}
	picture, err := b.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("MOTCUA_TEST_SHOTS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "chart.png"), picture, 0o644)
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	high, none, low := inked(img, 0.1, 0.38), inked(img, 0.42, 0.64), inked(img, 0.7, 0.98)
	if low == 0 || none > low/10 || math.Abs(float64(high)/float64(low)-9) > 2 {
		t.Errorf("bars of 90, nothing and 10 have %d, %d and %d dots", high, none, low)
	}
}

// TestTargetReachesAcross: the line of the target begins before the first bar and ends after the last one, in its own
// colour, and nothing of it is drawn without a target.
func TestTargetReachesAcross(t *testing.T) {
	b := chart.Bars{Title: "Tỷ lệ hài lòng theo tuần", Sub: "mức 4–5", Name: "hài lòng", Unit: "%", Top: 100,
		Target: 50, TargetName: "chỉ tiêu: trên 50%",
		Labels: []string{"T45 (41)", "T46 (40)", "T47 (52)"}, Values: []float64{90, 90, 90}}
	for _, target := range []float64{50, 0} {
		b.Target = target
		picture, err := b.PNG()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		red := func(x int) bool {
			for y := 150; y < img.Bounds().Max.Y; y++ {
				if r, g, bl, _ := img.At(x, y).RGBA(); r > 0x8000 && g < 0x4000 && bl < 0x4000 {
					return true
				}
			}
			return false
		}
		blue := func(x int) bool { return inked(img, float64(x)/900, float64(x+1)/900) > 20 }
		first, last := 0, img.Bounds().Max.X-1
		for first < 899 && !blue(first) {
			first++
		}
		for last > 0 && !blue(last) {
			last--
		}
		if first >= last || red(first-15) != (target > 0) || red(last+15) != (target > 0) {
			t.Errorf("target %v: bars from %d to %d, the line beside them: %v, %v", target, first, last, red(first-15),
				red(last+15))
		}
	}
}
