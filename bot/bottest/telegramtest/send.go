package telegramtest

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

const (
	textLimit     = 4096
	captionLimit  = 1024
	dataLimit     = 64
	toastLimit    = 200
	keyboardLimit = 100
	photoLimit    = 10 << 20
	fileLimit     = 50 << 20
)

// Message is one message, or one edit of a message, as the chat shows it.
type Message struct {
	ID      int
	Chat    int64
	Text    string // after entity parsing; a file's caption
	HTML    string // as the bot wrote it
	Buttons [][]Button
	Silent  bool
	Preview bool   // link previews were not disabled
	Method  string // sendMessage, editMessageText, …; "" for a person's message
	File    string // name of the file
	Type    string // its media type, as its content shows
	Size    int
	At      time.Time
	Seq     int64 // place in the order of all messages and edits accepted by the Server, from 1
	Deleted bool
	ReplyTo int // the message that it answers; 0: none
}

// Button is one inline button.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Find returns the data of the button with the label; "" when there is none.
func (m Message) Find(label string) string {
	for _, row := range m.Buttons {
		for _, b := range row {
			if b.Text == label {
				return b.Data
			}
		}
	}
	return ""
}

func (s *Server) getMe(*request) (any, *apiError) { return s.self(), nil }

func (s *Server) self() map[string]any {
	return map[string]any{"id": s.opts.BotID, "is_bot": true, "first_name": "Một Cửa", "username": s.opts.Username,
		"can_join_groups": true, "can_read_all_group_messages": s.opts.HearsAll, "supports_inline_queries": false}
}

func (s *Server) sendMessage(req *request) (any, *apiError) {
	text, failed := parseText(req.params["text"], req.params["parse_mode"])
	switch {
	case failed != nil:
		return nil, failed
	case text == "":
		return nil, bad("message text is empty")
	case length(text) > textLimit:
		return nil, bad("message is too long")
	}
	m := Message{Text: text, HTML: req.params["text"], Preview: !previewOff(req)}
	return s.accept(req, m)
}

func (s *Server) sendMedia(req *request) (any, *apiError) {
	field, limit := "document", fileLimit
	if req.method == "sendPhoto" {
		field, limit = "photo", photoLimit
	}
	f, ok := req.files[field]
	switch given := req.params[field]; {
	case !ok && given != "":
		s.Lock()
		kind, known := s.fileIDs[given]
		s.Unlock()
		if !known || kind != field {
			return nil, bad("wrong file identifier/HTTP URL specified")
		}
		f = file{name: given, size: 1} // not uploaded
	case !ok:
		return nil, bad("there is no %s in the request", field)
	case f.size == 0:
		return nil, bad("file must be non-empty")
	case f.size > limit:
		return nil, &apiError{code: 413, text: "Request Entity Too Large"}
	case field == "photo" && !strings.HasPrefix(f.contentType, "image/"):
		return nil, bad("IMAGE_PROCESS_FAILED")
	}
	caption, failed := parseText(req.params["caption"], req.params["parse_mode"])
	switch {
	case failed != nil:
		return nil, failed
	case length(caption) > captionLimit:
		return nil, bad("message caption is too long")
	}
	m := Message{Text: caption, HTML: req.params["caption"], File: f.name, Type: f.contentType, Size: f.size}
	return s.accept(req, m)
}

func previewOff(req *request) bool {
	var options struct {
		Off bool `json:"is_disabled"`
	}
	_ = json.Unmarshal([]byte(req.params["link_preview_options"]), &options) // absent or null: on
	return options.Off || req.truth("disable_web_page_preview")
}

// parseText returns the text that people see.
func parseText(raw, mode string) (string, *apiError) {
	switch strings.ToLower(mode) {
	case "", "null":
		return strings.TrimSpace(raw), nil
	case "html":
		text, err := parseHTML(raw)
		if err != nil {
			return "", bad("can't parse entities: %v", err)
		}
		return strings.TrimSpace(text), nil
	}
	return "", bad("unsupported parse_mode")
}

func length(s string) int { return len(utf16.Encode([]rune(s))) }

// accept checks chat, keyboard and rates, then records and answers.
func (s *Server) accept(req *request, m Message) (any, *apiError) {
	chatID, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	if m.Buttons, failed = parseKeyboard(req.params["reply_markup"]); failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	c, failed := s.reachable(chatID)
	if failed != nil {
		return nil, failed
	}
	now := s.opts.Now()
	if failed := s.limit(chatID, c, now); failed != nil {
		s.record.limited++
		return nil, failed
	}
	m.Chat, m.At, m.Method = chatID, now, req.method
	m.ID, m.Silent = s.nextMsg, req.truth("disable_notification")
	s.nextMsg++
	if m.File != "" {
		s.fileIDs["f"+strconv.Itoa(m.ID)] = map[bool]string{true: "photo", false: "document"}[m.Method == "sendPhoto"]
	}
	c.heard = true
	m.ReplyTo = replied(req)
	s.keep(c, &m, req.cut)
	return s.shown(m), nil
}

// replied is the message that a message answers; 0: none.
func replied(req *request) int {
	var reply struct {
		ID int `json:"message_id"`
	}
	_ = json.Unmarshal([]byte(req.params["reply_parameters"]), &reply) // absent: none
	return reply.ID
}

