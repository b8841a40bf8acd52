// Package photo keeps one picture of each office: the house as people see it from the street. What a clerk's telephone
// took is turned upright, made small and written anew, so that nothing of the file that came (the place where it was
// taken, the owner of the telephone, whatever else hides in it) is kept or shown to anybody.
package photo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures of both kinds are read
	"net/http"
	"sync"
	"time"

	"golang.org/x/image/draw"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// What is taken, and what is kept of it.
const (
	MostBytes  = 5 << 20    // of the file that comes
	mostPixels = 26_000_000 // a picture of so many takes 80 to 200 MB while it is read
	mostScans  = 60         // of a JPEG file; a camera writes 1, programs up to 14 or so
	longest    = 1200       // px of the longer side of what is kept
	keptBytes  = 180 << 10  // of what is kept: pages are read over slow lines
)

// Photo is the picture of an office, upright, as JPEG.
type Photo struct {
	JPEG          []byte    `json:"jpeg"`
	Width, Height int       // px
	At            time.Time `json:"at"` // when it was put there
}

// Version names the picture's content: pages put it into its address, so that a new one is seen at once.
func (p Photo) Version() string {
	sum := sha256.Sum256(p.JPEG)
	return hex.EncodeToString(sum[:6])
}

// key names the document of an office's picture.
func key(office string) bot.Key { return bot.Key{Kind: "office-photo", ID: office} }

// Load reads the picture of an office.
func Load(ctx context.Context, r bot.Reader, office string) (p Photo, found bool, err error) {
	found, err = r.Get(ctx, key(office), &p)
	return p, found && err == nil, err
}

// Put makes p the picture of an office; what was there before is gone.
func Put(ctx context.Context, tx bot.Tx, by people.Actor, office string, p Photo) error {
	p.At = tx.Now()
	tx.Put(key(office), p, 0)
	return by.Audit(ctx, tx, people.VerbSettingPhoto, office, "")
}

// Drop erases the picture of an office.
func Drop(ctx context.Context, tx bot.Tx, by people.Actor, office string) error {
	tx.Delete(key(office))
	return by.Audit(ctx, tx, people.VerbSettingPhotoDrop, office, "")
}

// reading is held by whoever reads a picture: several at once would take several times the memory.
var reading sync.Mutex

// Read makes of a file the picture that is kept; a refusal says to the clerk why it cannot be. One is read at a time.
func Read(file []byte) (Photo, error) {
	reading.Lock()
	defer reading.Unlock()
	if len(file) > MostBytes {
		return Photo{}, dialog.Refuse(textTooLarge)
	}
	if kind := http.DetectContentType(file); kind != "image/jpeg" && kind != "image/png" {
		return Photo{}, dialog.Refuse(textNotAPicture)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return Photo{}, dialog.Refuse(textBroken)
	}
	scans, progressive := scansOf(file)
	most := mostPixels
	if progressive { // it is kept in memory once more, at four bytes a pixel and colour
		most /= 2
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > most/size.Height {
		return Photo{}, dialog.Refuse(fmt.Sprintf(textTooManyPixels, most/1_000_000))
	}
	if scans > mostScans { // each goes over the whole picture: a small file could take hours
		return Photo{}, dialog.Refuse(textBroken)
	}
	if min(size.Width, size.Height) < 300 {
		return Photo{}, dialog.Refuse(textTooSmall)
	}
	taken, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return Photo{}, dialog.Refuse(textBroken)
	}
	return small(upright(shrunk(taken), turned(file)))
}

// shrunk is the picture with no side longer than longest, on white where it is transparent.
func shrunk(p image.Image) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if most := max(w, h); most > longest {
		w, h = max(1, w*longest/most), max(1, h*longest/most)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), p, p.Bounds(), draw.Over, nil)
	return out
}

// upright turns the picture by its orientation of Exif 2.32, 4.6.4: 1 is as it is, 5 to 8 stand on their side.
func upright(p *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x},
				6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[orientation]
			out.SetRGBA(to.X, to.Y, p.RGBAAt(x, y))
		}
	}
	return out
}

// small writes the picture as JPEG, as finely as fits.
func small(p *image.RGBA) (Photo, error) {
	for quality := 82; ; quality -= 10 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
			return Photo{}, err
		}
		if b.Len() <= keptBytes || quality <= 22 {
			return Photo{JPEG: b.Bytes(), Width: p.Bounds().Dx(), Height: p.Bounds().Dy()}, nil
		}
	}
}
