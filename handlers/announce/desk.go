package announce

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
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
	page bool      // at the console, where no message answers
}

// DeskOf opens the desk of the admin who has this chat; see people.Actor for seed.
func (svc *Service) DeskOf(ctx context.Context, tx bot.Tx, chat bot.ChatID, seed string) (*Desk, error) {
	if svc.Engine == nil {
		return nil, dialog.Refuse(textAnnounceOff)
	}
	by, ok, err := svc.People.ActorAt(ctx, tx, chat, "page:"+seed)
	switch {
	case err != nil:
		return nil, err
	case !ok || !by.Runs():
		if err := people.Audit(ctx, tx, chat, by.Role, people.VerbAnnounceRefused, "", ""); err != nil {
			return nil, err
		}
		return nil, dialog.NotAllowed
	}
	know, err := svc.Calendar.KnowledgeIn(ctx, tx, by.Office.Slug)
	return &Desk{svc, tx, by, know, tx.Now().In(content.Zone), true}, err
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
	a, found, err := LoadFor(ctx, d.tx, d.by.Office, id)
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

// inChat wraps a step of announcements for the chat: only admins take it, at their desk; who tries it without the right
// stands in the log.
func (svc *Service) inChat(do func(d *Desk, ctx context.Context, t *dialog.Turn) ([]bot.Message, error)) dialog.Step {
	return func(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		by, ok, err := svc.People.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if !ok || !by.Runs() {
			return nil, svc.refuseStranger(ctx, t)
		}
		if svc.Engine == nil {
			return nil, dialog.Refuse(textAnnounceOff)
		}
		return do(&Desk{svc: svc, tx: t.Tx, by: by, know: t.Know, now: t.Now}, ctx, t)
	}
}

// refuseStranger refuses somebody without the right. One line of the log an hour tells enough: a prank must not fill
// it.
func (svc *Service) refuseStranger(ctx context.Context, t *dialog.Turn) error {
	if t.Now.Sub(t.Dialog.Refused) >= time.Hour {
		t.Dialog.Refused = t.Now
		if err := svc.People.Audit(ctx, t, people.VerbAnnounceRefused, "", ""); err != nil {
			return err
		}
	}
	return dialog.NotAllowed
}

// draft makes a draft for everybody who subscribed; text is in our markup and must have passed markup.Check.
func (d *Desk) draft(ctx context.Context, text string) (*Announcement, error) {
	id, err := d.svc.People.References.New(ctx, d.tx, "", func(id string) bot.Key { return key(strings.ToLower(id)) })
	if err != nil {
		return nil, err
	}
	a := &Announcement{ID: strings.ToLower(id), By: d.by.Chat, Office: d.by.Office.Slug, Text: text,
		Audience: []subscribers.Group{{Kind: subscribers.GroupAll}}, State: Draft, Created: d.tx.Now()}
	put(d.tx, a)
	list(d.tx, a)
	return a, nil
}
