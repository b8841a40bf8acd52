package groups

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
)

// Handle answers what happened in a chat of many people: a question that is for us, a command, or that we came, left or
// were moved. What comes here is addressed to us; the channel lets nothing else through.
func (svc *Service) Handle(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Kind {
	case bot.KindJoined:
		return svc.joined(ctx, t)
	case bot.KindLeft:
		return nil, svc.left(ctx, t)
	case bot.KindMoved:
		return nil, Move(ctx, t.Tx, t.Update.Chat, t.Update.Group.MovedTo)
	case bot.KindCommand:
		return svc.commanded(ctx, t)
	case bot.KindText, bot.KindAttachment:
		return svc.asked(ctx, t)
	}
	return nil, nil // buttons in groups open the private chat
}

func (svc *Service) commanded(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Command {
	case CommandAsk:
		t.Text = vi.MaskPersonal(vi.Clean(t.Update.Payload))
		return svc.asked(ctx, t)
	case CommandSubscribe:
		return svc.wantsNews(ctx, t)
	case CommandUnsubscribe:
		return svc.wantsNoNews(ctx, t)
	case "start", "help", "trogiup":
		return svc.reply(ctx, t, bot.Message{Text: svc.howTo()})
	}
	return svc.reply(ctx, t, svc.alone(textPrivateMatter))
}

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
	_, small := answers.SmallTalk(vi.Fold(t.Text))
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

// alone is a message that asks somebody to go on in the private chat.
func (svc *Service) alone(text string) bot.Message {
	m := bot.Message{Text: text}
	svc.offer(&m, textAlone, StartAsk)
	return m
}

// offer adds a button that opens the private chat.
func (svc *Service) offer(m *bot.Message, label, payload string) {
	if link := svc.StartLink(payload); link != "" {
		m.Buttons = append(m.Buttons, []bot.Button{{Label: label, URL: link}})
	}
}

// reply is one message in answer to the update, unless the group was answered too often lately.
func (svc *Service) reply(ctx context.Context, t *dialog.Turn, m bot.Message) ([]bot.Message, error) {
	if over, err := overLimit(ctx, t); err != nil || over {
		return nil, err
	}
	return svc.said(t, m), nil
}

func (svc *Service) said(t *dialog.Turn, m bot.Message) []bot.Message {
	m.Under = t.Update.MessageID
	return []bot.Message{m}
}

// howTo is what to do in a group, in two lines.
func (svc *Service) howTo() string { return fmt.Sprintf(textHowTo, bot.Escape(svc.Office)) }

// perMinute is how many answers a group gets in a minute: Telegram takes 20 messages, and people talk there.
const perMinute = 6

// asked lately: how often a group was answered in a minute, and nothing of what.
type lately struct{ Minute, Count int64 }

// overLimit counts an answer of the group. Beyond the limit it stays silent: more words would only be more noise.
func overLimit(ctx context.Context, t *dialog.Turn) (bool, error) {
	key := bot.Key{Kind: "group-rate", ID: t.Update.Chat.String()}
	var l lately
	if _, err := t.Tx.Get(ctx, key, &l); err != nil {
		return false, err
	}
	if minute := t.Now.Unix() / 60; minute != l.Minute {
		l = lately{Minute: minute}
	}
	if l.Count++; l.Count > perMinute {
		return true, nil
	}
	t.Tx.Put(key, l, 2*time.Minute)
	return false, nil
}

// The payloads of /start that come out of a group.
const (
	StartAsk  = "hoi"  // to ask there
	startShow = "xem_" // an entry, its part and the case: "xem_1--001193_fee_0"
)

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
