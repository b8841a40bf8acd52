package outbox

import "context"

// BulkStore is where announcements wait.
type BulkStore interface{}

// SkipFunc is asked about recipients.
type SkipFunc func(ctx context.Context)

func (l *lane) announce(context.Context) {}
