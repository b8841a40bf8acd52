package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// ErrNoCase refuses a reference that nothing has.
var ErrNoCase = dialog.RefuseMissing(textNoCase)

// mayAnswer reports whether the actor may answer a case: people of the unit in charge, editors and admins of its office
// or of all, owners.
func mayAnswer(ctx context.Context, r bot.Reader, w people.Actor, c Case) (bool, error) {
	switch w.Role {
	case people.RoleOwner, people.RoleAdmin, people.RoleEditor:
		return InOffice(ctx, r, w.Office, c)
	case people.RoleHead, people.RoleMember:
		return w.Belongs(c.Unit), nil
	}
	return len(w.For) > 0 && w.Belongs(c.Unit), nil
}

// InOffice reports whether a case is an office's, by the unit in charge of it.
func InOffice(ctx context.Context, r bot.Reader, of people.Office, c Case) (bool, error) {
	if of.All() {
		return true, nil
	}
	unit, err := people.UnitName(ctx, r, c.Unit)
	return of.Has(unit), err
}

// load reads a case that the actor may act on.
func load(ctx context.Context, r bot.Reader, by people.Actor, ref string) (Case, error) {
	c, found, err := LoadCase(ctx, r, ref)
	if err != nil {
		return c, err
	}
	may, err := mayAnswer(ctx, r, by, c)
	switch {
	case err != nil:
		return c, err
	case !may:
		return c, dialog.NotAllowed
	case !found:
		return c, ErrNoCase
	}
	return c, nil
}

// open reads a case that the actor may act on and that still waits for its answer.
func open(ctx context.Context, r bot.Reader, by people.Actor, ref string) (Case, error) {
	c, err := load(ctx, r, by, ref)
	if err == nil && !c.Done.IsZero() {
		err = dialog.RefuseLate(fmt.Sprintf(textCaseClosed, c.Ref))
	}
	return c, err
}

// Answer writes the answer down, sends it to whoever waits and forgets who that was; known says whether anybody waits.
// Personal numbers in it are masked.
func (svc *Service) Answer(ctx context.Context, tx bot.Tx, by people.Actor, ref,
	text string) (c Case, known bool, err error) {
	if c, err = open(ctx, tx, by, ref); err != nil {
		return c, false, err
	}
	known = !c.Chat.IsZero()
	if c, err = svc.close(ctx, tx, by, c, text); err != nil {
		return c, known, err
	}
	return c, known, by.Audit(ctx, tx, people.VerbCaseAnswer, c.Ref, "")
}

// Close closes one case without an answer; who waits reads the reason.
func (svc *Service) Close(ctx context.Context, tx bot.Tx, by people.Actor, ref, reason string) error {
	_, _, err := svc.Answer(ctx, tx, by, ref, fmt.Sprintf(textClosedTo, reason))
	return err
}

// close ends a case with words for whoever waits, and forgets who that was.
func (svc *Service) close(ctx context.Context, tx bot.Tx, by people.Actor, c Case, text string) (Case, error) {
	c.Answer, c.From, c.Done = vi.MaskPersonal(text), by.Person.Unit, tx.Now()
	if !c.Chat.IsZero() {
		held, err := svc.send(ctx, tx, c)
		if err != nil {
			return c, err
		}
		c.Held = held
	}
	c.Chat = bot.ChatID{}
	putCase(tx, c)
	return c, svc.endTask(ctx, tx, c, tasks.Done, "đã trả lời", "")
}

// Move gives an open case to another unit, by its UnitID, which gets the task and the question.
func (svc *Service) Move(ctx context.Context, tx bot.Tx, by people.Actor, ref, unit string) (u people.Unit, err error) {
	c, err := open(ctx, tx, by, ref)
	if err != nil {
		return u, err
	}
	if u.Name, err = people.UnitName(ctx, tx, unit); err != nil {
		return u, err
	}
	if u.ID = unit; u.Name == "" || !by.Office.Has(u.Name) {
		return u, dialog.OldButton
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return u, err
	}
	c.Unit = unit
	if err := svc.giveTask(ctx, tx, know, &c); err != nil {
		return u, err
	}
	putCase(tx, c)
	return u, by.Audit(ctx, tx, people.VerbCaseMove, c.Ref, "")
}

// Draft makes a draft entry of an answered question.
func Draft(ctx context.Context, tx bot.Tx, by people.Actor, ref string) (d library.Draft, err error) {
	c, err := load(ctx, tx, by, ref)
	if err != nil {
		return d, err
	}
	if c.Answer == "" || !c.Question() {
		return d, dialog.OldButton
	}
	d = DraftOfCase(c, tx.Now())
	library.PutDraft(tx, d)
	return d, by.Audit(ctx, tx, people.VerbContentDraft, c.Ref, "")
}

// CloseMany closes open cases without an answer, for one reason that everybody who waits reads: what is left of a
// flood. Only who runs the bot may. Those that are closed already stay as they are.
func (svc *Service) CloseMany(ctx context.Context, tx bot.Tx, by people.Actor, refs []string, reason string) (n int,
	err error) {
	if !by.Runs() {
		return 0, dialog.NotAllowed
	}
	for _, ref := range refs {
		c, found, err := LoadCase(ctx, tx, ref)
		if err != nil {
			return n, err
		}
		if !found || !c.Done.IsZero() {
			continue
		}
		if in, err := InOffice(ctx, tx, by.Office, c); err != nil {
			return n, err
		} else if !in {
			continue
		}
		if _, err := svc.close(ctx, tx, by, c, fmt.Sprintf(textClosedTo, reason)); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 {
		return 0, dialog.RefuseLate(textNoneOpen)
	}
	return n, by.Audit(ctx, tx, people.VerbCaseCloseMany, "", fmt.Sprintf("%d", n))
}

// OpenFrom lists the open cases that came by a channel since a moment, the newest first.
func OpenFrom(ctx context.Context, r bot.Reader, channel string, since time.Time,
	most int) (refs []string, err error) {
	list, err := r.List(ctx, CasesSet,
		bot.Range{Min: since.UnixMilli(), Max: dialog.MaxScore, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		c, found, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found && c.Done.IsZero() && c.Channel == channel {
			refs = append(refs, c.Ref)
		}
	}
	return refs, nil
}

// Waiting counts the cases of an office that wait for an answer, and those of them that are late.
func Waiting(ctx context.Context, r bot.Reader, of people.Office, now time.Time) (open, late int64, err error) {
	if of.All() {
		if open, err = r.Size(ctx, OpenCasesSet); err != nil {
			return 0, 0, err
		}
	}
	most := bot.Range{Max: now.UnixMilli(), Limit: 1000}
	if !of.All() {
		most = bot.Range{Max: dialog.MaxScore, Limit: 2000}
	}
	list, err := r.List(ctx, OpenCasesSet, most)
	if err != nil || of.All() {
		return open, int64(len(list)), err
	}
	for _, e := range list {
		c, _, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return 0, 0, err
		}
		in, err := InOffice(ctx, r, of, c)
		if err != nil {
			return 0, 0, err
		}
		if in {
			open++
			if e.Score <= now.UnixMilli() {
				late++
			}
		}
	}
	return open, late, nil
}
