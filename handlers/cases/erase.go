package cases

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
	"github.com/motcua/motcua/handlers/unanswered"
)

// EraseOpinions takes away ratings, surveys, questions without an answer, and questions and complaints with everything
// written in them. words are the names under which messages that wait elsewhere may still speak of them.
func (svc *Service) EraseOpinions(ctx context.Context, t *dialog.Turn) (words []string, err error) {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return nil, err
	}
	mine, err := t.Tx.List(ctx, people.ByPerson(who), bot.Range{Max: dialog.MaxScore, Limit: 10000})
	if err != nil {
		return nil, err
	}
	for _, e := range mine {
		kind, id, _ := strings.Cut(e.Member, ":")
		if kind == "case" {
			c, found, err := LoadCase(ctx, t.Tx, id)
			if err != nil {
				return nil, err
			}
			if words = append(words, id); found && c.Task != "" {
				words = append(words, c.Task)
			}
			if err := svc.EraseCase(ctx, t.Tx, id, textErasedByAsker); err != nil {
				return nil, err
			}
		} else {
			t.Tx.Delete(bot.Key{Kind: kind, ID: id})
		}
		t.Tx.Remove(people.ByPerson(who), e.Member)
	}
	t.Tx.Delete(HeldKey(t.Update.Chat))
	return words, unanswered.Erase(ctx, t.Tx, who)
}

// EraseCase takes a case away; the task made of it is taken back, and its title, which quotes the citizen, goes.
func (svc *Service) EraseCase(ctx context.Context, tx bot.Tx, ref, why string) error {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found {
		return err
	}
	if err := svc.endTask(ctx, tx, c, tasks.Void, why, "Việc "+ref+" (đã xóa)"); err != nil {
		return err
	}
	tx.Delete(caseKey(ref))
	tx.Delete(openCaseKey(ref))
	tx.Remove(CasesSet, ref)
	tx.Remove(OpenCasesSet, ref)
	if c.By != "" {
		tx.Remove(openSet(c.By), ref)
	}
	tx.Remove(bot.ScheduleSet, "opinion:"+ref)
	tx.Remove(bot.ScheduleSet, windowKind+":"+ref)
	draft := DraftOfCase(c, tx.Now()).ID
	tx.Delete(library.DraftKey(draft))
	tx.Remove(library.DraftsSet, draft)
	return nil
}
