package zalotest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

type person struct {
	id       string
	last     time.Time // of his last interaction
	gone     bool      // does not follow
	messages []Message
	read     int // of messages, by WaitText
}

// someone returns the person, who is there from now on. The caller holds mu.
func (s *Server) someone(id string) *person {
	p := s.people[id]
	if p == nil {
		p = &person{id: id}
		s.people[id] = p
	}
	return p
}

func (s *Server) acts(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.someone(id)
	p.last, p.gone = s.opts.Now(), false
}

// Follow makes a person follow the account.
func (s *Server) Follow(id string) {
	s.acts(id)
	s.emit("follow", "", fmt.Sprintf(`"oa_id":"%s","follower":{"id":"%s"},"user_id_by_app":"979%s","source":"oa_profile"`, OAID, id, id))
}

// Unfollow makes a person leave.
func (s *Server) Unfollow(id string) {
	s.mu.Lock()
	s.someone(id).gone = true
	s.mu.Unlock()
	s.emit("unfollow", "", fmt.Sprintf(`"oa_id":"%s","follower":{"id":"%s"},"source":"oa_profile"`, OAID, id))
}

// Says makes a person write, and returns the message's id.
func (s *Server) Says(id, text string) string {
	s.acts(id)
	s.mu.Lock()
	msg := s.next("msg")
	odd := s.serial%2 == 0
	s.mu.Unlock()
	s.emit("user_send_text", msg, s.userEvent(id, fmt.Sprintf(`{"text":%s,"msg_id":"%s"}`, quoted(text, odd), msg)))
	return msg
}

// Sends makes a person send something that is no text: kind is the end of the event's name, such as "sticker".
func (s *Server) Sends(id, kind string) {
	s.acts(id)
	s.mu.Lock()
	msg := s.next("msg")
	s.mu.Unlock()
	s.emit("user_send_"+kind, msg, s.userEvent(id, fmt.Sprintf(`{"msg_id":"%s","attachments":[{"type":"%s","payload":{"url":"https://example.invalid/x"}}]}`, msg, kind)))
}

// userEvent is the part of an event that tells who wrote what, in an order of its own.
func (s *Server) userEvent(id, message string) string {
	return fmt.Sprintf(`"recipient":{"id":"%s"}, "message":%s ,"user_id_by_app":"979%s","sender" : {"id":"%s"}`, OAID, message, id, id)
}

// PressLabel presses the newest button with this label; false when there is none.
func (s *Server) PressLabel(id, label string) bool {
	s.mu.Lock()
	p := s.someone(id)
	var found *Button
	for i := len(p.messages) - 1; i >= 0 && found == nil; i-- {
		if b, ok := p.messages[i].Find(label); ok {
			found = &b
		}
	}
	noHide := s.opts.NoHide
	s.mu.Unlock()
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

// Push sends an event with these fields, given as the inside of a JSON object.
func (s *Server) Push(name, fields string) { s.emit(name, "", fields) }

// Messages are all that a person got.
func (s *Server) Messages(id string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.someone(id).messages...)
}

// Next waits for the next message of a person.
func (s *Server) Next(ctx context.Context, id string) (Message, error) {
	return s.WaitText(ctx, id, "")
}

// WaitText waits for the next message that holds the words, passing over others.
func (s *Server) WaitText(ctx context.Context, id, words string) (Message, error) {
	var m Message
	err := s.until(ctx, func() bool {
		p := s.someone(id)
		for p.read < len(p.messages) {
			m = p.messages[p.read]
			p.read++
			if strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
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
