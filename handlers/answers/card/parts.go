package card

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The same answer in parts, for channels that lay it out: whatever a page writes as text it notes here too, and what
// the text has no room for besides. So a fact cannot stand in one and be missing in the other.

// Where the pages of entries are, below the site's root.
const (
	PathProcedure = "thu-tuc/"
	PathFAQ       = "hoi-dap/"
	PathEvent     = "su-kien/"
)

// parts is a card under way.
type parts struct {
	bot.Card
	all  []*piece
	lead int      // statements that still go to the top
	used []string // keys of the sources of all that is noted, in sight or not
	none bool     // no card is wanted: nothing is noted
}

// piece is one part; atGlance: it stands among the facts.
type piece struct {
	bot.CardPart
	atGlance bool
	noun     bool // its lines begin with what to bring
}

// begin starts a part; what is noted from now on belongs to it.
func (c *parts) begin(part bot.CardPart) *piece {
	p := &piece{CardPart: part}
	c.all = append(c.all, p)
	return p
}

// current is the part under way.
func (c *parts) current() *piece {
	if len(c.all) == 0 {
		return c.begin(bot.CardPart{})
	}
	return c.all[len(c.all)-1]
}

// fact notes a statement.
func (c *parts) fact(f content.Fact, day content.Day) {
	if !c.none {
		c.add(c.line(f, day))
	}
}

// line is a statement as a line; its sources are noted.
func (c *parts) line(f content.Fact, day content.Day) bot.CardLine {
	l := bot.CardLine{When: strings.TrimRight(f.When, ":. "), Text: bot.Escape(f.Text)}
	switch {
	case f.Status == content.Conflict:
		l.Text = strings.TrimRight(l.Text, ". ") + ". " + bot.Escape(textConflictMark+" "+f.Note)
	case f.Status == content.Unverified:
		if unverified(f.Text) != f.Text {
			l.Mark = textUnverifiedMark
		}
	case f.Lapsed(day):
		l.Mark = fmt.Sprintf(textLapsed, f.Lapses.Add(1).VN())
	}
	if f.Status != content.Unverified && !f.Lapsed(day) {
		c.use(f.Sources)
	}
	return l
}

// use notes sources.
func (c *parts) use(keys []string) {
	for _, k := range keys {
		if !slices.Contains(c.used, k) {
			c.used = append(c.used, k)
		}
	}
}

// doubtful reports whether a line has a mark.
func (c *parts) doubtful() bool {
	marked := func(l bot.CardLine) bool { return l.Mark != "" }
	return slices.ContainsFunc(c.Lead, marked) ||
		slices.ContainsFunc(c.all, func(p *piece) bool { return slices.ContainsFunc(p.Lines, marked) })
}

// prose notes a sentence that is no item of a list.
func (c *parts) prose(text string) {
	if text = strings.TrimSpace(text); text != "" {
		c.add(bot.CardLine{Text: bot.Escape(text), Prose: true})
	}
}

// add notes a line, unless it stands there already.
func (c *parts) add(l bot.CardLine) {
	if c.none || c.has(l) {
		return
	}
	if c.lead > 0 && !l.Prose {
		c.lead--
		c.Lead = append(c.Lead, l)
		return
	}
	p := c.current()
	switch {
	case p.atGlance:
		l = atGlance(l)
	case p.noun:
		l.Text = nounBold(l.Text)
	}
	p.Lines = append(p.Lines, l)
}

// link puts a link after the line noted last.
func (c *parts) link(label, address string) {
	if strings.ContainsAny(address, "() \n") {
		return
	}
	if p := c.current(); len(p.Lines) > 0 {
		p.Lines[len(p.Lines)-1].Text += " [" + label + "](" + address + ")"
	}
}

// has reports whether the same is said already.
func (c *parts) has(l bot.CardLine) bool {
	said := bot.Plain(l.Text)
	same := func(o bot.CardLine) bool { return o.When == l.When && bot.Plain(o.Text) == said }
	return slices.ContainsFunc(c.Lead, same) ||
		slices.ContainsFunc(c.all, func(p *piece) bool { return slices.ContainsFunc(p.Lines, same) })
}

// finish puts the parts into the card; nil where none is wanted.
func (c *parts) finish() *bot.Card {
	if c.none {
		return nil
	}
	for _, p := range c.all {
		switch {
		case len(p.Lines) == 0:
		case p.atGlance:
			c.Facts = append(c.Facts, p.CardPart)
		default:
			c.Parts = append(c.Parts, p.CardPart)
		}
	}
	card := c.Card
	return &card
}

