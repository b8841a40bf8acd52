package vi

// Undo reads a token as raw keystrokes that an input method failed to turn
// into marks: Telex ("ddawng", "kys", "phis") or VNI ("d9a8ng", "ky1"). Partly
// converted words ("dđịnh") count too. ok is false when the keys do not make a
// Vietnamese syllable or when there was nothing to undo.
func Undo(t Token) (Token, bool) {
	ls, n := lettersOf(t.Mark)
	if n < 2 {
		return t, false
	}
	for _, decode := range []func([]letter) ([]letter, bool){undoVNI, undoTelex} {
		out, ok := decode(ls[:n])
		if !ok {
			continue
		}
		sc := scanner{letters: out, other: make([]rune, len(out))}
		sc.flush()
		tok := Token{Fold: string(sc.fold), Mark: string(sc.mark)}
		if tok.Fold != t.Fold && IsSyllable(tok.Fold) {
			return tok, true
		}
	}
	return t, false
}

const maxSyllable = 12

// lettersOf splits a marked form into its letters; digits become letters whose base
// is the digit. n is 0 when the word is too long or not of this alphabet.
func lettersOf(mark string) (ls [maxSyllable]letter, n int) {
	for _, r := range mark {
		if n == maxSyllable {
			return ls, 0
		}
		switch {
		case r < tableSize && table[r].base != 0:
			ls[n] = table[r]
		case r >= '0' && r <= '9':
			ls[n] = letter{base: byte(r)}
		default:
			return ls, 0
		}
		n++
	}
	return ls, n
}

// undoVNI reads digit keys: 1-5 tones, 6 circumflex, 7 horn, 8 breve, 9 stroke.
func undoVNI(in []letter) ([]letter, bool) {
	out := make([]letter, 0, len(in))
	undone := false
	for _, l := range in {
		if l.base < '1' || l.base > '9' {
			out = append(out, l)
			continue
		}
		if len(out) == 0 {
			return nil, false
		}
		undone = true
		if l.base <= '5' {
			out[len(out)-1].tone = l.base - '0'
			continue
		}
		if !setQuality(out, [...]byte{circumflex, horn, breve, stroke}[l.base-'6']) {
			return nil, false
		}
	}
	return out, undone
}

// setQuality puts the mark on the last letters that can carry it.
func setQuality(ls []letter, quality byte) bool {
	carriers := map[byte]string{circumflex: "aeo", horn: "ou", breve: "a", stroke: "d"}[quality]
	for i := len(ls) - 1; i >= 0; i-- {
		for j := range len(carriers) {
			if ls[i].base != carriers[j] {
				continue
			}
			ls[i].quality = quality
			if quality == horn && i > 0 && ls[i].base == 'o' && ls[i-1].base == 'u' {
				ls[i-1].quality = horn
			}
			return true
		}
	}
	return false
}

// undoTelex reads letter keys: s f r x j tones, w horn or breve, doubled
// a e o d.
func undoTelex(in []letter) ([]letter, bool) {
	out := make([]letter, 0, len(in))
	vowel, undone := false, false
	for i, l := range in {
		if l.base >= '0' && l.base <= '9' {
			if i == len(in)-1 && l.base <= '5' && len(out) > 0 { // the tone digit of Mark itself
				out[len(out)-1].tone = l.base - '0'
				continue
			}
			return nil, false
		}
		if tone := telexTone(l.base); tone != 0 && vowel {
			out[len(out)-1].tone = tone
			undone = true
			continue
		}
		switch {
		case l.base == 'w' && vowel:
			if !setQuality(out, horn) && !setQuality(out, breve) {
				return nil, false
			}
			undone = true
			continue
		case l.base == 'w':
			out = append(out, letter{base: 'u', quality: horn})
			vowel, undone = true, true
			continue
		case doubled(out, l):
			undone = true
			continue
		}
		vowel = vowel || isVowel(l.base)
		out = append(out, l)
	}
	return out, undone
}

func telexTone(c byte) byte {
	switch c {
	case 's':
		return sac
	case 'f':
		return huyen
	case 'r':
		return hoi
	case 'x':
		return nga
	case 'j':
		return nang
	}
	return 0
}

// doubled marks an earlier letter when l repeats it, as in "dd", "tieen",
// "dangd".
func doubled(out []letter, l letter) bool {
	quality := byte(circumflex)
	switch l.base {
	case 'd':
		quality = stroke
	case 'a', 'e', 'o':
	default:
		return false
	}
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].base != l.base {
			continue
		}
		if out[i].quality == plain {
			out[i].quality = quality
		}
		return true
	}
	return false
}
