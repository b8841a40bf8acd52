package telegram

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Send delivers one message, in several calls if it is long or has a file. The error is a *bot.SendError.
func (c *Channel) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	chat, err := strconv.ParseInt(to.ID, 10, 64)
	if err != nil || to.Channel != Name && to.Channel != GroupName {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid,
			Reason: "mã cuộc trò chuyện không phải của Telegram", Err: errors.New("chat " + strconv.Quote(to.String()))}
	}
	if len(m.Menu) > 0 {
		return c.setMenu(ctx, to, chat, m.Menu)
	}
	steps, err := render(m)
	if err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "nội dung tin không hợp lệ với Telegram",
			Err: err}
	}
	if id, err := strconv.Atoi(m.Under); err == nil && to.Channel == GroupName && !steps[0].edits() {
		// Many talk there at once. Who deleted his question gets the answer all the same.
		steps[0].params["reply_parameters"] = jsonText(map[string]any{"message_id": id,
			"allow_sending_without_reply": true})
	}
	var receipt bot.Receipt
	err = c.resume.Send(to, m, len(steps), c.now(), func(i int) *bot.SendError {
		if receipt, err = c.perform(ctx, chat, m.Edit, steps[i]); err != nil {
			return c.sendError(ctx, to, err)
		}
		return nil
	})
	return receipt, err
}

// setMenu gives one chat a menu of its own (setMyCommands with BotCommandScopeChat). A menu is a convenience: one that
// Telegram does not take is logged and not tried again, and says nothing about whether the chat takes messages.
func (c *Channel) setMenu(ctx context.Context, to bot.ChatID, chat int64, items []bot.MenuItem) (bot.Receipt, error) {
	menu := make([]tgbotapi.BotCommand, len(items))
	for i, item := range items {
		menu[i] = tgbotapi.BotCommand{Command: item.Name, Description: item.Help}
	}
	_, err := c.call(ctx, "setMyCommands", tgbotapi.Params{"commands": jsonText(menu),
		"scope": jsonText(map[string]any{"type": "chat", "chat_id": chat})})
	if err != nil {
		sendErr := c.sendError(ctx, to, err)
		if sendErr.Kind != bot.SendInvalid && sendErr.Kind != bot.SendBlocked {
			return bot.Receipt{}, sendErr
		}
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram command menu of a chat not set", slog.Any("error", err))
	}
	return bot.Receipt{At: c.now()}, nil
}

// perform makes one call, and a plainer one where Telegram refuses the first.
func (c *Channel) perform(ctx context.Context, chat int64, edit string, s step) (bot.Receipt, error) {
	s.params["chat_id"] = strconv.FormatInt(chat, 10)
	t, err := c.sendStep(ctx, s)
	if err == nil {
		return c.receipt(t, edit, s), nil
	}
	f := platform.AsFailure(err)
	switch {
	case f.Code != http.StatusBadRequest:
		return bot.Receipt{}, err
	case s.edits() && f.Says("message is not modified"):
		return bot.Receipt{MessageID: edit, At: c.now()}, nil
	case s.method == editText && f.Says("no text in the message"):
		s.toCaption()
	case s.method == editCaption && f.Says("no caption in the message"):
		s.toText()
	case s.method == "sendPhoto" && f.Says("photo_invalid_dimensions", "image_process_failed",
		"photo_save_file_invalid", "photo_ext_invalid"):
		s.method = "sendDocument"
	default:
		return bot.Receipt{}, err
	}
	if t, err = c.sendStep(ctx, s); err != nil {
		return bot.Receipt{}, err
	}
	return c.receipt(t, edit, s), nil
}

// taken is what Telegram says of a message that it took.
type taken struct {
	MessageID int `json:"message_id"`
	Date      int `json:"date"`
	EditDate  int `json:"edit_date"`

	Photo    []fileID `json:"photo"` // its sizes, the largest last
	Document fileID   `json:"document"`
}

func (c *Channel) sendStep(ctx context.Context, s step) (t taken, err error) {
	if s.file == nil {
		err = c.ask(ctx, s.method, s.params, &t)
	} else {
		t, err = c.sendFile(ctx, s)
	}
	if err != nil && platform.AsFailure(err).Done {
		err = nil // an edit may be answered with true; the message is accepted all the same
	}
	return t, err
}

// fileID is the name that Telegram has for a file.
type fileID struct {
	ID string `json:"file_id"`
}

