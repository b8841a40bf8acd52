package zalobot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const incomingRunes = 10000

// event is what happened, as the platform reports it. Names of fields differ between its documents and its clients; all
// are taken.
type event struct {
	Name    string   `json:"event_name"`
	Message incoming `json:"message"`
}

type incoming struct {
	From struct {
		ID          platform.Scalar `json:"id"`
		DisplayName string          `json:"display_name"`
		Name        string          `json:"name"`
		IsBot       bool            `json:"is_bot"`
	} `json:"from"`
	Chat struct {
		ID   platform.Scalar `json:"id"`
		Type string          `json:"chat_type"`
	} `json:"chat"`
	Text    string          `json:"text"`
	Caption string          `json:"caption"`
	ID      platform.Scalar `json:"message_id"`
	Date    platform.Scalar `json:"date"`
	ReplyTo struct {
		ID platform.Scalar `json:"message_id"`
	} `json:"reply_to_message"`
}

// decode reads an event, one in {"ok":true,"result":…}, or a list of events.
func decode(raw []byte) ([]event, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] == '[' {
		var many []event
		err := json.Unmarshal(raw, &many)
		return many, err
	}
	var wrapped struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(raw, &wrapped); err != nil {
		return nil, err
	}
	if inner := bytes.TrimSpace(wrapped.Result); len(inner) > 0 && (inner[0] == '{' || inner[0] == '[') {
		return decode(inner)
	}
	one := make([]event, 1)
	return one, json.Unmarshal(raw, &one[0])
}

var attachments = map[string]string{
	"message.image.received": bot.AttachPhoto, "message.sticker.received": bot.AttachSticker,
	"message.voice.received": bot.AttachVoice,
	// Sent for people whom Zalo protects, and for new kinds of message: the handlers say that we could not read it.
	"message.unsupported.received": bot.AttachOther,
}

// update translates the event, or says why it is ignored.
func (e event) update(now time.Time) (u bot.Update, why string) {
	m := e.Message
	switch {
	case m.From.IsBot:
		return u, "from a bot"
	case m.Chat.ID == "":
		return u, "no chat"
	}
	chat := bot.ChatID{Channel: Name, ID: platform.Clip(string(m.Chat.ID), 100)}
	at := now
	if ms, err := strconv.ParseInt(string(m.Date), 10, 64); err == nil && ms > 0 &&
		ms < now.Add(24*time.Hour).UnixMilli() {
		at = time.UnixMilli(ms)
	}
	u = bot.Update{
		ID: chat.ID + ":" + platform.Clip(cmp.Or(string(m.ID), e.Name+":"+string(m.Date)), 120), Kind: bot.KindText,
		Chat: chat,
		User: bot.User{ID: platform.Clip(cmp.Or(string(m.From.ID), chat.ID), 100),
			Name: platform.Clip(cmp.Or(m.From.DisplayName, m.From.Name), 200)},
		Private: strings.EqualFold(m.Chat.Type, "PRIVATE"), MessageID: string(m.ID), ReplyTo: string(m.ReplyTo.ID),
		At:   at,
		Text: platform.Clip(cmp.Or(m.Text, m.Caption), incomingRunes),
	}
	kind, known := attachments[e.Name]
	switch {
	case known:
		u.Kind, u.Attachment = bot.KindAttachment, kind
	case e.Name != "message.text.received":
		return bot.Update{}, "an event that we do not know"
	default:
		if name, _, payload, ok := bot.ParseCommand(u.Text); ok {
			u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
		}
	}
	return u, ""
}
