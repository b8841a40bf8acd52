package vi

import "unicode"

// Tones are numbered as on a VNI keyboard; 0 is the level tone.
const (
	level = iota
	sac
	huyen
	hoi
	nga
	nang
)

// Quality marks of a vowel or of đ.
const (
	plain = iota
	circumflex
	breve
	horn
	stroke
)

// letter is one rune split into its parts. base is 0 when the rune is no letter of the
// Latin alphabet as Vietnamese uses it.
type letter struct {
	base    byte // a-z
	quality byte
	tone    byte
}

const tableSize = 0x1F00

// table covers ASCII, Latin-1, the horned letters and Latin Extended
// Additional, which is where every composed Vietnamese letter lives.
var table = buildTable()

func buildTable() *[tableSize]letter {
	t := new([tableSize]letter)
	for c := byte('a'); c <= 'z'; c++ {
		t[c] = letter{base: c}
		t[c-'a'+'A'] = letter{base: c}
	}
	// Each row: the letter without tone, then sắc huyền hỏi ngã nặng.
	rows := []struct {
		base    byte
		quality byte
		runes   string
	}{
		{'a', plain, "aáàảãạ"}, {'a', breve, "ăắằẳẵặ"}, {'a', circumflex, "âấầẩẫậ"},
		{'e', plain, "eéèẻẽẹ"}, {'e', circumflex, "êếềểễệ"},
		{'i', plain, "iíìỉĩị"},
		{'o', plain, "oóòỏõọ"}, {'o', circumflex, "ôốồổỗộ"}, {'o', horn, "ơớờởỡợ"},
		{'u', plain, "uúùủũụ"}, {'u', horn, "ưứừửữự"},
		{'y', plain, "yýỳỷỹỵ"},
		{'d', stroke, "đ"},
	}
	for _, row := range rows {
		tone := byte(0)
		for _, r := range row.runes {
			l := letter{base: row.base, quality: row.quality, tone: tone}
			t[r] = l
			t[unicode.ToUpper(r)] = l
			tone++
		}
	}
	// Đ is often typed with the Icelandic or the African capital, which look the same.
	t['Ð'], t['ð'], t['Ɖ'] = letter{'d', stroke, 0}, letter{'d', stroke, 0}, letter{'d', stroke, 0}
	return t
}

// combining reads a combining mark; ok is false for marks Vietnamese has not.
func combining(r rune) (quality, tone byte, ok bool) {
	switch r {
	case 0x0300, 0x0340:
		return 0, huyen, true
	case 0x0301, 0x0341:
		return 0, sac, true
	case 0x0303:
		return 0, nga, true
	case 0x0309:
		return 0, hoi, true
	case 0x0323:
		return 0, nang, true
	case 0x0302:
		return circumflex, 0, true
	case 0x0306:
		return breve, 0, true
	case 0x031B:
		return horn, 0, true
	}
	return 0, 0, false
}

// marked returns the toneless letter with its quality mark.
func marked(base, quality byte) rune {
	switch {
	case quality == stroke && base == 'd':
		return 'đ'
	case quality == circumflex && base == 'a':
		return 'â'
	case quality == circumflex && base == 'e':
		return 'ê'
	case quality == circumflex && base == 'o':
		return 'ô'
	case quality == breve && base == 'a':
		return 'ă'
	case quality == horn && base == 'o':
		return 'ơ'
	case quality == horn && base == 'u':
		return 'ư'
	}
	return rune(base)
}

// skipped reports characters that never separate words: zero-width and
// direction marks, soft hyphens, variation selectors, other combining marks.
func skipped(r rune) bool {
	switch {
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064,
		r == 0xFEFF, r == 0x00AD, r == 0x034F, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return r >= 0x0300 && r <= 0x036F
}
