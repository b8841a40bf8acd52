package dialog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Command is one command of the chat: its name, the plain words that mean the same as the whole message (with or
// without diacritics), and what it does.
type Command struct {
	Name  string
	Words []string
	Do    Step
}

// Action is one kind of button: the name of its bot.Action, and what a button of the kind does.
type Action struct {
	Name string
	Do   Step
	Form string                                         // on the wire, for the table of routes: "task:to:ID:Person"
	Copy func(action string) (again string, reads bool) // what a button says, read and written again
}

// ActionSubscribe asks for the office's announcements; it stands under messages of several rooms.
var ActionSubscribe = bot.NewAction[struct{}]("sub")

// On registers what a kind of button does. It is given what the button says; one that says nothing of the kind is
// refused as old.
func On[T any](a bot.Action[T], do func(ctx context.Context, t *Turn, v T) ([]bot.Message, error)) Action {
	return Wrapped(a, func(ctx context.Context, t *Turn) ([]bot.Message, error) {
		v, ok := a.Read(t.Update.Action)
		if !ok {
			return nil, OldButton
		}
		return do(ctx, t, v)
	})
}

// Wrapped registers a kind of button whose step reads it itself, once it is known who may press it.
func Wrapped[T any](a bot.Action[T], do Step) Action {
	return Action{Name: a.Name(), Do: do, Form: a.Form(), Copy: func(action string) (string, bool) {
		v, ok := a.Read(action)
		return a.String(v), ok
	}}
}

// Plain registers a kind of button that says no more than its name.
func Plain(a bot.Action[struct{}], do Step) Action {
	return On(a, func(ctx context.Context, t *Turn, _ struct{}) ([]bot.Message, error) { return do(ctx, t) })
}

// Due is one kind of scheduled work; id is the member without its kind.
type Due func(ctx context.Context, tx bot.Tx, id string, at time.Time) error

// Routes is what one room registers with the router, or, merged, all of them.
type Routes struct {
	Commands []Command
	Actions  []Action
	Awaited  map[string]Step // who may wait for a person's next words, by dialog.Await
	Dues     map[string]Due  // scheduled work, by kind
}

// Table is all routes, to be looked up.
type Table struct {
	ByName  map[string]Step // commands by their name
	ByWords map[string]Step // and by their folded words
	Actions map[string]Step // buttons by the name of their action
	Awaited map[string]Step
	Dues    map[string]Due
}

// Pressed finds what a button does: the name of its action is its first two words, or its first.
func (all *Table) Pressed(action string) (do Step, ok bool) {
	word, rest, more := strings.Cut(action, ":")
	if more {
		second, _, _ := strings.Cut(rest, ":")
		if do, ok = all.Actions[word+":"+second]; ok {
			return do, true
		}
	}
	do, ok = all.Actions[word]
	return do, ok
}

// ErrNotMine is returned by a step that waited for words and found that they are not meant for it: the router goes on
// as if nothing had been awaited.
var ErrNotMine = errors.New("not an answer to what was asked")

// Merge merges what the rooms register. Two rooms with one name are a mistake in the program, found at start.
func Merge(rooms ...Routes) *Table {
	all := &Table{map[string]Step{}, map[string]Step{}, map[string]Step{}, map[string]Step{}, map[string]Due{}}
	for _, r := range rooms {
		for _, c := range r.Commands {
			register(all.ByName, c.Name, c.Do)
			for _, w := range c.Words {
				register(all.ByWords, vi.Fold(w), c.Do)
			}
		}
		for _, a := range r.Actions {
			register(all.Actions, a.Name, a.Do)
		}
		for name, do := range r.Awaited {
			register(all.Awaited, name, do)
		}
		for name, do := range r.Dues {
			register(all.Dues, name, do)
		}
	}
	return all
}

func register[T any](table map[string]T, name string, do T) {
	if _, taken := table[name]; taken {
		panic(fmt.Sprintf("two routes named %q", name))
	}
	table[name] = do
}
