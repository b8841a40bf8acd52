package sqlite

import (
	"strings"

	"github.com/motcua/motcua/bot"
)

// keyOf reads a document's name, "kind:id".
func keyOf(name string) bot.Key {
	kind, id, _ := strings.Cut(name, ":")
	return bot.Key{Kind: kind, ID: id}
}
