package telegram

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	// wanted are the kinds of update that mean something to us.
	wanted = `["message","edited_message","callback_query","my_chat_member"]`
	// editedWithin is how soon after a message a change of its words is taken for a mended question; later ones are
	// put right for the record.
	editedWithin = 5 * time.Minute
	// incomingRunes bounds what we take from one message.
	incomingRunes = 10_000
)

// translate turns Telegram's updates into ours. What means nothing to us is left out, with a word in the debug log.
func (c *Channel) translate(ctx context.Context, updates []tgbotapi.Update) *batch {
	b := &batch{channel: c, updates: make([]bot.Update, 0, len(updates))}
	for i := range updates {
		u := &updates[i]
		if u.CallbackQuery != nil {
			b.queries = append(b.queries, u.CallbackQuery.ID)
		}
		out, why := c.translateOne(u)
		if why != "" {
			c.log.LogAttrs(ctx, slog.LevelDebug, "telegram update ignored", slog.Int("update", u.UpdateID),
				slog.String("why", why))
			continue
		}
		out.ID = strconv.Itoa(u.UpdateID)
		c.askStanding(ctx, u, &out)
		b.updates = append(b.updates, out)
	}
	return b
}

// translateOne returns why an update is ignored, or "".
func (c *Channel) translateOne(u *tgbotapi.Update) (out bot.Update, why string) {
	switch {
	case u.Message != nil:
		return c.fromMessage(u.Message)
	case u.CallbackQuery != nil:
		return c.fromPress(u.CallbackQuery)
	case u.MyChatMember != nil:
		return c.fromMembership(u.MyChatMember)
	case u.EditedMessage != nil:
		return c.fromEdit(u.EditedMessage)
	}
	return out, "of a kind that was not asked for"
}

func (c *Channel) fromMessage(m *tgbotapi.Message) (out bot.Update, why string) {
	if why = notPeoples(m); why != "" {
		return out, why
	}
	if m.MigrateToChatID != 0 && !m.Chat.IsPrivate() {
		group := groupOf(m.Chat)
		group.MovedTo = chatOf(m.MigrateToChatID)
		return bot.Update{Kind: bot.KindMoved, Chat: chatOf(m.Chat.ID), Group: group, At: c.dated(m.Date)}, ""
	}
	out = bot.Update{
		Chat: chatOf(m.Chat.ID), User: userOf(m.From), Private: m.Chat.IsPrivate(), Group: groupOf(m.Chat),
		MessageID: strconv.Itoa(m.MessageID), At: c.dated(m.Date),
	}
	if m.ReplyToMessage != nil && c.isSelf(m.ReplyToMessage.From) {
		out.ReplyTo = strconv.Itoa(m.ReplyToMessage.MessageID)
		out.ReplyText = bounded(m.ReplyToMessage.Text)
	}
	text, entities := m.Text, m.Entities
	out.Kind = bot.KindText
	if text == "" {
		if out.Attachment = attachment(m); out.Attachment == "" {
			return out, "a service message"
		}
		out.Kind, text, entities = bot.KindAttachment, m.Caption, m.CaptionEntities
		out.File, out.Location = attachedFile(m), locationOf(m)
	}
	called := out.Private
	if !called {
		if called, text = c.called(text, entities); !called && out.ReplyTo == "" &&
			(out.Kind != bot.KindText || !strings.HasPrefix(text, "/")) {
			return bot.Update{}, notForUs
		}
	}
	out.Text = bounded(text)
	if why = c.readCommand(&out, called); why != "" {
		return bot.Update{}, why // with nothing of what was said
	}
	return out, ""
}

// notPeoples says why a message is nothing that a person said to us or in a group; "" when it may be.
func notPeoples(m *tgbotapi.Message) string {
	switch {
	case m.Chat == nil || m.Chat.ID == 0:
		return "no chat"
	case m.Chat.Type == "channel":
		return "a channel's post"
	case m.From != nil && m.From.IsBot && m.SenderChat == nil && m.MigrateToChatID == 0:
		return "from a bot"
	case m.IsAutomaticForward:
		return "a channel's post in its group"
	}
	return ""
}

// locationOf is the point that was sent; nil where there is none.
func locationOf(m *tgbotapi.Message) *bot.Location {
	if m.Location == nil {
		return nil
	}
	return &bot.Location{Lat: m.Location.Latitude, Lon: m.Location.Longitude}
}

// notForUs is why talk in a group is ignored: people there talk to each other.
const notForUs = "group talk that is not for us"

// fromEdit takes changed words in a private chat; what else may change (a caption, a place that moves) was taken as it
// was sent.
func (c *Channel) fromEdit(m *tgbotapi.Message) (out bot.Update, why string) {
	switch late := time.Duration(m.EditDate-m.Date) * time.Second; {
	case late < 0 || late > editedWithin:
		return out, "edited too late"
	case m.Text == "":
		return out, "an edit of something that is not words"
	}
	if out, why = c.fromMessage(m); why == "" && (!out.Private || out.Kind != bot.KindText) {
		return bot.Update{}, "an edit in a group, or of a command"
	}
	out.Edited = true
	return out, why
}

