package handlers

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
)

// dialog is what a chat's next words may refer to. It is one small document per chat, forgotten after an hour of
// silence; because every update reads and writes it, two replicas that handle one chat at the same moment meet a
// conflict and the later one runs again.
type dialog struct {
	Entry    string        `json:"e,omitempty"` // the entry last shown
	Aspect   search.Aspect `json:"a,omitempty"` // and the part of it
	Choices  []string      `json:"c,omitempty"` // entries offered, in order
	Question string        `json:"q,omitempty"` // the last question that had no answer, masked
	Asked    string        `json:"k,omitempty"` // the last question, answered or not, masked
	Await    string        `json:"w,omitempty"` // the capability that waits for the next words
	Data     string        `json:"d,omitempty"` // what that capability noted
	At       time.Time     `json:"t,omitzero"`  // when Entry, Choices, Question or Await were set
	Minute   int64         `json:"m,omitempty"` // the minute being counted
	Count    int           `json:"n,omitempty"` // questions in that minute
	// Refused is when a try to announce without the right was last written into the log: once an hour is enough.
	Refused time.Time `json:"f,omitzero"`
	Told    bool      `json:"l,omitempty"` // the limit's notice was given in that minute
}

const (
	dialogTTL  = time.Hour
	followUpIn = 15 * time.Minute // how long "thế lệ phí bao nhiêu?" is about the last entry
)

func (t *turn) dialogKey() bot.Key { return bot.Key{Kind: "dialog", ID: t.u.Chat.String()} }

func (t *turn) loadDialog(ctx context.Context) error {
	_, err := t.tx.Get(ctx, t.dialogKey(), &t.dlg)
	return err
}

func (t *turn) saveDialog() { t.tx.Put(t.dialogKey(), t.dlg, dialogTTL) }

// fresh reports whether the dialogue is recent enough to be referred to.
func (t *turn) fresh() bool { return !t.dlg.At.IsZero() && t.now.Sub(t.dlg.At) <= followUpIn }

// about notes the entry that the next words may refer to, and forgets what was open before.
func (t *turn) about(entry string, aspect search.Aspect) {
	t.dlg.Entry, t.dlg.Aspect, t.dlg.Choices, t.dlg.Await, t.dlg.Data, t.dlg.At = entry, aspect, nil, "", "", t.now
}

// await makes a capability the reader of the next words.
func (t *turn) await(capability, data string) {
	t.dlg.Await, t.dlg.Data, t.dlg.At = capability, data, t.now
}

func (t *turn) done() { t.dlg.Await, t.dlg.Data = "", "" }

// overLimit counts the update against the chat's limit a minute. Beyond it one notice is given and the rest is taken
// without an answer, so that a stuck key or a prank cannot fill the queue.
func (t *turn) overLimit(limit int) (notice []bot.Message, over bool) {
	if limit <= 0 {
		return nil, false
	}
	if minute := t.now.Unix() / 60; minute != t.dlg.Minute {
		t.dlg.Minute, t.dlg.Count, t.dlg.Told = minute, 0, false
	}
	t.dlg.Count++
	if t.dlg.Count <= limit {
		return nil, false
	}
	if t.dlg.Told {
		return nil, true
	}
	t.dlg.Told = true
	return say(textTooFast), true
}
