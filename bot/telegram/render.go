package telegram

import (
	"errors"
	"fmt"
	"html"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	textLimit     = 4096 // UTF-16 units after entity parsing; never more than Telegram's characters
	captionLimit  = 1024
	actionLimit   = 64 // bytes of callback_data
	keyboardLimit = 100
	rowLimit      = 8
	photoLimit    = 10 << 20
	fileLimit     = 50 << 20
	// phoneRow is about how many letters fit side by side in a row of buttons on a small phone.
	phoneRow = 30
)

// Limits returns what one Telegram message can carry.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: textLimit, Buttons: keyboardLimit, Edit: true, Files: true, PictureBytes: fileLimit,
		FileBytes: fileLimit, CaptionRunes: captionLimit, Proactive: true, Menus: true, ActionBytes: actionLimit}
}

// step is one call that a message takes.
type step struct {
	method string
	params tgbotapi.Params // without the chat
	file   *bot.File
}

const (
	editText    = "editMessageText"
	editCaption = "editMessageCaption"
)

// edits reports whether the call replaces an earlier message.
func (s step) edits() bool { return s.method == editText || s.method == editCaption }

// toCaption makes the edit of a text one of the words under a file.
func (s *step) toCaption() {
	s.method, s.params["caption"] = editCaption, s.params["text"]
	delete(s.params, "text")
	delete(s.params, "link_preview_options")
}

// toText is the other way.
func (s *step) toText() {
	s.method, s.params["text"], s.params["link_preview_options"] = editText, s.params["caption"], noPreview
	delete(s.params, "caption")
}

const noPreview = `{"is_disabled":true}`

// render turns a message into the calls that send it. The buttons are on the last. The error says why Telegram would
// never take the message.
func render(m bot.Message) ([]step, error) {
	keyboard, extra, err := renderButtons(m.Buttons)
	if err != nil {
		return nil, err
	}
	spans := append(speakable(bot.ParseMarkup(strings.ToValidUTF8(m.Text, "\uFFFD"))), extra...)
	text := textOf(spans)
	if strings.TrimSpace(text) == "" {
		spans, text = nil, ""
	}
	var steps []step
	switch {
	case m.File != nil:
		attached, err := renderFile(m.File)
		if err != nil {
			return nil, err
		}
		if units(text) <= captionLimit {
			if text != "" {
				attached.params["caption"], attached.params["parse_mode"] = toHTML(spans), "HTML"
			}
			text = ""
		}
		steps = append(steps, attached)
	case text == "":
		return nil, errors.New("message without text")
	}
	if text != "" {
		steps = append(steps, renderText(spans)...)
	}
	if id, err := strconv.Atoi(m.Edit); err == nil && m.File == nil {
		steps[0].method = editText
		steps[0].params["message_id"] = strconv.Itoa(id)
		if m.Caption {
			if units(text) > captionLimit {
				return nil, fmt.Errorf("caption of %d: at most %d", units(text), captionLimit)
			}
			steps[0].toCaption()
		}
	}
	for i := range steps {
		if m.Silent && !steps[i].edits() {
			steps[i].params["disable_notification"] = "true"
		}
	}
	if keyboard != "" {
		steps[len(steps)-1].params["reply_markup"] = keyboard
	}
	return steps, nil
}

func renderText(spans []bot.Span) []step {
	parts := split(spans, textLimit)
	steps := make([]step, len(parts))
	for i, part := range parts {
		text := toHTML(part)
		if len(parts) > 1 {
			text += fmt.Sprintf("\n\n(%d/%d)", i+1, len(parts))
		}
		steps[i] = step{method: "sendMessage", params: tgbotapi.Params{
			"text": text, "parse_mode": "HTML", "link_preview_options": noPreview,
		}}
	}
	return steps
}

