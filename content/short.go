package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vi"
)

// Bounds of a short answer: what fits the first lines of a phone, and how many ways of asking one needs.
const (
	maxSay  = 220
	minAsks = 2
	maxAsks = 8
)

// shorts reads the short answers of an entry. Its figures must stand in the entry itself: the rest of the front matter
// and the body.
func (e *entry) shorts(body string) []Short {
	items := e.r.list("short")
	if len(items) == 0 {
		return nil
	}
	known := e.figures(body)
	out := make([]Short, 0, len(items))
	seen := map[string][]Short{}
	for _, it := range items {
		r := e.b.reader(it, "mục của \"short\"")
		s := Short{
			Ask:     r.texts("ask", maxName),
			Say:     r.need("say", "câu trả lời một, hai câu", maxSay),
			Aspect:  Aspect(r.choice("aspect", aspectWords()...)),
			Valid:   r.span("to"),
			Sources: e.keys(r),
			Line:    it.line,
		}
		r.done()
		if s.Valid.To.IsZero() {
			s.Valid.To = lapse(e.sources, s.Sources) // nobody answers in one sentence out of a law that ended
			s.lapses = !s.Valid.To.IsZero()
		}
		if n := len(s.Ask); n < minAsks || n > maxAsks {
			e.b.fault(r.line("ask"), "\"ask\" có %d cách hỏi; hãy ghi từ %d đến %d cách khác lời nhau",
				n, minAsks, maxAsks)
		}
		if len(s.Sources) == 0 {
			e.b.fault(it.line, "câu trả lời ngắn chưa có nguồn; hãy thêm sources: [khóa]")
		}
		e.asks(r, s, seen)
		if word, ask := misfit(s); word != "" {
			e.b.warn(r.line("say"), "câu trả lời mở đầu bằng %q không khớp cách hỏi %q; hãy bỏ chữ ấy và nói thẳng "+
				"điều được hỏi, hoặc tách cách hỏi này thành câu riêng", word, ask)
		}
		for _, figure := range figuresOf(s.Say) {
			if !known[figure] {
				e.b.fault(r.line("say"),
					"số %q trong \"say\" không có ở phần nào khác của mục này; hãy sửa cho khớp dữ kiện", figure)
			}
		}
		out = append(out, s)
	}
	return out
}

// asks faults a way of asking that stands twice in the entry with two answers for the same day.
func (e *entry) asks(r *reader, s Short, seen map[string][]Short) {
	for i, ask := range s.Ask {
		key := vi.Plain(ask)
		if slices.ContainsFunc(s.Ask[:i], func(other string) bool { return vi.Plain(other) == key }) {
			e.b.fault(r.line("ask"), "cách hỏi %q ghi hai lần; hãy bỏ một", ask)
			continue
		}
		for _, other := range seen[key] {
			if other.Valid.overlaps(s.Valid) {
				e.b.fault(r.line("ask"), "cách hỏi %q đã có câu trả lời ở dòng %d; hãy bỏ một", ask, other.Line)
				break
			}
		}
		seen[key] = append(seen[key], s)
	}
}

// verdict is the bare yes or no that a short answer may begin with.
var verdict = regexp.MustCompile(`^(Có|Không|Được|Đúng|Không được|Không cần|Không phải)[.,:;]`)

// misfit finds a way of asking that the bare yes or no of its answer does not fit, or fits in the opposite sense:
// "Không." to "ai quyết định" answers nothing, and to "hết điểm có phải nghỉ lái không" it allows what "có được lái
// không" forbids. The same answer is given to all ways of asking, so one bad one is enough.
func misfit(s Short) (word, ask string) {
	m := verdict.FindStringSubmatch(s.Say)
	if m == nil {
		return "", ""
	}
	word = m[1]
	var may, must string
	for _, ask := range s.Ask {
		switch sense := senseOf(ask); {
		case sense == openAsk && word != "Được", sense == countAsk, sense == harmAsk:
			return word, ask
		case sense == mayAsk:
			may = ask
		case sense == mustAsk:
			must = ask
		}
	}
	switch {
	case must != "" && (word == "Được" || word == "Không được"), must != "" && may != "" && word != "Đúng":
		return word, must
	case may != "" && (word == "Không cần" || word == "Không phải"):
		return word, may
	}
	return "", ""
}

// askSense is what a yes would mean as the answer to a way of asking.
type askSense int

const (
	plainAsk askSense = iota // a statement, or a yes means that it is so
	openAsk                  // how, what: no yes answers it
	countAsk                 // who, where, when, how much: nor does "Được"
	mayAsk                   // a yes allows
	mustAsk                  // a yes burdens
	harmAsk                  // "có sao không": a no may mean either
)

