package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/dialog"
)

// house is red at its top left quarter and blue elsewhere.
func house(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func encoded(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// held is a JPEG file with an Exif part that says how the telephone was held, and where.
func held(file []byte, orientation uint16, order binary.AppendByteOrder) []byte {
	tiff := []byte("MM\x00\x2a")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II\x2a\x00")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x010F), 2), 4), "Nha\x00"...)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = append(order.AppendUint16(tiff, orientation), 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	body = append(body, "GPS 20.4931,105.9212"...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), file[2:]...)
}

// TestUpright: however a telephone was held, the picture stands as people saw it, and nothing of the file is left in it.
func TestUpright(t *testing.T) {
	for orientation, corner := range map[uint16]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0},
		7: {1, 1}, 8: {0, 1}} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			got, err := Read(held(encoded(t, house(640, 320)), orientation, order))
			if err != nil {
				t.Fatal(err)
			}
			w, h := 640, 320
			if orientation >= 5 {
				w, h = h, w
			}
			p, err := jpeg.Decode(bytes.NewReader(got.JPEG))
			if err != nil || got.Width != w || got.Height != h || p.Bounds().Dx() != w || p.Bounds().Dy() != h {
				t.Fatalf("%d: %d × %d, %v", orientation, got.Width, got.Height, err)
			}
			r, _, b, _ := p.At(w/4+corner.X*w/2, h/4+corner.Y*h/2).RGBA()
			if r < 0xC000 || b > 0x4000 {
				t.Errorf("orientation %d: the red quarter is not at %v", orientation, corner)
			}
			if bytes.Contains(got.JPEG, []byte("GPS")) || bytes.Contains(got.JPEG, []byte("Exif")) {
				t.Errorf("orientation %d: what the telephone noted is kept", orientation)
			}
		}
	}
}

// TestSmall: any picture is kept small enough for a slow line.
func TestSmall(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 900, 600))
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(dice.Uint32())
	}
	got, err := Read(encoded(t, noise))
	if err != nil || got.Width != 900 || got.Height != 600 || len(got.JPEG) > 300<<10 {
		t.Errorf("%d × %d, %d bytes, %v", got.Width, got.Height, len(got.JPEG), err)
	}
	if wide, err := Read(encoded(t, image.NewGray(image.Rect(0, 0, 2400, 1000)))); err != nil || wide.Width != 1200 || wide.Height != 500 {
		t.Errorf("%d × %d, %v", wide.Width, wide.Height, err)
	}
	if other, _ := Read(encoded(t, house(640, 320))); other.Version() == got.Version() || len(other.JPEG) > keptBytes {
		t.Errorf("two pictures have one version, or %d bytes", len(other.JPEG))
	}
}

// TestRefused: what cannot be shown is refused in words, before it is read into memory.
func TestRefused(t *testing.T) {
	wide := &bytes.Buffer{}
	if err := png.Encode(wide, house(1, 1)); err != nil {
		t.Fatal(err)
	}
	head := wide.Bytes()[12:29] // says 9000 by 9000
	copy(head[4:], binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 9000), 9000))
	binary.BigEndian.PutUint32(wide.Bytes()[29:], crc32.ChecksumIEEE(head))
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"too large":  {make([]byte, MostBytes+1), "tối đa 5 MB"},
		"a document": {[]byte("%PDF-1.7 nhà"), "không phải ảnh"},
		"a page":     {[]byte("<html><script>alert(1)</script>"), "không phải ảnh"},
		"cut off":    {encoded(t, house(640, 320))[:300], "không đọc được"},
		"pixels":     {wide.Bytes(), "26 triệu"},
		"tiny":       {encoded(t, house(40, 40)), "quá nhỏ"},
		"nothing":    {nil, "không phải ảnh"},
	} {
		_, err := Read(c.file)
		var no dialog.Refusal
		if !errors.As(err, &no) || !strings.Contains(strings.ToLower(no.Text), strings.ToLower(c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzTurned(f *testing.F) {
	f.Add(held(encoded(f, house(8, 8)), 6, binary.BigEndian))
	f.Add(held(encoded(f, house(8, 8)), 8, binary.LittleEndian)[:40])
	f.Fuzz(func(t *testing.T, file []byte) {
		if o := turned(file); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
