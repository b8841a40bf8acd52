package zalo

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Send delivers one message, in several calls if it is long or has a file. Where the person's window is closed it goes
// out as an approved form, if the message has one. The error is a *bot.SendError.
func (c *Channel) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	if to.Channel != Name || to.ID == "" {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "mã cuộc trò chuyện không phải của Zalo",
			Err: errors.New("chat " + strconv.Quote(to.String()))}
	}
	if left := c.holds.left(rateAll, c.now()); left > 0 {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendRate, Global: true, After: min(left, heldPause),
			Reason: "OA đã hết hạn mức gửi tin", Err: errors.New("quota used up")}
	}
	inTime, err := open(ctx, c.cfg.State, to.ID, c.now())
	if err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Reason: "nơi lưu dữ liệu tạm ngừng", Err: err}
	}
	if !inTime {
		return c.sendForm(ctx, to, m, errors.New("last seen more than 7 days ago"))
	}
	receipt, err := c.sendText(ctx, to, m)
	if e := bot.AsSendError(err); err != nil && e.Kind == bot.SendWindow && windowClosed(err) {
		if err := c.closed(ctx, to.ID); err != nil {
			c.log.LogAttrs(ctx, slog.LevelDebug, "zalo window not noted", slog.Any("error", err))
		}
		return c.sendForm(ctx, to, m, e.Err)
	}
	return receipt, err
}

// windowClosed reports whether Zalo says that the person wrote more than 7 days ago.
func windowClosed(err error) bool {
	code := platform.AsFailure(err).Code
	return code == -230 || code == -232
}

// sendText sends free text, which Zalo takes at any hour.
func (c *Channel) sendText(ctx context.Context, to bot.ChatID, m bot.Message) (receipt bot.Receipt, err error) {
	steps, err := c.plan(m)
	if err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "nội dung tin không hợp lệ với Zalo",
			Err: err}
	}
	err = c.resume.Send(to, m, len(steps), c.now(), func(i int) *bot.SendError {
		if receipt, err = c.perform(ctx, to, steps[i]); err != nil {
			return c.failed(ctx, err, false)
		}
		return nil
	})
	return receipt, err
}

// failed classifies what a call returned; trouble with the grant says nothing about this message.
func (c *Channel) failed(ctx context.Context, err error, form bool) *bot.SendError {
	switch {
	case errors.Is(err, errNoGrant):
		c.alerts.Raise(ctx, "grant", alertNoGrant)
		return &bot.SendError{Kind: bot.SendFatal, Reason: "bot chưa được cấp quyền gửi tin của OA", Err: err}
	case errors.Is(err, errLost):
		c.alerts.Raise(ctx, "token", alertGrantLost)
		return &bot.SendError{Kind: bot.SendFatal, Reason: "bot đã mất quyền gửi tin của OA", Err: err}
	case errors.Is(err, bot.ErrUnavailable) || errors.Is(err, bot.ErrConflict) || errors.Is(err, errUnclear) ||
		errors.Is(err, errOvertook):
		return &bot.SendError{Kind: bot.SendTemporary, Reason: "chưa lấy được token của OA", Err: err}
	case platform.AsFailure(err).Call == oauthPath:
		return &bot.SendError{Kind: bot.SendTemporary, Reason: "chưa gia hạn được token của OA", Err: err}
	}
	return c.sendError(ctx, err, form)
}

// perform makes one step. An uploaded file that is gone by the time it is sent is uploaded once more.
func (c *Channel) perform(ctx context.Context, to bot.ChatID, s step) (bot.Receipt, error) {
	if s.file == nil {
		msg := message{Text: s.text}
		if len(s.buttons) > 0 {
			shown, err := c.page(ctx, to, s.buttons)
			if err != nil {
				return bot.Receipt{}, err
			}
			msg.Attachment = &attachment{Type: "template",
				Payload: payload{TemplateType: c.cfg.ButtonTemplate, Buttons: c.buttons(shown)}}
		}
		return c.post(ctx, to, msg)
	}
	for try := 0; ; try++ {
		a, name, err := c.uploaded(ctx, s.file)
		if err != nil {
			return bot.Receipt{}, err
		}
		receipt, err := c.post(ctx, to, message{Attachment: a})
		if err == nil || classes[platform.AsFailure(err).Code] != classExpired {
			return receipt, err
		}
		c.uploads.Forget(ctx, platform.UploadKey(s.file, ""), name)
		if try > 0 {
			return receipt, err
		}
	}
}