// The words by which a way of asking shows its sense, whole words between blanks.
var (
	asksYes   = []string{" không ", " chưa ", " à ", " chứ ", " hả "} // at its end
	holdsYes  = []string{" có phải ", " có cần ", " có được ", " có bị ", " có mất ", " có bắt buộc "}
	allows    = []string{" được không ", " được chứ ", " được à ", " có được "}
	burdens   = []string{" phải ", " cần ", " bắt buộc ", " có bị ", " có mất "}
	countsFor = []string{" ai ", " ở đâu ", " chỗ nào ", " nơi nào ", " bao nhiêu ", " bao lâu ", " bao giờ ",
		" khi nào ",
		" mấy "}
	opens = []string{" gì ", " thế nào ", " làm sao ", " thì sao ", " ra sao ", " kiểu gì ", " nào "}
)

func senseOf(ask string) askSense {
	padded := " " + strings.ToLower(ask) + " "
	holds := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(padded, w) })
	}
	yes := holds(holdsYes) ||
		slices.ContainsFunc(asksYes, func(w string) bool { return strings.HasSuffix(padded, w) })
	switch {
	case strings.HasSuffix(padded, " có sao không "), strings.Contains(padded, " có phải lừa"):
		return harmAsk
	case !yes && holds(countsFor):
		return countAsk
	case !yes && holds(opens):
		return openAsk
	case yes && holds(allows):
		return mayAsk
	case yes && holds(burdens) && !strings.HasSuffix(padded, " phải không "):
		return mustAsk
	}
	return plainAsk
}

// conditional is a yes or no whose condition follows at once.
var conditional = regexp.MustCompile(`^[\pL ]+, (nếu|trừ|khi|với|miễn) `)

// commonWords stand in any question; they name no case.
var commonWords = func() map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq("được không có thì là và hoặc của cho ở tại phải cần khi nếu một các những này " +
		"đó ông bà mà với để chỉ trừ nhưng riêng mới vẫn đã đang sẽ người việc làm giấy ra từ đến theo về sao " +
		"thế nào gì ai đâu bao nhiêu lâu mấy xin đi tôi mình nữa giờ rồi vào xong lại còn bị bắt buộc hay lên nhà " +
		"đăng ký tờ nộp hồ sơ") {
		words[w] = true
	}
	return words
}()

// wordsOf are the words of a text in small letters.
func wordsOf(s string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}) {
		words[w] = true
	}
	return words
}

// overlaps reports whether a day belongs to both spans.
func (s Span) overlaps(other Span) bool {
	before := func(a, b Span) bool { return !a.To.IsZero() && !b.From.IsZero() && a.To.Before(b.From) }
	return !before(s, other) && !before(other, s)
}

// notFacts are the keys of an entry whose figures are no facts of it.
var notFacts = []string{"short", "sources", "names", "id", "codes", "related", "checked", "review"}

// figures are the numbers that an entry states.
func (e *entry) figures(body string) map[string]bool {
	known := map[string]bool{}
	var walk func(n node)
	walk = func(n node) {
		for _, f := range figuresOf(n.text) {
			known[f] = true
		}
		for _, it := range n.items {
			walk(it)
		}
		for _, f := range n.fields {
			walk(f.val)
		}
	}
	for _, f := range e.r.n.fields {
		if !slices.Contains(notFacts, f.key) {
			walk(f.val)
		}
	}
	for _, f := range figuresOf(norm.NFC.String(body)) {
		known[f] = true
	}
	return known
}

// figuresOf lists the numbers in a text, each without leading zeros and without the dots that part thousands. Digits
// that belong to a name ("CT07", "66.22/2026") count as they stand.
func figuresOf(s string) (out []string) {
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		end := i
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || thousands(s, i, end)) {
			end++
		}
		figure := strings.TrimLeft(strings.ReplaceAll(s[i:end], ".", ""), "0")
		if figure == "" {
			figure = "0"
		}
		out = append(out, figure)
		i = end
	}
	return out
}

// thousands reports whether the dot at end of a number that begins at from parts thousands: exactly three digits
// follow.
func thousands(s string, from, end int) bool {
	if s[end] != '.' || end == from || end+3 >= len(s) {
		return false
	}
	for k := 1; k <= 3; k++ {
		if s[end+k] < '0' || s[end+k] > '9' {
			return false
		}
	}
	return end+4 >= len(s) || !unicode.IsDigit(rune(s[end+4]))
}

// aspectWords are the aspects as they are written in files.
func aspectWords() []string {
	words := make([]string, 0, 9)
	for _, a := range Aspects() {
		words = append(words, string(a))
	}
	return words
}
