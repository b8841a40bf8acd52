// Package bounded reads what anybody may have put into a content folder. It opens nothing but files within the folder,
// and parses YAML that anybody may have written: its nesting is looked at before the parser is, whose time
// and memory grow with the square of it and whose recursion no recover can stop.
package bounded

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of one text. The largest file of the shipped base has 128 KB, 2,600 lines and is 6 deep.
const (
	MaxBytes = 256 << 10
	MaxDepth = 50
	maxKeys  = 10_000
)

// Error is a text that is not parsed because it is beyond the bounds; Line is 0 where it is the text as a whole.
type Error struct {
	Line int
	What string // in Vietnamese, for whoever edits it
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("dòng %d: %s", e.Line, e.What)
	}
	return e.What
}

// Parse parses a text within the bounds. A panic of the parser is an error: an editor's slip must not end the program.
func Parse(src string, opts ...parser.Option) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	tokens, err := tokenize(src)
	if err != nil {
		return nil, err
	}
	return parser.Parse(tokens, 0, opts...)
}

// Check refuses a text beyond the bounds; what is within them a decoder may have.
func Check(src []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	_, err = tokenize(string(src))
	return err
}

func tokenize(src string) (token.Tokens, error) {
	if len(src) > MaxBytes {
		return nil, &Error{What: fmt.Sprintf("tệp lớn quá %d KB; hãy chia thành nhiều tệp", MaxBytes>>10)}
	}
	if line := manyOpen(src); line > 0 { // the lexer itself keeps every token that it has seen
		return nil, deep(line)
	}
	tokens := lexer.Tokenize(src)
	if line := deepAt(tokens); line > 0 {
		return nil, deep(line)
	}
	keys := 0
	for _, t := range tokens {
		if t.Type == token.MappingValueType {
			keys++
		}
	}
	if keys > maxKeys {
		return nil, &Error{What: fmt.Sprintf("tệp có hơn %d mục; hãy chia thành nhiều tệp", maxKeys)}
	}
	return tokens, nil
}

func deep(line int) error {
	return &Error{Line: line,
		What: fmt.Sprintf("các mục lồng nhau quá %d bậc; hãy xem lại dấu ngoặc, dấu gạch đầu dòng và "+
			"thụt đầu dòng", MaxDepth)}
}

// manyOpen finds a line with a run of more opening signs than can be nested, before anything is made of them.
func manyOpen(src string) int {
	line, run := 1, 0
	for i := range len(src) {
		switch src[i] {
		case '\n':
			line++
		case '[', '{', '-', '?', '&', '!':
			if run++; run > 20*MaxDepth {
				return line
			}
			continue
		case ' ', '\t', '\r':
			continue
		}
		run = 0
	}
	return 0
}

// deepAt finds the line from which on the text is nested too deeply; 0 where it is not. What is open are brackets, and
// in blocks the columns to the left; a run of anchors and tags counts like brackets, since each holds the next.
func deepAt(tokens token.Tokens) int {
	flow, run, line := 0, 0, 0
	var columns []int
	for _, t := range tokens {
		if t.Position == nil {
			continue
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow = max(flow-1, 0)
		case token.AnchorType, token.TagType:
			run++
		}
		block := t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		if flow == 0 && (t.Position.Line != line || block) {
			line = t.Position.Line
			for len(columns) > 0 && columns[len(columns)-1] >= t.Position.Column {
				columns = columns[:len(columns)-1]
			}
			columns = append(columns, t.Position.Column)
		}
		if flow+run+len(columns) > MaxDepth {
			return t.Position.Line
		}
		if t.Type != token.AnchorType && t.Type != token.TagType && !isName(t) {
			run = 0
		}
	}
	return 0
}

// isName reports whether a token is the name of the anchor before it.
func isName(t *token.Token) bool { return t.Prev != nil && t.Prev.Type == token.AnchorType }
