package webchat

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Documents of this channel, each kept for Config.Keep after the last message: web-chat/<chat> is the transcript,
// web-seq/<chat> only its number, for the streams that look often; web-file/<random> one file.
const (
	kindChat = "web-chat"
	kindSeq  = "web-seq"
	kindFile = "web-file"
)

// Bounds of a transcript: what is older is forgotten.
const (
	maxItems = 50
	maxBytes = 64 << 10
)

// errGone says that a chat has no transcript: nobody wrote there, or it has expired, or the person deleted it.
var errGone = errors.New("no such web chat")

// transcript is what was said. Seq is the number of its last change; numbers follow the clock, so that they rise even
// when a transcript expires and a new one begins, and a page that knows an older number misses nothing.
type transcript struct {
	Seq   int64  `json:"s"`
	Items []item `json:"i"`
	Ended bool   `json:"d,omitempty"` // the person ended it: nothing may be said there any more
}

// item is one message: of the person (Text) or ours (Message).
type item struct {
	ID      string       `json:"id"` // "u-<nonce>" or "m<seq>": also the element's id in the page
	Seq     int64        `json:"s"`  // of its last change
	At      time.Time    `json:"at"`
	Text    string       `json:"x,omitempty"`
	Message *bot.Message `json:"m,omitempty"`
	File    *fileRef     `json:"f,omitempty"`
	Edits   int          `json:"e,omitempty"` // how often Message was replaced
	Vote    bot.Role     `json:"v,omitempty"` // what the person thinks of it: RoleUp or RoleDown
	Aside   *bot.Message `json:"a,omitempty"` // said under the message, about the vote
	Cleared bool         `json:"c,omitempty"` // all before it was deleted: pages empty themselves
}

// fileRef points to a web-file document; its random id is what lets a browser read it.
type fileRef struct {
	ID   string `json:"id"`
	Name string `json:"n"`
	Type string `json:"t"`
	Size int    `json:"z"`
}

type sequence struct {
	Seq int64 `json:"s"`
}

func chatKey(chat string) bot.Key { return bot.Key{Kind: kindChat, ID: chat} }
func seqKey(chat string) bot.Key  { return bot.Key{Kind: kindSeq, ID: chat} }

func (c *Channel) load(ctx context.Context, chat string) (t transcript, err error) {
	_, err = c.cfg.State.Get(ctx, chatKey(chat), &t)
	return t, err
}

// lastSeq is the number of the chat's last change, cheaply.
func (c *Channel) lastSeq(ctx context.Context, chat string) (int64, error) {
	var s sequence
	_, err := c.cfg.State.Get(ctx, seqKey(chat), &s)
	return s.Seq, err
}

// appendTheirs writes what the person said, once for a nonce, and returns the item's number.
func (c *Channel) appendTheirs(ctx context.Context, chat, nonce, text string) (seq int64, err error) {
	id := "u-" + nonce
	if c.cfg.Mask != nil {
		text = c.cfg.Mask(text)
	}
	err = c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		var t transcript
		if _, err := tx.Get(ctx, chatKey(chat), &t); err != nil {
			return err
		}
		if i := t.find(id); i >= 0 {
			seq = t.Items[i].Seq
			return nil
		}
		seq, t.Ended = t.next(tx.Now()), false
		t.Items = append(t.Items, item{ID: id, Seq: seq, At: tx.Now(), Text: text})
		c.put(tx, chat, &t)
		return nil
	})
	return seq, err
}

// appendOurs writes an answer, or replaces the one that it edits, and returns its id.
func (c *Channel) appendOurs(ctx context.Context, chat string, m bot.Message) (id string, err error) {
	file := m.File
	m.File = nil
	if m.Card != nil {
		m.Text = "" // the card says it all, and a transcript has little room
	}
	m.Text = platform.Shorten(strings.ToValidUTF8(m.Text, "\uFFFD"), maxMessageRunes)
	var ref *fileRef
	if file != nil {
		ref = &fileRef{ID: newID(), Name: file.Name, Type: file.Type, Size: len(file.Bytes)}
	}
	err = c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		var t transcript
		found, err := tx.Get(ctx, chatKey(chat), &t)
		if err != nil {
			return err
		}
		if !found || t.Ended {
			return errGone
		}
		seq := t.next(tx.Now())
		said := item{ID: "m" + strconv.FormatInt(seq, 10), Seq: seq, At: tx.Now(), Message: &m, File: ref}
		edited, under := t.find(m.Edit), t.find(m.Under)
		switch {
		case edited >= 0 && t.Items[edited].Message != nil:
			said.ID, said.At, said.Edits = t.Items[edited].ID, t.Items[edited].At, t.Items[edited].Edits+1
			t.Items[edited] = said
		case under >= 0 && t.Items[under].Message != nil:
			t.Items[under].Seq, t.Items[under].Aside, said.ID = seq, &m, t.Items[under].ID
		default:
			t.Items = append(t.Items, said)
		}
		id = said.ID
		if ref != nil {
			tx.Put(bot.Key{Kind: kindFile, ID: ref.ID}, *file, c.cfg.Keep)
		}
		c.put(tx, chat, &t)
		return nil
	})
	return id, err
}

