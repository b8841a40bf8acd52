// Package handlers decides what to say in a chat. It joins the chat domain (bot) with what we know (answers): one file per
// capability, every fixed sentence in texts*.go. Handlers return messages and write through the transaction they are
// given; they never send, never read the environment and know no platform.
//
// They fail in two ways: an error of the State passes through, so that the update is delivered again; anything else is
// a fault of ours, which the dispatcher answers with an apology.
package handlers

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// Config is what an office sets.
type Config struct {
	Office    string                // its name, in the greeting
	Owners    []bot.ChatID          // who may do everything, each in that private chat
	ChatLimit int                   // questions per chat and minute; 0 = no limit
	Channels  map[string]bot.Limits // what each channel can do, by name

	Reminding  Reminding
	Retention  time.Duration                                               // how long free texts are kept; 0: 12 months
	Forget     func(ctx context.Context, tx bot.Tx, chat bot.ChatID) error // deletes what a channel keeps of a chat; may be nil
	PublicURL  string                                                      // https://… of this office's pages; empty: no feeds of dates
	StartLink  func(payload string) string                                 // an address that opens the chat with /start payload; nil or "" = none
	InviteLink func(code string) string                                    // an address that opens the chat with an invitation; nil or "" = none
	Reachable  Reachable                                                   // nil: every chat that has not blocked us can be written to
}

// Bot is the handler of all updates.
type Bot struct {
	Config    Config
	Knowledge func() *answers.Knowledge // the present content base; replaced as a whole when files change
	Now       func() time.Time
	Log       *slog.Logger
	// Observe, when set, is told how the search for an answer to an update ended (answer, choose, unknown); for an
	// update whose commit failed it is told again with the next try.
	Observe func(u bot.Update, outcome string)

	// Dead is where messages lie that were given up; nil where a program keeps none.
	Dead DeadLetters

	calendars calendars
	Announce  Announcing

	words   sync.Once
	byWords map[string]step // of spoken
}

// turn is one update being answered.
type turn struct {
	tx   bot.Tx
	u    bot.Update
	know *answers.Knowledge
	now  time.Time // Asia/Ho_Chi_Minh
	dlg  dialog
	text string // u.Text cleaned for reading

}

// step answers one turn.
type step func(ctx context.Context, t *turn) ([]bot.Message, error)

// Handle answers one update; see bot.Handler.
func (b *Bot) Handle(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	if !u.Private && u.Kind != bot.KindCommand {
		return nil, nil // in groups the bot speaks only when called by a command
	}
	if err := b.fetch(ctx, tx, u); err != nil {
		return nil, err
	}
	know, err := b.knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	t := &turn{tx: tx, u: u, know: know, now: tx.Now().In(content.Zone), text: vi.Clean(u.Text)}
	if err := t.loadDialog(ctx); err != nil {
		return nil, err
	}
	if u.Kind == bot.KindLeft {
		t.left()
		return nil, nil
	}
	if alarm, ok := b.urgent(ctx, t); ok { // nothing of it is kept, and the dialogue stays as it is
		return alarm, nil
	}
	if notice, over := t.overLimit(b.Config.ChatLimit); over {
		t.saveDialog()
		return notice, nil
	}
	messages, err := b.route(ctx, t)
	if err != nil {
		return nil, err
	}
	if t.dlg.Entry != "" && t.dlg.At.Equal(t.now) {
		if err := t.noteAsked(ctx, t.dlg.Entry); err != nil {
			return nil, err
		}
	}
	t.saveDialog()
	return messages, nil
}

// fetch has the documents that nearly every update needs read in one go, where each costs a way to the database.
func (b *Bot) fetch(ctx context.Context, tx bot.Tx, u bot.Update) error {
	f, ok := tx.(bot.Fetcher)
	if !ok {
		return nil
	}
	t := turn{u: u}
	return f.Fetch(ctx, decisionsKey, t.dialogKey(), subscriptionKey(u.Chat))
}

func (t *turn) day() content.Day { return content.DayOf(t.now) }

func say(text string, buttons ...[]bot.Button) []bot.Message {
	return []bot.Message{{Text: text, Buttons: buttons}}
}
