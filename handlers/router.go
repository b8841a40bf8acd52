package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
	"github.com/motcua/motcua/handlers/subscribers"
)

// routes are those of the assistant itself: greeting, asking, places, personal data, figures, dead letters.
func (b *Assistant) routes() dialog.Routes {
	readers := []people.Role{people.RoleAdmin, people.RoleHead, people.RoleEditor, people.RoleViewer}
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "start", Do: b.start},
			{Name: "help", Words: []string{"trợ giúp", "giúp tôi", "hướng dẫn", "hướng dẫn sử dụng", "menu",
				"bạn làm được gì"}, Do: b.help},
			{Name: "trogiup", Do: b.help},
			{Name: "thuhong", Do: b.People.OfAll(people.RoleAdmin)(b.deadLetters)},
			{Name: "quyenriengtu", Words: []string{"quyền riêng tư", "dữ liệu của tôi"}, Do: b.privacy},
			{Name: "xoadulieu", Words: []string{"xóa dữ liệu", "xóa dữ liệu của tôi"}, Do: b.wantsErased},
			{Name: "admin", Words: []string{"trang quản trị"}, Do: b.People.Restricted(b.consoleLink, readers...)},
			{Name: "console", Do: b.People.Restricted(b.consoleLink, readers...)},
			{Name: "thongke", Words: []string{"thống kê"}, Do: b.People.Restricted(b.stats, readers...)},
			{Name: "xacu", Words: []string{"xã cũ", "tra xã cũ", "xã tôi nay là xã nào"}, Do: askPlace},
		},
		Actions: []dialog.Action{
			dialog.On(card.ActionPart, b.pressedPart),
			dialog.On(card.ActionPick, b.pressedPick),
			dialog.On(card.ActionHelp, b.pressedHelp),
			dialog.Plain(card.ActionPlace, askPlace),
			dialog.Plain(actErase, b.erase),
			people.On(b.People.ForRoles(readers...), actMonth, b.pressedMonth),
			people.On(b.People.OfAll(people.RoleAdmin), actResend, b.pressedResend),
		},
		Awaited: map[string]dialog.Step{"place": gotPlace},
		Dues:    map[string]dialog.Due{retainKind: b.dueRetain, auditWalkKind: dueAuditWalk},
	}
}

// route finds who answers the update. A refusal is an answer like any other.
func (b *Assistant) route(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	messages, err := b.find(ctx, t)
	var no dialog.Refusal
	if errors.As(err, &no) {
		return dialog.Say(no.Error()), nil
	}
	return messages, err
}

func (b *Assistant) find(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if t.Update.Edited {
		return b.edited(ctx, t)
	}
	switch t.Update.Kind {
	case bot.KindJoined:
		return b.start(ctx, t)
	case bot.KindCommand:
		return b.routeCommand(ctx, t)
	case bot.KindAction:
		return b.routeAction(ctx, t)
	case bot.KindAttachment:
		if m, ok, err := b.Offices.Located(ctx, t); err != nil || ok {
			return m, err
		}
		if t.Text == "" {
			return dialog.Say(attachmentText(t.Update.Attachment)), nil
		}
		// the caption of what is to be sent
		if name, _, payload, ok := bot.ParseCommand(t.Update.Text); ok && name == announce.Command {
			t.Update.Command, t.Update.Payload = name, payload
			return b.routeCommand(ctx, t)
		}
		return b.routeText(ctx, t)
	case bot.KindText:
		return b.routeText(ctx, t)
	}
	return nil, nil
}

func (b *Assistant) routeCommand(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if do, ok := b.table.ByName[t.Update.Command]; ok {
		return do(ctx, t)
	}
	return dialog.Say(textNoSuchCommand, card.HelpButtons(t.Day())...), nil
}

func (b *Assistant) routeAction(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if do, ok := b.table.Pressed(t.Update.Action); ok {
		return do(ctx, t)
	}
	return dialog.Say(dialog.TextOldButton, card.HelpButtons(t.Day())...), nil
}

