// Package qrcode draws addresses as QR codes that phones read from a screen or a printed page. It fails only for texts
// that no QR code holds (about 2,300 bytes).
package qrcode

import (
	"fmt"

	"rsc.io/qr"
)

// PNG draws text as a picture: black on white, with the quiet margin that scanners need, a quarter of it may be
// damaged.
func PNG(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.Q)
	if err != nil {
		return nil, fmt.Errorf("qr code of %d bytes: %w", len(text), err)
	}
	code.Scale = max(4, 480/code.Size)
	return code.PNG(), nil
}

// Squares is text as the squares of a code: size rows of as many, and which of them are black. It is for print, which
// draws them at its own size.
func Squares(text string) (size int, black func(column, row int) bool, err error) {
	code, err := qr.Encode(text, qr.Q)
	if err != nil {
		return 0, nil, fmt.Errorf("qr code of %d bytes: %w", len(text), err)
	}
	return code.Size, code.Black, nil
}
