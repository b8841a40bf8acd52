package terminal

import (
	"io"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Config is what a Channel needs. Out is required, and In or Lines.
type Config struct {
	In  io.Reader
	Out io.Writer
	// Lines, when set, returns the next line instead of In, and io.EOF at the end: a Screen's, which writes its own
	// prompt.
	Lines func() (string, error)
	// Width, when set, is where lines are broken, in columns. Style writes bold and quiet text.
	Width func() int
	Style bool
	// Prompt is written before each line is read, e.g. "Ông/bà: "; leave it empty when In is no terminal.
	Prompt string
	// Chat is the conversation's id; empty means "local". Another id is another person for the bot.
	Chat string
	Now  func() time.Time
}

// Channel is a bot.Channel for one person.
type Channel struct {
	cfg  Config
	chat bot.ChatID
	run  string // makes update ids differ from those of the last start, which the State remembers

	mu       sync.Mutex
	promised map[string]int // update id -> messages that its handler returned
	sent     int            // messages written since the last line was read
	arrived  chan struct{}  // holds a token when sent has grown
	choices  []bot.Button   // by number, since the last line
	messages int
}