func renderFile(f *bot.File) (step, error) {
	switch {
	case f.Ref != "" && f.Type == "image/jpeg":
		return step{method: "sendPhoto", params: tgbotapi.Params{"photo": f.Ref}}, nil
	case f.Ref != "":
		return step{method: "sendDocument", params: tgbotapi.Params{"document": f.Ref}}, nil
	case len(f.Bytes) == 0:
		return step{}, errors.New("file is empty")
	case len(f.Bytes) > fileLimit:
		return step{}, fmt.Errorf("file of %d bytes: at most %d", len(f.Bytes), fileLimit)
	case (f.Type == "image/png" || f.Type == "image/jpeg") && len(f.Bytes) <= photoLimit:
		return step{method: "sendPhoto", params: tgbotapi.Params{}, file: f}, nil
	}
	return step{method: "sendDocument", params: tgbotapi.Params{}, file: f}, nil
}

// speakable writes telephone links as text: Telegram takes no tel address in a link, but makes numbers callable itself.
func speakable(spans []bot.Span) []bot.Span {
	for i, s := range spans {
		number, ok := strings.CutPrefix(s.URL, "tel:")
		if !ok {
			continue
		}
		spans[i].URL = ""
		if !strings.Contains(digits(s.Text), digits(number)) {
			spans[i].Text += " (" + number + ")"
		}
	}
	return spans
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// renderButtons returns the keyboard in JSON, and as text those addresses that Telegram takes in no button.
func renderButtons(rows [][]bot.Button) (keyboard string, extra []bot.Span, err error) {
	var grid [][]tgbotapi.InlineKeyboardButton
	total := 0
	for _, row := range rows {
		var cells []tgbotapi.InlineKeyboardButton
		for _, b := range row {
			label := strings.TrimSpace(strings.ToValidUTF8(b.Label, ""))
			switch {
			case label == "":
				return "", nil, errors.New("button without label")
			case b.URL != "" && b.Action != "":
				return "", nil, fmt.Errorf("button %q with action and address", label)
			case b.URL != "" && !openable(b.URL):
				extra = append(extra, bot.Span{Text: "\n" + label + ": " + strings.TrimPrefix(b.URL, "tel:")})
			case b.URL != "":
				cells = append(cells, tgbotapi.NewInlineKeyboardButtonURL(label, b.URL))
			case len(b.Action) == 0 || len(b.Action) > actionLimit || !utf8.ValidString(b.Action):
				return "", nil, fmt.Errorf("button %q: action of %d bytes, want 1 to %d", label, len(b.Action),
					actionLimit)
			default:
				cells = append(cells, tgbotapi.NewInlineKeyboardButtonData(label, b.Action))
			}
		}
		total += len(cells)
		grid = append(grid, breakRow(cells)...)
	}
	switch {
	case total > keyboardLimit:
		return "", nil, fmt.Errorf("%d buttons: at most %d", total, keyboardLimit)
	case total == 0:
		return "", extra, nil
	}
	return jsonText(tgbotapi.NewInlineKeyboardMarkup(grid...)), extra, nil
}

// breakRow keeps a row together if its labels fit side by side on a phone, else breaks it into narrower rows.
func breakRow(cells []tgbotapi.InlineKeyboardButton) (rows [][]tgbotapi.InlineKeyboardButton) {
	longest := 0
	for _, cell := range cells {
		longest = max(longest, utf8.RuneCountInString(cell.Text))
	}
	width := min(max(phoneRow/max(longest, 1), 1), rowLimit)
	for len(cells) > 0 {
		n := min(width, len(cells))
		rows = append(rows, cells[:n])
		cells = cells[n:]
	}
	return rows
}

// openable reports whether Telegram takes the address in a button: it refuses local names, and with them the message.
func openable(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := u.Hostname()
	return strings.Contains(strings.Trim(host, "."), ".") && !platform.Loopback(host) || net.ParseIP(host) != nil &&
		!platform.Loopback(host)
}

// toHTML renders spans in Telegram's HTML.
func toHTML(spans []bot.Span) string {
	var b strings.Builder
	n := 0
	for _, s := range spans {
		n += len(s.Text) + len(s.URL) + len(`<b><a href=""></a></b>`)
	}
	b.Grow(n)
	for _, s := range spans {
		open, shut := "", ""
		if s.URL != "" {
			open, shut = `<a href="`+html.EscapeString(s.URL)+`">`, "</a>"
		}
		if s.Bold {
			open, shut = "<b>"+open, shut+"</b>"
		}
		b.WriteString(open)
		b.WriteString(escape.Replace(s.Text))
		b.WriteString(shut)
	}
	return b.String()
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
