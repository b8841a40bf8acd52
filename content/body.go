package content

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/vi"
)

// splitEntry cuts a file into its YAML front matter and its Markdown body. The body starts after line bodyLine.
func splitEntry(b *book, src string) (front, body string, bodyLine int, ok bool) {
	src = strings.TrimPrefix(src, "\uFEFF")
	src = strings.ReplaceAll(src, "\r\n", "\n")
	if !strings.HasPrefix(src, "---\n") {
		b.blocked(1, "dòng đầu phải là ---; hãy mở phần thông tin bằng một dòng --- rồi mới ghi id, title…")
		return "", "", 0, false
	}
	rest := src[len("---\n"):]
	end := strings.Index(rest, "\n---\n")
	switch {
	case strings.HasPrefix(rest, "---\n"):
		return "", rest[len("---\n"):], 2, true
	case end >= 0:
	case strings.HasSuffix(rest, "\n---"):
		end = len(rest) - len("\n---")
	default:
		b.blocked(1, "phần thông tin chưa đóng; hãy thêm một dòng --- sau khóa cuối cùng")
		return "", "", 0, false
	}
	front = rest[:end+1]
	body = strings.TrimPrefix(rest[end:], "\n---")
	body = strings.TrimPrefix(body, "\n")
	return front, body, strings.Count(front, "\n") + 2, true
}

// section is a part of the body under one heading.
type section struct {
	title string // empty: the text before the first heading
	level int    // 0 before the first heading, else 2 or 3
	line  int
	lines []bodyLine
}

// bodyLine is one idea: a list item or a paragraph.
type bodyLine struct {
	text string
	line int
	item bool // it began with - or 1.
}

// item strips the "- " or "1. " that begins a list item.
func item(s string) (text string, ok bool) {
	for _, bullet := range []string{"- ", "* ", "• "} {
		if rest, found := strings.CutPrefix(s, bullet); found {
			return strings.TrimSpace(rest), true
		}
	}
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 0 && n+1 < len(s) && (s[n] == '.' || s[n] == ')') && s[n+1] == ' ' {
		return strings.TrimSpace(s[n+2:]), true
	}
	return s, false
}

// splitBody reads the little Markdown the format allows: headings, list items, paragraphs.
func splitBody(b *book, body string, offset int) []section {
	out := []section{{}}
	open := false // the last line may go on
	line := offset
	for raw := range strings.SplitSeq(body, "\n") {
		line++
		cur := &out[len(out)-1]
		s := strings.TrimSpace(raw)
		text, isItem := item(s)
		switch {
		case s == "":
			open = false
		case strings.HasPrefix(s, "#"):
			level := len(s) - len(strings.TrimLeft(s, "#"))
			title := strings.TrimSpace(s[level:])
			if level != 2 && level != 3 || title == "" {
				b.fault(line, "tiêu đề %q; chỉ dùng ## cho phần và ### cho trường hợp, có tên phía sau", clip(s, 40))
				level = max(2, min(level, 3))
			}
			out = append(out, section{title: title, level: level, line: line})
			open = false
		case isItem:
			cur.lines = append(cur.lines, bodyLine{text, line, true})
			open = true
		case open:
			last := &cur.lines[len(cur.lines)-1]
			last.text += " " + s
		default:
			cur.lines = append(cur.lines, bodyLine{s, line, false})
			open = true
		}
	}
	return out
}

// alsoPrefix starts the line below a situation's heading that lists other words for it.
const alsoPrefix = "Còn gọi:"

// unverifiedMark ends a line for which nobody found a source.
const unverifiedMark = "(chưa xác minh)"

var (
	sourceMark = regexp.MustCompile(`\s*\[((?:[a-z0-9][a-z0-9-]*|from: ?\S+|to: ?\S+)(?:\s*,\s*(?:[a-z0-9][a-z0-9-]*|from: ?[^\s,\]]+|to: ?[^\s,\]]+))*)\]\s*[.]?$`)
	badMark    = regexp.MustCompile(`\[[^\]]{1,60}\]\s*[.]?$`)
)

