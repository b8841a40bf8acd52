package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vi"
)

// Places says to which present commune each former one belongs.
type Places struct {
	File     string
	Key      string
	Title    string
	Former   string // "huyện Bình Lục, tỉnh Hà Nam"
	Province string // "tỉnh Ninh Bình"
	Since    Day
	Owner    string
	Checked  Day
	Review   Day
	Communes []Commune
	Traps    []Trap
	Sources  []Source

	at      lines
	index   []placeName
	byFirst map[string][]int // places in index, by the first word
}

// Source returns the source with the given key.
func (p *Places) Source(key string) (Source, bool) { return findSource(p.Sources, key) }

// Commune is a present commune.
type Commune struct {
	ID     string
	Name   string // "xã Bình Lục"
	Code   string
	Former []Former
	Common bool // the name is also an everyday word
	Fact
}

// Former is a commune or township that went into a present one.
type Former struct {
	Name   string // "Bình Nghĩa"
	Kind   string // "xã", "thị trấn"
	Common bool   // the name is also an everyday word ("an ninh"): only taken for a place where the context says so
	Fact
}

// Trap is a name that misleads, with what to say about it.
type Trap struct {
	Names []string
	Fact
}

// parsePlaces reads places/<id>.yaml.
func parsePlaces(b *book, file, src string) *Places {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	r := e.r
	p := &Places{File: b.file, Key: e.id(file), Sources: e.sources, at: linesOf(tree)}
	p.Title = r.need("title", "tên bảng", maxTitle)
	p.Former = r.need("former", "tên đơn vị cũ", 120)
	p.Province = r.need("province", "tỉnh hiện nay", 120)
	p.Since = r.day("since")
	p.Owner = r.text("owner", 100)
	p.Checked, p.Review, _ = e.dates()
	for _, it := range r.list("communes") {
		p.Communes = append(p.Communes, e.commune(it))
	}
	for _, it := range r.list("traps") {
		t := b.reader(it, "mục của \"traps\"")
		p.Traps = append(p.Traps, Trap{Names: t.texts("names", maxName), Fact: e.fact(t, "traps")})
		t.done()
	}
	r.done()
	e.unusedSources()
	p.buildIndex(b)
	return p
}

func (e *entry) commune(it node) Commune {
	r := e.b.reader(it, "mục của \"communes\"")
	c := Commune{
		ID:     r.need("id", "id của xã, ví dụ id: xa-binh-luc", 60),
		Name:   r.need("name", "tên xã mới, ví dụ name: xã Bình Lục", 80),
		Code:   r.text("code", 10),
		Common: r.bool("common"),
		Fact:   e.bareFact(r, "communes"),
	}
	for _, fit := range r.list("former") {
		f := e.b.reader(fit, "mục của \"former\"")
		c.Former = append(c.Former, Former{
			Name:   f.need("name", "tên xã cũ, không ghi chữ xã", 80),
			Kind:   f.choice("kind", "xã", "thị trấn", "phường"),
			Common: f.bool("common"),
			Fact:   e.bareFact(f, "former"),
		})
		f.done()
	}
	if len(c.Former) == 0 {
		r.missing("former", "các xã cũ đã gộp vào")
	}
	r.done()
	return c
}

// bareFact reads the trust of something whose text is its name.
func (e *entry) bareFact(r *reader, name string) Fact {
	f := Fact{
		Text:    r.text("text", maxText),
		Status:  Status(r.choice("status", string(Unverified), string(Conflict))),
		Note:    r.text("note", maxNote),
		Sources: e.keys(r),
		Line:    r.n.line,
	}
	e.trust(r, name, f.Status, f.Note, f.Sources)
	return f
}

// PlaceHit is a place that a text names.
type PlaceHit struct {
	Commune *Commune // the present commune; nil when the name alone does not settle it
	Former  *Former  // the former commune that was named; nil when the present name was
	Trap    *Trap    // what to say first, when the name misleads
	Text    string   // the name as it is written in the base
}

// placeName is one name in the index, in folded and in lower-case words.
type placeName struct {
	words  []string // folded
	marked []string // with diacritics
	common bool
	hit    PlaceHit
}

// buildIndex prepares Lookup and faults names that lead to two places.
func (p *Places) buildIndex(b *book) {
	seen := map[string]string{}
	add := func(name string, common bool, line int, hit PlaceHit) {
		key := vi.Plain(name)
		if first, twice := seen[key]; twice {
			if first != "" { // a trap may well stand before the place it warns of
				b.fault(line, "tên %q trỏ tới hai nơi; hãy xem lại", name)
			}
			return
		}
		seen[key] = ""
		if hit.Commune != nil {
			seen[key] = hit.Commune.ID
		}
		hit.Text = name
		p.index = append(p.index,
			placeName{strings.Fields(key), strings.Fields(strings.ToLower(norm.NFC.String(name))), common, hit})
	}
	for i := range p.Traps {
		for _, n := range p.Traps[i].Names {
			add(n, false, p.Traps[i].Line, PlaceHit{Trap: &p.Traps[i], Commune: p.named(n)})
		}
	}
	for i := range p.Communes {
		c := &p.Communes[i]
		for j := range c.Former {
			f := &c.Former[j]
			if strings.EqualFold(f.Name, bareName(c.Name)) {
				continue
			}
			add(f.Name, f.Common, f.Line, PlaceHit{Commune: c, Former: f})
		}
		add(bareName(c.Name), c.Common, c.Line, PlaceHit{Commune: c})
	}
	slices.SortStableFunc(p.index, func(a, b placeName) int { return len(b.words) - len(a.words) })
	p.byFirst = make(map[string][]int, len(p.index))
	for i, n := range p.index {
		if len(n.words) > 0 {
			p.byFirst[n.words[0]] = append(p.byFirst[n.words[0]], i)
		}
	}
}

