package cases

import (
	"context"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/people"
)

// openOpinion makes, or fills up, the case of a survey. It goes to the unit with the line or at the end of the survey;
// a survey that is left half-way goes after a while. A case that is closed stays as it is: a further line opens
// another.
func (svc *Service) openOpinion(ctx context.Context, tx bot.Tx, s *Survey, line string) error {
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return err
	}
	now := tx.Now().In(content.Zone)
	c, found, err := LoadCase(ctx, tx, s.Ref)
	switch {
	case err != nil:
		return err
	case found && !c.Done.IsZero() && line == "":
		return nil
	case !found || !c.Done.IsZero():
		c = Case{At: now, Unit: s.Unit, Entry: s.Entry, Channel: s.Channel}
		if c.Ref, err = svc.People.References.New(ctx, tx, "G-", caseKey); err != nil {
			return err
		}
		s.Ref = c.Ref
	}
	c.Level, c.Factors = s.Level, s.Factors
	c.By, _, _ = strings.Cut(s.ID, ":")
	if line != "" {
		c.Text = strings.TrimSpace(c.Text + "\n" + line)
		c.Told = false
	}
	if c.Unit == "" {
		if c.Unit, err = svc.unitFor(ctx, tx, know, bot.ChatID{}, c.Entry); err != nil {
			return err
		}
	}
	if c.Due.IsZero() {
		w, err := svc.week(ctx, tx, c.Unit)
		if err != nil {
			return err
		}
		c.Due = w.Ahead(content.DayOf(now), opinionDays)
	}
	putCase(tx, c)
	tx.Add(people.ByPerson(c.By), "case:"+c.Ref, now.UnixMilli())
	if !c.Told {
		tx.Add(bot.ScheduleSet, "opinion:"+c.Ref, now.Add(opinionWait).UnixMilli())
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
