// Package engine says what a database must do to hold the state, in the words of the domain. Packages redis and sqlite
// do
// it; package store is what the rest of the program sees. Both mean the same, which a test of random operations holds
// them to.
package engine

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/bot"
)

const (
	// Layout is the version of what is stored, in a backup and in Redis.
	Layout = 1
	// SeenFor is how long a committed update is remembered, and the key of a message: longer than any platform delivers
	// it again.
	SeenFor = 72 * time.Hour
	// SlotFor is how long the platform's id of a message in a slot is kept.
	SlotFor = 48 * time.Hour
	// DeadFor is how long a dead letter is kept.
	DeadFor = 30 * 24 * time.Hour
	// BulkFor is how long an announcement's report is kept: 90 days, and the days of its sending.
	BulkFor = 100 * 24 * time.Hour
	// PageMembers is how many members of a set make a page of an announcement: a page is leased whole.
	PageMembers = 200
)

// ErrClosed is returned by a closed engine.
var ErrClosed = errors.Join(bot.ErrUnavailable, errors.New("store is closed"))

// Document is a document's revision and JSON; both empty when there is none.
type Document struct{ Rev, Body string }

// Check says which revision of a document a transaction read; "" = there was none.
type Check struct {
	Key bot.Key
	Rev string
}

// Put writes a document, or deletes it.
type Put struct {
	Key    bot.Key
	Body   string // JSON
	TTL    time.Duration
	Delete bool
}

// OpKind is the kind of an Op.
type OpKind byte

// The kinds.
const (
	OpAdd    OpKind = 'A'
	OpRemove OpKind = 'R'
	OpCount  OpKind = 'C'
)

// Op changes a set or a group of counters.
type Op struct {
	Kind   OpKind
	Name   string // of the set, or the group
	Member string // or the field
	N      int64  // score, or what is added
	TTL    time.Duration
}

// Message is one that is queued.
type Message struct {
	Channel, Chat string
	Priority      bot.Priority
	Key           string
	Mark          bool // Key was not seen before, or it is dropped
	NotBefore     time.Time
	Enqueued      time.Time
	Expires       time.Time
	While         string // "kind:id" of the document without which it is dropped, or ""
	Slot          string
	Body          string // JSON of bot.Outgoing
}

// Commit is what one transaction read and wrote.
type Commit struct {
	ID       string // of the update, or ""
	Rev      string // of what is written
	Checks   []Check
	Puts     []Put
	Ops      []Op
	Messages []Message
}

// Result is the answer to a Commit.
type Result int

// The results.
const (
	Done     Result = iota
	Repeated        // the update was committed before
	Conflict        // a document was changed meanwhile
)

// Settling is one lease to be ended.
type Settling struct {
	Request bot.LeaseRequest
	Leased  bot.Leased
	How     bot.Settlement
	Unique  string // for what it makes
	At      time.Time
}

// Why a state that is there is not used.
var (
	// ErrNewer says that a newer program wrote it.
	ErrNewer = errors.New("a newer program wrote the state")
	// ErrHalf says that a restore into it was cut off: what is there is only a part.
	ErrHalf = errors.New("a restore was cut off, the state is incomplete: run the restore again")
)

