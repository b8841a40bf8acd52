package dialog

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// refForm also takes the 6 letters of references that were given before there were 8.
var refForm = regexp.MustCompile(`^[HG]-[2-9A-HJKMNP-Z]{6}(?:[2-9A-HJKMNP-Z]{2})?$`)

// IsReference reports whether a text is a reference of a case.
func IsReference(s string) bool { return refForm.MatchString(s) }

// ReferenceIn finds a reference in a text, as typed with or without its case.
func ReferenceIn(text string) string {
	for _, w := range strings.FieldsFunc(strings.ToUpper(vi.Clean(text)), func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	}) {
		if IsReference(w) {
			return w
		}
	}
	return ""
}

// SixDigits draws a code to be typed.
func SixDigits() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n.Int64()), nil
}

// References draws the names under which people find again what they handed in: cases, tasks, reminders, announcements,
// officials. They are drawn by lot, so that nobody can work out another person's or bring one about.
type References struct {
	Rand io.Reader // nil: crypto/rand
}

const (
	// referenceLetters can be read aloud and copied by hand: none looks like another.
	referenceLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	referenceLength  = 8   // 31^8, 8.5e11
	mostDraws        = 100 // what hits as many taken ones is no randomness
)

var errNotRandom = errors.New("the source of randomness gives only references that are taken")

// New draws a reference that no document has yet: prefix, then 8 letters. key names the document that it will have;
// because it was looked for, the commit fails when another transaction writes it meanwhile.
func (g References) New(ctx context.Context, r bot.Reader, prefix string, key func(id string) bot.Key) (string, error) {
	for range mostDraws {
		code, err := g.Code()
		if err != nil {
			return "", err
		}
		var there json.RawMessage
		if taken, err := r.Get(ctx, key(prefix+code), &there); err != nil || !taken {
			return prefix + code, err
		}
	}
	return "", errNotRandom
}

// Code draws 8 letters, each as likely as the next.
func (g References) Code() (string, error) {
	source := g.Rand
	if source == nil {
		source = rand.Reader
	}
	code := make([]byte, 0, referenceLength)
	var b [1]byte
	for len(code) < referenceLength {
		if _, err := io.ReadFull(source, b[:]); err != nil {
			return "", fmt.Errorf("reference: %w", err)
		}
		if n := int(b[0] & 31); n < len(referenceLetters) {
			code = append(code, referenceLetters[n])
		}
	}
	return string(code), nil
}
