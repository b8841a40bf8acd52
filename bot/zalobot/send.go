package zalobot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	textLimit   = 2000
	quotaKept   = 70 * 24 * time.Hour
	ratePause   = time.Minute
	quotaPause  = time.Hour
	textNoFiles = "[Tệp “%s”: Zalo Bot không gửi được tệp. Ông/bà mở bằng Telegram, Zalo OA hoặc trang quản trị.]"
)

// Send delivers one message, in several calls if it is long. The error is a *bot.SendError.
func (c *Channel) Send(ctx context.Context, to bot.ChatID, m bot.Message) (receipt bot.Receipt, err error) {
	if to.Channel != Name || to.ID == "" {
		return receipt, &bot.SendError{Kind: bot.SendInvalid, Reason: "mã cuộc trò chuyện không phải của Zalo Bot",
			Err: errors.New("chat " + strconv.Quote(to.String()))}
	}
	text, actions, err := c.compose(m)
	if err != nil {
		return receipt, &bot.SendError{Kind: bot.SendInvalid, Reason: "nội dung tin không hợp lệ với Zalo Bot",
			Err: err}
	}
	if len(actions) > 0 {
		first, err := c.offer(ctx, to, m, actions)
		if err != nil {
			return receipt, &bot.SendError{Kind: bot.SendTemporary, Reason: "nơi lưu dữ liệu tạm ngừng", Err: err}
		}
		text += listed(actions, first)
	}
	parts := platform.Split(text, textLimit)
	err = c.resume.Send(to, m, len(parts), c.now(), func(i int) *bot.SendError {
		if receipt, err = c.post(ctx, to, parts[i]); err != nil {
			return c.sendError(ctx, err)
		}
		return nil
	})
	return receipt, err
}

// compose makes the text, with addresses as lines, and lists the choices.
func (c *Channel) compose(m bot.Message) (text string, actions []bot.Button, err error) {
	text = strings.TrimSpace(strings.ToValidUTF8(bot.Plain(m.Text), "\uFFFD"))
	if m.File != nil {
		text = strings.TrimSpace(text + "\n" + fmt.Sprintf(textNoFiles, platform.Clip(m.File.Name, 100)))
	}
	if text == "" {
		return "", nil, errors.New("message without text")
	}
	for _, row := range m.Buttons {
		for _, b := range row {
			b.Label = platform.Clip(strings.Join(strings.Fields(b.Label), " "), 200)
			switch {
			case b.Label == "":
				return "", nil, errors.New("button without label")
			case (b.URL == "") == (b.Action == ""):
				return "", nil, fmt.Errorf("button %q: want an action or an address", b.Label)
			case b.URL != "":
				text += "\n" + b.Label + ": " + strings.TrimPrefix(b.URL, "tel:")
			default:
				actions = append(actions, b)
			}
		}
	}
	return c.cfg.Normalize(text), actions, nil
}

func (c *Channel) post(ctx context.Context, to bot.ChatID, text string) (bot.Receipt, error) {
	var taken struct {
		ID   platform.Scalar `json:"message_id"`
		Date platform.Scalar `json:"date"`
	}
	err := c.call(ctx, "sendMessage", map[string]string{"chat_id": to.ID, "text": text}, &taken)
	if err != nil && !platform.AsFailure(err).Done { // with an answer that cannot be read it is sent all the same
		return bot.Receipt{}, err
	}
	c.count(ctx)
	at := c.now()
	if ms, ok := taken.Date.Int(); ok && ms > 0 && ms < at.Add(24*time.Hour).UnixMilli() {
		at = time.UnixMilli(ms)
	}
	return bot.Receipt{MessageID: string(taken.ID), At: at}, nil
}

func quotaGroup(now time.Time) string { return "zalobot-quota:" + now.In(bot.Zone).Format("2006-01") }

// count counts a message against the month's quota, and alerts the owners once at four fifths and once at the end.
func (c *Channel) count(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	group := quotaGroup(c.now())
	var n int64
	alert := false
	err := c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		counts, err := tx.Counters(ctx, group)
		if err != nil {
			return err
		}
		n, alert = counts["sent"]+1, false
		tx.Count(group, "sent", 1, quotaKept)
		for _, share := range []int64{80, 100} {
			if n*100 < int64(c.cfg.Quota)*share {
				continue
			}
			key := bot.Key{Kind: "zalobot-told", ID: fmt.Sprintf("%s:%d", group, share)}
			var alerted bool
			if _, err := tx.Get(ctx, key, &alerted); err != nil {
				return err
			}
			if !alerted {
				alert = true
				tx.Put(key, true, quotaKept)
			}
		}
		return nil
	})
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot message not counted", slog.Any("error", err))
		return
	}
	if alert {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot quota", slog.Int64("sent", n), slog.Int("quota", c.cfg.Quota))
		if c.cfg.Alert != nil {
			c.cfg.Alert(ctx, fmt.Sprintf(alertQuota, n, c.cfg.Quota))
		}
	}
}

// Sent returns how many messages were sent this month, in Vietnam's time.
func (c *Channel) Sent(ctx context.Context) (int64, error) {
	counts, err := c.cfg.State.Counters(ctx, quotaGroup(c.now()))
	return counts["sent"], err
}

// sendError says what a failed call means for the next one.
func (c *Channel) sendError(ctx context.Context, err error) *bot.SendError {
	f := platform.AsFailure(err)
	out := &bot.SendError{Kind: bot.SendTemporary, Err: err}
	switch {
	case f.Code == http.StatusTooManyRequests:
		out.Kind, out.Global, out.After, out.Reason = bot.SendRate, true, ratePause, "Zalo Bot yêu cầu gửi chậm lại"
		if sent, err := c.Sent(ctx); err == nil && sent >= int64(c.cfg.Quota) || f.Says("quota") {
			out.After, out.Reason = quotaPause, "Zalo Bot đã hết hạn mức tin của tháng"
		}
	case f.Spoken && f.Code == http.StatusUnauthorized:
		out.Kind, out.Reason = bot.SendFatal, "nền tảng Zalo Bot từ chối mã của bot"
		c.alerts.Raise(ctx, "token", alertToken)
	case f.Spoken && (f.Code == http.StatusForbidden || f.Code == http.StatusNotFound):
		c.missing(ctx, f, out)
	case f.Spoken && (f.Code == http.StatusBadRequest || f.Code == http.StatusRequestEntityTooLarge):
		out.Kind, out.Reason = bot.SendInvalid, "Zalo Bot không nhận nội dung này"
	case f.Status != 0 && f.Status < 500 && f.Code != http.StatusRequestTimeout:
		out.Reason = "máy chủ Zalo Bot trả lời bất thường"
	default:
		f.Unanswered(ctx, "Zalo Bot", out)
	}
	return out
}

// missing finds out whether the chat or our token is unknown, for which the platform may have the same code: it asks
// who we are.
func (c *Channel) missing(ctx context.Context, f *platform.Failure, out *bot.SendError) {
	err := c.call(ctx, "getMe", nil, nil)
	g := platform.AsFailure(err)
	switch {
	case err == nil:
		out.Kind, out.Reason = bot.SendBlocked, "người nhận chưa mở trò chuyện với Zalo Bot hoặc đã chặn"
	case g.Spoken && g.Code == f.Code:
		out.Kind, out.Reason = bot.SendFatal, "nền tảng Zalo Bot từ chối mã của bot"
		c.alerts.Raise(ctx, "token", alertToken)
	default:
		out.Reason = "máy chủ Zalo Bot đang lỗi"
	}
}
