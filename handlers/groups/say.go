package groups

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// The payloads of /start that come out of a group.
const (
	StartAsk  = "hoi"  // to ask there
	startShow = "xem_" // an entry, its part and the case: "xem_1--001193_fee_0"
)

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
