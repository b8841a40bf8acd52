package cases

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
)

// Routing says which unit answers for which field of the content base, by UnitID; a field that is not listed goes to
// the admins.
type Routing struct {
	Fields map[string]string `json:"fields"`
}

// RoutingKey names the document of the Routing.
var RoutingKey = bot.Key{Kind: "setting", ID: "routing"}

// unitFor is the unit in charge of an entry's field, or empty.
func unitFor(ctx context.Context, r bot.Reader, k *answers.Knowledge, entry string) (string, error) {
	field := k.FieldOf(entry)
	if field == "" {
		return "", nil
	}
	var routing Routing
	_, err := r.Get(ctx, RoutingKey, &routing)
	return routing.Fields[field], err
}