// maxLine is the most runes of a line that still read well on a phone.
const maxLine = 400

// line turns a body line into a Line and checks its source mark.
func (b *book) line(l bodyLine, copied bool) Line {
	out := Line{Text: l.text, Line: l.line}
	if copied {
		return out
	}
	if !norm.NFC.IsNormalString(out.Text) {
		b.fault(l.line, "chữ có dấu ở dạng tổ hợp (NFD); hãy gõ lại bằng bộ gõ Unicode dựng sẵn")
		out.Text = norm.NFC.String(out.Text)
	}
	out.Text = strings.Join(strings.Fields(out.Text), " ")
	for range 2 { // the two marks may stand in either order
		if m := sourceMark.FindStringSubmatchIndex(out.Text); m != nil {
			for k := range strings.SplitSeq(out.Text[m[2]:m[3]], ",") {
				b.mark(&out, strings.TrimSpace(k))
			}
			out.Text = strings.TrimSpace(out.Text[:m[0]])
		}
		if s, found := strings.CutSuffix(strings.TrimSuffix(out.Text, "."), unverifiedMark); found {
			out.Text, out.Unverified = strings.TrimSpace(s), true
		}
	}
	switch {
	case out.Text == "":
		b.fault(l.line, "dòng chỉ có nguồn mà không có nội dung; hãy viết nội dung hoặc xóa dòng")
	case badMark.MatchString(out.Text):
		b.fault(l.line,
			"dấu nguồn cuối dòng viết sai; hãy ghi khóa của nguồn, ví dụ [luat-ho-tich] hoặc [luat-ho-tich, cong-dvc]")
	case len(out.Sources) == 0 && !out.Unverified:
		b.fault(l.line,
			"dòng %q chưa có nguồn; hãy thêm [khóa-nguồn] hoặc %s vào cuối dòng", clip(out.Text, 40), unverifiedMark)
	}
	if n := utf8.RuneCountInString(out.Text); n > maxLine {
		b.fault(l.line, "dòng dài %d ký tự, quá %d nên khó đọc trên điện thoại; hãy tách thành nhiều dòng", n, maxLine)
	} else if n := longestSentence(out.Text); n > maxSentence {
		b.warn(l.line, "câu dài %d chữ, quá %d; hãy tách câu cho dễ đọc", n, maxSentence)
	}
	return out
}

// mark reads one item of a source mark: a key, or the first or last day on which the line holds.
func (b *book) mark(l *Line, item string) {
	which, day, dated := strings.Cut(item, ":")
	if !dated {
		l.Sources = append(l.Sources, item)
		return
	}
	d, err := ParseDay(strings.TrimSpace(day))
	if err != nil {
		b.fault(l.Line,
			"%q trong dấu nguồn không phải ngày có thật; hãy viết dạng from: 2027-01-01 hoặc to: 2026-12-31", item)
		return
	}
	if which == "from" {
		l.Valid.From = d
	} else {
		l.Valid.To = d
	}
}

// sections of a procedure's body.
const (
	secDossier    = "Hồ sơ"
	secSteps      = "Trình tự"
	secMistakes   = "Hay bị trả lại vì"
	secNotes      = "Lưu ý"
	secConditions = "Yêu cầu, điều kiện"
)

