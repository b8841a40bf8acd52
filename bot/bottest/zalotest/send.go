package zalotest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Message is one that a person got.
type Message struct {
	ID       string
	Text     string
	Buttons  []Button
	File     string // "image" or "file"
	Template string // id, with Data
	Data     map[string]string
	Silent   bool // a template at night
	At       time.Time
}

// Button is one under a message.
type Button struct{ Title, Type, Payload, URL, Phone string }

// Find returns the payload of the button with this title.
func (m Message) Find(title string) (Button, bool) {
	for _, b := range m.Buttons {
		if b.Title == title {
			return b, true
		}
	}
	return Button{}, false
}

const window = 7 * day

// decode reads a body strictly: an unknown field is a violation, since Zalo would ignore it.
func (s *Server) decode(r *http.Request, body []byte, into any) *apiError {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return bad(-201, "content type is not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if strings.Contains(err.Error(), "unknown field") {
			s.Violate("%s: %v", r.URL.Path, err)
		}
		return bad(-201, "%v", err)
	}
	return nil
}

type csRequest struct {
	Recipient struct {
		UserID string `json:"user_id"`
	} `json:"recipient"`
	Message struct {
		Text       *string `json:"text"`
		Attachment *struct {
			Type    string `json:"type"`
			Payload struct {
				TemplateType string      `json:"template_type"`
				Token        string      `json:"token"`
				Buttons      []rawButton `json:"buttons"`
				Elements     []struct {
					MediaType    string `json:"media_type"`
					AttachmentID string `json:"attachment_id"`
				} `json:"elements"`
			} `json:"payload"`
		} `json:"attachment"`
	} `json:"message"`
}

