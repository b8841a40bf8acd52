package danger

import (
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// word is a syllable of a saying.
type word struct {
	id, mark int32
	marked   bool // it carries diacritics
	needs    bool // the writer must have put them
}

// token is a syllable of a message.
type token struct {
	id, mark int32 // -1 where the rules do not know it
	marked   bool  // the writer put diacritics
	guessed  bool  // mended: its diacritics say nothing
	hidden   bool  // part of a saying that only looks like danger
	negates  bool  // "không", "chưa"
	clause   int   // number of its sentence
}

// reading is a message taken apart.
type reading struct {
	tokens []token
	strict bool // the writer puts diacritics: a syllable without any is meant so
}

// vocab numbers the syllables of the rules.
type vocab struct {
	ids   map[string]int32
	marks map[string]int32
	cut   map[string]int32 // a syllable with one letter left out -> the syllable
	names []string
	negs  []word
	light map[int32]bool // words that may stand between a negation and what it denies
	asks  map[int32]bool // words that make a following "không" the end of a question
}

func newVocab() vocab {
	v := vocab{ids: map[string]int32{}, marks: map[string]int32{}, cut: map[string]int32{}}
	set := func(s string) map[int32]bool {
		out := map[int32]bool{}
		for _, w := range v.words(s) {
			out[w.id] = true
		}
		return out
	}
	v.negs = v.words("không chưa! chẳng! chả! đừng!")
	v.light = set("bị có được phải hề còn thấy là muốn định thể")
	v.asks = set("có được phải đã đúng")
	return v
}

func (v *vocab) add(fold string) int32 {
	id, ok := v.ids[fold]
	if !ok {
		id = int32(len(v.names))
		v.ids[fold], v.names = id, append(v.names, fold)
	}
	return id
}

// words numbers the syllables of a saying of the rules; "!" behind one asks for diacritics.
func (v *vocab) words(s string) []word {
	out := make([]word, 0, 4)
	for f := range strings.FieldsSeq(s) {
		f, needs := strings.CutSuffix(f, "!")
		for _, t := range vi.Tokens(f) {
			out = append(out, word{id: v.add(t.Fold), mark: v.addMark(t), marked: t.Marked(), needs: needs &&
				t.Marked()})
		}
	}
	return out
}

func (v *vocab) addMark(t vi.Token) int32 {
	mark := oneTone(t)
	m, ok := v.marks[mark]
	if !ok {
		m = int32(len(v.marks))
		v.marks[mark] = m
	}
	return m
}

// negates reports whether a syllable says no. Without diacritics "cha" is more often a father and "dung" a use.
func (v *vocab) negates(t *token) bool {
	for _, w := range v.negs {
		if t.id == w.id && (t.marked && t.mark == w.mark || !t.marked && !w.needs) {
			return true
		}
	}
	return false
}

// oneTone is a token's marked form with the tones hỏi and ngã, which half the country says alike, as one.
func oneTone(t vi.Token) string {
	if t.Tone() == 4 {
		return t.Mark[:len(t.Mark)-1] + "3"
	}
	return t.Mark
}

// seal notes how each syllable looks with one letter left out, for mending. Short ones are one edit from too much.
func (v *vocab) seal() {
	for id, w := range v.names {
		if len(w) < 4 {
			continue
		}
		for i := range len(w) {
			if c := w[:i] + w[i+1:]; v.cut[c] == 0 {
				v.cut[c] = int32(id) + 1
			}
		}
	}
}

// read takes a message apart, sentence by sentence.
func (m *Matcher) read(t *reading, text string) {
	if len(text) > vi.MaxBytes {
		text = text[:vi.MaxBytes]
	}
	var store [64]vi.Token
	marked, n := 0, 0
	for clause := 0; text != "" && len(t.tokens) < vi.MaxTokens; clause++ {
		sentence := text
		if at := strings.IndexAny(text, ".!?;\n"); at >= 0 {
			sentence, text = text[:at], text[at+1:]
		} else {
			text = ""
		}
		from := len(t.tokens)
		for _, tok := range vi.AppendTokens(store[:0], sentence) {
			n++
			if tok.Marked() {
				marked++
			}
			m.token(t, tok)
		}
		for i := from; i < len(t.tokens); i++ {
			t.tokens[i].clause = clause
			t.tokens[i].negates = m.voc.negates(&t.tokens[i])
		}
	}
	t.strict = marked*2 >= n && n > 1
}

// token adds a syllable as the rules know it: another word's spelling, raw keys, a typing error, words run together.
func (m *Matcher) token(t *reading, tok vi.Token) {
	if to, ok := m.same[tok.Mark]; ok {
		for _, w := range to {
			t.tokens = append(t.tokens, token{id: w.id, mark: w.mark, marked: w.marked, guessed: true})
		}
		return
	}
	id, known := m.voc.ids[tok.Fold]
	undone := false
	if syllable := vi.IsSyllable(tok.Fold); !known && (!syllable || !tok.Marked()) {
		if u, ok := vi.Undo(tok); ok {
			if to, same := m.same[u.Mark]; same {
				for _, w := range to {
					t.tokens = append(t.tokens, token{id: w.id, mark: w.mark, marked: w.marked, guessed: true})
				}
				return
			}
			if id, known = m.voc.ids[u.Fold]; known {
				tok, undone = u, true
			}
		}
		if !known && !syllable {
			if id, known = m.mend(tok.Fold); known {
				t.tokens = append(t.tokens, token{id: id, mark: -1, guessed: true})
				return
			}
			if m.split(t, tok.Fold, 3) {
				return
			}
		}
	}
	if !known {
		t.tokens = append(t.tokens, token{id: -1, mark: -1})
		return
	}
	mark, ok := m.voc.marks[oneTone(tok)]
	out := token{id: id, mark: mark, marked: tok.Marked()}
	if !ok {
		out.mark, out.guessed = -1, undone // keys pressed too often make marks that nobody meant
		out.marked = out.marked && !undone
	}
	t.tokens = append(t.tokens, out)
}

// mend finds the syllable of the rules that is one typing error away, the likeliest error first: two letters swapped,
// one doubled, one left out, another key, one too many.
func (m *Matcher) mend(s string) (id int32, ok bool) {
	if len(s) < 4 || len(s) > 8 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
		return 0, false
	}
	var buf [8]byte
	for i := range len(s) - 1 {
		c := append(buf[:0], s...)
		c[i], c[i+1] = c[i+1], c[i]
		if id, ok = m.voc.ids[string(c)]; ok {
			return id, true
		}
	}
	without := func(i int) []byte { return append(append(buf[:0], s[:i]...), s[i+1:]...) }
	for i := range len(s) - 1 {
		if id, ok = m.voc.ids[string(without(i))]; ok && s[i] == s[i+1] {
			return id, true
		}
	}
	if id = m.voc.cut[s]; id > 0 {
		return id - 1, true
	}
	for i := range len(s) {
		if id = m.voc.cut[string(without(i))]; id > 0 && oneEdit(s, m.voc.names[id-1]) {
			return id - 1, true
		}
	}
	for i := range len(s) {
		if id, ok = m.voc.ids[string(without(i))]; ok && len(s) > 4 {
			return id, true
		}
	}
	return 0, false
}

