package terminal

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"
)

// ErrNobody says that no person sits at the program's terminal.
var ErrNobody = errors.New("no terminal to ask at")

// Secret asks whoever sits at the program's terminal for words that are typed unseen.
func Secret(question string) (string, error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", ErrNobody
	}
	fmt.Fprint(os.Stderr, question)
	words, err := term.ReadPassword(in)
	fmt.Fprintln(os.Stderr)
	return string(words), err
}
