// Package lexicon holds the word lists of the search as YAML files that
// editors change without programming: abbreviations, everyday words for
// official ones, words that ask for an aspect, special cases, questions to
// refuse. It only carries the files; package search reads and checks them.
package lexicon

import "embed"

// Files are the word lists.
//
//go:embed *.yaml
var Files embed.FS
