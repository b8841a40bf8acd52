// Package terminal carries a conversation over two streams, usually standard input and output: one line is one update,
// and buttons are numbers.
//
// It fails only with its streams. A line that cannot be delivered is answered with an apology and dropped: the
// person sees it and types it again.
package terminal

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Name is the channel part of the chat's bot.ChatID.
const Name = "terminal"

const (
	maxRunes   = 10000
	answerWait = 30 * time.Second // for an answer that was promised; then the next line is read all the same
	textBusy   = "Hệ thống đang bận, ông/bà thử lại sau ít phút."
)

// Config is what a Channel needs. In and Out are required.
type Config struct {
	In  io.Reader
	Out io.Writer
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

// New makes a Channel.
func New(cfg Config) *Channel {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Chat == "" {
		cfg.Chat = "local"
	}
	return &Channel{
		cfg: cfg, chat: bot.ChatID{Channel: Name, ID: cfg.Chat}, run: rand.Text(),
		promised: make(map[string]int), arrived: make(chan struct{}, 1),
	}
}

// Name returns "terminal".
func (c *Channel) Name() string { return Name }

// Limits says what lines of text can carry.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: maxRunes, Proactive: true, ActionBytes: 64}
}

// Watch wraps the bot's handler, so that the channel knows how many answers to wait for before it reads on; without it
// the next line is read, and the end of the input obeyed, at once.
func (c *Channel) Watch(next bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
		messages, err := next.Handle(ctx, tx, u)
		if u.Chat == c.chat {
			promised := len(messages)
			if err != nil {
				promised = 1 // the apology
			}
			c.mu.Lock()
			c.promised[u.ID] = promised // a transaction that is run again says it again
			c.mu.Unlock()
		}
		return messages, err
	})
}

// Receive reads lines until the input ends or ctx does, and returns nil once the answers are written.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	lines, failed := make(chan string), make(chan error, 1)
	// A read from a terminal cannot be called off: when ctx ends first, this goroutine ends with its next line.
	go func() {
		defer close(lines)
		in := bufio.NewReader(c.cfg.In)
		for {
			line, err := in.ReadString('\n')
			if line != "" {
				select {
				case lines <- line:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					failed <- fmt.Errorf("terminal: %w", err)
				}
				return
			}
		}
	}()
	for n := 1; ; n++ {
		c.print(c.cfg.Prompt)
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more {
				select {
				case err := <-failed:
					return err
				default:
					return nil
				}
			}
			if u, ok := c.update(n, line); ok {
				c.ask(ctx, deliver, u)
			}
		}
	}
}

// ask delivers one update and waits for its answers.
func (c *Channel) ask(ctx context.Context, deliver bot.Deliver, u bot.Update) {
	if err := deliver(ctx, u); err != nil {
		if ctx.Err() == nil {
			c.print("Trợ lý: " + textBusy + "\n")
		}
		return
	}
	limit := time.NewTimer(answerWait)
	defer limit.Stop()
	for {
		c.mu.Lock()
		done := c.sent >= c.promised[u.ID]
		if done {
			delete(c.promised, u.ID)
		}
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-c.arrived:
		case <-limit.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// update makes the update of a line; an empty line is none.
func (c *Channel) update(n int, line string) (bot.Update, bool) {
	text := platform.Clip(platform.Clean(line), maxRunes)
	if text == "" {
		return bot.Update{}, false
	}
	c.mu.Lock()
	choices := c.choices
	c.choices, c.sent = nil, 0
	c.mu.Unlock()
	id := c.run + "-" + strconv.Itoa(n)
	u := bot.Update{
		ID: id, Kind: bot.KindText, Chat: c.chat, User: bot.User{ID: c.chat.ID}, Private: true,
		MessageID: id, Text: text, At: c.cfg.Now(),
	}
	if i, err := strconv.Atoi(strings.TrimSuffix(text, ".")); err == nil && i >= 1 && i <= len(choices) {
		u.Kind, u.Text, u.Action = bot.KindAction, "", choices[i-1].Action
	} else if name, _, payload, ok := bot.ParseCommand(text); ok {
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
	return u, true
}

// Send writes a message. Its buttons get numbers that go on from those of the message before.
func (c *Channel) Send(_ context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	if to != c.chat {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendInvalid, Reason: "không phải người đang ngồi trước máy này",
			Err: fmt.Errorf("chat %s is not at this terminal", to)}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	text := c.render(m)
	if _, err := io.WriteString(c.cfg.Out, text); err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Reason: "không ghi được ra màn hình", Err: err}
	}
	c.sent++
	c.messages++
	select {
	case c.arrived <- struct{}{}:
	default:
	}
	return bot.Receipt{MessageID: strconv.Itoa(c.messages), At: c.cfg.Now()}, nil
}

func (c *Channel) render(m bot.Message) string {
	var b strings.Builder
	b.WriteString("Trợ lý: " + printable(bot.Plain(m.Text)) + "\n")
	if m.File != nil {
		fmt.Fprintf(&b, "  [tệp %s, %d KB: màn hình này không mở được]\n", printable(m.File.Name),
			(len(m.File.Bytes)+1023)>>10)
	}
	for _, row := range m.Buttons {
		for _, button := range row {
			if button.Action == "" {
				b.WriteString("  → " + printable(button.Label+": "+button.URL) + "\n")
				continue
			}
			c.choices = append(c.choices, button)
			number := fmt.Sprintf("%d. ", len(c.choices)) // a label may carry the same number for the text above it
			b.WriteString("  " + number + strings.TrimPrefix(printable(button.Label), number) + "\n")
		}
	}
	return b.String()
}

// printable takes out what could steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

func (c *Channel) print(s string) {
	if s == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = io.WriteString(c.cfg.Out, s) // the next Send reports a broken screen
}