type rawButton struct {
	Title   string          `json:"title"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

func (s *Server) messageCS(r *http.Request, body []byte) (any, *apiError) {
	var req csRequest
	if failed := s.decode(r, body, &req); failed != nil {
		return nil, failed
	}
	p := s.people[req.Recipient.UserID]
	if p == nil || p.gone {
		return nil, bad(-213, "User has not followed OA")
	}
	if s.opts.Now().Sub(p.last) > window {
		return nil, bad(-230, "User has not interacted with the OA in the past 7 days")
	}
	m, failed := s.checkMessage(req)
	if failed != nil {
		return nil, failed
	}
	s.accept(p, &m)
	s.echo(p.id, m)
	return map[string]any{"message_id": m.ID, "user_id": p.id, "sent_time": strconv.FormatInt(m.At.UnixMilli(), 10)},
		nil
}

func (s *Server) accept(p *person, m *Message) {
	m.ID, m.At = s.next("oa"), s.opts.Now()
	p.box.Add(*m)
}

func (s *Server) checkMessage(req csRequest) (m Message, failed *apiError) {
	if t := req.Message.Text; t != nil {
		if m.Text = *t; !norm.NFC.IsNormalString(m.Text) {
			s.Violate("text is not composed: its length is not what Zalo counts")
		}
		if utf8.RuneCountInString(norm.NFC.String(m.Text)) > 2000 {
			return m, bad(-210, "text is over 2000 characters")
		}
	}
	a := req.Message.Attachment
	if a == nil {
		if strings.TrimSpace(m.Text) == "" {
			return m, bad(-201, "message is empty")
		}
		return m, nil
	}
	switch {
	case a.Type == "file":
		if failed := s.checkUpload(a.Payload.Token); failed != nil {
			return m, failed
		}
		m.File = "file"
	case a.Type == "template" && a.Payload.TemplateType == "media":
		if len(a.Payload.Elements) != 1 || a.Payload.Elements[0].MediaType != "image" {
			return m, bad(-201, "media wants one image")
		}
		if failed := s.checkUpload(a.Payload.Elements[0].AttachmentID); failed != nil {
			return m, failed
		}
		m.File = "image"
	case a.Type == "template":
		if a.Payload.TemplateType != s.opts.TemplateType {
			return m, bad(-201, "template_type %q is invalid", a.Payload.TemplateType)
		}
		if strings.TrimSpace(m.Text) == "" {
			return m, bad(-201, "buttons without text")
		}
		return m, s.checkButtons(&m, a.Payload.Buttons)
	default:
		return m, bad(-201, "attachment type %q is invalid", a.Type)
	}
	return m, nil
}

func (s *Server) checkUpload(id string) *apiError {
	at, known := s.uploads[id]
	if !known || s.opts.Now().Sub(at) > 7*day {
		return bad(-100, "attachment is invalid or expired")
	}
	return nil
}

func (s *Server) checkButtons(m *Message, raw []rawButton) *apiError {
	if len(raw) == 0 || len(raw) > 5 {
		return bad(-201, "%d buttons", len(raw))
	}
	for _, b := range raw {
		if n := utf8.RuneCountInString(b.Title); n == 0 || n > 100 {
			return bad(-201, "button title of %d characters", n)
		}
		out := Button{Title: b.Title, Type: b.Type}
		var object struct {
			URL   string `json:"url"`
			Phone string `json:"phone_code"`
		}
		isText := json.Unmarshal(b.Payload, &out.Payload) == nil
		isObject := json.Unmarshal(b.Payload, &object) == nil
		switch b.Type {
		case "oa.query.show", "oa.query.hide":
			if n := utf8.RuneCountInString(out.Payload); !isText || n == 0 || n > 1000 {
				return bad(-201, "button payload of %d characters", n)
			}
		case "oa.open.url":
			if out.URL = object.URL; !isObject || !strings.HasPrefix(out.URL, "http") {
				return bad(-201, "button address is invalid")
			}
		case "oa.open.phone":
			if out.Phone = object.Phone; !isObject || !strings.HasPrefix(out.Phone, "84") ||
				strings.Trim(out.Phone, "0123456789") != "" {
				return bad(-201, "button telephone is invalid")
			}
		default:
			return bad(-201, "button type %q is invalid", b.Type)
		}
		m.Buttons = append(m.Buttons, out)
	}
	return nil
}

func (s *Server) messageTemplate(r *http.Request, body []byte) (any, *apiError) {
	var req struct {
		UserID     string            `json:"user_id"`
		TemplateID string            `json:"template_id"`
		Data       map[string]string `json:"template_data"`
	}
	if failed := s.decode(r, body, &req); failed != nil {
		return nil, failed
	}
	t, known := s.opts.Templates[req.TemplateID]
	if !known {
		return nil, bad(-109, "template is invalid")
	}
	p := s.people[req.UserID]
	if p == nil || p.gone {
		return nil, bad(-118, "user is invalid")
	}
	if len(req.Data) != len(t.Params) {
		return nil, bad(-1121, "parameters are missing or too many")
	}
	for name, most := range t.Params {
		if n := utf8.RuneCountInString(req.Data[name]); n == 0 || n > most {
			return nil, bad(-1122, "parameter %s of %d characters", name, n)
		}
	}
	hour := s.opts.Now().In(Zone).Hour()
	night := hour >= 22 || hour < 6
	if night && t.Promotion {
		return nil, bad(-234, "not at night")
	}
	m := Message{Template: req.TemplateID, Data: req.Data, Silent: night}
	s.accept(p, &m)
	return map[string]any{"message_id": m.ID, "sent_time": strconv.FormatInt(m.At.UnixMilli(), 10)}, nil
}

func (s *Server) uploadImage(r *http.Request, body []byte) (any, *apiError) {
	content, _, failed := filePart(r, body)
	if failed != nil {
		return nil, failed
	}
	kind := http.DetectContentType(content)
	if len(content) > 1<<20 || kind != "image/png" && kind != "image/jpeg" {
		return nil, bad(-201, "image of %d bytes, %s", len(content), kind)
	}
	return map[string]any{"attachment_id": s.keep("img")}, nil
}

func (s *Server) uploadFile(r *http.Request, body []byte) (any, *apiError) {
	content, name, failed := filePart(r, body)
	if failed != nil {
		return nil, failed
	}
	lower := strings.ToLower(name)
	ok := false
	for _, end := range []string{".pdf", ".doc", ".docx", ".csv"} {
		ok = ok || strings.HasSuffix(lower, end)
	}
	if !ok || len(content) > 5<<20 {
		return nil, bad(-201, "file %s of %d bytes", name, len(content))
	}
	return map[string]any{"token": s.keep("file")}, nil
}

func (s *Server) keep(kind string) string {
	id := s.next(kind)
	s.uploads[id] = s.opts.Now()
	return id
}

// ForgetUploads makes every uploaded file expire.
func (s *Server) ForgetUploads() {
	s.Lock()
	defer s.Unlock()
	clear(s.uploads)
}

func filePart(r *http.Request, body []byte) (content []byte, name string, failed *apiError) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, "", bad(-201, "not a form")
	}
	part, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).NextPart()
	if err != nil || part.FormName() != "file" || part.FileName() == "" {
		return nil, "", bad(-201, "no field file")
	}
	content, err = io.ReadAll(part)
	if err != nil || len(content) == 0 {
		return nil, "", bad(-201, "empty file")
	}
	return content, part.FileName(), nil
}