// oneEdit reports whether two words of one length differ in one letter.
func oneEdit(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range len(a) {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ <= 1
}

// split takes words apart that were run together ("chaynha"), all of them words of the rules.
func (m *Matcher) split(t *reading, s string, most int) bool {
	if len(s) > 20 {
		return false
	}
	if id, ok := m.voc.ids[s]; ok && vi.IsSyllable(s) {
		t.tokens = append(t.tokens, token{id: id, mark: -1, guessed: true})
		return true
	}
	for n := min(6, len(s)-2); n >= 2 && most > 1; n-- {
		id, ok := m.voc.ids[s[:n]]
		if !ok || !vi.IsSyllable(s[:n]) {
			continue
		}
		at := len(t.tokens)
		t.tokens = append(t.tokens, token{id: id, mark: -1, guessed: true})
		if m.split(t, s[n:], most-1) {
			return true
		}
		t.tokens = t.tokens[:at]
	}
	return false
}

// denied reports whether what begins at i is said not to be: "không bị cháy". The "không" that ends a question ("có ai
// không, cháy nhà rồi") denies nothing.
func (m *Matcher) denied(t *reading, i int) bool {
	k := i - 1
	if k >= 1 && m.voc.light[t.tokens[k].id] {
		k--
	}
	if k < 0 || !t.tokens[k].negates {
		return false
	}
	for j := max(0, k-5); j < k; j++ {
		if m.voc.asks[t.tokens[j].id] {
			return false
		}
	}
	return true
}
