package cases

import (
	"context"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// openOpinion makes, or fills up, the case of a survey. It goes to the unit with the line or at the end of the survey;
// a survey that is left half-way goes after a while.
func (svc *Service) openOpinion(ctx context.Context, t *dialog.Turn, s *Survey, line string) error {
	c := Case{Ref: s.Ref, At: t.Now, Due: svc.Calendar.WeekOf(t.Know).Ahead(t.Day(), opinionDays), Unit: s.Unit,
		Entry: s.Entry}
	if s.Ref == "" {
		c.Channel = t.Update.Chat.Channel
		var err error
		if s.Ref, err = svc.People.References.New(ctx, t.Tx, "G-", caseKey); err != nil {
			return err
		}
		c.Ref = s.Ref
	} else if _, err := t.Tx.Get(ctx, caseKey(s.Ref), &c); err != nil {
		return err
	}
	c.Level, c.Factors = s.Level, s.Factors
	c.By, _, _ = strings.Cut(s.ID, ":")
	if line != "" {
		c.Text = strings.TrimSpace(c.Text + "\n" + line)
		c.Told = false
	}
	if c.Unit == "" {
		var err error
		if c.Unit, err = unitFor(ctx, t.Tx, t.Know, c.Entry); err != nil {
			return err
		}
	}
	putCase(t.Tx, c)
	t.Tx.Add(people.ByPerson(c.By), "case:"+c.Ref, t.Now.UnixMilli())
	if !c.Told {
		t.Tx.Add(bot.ScheduleSet, "opinion:"+c.Ref, t.Now.Add(opinionWait).UnixMilli())
	}
	return nil
}

// opinionWait is how long a low rating waits for its line before it goes to the unit without one.
const opinionWait = 10 * time.Minute

// sendOpinion gives an opinion to the unit in charge, once.
func (svc *Service) sendOpinion(ctx context.Context, tx bot.Tx, ref string) (Case, error) {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found || c.Told || !c.Done.IsZero() {
		return c, err
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return c, err
	}
	err = svc.giveTask(ctx, tx, know, &c)
	putCase(tx, c)
	tx.Remove(bot.ScheduleSet, "opinion:"+ref)
	return c, err
}

// dueOpinion fires for a survey that was left half-way.
func (svc *Service) dueOpinion(ctx context.Context, tx bot.Tx, ref string, _ time.Time) error {
	_, err := svc.sendOpinion(ctx, tx, ref)
	return err
}
