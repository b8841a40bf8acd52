package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/staff"
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

const (
	textConsoleLink = "Liên kết vào trang quản trị (dùng một lần, trong 10 phút, không chuyển cho ai):\n%s"
	textNoConsole   = "Chưa có địa chỉ công khai của trang quản trị. Người cài đặt cần đặt MOTCUA_PUBLIC_URL; khi ngồi tại máy chủ, có thể chạy “motcua admin link”."
)

// start greets, takes an invitation that came with the link, and asks for consent to announcements where the channel can
// write first.
func (b *Assistant) start(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if code, ok := strings.CutPrefix(t.Update.Payload, "lk_"); ok {
		t.Update.Payload = code
		return staff.Link(ctx, t)
	}
	if unit, ok := strings.CutPrefix(t.Update.Payload, "gopy"); ok {
		t.Update.Payload = strings.TrimPrefix(unit, "_")
		return cases.AskSurvey(ctx, t)
	}
	t.About("", "")
	if t.Update.Private {
		// An owner stands in the settings alone, so no change of a role ever tells us: his menu comes when he starts.
		w, ok, err := b.People.ActorOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if ok {
			b.People.OfferMenu(t.Tx, t.Update.Chat, people.MenuRole(w.Role), t.Update.ID)
		}
	}
	messages := []bot.Message{Greeting(b.Office)}
	if limits, known := b.People.Channels[t.Update.Chat.Channel]; !known || !limits.Proactive || !t.Update.Private {
		return messages, nil
	}
	var s subscribers.Subscription
	found, err := t.Tx.Get(ctx, subscribers.SubscriptionKey(t.Update.Chat), &s)
	if err != nil || found {
		return messages, err
	}
	return append(messages, bot.Message{Text: textWantNews, Buttons: [][]bot.Button{{{Label: dialog.TextSubscribe, Action: "sub"}}}}), nil
}

// help greets, or asks one of the example questions when its button was pressed.
func (b *Assistant) help(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if _, n, ok := strings.Cut(t.Update.Action, ":"); ok && len(n) == 1 && int(n[0]-'0') < len(answers.Examples) {
		t.Text = answers.Examples[n[0]-'0']
		return b.ask(ctx, t)
	}
	return []bot.Message{Greeting(b.Office)}, nil
}
