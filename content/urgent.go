package content

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/content/danger"
)

// Urgent is what to answer to people in danger, and how to recognise them.
type Urgent struct {
	File    string // of the replies
	Checked Day
	Review  Day
	Numbers []UrgentNumber
	Kinds   []UrgentKind
	Sources []Source
	Matcher *danger.Matcher // nil while the rules are wrong

	rules danger.Rules
	says  map[string]rulePlace // where a saying stands, for faults
	at    lines
}

type rulePlace struct {
	file string
	line int
}

// UrgentNumber is an emergency number; Fact.Text is what it is for.
type UrgentNumber struct {
	Number string
	Fact
}

// UrgentKind is one kind of danger with its reply.
type UrgentKind struct {
	ID     string
	Title  string   // for editors
	Call   []string // numbers, the first one to call first
	Say    string   // a sentence before the advice; may be empty
	Hurt   bool     // add the ambulance for the injured
	Police bool     // add the commune's police
	Wait   []Line   // what to do while waiting
	Line   int
}

// UrgentEntry is the id under which golden questions want the reply to a kind of danger.
func UrgentEntry(kind string) string { return "khan-cap-" + kind }

// Kind returns the kind of danger with the given id.
func (u *Urgent) Kind(id string) (*UrgentKind, bool) {
	if u == nil {
		return nil, false
	}
	i := slices.IndexFunc(u.Kinds, func(k UrgentKind) bool { return k.ID == id })
	if i < 0 {
		return nil, false
	}
	return &u.Kinds[i], true
}

// Number returns an emergency number.
func (u *Urgent) Number(number string) (UrgentNumber, bool) {
	i := slices.IndexFunc(u.Numbers, func(n UrgentNumber) bool { return n.Number == number })
	if i < 0 {
		return UrgentNumber{}, false
	}
	return u.Numbers[i], true
}

// Find recognises danger in a message.
func (u *Urgent) Find(text string) (*UrgentKind, bool) {
	if u == nil {
		return nil, false
	}
	found, ok := u.Matcher.Find(text)
	if !ok {
		return nil, false
	}
	return u.Kind(found.Kind)
}

// cueNames are the cues as editors write them.
var cueNames = map[string]danger.Cue{"cry": danger.Cry, "call": danger.Call, "now": danger.Now,
	"ask": danger.Ask, "papers": danger.Papers,
	"law": danger.Law, "past": danger.Past, "lesson": danger.Lesson}

var strengthNames = map[string]danger.Strength{
	"": danger.Plain, "plain": danger.Plain, "sure": danger.Sure, "weak": danger.Weak,
}

// parse reads one file of urgent/.
func (u *Urgent) parse(b *book, src string) {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return
	}
	if !tree.has("kinds") {
		u.parseRules(b, b.reader(tree, "tệp dấu hiệu"))
		return
	}
	e := b.entry(tree)
	u.File, u.Sources, u.at = b.file, e.sources, linesOf(tree)
	u.Checked, u.Review, _ = e.dates()
	for _, it := range e.r.list("numbers") {
		r := b.reader(it, "mục của \"numbers\"")
		n := UrgentNumber{Number: r.need("number", "số gọi, ví dụ number: \"114\"", 12)}
		n.Fact = Fact{Text: r.need("name", "số này để làm gì", 80), Sources: e.keys(r), Line: it.line}
		if len(n.Sources) == 0 {
			b.fault(it.line, "số %q chưa có nguồn; hãy thêm sources: [khóa]", n.Number)
		}
		if strings.Trim(n.Number, "0123456789") != "" {
			b.fault(it.line, "number là %q; hãy chỉ viết chữ số", n.Number)
		}
		r.done()
		u.Numbers = append(u.Numbers, n)
	}
	for _, it := range e.r.list("kinds") {
		u.Kinds = append(u.Kinds, u.kind(e, it))
	}
	e.r.done()
	e.unusedSources()
}

