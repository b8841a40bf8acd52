package recurring

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/dialog"
)

// sentLate is how late an occurrence is still sent, on its own day: news of this morning's market is no use at night.
const sentLate = 3 * time.Hour

// due sends an occurrence and sets the next. All of it is one transaction, marked with the moment: whatever dies,
// each is sent once.
func (svc *Service) due(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	s, found, err := Load(ctx, tx, id)
	if err != nil || !found || s.State != Active || s.Next.UnixMilli() != at.UnixMilli() {
		return err
	}
	a, found, err := announce.Load(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	know, err := svc.Calendar.KnowledgeIn(ctx, tx, a.Office)
	if err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	moment := dialog.Moment(s.Next)
	late := now.Sub(s.Next) > sentLate || content.DayOf(now) != content.DayOf(s.Next.In(content.Zone))
	told := ""
	if late {
		s.Skipped++
		told = textSkipped
	} else {
		occurrence, err := svc.Announce.Occur(ctx, tx, a, s.Decided)
		if err != nil {
			return err
		}
		if occurrence == nil {
			s.Skipped++
			told = textNobody
		} else {
			s.Sent++
			s.Last = occurrence.ID
		}
	}
	line, seed := bot.Escape("“"+a.FirstLine()+"”"), fmt.Sprint("series:", at.UnixMilli())
	goesOn := s.schedule(tx, svc.Calendar.WeekOf(know), now)
	if told != "" {
		next := textNoMore
		if goesOn {
			next = dialog.Moment(s.Next)
		}
		text := fmt.Sprintf(told, moment, line, next)
		if err := svc.Announce.Tell(ctx, tx, a, seed, bot.Message{Text: text}); err != nil {
			return err
		}
	}
	if goesOn {
		put(tx, s)
		return nil
	}
	if err := svc.end(ctx, tx, s, a); err != nil {
		return err
	}
	return svc.Announce.Tell(ctx, tx, a, seed+":end", bot.Message{Text: fmt.Sprintf(textLast, line, s.Sent, s.Skipped)})
}
