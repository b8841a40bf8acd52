package handlers

import (
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// followUp answers words that go on about the entry last shown: another part of it ("thế lệ phí bao nhiêu?") or another
// of its dossiers ("còn nếu cha mẹ chưa kết hôn?"). Words that name a procedure of their own are no follow-up.
func (b *Bot) followUp(t *turn) ([]bot.Message, bool) {
	if t.dlg.Entry == "" || !t.fresh() {
		return nil, false
	}
	p, ok := t.know.Library.Procedure(t.dlg.Entry)
	if !ok {
		return nil, false
	}
	r := t.know.Index.Ask(t.text)
	opening, rest := cutOpening(vi.Fold(t.text))
	if situation, found := matchSituation(p, t.text); found && (opening || r.Outcome != search.Answer || r.Hits[0].ID == t.dlg.Entry) {
		messages, err := b.show(t, p.ID(), search.Aspect("dossier"), situation)
		return messages, err == nil
	}
	if r.Aspect == "" {
		return nil, false
	}
	// Only the aspect and small words are left: the subject is the entry on the table.
	if r.Subject == 0 || opening && r.Outcome != search.Answer && len(strings.Fields(rest)) <= 8 {
		messages, err := b.show(t, p.ID(), r.Aspect, 0)
		return messages, err == nil
	}
	return nil, false
}

// openings begin a question that leans on the one before.
var openings = []string{"con neu", "the con", "vay con", "the neu", "vay neu", "the thi", "vay thi", "the", "vay", "con", "neu", "roi", "a the", "a con"}

func cutOpening(folded string) (found bool, rest string) {
	for _, o := range openings {
		if after, ok := strings.CutPrefix(folded, o+" "); ok {
			return true, after
		}
	}
	return false, folded
}
