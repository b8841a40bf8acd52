package handlers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// routes is the table of everything that the assistant does, built once of what each room registers.
func (b *Bot) routes() *routes {
	b.once.Do(func() {
		b.table = newRoutes(b.ownRoutes(), b.caseRoutes(), b.taskRoutes(), b.calendarRoutes(), b.staffRoutes(), b.subscriberRoutes(),
			b.remindRoutes(), b.announceRoutes())
	})
	return b.table
}

// ownRoutes are those of the assistant itself: greeting, asking, places, personal data, figures, dead letters.
func (b *Bot) ownRoutes() routes {
	readers := []Role{RoleAdmin, RoleHead, RoleEditor, RoleViewer}
	return routes{
		commands: []command{
			{"start", nil, b.start},
			{"help", []string{"trợ giúp", "giúp tôi", "hướng dẫn", "hướng dẫn sử dụng", "menu", "bạn làm được gì"}, b.help},
			{"trogiup", nil, b.help},
			{"thuhong", nil, b.restricted(b.deadLetters, RoleAdmin)},
			{"quyenriengtu", []string{"quyền riêng tư", "dữ liệu của tôi"}, b.privacy},
			{"xoadulieu", []string{"xoá dữ liệu", "xoá dữ liệu của tôi"}, b.erase},
			{"admin", []string{"trang quản trị"}, b.restricted(b.consoleLink, readers...)},
			{"console", nil, b.restricted(b.consoleLink, readers...)},
			{"thongke", []string{"thống kê"}, b.restricted(b.stats, readers...)},
			{"xacu", []string{"xã cũ", "tra xã cũ", "xã tôi nay là xã nào"}, b.askPlace},
		},
		actions: map[string]step{
			"ans":   b.pressedAnswer,
			"pick":  b.pressedPick,
			"help":  b.help,
			"place": b.askPlace,
			"erase": b.erase,
			"stat":  b.restricted(b.stats, readers...),
			"dead":  b.restricted(b.pressedResend, RoleAdmin),
		},
		awaited: map[string]step{"place": b.gotPlace},
		dues:    map[string]due{retainKind: b.dueRetain},
	}
}

func (b *Bot) route(ctx context.Context, t *turn) ([]bot.Message, error) {
	switch t.u.Kind {
	case bot.KindJoined:
		return b.start(ctx, t)
	case bot.KindCommand:
		return b.routeCommand(ctx, t)
	case bot.KindAction:
		return b.routeAction(ctx, t)
	case bot.KindAttachment:
		if t.text == "" {
			return say(attachmentText(t.u.Attachment)), nil
		}
		if name, _, payload, ok := bot.ParseCommand(t.u.Text); ok && name == "thongbao" { // the caption of what is to be sent
			t.u.Command, t.u.Payload = name, payload
			return b.routeCommand(ctx, t)
		}
		return b.routeText(ctx, t)
	case bot.KindText:
		return b.routeText(ctx, t)
	}
	return nil, nil
}

func (b *Bot) routeCommand(ctx context.Context, t *turn) ([]bot.Message, error) {
	if do, ok := b.routes().byName[t.u.Command]; ok {
		return do(ctx, t)
	}
	if !t.u.Private {
		return nil, nil
	}
	return say(textNoSuchCommand, answers.HelpButtons()...), nil
}

func (b *Bot) routeAction(ctx context.Context, t *turn) ([]bot.Message, error) {
	word, _, _ := strings.Cut(t.u.Action, ":")
	if do, ok := b.routes().actions[word]; ok {
		return do(ctx, t)
	}
	return say(textOldButton, answers.HelpButtons()...), nil
}

func (b *Bot) routeText(ctx context.Context, t *turn) ([]bot.Message, error) {
	if t.text == "" {
		return say(textEmpty), nil
	}
	if ref := refIn(t.u.ReplyText); ref != "" {
		if c, found, err := LoadCase(ctx, t.tx, ref); err != nil {
			return nil, err
		} else if ok, _, err := b.mayAnswer(ctx, t, c); err != nil {
			return nil, err
		} else if found && ok {
			return b.answerCase(ctx, t, ref)
		}
	}
	if len([]rune(t.text)) > longest && t.dlg.Await != "case" && t.dlg.Await != "announce-text" {
		return say(textTooLong), nil
	}
	folded := vi.Fold(t.text)
	if folded == "" {
		return say(textEmpty), nil
	}
	if do, ok := b.routes().byWords[folded]; ok {
		return do(ctx, t)
	}
	if code, ok := strings.CutPrefix(folded, "lienkenh "); ok {
		t.u.Payload = code
		return b.pair(ctx, t)
	}
	if code, ok := strings.CutPrefix(folded, "lienket "); ok {
		t.u.Payload = code
		return b.link(ctx, t)
	}
	if ref := refIn(t.text); ref != "" && len(strings.Fields(t.text)) <= 3 {
		return b.caseStatus(ctx, t, ref)
	}
	if wish, ok := wantsReminder(t.dates(false), t.text); ok {
		return b.remindMe(ctx, t, wish)
	}
	if do, ok := b.routes().awaited[t.dlg.Await]; ok && t.fresh() {
		if m, err := do(ctx, t); !errors.Is(err, errNotMine) {
			return m, err
		}
	}
	if reply, ok := answers.SmallTalk(folded); ok {
		return []bot.Message{reply}, nil
	}
	return b.ask(t)
}

// longest is the most runes a question may have; longer ones are letters, not questions.
const longest = 1000

// Due runs what was scheduled; see schedule.Owner. Members are "kind:id", the kind from the rooms' routes.
func (b *Bot) Due(ctx context.Context, tx bot.Tx, member string, at time.Time) error {
	kind, id, _ := strings.Cut(member, ":")
	do, ok := b.routes().dues[kind]
	if !ok {
		return fmt.Errorf("scheduled %q: no room registers this kind", kind)
	}
	return do(ctx, tx, id, at)
}
