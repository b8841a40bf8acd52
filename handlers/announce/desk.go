package announce

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Desk is an admin who acts on announcements within one transaction, in a chat or at the console: the same rights,
// states, lines of the log and sentences. An error that is a dialog.Refusal did nothing but stand in the log, so the
// transaction is to be committed nevertheless; see AtPage.
type Desk struct {
	svc  *Service
	tx   bot.Tx
	by   people.Actor
	know *answers.Knowledge
	now  time.Time // Asia/Ho_Chi_Minh
}

// DeskOf opens the desk of the admin who has this chat; see people.Actor for seed.
func (svc *Service) DeskOf(ctx context.Context, tx bot.Tx, chat bot.ChatID, seed string) (*Desk, error) {
	if svc.Engine == nil {
		return nil, dialog.Refuse(textAnnounceOff)
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	by, ok, err := svc.People.ActorAt(ctx, tx, chat, "page:"+seed)
	switch {
	case err != nil:
		return nil, err
	case !ok || !by.RunsAll():
		if err := people.Audit(ctx, tx, chat, by.Role, people.VerbAnnounceRefused, "", ""); err != nil {
			return nil, err
		}
		return nil, dialog.NotAllowed
	}
	return &Desk{svc, tx, by, know, tx.Now().In(content.Zone)}, nil
}

// AtPage runs f in a transaction. Its Refusal is returned once the line of the log is committed.
func AtPage(ctx context.Context, state bot.State, f func(tx bot.Tx) error) error {
	var no dialog.Refusal
	err := state.Update(ctx, func(tx bot.Tx) error {
		no = dialog.Refusal{}
		if err := f(tx); !errors.As(err, &no) {
			return err
		}
		return nil
	})
	if err == nil && no.Text != "" {
		return no
	}
	return err
}

// press is one thing that can be done with an announcement by its button: how the log calls it, in which states it can
// be done, and how. Without do it begins a dialogue, which only a chat has.
type press struct {
	verb people.Verb
	in   []State
	do   doing
}

// doing is what a button does; rest is what it says of its own.
type doing func(d *Desk, ctx context.Context, a *Announcement, rest string) ([]bot.Message, error)

// The states in which a button of a draft can be pressed.
var drafts = []State{Draft}

// take loads the announcement that something is to be done with, writes the line of the log, and refuses what its state
// does not allow.
func (d *Desk) take(ctx context.Context, id string, p press, note string) (*Announcement, error) {
	a, found, err := load(ctx, d.tx, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.RefuseMissing(textAnnounceGone)
	}
	if err := d.by.Audit(ctx, d.tx, p.verb, a.ID, note); err != nil {
		return nil, err
	}
	if !slices.Contains(p.in, a.State) {
		return nil, dialog.RefuseLate(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	}
	return a, nil
}
