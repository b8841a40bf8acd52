package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// Officials who leave, change units, or use a second channel.

// leave answers /roi.
func leave(_ context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.NotAllowed
	}
	t.Done()
	return dialog.Say(textSureLeave, []bot.Button{actLeaveYes.Button("Đúng, tôi rời", struct{}{}),
		{Label: "Không", Action: tasks.ActionMine}}), nil
}

func (svc *Service) pressedLeave(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.OldButton
	}
	_, err := svc.Leave(ctx, t.Tx, w, w.Person)
	return dialog.Say(textYouLeft), err
}

// gotUnit moves an official to the unit that was typed.
func (svc *Service) gotUnit(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	p, ok, err := people.Load(ctx, t.Tx, t.Dialog.Data)
	t.Done()
	if err != nil {
		return nil, err
	}
	if !ok {
		return dialog.Say(textNoSuchPerson), nil
	}
	p, n, err := svc.MoveUnit(ctx, t.Tx, w, p, t.Text)
	return dialog.Say(fmt.Sprintf(textUnitChanged, bot.Escape(p.Name), bot.Escape(p.Unit), n)), err
}

// addChannel answers /themkenh: a code with which the official links a further channel of his own.
func (svc *Service) addChannel(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.NotAllowed
	}
	return svc.inviteChannel(ctx, t, w, w.Person)
}

// inviteChannel makes a code for a further channel of a person: it shares tasks and consents, and has no role.
func (svc *Service) inviteChannel(ctx context.Context, t *dialog.Turn, w people.Actor,
	p people.Person) ([]bot.Message, error) {
	code, err := InviteChannel(ctx, t.Tx, w, p)
	if err != nil {
		return nil, err
	}
	until := t.Now.Add(inviteTTL).Format("15:04")
	messages := dialog.Say(fmt.Sprintf(textChannelCode, bot.Escape(p.Name), code, code, until))
	others := svc.otherChannels(p)
	if len(others) > 0 {
		messages[0].Text += "\n" + fmt.Sprintf(textOtherChannels, strings.Join(others, ", "))
	}
	if slices.ContainsFunc(p.Chats, func(c bot.ChatID) bool { return c.Channel == svc.InviteOn }) {
		return messages, nil // the link opens the channel that he has already
	}
	return svc.withPicture(messages, t, code)
}

// otherChannels names the messengers of the office on which a person has no chat yet.
func (svc *Service) otherChannels(p people.Person) (out []string) {
	for _, name := range dialog.SortedNames(svc.People.Channels) {
		has := slices.ContainsFunc(p.Chats, func(c bot.ChatID) bool { return c.Channel == name })
		if svc.People.Channels[name].Proactive && !has {
			out = append(out, dialog.ChannelName(name))
		}
	}
	return out
}

func (svc *Service) rejectJoin(ctx context.Context, t *dialog.Turn, w people.Actor, v chatRef) ([]bot.Message, error) {
	return dialog.Say(textJoinRemoved), svc.Reject(ctx, t.Tx, w, v.Chat)
}

func (svc *Service) confirmJoin(ctx context.Context, t *dialog.Turn, w people.Actor, v chatRef) ([]bot.Message, error) {
	p, err := svc.Confirm(ctx, t.Tx, w, v.Chat)
	return dialog.Say(fmt.Sprintf(textJoinConfirmed, bot.Escape(p.Name), bot.Escape(p.Unit))), err
}
