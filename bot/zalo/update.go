package zalo

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	// buttonPrefix marks the payload of our buttons, which comes back as if the person had typed it.
	buttonPrefix  = "#mc:"
	actionLimit   = 64
	incomingRunes = 10000
	whyUnknown    = "an event that we do not know"
)

// actionText is what an action may look like. It is the person's input like any other: rights are checked by whoever
// acts on it.
var actionText = regexp.MustCompile(`^[!-~]{1,200}$`)

// event is what Zalo posts. Ids come as text or numbers.
type event struct {
	Name      string          `json:"event_name"`
	OA        platform.Scalar `json:"oa_id"`
	Sender    party           `json:"sender"`
	Recipient party           `json:"recipient"`
	Follower  party           `json:"follower"`
	User      party           `json:"user"`
	Timestamp platform.Scalar `json:"timestamp"`
	Message   content         `json:"message"`
}

type party struct {
	ID platform.Scalar `json:"id"`
}

type content struct {
	ID      platform.Scalar `json:"msg_id"`
	Text    string          `json:"text"`
	Payload string          `json:"payload"` // of an event that only some sources know
	Quote   platform.Scalar `json:"quote_msg_id"`
	// Attachments is read for a location alone: whatever else stands there must not spoil the event.
	Attachments json.RawMessage `json:"attachments"`
}

// location is the point that was sent; nil where it is not said as numbers. Its form is taken from other people's
// programs, not from Zalo's pages.
func (c content) location() *bot.Location {
	var list []struct {
		Payload struct {
			Coordinates struct {
				Lat platform.Scalar `json:"latitude"`
				Lon platform.Scalar `json:"longitude"`
			} `json:"coordinates"`
		} `json:"payload"`
	}
	if json.Unmarshal(c.Attachments, &list) != nil || len(list) == 0 {
		return nil
	}
	at := list[0].Payload.Coordinates
	lat, errLat := strconv.ParseFloat(string(at.Lat), 64)
	lon, errLon := strconv.ParseFloat(string(at.Lon), 64)
	if errLat != nil || errLon != nil {
		return nil
	}
	return &bot.Location{Lat: lat, Lon: lon}
}

// attachments maps the events of messages that are not words.
var attachments = map[string]string{
	"user_send_image": bot.AttachPhoto, "user_send_gif": bot.AttachPhoto, "user_send_sticker": bot.AttachSticker,
	"user_send_audio": bot.AttachVoice, "user_send_video": bot.AttachVideo, "user_send_file": bot.AttachFile,
	"user_send_location": bot.AttachLocation, "user_send_business_card": bot.AttachContact,
}

// update translates the event, or says why it is ignored.
func (e event) update(at time.Time) (u bot.Update, why string) {
	switch e.Name {
	case "follow", "unfollow":
		return e.membership(at)
	case "user_received_message", "user_seen_message", "user_reacted_message", "add_user_to_tag", "user_submit_info",
		"change_template_status", "change_template_quality", "change_oa_daily_quota", "update_user_info":
		return u, "nothing that a person says"
	}
	if strings.HasPrefix(e.Name, "oa_") {
		return u, "our own message"
	}
	if strings.Contains(e.Name, "_group") { // in groups of the account; their changes show in their list
		return u, "talk in a group, which is not read"
	}
	if e.Sender.ID == "" {
		return u, whyUnknown
	}
	u = bot.Update{
		ID: e.id(string(e.Sender.ID)), Kind: bot.KindText, Chat: chatOf(e.Sender.ID), User: userOf(e.Sender.ID),
		Private:   true,
		MessageID: string(e.Message.ID), ReplyTo: string(e.Message.Quote), At: at, Text: bounded(e.Message.Text),
	}
	switch e.Name {
	case "user_send_text":
	case "user_click_button": // no official trace of it; the same as the text event where it comes
		if u.Text == "" {
			u.Text = bounded(e.Message.Payload)
		}
	case "user_send_link":
		if strings.TrimSpace(u.Text) == "" {
			u.Kind, u.Attachment = bot.KindAttachment, bot.AttachOther
		}
	default:
		kind, known := attachments[e.Name]
		if !known {
			return bot.Update{}, whyUnknown
		}
		u.Kind, u.Attachment = bot.KindAttachment, kind
		if kind == bot.AttachLocation {
			u.Location = e.Message.location()
		}
		return u, ""
	}
	if u.Kind == bot.KindText {
		readText(&u)
	}
	return u, ""
}

// readText recognises pressed buttons and commands.
func readText(u *bot.Update) {
	if action, ok := strings.CutPrefix(u.Text, buttonPrefix); ok && actionText.MatchString(action) {
		u.Kind, u.Action, u.Text = bot.KindAction, action, ""
		return
	}
	if name, _, payload, ok := bot.ParseCommand(u.Text); ok {
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
}

func (e event) membership(at time.Time) (u bot.Update, why string) {
	id := e.Follower.ID
	for _, other := range []platform.Scalar{e.User.ID, e.Sender.ID} {
		if id == "" {
			id = other
		}
	}
	if id == "" {
		return u, whyUnknown
	}
	u = bot.Update{ID: e.id(string(id)), Kind: bot.KindJoined, Chat: chatOf(id), User: userOf(id), Private: true,
		At: at}
	if e.Name == "unfollow" {
		u.Kind = bot.KindLeft
	}
	return u, ""
}

// id is the same whenever Zalo sends the event again.
func (e event) id(person string) string {
	if e.Message.ID != "" {
		return platform.Clip(string(e.Message.ID), 100)
	}
	return platform.Clip(e.Name+":"+person+":"+string(e.Timestamp), 150)
}

func chatOf(id platform.Scalar) bot.ChatID {
	return bot.ChatID{Channel: Name, ID: platform.Clip(string(id), 64)}
}

// userOf names a person by the end of his id: events carry no name, and Zalo would have to be asked for one.
func userOf(id platform.Scalar) bot.User {
	tail := string(id)
	return bot.User{ID: platform.Clip(tail, 64), Name: "người dùng Zalo …" + tail[max(0, len(tail)-4):]}
}

// bounded makes s valid UTF-8 of at most incomingRunes runes.
func bounded(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) > incomingRunes && utf8.RuneCountInString(s) > incomingRunes {
		return platform.Clip(s, incomingRunes)
	}
	return s
}
