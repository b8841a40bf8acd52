package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// longestAway is how many days a stand-in may be named for: a year, which covers every leave.
const longestAway = 366

// MayName reports whether the actor names who stands in for an official: for himself, a head for the unit, who runs the
// bot for everybody.
func MayName(by people.Actor, away people.Person) bool {
	return by.Person.ID != "" && by.Person.ID == away.ID || by.Leads(away.Unit)
}

// NameStandIn says who stands in for an official from one day to another, both included, and tells both. It takes the
// place of what was said before.
func (svc *Service) NameStandIn(ctx context.Context, tx bot.Tx, by people.Actor, away, in people.Person, from,
	to content.Day) (s people.StandIn, err error) {
	now := tx.Now().In(content.Zone)
	today := content.DayOf(now)
	switch {
	case !MayName(by, away) || !by.Office.Has(in.Unit):
		return s, dialog.NotAllowed
	case away.ID == in.ID:
		return s, dialog.Refuse(textStandInSelf)
	case to.Before(from) || to.Before(today):
		return s, dialog.Refuse(fmt.Sprintf(textStandInGone, vidate.Format(from), vidate.Format(to)))
	case to.Sub(from) >= longestAway:
		return s, dialog.Refuse(textStandInLong)
	}
	if other, found, err := people.StandInOf(ctx, tx, in.ID); err != nil {
		return s, err
	} else if found && !other.To.Before(from) && !other.From.After(to) {
		return s, dialog.Refuse(fmt.Sprintf(textStandInAway, bot.Escape(in.Name), vidate.Format(other.From),
			vidate.Format(other.To)))
	}
	before, found, err := people.StandInOf(ctx, tx, away.ID)
	if err != nil {
		return s, err
	}
	s = people.StandIn{Person: away.ID, By: in.ID, From: from, To: to, Set: tx.Now()}
	s.Put(tx)
	if found && before.By != in.ID {
		if err := svc.tellStandIn(ctx, tx, by, before.By,
			fmt.Sprintf(textStandInNoMore, bot.Escape(away.Name))); err != nil {
			return s, err
		}
	}
	days := spanWords(s)
	if err := svc.tellStandIn(ctx, tx, by, away.ID,
		fmt.Sprintf(textStandInForYou, bot.Escape(in.Name), days)); err != nil {
		return s, err
	}
	open, err := tx.Size(ctx, tasks.PersonTasksSet(away.ID))
	if err != nil {
		return s, err
	}
	text := fmt.Sprintf(textYouStandIn, bot.Escape(away.Name), bot.Escape(away.Unit), days, open)
	if err := svc.tellStandIn(ctx, tx, by, in.ID, text); err != nil {
		return s, err
	}
	if err := svc.Tasks.PlanDigest(ctx, tx, in.ID, content.Day{}); err != nil {
		return s, err
	}
	return s, by.Audit(ctx, tx, people.VerbStandInSet, away.ID, from.VN()+" – "+to.VN())
}

// EndStandIn takes back that somebody stands in for an official, and tells both.
func (svc *Service) EndStandIn(ctx context.Context, tx bot.Tx, by people.Actor, away people.Person) error {
	if !MayName(by, away) {
		return dialog.NotAllowed
	}
	s, found, err := people.StandInOf(ctx, tx, away.ID)
	if err != nil {
		return err
	}
	if !found {
		return dialog.RefuseMissing(textNoStandIn)
	}
	people.DropStandIn(tx, away.ID)
	if err := svc.tellStandIn(ctx, tx, by, s.By, fmt.Sprintf(textStandInNoMore, bot.Escape(away.Name))); err != nil {
		return err
	}
	text := fmt.Sprintf(textNoStandInNow, bot.Escape(people.NameOf(ctx, tx, s.By)))
	if err := svc.tellStandIn(ctx, tx, by, away.ID, text); err != nil {
		return err
	}
	return by.Audit(ctx, tx, people.VerbStandInEnd, away.ID, "")
}

// withoutStandIns ends, for who is an official no more, that others stand in for him and that he does for others.
func (svc *Service) withoutStandIns(ctx context.Context, tx bot.Tx, by people.Actor, p people.Person) error {
	all, err := people.StandIns(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	for _, s := range all {
		switch p.ID {
		case s.Person:
			err = svc.tellStandIn(ctx, tx, by, s.By, fmt.Sprintf(textStandInNoMore, bot.Escape(p.Name)))
		case s.By:
			err = svc.tellStandIn(ctx, tx, by, s.Person, fmt.Sprintf(textNoStandInNow, bot.Escape(p.Name)))
		default:
			continue
		}
		if err != nil {
			return err
		}
		people.DropStandIn(tx, s.Person)
	}
	return nil
}

// tellStandIn writes to one of those whom it concerns, unless that is who acts.
func (svc *Service) tellStandIn(ctx context.Context, tx bot.Tx, by people.Actor, id, text string) error {
	if id == by.Person.ID {
		return nil
	}
	now := tx.Now().In(content.Zone)
	week, err := svc.Tasks.Calendar.NowOf(ctx, tx, id)
	if err != nil {
		return err
	}
	chat, _, err := svc.People.ChatFor(ctx, tx, id, "", now)
	if err != nil || chat.IsZero() {
		return err
	}
	tx.Send(bot.Outgoing{Key: "stand-in:" + id + ":" + by.Seed, To: chat, Priority: bot.PriorityReminder,
		NotBefore: week.Opening(now), Message: bot.Message{Text: text}})
	return nil
}

// spanWords are the days of a stand-in: "từ thứ Hai, 07/12/2026 đến hết thứ Sáu, 11/12/2026".
func spanWords(s people.StandIn) string {
	if s.From == s.To {
		return vidate.Format(s.From)
	}
	return "từ " + vidate.Format(s.From) + " đến hết " + vidate.Format(s.To)
}

const standInDraftTTL = time.Hour
