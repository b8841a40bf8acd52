package zalobot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// choices are what a chat was offered, numbered, since its person last wrote. Any other text than one of the numbers
// closes them; after a choice the next offer begins at 1 again.
type choices struct {
	Buttons  []bot.Button `json:"b"`
	Answered bool         `json:"a,omitempty"`
	// of which message the last ones are, so that a second try of it adds none
	Last string `json:"l,omitempty"`
	From int    `json:"f,omitempty"` // where those begin
}

const (
	choicesKept = 24 * time.Hour
	choicesMost = 50
)

func choicesKey(chat bot.ChatID) bot.Key {
	return bot.Key{Kind: "zalobot-choices", ID: chat.ID}
}

// Forget deletes what is kept of a chat.
func Forget(tx bot.Tx, chat bot.ChatID) { tx.Delete(choicesKey(chat)) }

// numberText is a number as people answer with it: "2", "2.", "số 2", "chọn 2".
var numberText = regexp.MustCompile(`^(?i:(?:số|so|chọn|chon|câu|cau|mục|muc|ý|y)\s*)?([0-9]{1,2})[.)]?$`)

// chosen makes a typed number the action that it stands for.
func (c *Channel) chosen(ctx context.Context, u *bot.Update) error {
	if u.Kind != bot.KindText {
		return nil
	}
	m := numberText.FindStringSubmatch(strings.TrimSpace(c.cfg.Normalize(u.Text)))
	if m == nil {
		return nil
	}
	var open choices
	if found, err := c.cfg.State.Get(ctx, choicesKey(u.Chat), &open); err != nil || !found {
		return err
	}
	if n, _ := strconv.Atoi(m[1]); n >= 1 && n <= len(open.Buttons) {
		u.Kind, u.Action, u.Text = bot.KindAction, open.Buttons[n-1].Action, ""
	}
	return nil
}

// Note closes choices, in an update's own transaction. It is a Dispatcher.Note and ignores the updates of other
// channels.
func Note(ctx context.Context, tx bot.Tx, u bot.Update) error {
	if u.Chat.Channel != Name {
		return nil
	}
	if u.Kind != bot.KindAction {
		tx.Delete(choicesKey(u.Chat))
		return nil
	}
	var open choices
	found, err := tx.Get(ctx, choicesKey(u.Chat), &open)
	if err == nil && found {
		open.Answered = true
		tx.Put(choicesKey(u.Chat), open, choicesKept)
	}
	return err
}

// offer remembers the message's choices and returns their first number.
func (c *Channel) offer(ctx context.Context, to bot.ChatID, m bot.Message, actions []bot.Button) (first int,
	err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(body)
	id := hex.EncodeToString(sum[:8])
	err = c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		var open choices
		if _, err := tx.Get(ctx, choicesKey(to), &open); err != nil {
			return err
		}
		switch {
		case open.Last == id && !open.Answered:
			first = open.From + 1
			return nil
		case open.Answered || len(open.Buttons)+len(actions) > choicesMost:
			open = choices{}
		}
		open.Last, open.From = id, len(open.Buttons)
		open.Buttons = append(open.Buttons, actions...)
		first = open.From + 1
		tx.Put(choicesKey(to), open, choicesKept)
		return nil
	})
	return first, err
}

// listed writes choices as lines: how to answer, then the numbers.
func listed(actions []bot.Button, first int) string {
	var b strings.Builder
	switch last := first + len(actions) - 1; len(actions) {
	case 1:
		fmt.Fprintf(&b, "\n\nTrả lời %d để chọn:", first)
	case 2:
		fmt.Fprintf(&b, "\n\nTrả lời %d hoặc %d để chọn:", first, last)
	case 3:
		fmt.Fprintf(&b, "\n\nTrả lời %d, %d hoặc %d để chọn:", first, first+1, last)
	default:
		fmt.Fprintf(&b, "\n\nTrả lời một số từ %d đến %d để chọn:", first, last)
	}
	for i, a := range actions {
		fmt.Fprintf(&b, "\n%d. %s", first+i, a.Label)
	}
	return b.String()
}
