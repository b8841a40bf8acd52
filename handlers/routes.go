package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// command is one command of the chat: its name, the plain words that mean the same as the whole message (with or without
// diacritics), and what it does.
type command struct {
	name  string
	words []string
	do    step
}

// due is one kind of scheduled work; id is the member without its kind.
type due func(ctx context.Context, tx bot.Tx, id string, at time.Time) error

// routes is what one room registers with the router, or, merged, all of them.
type routes struct {
	commands []command
	actions  map[string]step // buttons, by the word before the first colon of their action
	awaited  map[string]step // who may wait for a person's next words, by dialog.Await
	dues     map[string]due  // scheduled work, by kind

	byName  map[string]step // commands by their name
	byWords map[string]step // and by their folded words
}

// errNotMine is returned by a step that waited for words and found that they are not meant for it: the router goes on as if
// nothing had been awaited.
var errNotMine = errors.New("not an answer to what was asked")

// newRoutes merges what the rooms register. Two rooms with one name are a mistake in the program, found at start.
func newRoutes(rooms ...routes) *routes {
	all := &routes{actions: map[string]step{}, awaited: map[string]step{}, dues: map[string]due{}, byName: map[string]step{}, byWords: map[string]step{}}
	for _, r := range rooms {
		all.commands = append(all.commands, r.commands...)
		for _, c := range r.commands {
			register(all.byName, c.name, c.do)
			for _, w := range c.words {
				register(all.byWords, vi.Fold(w), c.do)
			}
		}
		for name, do := range r.actions {
			register(all.actions, name, do)
		}
		for name, do := range r.awaited {
			register(all.awaited, name, do)
		}
		for name, do := range r.dues {
			register(all.dues, name, do)
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