func (c *Channel) put(tx bot.Tx, chat string, t *transcript) {
	t.trim()
	tx.Put(chatKey(chat), t, c.cfg.Keep)
	tx.Put(seqKey(chat), sequence{t.Seq}, c.cfg.Keep)
}

// vote notes what the person thinks of a message of ours, and returns the number of the change.
func (c *Channel) vote(ctx context.Context, chat, message string, role bot.Role) (seq int64, err error) {
	err = c.cfg.State.Update(ctx, func(tx bot.Tx) error {
		var t transcript
		if _, err := tx.Get(ctx, chatKey(chat), &t); err != nil {
			return err
		}
		i := t.find(message)
		if i < 0 {
			return nil
		}
		if role != bot.RoleAside {
			t.Items[i].Vote = role
		}
		t.Items[i].Seq = t.next(tx.Now())
		seq = t.Seq
		c.put(tx, chat, &t)
		return nil
	})
	return seq, err
}

// forget deletes the conversation; pages that still show it empty themselves. Where there is none, nothing is written.
func (c *Channel) forget(ctx context.Context, s session) error {
	if c.empty(ctx, s) {
		return nil
	}
	err := c.cfg.State.Update(ctx, func(tx bot.Tx) error { return empty(ctx, tx, s.chat, true) })
	c.hub.signal(s.chat)
	return err
}

// emptiedTTL is how long an emptied conversation waits for the message that says so.
const emptiedTTL = time.Hour

// Empty takes away what was said in a conversation, by its chat's id, in the caller's transaction. The conversation
// itself stays, with one line of ours which says so: it empties the pages that are open, and the answer that says what
// was taken away has a place to go. One that nobody began is left alone.
func Empty(ctx context.Context, tx bot.Tx, chat string) error { return empty(ctx, tx, chat, false) }

func empty(ctx context.Context, tx bot.Tx, chat string, ended bool) error {
	var t transcript
	found, err := tx.Get(ctx, chatKey(chat), &t)
	if err != nil {
		return err
	}
	for _, it := range t.Items {
		if it.File != nil {
			tx.Delete(bot.Key{Kind: kindFile, ID: it.File.ID})
		}
	}
	if !found {
		return nil
	}
	seq := t.next(tx.Now())
	t.Ended = ended
	t.Items = []item{{ID: "m" + strconv.FormatInt(seq, 10), Seq: seq, At: tx.Now(), Cleared: true,
		Message: &bot.Message{Text: textCleared}}}
	tx.Put(chatKey(chat), t, emptiedTTL)
	tx.Put(seqKey(chat), sequence{t.Seq}, emptiedTTL)
	return nil
}

// defaultKeep is Config.Keep where nothing else is set.
const defaultKeep = 24 * time.Hour

func (t *transcript) next(now time.Time) int64 {
	t.Seq = max(t.Seq+1, now.UnixMilli())
	return t.Seq
}

func (t *transcript) find(id string) int {
	for i := range t.Items {
		if id != "" && t.Items[i].ID == id {
			return i
		}
	}
	return -1
}

// trim forgets the oldest items beyond the bounds; the newest always stays.
func (t *transcript) trim() {
	first, size := len(t.Items), 0
	for first > 0 && len(t.Items)-first < maxItems {
		b, err := json.Marshal(t.Items[first-1])
		if err != nil || (size+len(b) > maxBytes && first < len(t.Items)) {
			break
		}
		size += len(b)
		first--
	}
	t.Items = t.Items[first:]
}

// answered reports whether we said something after the change seq.
func (t *transcript) answered(seq int64) bool {
	for _, it := range t.Items {
		if it.Message != nil && it.Seq > seq {
			return true
		}
	}
	return false
}

// button finds the button with this action under a message that the person has before them; message "" means any.
func (t *transcript) button(message, action string) (b bot.Button, ok bool) {
	for i := len(t.Items) - 1; i >= 0; i-- {
		it := t.Items[i]
		if it.Message == nil || (message != "" && it.ID != message) {
			continue
		}
		if b, ok := findButton(it.Message.Buttons, action); ok {
			return b, true
		}
		if it.Aside != nil {
			if b, ok := findButton(it.Aside.Buttons, action); ok {
				return b, true
			}
		}
	}
	return bot.Button{}, false
}

func findButton(rows [][]bot.Button, action string) (bot.Button, bool) {
	for _, row := range rows {
		for _, b := range row {
			if b.Action != "" && b.Action == action {
				return b, true
			}
		}
	}
	return bot.Button{}, false
}
