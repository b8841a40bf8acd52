package zalotest

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// group is a group chat of the account.
type group struct {
	id, name string
	box      []string
}

// AddGroup gives the account a group; DropGroup takes it away.
func (s *Server) AddGroup(id, name string) {
	s.Lock()
	defer s.Unlock()
	s.groups = append(s.groups, &group{id: id, name: name})
}

// DropGroup dissolves a group.
func (s *Server) DropGroup(id string) {
	s.Lock()
	defer s.Unlock()
	for i, g := range s.groups {
		if g.id == id {
			s.groups = append(s.groups[:i:i], s.groups[i+1:]...)
			return
		}
	}
}

// GroupMessages are the texts that a group got.
func (s *Server) GroupMessages(id string) []string {
	s.Lock()
	defer s.Unlock()
	if g := s.group(id); g != nil {
		return append([]string(nil), g.box...)
	}
	return nil
}

func (s *Server) group(id string) *group {
	for _, g := range s.groups {
		if g.id == id {
			return g
		}
	}
	return nil
}

// GroupSays sends the event of a person's words in a group.
func (s *Server) GroupSays(person, id, text string) {
	s.Lock()
	defer s.Unlock()
	s.push("user_send_group_text", `"sender":{"id":"`+person+`"},"recipient":{"id":"`+id+`"},"message":{"msg_id":"`+
		s.next("g")+`","text":`+strconv.Quote(text)+`}`)
}

func (s *Server) listGroups(r *http.Request, _ []byte) (any, *apiError) {
	offset, err1 := strconv.Atoi(r.URL.Query().Get("offset"))
	count, err2 := strconv.Atoi(r.URL.Query().Get("count"))
	if err1 != nil || err2 != nil || offset < 0 || count < 1 || count > 100 {
		return nil, bad(-201, "offset or count is invalid")
	}
	list := []any{}
	for i := offset; i < min(offset+count, len(s.groups)); i++ {
		g := s.groups[i]
		list = append(list, map[string]any{"group_id": g.id, "name": g.name, "status": "enabled", "total_member": 3})
	}
	return map[string]any{"groups": list, "offset": offset, "count": len(list), "total": len(s.groups)}, nil
}

func (s *Server) groupMessage(r *http.Request, body []byte) (any, *apiError) {
	var req struct {
		Recipient struct {
			GroupID string `json:"group_id"`
		} `json:"recipient"`
		Message struct {
			Text string `json:"text"`
		} `json:"message"`
	}
	if failed := s.decode(r, body, &req); failed != nil {
		return nil, failed
	}
	g := s.group(req.Recipient.GroupID)
	switch {
	case g == nil:
		return nil, bad(-201, "group_id is invalid")
	case strings.TrimSpace(req.Message.Text) == "":
		return nil, bad(-201, "message is empty")
	case utf8.RuneCountInString(norm.NFC.String(req.Message.Text)) > 2000:
		return nil, bad(-210, "text is over 2000 characters")
	case strings.Contains(req.Message.Text, "[@"):
		s.Violate("a text calls members of a group: %q", req.Message.Text)
	}
	g.box = append(g.box, req.Message.Text)
	return map[string]any{"message_id": s.next("oa"), "group_id": g.id}, nil
}