// named returns the present commune with exactly this full name.
func (p *Places) named(name string) *Commune {
	for i := range p.Communes {
		if vi.Plain(p.Communes[i].Name) == vi.Plain(name) {
			return &p.Communes[i]
		}
	}
	return nil
}

// bareName strips the kind from "xã Bình Lục".
func bareName(name string) string {
	for _, kind := range []string{"xã ", "phường ", "thị trấn "} {
		if rest, ok := strings.CutPrefix(name, kind); ok {
			return rest
		}
	}
	return name
}

// placeCue are folded words that announce a place.
var placeCue = []string{"xa", "tran", "tt", "phuong", "thon", "lang", "o", "tai", "ve", "que", "dan", "den", "ubnd",
	"nguoi", "cu", "moi"}

// Lookup returns the places a text names, in the order in which they stand, each once. A name that is also an everyday
// word counts only when it is the whole text, is written with capitals or follows a word such as "xã" or "ở".
// Half-typed diacritics are accepted, wrong ones are not.
func (p *Places) Lookup(text string) []PlaceHit {
	var room [placeRoom]placeWord
	words := placeWords(room[:0], text)
	var out []PlaceHit
	for at := 0; at < len(words); {
		n := p.match(words, at)
		if n == nil {
			at++
			continue
		}
		if !slices.ContainsFunc(out, func(h PlaceHit) bool { return h.Text == n.hit.Text }) {
			out = append(out, n.hit)
		}
		at += len(n.words)
	}
	return out
}

// placeBefore and placeAfter are folded words that belong to a place's name in a sentence: "ở xã … cũ".
var (
	placeBefore = []string{"o", "tai", "xa", "thi", "tran", "tt", "que", "dan", "nguoi"}
	placeAfter  = []string{"cu"}
)

// Without returns text without the communes that it names, former or present, after a word such as "xã" or "ở", and
// without those words: what is left says what the person wants. Text that names none, or nothing else, comes back as it
// is.
func (p *Places) Without(text string) string {
	var room [placeRoom]placeWord
	words := placeWords(room[:0], text)
	if !p.announces(words) {
		return text
	}
	var kept []string
	for at := 0; at < len(words); {
		var n *placeName
		if at > 0 && slices.Contains(placeBefore, words[at-1].folded) { // few words are worth looking up
			n = p.match(words, at)
		}
		if n == nil || n.hit.Trap != nil {
			kept = append(kept, words[at].typed)
			at++
			continue
		}
		for before := at - 1; before >= 0 && len(kept) > 0 &&
			slices.Contains(placeBefore, words[before].folded); before-- {
			kept = kept[:len(kept)-1]
		}
		at += len(n.words)
		for at < len(words) && slices.Contains(placeAfter, words[at].folded) {
			at++
		}
	}
	if len(kept) == len(words) || len(kept) == 0 {
		return text
	}
	return strings.Join(kept, " ")
}

// announces reports whether a name stands behind a word that belongs to one in a sentence. Most texts have none.
func (p *Places) announces(words []placeWord) bool {
	for at := 1; at < len(words); at++ {
		if slices.Contains(placeBefore, words[at-1].folded) && len(p.byFirst[words[at].folded]) > 0 {
			return true
		}
	}
	return false
}

// placeWord is a word as typed, and folded.
type placeWord struct {
	typed, folded string
	capital       bool
}

// placeRoom is how many words of a text are read without asking for memory.
const placeRoom = 40

// placeWords appends the words of a text.
func placeWords(out []placeWord, text string) []placeWord {
	for w := range strings.FieldsFuncSeq(norm.NFC.String(text),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		first, _ := utf8.DecodeRuneInString(w)
		var folded string
		if strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
			folded = vi.Plain(w)
		} else {
			folded = strings.ToLower(w)
		}
		out = append(out, placeWord{w, folded, unicode.IsUpper(first)})
	}
	return out
}

func (p *Places) match(words []placeWord, at int) *placeName {
	for _, i := range p.byFirst[words[at].folded] {
		n := &p.index[i]
		if at+len(n.words) > len(words) || !n.fits(words[at:at+len(n.words)]) {
			continue
		}
		if n.common && !announced(words, at, len(n.words)) {
			continue
		}
		return n
	}
	return nil
}

func (n *placeName) fits(words []placeWord) bool {
	for i, w := range words {
		if w.folded != n.words[i] || !halfTyped(strings.ToLower(w.typed), n.marked[i]) {
			return false
		}
	}
	return true
}

// halfTyped reports whether typed is marked with some of its diacritics left out.
func halfTyped(typed, marked string) bool {
	a, m := []rune(norm.NFD.String(typed)), []rune(norm.NFD.String(marked))
	j := 0
	for _, r := range a {
		for j < len(m) && m[j] != r && !(r == 'd' && m[j] == 'đ') && unicode.Is(unicode.Mn, m[j]) {
			j++
		}
		if j == len(m) || m[j] != r && !(r == 'd' && m[j] == 'đ') {
			return placedElsewhere(a, m)
		}
		j++
	}
	return true
}

// placedElsewhere accepts the other place of a tone mark (hoà, hòa): the same letters and marks in another order.
func placedElsewhere(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func announced(words []placeWord, at, n int) bool {
	if n == len(words) || at > 0 && slices.Contains(placeCue, words[at-1].folded) {
		return true
	}
	for _, w := range words[at : at+n] {
		if !w.capital {
			return false
		}
	}
	return true
}
