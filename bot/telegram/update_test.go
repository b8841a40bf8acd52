package telegram

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
)

const (
	private = `"chat":{"id":77,"type":"private"},"from":{"id":77,"first_name":"Lê Thị","last_name":"Hà"},"message_id":5,"date":1700000000`
	group   = `"chat":{"id":-9,"type":"supergroup"},"from":{"id":77,"first_name":"Hà"},"message_id":5,"date":1700000000`
)

func testChannel(t testing.TB) *Channel {
	t.Helper()
	c, err := New(Config{Token: "1:abc", GroupCommands: []string{"hoi"},
		Now: func() time.Time { return time.Unix(1700000100, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	c.self.Store(&tgbotapi.User{ID: 1, UserName: "MotCua_bot", IsBot: true})
	return c
}

func parse(t testing.TB, body string) tgbotapi.Update {
	t.Helper()
	var u tgbotapi.Update
	if err := json.Unmarshal([]byte(body), &u); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return u
}

func TestTranslate(t *testing.T) {
	user := bot.User{ID: "77", Name: "Lê Thị Hà"}
	inGroup := bot.User{ID: "77", Name: "Hà"}
	home, away := bot.ChatID{Channel: "telegram", ID: "77"}, bot.ChatID{Channel: "telegramgroup", ID: "-9"}
	at, now := time.Unix(1700000000, 0), time.Unix(1700000100, 0)
	mine := func(u bot.Update) bot.Update {
		u.ID, u.Chat, u.User, u.Private, u.MessageID, u.At = "3", home, user, true, "5", at
		return u
	}
	ours := func(u bot.Update) bot.Update {
		u.ID, u.Chat, u.User, u.MessageID, u.At, u.Group = "3", away, inGroup, "5", at, &bot.Group{}
		return u
	}
	none := bot.Update{}
	tests := []struct {
		name, body string
		want       bot.Update // none: ignored
	}{
		{"text", `"message":{` + private + `,"text":"bn tiền làm cccd"}`,
			mine(bot.Update{Kind: bot.KindText, Text: "bn tiền làm cccd"})},
		{"command", `"message":{` + private + `,"text":"/Start moi_AbC"}`,
			mine(bot.Update{Kind: bot.KindCommand, Command: "start", Payload: "moi_AbC", Text: "/Start moi_AbC"})},
		{"command with our name", `"message":{` + private + `,"text":"/help@motcua_BOT"}`,
			mine(bot.Update{Kind: bot.KindCommand, Command: "help", Text: "/help@motcua_BOT"})},
		{"slash and Vietnamese is text", `"message":{` + private + `,"text":"/trợ giúp"}`,
			mine(bot.Update{Kind: bot.KindText, Text: "/trợ giúp"})},
		{"reply to us", `"message":{` + private + `,"text":"vâng","reply_to_message":{"message_id":4,"from":{"id":1},"chat":{"id":77}}}`, mine(bot.Update{Kind: bot.KindText, Text: "vâng", ReplyTo: "4"})},
		{"reply to oneself", `"message":{` + private +
			`,"text":"vâng","reply_to_message":{"message_id":4,"from":{"id":77},"chat":{"id":77}}}`,
			mine(bot.Update{Kind: bot.KindText, Text: "vâng"})},
		{"photo with caption", `"message":{` + private + `,"photo":[{"file_id":"a"}],"caption":"giấy này?"}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "giấy này?",
				File: &bot.File{Name: "anh.jpg", Type: "image/jpeg", Ref: "a"}})},
		{"sticker", `"message":{` + private + `,"sticker":{"file_id":"a"}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachSticker})},
		{"voice", `"message":{` + private + `,"voice":{"file_id":"a"}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachVoice})},
		{"animation", `"message":{` + private + `,"animation":{"file_id":"a"},"document":{"file_id":"a"}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachVideo})},
		{"document", `"message":{` + private + `,"document":{"file_id":"a"}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachFile, File: &bot.File{Ref: "a"}})},
		{"venue", `"message":{` + private + `,"venue":{"title":"a"},"location":{"latitude":20.5,"longitude":106.01}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachLocation,
				Location: &bot.Location{Lat: 20.5, Lon: 106.01}})},
		{"contact", `"message":{` + private + `,"contact":{"phone_number":"1"}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachContact})},
		{"something new", `"message":{` + private + `,"hologram":{"x":1}}`,
			mine(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachOther})},
		{"broken UTF-16", `"message":{` + private + `,"text":"a\ud800b"}`,
			mine(bot.Update{Kind: bot.KindText, Text: "a\uFFFDb"})},
		{"service message", `"message":{` + private + `,"pinned_message":{"message_id":1,"chat":{"id":77}}}`, none},
		{"edited", `"edited_message":{` + private + `,"edit_date":1700000120,"text":"sửa"}`,
			mine(bot.Update{Kind: bot.KindText, Text: "sửa", Edited: true})},
		{"edited too late", `"edited_message":{` + private + `,"edit_date":1700000301,"text":"sửa"}`, none},
		{"edited before it was sent", `"edited_message":{` + private + `,"edit_date":1600000000,"text":"sửa"}`, none},
		{"edited command", `"edited_message":{` + private + `,"edit_date":1700000120,"text":"/huy"}`, none},
		{"edited caption", `"edited_message":{` + private + `,"edit_date":1700000120,"photo":[{"file_id":"a"}],"caption":"b"}`,
			none},
		{"edited in a group", `"edited_message":{` + group + `,"edit_date":1700000120,"text":"@MotCua_bot sửa",` +
			`"entities":[{"type":"mention","offset":0,"length":11}]}`, none},
		{"channel post", `"channel_post":{` + private + `,"text":"tin"}`, none},
		{"another bot", `"message":{"chat":{"id":-9,"type":"group"},"from":{"id":8,"is_bot":true},"text":"/help"}`,
			none},
		{"no chat", `"message":{"text":"a"}`, none},

		{"group talk", `"message":{` + group + `,"text":"trưa nay ăn gì"}`, none},
		{"group command", `"message":{` + group + `,"text":"/help@MotCua_bot lệ phí"}`,
			ours(bot.Update{Kind: bot.KindCommand, Command: "help", Payload: "lệ phí",
				Text: "/help@MotCua_bot lệ phí"})},
		{"group command that names no bot", `"message":{` + group + `,"text":"/help"}`, none},
		{"group command that is ours alone", `"message":{` + group + `,"text":"/hoi lệ phí"}`,
			ours(bot.Update{Kind: bot.KindCommand, Command: "hoi", Payload: "lệ phí", Text: "/hoi lệ phí"})},
		{"group command after a mention", `"message":{` + group +
			`,"text":"@MotCua_bot /help","entities":[{"type":"mention","offset":0,"length":11}]}`,
			ours(bot.Update{Kind: bot.KindCommand, Command: "help", Text: "/help"})},
		{"channel's post in its group", `"message":{` + group + `,"is_automatic_forward":true,"sender_chat":{"id":-8},` +
			`"text":"@MotCua_bot tin","entities":[{"type":"mention","offset":0,"length":11}]}`, none},
		{"became a supergroup", `"message":{` + group + `,"migrate_to_chat_id":-1009}`,
			bot.Update{ID: "3", Kind: bot.KindMoved, Chat: away, At: at, Group: &bot.Group{MovedTo: bot.ChatID{
				Channel: "telegramgroup", ID: "-1009"}}}},
		{"came from a group", `"message":{` + group + `,"migrate_from_chat_id":-8}`, none},
		{"group command for another", `"message":{` + group + `,"text":"/help@other_bot"}`, none},
		{"group slash that is no command", `"message":{` + group + `,"text":"/// xem này"}`, none},
		{"mention after diacritics and emoji", `"message":{` + group +
			`,"text":"Chào 👨‍👩‍👧 bạn @MotCua_bot lệ phí?","entities":[{"type":"mention","offset":18,"length":11}]}`,
			ours(bot.Update{Kind: bot.KindText, Text: "Chào 👨‍👩‍👧 bạn  lệ phí?"})},
		{"mention of another", `"message":{` + group +
			`,"text":"@other_bot lệ phí?","entities":[{"type":"mention","offset":0,"length":10}]}`, none},
		{"mention by name", `"message":{` + group + `,"text":"Một Cửa ơi","entities":[{"type":"text_mention","offset":0,"length":7,"user":{"id":1}}]}`, ours(bot.Update{Kind: bot.KindText, Text: "ơi"})},
		{"mention with a bad offset", `"message":{` + group +
			`,"text":"@MotCua_bot","entities":[{"type":"mention","offset":9,"length":99},{"type":"mention","offset":-1,"length":3}]}`, none},
		{"group reply", `"message":{` + group + `,"text":"còn lệ phí?","reply_to_message":{"message_id":4,"from":{"id":1},"chat":{"id":-9}}}`, ours(bot.Update{Kind: bot.KindText, Text: "còn lệ phí?", ReplyTo: "4"})},
		{"group photo", `"message":{` + group + `,"photo":[{"file_id":"a"}]}`, none},
		{"group photo for us", `"message":{` + group + `,"photo":[{"file_id":"a"}],"caption":"@MotCua_bot đây","caption_entities":[{"type":"mention","offset":0,"length":11}]}`, ours(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachPhoto, Text: "đây", File: &bot.File{Name: "anh.jpg", Type: "image/jpeg", Ref: "a"}})},

		{"press", `"callback_query":{"id":"q","from":{"id":77,"first_name":"Lê Thị","last_name":"Hà"},"data":"rate:a17:5","message":{"message_id":9,"chat":{"id":77,"type":"private"},"date":1}}`,
			bot.Update{ID: "3", Kind: bot.KindAction, Chat: home, User: user, Private: true, MessageID: "9",
				Action: "rate:a17:5", At: now}},
		{"press under an old message", `"callback_query":{"id":"q","from":{"id":77,"first_name":"Lê Thị","last_name":"Hà"},"data":"rate:a17:5"}`,
			bot.Update{ID: "3", Kind: bot.KindAction, Chat: home, User: user, Private: true, Action: "rate:a17:5",
				At: now}},
		{"press in a group", `"callback_query":{"id":"q","from":{"id":77,"first_name":"Hà"},"data":"x","message":{"message_id":9,"chat":{"id":-9,"type":"group"}}}`,
			bot.Update{ID: "3", Kind: bot.KindAction, Chat: away, User: inGroup, MessageID: "9", Action: "x", At: now,
				Group: &bot.Group{}}},
		{"press of a game", `"callback_query":{"id":"q","from":{"id":77},"game_short_name":"x"}`, none},
		{"press under an inline message",
			`"callback_query":{"id":"q","from":{"id":77},"data":"x","inline_message_id":"i"}`, none},

		{"blocked", membership("private", 77, "member", "kicked"),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: home, User: user, Private: true, At: at}},
		{"unblocked", membership("private", 77, "kicked", "member"),
			bot.Update{ID: "3", Kind: bot.KindJoined, Chat: home, User: user, Private: true, At: at}},
		{"removed from a group", membership("group", -9, "administrator", "left"),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: away, User: user, At: at, Group: &bot.Group{}}},
		{"added to a group", membership("supergroup", -9, "left", "member"),
			bot.Update{ID: "3", Kind: bot.KindJoined, Chat: away, User: user, At: at, Group: &bot.Group{}}},
		{"made administrator", membership("group", -9, "member", "administrator"), none},
		{"muted", membership("supergroup", -9, "member", `restricted","is_member":true,"x":"`),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: away, User: user, At: at, Group: &bot.Group{Muted: true}}},
		{"removed while muted", membership("supergroup", -9, `restricted","is_member":true,"x":"`, "kicked"),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: away, User: user, At: at, Group: &bot.Group{}}},
		{"may write again", membership("supergroup", -9, `restricted","is_member":true,"x":"`, "member"),
			bot.Update{ID: "3", Kind: bot.KindJoined, Chat: away, User: user, At: at, Group: &bot.Group{Again: true}}},
		{"in a channel without the right to post", membership("channel", -9, "left", "administrator"),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: away, User: user, At: at,
				Group: &bot.Group{Broadcast: true, Muted: true}}},
		{"in a channel with it", membership("channel", -9, "left", `administrator","can_post_messages":true,"x":"`),
			bot.Update{ID: "3", Kind: bot.KindJoined, Chat: away, User: user, At: at,
				Group: &bot.Group{Broadcast: true}}},
		{"out of a channel", membership("channel", -9, `administrator","can_post_messages":true,"x":"`, "left"),
			bot.Update{ID: "3", Kind: bot.KindLeft, Chat: away, User: user, At: at,
				Group: &bot.Group{Broadcast: true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := testChannel(t).translate(t.Context(), []tgbotapi.Update{parse(t, `{"update_id":3,`+tt.body+`}`)})
			switch {
			case cmp.Equal(tt.want, none) && len(b.updates) > 0:
				t.Errorf("got %+v, want it ignored", b.updates[0])
			case !cmp.Equal(tt.want, none) && len(b.updates) == 0:
				t.Error("ignored")
			case !cmp.Equal(tt.want, none) && !cmp.Equal(b.updates[0], tt.want):
				t.Errorf("(-want +got):\n%s", cmp.Diff(tt.want, b.updates[0]))
			}
			if press := strings.Contains(tt.body, "callback_query"); press != (len(b.queries) == 1) {
				t.Errorf("callback queries to answer: %v", b.queries)
			}
		})
	}
}

func membership(kind string, chat int, was, is string) string {
	return fmt.Sprintf(`"my_chat_member":{"chat":{"id":%d,"type":%q},"from":{"id":77,"first_name":"Lê Thị","last_name":"Hà"},"date":1700000000,`+
		`"old_chat_member":{"user":{"id":1},"status":"%s"},"new_chat_member":{"user":{"id":1},"status":"%s"}}`, chat, kind,
		was, is)
}

func TestTextIsBounded(t *testing.T) {
	u := parse(t, `{"update_id":3,"message":{`+private+`,"text":"`+strings.Repeat("ế", 12_000)+`"}}`)
	b := testChannel(t).translate(t.Context(), []tgbotapi.Update{u})
	if n := utf8.RuneCountInString(b.updates[0].Text); n != 10_000 {
		t.Errorf("%d runes", n)
	}
}

func TestMillisecondsAreNotADate(t *testing.T) {
	c := testChannel(t)
	if at := c.dated(1700000000_000); !at.Equal(c.now()) {
		t.Errorf("got %v", at)
	}
}

// TestUnreadableUpdateIsSkipped: one update of a form that nobody foresaw must not hold up the others for a day.
func TestUnreadableUpdateIsSkipped(t *testing.T) {
	c := testChannel(t)
	updates, err := c.decodeUpdates(t.Context(), json.RawMessage(`[{"update_id":1,"message":{`+private+`,"text":"a"}},{"update_id":2,"message":{"chat":"?"}},{"update_id":3,"message":{`+private+`,"text":"b"}}]`))
	if err != nil || len(updates) != 3 || updates[1].UpdateID != 2 || updates[1].Message != nil ||
		updates[2].Message.Text != "b" {
		t.Errorf("%+v, %v", updates, err)
	}
}
