package bot

import (
	"context"
	"time"
)

// Key names one document: its kind, from the capability that owns it ("task", "dialog"), and its id.
// Kind is lower-case letters and hyphens; ID is free text without control characters, at most 200 bytes.
type Key struct {
	Kind string `json:"k"`
	ID   string `json:"i"`
}

// IsZero reports whether k names nothing.
func (k Key) IsZero() bool { return k == Key{} }

// Entry is one member of a set with its score.
type Entry struct {
	Member string
	Score  int64
}

// Range selects from a set by score, both ends included, lowest first; Reverse turns it round. Limit 0 means 1,000.
type Range struct {
	Min, Max int64
	Offset   int
	Limit    int
	Reverse  bool
}

// Reader reads the state. Errors wrap ErrUnavailable when the store is away.
type Reader interface {
	// Get decodes the document into `into` (JSON); false when there is none or it has expired.
	Get(ctx context.Context, key Key, into any) (bool, error)
	// List returns the members of a set in a range of scores. Sets are indexes: "task:due" -> task ids by due time.
	List(ctx context.Context, set string, r Range) ([]Entry, error)
	// Score returns a member's score; false when it is not in the set.
	Score(ctx context.Context, set, member string) (int64, bool, error)
	// Size counts a set's members.
	Size(ctx context.Context, set string) (int64, error)
	// Counters returns the fields of a group of counters.
	Counters(ctx context.Context, group string) (map[string]int64, error)
}

// Tx is one transaction: what it reads is what a commit will check, and what it writes takes effect in one atomic step
// together with the messages that it sends, or not at all. Get sees the transaction's own Puts and Deletes; List, Size
// and Counters do not. A document that was read and is written must not have changed meanwhile, else the commit fails
// with ErrConflict and the caller runs the transaction again: keep it free of effects outside the Tx.
type Tx interface {
	Reader
	// Put writes a document (JSON). ttl 0 keeps it for good.
	Put(key Key, v any, ttl time.Duration)
	Delete(key Key)
	// Add puts a member into a set, or moves it to a new score.
	Add(set, member string, score int64)
	Remove(set, member string)
	// Count adds delta to one field of a group of counters. ttl, if not 0, is set when the group is new.
	Count(group, field string, delta int64, ttl time.Duration)
	// Send enqueues deliveries.
	Send(out ...Outgoing)
	// Now is the transaction's time; the same in every run of a retried transaction.
	Now() time.Time
}

// Fetcher is a Tx that can read several documents at once; Get has them afterwards. It is a matter of speed only.
type Fetcher interface {
	Fetch(ctx context.Context, keys ...Key) error
}

// State is the store as capabilities see it: handlers get a Tx with their update, background work and the console
// begin their own.
type State interface {
	Reader
	// Update runs f and commits what it wrote; on ErrConflict it runs f again, a few times.
	Update(ctx context.Context, f func(Tx) error) error
	// UpdateOnce is Update marked with an id: when the same id was committed in the last 72 h nothing happens and
	// done is false. It is how an update that is delivered twice has one effect.
	UpdateOnce(ctx context.Context, id string, f func(Tx) error) (done bool, err error)
}

// ScheduleSet is the set of what is to happen later: members "kind:id", scored by the moment in ms. Capabilities add to
// it in their transactions; package schedule fires it.
const ScheduleSet = "schedule"
