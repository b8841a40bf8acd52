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

// DraftsSet holds the drafts by the time they were made.
const DraftsSet = "drafts"

// DraftKey names the document of a draft.
func DraftKey(id string) bot.Key { return bot.Key{Kind: "draft", ID: id} }

// PutDraft stores a draft; the same From gives the same draft.
func PutDraft(tx bot.Tx, d Draft) {
	tx.Put(DraftKey(d.ID), d, 0)
	tx.Add(DraftsSet, d.ID, d.At.UnixMilli())
}

// NewDraft writes a FAQ entry in the form of the content base. It is not complete: the editor adds further ways of
// asking and the source, as the check will ask of him.
func NewDraft(from, question, answer, source string, day content.Day, now time.Time) Draft {
	slug := strings.Join(strings.Fields(vi.Fold(question)), "-")
	if len(slug) > 50 {
		slug = slug[:50]
	}
	slug = strings.Trim(slug, "-")
	if slug == "" {
		slug = "hoi-dap"
	}
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
