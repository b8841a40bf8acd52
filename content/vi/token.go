package vi

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxBytes is how much of a text is read. A question is never that long; what
// comes after is somebody pasting a book.
const MaxBytes = 8 << 10

// MaxTokens bounds the syllables of one text.
const MaxTokens = 1024

// Token is one syllable, number or foreign word of a text.
type Token struct {
	// Fold is the syllable in plain lower-case letters and digits, with the
	// final y of "kỹ", "lý", "quý" written i, because both spellings are in use.
	Fold string
	// Mark is Fold with vowel marks and the tone as a final digit ("ha noi"
	// from "Hà Nội": "ha2", "nôi5"), so that both tone placements are one form.
	// It equals Fold when the syllable carries no mark.
	Mark string
}

// Marked reports whether the writer put any diacritic on the syllable.
func (t Token) Marked() bool { return t.Fold != t.Mark }

// Tone is the tone's number, 0 for the level tone.
func (t Token) Tone() int {
	if !t.Marked() {
		return 0
	}
	if c := t.Mark[len(t.Mark)-1]; c >= '1' && c <= '5' {
		return int(c - '0')
	}
	return 0
}

// Tokens splits s into syllables. Punctuation, spaces and symbols separate.
func Tokens(s string) []Token { return AppendTokens(nil, s) }

// span is a token while the buffers it points into still grow.
type span struct{ foldFrom, foldTo, markFrom, markTo int }

// scanner collects letters of the current syllable.
type scanner struct {
	plain      bool // only fold is wanted, with a space between syllables
	syllables  int
	fold, mark []byte
	letters    []letter
	other      []rune // letters outside the alphabet, or digits, in place of letters
	spans      []span
}

// AppendTokens is Tokens appending to dst.
func AppendTokens(dst []Token, s string) []Token {
	if len(s) > MaxBytes {
		s = s[:MaxBytes]
	}
	var folds, marks [384]byte
	var letters [16]letter
	var other [16]rune
	var spans [40]span
	sc := scanner{fold: folds[:0], mark: marks[:0], letters: letters[:0], other: other[:0], spans: spans[:0]}
	sc.scan(s)
	fold, mark := string(sc.fold), string(sc.mark)
	for _, p := range sc.spans {
		dst = append(dst, Token{Fold: fold[p.foldFrom:p.foldTo], Mark: mark[p.markFrom:p.markTo]})
	}
	return dst
}

func (sc *scanner) scan(s string) {
	for _, r := range s {
		sc.rune(r)
		if sc.syllables >= MaxTokens {
			break
		}
	}
	sc.flush()
}

func (sc *scanner) rune(r rune) {
	if r < tableSize && table[r].base != 0 {
		sc.letters, sc.other = append(sc.letters, table[r]), append(sc.other, 0)
		return
	}
	if q, tone, ok := combining(r); ok && len(sc.letters) > 0 {
		l := &sc.letters[len(sc.letters)-1]
		if q != 0 {
			l.quality = q
		}
		if tone != 0 {
			l.tone = tone
		}
		return
	}
	switch {
	case r == utf8.RuneError || skipped(r):
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		if sc.foreign(r) {
			return
		}
		if d := decimal(r); d >= 0 {
			r = rune('0' + d)
		}
		sc.letters, sc.other = append(sc.letters, letter{}), append(sc.other, unicode.ToLower(r))
	default:
		sc.flush()
	}
}

// foreign reads a letter of another alphabet that has a composed form ("å", "ǎ") as its parts, so that it means the
// same in both; it reports whether r is one.
func (sc *scanner) foreign(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	var in [utf8.UTFMax]byte
	var room [32]byte
	whole := in[:utf8.EncodeRune(in[:], r)]
	parts := norm.NFD.Append(room[:0], whole...)
	if bytes.Equal(parts, whole) {
		return false
	}
	for len(parts) > 0 {
		part, n := utf8.DecodeRune(parts)
		sc.rune(part)
		parts = parts[n:]
	}
	return true
}

// decimal reads full-width digits, which some keyboards send.
func decimal(r rune) int {
	if r >= '０' && r <= '９' {
		return int(r - '０')
	}
	return -1
}