// body fills the entry's sections.
func (p *Procedure) body(b *book, text string, offset int) {
	known := []string{secDossier, secSteps, secMistakes, secNotes}
	if p.Imported {
		known = append(known, secConditions)
	}
	seen := map[string]int{}
	inDossier := false
	for _, s := range splitBody(b, text, offset) {
		switch s.level {
		case 0:
			p.Intro = b.lines(s, p.Imported, false)
			continue
		case 3:
			if !inDossier {
				b.fault(s.line, "### %s không nằm trong ## %s; chỉ phần hồ sơ mới chia trường hợp", s.title, secDossier)
				continue
			}
			p.Dossier = append(p.Dossier, b.situation(s, p.Imported))
			continue
		}
		if first, twice := seen[s.title]; twice {
			b.fault(s.line, "phần ## %s đã có ở dòng %d; hãy gộp lại", s.title, first)
			continue
		}
		seen[s.title] = s.line
		inDossier = s.title == secDossier
		p.section(b, s, known)
	}
	p.missingSections(b, seen, offset)
}

func (p *Procedure) section(b *book, s section, known []string) {
	lines := b.lines(s, p.Imported, true)
	switch s.title {
	case secDossier:
		if len(lines) > 0 { // items without a ### of their own are the ordinary case
			p.Dossier = append(p.Dossier, Situation{Lines: lines})
		}
		return
	case secSteps:
		p.Steps = lines
	case secMistakes:
		p.Mistakes = lines
	case secNotes:
		p.Notes = lines
	case secConditions:
		p.Conditions = lines
	default:
		hint := nearestTitle(s.title, known)
		b.fault(s.line, "không có phần ## %s; %s", s.title, hint)
		return
	}
	if len(lines) == 0 {
		b.fault(s.line, "phần ## %s để trống; hãy viết nội dung hoặc xóa tiêu đề", s.title)
	}
}

func nearestTitle(title string, known []string) string {
	for _, k := range known {
		if vi.Plain(k) == vi.Plain(title) {
			return "hãy viết đúng là ## " + k
		}
	}
	if n := vi.Nearest(title, known); n != "" {
		return "có phải ông/bà muốn viết ## " + n + "?"
	}
	return "các phần dùng được: ## " + strings.Join(known, ", ## ")
}

func (p *Procedure) missingSections(b *book, seen map[string]int, offset int) {
	if p.Imported {
		return
	}
	end := offset
	for _, name := range []string{secDossier, secSteps} {
		if seen[name] == 0 {
			b.fault(end, "thiếu phần ## %s; hãy thêm sau dòng --- thứ hai", name)
		}
	}
	if at := seen[secDossier]; at != 0 {
		if len(p.Dossier) == 0 {
			b.fault(at, "phần ## %s để trống; hãy thêm ít nhất một trường hợp với các giấy tờ", secDossier)
		}
		for _, s := range p.Dossier[min(1, len(p.Dossier)):] {
			if s.Title == "" {
				b.fault(at, "có giấy tờ nằm ngoài mọi trường hợp; hãy đặt dưới một tiêu đề ###")
			}
		}
	}
}

// situation reads one ### part of the dossier.
func (b *book) situation(s section, copied bool) Situation {
	out := Situation{Title: s.title}
	if len(s.lines) > 0 && strings.HasPrefix(s.lines[0].text, alsoPrefix) {
		for name := range strings.SplitSeq(strings.TrimPrefix(s.lines[0].text, alsoPrefix), ";") {
			if name = strings.Trim(strings.TrimSpace(name), "."); name != "" {
				out.Also = append(out.Also, name)
			}
		}
		s.lines = s.lines[1:]
	}
	out.Lines = b.lines(s, copied, true)
	if len(out.Lines) == 0 {
		b.fault(s.line, "trường hợp ### %s chưa có giấy tờ nào; hãy thêm các dòng bắt đầu bằng dấu -", s.title)
	}
	return out
}

func (b *book) lines(s section, copied, itemsOnly bool) []Line {
	var out []Line
	for _, l := range s.lines {
		if itemsOnly && !l.item && !copied {
			b.fault(l.line,
				"trong phần này mỗi ý là một dòng bắt đầu bằng dấu - (hoặc 1. 2. 3.); hãy thêm vào đầu dòng %q",
				clip(l.text, 40))
		}
		out = append(out, b.line(l, copied))
	}
	return out
}
