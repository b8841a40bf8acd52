package zalo

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	textLimit    = 2000 // runes, composed
	titleLimit   = 100
	payloadLimit = 1000
	imageLimit   = 1 << 20
	fileLimit    = 5 << 20
)

// message is the "message" of Zalo's call.
type message struct {
	Text       string      `json:"text,omitempty"`
	Attachment *attachment `json:"attachment,omitempty"`
}

type attachment struct {
	Type    string  `json:"type"`
	Payload payload `json:"payload"`
}

type payload struct {
	TemplateType string   `json:"template_type,omitempty"`
	Buttons      []button `json:"buttons,omitempty"`
	Elements     []media  `json:"elements,omitempty"`
	Token        string   `json:"token,omitempty"`
}

type media struct {
	Type string `json:"media_type"`
	ID   string `json:"attachment_id"`
}

type button struct {
	Title   string `json:"title"`
	Type    string `json:"type"`
	Payload any    `json:"payload"`
}

// step is one call that a message takes: a file to upload and send, or a text.
type step struct {
	text    string
	buttons []bot.Button
	file    *bot.File
}

// plan turns a message into its steps. Buttons are on the last; links stand in the text behind their label.
func (c *Channel) plan(m bot.Message) ([]step, error) {
	buttons, extra, err := flatten(m.Buttons)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(c.cfg.Normalize(strings.ToValidUTF8(bot.Plain(m.Text), "\uFFFD")) + extra)
	var steps []step
	if m.File != nil {
		if _, err := uploadKind(m.File); err != nil {
			return nil, err
		}
		steps = append(steps, step{file: m.File})
	}
	if text == "" && (m.File == nil || len(buttons) > 0) {
		return nil, errors.New("message without text")
	}
	if text != "" {
		for _, part := range platform.Split(text, textLimit) {
			steps = append(steps, step{text: part})
		}
	}
	steps[len(steps)-1].buttons = buttons
	return steps, nil
}

// flatten puts the rows one after another, and turns addresses that Zalo opens in no button into text.
func flatten(rows [][]bot.Button) (buttons []bot.Button, extra string, err error) {
	for _, row := range rows {
		for _, b := range row {
			b.Label = strings.TrimSpace(strings.ToValidUTF8(b.Label, ""))
			switch {
			case b.Label == "":
				return nil, "", errors.New("button without label")
			case b.URL != "" && b.Action != "":
				return nil, "", fmt.Errorf("button %q with action and address", b.Label)
			case b.URL == "" && !actionText.MatchString(b.Action):
				return nil, "", fmt.Errorf("button %q: action of %d bytes, want 1 to 200 of ASCII", b.Label,
					len(b.Action))
			case b.URL != "" && !openable(b.URL):
				extra += "\n" + b.Label + ": " + strings.TrimPrefix(b.URL, "tel:")
				continue
			}
			buttons = append(buttons, b)
		}
	}
	return buttons, extra, nil
}

var vietnamese = regexp.MustCompile(`^(?:\+?84|0)([1-9][0-9]{8,9})$`)

// phoneCode is a telephone number as Zalo's call button takes it: "84912345678".
func phoneCode(url string) (string, bool) {
	number, ok := strings.CutPrefix(url, "tel:")
	if !ok {
		return "", false
	}
	number = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(number)
	m := vietnamese.FindStringSubmatch(number)
	if m == nil {
		return "", false
	}
	return "84" + m[1], true
}

func openable(url string) bool {
	if _, ok := phoneCode(url); ok {
		return true
	}
	return (strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")) &&
		utf8.RuneCountInString(url) <= payloadLimit
}

func (c *Channel) buttons(shown []bot.Button) []button {
	out := make([]button, len(shown))
	for i, b := range shown {
		kind := "oa.query.hide"
		if c.cfg.ShowPress {
			kind = "oa.query.show"
		}
		out[i] = button{Title: platform.Shorten(c.cfg.Normalize(b.Label), titleLimit), Type: kind,
			Payload: buttonPrefix + b.Action}
		if code, ok := phoneCode(b.URL); ok {
			out[i].Type, out[i].Payload = "oa.open.phone", map[string]string{"phone_code": code}
		} else if b.URL != "" {
			out[i].Type, out[i].Payload = "oa.open.url", map[string]string{"url": b.URL}
		}
	}
	return out
}

// uploadKind is where a file is uploaded: "image" or "file"; the error says why Zalo would not take it.
func uploadKind(f *bot.File) (string, error) {
	switch {
	case len(f.Bytes) == 0:
		return "", errors.New("file is empty")
	case (f.Type == "image/png" || f.Type == "image/jpeg") && len(f.Bytes) <= imageLimit:
		return "image", nil
	case strings.HasPrefix(f.Type, "image/"):
		return "", fmt.Errorf("picture of %d bytes of type %s: want png or jpeg of at most %d", len(f.Bytes), f.Type,
			imageLimit)
	case len(f.Bytes) > fileLimit:
		return "", fmt.Errorf("file of %d bytes: at most %d", len(f.Bytes), fileLimit)
	}
	switch strings.ToLower(path.Ext(f.Name)) {
	case ".pdf", ".doc", ".docx", ".csv":
		return "file", nil
	}
	return "", fmt.Errorf("file %q: Zalo takes PDF, DOC, DOCX and CSV", path.Ext(f.Name))
}