// readCommand makes a text that is a command one. In a group there may be other bots: a command that names nobody is
// ours when the words beside it call us, or when its name is one of GroupCommands.
func (c *Channel) readCommand(u *bot.Update, called bool) (why string) {
	if u.Kind != bot.KindText {
		return ""
	}
	name, at, payload, ok := bot.ParseCommand(u.Text)
	switch {
	case !ok && !called && strings.HasPrefix(u.Text, "/") && u.ReplyTo == "":
		return notForUs
	case ok && at != "" && !c.isOurName(at):
		return "another bot's command"
	case ok && at == "" && !called && !slices.Contains(c.inGroups, name):
		return "a command in a group that names no bot"
	case ok:
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
	return ""
}

func (c *Channel) fromPress(q *tgbotapi.CallbackQuery) (out bot.Update, why string) {
	out = bot.Update{Kind: bot.KindAction, User: userOf(q.From), Action: bounded(q.Data), At: c.now()}
	switch {
	case q.Data == "":
		return out, "a press without data"
	case q.Message != nil && q.Message.Chat != nil && q.Message.Chat.ID != 0:
		out.Chat, out.Private = chatOf(q.Message.Chat.ID), q.Message.Chat.IsPrivate()
		out.Group = groupOf(q.Message.Chat)
		out.MessageID = strconv.Itoa(q.Message.MessageID)
	case q.From != nil && q.From.ID != 0 && q.InlineMessageID == "": // too old: Telegram leaves the message out
		out.Chat, out.Private = chatOf(q.From.ID), true
	default:
		return out, "a press in no chat"
	}
	return out, ""
}

func userOf(u *tgbotapi.User) bot.User {
	if u == nil {
		return bot.User{}
	}
	name := strings.TrimSpace(u.FirstName + " " + u.LastName)
	return bot.User{ID: strconv.FormatInt(u.ID, 10), Name: strings.ToValidUTF8(name, "")}
}

func (c *Channel) isSelf(u *tgbotapi.User) bool {
	self := c.self.Load()
	return u != nil && self != nil && u.ID == self.ID
}

func (c *Channel) isOurName(name string) bool {
	self := c.self.Load()
	return self != nil && self.UserName != "" && strings.EqualFold(name, self.UserName)
}

// dated reads Telegram's seconds; an absurd date (an emulator's milliseconds) becomes the present.
func (c *Channel) dated(seconds int) time.Time {
	now := c.now()
	at := time.Unix(int64(seconds), 0).In(now.Location())
	if seconds <= 0 || at.After(now.Add(24*time.Hour)) {
		return now
	}
	return at
}

// called reports whether the text mentions us, and returns it without the mention. Offsets count UTF-16 units, as
// Telegram does: in Vietnamese text they are not byte offsets.
func (c *Channel) called(text string, entities []tgbotapi.MessageEntity) (called bool, rest string) {
	units := utf16.Encode([]rune(text))
	for i := len(entities) - 1; i >= 0; i-- { // from the end, so that cutting moves no offset still needed
		e := entities[i]
		if e.Offset < 0 || e.Length <= 0 || e.Offset > len(units) || e.Length > len(units)-e.Offset {
			continue
		}
		word := string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
		mention := e.Type == "mention" && c.isOurName(strings.TrimPrefix(word, "@"))
		if mention || e.Type == "text_mention" && c.isSelf(e.User) {
			called = true
			units = append(units[:e.Offset:e.Offset], units[e.Offset+e.Length:]...)
		}
	}
	if !called {
		return false, text
	}
	return true, strings.TrimSpace(string(utf16.Decode(units)))
}

// bounded makes s valid UTF-8 of at most incomingRunes runes.
func bounded(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= incomingRunes || utf8.RuneCountInString(s) <= incomingRunes {
		return s
	}
	n := 0
	for i := range s {
		if n == incomingRunes {
			return s[:i]
		}
		n++
	}
	return s
}

// attachment names what a message without text carries; "" means a service message such as "X joined the group".
func attachment(m *tgbotapi.Message) string {
	switch {
	case len(m.Photo) > 0:
		return bot.AttachPhoto
	case m.Sticker != nil:
		return bot.AttachSticker
	case m.Voice != nil:
		return bot.AttachVoice
	case m.Video != nil, m.VideoNote != nil, m.Animation != nil: // an animation also has a document
		return bot.AttachVideo
	case m.Document != nil, m.Audio != nil:
		return bot.AttachFile
	case m.Location != nil, m.Venue != nil:
		return bot.AttachLocation
	case m.Contact != nil:
		return bot.AttachContact
	case isService(m):
		return ""
	}
	return bot.AttachOther // dice, polls, stories and what is still to be invented: a person waits for a word
}

// attachedFile names a picture or document, so that it can be sent on; nil for anything else.
func attachedFile(m *tgbotapi.Message) *bot.File {
	switch {
	case len(m.Photo) > 0: // the largest is the last
		return &bot.File{Name: "anh.jpg", Type: "image/jpeg", Ref: m.Photo[len(m.Photo)-1].FileID}
	case m.Document != nil && m.Animation == nil:
		return &bot.File{Name: platform.Clip(strings.ToValidUTF8(m.Document.FileName, ""), 100),
			Type: m.Document.MimeType, Ref: m.Document.FileID}
	}
	return nil
}

// isService reports whether Telegram wrote the message about something that happened.
func isService(m *tgbotapi.Message) bool {
	return isGroupChange(m) || m.PinnedMessage != nil || m.ProximityAlertTriggered != nil || m.ConnectedWebsite != "" ||
		m.PassportData != nil || m.Invoice != nil || m.SuccessfulPayment != nil
}

func isGroupChange(m *tgbotapi.Message) bool {
	return len(m.NewChatMembers) > 0 || m.LeftChatMember != nil || m.NewChatTitle != "" || len(m.NewChatPhoto) > 0 ||
		m.DeleteChatPhoto || m.GroupChatCreated || m.SuperGroupChatCreated || m.ChannelChatCreated ||
		m.MessageAutoDeleteTimerChanged != nil || m.MigrateToChatID != 0 || m.MigrateFromChatID != 0 ||
		m.VoiceChatScheduled != nil || m.VoiceChatStarted != nil || m.VoiceChatEnded != nil ||
		m.VoiceChatParticipantsInvited != nil
}