// uploadKept is how long an upload is used: Zalo keeps it for 7 days.
const uploadKept = 6 * 24 * time.Hour

// uploaded uploads a file, or finds that Zalo has it: a month's uploads are counted, and an announcement has many
// recipients. name is Zalo's for it.
func (c *Channel) uploaded(ctx context.Context, f *bot.File) (a *attachment, name string, err error) {
	kind, err := uploadKind(f)
	if err != nil {
		return nil, "", err
	}
	name, done, err := c.uploads.Claim(ctx, platform.UploadKey(f, ""))
	if err != nil {
		return nil, "", &platform.Failure{Platform: "zalo", Call: "upload", Cause: err} // nobody has seen it yet
	}
	if done != nil {
		name, err = c.upload(ctx, kind, f)
		done(name)
		if err != nil {
			return nil, "", err
		}
	}
	if kind == "file" {
		return &attachment{Type: "file", Payload: payload{Token: name}}, name, nil
	}
	return &attachment{Type: "template", Payload: payload{TemplateType: "media",
		Elements: []media{{Type: "image", ID: name}}}}, name, nil
}

func (c *Channel) upload(ctx context.Context, kind string, f *bot.File) (name string, err error) {
	var taken struct {
		AttachmentID string `json:"attachment_id"`
		Token        string `json:"token"`
	}
	if err := c.ask(ctx, uploadRequest(kind, platform.Clip(f.Name, 100), f.Type, f.Bytes), &taken); err != nil {
		// Nobody has seen the file yet, so a retry repeats nothing.
		fail := *platform.AsFailure(err)
		fail.Sent = false
		return "", &fail
	}
	if kind == "file" {
		return taken.Token, nil
	}
	return taken.AttachmentID, nil
}

// post sends one message and reads Zalo's answer. Without an id in it the message is accepted all the same.
func (c *Channel) post(ctx context.Context, to bot.ChatID, msg message) (bot.Receipt, error) {
	var taken struct {
		MessageID platform.Scalar `json:"message_id"`
		SentTime  platform.Scalar `json:"sent_time"`
	}
	body := struct {
		Recipient map[string]string `json:"recipient"`
		Message   message           `json:"message"`
	}{map[string]string{"user_id": to.ID}, msg}
	if err := c.ask(ctx, jsonRequest("/v3.0/oa/message/cs", body), &taken); err != nil {
		return bot.Receipt{}, err
	}
	return c.receipt(taken.MessageID, taken.SentTime), nil
}

func (c *Channel) receipt(id, sent platform.Scalar) bot.Receipt {
	at, ok := eventTime(sent)
	if now := c.now(); !ok || at.After(now.Add(24*time.Hour)) {
		at = now
	}
	return bot.Receipt{MessageID: string(id), At: at}
}

// sendForm sends an approved form to a person whose window is closed; without one the message cannot go now.
func (c *Channel) sendForm(ctx context.Context, to bot.ChatID, m bot.Message, why error) (bot.Receipt, error) {
	var t Template
	ok := false
	if m.Form != nil {
		t, ok = c.cfg.Templates[m.Form.Name]
	}
	if !ok {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendWindow, Reason: reasonWindow, Err: why}
	}
	now := c.now()
	if night := sixOClock(now); night.Sub(now) <= 8*time.Hour { // 22:00 to 06:00: refused, or delivered without a sound
		c.holds.set(rateForm, night)
	}
	if left := c.holds.left(rateForm, now); left > 0 {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendRate, After: min(left, heldPause),
			Reason: "tin mẫu Zalo chờ đến sáng", Err: errors.New("templates are held")}
	}
	data, err := t.fill(m, c.cfg.Normalize)
	if err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "nội dung không vừa mẫu tin Zalo", Err: err}
	}
	var taken struct {
		MessageID platform.Scalar `json:"message_id"`
		SentTime  platform.Scalar `json:"sent_time"`
	}
	body := struct {
		User     string            `json:"user_id"`
		Template string            `json:"template_id"`
		Data     map[string]string `json:"template_data"`
	}{to.ID, t.ID, data}
	if err := c.ask(ctx, jsonRequest("/v3.0/oa/message/template", body), &taken); err != nil {
		return bot.Receipt{}, c.failed(ctx, err, true)
	}
	return c.receipt(taken.MessageID, taken.SentTime), nil
}
