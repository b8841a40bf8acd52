package bot

import "time"

// Leased is a queued message that is leased to one sender. Until the lease ends nobody else gets a message of its chat.
type Leased struct {
	Out         Outgoing // To is where it goes now
	Token       string   // proves the lease
	Enqueued    time.Time
	Tries       int    // attempts that failed
	Again       bool   // an earlier attempt may have reached the platform
	SlotMessage string // the platform's id of the earlier message of the same Slot
}

// LeaseRequest asks for messages of one channel to send.
type LeaseRequest struct {
	Channel string
	Max     int
	Lease   time.Duration
	// Wait is how long to wait when there is nothing to send; 0 = not at all. The answer may come earlier and be empty.
	Wait time.Duration
	// Rate is how many messages a second the channel gets; reminders and announcements wait for it, replies only use
	// it up. 0 = no limit. It is shared by all processes.
	Rate int
	// ChatGap is the least time between two messages of a chat after a burst of ChatBurst; 0 = none.
	ChatGap   time.Duration
	ChatBurst int
	// OwnUntil is how long the caller knows its own leases to last: of those that end later none is taken back,
	// however long the caller stands still meanwhile. Zero = all that have ended are taken back.
	OwnUntil time.Time
}

// LeaseAnswer is what there is to send.
type LeaseAnswer struct {
	Messages []Leased
	// Next is when there may be more, as far as is known now; zero when nothing waits.
	Next    time.Time
	Dropped []Drop
}

// Drop is a message that was taken out of its queue unsent.
type Drop struct {
	Why   string // "expired", "gone" (its While), "blocked"
	To    ChatID
	Count int
}

// SettleKind says how an attempt to send ended.
type SettleKind string

// The ways in which an attempt ends.
const (
	SettleSent    SettleKind = "sent"
	SettleRetry   SettleKind = "retry"   // stays at the head of its chat's queue; the chat waits for After
	SettleRelease SettleKind = "release" // was not tried
	SettleDead    SettleKind = "dead"    // to the dead letters
	SettleBlocked SettleKind = "blocked" // nothing can be sent to the chat: its queue is dropped
	SettleMoved   SettleKind = "moved"   // the chat's queue goes to MovedTo
)

// Settlement ends a lease.
type Settlement struct {
	Kind      SettleKind
	MessageID string        // SettleSent
	After     time.Duration // SettleRetry
	HoldAll   bool          // the whole channel waits for After
	Uncounted bool          // SettleRetry: not the message's fault; Tries stays
	Unclear   bool          // the platform may have taken it
	MovedTo   ChatID
	Why       SendKind // SettleDead
	Reason    string   // SettleDead, SettleBlocked: for admins
}

// DeadLetter is a message that was not sent after all tries. It is kept for 30 days.
type DeadLetter struct {
	ID     string
	Out    Outgoing
	Why    SendKind
	Reason string
	Tries  int
	At     time.Time
}

// QueueStats describe what waits in one channel, by priority.
type QueueStats struct {
	Waiting [3]int64
	// Oldest is how long the message that waits longest could have been sent already.
	Oldest [3]time.Duration
	Dead   int64
}

// BlockedKey names the document that exists while a chat takes no messages. The outbox writes it; any update from the
// chat but KindLeft removes it (Dispatcher).
func BlockedKey(c ChatID) Key { return Key{Kind: "blocked", ID: c.String()} }

// Blocked is the document of BlockedKey.
type Blocked struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}
