package qrcode_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/qrcode"
)

func TestPNG(t *testing.T) {
	body, err := qrcode.PNG("https://t.me/motcua_bot?start=lk_123456")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	if b.Dx() != b.Dy() || b.Dx() < 400 {
		t.Errorf("%v: want a square that a phone reads from a screen", b)
	}
	// The quiet margin is white, and the finder pattern in the corner begins after four modules of it.
	if r, _, _, _ := img.At(1, 1).RGBA(); r == 0 {
		t.Error("no quiet margin")
	}
	dark := 0
	for x := range b.Dx() {
		if r, _, _, _ := img.At(x, b.Dx()/2).RGBA(); r == 0 {
			dark++
		}
	}
	if dark == 0 {
		t.Error("nothing drawn")
	}
}

func TestPNGOfTooLongAText(t *testing.T) {
	if _, err := qrcode.PNG(strings.Repeat("x", 5000)); err == nil {
		t.Error("no error")
	}
}
