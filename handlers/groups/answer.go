package groups

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
)

// longest is the most runes of a question in a group.
const longest = 500

// asked answers a question in about two lines.
func (svc *Service) asked(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if m, _, ok := t.Know.Urgent(t.Text); ok { // whole, and beyond every limit
		m.Under = t.Update.MessageID
		return []bot.Message{m}, nil
	}
	switch n := len([]rune(t.Text)); {
	case vi.Fold(t.Text) == "":
		return svc.reply(ctx, t, bot.Message{Text: svc.howTo()})
	case n > longest:
		return svc.reply(ctx, t, svc.alone(textLong))
	case svc.Personal(t):
		return svc.reply(ctx, t, svc.alone(textPrivateMatter))
	}
	if over, err := overLimit(ctx, t); err != nil || over {
		return nil, err
	}
	return svc.said(t, svc.answer(t)), nil
}

// answer is the short answer.
func (svc *Service) answer(t *dialog.Turn) bot.Message {
	reply := t.Know.AnswerFrom(t.Text, t.Know.Ask(t.Text), t.Day())
	outcome := string(reply.Result.Outcome)
	_, small := answers.SmallTalk(vi.Fold(t.Text), t.Day())
	if !small {
		t.Tx.Count("asked", outcome, 1, 0)
		figures.Count(t.Tx, figures.AskedGroup, t.Now, t.Office, outcome, 1)
		svc.Observe(t, outcome)
	}
	switch {
	case small:
		return bot.Message{Text: firstLines(reply.Message.Text, 1)}
	case reply.Result.Outcome == search.Choose:
		return svc.choice(reply)
	case reply.Result.Outcome == search.Unknown && len(reply.Message.Buttons) == 0: // it asks back, or refuses
		return svc.alone(firstLines(reply.Message.Text, 2))
	case reply.Result.Outcome == search.Unknown:
		return svc.alone(firstLines(reply.Message.Text, 1) + "\n" + textAskAlone)
	}
	m := bot.Message{Text: brief(reply.Message)}
	svc.offer(&m, textWhole, payloadOf(reply))
	return m
}

// choice names what may be meant; each opens in the private chat.
func (svc *Service) choice(reply answers.Reply) bot.Message {
	m := bot.Message{Text: textWhichOne}
	for _, h := range reply.Result.Hits[:min(mostChoices, max(2, reply.Result.Choices), len(reply.Result.Hits))] {
		svc.offer(&m, vi.Shorten(h.Title, 60), payload(h.ID, reply.Aspect, 0))
	}
	return m
}

const mostChoices = 3

// startForm is what Telegram takes as a payload.
var startForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func payloadOf(r answers.Reply) string { return payload(r.Entry, r.Aspect, 0) }

// dot stands for the dots of national codes, which Telegram does not take in a payload.
const dot = "--"

// payload opens a part of an entry in the private chat; what does not fit opens the chat to ask there.
func payload(entry string, aspect search.Aspect, situation int) string {
	p := startShow + strings.ReplaceAll(entry, ".", dot) + "_" + string(aspect) + "_" + strconv.Itoa(situation)
	if entry == "" || entry == answers.PlaceEntry || entry == answers.OfficeEntry || entry == answers.CodeEntry ||
		strings.Contains(entry, "_") || strings.Contains(entry, dot) || !startForm.MatchString(p) {
		return StartAsk
	}
	return p
}

// Shown reads the payload of a link out of a group: what to show.
func Shown(payload string) (part card.Part, ok bool) {
	rest, ok := strings.CutPrefix(payload, startShow)
	fields := strings.Split(rest, "_")
	if !ok || len(fields) != 3 {
		return part, false
	}
	fields[0] = strings.ReplaceAll(fields[0], dot, ".")
	return bot.ReadValues[card.Part](strings.Join(fields, ":"))
}
