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
	"slices"
	"strconv"
	"strings"
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
)

// leave are the words that end the conversation.
var leave = []string{"thoát", "thoat", "/thoat", "exit", "quit"}

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
		next := c.cfg.Lines
		if next == nil {
			in := bufio.NewReader(c.cfg.In)
			next = func() (string, error) { return in.ReadString('\n') }
		}
		for {
			line, err := next()
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
				}
				if c.seated() { // Ctrl-D leaves the prompt's line open
					c.print("\n" + textBye + "\n")
				}
				return nil
			}
			if slices.Contains(leave, strings.ToLower(norm(line))) {
				c.print(textBye + "\n")
				return nil
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

// seated reports whether a person sits there, who sees a prompt.
func (c *Channel) seated() bool { return c.cfg.Prompt != "" || c.cfg.Lines != nil }

// norm is a line as words are compared: marks that are written apart from their letters do not count.
func norm(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, strings.TrimSpace(platform.Clean(line)))
}

// update makes the update of a line; an empty line is none.
func (c *Channel) update(n int, line string) (bot.Update, bool) {
	text := platform.Clip(platform.Clean(line), maxRunes)
	if text == "" {
		return bot.Update{}, false
	}
	number, err := strconv.Atoi(strings.TrimSuffix(text, "."))
	c.mu.Lock()
	choices := c.choices
	if out := err == nil && len(choices) > 0 && (number < 1 || number > len(choices)); out {
		c.mu.Unlock()
		c.print(fmt.Sprintf(textChoose, len(choices)) + "\n")
		return bot.Update{}, false
	}
	c.choices, c.sent = nil, 0
	c.mu.Unlock()
	id := c.run + "-" + strconv.Itoa(n)
	u := bot.Update{
		ID: id, Kind: bot.KindText, Chat: c.chat, User: bot.User{ID: c.chat.ID}, Private: true,
		MessageID: id, Text: text, At: c.cfg.Now(),
	}
	if err == nil && len(choices) > 0 {
		u.Kind, u.Text, u.Action = bot.KindAction, "", choices[number-1].Action
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

// Say writes words of ours that are no message.
func (c *Channel) Say(markup string) {
	c.mu.Lock()
	text := c.render(bot.Message{Text: markup})
	c.mu.Unlock()
	c.print(text)
}

func (c *Channel) print(s string) {
	if s == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = io.WriteString(c.cfg.Out, s) // the next Send reports a broken screen
}