// sendFile sends a file by the name that Telegram has for it, or uploads it. When Telegram does not know the name any
// more, the file is uploaded again.
func (c *Channel) sendFile(ctx context.Context, s step) (t taken, err error) {
	field := "document"
	if s.method == "sendPhoto" {
		field = "photo"
	}
	name := fileName(s.file)
	key := platform.UploadKey(&bot.File{Name: name, Bytes: s.file.Bytes}, s.method)
	for {
		id, done, err := c.uploads.Claim(ctx, key)
		if err != nil {
			return t, &platform.Failure{Platform: "telegram", Call: s.method, Cause: err} // nobody has seen it yet
		}
		if done != nil {
			err := c.ask(ctx, s.method, s.params, &t, tgbotapi.RequestFile{Name: field,
				Data: tgbotapi.FileBytes{Name: name, Bytes: s.file.Bytes}})
			done(uploadedAs(s.method, &t, err))
			return t, err
		}
		s.params[field] = id
		err = c.ask(ctx, s.method, s.params, &t)
		delete(s.params, field)
		if f := platform.AsFailure(err); err == nil || f.Code != http.StatusBadRequest ||
			!f.Says("file identifier", "file reference", "file_reference", "file_id") {
			return t, err
		}
		c.uploads.Forget(ctx, key, id)
	}
}

// uploadedAs is the name that Telegram gave a file; "" when it gave none.
func uploadedAs(method string, t *taken, err error) string {
	switch n := len(t.Photo); {
	case err != nil:
	case method == "sendPhoto" && n > 0:
		return t.Photo[n-1].ID
	case method == "sendDocument":
		return t.Document.ID
	}
	return ""
}

func fileName(f *bot.File) string {
	name := path.Base(strings.Map(func(r rune) rune {
		if r < ' ' || r == '\\' || r == '"' {
			return '_'
		}
		return r
	}, f.Name))
	if name == "." || name == "/" {
		return "file"
	}
	return platform.Clip(name, 100)
}

func (c *Channel) receipt(taken taken, edit string, s step) bot.Receipt {
	r := bot.Receipt{At: c.dated(max(taken.Date, taken.EditDate))}
	switch {
	case taken.MessageID != 0:
		r.MessageID = strconv.Itoa(taken.MessageID)
	case s.edits():
		r.MessageID = edit
	}
	return r
}

// sendError says what a failed call means for the next one.
func (c *Channel) sendError(ctx context.Context, to bot.ChatID, err error) *bot.SendError {
	f := platform.AsFailure(err)
	out := &bot.SendError{Kind: bot.SendTemporary, Err: err}
	switch {
	case f.RetryAfter > 0 || f.Code == http.StatusTooManyRequests:
		out.Kind, out.After = bot.SendRate, max(f.RetryAfter, time.Second)
		out.Global = c.limits.seen(to.ID, c.now())
		out.Reason = "Telegram yêu cầu gửi chậm lại"
	case f.Detail != "":
		out.Kind, out.MovedTo = bot.SendMoved, bot.ChatID{Channel: to.Channel, ID: f.Detail}
		out.Reason = "nhóm đã chuyển sang mã mới"
	case refused(f):
		out.Kind, out.Reason = bot.SendFatal, "Telegram từ chối token của bot"
	case f.Spoken && f.Code == http.StatusForbidden:
		out.Kind, out.Reason = bot.SendBlocked, blockedReason(f)
	case f.Code == http.StatusBadRequest && f.Says("chat not found", "user not found", "peer_id_invalid",
		"chat_write_forbidden",
		"not enough rights to send", "have no rights to send", "need administrator rights", "group chat was deleted",
		"topic_closed"):
		out.Kind, out.Reason = bot.SendBlocked, blockedReason(f)
	case f.Code == http.StatusBadRequest && f.Says("message to edit not found", "message can't be edited",
		"message_id_invalid"):
		out.Kind, out.Gone, out.Reason = bot.SendInvalid, true, "tin cũ không còn để sửa (đã bị xóa hoặc quá cũ)"
	case f.Spoken && (f.Code == http.StatusBadRequest || f.Code == http.StatusRequestEntityTooLarge):
		out.Kind, out.Reason = bot.SendInvalid, "Telegram không nhận nội dung này"
	case f.Status != 0 && f.Code < 500:
		out.Reason = "máy chủ Telegram trả lời bất thường"
	default:
		f.Unanswered(ctx, "Telegram", out)
	}
	return out
}

func blockedReason(f *platform.Failure) string {
	switch {
	case f.Says("blocked by the user", "user_is_blocked"):
		return "người nhận đã chặn bot"
	case f.Says("deactivated"):
		return "tài khoản người nhận đã bị xóa"
	case f.Says("kicked", "not a member", "deleted"):
		return "bot không còn trong nhóm"
	case f.Says("not found", "initiate conversation", "peer_id_invalid"):
		return "người nhận chưa mở trò chuyện với bot"
	}
	return "bot không có quyền gửi vào cuộc trò chuyện này"
}