func (b *Assistant) routeText(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if t.Text == "" {
		return dialog.Say(textEmpty), nil
	}
	if ref := dialog.ReferenceIn(t.Update.ReplyText); ref != "" {
		if m, taken, err := b.Cases.Reply(ctx, t, ref); err != nil || taken {
			return m, err
		}
	}
	if len([]rune(t.Text)) > longest && t.Dialog.Await != "case" && t.Dialog.Await != "announce-text" {
		return dialog.Say(textTooLong), nil
	}
	folded := vi.Fold(t.Text)
	if folded == "" {
		if m, ok, err := b.move(ctx, t); err != nil || ok {
			return m, err
		}
		return dialog.Say(textEmpty), nil
	}
	if do := b.inWords(t, folded); do != nil {
		return do(ctx, t)
	}
	return b.talkOn(ctx, t, folded)
}

// talkOn answers words that are no command: what was awaited, what somebody wishes or agrees to, else a question.
func (b *Assistant) talkOn(ctx context.Context, t *dialog.Turn, folded string) ([]bot.Message, error) {
	if ref := dialog.ReferenceIn(t.Text); ref != "" && len(strings.Fields(t.Text)) <= 3 {
		return b.Cases.Status(ctx, t, ref)
	}
	if wish, ok := remind.Wanted(t.Dates(false), t.Text); ok {
		return b.Remind.Set(ctx, t, wish)
	}
	if about, ok := subscribers.WantsFollow(folded); ok {
		return b.Subscribers.Follow(ctx, t, about)
	}
	if do, ok := b.table.Awaited[t.Dialog.Await]; ok && t.Fresh() {
		if m, err := do(ctx, t); !errors.Is(err, dialog.ErrNotMine) {
			return m, err
		}
	}
	if t.Dialog.Person && t.Fresh() && agrees(strings.Fields(folded)) {
		t.Dialog.Person = false
		return b.Cases.Meet(t), nil
	}
	if m, ok, err := b.Offices.Said(ctx, t); err != nil || ok {
		return m, err
	}
	if reply, ok := answers.SmallTalk(folded, t.Day()); ok {
		return []bot.Message{reply}, nil
	}
	m, err := b.ask(ctx, t)
	t.Dialog.Person = offersPerson(m)
	return m, err
}

// agrees reports whether words take an offer: "có", "vâng chuyển đi ạ".
func agrees(words []string) bool {
	yes := slices.ContainsFunc(words, func(w string) bool { return yesWords[w] })
	return yes && bareOf(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return yesWords[w] })) == ""
}

// yesWords are folded words of which at least one stands in a yes, and that say nothing else in it.
var yesWords = vi.WordSet("co vang da u uh uk um ok oke duoc dong y chuyen nho muon")

// offersPerson reports whether a reply offers to hand the question to a person.
func offersPerson(messages []bot.Message) bool {
	for _, m := range messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Action == card.ActionMeet.String(struct{}{}) || b.Label == card.LabelPass {
					return true
				}
			}
		}
	}
	return false
}

// inWords returns the step of a command that was typed as words, or nil. A code after the words is its payload.
func (b *Assistant) inWords(t *dialog.Turn, folded string) dialog.Step {
	for _, c := range []struct {
		words string
		do    dialog.Step
	}{{"lienkenh ", b.Subscribers.Pair}, {"lienket ", b.Staff.Link}, {"nhan lam chu bot ", b.Staff.Link}} {
		if strings.HasPrefix(folded, c.words) {
			// As it was typed: folding writes the y of "xy" i, and codes have letters of all kinds.
			typed := strings.Fields(t.Text)
			t.Update.Payload = strings.Join(typed[min(strings.Count(c.words, " "), len(typed)):], " ")
			return c.do
		}
	}
	if announce.AsksForNews(folded) {
		return b.table.ByName[announce.NewsCommand]
	}
	return b.table.ByWords[folded]
}

// longest is the most runes a question may have; longer ones are letters, not questions.
const longest = 1000

// Due runs what was scheduled; see schedule.Owner. Members are "kind:id", the kind from the rooms' routes.
func (b *Assistant) Due(ctx context.Context, tx bot.Tx, member string, at time.Time) error {
	kind, id, _ := strings.Cut(member, ":")
	do, ok := b.table.Dues[kind]
	if !ok {
		return fmt.Errorf("scheduled %q: no room registers this kind", kind)
	}
	return do(ctx, tx, id, at)
}
