package telegramtest

import (
	"reflect"
)

func (s *Server) editMessageText(req *request) (any, *apiError) {
	text, failed := parseText(req.params["text"], req.params["parse_mode"])
	switch {
	case failed != nil:
		return nil, failed
	case text == "":
		return nil, bad("message text is empty")
	case length(text) > textLimit:
		return nil, bad("message is too long")
	}
	return s.edit(req, func(m *Message, buttons [][]Button) *apiError {
		if m.File != "" {
			return bad("there is no text in the message to edit")
		}
		if m.HTML == req.params["text"] && reflect.DeepEqual(m.Buttons, buttons) {
			return errNotModified
		}
		m.Text, m.HTML, m.Buttons, m.Preview = text, req.params["text"], buttons, !previewOff(req)
		return nil
	})
}

func (s *Server) editMessageCaption(req *request) (any, *apiError) {
	caption, failed := parseText(req.params["caption"], req.params["parse_mode"])
	switch {
	case failed != nil:
		return nil, failed
	case length(caption) > captionLimit:
		return nil, bad("message caption is too long")
	}
	return s.edit(req, func(m *Message, buttons [][]Button) *apiError {
		if m.File == "" {
			return bad("there is no caption in the message to edit")
		}
		if m.HTML == req.params["caption"] && reflect.DeepEqual(m.Buttons, buttons) {
			return errNotModified
		}
		m.Text, m.HTML, m.Buttons = caption, req.params["caption"], buttons
		return nil
	})
}

func (s *Server) editMarkup(req *request) (any, *apiError) {
	return s.edit(req, func(m *Message, buttons [][]Button) *apiError {
		if reflect.DeepEqual(m.Buttons, buttons) {
			return errNotModified
		}
		m.Buttons = buttons
		return nil
	})
}

var errNotModified = bad("message is not modified: specified new message content and reply markup are exactly the " +
	"same as a current content and reply markup of the message")

func (s *Server) edit(req *request, change func(*Message, [][]Button) *apiError) (any, *apiError) {
	chatID, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	id, failed := req.integer("message_id", 0)
	if failed != nil {
		return nil, failed
	}
	buttons, failed := parseKeyboard(req.params["reply_markup"])
	if failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	c, failed := s.reachable(chatID)
	if failed != nil {
		return nil, failed
	}
	m := c.message(int(id))
	switch {
	case m == nil || m.Deleted:
		return nil, bad("message to edit not found")
	case m.Method == "":
		return nil, bad("message can't be edited")
	}
	changed := *m
	if failed := change(&changed, buttons); failed != nil {
		return nil, failed
	}
	changed.Method = req.method
	s.record.edits++
	s.keepEdit(c, changed, req.cut)
	return s.shown(changed), nil
}

func (s *Server) deleteMessage(req *request) (any, *apiError) {
	chatID, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	id, failed := req.integer("message_id", 0)
	if failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	c, failed := s.reachable(chatID)
	if failed != nil {
		return nil, failed
	}
	m := c.message(int(id))
	if m == nil || m.Deleted {
		return nil, bad("message to delete not found")
	}
	m.Deleted = true
	s.Notify()
	return true, nil
}

// query is a button press that wants an answer.
type query struct {
	id       string
	answered bool
	text     string
}

func (s *Server) answerCallbackQuery(req *request) (any, *apiError) {
	if length(req.params["text"]) > toastLimit {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	s.Lock()
	defer s.Unlock()
	q := s.queries[req.params["callback_query_id"]]
	if q == nil || q.answered {
		if q != nil {
			s.record.answersTwice++
		}
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	q.answered, q.text = true, req.params["text"]
	s.Notify()
	return true, nil
}
