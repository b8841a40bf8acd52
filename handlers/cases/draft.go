package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
)

// draftOf makes a draft entry of an answered question.
func (svc *Service) draftOf(ctx context.Context, t *dialog.Turn, c Case) ([]bot.Message, error) {
	if c.Answer == "" || !c.Question() {
		return dialog.Say(dialog.TextOldButton), nil
	}
	library.PutDraft(t.Tx, DraftOfCase(c, t.Now))
	return dialog.Say(fmt.Sprintf(textDrafted, c.Ref)), svc.People.Audit(ctx, t, "content.draft", c.Ref, "")
}

// DraftOfCase writes an answered question as an entry whose source is the official's answer.
func DraftOfCase(c Case, now time.Time) library.Draft {
	source := "Cán bộ trả lời câu hỏi " + c.Ref
	if c.From != "" {
		source += ", " + c.From
	}
	return library.NewDraft(c.Ref, c.Text, c.Answer, source, content.DayOf(c.Done.In(content.Zone)), now)
}
