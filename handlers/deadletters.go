package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// DeadLetters is where messages lie that were given up, and from where they can be sent again.
type DeadLetters interface {
	DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error)
	Resend(ctx context.Context, id string) (bool, error)
}

const deadShown = 5

// deadLetters answers /thuhong: the newest messages that could not be sent, why, and a button each to send them again.
func (b *Bot) deadLetters(ctx context.Context, _ *turn) ([]bot.Message, error) {
	if b.Dead == nil {
		return say(textNoDead), nil
	}
	letters, err := b.Dead.DeadLetters(ctx, 0, deadShown)
	if err != nil {
		return nil, err
	}
	if len(letters) == 0 {
		return say(textNoDead), nil
	}
	lines := []string{textDeadHead}
	var rows [][]bot.Button
	for i, l := range letters {
		lines = append(lines, fmt.Sprintf("%d. %s, gửi %s: %s (đã thử %d lần)", i+1, l.At.In(content.Zone).Format("15:04 02/01"),
			bot.Escape(l.Out.To.String()), bot.Escape(l.Reason), l.Tries))
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf("Gửi lại tin %d", i+1), Action: "dead:" + l.ID}})
	}
	return say(strings.Join(lines, "\n"), rows...), nil
}

// pressedResend puts a message back into its chat's queue. It acts beside the transaction: pressed twice, or run again
// after a conflict, the letter is no longer there and nothing happens a second time.
func (b *Bot) pressedResend(ctx context.Context, t *turn) ([]bot.Message, error) {
	_, id, _ := strings.Cut(t.u.Action, ":")
	if b.Dead == nil {
		return say(textOldButton), nil
	}
	again, err := b.Dead.Resend(ctx, id)
	if err != nil {
		return nil, err
	}
	if !again {
		return say(textDeadGone), nil
	}
	return say(textDeadAgain), nil
}

// Dead letters.
const (
	textNoDead    = "Không có tin nào bị hỏng."
	textDeadHead  = "*Tin không gửi được*"
	textDeadGone  = "Tin này đã được gửi lại hoặc đã hết hạn lưu."
	textDeadAgain = "Tôi đã đưa tin này vào hàng gửi lại."
)
