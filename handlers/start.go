package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// consoleLink answers /admin: a link to the console for this chat, in this chat.
func (b *Assistant) consoleLink(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if b.PublicURL == "" {
		return dialog.Say(textNoConsole), nil
	}
	path := people.PutLogin(t.Tx, t.Update.Chat)
	if err := b.People.Audit(ctx, t, people.VerbConsoleLink, "", ""); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textConsoleLink, strings.TrimRight(b.PublicURL, "/")+path)), nil
}

// start greets, takes an invitation that came with the link, and asks for consent to announcements where the channel
// can write first.
func (b *Assistant) start(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if code, ok := strings.CutPrefix(t.Update.Payload, "lk_"); ok {
		t.Update.Payload = code
		return b.Staff.Link(ctx, t)
	}
	if unit, ok := strings.CutPrefix(t.Update.Payload, "gopy"); ok {
		t.Update.Payload = strings.TrimPrefix(unit, "_")
		return b.Cases.AskSurvey(ctx, t)
	}
	if part, ok := groups.Shown(t.Update.Payload); ok { // asked in a group, read here
		return b.pressedPart(ctx, t, part)
	}
	t.About("", "")
	messages := []bot.Message{Greeting(b.Office, t.Day())}
	if slug, ok := strings.CutPrefix(t.Update.Payload, "o_"); ok {
		if o, known := b.Offices.BySlug(t.Know, slug); known && t.Update.Private {
			home, err := b.Offices.Belongs(ctx, t, o)
			if err != nil {
				return nil, err
			}
			messages = []bot.Message{Greeting(o.Name, t.Day()), home}
		}
	}
	if t.Update.Private {
		// No change of a role tells us of an owner of the settings: his menu comes when he starts.
		w, ok, err := b.People.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if ok {
			b.People.OfferMenu(t.Tx, t.Update.Chat, people.MenuRole(w.Role), w.Person.Unit, t.Update.ID)
			if !b.People.Channels[t.Update.Chat.Channel].Menus {
				messages = append(messages, commandsOf(w))
			}
		}
	}
	if limits, known := b.People.Channels[t.Update.Chat.Channel]; !known || !limits.Proactive || !t.Update.Private {
		return messages, nil
	}
	var s subscribers.Subscription
	found, err := t.Tx.Get(ctx, subscribers.SubscriptionKey(t.Update.Chat), &s)
	if err != nil || found {
		return messages, err
	}
	return append(messages, bot.Message{Text: textWantNews,
		Buttons: [][]bot.Button{{dialog.ActionSubscribe.Button(dialog.TextSubscribe, struct{}{})}}}), nil
}

// help greets, and tells officials what they can do besides: channels without menus show it nowhere else.
func (b *Assistant) help(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	messages := []bot.Message{Greeting(b.Office, t.Day())}
	w, official, err := b.People.ActorOf(ctx, t)
	if err != nil || !official {
		return messages, err
	}
	return append(messages, commandsOf(w)), nil
}

// commandsOf lists the commands of a role.
func commandsOf(w people.Actor) bot.Message {
	role := people.MenuRole(w.Role)
	lines := []string{fmt.Sprintf(textOfficialHelp, people.RoleNames[role])}
	for _, m := range people.OfficialMenu(role) {
		if !w.Office.All() && people.OfAllOffices(m.Name) {
			continue
		}
		lines = append(lines, "/"+m.Name+" – "+m.Help)
	}
	return bot.Message{Text: strings.Join(lines, "\n")}
}

// pressedHelp asks one of the example questions, or greets.
func (b *Assistant) pressedHelp(ctx context.Context, t *dialog.Turn, v card.Help) ([]bot.Message, error) {
	if v.Example == nil || *v.Example < 0 || *v.Example >= len(card.Examples) {
		return b.help(ctx, t)
	}
	t.Text = card.Examples[*v.Example]
	return b.ask(ctx, t)
}
