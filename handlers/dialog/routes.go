package dialog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Command is one command of the chat: its name, the plain words that mean the same as the whole message (with or without
// diacritics), and what it does.
type Command struct {
	Name  string
	Words []string
	Do    Step
}

// Due is one kind of scheduled work; id is the member without its kind.
type Due func(ctx context.Context, tx bot.Tx, id string, at time.Time) error

// Routes is what one room registers with the router, or, merged, all of them.
type Routes struct {
	Commands []Command
	Actions  map[string]Step // buttons, by the word before the first colon of their action
	Awaited  map[string]Step // who may wait for a person's next words, by dialog.Await
	Dues     map[string]Due  // scheduled work, by kind

	ByName  map[string]Step // commands by their name
	ByWords map[string]Step // and by their folded words
}

// ErrNotMine is returned by a step that waited for words and found that they are not meant for it: the router goes on as if
// nothing had been awaited.
var ErrNotMine = errors.New("not an answer to what was asked")

// Merge merges what the rooms register. Two rooms with one name are a mistake in the program, found at start.
func Merge(rooms ...Routes) *Routes {
	all := &Routes{Actions: map[string]Step{}, Awaited: map[string]Step{}, Dues: map[string]Due{}, ByName: map[string]Step{}, ByWords: map[string]Step{}}
	for _, r := range rooms {
		all.Commands = append(all.Commands, r.Commands...)
		for _, c := range r.Commands {
			register(all.ByName, c.Name, c.Do)
			for _, w := range c.Words {
				register(all.ByWords, vi.Fold(w), c.Do)
			}
		}
		for name, do := range r.Actions {
			register(all.Actions, name, do)
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
