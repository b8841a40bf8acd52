package zalotest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

type person struct {
	id   string
	last time.Time // of his last interaction
	gone bool      // does not follow
	box  fakehost.Inbox[Message]
}

// someone returns the person, who is there from now on. The caller holds the lock.
func (s *Server) someone(id string) *person {
	p := s.people[id]
	if p == nil {
		p = &person{id: id}
		s.people[id] = p
	}
	return p
}

func (s *Server) acts(id string) {
	s.Lock()
	defer s.Unlock()
	p := s.someone(id)
	p.last, p.gone = s.opts.Now(), false
}

// Follow makes a person follow the account.
func (s *Server) Follow(id string) {
	s.acts(id)
	s.emit("follow", fmt.Sprintf(`"oa_id":"%s","follower":{"id":"%s"},"user_id_by_app":"979%s","source":"oa_profile"`,
		OAID, id, id))
}

// Unfollow makes a person leave.
func (s *Server) Unfollow(id string) {
	s.Lock()
	s.someone(id).gone = true
	s.Unlock()
	s.emit("unfollow", fmt.Sprintf(`"oa_id":"%s","follower":{"id":"%s"},"source":"oa_profile"`, OAID, id))
}

// Says makes a person write, and returns the message's id.
func (s *Server) Says(id, text string) string {
	s.acts(id)
	s.Lock()
	msg := s.next("msg")
	odd := s.serial%2 == 0
	s.Unlock()
	s.emit("user_send_text", s.userEvent(id, fmt.Sprintf(`{"text":%s,"msg_id":"%s"}`, quoted(text, odd), msg)))
	return msg
}

// Sends makes a person send something that is no text: kind is the end of the event's name, such as "sticker".
func (s *Server) Sends(id, kind string) {
	s.acts(id)
	s.Lock()
	msg := s.next("msg")
	s.Unlock()
	s.emit("user_send_"+kind, s.userEvent(id,
		fmt.Sprintf(`{"msg_id":"%s","attachments":[{"type":"%s","payload":{"url":"https://example.invalid/x"}}]}`, msg,
			kind)))
}

// userEvent is the part of an event that says who wrote what, in an order of its own.
func (s *Server) userEvent(id, message string) string {
	return fmt.Sprintf(`"recipient":{"id":"%s"}, "message":%s ,"user_id_by_app":"979%s","sender" : {"id":"%s"}`, OAID,
		message, id, id)
}

// PressLabel presses the newest button with this label; false when there is none.
func (s *Server) PressLabel(id, label string) bool {
	s.Lock()
	p := s.someone(id)
	var found *Button
	for i := len(p.box.All) - 1; i >= 0 && found == nil; i-- {
		if b, ok := p.box.All[i].Find(label); ok {
			found = &b
		}
	}
	noHide := s.opts.NoHide
	s.Unlock()
	if found == nil {
		return false
	}
	if found.Payload != "" && (found.Type == "oa.query.show" || !noHide) {
		s.Says(id, found.Payload)
	} else {
		s.acts(id)
	}
	return true
}

// Messages are all that a person got.
func (s *Server) Messages(id string) []Message {
	s.Lock()
	defer s.Unlock()
	return append([]Message(nil), s.someone(id).box.All...)
}

// Next waits for the next message of a person.
func (s *Server) Next(ctx context.Context, id string) (Message, error) {
	return s.WaitText(ctx, id, "")
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

// quoted writes a JSON string; odd ones escape every letter that is not ASCII, and the slash.
func quoted(text string, odd bool) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ':
			fmt.Fprintf(&b, `\u%04x`, r)
		case odd && r == '/':
			b.WriteString(`\/`)
		case odd && r > 0x7e && r < 0x10000:
			fmt.Fprintf(&b, `\u%s`, strings.ToUpper(fmt.Sprintf("%04x", r)))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (s *Server) millis() string { return strconv.FormatInt(s.opts.Now().UnixMilli(), 10) }
