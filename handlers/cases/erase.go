package cases

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
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
			if err := svc.EraseCase(ctx, t.Tx, id, "đã xóa theo yêu cầu của người dân"); err != nil {
				return nil, err
			}
		} else {
			t.Tx.Delete(bot.Key{Kind: kind, ID: id})
		}
		t.Tx.Remove(people.ByPerson(who), e.Member)
	}
	return words, eraseUnanswered(ctx, t.Tx, who)
}

// eraseUnanswered takes away the questions without an answer that a person asked; those that others asked in the same
// words stay, as nobody's.
func eraseUnanswered(ctx context.Context, tx bot.Tx, who string) error {
	var ids []string
	if _, err := tx.Get(ctx, askedKey(who), &ids); err != nil {
		return err
	}
	tx.Delete(askedKey(who))
	for _, id := range ids {
		q, found, err := LoadUnanswered(ctx, tx, id)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if q.Askers--; q.Askers > 0 {
			tx.Put(unansweredKey(id), q, unansweredTTL)
			continue
		}
		if err := dropWords(ctx, tx, q); err != nil {
			return err
		}
		draft := library.NewDraft("q:"+id, "", "", "", content.Day{}, tx.Now()).ID
		tx.Delete(library.DraftKey(draft))
		tx.Remove(library.DraftsSet, draft)
	}
	return nil
}

// dropWords takes the words of a question away; what was merged into it, or what it was merged into, stays.
func dropWords(ctx context.Context, tx bot.Tx, q Unanswered) error {
	if q.Into == "" && len(q.Also) > 0 {
		q.Text, q.Also = q.Also[0], q.Also[1:]
		tx.Put(unansweredKey(q.ID), q, unansweredTTL)
		return nil
	}
	DropUnanswered(tx, q.ID)
	if q.Into == "" {
		return nil
	}
	one, found, err := LoadUnanswered(ctx, tx, q.Into)
	if err != nil || !found {
		return err
	}
	one.Also = slices.DeleteFunc(one.Also, func(text string) bool { return wordsID(text) == q.ID })
	if wordsID(one.Text) == q.ID && len(one.Also) > 0 {
		one.Text, one.Also = one.Also[0], one.Also[1:]
	}
	tx.Put(unansweredKey(one.ID), one, unansweredTTL)
	return nil
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
	draft := DraftOfCase(c, tx.Now()).ID
	tx.Delete(library.DraftKey(draft))
	tx.Remove(library.DraftsSet, draft)
	return nil
}