func (u *Urgent) kind(e *entry, it node) UrgentKind {
	r := e.b.reader(it, "mục của \"kinds\"")
	k := UrgentKind{
		ID:     r.need("id", "id, ví dụ id: chay", 40),
		Title:  r.need("title", "tên loại nguy hiểm", 80),
		Call:   r.texts("call", 12),
		Say:    r.text("say", 200),
		Hurt:   r.bool("hurt"),
		Police: r.bool("police"),
		Line:   it.line,
	}
	if !idForm.MatchString(k.ID) {
		e.b.fault(it.line, "id %q chỉ được có a-z, 0-9 và dấu gạch ngang", k.ID)
	}
	if len(k.Call) == 0 {
		r.missing("call", "số phải gọi, ví dụ call: [\"114\"]")
	}
	for _, n := range k.Call {
		if _, ok := u.Number(n); !ok {
			e.b.fault(r.line("call"), "số %q không có trong \"numbers\"; hãy thêm vào, kèm nguồn", n)
		}
	}
	if _, twice := u.Kind(k.ID); twice {
		e.b.fault(it.line, "loại %q ghi hai lần; hãy gộp lại", k.ID)
	}
	total := 0
	for _, w := range r.list("wait") {
		l := e.b.reader(w, "mục của \"wait\"")
		line := Line{Text: l.need("text", "một việc làm trong lúc chờ", 160), Sources: e.keys(l), Line: w.line}
		l.done()
		k.Wait = append(k.Wait, line)
		total += utf8.RuneCountInString(line.Text)
	}
	if total+utf8.RuneCountInString(k.Say) > maxUrgent {
		e.b.fault(it.line, "lời dặn dài %d ký tự, quá %d: người đang hoảng không đọc hết; hãy rút gọn",
			total+utf8.RuneCountInString(k.Say), maxUrgent)
	}
	r.done()
	return k
}

// maxUrgent is the most runes of advice that somebody in danger can take in.
const maxUrgent = 420

// parseRules reads the keys same, sets, not, cues and signs.
func (u *Urgent) parseRules(b *book, r *reader) {
	u.pairs(b, r, "same", func(key string, n node) {
		if to := b.text(n, key, 40); to != "" {
			u.rules.Same[key] = to
			u.says[key] = rulePlace{b.file, n.line}
		}
	})
	u.pairs(b, r, "sets", func(key string, n node) {
		u.rules.Sets[key] = append(u.rules.Sets[key], u.sayings(b, n, key)...)
	})
	if n, ok := r.get("not"); ok {
		u.rules.Not = append(u.rules.Not, u.sayings(b, n, "not")...)
	}
	u.pairs(b, r, "cues", func(key string, n node) {
		cue, ok := cueNames[key]
		if !ok {
			b.fault(n.line, "không có loại %q; hãy chọn: cry, call, now, ask, papers, law, past, lesson", key)
			return
		}
		u.rules.Cues[cue] = append(u.rules.Cues[cue], u.sayings(b, n, key)...)
	})
	for _, it := range r.list("signs") {
		s := b.reader(it, "mục của \"signs\"")
		sign := danger.Sign{Kind: s.need("kind", "loại nguy hiểm", 40), Lasting: s.bool("lasting"),
			Strength: strengthNames[s.choice("strength", "sure", "plain", "weak")]}
		if n, ok := s.get("says"); ok {
			sign.Says = u.sayings(b, n, "says")
		} else {
			s.missing("says", "các cách nói")
		}
		s.done()
		u.says["kind "+sign.Kind] = rulePlace{b.file, it.line}
		u.rules.Signs = append(u.rules.Signs, sign)
	}
	r.done()
}

// pairs visits the keys of a mapping.
func (u *Urgent) pairs(b *book, r *reader, key string, visit func(key string, n node)) {
	n, ok := r.get(key)
	if !ok {
		return
	}
	if n.kind != mapping {
		b.fault(n.line, "%q phải có dạng khóa: giá trị", key)
		return
	}
	for _, f := range n.fields {
		visit(f.key, f.val)
	}
}

// sayings reads a list of sayings and remembers where each stands.
func (u *Urgent) sayings(b *book, n node, key string) []string {
	for _, it := range n.items {
		if it.kind == scalar {
			u.says[strings.Join(strings.Fields(it.text), " ")] = rulePlace{b.file, it.line}
		}
	}
	return b.texts(n, key, 80)
}

// urgent reads urgent/*.yaml: the replies, and the rules, which may be spread over files.
func (ld *loader) urgent() {
	u := &Urgent{says: map[string]rulePlace{}}
	u.rules = danger.Rules{Same: map[string]string{}, Sets: map[string][]string{}, Cues: map[danger.Cue][]string{}}
	ld.each("urgent", func(b *book, _, src string) { u.parse(b, src) })
	if len(u.Kinds)+len(u.rules.Signs) == 0 {
		return
	}
	ld.lib.Urgent = u
	for _, s := range u.rules.Signs {
		if _, ok := u.Kind(s.Kind); !ok {
			at := u.says["kind "+s.Kind]
			ld.fault(at.file, at.line, "không có câu trả lời cho loại %q; hãy thêm vào \"kinds\" hoặc sửa lại", s.Kind)
		}
	}
	m, err := danger.New(u.rules)
	if err != nil {
		at := rulePlace{file: u.File}
		var bad *danger.BadSaying
		if errors.As(err, &bad) {
			at = u.says[bad.Says]
		}
		ld.fault(at.file, at.line, "không đọc được dấu hiệu: %v", err)
	}
	u.Matcher = m
}
