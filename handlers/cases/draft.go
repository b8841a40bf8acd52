package cases

import (
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/library"
)

// DraftOfCase writes an answered question as an entry whose source is the official's answer.
func DraftOfCase(c Case, now time.Time) library.Draft {
	source := "Cán bộ trả lời câu hỏi " + c.Ref
	if c.From != "" {
		source += ", " + c.From
	}
	return library.NewDraft(c.Ref, c.Text, c.Answer, source, content.DayOf(c.Done.In(content.Zone)), now)
}
