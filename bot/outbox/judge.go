package outbox

import (
	"time"

	"github.com/motcua/motcua/bot"
)

// fatalPause is how often a channel whose token is refused is tried: an operator may have replaced it.
const fatalPause = 30 * time.Second

// judge decides what to do with a message after an attempt.
func (l *lane) judge(m bot.Leased, r bot.Receipt, err error) (bot.Settlement, Event) {
	if err == nil {
		return bot.Settlement{Kind: bot.SettleSent, MessageID: r.MessageID}, Event{Kind: "sent"}
	}
	e := bot.AsSendError(err)
	event := Event{Kind: "retry", Why: e.Kind, Again: e.Unclear}
	if l.sendCtx.Err() != nil && e.Kind == bot.SendTemporary { // our own shutdown cut it off
		return bot.Settlement{Kind: bot.SettleRetry, Uncounted: true, Unclear: true}, event
	}
	retry := bot.Settlement{Kind: bot.SettleRetry, After: e.After, Unclear: e.Unclear}
	switch e.Kind {
	case bot.SendRate:
		if retry.After <= 0 {
			retry.After = time.Second
		}
		retry.HoldAll, retry.Uncounted = e.Global, true
		return retry, event
	case bot.SendFatal:
		retry.After, retry.HoldAll, retry.Uncounted = fatalPause, true, true
		return retry, event
	case bot.SendBlocked:
		if l.keeps(m.Out.To) {
			event.Kind = "dead"
			return bot.Settlement{Kind: bot.SettleDead, Why: e.Kind, Reason: reasonNotOpen}, event
		}
		event.Kind = "blocked"
		return bot.Settlement{Kind: bot.SettleBlocked, Reason: e.Reason}, event
	case bot.SendMoved:
		if !e.MovedTo.IsZero() && e.MovedTo != m.Out.To {
			event.Kind = "moved"
			return bot.Settlement{Kind: bot.SettleMoved, MovedTo: e.MovedTo}, event
		}
	case bot.SendWindow, bot.SendInvalid:
	default:
		if m.Tries+1 < l.Tries {
			if retry.After <= 0 {
				retry.After = backoff(m.Tries)
			}
			return retry, event
		}
	}
	event.Kind = "dead"
	return bot.Settlement{Kind: bot.SettleDead, Why: e.Kind, Reason: e.Reason}, event
}

// reasonNotOpen is why a message waits for a chat that was never open, in words for admins.
const reasonNotOpen = "người nhận chưa mở trò chuyện với bot (chưa bấm Bắt đầu); bot gửi khi người đó nhắn lần đầu"

// keeps reports whether what a chat refuses waits for it.
func (l *lane) keeps(chat bot.ChatID) bool {
	if l.Keep == nil {
		return false
	}
	keep, err := l.Keep(l.sendCtx, chat)
	return keep || err != nil
}