// flush ends the current syllable.
func (sc *scanner) flush() {
	if len(sc.letters) == 0 {
		return
	}
	unifyFinalY(sc.letters)
	sc.syllables++
	if sc.plain {
		sc.flushPlain()
		return
	}
	p := span{foldFrom: len(sc.fold), markFrom: len(sc.mark)}
	tone := byte(0)
	for i, l := range sc.letters {
		if l.base == 0 {
			sc.fold = utf8.AppendRune(sc.fold, sc.other[i])
			sc.mark = utf8.AppendRune(sc.mark, sc.other[i])
			continue
		}
		sc.fold = append(sc.fold, l.base)
		sc.mark = utf8.AppendRune(sc.mark, marked(l.base, l.quality))
		if l.tone != 0 {
			tone = l.tone
		}
	}
	if tone != 0 {
		sc.mark = append(sc.mark, '0'+tone)
	}
	p.foldTo, p.markTo = len(sc.fold), len(sc.mark)
	sc.spans = append(sc.spans, p)
	sc.letters, sc.other = sc.letters[:0], sc.other[:0]
}

func (sc *scanner) flushPlain() {
	if len(sc.fold) > 0 {
		sc.fold = append(sc.fold, ' ')
	}
	for i, l := range sc.letters {
		if l.base == 0 {
			sc.fold = utf8.AppendRune(sc.fold, sc.other[i])
		} else {
			sc.fold = append(sc.fold, l.base)
		}
	}
	sc.letters, sc.other = sc.letters[:0], sc.other[:0]
}

// unifyFinalY writes the single final vowel y as i after a consonant or "qu".
func unifyFinalY(ls []letter) {
	n := len(ls)
	if n < 2 || ls[n-1].base != 'y' {
		return
	}
	before := ls[n-2].base
	if before == 'u' && n == 3 && ls[0].base == 'q' {
		ls[n-1].base = 'i'
		return
	}
	if before != 0 && !isVowel(before) {
		ls[n-1].base = 'i'
	}
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// Fold returns the syllables of s in plain letters, separated by one space. It is asked many times for each question,
// so what it needs for a text of ordinary length stays on the stack.
func Fold(s string) string {
	if len(s) > MaxBytes {
		s = s[:MaxBytes]
	}
	var text [512]byte
	var letters [16]letter
	var other [16]rune
	sc := scanner{plain: true, fold: text[:0], letters: letters[:0], other: other[:0]}
	sc.scan(s)
	return string(sc.fold)
}

// foldPiece is the most bytes of a long text that FoldLong folds at once: few enough for MaxTokens.
const foldPiece = 1 << 10

// FoldLong folds a text of any length, such as a law: Fold is for what people type and reads no more than MaxBytes.
func FoldLong(s string) string {
	var out strings.Builder
	for s = strings.TrimSpace(s); s != ""; {
		piece := s
		if len(s) > foldPiece {
			piece = s[:foldPiece]
			if cut := strings.LastIndexAny(piece, " \n\t"); cut > 0 {
				piece = piece[:cut]
			}
		}
		s = s[len(piece):]
		if folded := Fold(piece); folded != "" {
			if out.Len() > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(folded)
		}
	}
	return out.String()
}

// NFC composes letters with their marks: one rune a letter, as most programs count them.
func NFC(s string) string { return norm.NFC.String(s) }

// Clean puts s in NFC, drops control, zero-width and direction characters and
// trims and joins blank space, leaving line breaks. At most MaxBytes are kept.
func Clean(s string) string {
	if len(s) > MaxBytes {
		s = strings.ToValidUTF8(s[:MaxBytes], "")
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	b.Grow(len(s))
	space := false // a blank is due before the next character
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteByte('\n')
			space = false
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unicode.IsControl(r) || hidden(r):
		default:
			if space && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			space = false
		}
	}
	return strings.TrimSpace(norm.NFC.String(b.String()))
}

// hidden is what skipped drops, without the joiners and selectors that emoji
// are built from and the marks that letters of other scripts need.
func hidden(r rune) bool {
	return skipped(r) && r != 0x200D && (r < 0xFE00 || r > 0xFE0F || r == 0xFEFF) && (r < 0x0300 || r > 0x036F)
}
