package zalobottest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

// Message is one that a chat got.
type Message struct {
	ID, Text string
	At       time.Time
}

type chat struct {
	box     fakehost.Inbox[Message]
	blocked bool
}

// someone returns the chat, which exists from now on. The caller holds the lock.
func (s *Server) someone(id string) *chat {
	c := s.chats[id]
	if c == nil {
		c = &chat{}
		s.chats[id] = c
	}
	return c
}

// Says makes a person write in his private chat, whose id he shares. Every second event comes in its wrapper and with
// the other names of fields.
func (s *Server) Says(id, text string) {
	s.event(id, id, "PRIVATE", "message.text.received", fmt.Sprintf(`"text":%s`, quoted(text)))
}

// SaysInGroup makes a person write to the bot in a group.
func (s *Server) SaysInGroup(group, id, text string) {
	s.event(group, id, "GROUP", "message.text.received", fmt.Sprintf(`"text":%s`, quoted(text)))
}

// Sends makes a person send something else: "image", "sticker", "voice" or "unsupported".
func (s *Server) Sends(id, kind string) {
	extra := map[string]string{"image": `"photo":"https://a.invalid/p.jpg","caption":"ảnh"`,
		"sticker": `"sticker":"s1","url":"https://a.invalid/s"`,
		"voice":   `"voice_url":"https://a.invalid/v.aac"`, "unsupported": `"text":""`}[kind]
	s.event(id, id, "PRIVATE", "message."+kind+".received", extra)
}

func (s *Server) event(chatID, from, kind, name, fields string) {
	s.Lock()
	defer s.Unlock()
	s.someone(chatID).blocked = false
	s.serial++
	odd := s.serial%2 == 0
	nameField := "display_name"
	if odd {
		nameField = "name"
	}
	body := fmt.Sprintf(`{"event_name":%q,"message":{"from":{"id":%q,%q:"Ted","is_bot":false},`+
		`"chat":{"id":%q,"chat_type":%q},%s,"message_id":"m%d","date":%d}}`,
		name, from, nameField, chatID, kind, fields, s.serial, s.opts.Now().UnixMilli())
	if odd {
		body = `{"ok":true,"result":` + body + `}`
	}
	s.queue(body)
}

// queue keeps an event for the next poll, or posts it to the webhook, once: it does not come again. The caller holds
// the lock.
func (s *Server) queue(body string) {
	if s.hook == "" {
		s.events = append(s.events, body)
		s.Notify()
		return
	}
	hook, secret := s.hook, s.secret
	s.Go(func() { s.post(hook, secret, body) })
}

func (s *Server) post(hook, secret, body string) {
	status := s.Push(hook, map[string]string{"X-Bot-Api-Secret-Token": secret}, []byte(body), 30*time.Second)
	s.Lock()
	defer s.Unlock()
	s.statuses[status]++
	s.Notify()
}

// WaitStatus waits until the webhook answered n events with a status.
func (s *Server) WaitStatus(ctx context.Context, status, n int) error {
	return s.Until(ctx, func() bool { return s.statuses[status] >= n })
}

// Messages are all that a chat got.
func (s *Server) Messages(id string) []Message {
	s.Lock()
	defer s.Unlock()
	return append([]Message(nil), s.someone(id).box.All...)
}

// WaitText waits for the next message that holds the words, passing over others.
func (s *Server) WaitText(ctx context.Context, id, words string) (Message, error) {
	var m Message
	err := s.Until(ctx, func() (found bool) {
		m, found = s.someone(id).box.Next(func(m Message) bool { return strings.Contains(m.Text, words) })
		return found
	})
	return m, err
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("zalobottest: " + err.Error())
	}
	return string(b)
}

// Block makes a chat refuse messages.
func (s *Server) Block(id string) {
	s.Lock()
	defer s.Unlock()
	s.someone(id).blocked = true
}
