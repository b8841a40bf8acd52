package library

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Draft is an entry of the content base that nobody has published yet. Editors finish it in the console.
type Draft struct {
	ID   string    `json:"id"`
	Path string    `json:"path"` // where it would stand: "faq/xin-giay-x.md"
	Text string    `json:"text"`
	From string    `json:"from"` // the reference of the case, or the id of an unanswered question
	At   time.Time `json:"at"`
}

// Title is what the draft calls its entry.
func (d Draft) Title() string { return TitleIn(d.Path, d.Text) }

// DraftsSet holds the drafts by the time they were made.
const DraftsSet = "drafts"

// DraftKey names the document of a draft.
func DraftKey(id string) bot.Key { return bot.Key{Kind: "draft", ID: id} }

// PutDraft stores a draft; the same From gives the same draft.
func PutDraft(tx bot.Tx, d Draft) {
	tx.Put(DraftKey(d.ID), d, 0)
	tx.Add(DraftsSet, d.ID, d.At.UnixMilli())
}

// What stands in a draft for what its editor still has to write; nothing with one of them is published.
const (
	PlaceAnswer = "(viết câu trả lời)"
	PlaceSource = "(tên văn bản hoặc nguồn)"
	placeAsk    = "(một cách người dân hay hỏi)"
	placeFact   = "(viết phần này)"
)

// Unwritten reports whether a draft's template stands in a text.
func Unwritten(text string) bool {
	for _, place := range []string{PlaceAnswer, PlaceSource, placeAsk, placeFact} {
		if strings.Contains(text, place) {
			return true
		}
	}
	return false
}

// unwritten faults every line in which a draft's template still stands.
func unwritten(path, text string) (out content.Faults) {
	what := map[string]string{PlaceAnswer: "chưa viết câu trả lời",
		PlaceSource: textNoSource,
		placeAsk:    "chưa ghi cách người dân hay hỏi", placeFact: "chưa viết phần này"}
	for i, line := range strings.Split(text, "\n") {
		for place, missing := range what {
			if strings.Contains(line, place) {
				out = append(out, content.Fault{File: path, Line: i + 1,
					What: missing + " (chữ mẫu “" + place + "” còn nguyên)"})
			}
		}
	}
	return out
}

// NewDraft writes a FAQ entry in the form of the content base. It is not complete: the editor adds further ways of
// asking and the source, as the check will ask of him.
func NewDraft(from, question, answer, source string, day content.Day, now time.Time) Draft {
	slug := slugOf(question)
	var text strings.Builder
	fmt.Fprintf(&text, "---\nid: %s\nquestion: %s\nnames:\n  - %s\nfield: Hướng dẫn "+
		"chung\nchecked: %s\nreview: %s\nsources:\n", slug, quoted(question), quoted(question), day, day.AddMonths(6))
	fmt.Fprintf(&text, "  can-bo: {title: %s, checked: %s}\n---\n", quoted(source), day)
	for line := range strings.SplitSeq(answer, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(&text, "- %s [can-bo]\n", line)
		}
	}
	return Draft{ID: strings.ToLower(strings.ReplaceAll(from, ":", "-")), Path: "faq/" + slug + ".md",
		Text: text.String(), From: from, At: now}
}

