package groups

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Decide accepts or refuses the wish of a group, for the office.
func (svc *Service) Decide(ctx context.Context, tx bot.Tx, w people.Actor, chat bot.ChatID,
	accept bool) (subscribers.GroupChat, error) {
	g, err := svc.ofActor(ctx, tx, w, chat)
	switch {
	case err != nil:
		return g, err
	case g.State != subscribers.GroupAsking:
		return g, dialog.RefuseLate(fmt.Sprintf(textDecidedBefore, bot.Escape(g.Title), StateWords[g.State]))
	}
	verb, told := people.VerbGroupRefuse, fmt.Sprintf(textRefusedThere, bot.Escape(svc.officeOf(g)))
	g.State = subscribers.GroupRefused
	if accept {
		verb, told = people.VerbGroupAccept, fmt.Sprintf(textAcceptedThere, g.Kind(), bot.Escape(svc.officeOf(g)))
		g.State, g.Since = subscribers.GroupOn, tx.Now()
	}
	if err := w.Audit(ctx, tx, verb, chat.String(), g.Title); err != nil {
		return g, err
	}
	subscribers.PutGroupChat(tx, g)
	if accept || !g.Broadcast && !g.Owned { // where nobody there asked, nobody hears a refusal
		svc.say(tx, g, verb, told)
	}
	return g, nil
}

// ofActor loads a group for who runs its office's bot; a group of another office is not there for him.
func (svc *Service) ofActor(ctx context.Context, tx bot.Tx, w people.Actor, chat bot.ChatID) (subscribers.GroupChat,
	error) {
	g, found, err := subscribers.LoadGroupChat(ctx, tx, chat)
	switch {
	case err != nil:
		return g, err
	case !w.Runs():
		return g, dialog.NotAllowed
	case !found || !w.Office.Keeps(g.Office):
		return g, dialog.RefuseMissing(textNoGroup)
	}
	return g, nil
}

// GiveTo makes a group that asks that of one of several offices. Only who is of all offices does so, and only of one
// that named none itself.
func (svc *Service) GiveTo(ctx context.Context, tx bot.Tx, w people.Actor, chat bot.ChatID, of people.Office) error {
	g, err := svc.ofActor(ctx, tx, w, chat)
	switch {
	case err != nil:
		return err
	case !w.RunsAll() || g.Office != "" || g.State != subscribers.GroupAsking:
		return dialog.NotAllowed
	}
	g.Office, g.Commune = of.Slug, of.Commune
	subscribers.PutGroupChat(tx, g)
	return nil
}

// Stop ends the announcements in a group at the office's wish.
func (svc *Service) Stop(ctx context.Context, tx bot.Tx, w people.Actor,
	chat bot.ChatID) (subscribers.GroupChat, error) {
	g, err := svc.ofActor(ctx, tx, w, chat)
	switch {
	case err != nil:
		return g, err
	case g.State != subscribers.GroupOn && g.State != subscribers.GroupMuted:
		return g, dialog.RefuseMissing(textNoGroup)
	}
	if err := w.Audit(ctx, tx, people.VerbGroupStop, chat.String(), g.Title); err != nil {
		return g, err
	}
	was := g.State
	g.State = subscribers.GroupEnded
	subscribers.PutGroupChat(tx, g)
	if was == subscribers.GroupOn {
		svc.say(tx, g, people.VerbGroupStop, fmt.Sprintf(textStoppedThere, bot.Escape(svc.officeOf(g))))
	}
	return g, nil
}

// say writes into the group what became of it.
func (svc *Service) say(tx bot.Tx, g subscribers.GroupChat, verb people.Verb, text string) {
	tx.Send(bot.Outgoing{Key: fmt.Sprintf("%s:%s:%d", verb, g.Chat, tx.Now().Unix()), To: g.Chat,
		Message: bot.Message{Text: text}})
}

func (svc *Service) accept(ctx context.Context, t *dialog.Turn, w people.Actor, v one) ([]bot.Message, error) {
	g, err := svc.Decide(ctx, t.Tx, w, v.Chat, true)
	return dialog.Say(fmt.Sprintf(textAccepted, g.Kind(), bot.Escape(g.Title))), err
}

func (svc *Service) refuse(ctx context.Context, t *dialog.Turn, w people.Actor, v one) ([]bot.Message, error) {
	g, err := svc.Decide(ctx, t.Tx, w, v.Chat, false)
	return dialog.Say(fmt.Sprintf(textRefused, g.Kind(), bot.Escape(g.Title))), err
}

func (svc *Service) stop(ctx context.Context, t *dialog.Turn, w people.Actor, v one) ([]bot.Message, error) {
	g, err := svc.Stop(ctx, t.Tx, w, v.Chat)
	return dialog.Say(fmt.Sprintf(textStoppedFor, g.Kind(), bot.Escape(g.Title))), err
}

// mostListed is how many groups a message lists.
const mostListed = 30

// list answers /nhom: the groups and channels, how each stands, and what can be done.
func (svc *Service) list(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	all, err := subscribers.GroupChats(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	var lines []string
	var rows [][]bot.Button
	for _, g := range all {
		if !g.Live() || !w.Office.Keeps(g.Office) || len(lines) == mostListed {
			continue
		}
		lines = append(lines, fmt.Sprintf("- *%s* (%s, %s): %s", bot.Escape(g.Title), g.Kind(),
			svc.Where(g), StateWords[g.State]))
		short := dialog.UpperFirst(g.Title)
		if g.State == subscribers.GroupAsking {
			rows = append(rows, []bot.Button{actAccept.Button(textAccept+": "+short, one{g.Chat}),
				actRefuse.Button(textRefuse, one{g.Chat})})
		} else {
			rows = append(rows, []bot.Button{actStop.Button(textStop+": "+short, one{g.Chat})})
		}
	}
	if len(lines) == 0 {
		return dialog.Say(textNoGroups + "\n" + textOfficeHow), nil
	}
	return dialog.Say(textGroups+"\n"+strings.Join(lines, "\n")+"\n"+textOfficeHow, rows...), nil
}