// Engine is a database. Each call takes effect whole or not at all, and is as durable as the database when it returns.
// Errors that may pass wrap bot.ErrUnavailable. Moments are compared in whole milliseconds.
type Engine interface {
	// Now is the clock of the database.
	Now() time.Time
	// Near reports whether reading costs next to nothing, so that nothing need be read in advance.
	Near() bool
	// Probe writes something.
	Probe(ctx context.Context) error
	// Migrate brings the layout up to date, or returns ErrNewer or ErrHalf.
	Migrate(ctx context.Context) error

	Commit(ctx context.Context, c *Commit) (Result, error)
	Seen(ctx context.Context, update string) (bool, error)
	// Documents reads several at one moment.
	Documents(ctx context.Context, keys []bot.Key) ([]Document, error)
	List(ctx context.Context, set string, r bot.Range) ([]bot.Entry, error)
	Score(ctx context.Context, set, member string) (int64, bool, error)
	Size(ctx context.Context, set string) (int64, error)
	Counters(ctx context.Context, group string) (map[string]int64, error)

	// Lease leases what can be sent now; see bot.LeaseRequest. It does not wait. Tokens begin with token.
	Lease(ctx context.Context, r bot.LeaseRequest, token string) (bot.LeaseAnswer, error)
	Settle(ctx context.Context, s Settling) (kept bool, err error)
	Renew(ctx context.Context, channel string, lease time.Duration, held []bot.Leased) (lost []bot.ChatID, err error)
	QueueStats(ctx context.Context, channel string) (bot.QueueStats, error)
	DeadLetters(ctx context.Context, offset, limit int) ([]bot.DeadLetter, error)
	// Resend returns the channel of the letter, "" when there is none of that id.
	Resend(ctx context.Context, id string) (channel string, err error)
	// Forget takes away what waits for a chat and was given up of it, and what is for one of others, or was given up,
	// and
	// holds one of the words. A message that is being sent stays: whoever sends it settles it.
	Forget(ctx context.Context, chat bot.ChatID, words []string, others []bot.ChatID) error
	Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, err error)
	Unlock(ctx context.Context, name, owner string) error

	Announcements

	// Dump gives every key at one moment, by the names that they have in Redis, without prefix.
	Dump(ctx context.Context, emit func(Record) error) error
	// Replace puts the records in the place of everything.
	Replace(ctx context.Context, next func() (Record, bool, error)) error
	// Used reports whether there is any state.
	Used(ctx context.Context) (bool, error)
	// Usage is the memory that the database's own process uses for data and may use, in bytes; 0, 0 where there is no
	// such
	// bound.
	Usage(ctx context.Context) (used, most int64, err error)
	// Compact makes the database forget on disk what was deleted.
	Compact(ctx context.Context) error
	// Close ends it; what is under way is finished first.
	Close() error
}

// Announcements is the part of an Engine for announcements. They are described at package store's methods.
type Announcements interface {
	StartBulk(ctx context.Context, spec *bot.BulkSpec, body string) (started bool, err error)
	// Freezing is the oldest announcement whose audience is not written down yet, "" when there is none.
	Freezing(ctx context.Context) (id string, err error)
	// Freeze writes down the next part of an audience.
	Freeze(ctx context.Context, spec *bot.BulkSpec) (more bool, err error)
	// FreezeAt is where in another announcement's report the freezing of this one stands.
	FreezeAt(ctx context.Context, id string) (at string, err error)
	// FreezePage adds recipients of one channel; at and next are places in the other's report, next "" at its end.
	FreezePage(ctx context.Context, id, at, next string, part []bot.BulkRecipient) (more bool, err error)
	BulkSpec(ctx context.Context, id string) (body string, err error)
	// Within counts the chats of an audience by channel.
	Within(ctx context.Context, audience []bot.Segment) (map[string]int64, error)
	// BulkState does "pause", "resume" or "cancel"; expires, if not zero, is the new expiry.
	BulkState(ctx context.Context, id, action string, expires time.Time) (bot.BulkState, error)
	BulkStatus(ctx context.Context, id string) (bot.BulkStatus, bool, error)
	Bulks(ctx context.Context, offset, limit int) ([]string, error)
	BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error)
	// BulkPage leases a page; its Spec is not set.
	BulkPage(ctx context.Context, channel string, lease time.Duration, token string) (*bot.BulkPage, error)
	BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int, most int) (bot.BulkTaken, error)
	// BulkNote notes outcomes; revs are revisions for documents that it writes, one for each note.
	BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote, hold time.Time,
		revs []string) (kept bool, err error)
	BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error
}

// Waiter is an Engine that can wait for what is queued and lease it in the same step.
type Waiter interface {
	// LeaseWhenQueued waits until there may be something to lease, or ctx ends; the answer may be empty all the same,
	// and
	// is from `latest` on: then the caller stood still, and has leases to renew first.
	LeaseWhenQueued(ctx context.Context, r bot.LeaseRequest, token string, latest time.Time) (bot.LeaseAnswer, error)
}

// Early is by how much a chat's message may come before its time: a burst of n may come at once.
func Early(r bot.LeaseRequest) time.Duration { return r.ChatGap * time.Duration(max(r.ChatBurst-1, 0)) }

// EndedBy is until when (ms since 1970) leases must have ended to be taken back.
func EndedBy(r bot.LeaseRequest, now int64) int64 {
	if r.OwnUntil.IsZero() {
		return now
	}
	return min(now, r.OwnUntil.UnixMilli()-1)
}

// PauseAt is the percentage of failures at which an announcement pauses.
func PauseAt(spec *bot.BulkSpec) int {
	if spec.PauseAt <= 0 {
		return 5
	}
	return spec.PauseAt
}

// Pause waits for d, or until ctx ends, whose error it returns.
func Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
