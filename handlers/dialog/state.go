package dialog

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
)

// State is what a chat's next words may refer to. It is one small document per chat, forgotten after an hour of
// silence; because every update reads and writes it, two replicas that handle one chat at the same moment meet a
// conflict and the later one runs again.
type State struct {
	Entry   string        `json:"e,omitempty"` // the entry last shown
	Aspect  search.Aspect `json:"a,omitempty"` // and the part of it
	Choices []string      `json:"c,omitempty"` // entries offered, in order
	// Offered are the entries that were offered last, whether one of them was picked since or not: "cái thứ hai" may
	// come late.
	Offered []string `json:"r,omitempty"`
	// Situation is the dossier of Entry that the conversation is about; 0 is the ordinary one.
	Situation int       `json:"s,omitempty"`
	Others    []string  `json:"o,omitempty"` // what else the last question may have meant
	Before    Shown     `json:"b,omitzero"`  // the entry shown before Entry
	Question  string    `json:"q,omitempty"` // the last question that had no answer, masked
	Asked     string    `json:"k,omitempty"` // the last question, answered or not, masked
	AskedIn   string    `json:"i,omitempty"` // the message that it was asked in, by the platform's id
	Await     string    `json:"w,omitempty"` // the capability that waits for the next words
	Data      string    `json:"d,omitempty"` // what that capability noted
	At        time.Time `json:"t,omitzero"`  // when Entry, Choices, Question or Await were set
	Minute    int64     `json:"m,omitempty"` // the minute being counted
	Count     int       `json:"n,omitempty"` // questions in that minute
	// Refused is when a try to announce without the right was last written into the log: once an hour is enough.
	Refused time.Time `json:"f,omitzero"`
	Told    bool      `json:"l,omitempty"` // the limit's notice was given in that minute
	// Place is the former commune that was named last, in words of the base.
	Place string `json:"x,omitempty"`
	// Person says that the last reply offered a person, so that "có" takes the offer.
	Person bool `json:"p,omitempty"`
	// Case is what was said last of how things are with somebody ("bé 2 tuổi rồi"), masked: what is asked next of the
	// same matter is asked of that case.
	Case string `json:"u,omitempty"`
	// Answered says that a question of this conversation was answered: who was not has no ballot on the web.
	Answered bool `json:"y,omitempty"`
}

// Shown is a part of an entry that was shown.
type Shown struct {
	Entry     string        `json:"e,omitempty"`
	Aspect    search.Aspect `json:"a,omitempty"`
	Situation int           `json:"s,omitempty"`
}

const (
	dialogTTL  = time.Hour
	followUpIn = 15 * time.Minute // how long "thế lệ phí bao nhiêu?" is about the last entry
)

// Key names the document of the dialogue.
func (t *Turn) Key() bot.Key { return bot.Key{Kind: "dialog", ID: t.Update.Chat.String()} }

// Load reads the dialogue of the turn's chat.
func (t *Turn) Load(ctx context.Context) error {
	_, err := t.Tx.Get(ctx, t.Key(), &t.Dialog)
	return err
}

// Save stores the dialogue for an hour.
func (t *Turn) Save() { t.Tx.Put(t.Key(), t.Dialog, dialogTTL) }

// Fresh reports whether the dialogue is recent enough to be referred to.
func (t *Turn) Fresh() bool { return !t.Dialog.At.IsZero() && t.Now.Sub(t.Dialog.At) <= followUpIn }

// About notes the entry that the next words may refer to, and forgets what was open before.
func (t *Turn) About(entry string, aspect search.Aspect) {
	d := &t.Dialog
	if d.Entry != "" && (d.Entry != entry || d.Aspect != aspect) {
		d.Before = Shown{d.Entry, d.Aspect, d.Situation}
	}
	if d.Entry != entry {
		d.Situation, d.Others = 0, nil
	}
	d.Answered = d.Answered || entry != ""
	d.Entry, d.Aspect, d.Choices, d.Await, d.Data, d.At = entry, aspect, nil, "", "", t.Now
}

// Await makes a capability the reader of the next words.
func (t *Turn) Await(capability, data string) {
	t.Dialog.Await, t.Dialog.Data, t.Dialog.At = capability, data, t.Now
}

// Done says that nothing is awaited any more.
func (t *Turn) Done() { t.Dialog.Await, t.Dialog.Data = "", "" }

// OverLimit counts the update against the chat's limit a minute. Beyond it one notice is given and the rest is taken
// without an answer, so that a stuck key or a prank cannot fill the queue; always: where each question waits for an
// answer, the notice is given each time.
func (t *Turn) OverLimit(limit int, always bool) (notice []bot.Message, over bool) {
	if limit <= 0 {
		return nil, false
	}
	if minute := t.Now.Unix() / 60; minute != t.Dialog.Minute {
		t.Dialog.Minute, t.Dialog.Count, t.Dialog.Told = minute, 0, false
	}
	t.Dialog.Count++
	if t.Dialog.Count <= limit {
		return nil, false
	}
	if t.Dialog.Told && !always {
		return nil, true
	}
	t.Dialog.Told = true
	return Say(textTooFast), true
}

// Forget drops the dialogue: nothing may be sent to the chat any more.
func (t *Turn) Forget() { t.Tx.Delete(t.Key()) }
