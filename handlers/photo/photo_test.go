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

// TestUpright: however a telephone was held, the picture stands as people saw it, and nothing of the file is left in
// it.
func TestUpright(t *testing.T) {
	for orientation, corner := range map[uint16]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0},
		6: {1, 0},
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
	if wide, err := Read(encoded(t, image.NewGray(image.Rect(0, 0, 2400, 1000)))); err != nil || wide.Width != 1200 ||
		wide.Height != 500 {
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

// segment is one of a JPEG file: a marker and what belongs to it.
func segment(marker byte, body ...byte) []byte {
	return append([]byte{0xFF, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// progressive is the head of a JPEG file of w × h px that is said to be progressive, and what follows it.
func progressive(w, h int, rest ...byte) []byte {
	head := append([]byte{0xFF, 0xD8}, segment(0xC2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)...)
	return append(head, rest...)
}

// TestHostilePictures: a picture that would cost much more than it looks, and one that is something else besides.
func TestHostilePictures(t *testing.T) {
	scan := segment(0xDA, 1, 1, 0, 0, 0, 0)
	many := progressive(3000, 3000, bytes.Repeat(append(scan, 0x7F, 0xFF, 0x00, 0xFF, 0xD0, 0x11), 10000)...)
	if n, prog := scansOf(many); n != 10000 || !prog {
		t.Errorf("%d scans, progressive %t", n, prog)
	}
	if n, prog := scansOf(held(encoded(t, house(640, 320)), 6, binary.BigEndian)); n != 1 || prog {
		t.Errorf("a telephone's picture has %d scans, progressive %t", n, prog)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"ten thousand scans":   {many, "không đọc được"},
		"progressive and huge": {progressive(4500, 4500, scan...), "tối đa 13 triệu"},
		"no height":            {progressive(4500, 0, scan...), ""},
		"an animation":         {[]byte("GIF89a\x10\x27\x10\x27\x80\x00\x00"), "không phải ảnh"},
		"webp":                 {[]byte("RIFF\x1a\x00\x00\x00WEBPVP8L"), "không phải ảnh"},
		"svg":                  {[]byte("<?xml version=\"1.0\"?><svg onload=\"alert(1)\" xmlns=\"http://www.w3.org/2000/svg\"/>"), "không phải ảnh"},
		"a page that begins as a picture": {[]byte("\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"),
			"không đọc được"},
		"only a head": {[]byte{0xFF, 0xD8, 0xFF}, "không đọc được"},
		"exif that leads nowhere": {append([]byte{0xFF, 0xD8}, segment(0xE1, append([]byte("Exif\x00\x00II\x2a\x00"),
			0xFF, 0xFF, 0xFF, 0xFF, 0xFF)...)...), "không đọc được"},
	} {
		_, err := Read(c.file)
		var no dialog.Refusal
		if !errors.As(err, &no) || !strings.Contains(strings.ToLower(no.Text), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, tail := range []string{"<script>alert(1)</script>", "PK\x03\x04 a document",
		strings.Repeat("\xFF\xDA", 1000)} {
		for kind, file := range map[string][]byte{"jpeg": encoded(t, house(640, 320)),
			"png": pngOf(t, house(640, 320))} {
			got, err := Read(append(file, tail...)) // what phones append, a film for example, is no reason to refuse
			if err != nil || bytes.Contains(got.JPEG, []byte("script")) || bytes.Contains(got.JPEG, []byte("PK\x03")) ||
				len(got.JPEG) > keptBytes {
				t.Errorf("%s with %.20q: %d bytes kept, %v", kind, tail, len(got.JPEG), err)
			}
		}
	}
}

func pngOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzTurned(f *testing.F) {
	f.Add(held(encoded(f, house(8, 8)), 6, binary.BigEndian))
	f.Add(held(encoded(f, house(8, 8)), 8, binary.LittleEndian)[:40])
	f.Fuzz(func(t *testing.T, file []byte) {
		if o := turned(file); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
		if n, _ := scansOf(file); n < 0 || n > len(file)/2 {
			t.Errorf("%d scans in %d bytes", n, len(file))
		}
	})
}
