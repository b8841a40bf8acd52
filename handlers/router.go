package handlers

import (
	"context"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// commands lists every command: its name, the plain words that mean the same (with or without diacritics, the whole
// message), and what it does.
func (b *Bot) commands() []command {
	return append(b.taskCommands(), []command{
		{"start", nil, b.start},
		{"help", []string{"trợ giúp", "giúp tôi", "hướng dẫn", "hướng dẫn sử dụng", "menu", "bạn làm được gì"}, b.help},
		{"trogiup", nil, b.help},
		{"gapcanbo", []string{"gặp cán bộ", "gặp người", "nói chuyện với cán bộ", "cho gặp cán bộ", "tôi muốn gặp cán bộ"}, b.meetOfficial},
		{"dangky", []string{"đăng ký nhận tin", "đăng ký nhận thông báo", "nhận tin", "nhận thông báo", "đăng ký tin"}, b.subscribe},
		{"huy", []string{"huỷ", "huỷ nhận tin", "huỷ đăng ký", "huỷ đăng ký nhận tin", "ngừng nhận tin", "dừng nhận tin", "không nhận tin nữa", "thôi nhận tin"}, b.unsubscribe},
		{"moi", nil, b.restricted(b.invite, RoleAdmin)},
		{"thuhong", nil, b.restricted(b.deadLetters, RoleAdmin)},
		{"lienket", nil, b.link},
		{"lienkenh", []string{"liên kênh", "liên kết kênh"}, b.pair},
		{"gopy", []string{"góp ý", "gửi góp ý", "đánh giá", "phản hồi", "góp ý phục vụ", "tôi muốn góp ý"}, b.survey},
		{"quyenriengtu", []string{"quyền riêng tư", "dữ liệu của tôi"}, b.privacy},
		{"xoadulieu", []string{"xoá dữ liệu", "xoá dữ liệu của tôi"}, b.erase},
		{"admin", []string{"trang quản trị"}, b.restricted(b.consoleLink, RoleAdmin, RoleEditor, RoleHead, RoleViewer)},
		{"console", nil, b.restricted(b.consoleLink, RoleAdmin, RoleEditor, RoleHead, RoleViewer)},
		{"thongke", []string{"thống kê"}, b.restricted(b.stats, RoleAdmin, RoleHead, RoleEditor, RoleViewer)},
		{"thongbao", nil, b.announcer(b.announce)},
		{"xacu", []string{"xã cũ", "tra xã cũ", "xã tôi nay là xã nào"}, b.askPlace},
	}...)
}

// spoken are the commands by the folded words that stand for them.
func (b *Bot) spoken() map[string]step {
	b.words.Do(func() {
		b.byWords = make(map[string]step)
		for _, c := range b.commands() {
			for _, w := range c.words {
				if w = vi.Fold(w); b.byWords[w] == nil { // the first of two wins
					b.byWords[w] = c.do
				}
			}
		}
	})
	return b.byWords
}

type command struct {
	name  string
	words []string
	do    step
}

// actions lists the buttons by the word before the first colon of their action.
func (b *Bot) actions() map[string]step {
	return map[string]step{
		"ans":   b.pressedAnswer,
		"pick":  b.pressedPick,
		"pass":  b.pressedPass,
		"help":  b.help,
		"place": b.askPlace,
		"meet":  b.meetOfficial,
		"sub":   b.subscribe,
		"rate":  b.pressedRate,
		"gopy":  b.survey,
		"sv":    b.pressedLevel,
		"svf":   b.pressedFactor,
		"svw":   b.pressedWrite,
		"svd":   b.pressedFinish,
		"svc":   b.pressedConsent,
		"case":  b.pressedCase,
		"erase": b.erase,
		"stat":  b.restricted(b.stats, RoleAdmin, RoleHead, RoleEditor, RoleViewer),
		"join":  b.officials(b.confirmChannel),
		"dead":  b.restricted(b.pressedResend, RoleAdmin),
		"lk":    b.pressedPair,
		"tb":    b.announcer(b.pressedAnnounce),
	}
}

// awaited lists the capabilities that may wait for a person's next words.
func (b *Bot) awaited() map[string]step {
	return map[string]step{
		"place": b.gotPlace,
		"gopy":  b.gotOpinion,
		"case":  b.gotAnswer,

		"case-close": b.gotCloseReason,

		"announce-time": b.announcer(b.gotAnnounceTime),
		"announce-text": b.announcer(b.gotAnnounceText),
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
	for _, c := range b.commands() {
		if c.name == t.u.Command {
			return c.do(ctx, t)
		}
	}
	if !t.u.Private {
		return nil, nil
	}
	return say(textNoSuchCommand, answers.HelpButtons()...), nil
}

func (b *Bot) routeAction(ctx context.Context, t *turn) ([]bot.Message, error) {
	word, _, _ := strings.Cut(t.u.Action, ":")
	if do, ok := b.actions()[word]; ok {
		return do(ctx, t)
	}
	if do, ok := b.taskActions()[word]; ok {
		return do(ctx, t)
	}
	return say(textOldButton, answers.HelpButtons()...), nil
}

func (b *Bot) routeText(ctx context.Context, t *turn) ([]bot.Message, error) {
	if t.text == "" {
		return say(textEmpty), nil
	}
	if ref := refIn(t.u.ReplyText); ref != "" {
		if c, found, err := loadCase(ctx, t.tx, ref); err != nil {
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
	if do, ok := b.spoken()[folded]; ok {
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
	if t.dlg.Await != "" && t.fresh() {
		if do, ok := b.awaited()[t.dlg.Await]; ok {
			return do(ctx, t)
		}
		if do, ok := b.taskAwaited()[t.dlg.Await]; ok {
			return do(ctx, t)
		}
	}
	if reply, ok := answers.SmallTalk(folded); ok {
		return []bot.Message{reply}, nil
	}
	return b.ask(t)
}

// longest is the most runes a question may have; longer ones are letters, not questions.
const longest = 1000
