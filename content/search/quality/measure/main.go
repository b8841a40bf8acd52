// Command measure prints the quality tables of a folder of evaluation sets.
package main

import (
	"fmt"
	"os"

	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/search/quality"
)

func main() {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err == nil {
		err = quality.Run(os.Args[1], lex, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