// ends are where the first, weighty words of a line end.
var ends = []string{"; ", ", ", " (", ". ", " – "}

// headBold makes the head of a value bold: "*Ngay trong ngày làm việc*; nhận sau 15 giờ thì…". Nothing is left out.
func headBold(text string) string {
	if strings.ContainsAny(text, "*[") {
		return text
	}
	if i := strings.Index(text, ": "); i > 0 && utf8.RuneCountInString(text[:i]) <= longestNoun &&
		!strings.ContainsAny(text[:i], ",;(.") {
		return text[:i+2] + headBold(text[i+2:])
	}
	cut := len(text)
	for _, end := range ends {
		if i := strings.Index(text, end); i > 0 && i < cut && balanced(text[:i]) {
			cut = i
		}
	}
	head := strings.TrimRight(text[:cut], ". ")
	return "*" + head + "*" + text[len(head):]
}

// atGlance puts the value first and the case for which it holds behind it: "*Miễn lệ phí* – đúng hạn 60 ngày (theo…)".
func atGlance(l bot.CardLine) bot.CardLine {
	l.Text = headBold(l.Text)
	end := strings.LastIndexByte(l.Text, '*')
	if l.When == "" || end < 0 {
		return l
	}
	l.Text = l.Text[:end+1] + " – " + bot.Escape(l.When) + l.Text[end+1:]
	l.When = ""
	return l
}

func balanced(s string) bool { return strings.Count(s, "(") == strings.Count(s, ")") }

// What one brings begins with one of these nouns; it ends where the sentence begins to say more about it.
var (
	papers = regexp.MustCompile(`^(?:\d+ |Bản chính |Bản sao |Một |Hai )?(?i:tờ khai|giấy|đơn|bản|văn bản|thẻ|số định danh` +
		`|hợp đồng|ảnh|sổ|hộ chiếu|biên bản|danh sách|quyết định|phiếu|chứng từ|hồ sơ|chứng minh|căn cước|cccd|bằng` +
		`|hóa đơn|mẫu|báo cáo|phương án|sơ đồ|trích lục|tài liệu|công văn|tờ trình|di chúc|thông báo|lời chứng|kết luận` +
		`|dự án|quy chế|chứng thư|xác nhận|lý lịch|thuyết minh|ủy quyền)[^\p{L}]`)
	paperEnds = regexp.MustCompile(`[,;:.(]| – | (?:theo|bản chính|bản sao|bản gốc|của|để|do|thì|trong|khi|nếu|có|mà|còn` +
		`|đã|được|phải|từ|tại|hoặc|và|ghi|nêu|kèm|không|chỉ|với|trên)(?: |$)`)
)

// longestNoun is the most runes of a noun that is made bold; a longer head is no noun.
const longestNoun = 60

// nounBold makes the paper that a line names bold: "*Giấy chứng sinh*, bản chính."
func nounBold(text string) string {
	if strings.ContainsAny(text, "*[") || !papers.MatchString(text+" ") {
		return text
	}
	from, cut := 0, len(text)
	for range 2 { // a noun has two syllables at least: "Giấy có…" names none
		if i := strings.IndexByte(text[from:], ' '); i >= 0 {
			from += i + 1
		}
	}
	from = max(0, from-1)
	if at := paperEnds.FindStringIndex(text[from:]); at != nil {
		cut = from + at[0]
	}
	head := strings.TrimRight(text[:cut], ". ")
	if utf8.RuneCountInString(head) > longestNoun {
		return text
	}
	return "*" + head + "*" + text[len(head):]
}

// links are the sources of a card: what citizens may see, each once, in the order of sourceLine.
func links(sources []content.Source, used []string) (out []bot.CardLink) {
	for _, s := range citations(sources, used) {
		out = append(out, bot.CardLink{Label: s.Title, URL: s.Link()})
	}
	return out
}

// sourceList notes every source that a citizen may see as a part of its own.
func (c *parts) sourceList(sources []content.Source) {
	part := c.begin(bot.CardPart{ID: string(content.Legal), Title: textSources})
	for _, s := range sources {
		if !s.Official() {
			continue
		}
		l := bot.CardLine{Text: bot.Escape(s.Title)}
		if link := s.Link(); link != "" && !strings.ContainsAny(link, "() ") {
			l.Text = "[" + strings.NewReplacer("[", "(", "]", ")").Replace(s.Title) + "](" + link + ")"
		}
		if !slices.Contains(part.Lines, l) {
			part.Lines = append(part.Lines, l)
		}
	}
}
