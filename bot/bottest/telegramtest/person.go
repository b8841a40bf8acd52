package telegramtest

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Chats with a negative number are groups and channels, as in Telegram; in a private chat the person's number is the
// chat's.

func chatObject(id int64) map[string]any {
	switch {
	case id <= ChannelsFrom:
		return map[string]any{"id": id, "type": "channel", "title": "Tin xã Mẫu"}
	case id <= supergroupsFrom:
		return map[string]any{"id": id, "type": "supergroup", "title": "Tổ dân phố số 3"}
	case id < 0:
		return map[string]any{"id": id, "type": "group", "title": "Tổ dân phố số 3"}
	}
	return map[string]any{"id": id, "type": "private", "first_name": "An", "last_name": "Nguyễn"}
}

func personObject(id int64) map[string]any {
	return map[string]any{"id": id, "is_bot": false, "first_name": "An", "last_name": "Nguyễn", "language_code": "vi"}
}

// UserSays sends a person's text in a private chat and returns the update's id.
func (s *Server) UserSays(chat int64, text string) int { return s.GroupSays(chat, chat, text, 0) }

// GroupSays sends a person's text in a group; replyTo, if not 0, is the message answered. Commands and mentions are
// marked as Telegram marks them.
func (s *Server) GroupSays(chat, user int64, text string, replyTo int) int {
	content := map[string]any{"text": text}
	if e := entities(text); len(e) > 0 {
		content["entities"] = e
	}
	return s.UserSends(chat, user, content, replyTo)
}

// UserSends sends a person's message with the given fields of a Telegram message: {"sticker": {…}}.
func (s *Server) UserSends(chat, user int64, fields map[string]any, replyTo int) int {
	s.Lock()
	defer s.Unlock()
	c := s.chatOf(chat)
	id := s.nextMsg
	s.nextMsg++
	now := s.opts.Now()
	content := map[string]any{"message_id": id, "date": now.Unix(), "chat": chatObject(chat),
		"from": personObject(user)}
	for k, v := range fields {
		content[k] = v
		s.noteFiles(k, v)
	}
	replied := c.message(replyTo)
	if replied != nil {
		content["reply_to_message"] = s.quoted(replied)
	}
	if !s.opts.CountOnly {
		text, _ := fields["text"].(string)
		c.messages = append(c.messages, &Message{ID: id, Chat: chat, Text: text, At: now})
	}
	if chat < 0 && !s.hears(chat, content, replied) {
		return 0
	}
	return s.push("message", chat, content, messageKept)
}

// ForgetFiles makes all names of files unknown.
func (s *Server) ForgetFiles() {
	s.Lock()
	defer s.Unlock()
	clear(s.fileIDs)
}

// noteFiles remembers the files that the bot may send on.
func (s *Server) noteFiles(kind string, v any) {
	list, _ := v.([]any)
	if one, ok := v.(map[string]any); ok {
		list = []any{one}
	}
	for _, f := range list {
		if m, ok := f.(map[string]any); ok && (kind == "photo" || kind == "document") {
			if id, ok := m["file_id"].(string); ok {
				s.fileIDs[id] = kind
			}
		}
	}
}

func (s *Server) quoted(m *Message) map[string]any {
	out := s.shown(*m)
	if m.Method == "" {
		out["from"] = personObject(m.Chat)
	}
	return out
}

// UserEdits changes a person's earlier message.
func (s *Server) UserEdits(chat int64, message int, text string) int {
	s.Lock()
	defer s.Unlock()
	now := s.opts.Now()
	sent := now
	if m := s.chatOf(chat).message(message); m != nil {
		sent = m.At
	}
	return s.push("edited_message", chat, map[string]any{"message_id": message, "date": sent.Unix(),
		"edit_date": now.Unix(),
		"chat":      chatObject(chat), "from": personObject(chat), "text": text}, messageKept)
}

// Press presses a button of the bot's message in a private chat and returns the callback query's id. Message 0, or one
// that the Server does not know, is a message too old for Telegram to show.
func (s *Server) Press(chat int64, message int, data string) string {
	s.Lock()
	defer s.Unlock()
	c := s.chatOf(chat)
	id := "q" + strconv.Itoa(len(s.queries)+1)
	s.queries[id] = &query{id: id}
	content := map[string]any{"id": id, "from": personObject(max(chat, -chat)), "chat_instance": "1", "data": data}
	if m := c.message(message); m != nil {
		content["message"] = s.shown(*m)
	}
	s.push("callback_query", chat, content, pressKept)
	return id
}

// PressLabel presses the button with the label under the chat's latest message that has it; false if none has.
func (s *Server) PressLabel(chat int64, label string) (query string, ok bool) {
	messages := s.Messages(chat)
	for i := len(messages) - 1; i >= 0; i-- {
		if data := messages[i].Find(label); data != "" {
			return s.Press(chat, messages[i].ID, data), true
		}
	}
	return "", false
}

// WaitAnswered waits until the bot has answered the callback query.
func (s *Server) WaitAnswered(ctx context.Context, query string) error {
	return s.Until(ctx, func() bool { return s.queries[query] != nil && s.queries[query].answered })
}

// Block makes the person block the bot, or a group remove it; Unblock undoes it.
func (s *Server) Block(chat int64) { s.membership(chat, "member", "kicked", true) }

// Unblock makes the person use the bot again.
func (s *Server) Unblock(chat int64) { s.membership(chat, "kicked", "member", false) }

// BlockSilently blocks without an update, as when it waited longer than a day.
func (s *Server) BlockSilently(chat int64) {
	s.Lock()
	defer s.Unlock()
	s.chatOf(chat).blocked = true
}

func (s *Server) membership(chat int64, was, is string, blocked bool) {
	s.Lock()
	defer s.Unlock()
	s.chatOf(chat).blocked = blocked
	member := func(status string) map[string]any { return map[string]any{"user": s.self(), "status": status} }
	s.push("my_chat_member", chat, map[string]any{"chat": chatObject(chat), "from": personObject(max(chat, -chat)),
		"date": s.opts.Now().Unix(), "old_chat_member": member(was), "new_chat_member": member(is)}, messageKept)
}

// Open lets the bot write to the chats although nobody said anything there yet in this Server's life.
func (s *Server) Open(chats ...int64) {
	s.Lock()
	defer s.Unlock()
	for _, id := range chats {
		s.chatOf(id)
	}
}

// Delete makes the person's account vanish.
func (s *Server) Delete(chat int64) {
	s.Lock()
	defer s.Unlock()
	s.chatOf(chat).gone = true
}

// entities marks commands and mentions, with offsets in UTF-16 units.
func entities(text string) []map[string]any {
	var out []map[string]any
	at := 0
	for _, word := range strings.SplitAfter(text, " ") {
		bare := strings.TrimRight(word, " ,.!?\n")
		n := len(utf16.Encode([]rune(bare)))
		switch {
		case n > 1 && bare[0] == '/':
			out = append(out, map[string]any{"type": "bot_command", "offset": at, "length": n})
		case n > 1 && bare[0] == '@':
			out = append(out, map[string]any{"type": "mention", "offset": at, "length": n})
		}
		at += len(utf16.Encode([]rune(word)))
	}
	return out
}
