package terminal

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// Screen is a terminal that a person sits at: its lines are edited with the arrow keys, those before come back with ↑.
type Screen struct {
	in, out *os.File
	was     *term.State
	lines   *term.Terminal
	ended   chan struct{}
}

// OpenScreen takes over a terminal until Close; ok is false, and nothing happens, when in or out is none.
func OpenScreen(in, out *os.File, prompt string) (s *Screen, ok bool, err error) {
	if !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil, false, nil
	}
	was, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, false, fmt.Errorf("terminal: %w", err)
	}
	s = &Screen{in: in, out: out, was: was, ended: make(chan struct{})}
	s.lines = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, prompt)
	s.lines.SetBracketedPasteMode(true)
	s.fit()
	go s.keepFitting()
	return s, true, nil
}

// Close gives the terminal back as it was.
func (s *Screen) Close() error {
	close(s.ended)
	s.lines.SetBracketedPasteMode(false)
	_, _ = io.WriteString(s.out, "\r\x1b[K") // the prompt of a line that nobody types: the shell's own comes here
	if err := term.Restore(int(s.in.Fd()), s.was); err != nil {
		return fmt.Errorf("terminal: %w", err)
	}
	return nil
}

// ReadLine returns the next line; io.EOF after Ctrl-D or Ctrl-C. What was pasted with line ends comes as several lines.
func (s *Screen) ReadLine() (string, error) {
	line, err := s.lines.ReadLine()
	if err == term.ErrPasteIndicator { //nolint:errorlint // it says so of a good line
		err = nil
	}
	return line, err
}

// Write writes above the line that is being edited.
func (s *Screen) Write(b []byte) (int, error) { return s.lines.Write(b) }

// Width is the number of columns now.
func (s *Screen) Width() int {
	if w, _, err := term.GetSize(int(s.out.Fd())); err == nil && w > 0 {
		return w
	}
	return defaultWidth
}

// defaultWidth is that of a terminal which does not say.
const defaultWidth = 80

func (s *Screen) fit() {
	if w, h, err := term.GetSize(int(s.out.Fd())); err == nil && w > 0 {
		_ = s.lines.SetSize(w, h) // it writes: the next Write reports a broken screen
	}
}

// keepFitting follows the window's size, which not every system tells by a signal.
func (s *Screen) keepFitting() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	last := s.Width()
	for {
		select {
		case <-s.ended:
			return
		case <-tick.C:
			if w := s.Width(); w != last {
				last = w
				s.fit()
			}
		}
	}
}
