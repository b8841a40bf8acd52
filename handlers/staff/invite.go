package staff

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/qrcode"
)

// invite answers /moi <tên>; <đơn vị>.
func (svc *Service) invite(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	name, unit, _ := strings.Cut(t.Update.Payload, ";")
	name, unit = strings.TrimSpace(vi.Clean(name)), strings.TrimSpace(vi.Clean(unit))
	if name == "" || unit == "" || len([]rune(name)) > 80 || len([]rune(unit)) > 80 {
		return dialog.Say(textInviteForm), nil
	}
	unit = w.Office.Unit(unit)
	code, err := Invite(ctx, t.Tx, w, name, unit)
	if err != nil {
		return nil, err
	}
	common := ""
	if svc.People.Offices != nil && len(svc.People.Offices()) > 0 && svc.People.OfficeOf(unit).All() {
		common = "\n" + fmt.Sprintf(textCommonUnit, bot.Escape(unit), svc.People.Offices()[0].Name)
	}
	until := t.Now.Add(inviteTTL).Format("15:04")
	return svc.withPicture(dialog.Say(fmt.Sprintf(textInvited, bot.Escape(name), bot.Escape(unit), code, code, until)+
		common), t, code)
}

// Link answers /lienket CODE, and "LIENKET 123456" as plain words. On the web nothing but a cookie would tell who the
// official is.
func (svc *Service) Link(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	if !svc.People.OnMessenger(t.Update.Chat) {
		return dialog.Say(textLinkOnMessenger), nil
	}
	if over, err := people.TriedTooOften(ctx, t); err != nil || over {
		return dialog.Say(dialog.TextTooManyTries), err
	}
	code := typedCode(t.Update.Payload)
	var inv invite
	found, err := t.Tx.Get(ctx, inviteKey(code), &inv)
	if err != nil {
		return nil, err
	}
	if code == "" || !found || !inv.Used.IsZero() {
		people.CountWrongTry(t)
		return dialog.Say(textWrongCode), nil
	}
	if inv.Owner {
		return svc.takeOwner(ctx, t, code, inv)
	}
	if why, err := linkedElsewhere(ctx, t, inv); err != nil || why != "" {
		return dialog.Say(why), err
	}
	inv.Used = t.Update.Chat
	t.Tx.Put(inviteKey(code), inv, inviteTTL)
	t.Tx.Remove(invitesSet, code)
	t.Tx.Add(waitingSet, t.Update.Chat.String(), t.Now.UnixMilli())
	id := people.Identity{Chat: t.Update.Chat, Person: inv.Person, Role: inv.Role, Since: t.Now}
	if id.Person == "" {
		p := people.Person{Name: inv.Name, Unit: inv.Unit, Joined: t.Now}
		if p.ID, err = svc.People.References.New(ctx, t.Tx, "P-", people.PersonKey); err != nil {
			return nil, err
		}
		t.Tx.Put(people.PersonKey(p.ID), p, 0) // enters the sets when confirmed
		id.Person = p.ID
	}
	if err := people.KeepOwner(ctx, t.Tx, &id); err != nil {
		return nil, err
	}
	t.Tx.Put(people.IdentityKey(t.Update.Chat), id, 0)
	if inv.By != people.ServerOwner { // who signed in at the server has no chat, and reads it in the console
		who := bot.Escape(vi.Shorten(t.Update.User.Name, 60))
		t.Tx.Send(bot.Outgoing{Key: "joined:" + t.Update.Chat.String() + ":" + t.Update.ID, To: inv.By,
			Priority: bot.PriorityReminder, Message: bot.Message{
				Text: fmt.Sprintf(textConfirmJoin, who, dialog.ChannelNames[t.Update.Chat.Channel],
					bot.Escape(inv.Name),
					bot.Escape(inv.Unit)),
				Buttons: [][]bot.Button{{
					actJoinYes.Button("Đúng người", chatRef{t.Update.Chat}),
					actJoinNo.Button("Không phải", chatRef{t.Update.Chat}),
				}},
			}})
	}
	return dialog.Say(textWaitConfirm), nil
}

// withPicture adds to an invitation its link, and the link as a QR code where the channel shows pictures.
func (svc *Service) withPicture(messages []bot.Message, t *dialog.Turn, code string) ([]bot.Message, error) {
	if svc.InviteLink == nil {
		return messages, nil
	}
	link := svc.InviteLink(code)
	if link == "" {
		return messages, nil
	}
	messages[0].Text += "\n" + fmt.Sprintf(textInviteLink, link)
	if !svc.People.Channels[t.Update.Chat.Channel].Files {
		return messages, nil
	}
	picture, err := qrcode.PNG(link)
	if err != nil {
		return nil, err
	}
	return append(messages, bot.Message{Text: textInvitePicture, File: &bot.File{Name: "ma-moi.png", Type: "image/png",
		Bytes: picture}}), nil
}

// linkedElsewhere says that a chat belongs to an official already; "" when it does not. A code must not make it
// somebody else's behind his back.
func linkedElsewhere(ctx context.Context, t *dialog.Turn, inv invite) (string, error) {
	var id people.Identity
	found, err := t.Tx.Get(ctx, people.IdentityKey(t.Update.Chat), &id)
	if err != nil || !found || !id.Confirmed || id.Person == "" {
		return "", err
	}
	p, ok, err := people.Load(ctx, t.Tx, id.Person)
	if err != nil || !ok {
		return "", err
	}
	if inv.Person == p.ID {
		return textAlreadyLinked, nil
	}
	if vi.Fold(inv.Name) == vi.Fold(p.Name) && people.UnitID(inv.Unit) == people.UnitID(p.Unit) {
		return textAlreadyLinked, nil
	}
	return fmt.Sprintf(textLinkedToOther, bot.Escape(p.Name), bot.Escape(p.Unit)), nil
}