// slugOf makes an id of a title.
func slugOf(title string) string {
	slug := strings.Join(strings.FieldsFunc(vi.Fold(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if len(slug) > 50 {
		slug = slug[:50]
	}
	if slug = strings.Trim(slug, "-"); slug == "" {
		return "muc-moi"
	}
	return slug
}

// NewEntry is the template of a procedure or of a FAQ under a title: every place that has to be written says so, and
// nothing is published before.
func NewEntry(procedure bool, title string, day content.Day, now time.Time) Draft {
	id := slugOf(title)
	if !procedure {
		d := NewDraft("moi:"+id, title, PlaceAnswer, PlaceSource, day, now)
		d.Text = strings.Replace(d.Text, "field:", placeAsks()+"field:", 1)
		return d
	}
	var text strings.Builder
	fmt.Fprintf(&text, "---\nid: %s\ntitle: %s\nfield: Hướng dẫn chung\nlevel: cap-xa\nnames:\n  - %s\n", id,
		quoted(title), quoted(title))
	text.WriteString(placeAsks())
	fmt.Fprintf(&text, "summary: \"%s\"\nchecked: %s\nreview: %s\n", placeFact, day, day.AddMonths(6))
	for _, key := range []string{"who", "where", "time", "fee", "online", "result", "legal"} {
		fmt.Fprintf(&text, "%s:\n  - {text: \"%s\", sources: [nguon]}\n", key, placeFact)
	}
	fmt.Fprintf(&text, "sources:\n  nguon: {title: \"%s\", checked: %s}\n---\n", PlaceSource, day)
	fmt.Fprintf(&text, "## Hồ sơ\n### Trường hợp thông thường\n- %s [nguon]\n\n## Trình tự\n1. %s [nguon]\n", placeFact,
		placeFact)
	return Draft{ID: "moi-" + id, Path: "procedures/" + id + ".md", Text: text.String(), From: "moi:" + id, At: now}
}

// NewPlan is the template of a plan of the office's own under a title: its tasks become tasks of officials by
// themselves once an editor has written and published it.
func NewPlan(title string, day content.Day, now time.Time) Draft {
	id := slugOf(title)
	id = strings.Trim(id[:min(len(id), 40)], "-")
	year, _, _ := day.Date()
	var text strings.Builder
	fmt.Fprintf(&text, planHead, quoted(id), quoted(title), year, placeFact, day,
		day.AddMonths(6), year, year)
	fmt.Fprintf(&text, "tasks:\n  - id: t1\n    text: \"%s\"\n    lead: \"%s\"\n    due: %d-12-31\n    sources: "+
		"[ke-hoach]\n",
		placeFact, placeFact, year)
	text.WriteString(planRepeats)
	fmt.Fprintf(&text, "sources:\n  ke-hoach: {office: \"%s\", checked: %s}\n", PlaceSource, day)
	return Draft{ID: "moi-ke-hoach-" + id, Path: "plan/" + id + "/plan.yaml", Text: text.String(), From: "moi:" + id,
		At: now}
}

// EntryOf is the draft of a procedure as the national portal states it: each statement is marked as not confirmed, and
// what the portal does not say has to be written. url is its page there, or empty.
func EntryOf(p *content.Procedure, url string, day content.Day, now time.Time) Draft {
	id := slugOf(p.Title)
	var text strings.Builder
	fmt.Fprintf(&text, "---\nid: %s\ntitle: %s\ncodes: [%s]\nfield: %s\nlevel: %s\nnames:\n  - %s\n", id,
		quoted(p.Title),
		quoted(p.Key), quoted(orElse(p.Field, "Hướng dẫn chung")),
		orElse(strings.Join(p.Levels[:min(1, len(p.Levels))], ""), "cap-xa"),
		quoted(p.Title))
	text.WriteString(placeAsks())
	fmt.Fprintf(&text, "summary: \"%s\"\nchecked: %s\nreview: %s\n", placeFact, day, day.AddMonths(6))
	for _, l := range []struct {
		key   string
		facts []content.Fact
	}{{"who", p.Who}, {"where", p.Where}, {"time", p.Facts(content.Time)}, {"fee", p.Facts(content.Fee)},
		{"online", nil},
		{"result", p.Result}, {"legal", p.Legal}} {
		text.WriteString(l.key + ":\n")
		written := 0
		for _, f := range l.facts {
			if f.Status == content.Copied {
				fmt.Fprintf(&text, "  - {text: %s, status: unverified, note: %s, sources: [cong]}\n", quoted(f.Text),
					quoted(copiedNote))
				written++
			}
		}
		if written == 0 {
			fmt.Fprintf(&text, "  - {text: \"%s\", sources: [cong]}\n", placeFact)
		}
	}
	link := ""
	if url != "" {
		link = ", url: " + quoted(url)
	}
	fmt.Fprintf(&text, "sources:\n  cong: {title: %s%s, checked: %s}\n---\n",
		quoted("Cổng Dịch vụ công quốc gia, thủ tục "+p.Key), link, day)
	text.WriteString("## Hồ sơ\n### Trường hợp thông thường\n")
	var dossier []content.Line
	for _, s := range p.Dossier {
		dossier = append(dossier, s.Lines...)
	}
	writeLines(&text, "- ", dossier)
	text.WriteString("\n## Trình tự\n")
	writeLines(&text, "1. ", p.Steps)
	if len(p.Conditions) > 0 {
		text.WriteString("\n## Lưu ý\n")
		writeLines(&text, "- ", p.Conditions)
	}
	return Draft{ID: "cong-" + id, Path: "procedures/" + id + ".md", Text: text.String(), From: "cong:" + p.Key,
		At: now}
}

// writeLines writes lines of the portal, or the place of those that it lacks.
func writeLines(text *strings.Builder, mark string, lines []content.Line) {
	for _, l := range lines {
		fmt.Fprintf(text, "%s%s (chưa xác minh) [cong]\n", mark,
			strings.NewReplacer("[", "(", "]", ")").Replace(l.Text))
	}
	if len(lines) == 0 {
		fmt.Fprintf(text, "%s%s [cong]\n", mark, placeFact)
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// placeAsks are the ways of asking that an entry still needs.
func placeAsks() (lines string) {
	for i := range 4 {
		lines += fmt.Sprintf("  - \"%s %d\"\n", placeAsk, i+2)
	}
	return lines
}

// quoted writes a text as a YAML scalar in double quotes on one line.
func quoted(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// OfficeQuestions is the file of the golden questions that an office adds itself.
const OfficeQuestions = "questions-co-quan.yaml"

// AddQuestion adds a golden question to the text of a file of them. missed notes that it is not answered so yet.
func AddQuestion(text, question, want string, missed bool) string {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	line := "- {q: " + quoted(question) + ", want: " + want
	if missed {
		line += ", missed: true"
	}
	return text + line + "}\n"
}