func (s *Server) shown(m Message) map[string]any {
	out := map[string]any{"message_id": m.ID, "date": m.At.Unix(), "from": s.self(), "chat": chatObject(m.Chat)}
	if m.File != "" {
		out["caption"] = m.Text
		f := map[string]any{"file_id": "f" + strconv.Itoa(m.ID), "file_unique_id": "u" + strconv.Itoa(m.ID),
			"file_size": m.Size}
		if m.Method == "sendPhoto" {
			f["width"], f["height"] = 1, 1
			out["photo"] = []any{f}
		} else {
			f["file_name"] = m.File
			out["document"] = f
		}
	} else {
		out["text"] = m.Text
	}
	if len(m.Buttons) > 0 {
		out["reply_markup"] = map[string]any{"inline_keyboard": m.Buttons}
	}
	return out
}

func (r *request) chat() (int64, *apiError) {
	raw := r.params["chat_id"]
	if raw == "" {
		return 0, bad("chat_id is empty")
	}
	id, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return 0, bad("chat not found")
	}
	return id, nil
}

func parseKeyboard(raw string) ([][]Button, *apiError) {
	if raw == "" || raw == "null" {
		return nil, nil
	}
	var markup struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(raw), &markup); err != nil {
		return nil, bad("object expected as reply markup")
	}
	total := 0
	for _, row := range markup.Rows {
		for _, b := range row {
			total++
			switch {
			case b.Text == "":
				return nil, bad(`can't parse inline keyboard button: Field "text" must be non-empty`)
			case b.Data == "" && b.URL == "":
				return nil, bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
			case len(b.Data) > dataLimit:
				return nil, bad("BUTTON_DATA_INVALID")
			case b.URL != "" && !buttonURL.MatchString(b.URL):
				return nil, bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
			}
		}
	}
	if total > keyboardLimit {
		return nil, bad("reply markup is too long")
	}
	return markup.Rows, nil
}

// buttonURL wants a host with a dot in it.
var buttonURL = regexp.MustCompile(`^(https?://[^/\s?#]+\.[^/\s?#]+([/?#]\S*)?|tg://\S+)$`)

func (s *Server) sendChatAction(req *request) (any, *apiError) {
	id, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	if _, failed := s.reachable(id); failed != nil {
		return nil, failed
	}
	return true, nil
}

func (s *Server) getChat(req *request) (any, *apiError) {
	id, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	if s.chats[id] == nil && (s.opts.Known == nil || !s.opts.Known(id)) {
		return nil, bad("chat not found")
	}
	return chatObject(id), nil
}

// Command is one line of the command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var commandForm = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setMyCommands(req *request) (any, *apiError) {
	var list []Command
	if err := json.Unmarshal([]byte(req.params["commands"]), &list); err != nil {
		return nil, bad("can't parse commands JSON object")
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandForm.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := len([]rune(c.Description)); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	chat, failed := s.scope(req)
	if failed != nil {
		return nil, failed
	}
	s.Lock()
	defer s.Unlock()
	if chat != 0 && chat != InGroups && chat != RunGroups {
		if _, failed := s.reachable(chat); failed != nil {
			return nil, failed
		}
	}
	if s.commands == nil {
		s.commands = map[int64][]Command{}
	}
	s.commands[chat] = list
	s.Notify()
	return true, nil
}

// InGroups and RunGroups stand for the chats of the scopes all_group_chats and all_chat_administrators.
const (
	InGroups  = math.MinInt64
	RunGroups = math.MinInt64 + 1
)

// scope reads whose menu is meant: a chat's (BotCommandScopeChat), all groups', or, as 0, everybody's. The other scopes
// are not spoken.
func (s *Server) scope(req *request) (chat int64, failed *apiError) {
	text := req.params["scope"]
	if text == "" {
		return 0, nil
	}
	var scope struct {
		Type string      `json:"type"`
		Chat json.Number `json:"chat_id"`
	}
	if err := json.Unmarshal([]byte(text), &scope); err != nil {
		return 0, bad("can't parse BotCommandScope: Can't parse JSON object")
	}
	switch scope.Type {
	case "default":
		return 0, nil
	case "all_group_chats":
		return InGroups, nil
	case "all_chat_administrators":
		return RunGroups, nil
	case "chat":
		id, err := scope.Chat.Int64()
		if err != nil || id == 0 {
			return 0, bad("chat_id is empty")
		}
		return id, nil
	}
	return 0, bad("unsupported type specified")
}

func (s *Server) getMyCommands(req *request) (any, *apiError) {
	chat, failed := s.scope(req)
	if failed != nil {
		return nil, failed
	}
	return s.CommandsOf(chat), nil
}

// Commands returns the command menu that the bot has set for everybody.
func (s *Server) Commands() []Command { return s.CommandsOf(0) }

// CommandsOf returns the menu that the bot has set for one chat alone; empty where it has none of its own.
func (s *Server) CommandsOf(chat int64) []Command {
	s.Lock()
	defer s.Unlock()
	return append([]Command{}, s.commands[chat]...)
}
