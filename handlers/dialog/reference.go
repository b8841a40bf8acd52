package dialog

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

var refForm = regexp.MustCompile(`^[HG]-[2-9A-HJKMNP-Z]{6}$`)

// IsReference reports whether s is the reference of a question or an opinion.
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

// SixDigits draws a code.
func SixDigits() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n.Int64()), nil
}

// NewReference makes a short code that can be read aloud: no letters or digits that look alike.
func NewReference(prefix, seed string) string {
	const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	sum := sha256.Sum256([]byte(seed))
	n := binary.BigEndian.Uint64(sum[:8])
	code := make([]byte, 6)
	for i := range code {
		code[i] = alphabet[n%uint64(len(alphabet))]
		n /= uint64(len(alphabet))
	}
	return prefix + "-" + string(code)
}
