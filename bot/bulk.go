package bot

import "time"

// Segment is the chats ("channel:id" members) that are in every set of All and in none of None. The first set of All is
// scanned, so let it be the smallest. Sets are scored by the time (ms since 1970) at which the chat came into them, and
// Tx.Add must not move a member that is already there: a chat added after an announcement began is not in it.
type Segment struct {
	All  []string `json:"all"`
	None []string `json:"none,omitempty"`
}

// BulkFrom takes the audience from the report of an earlier announcement: to retry those that failed, or to send a
// correction or an edit to those that got it.
type BulkFrom struct {
	ID string `json:"id"`
	// Also are further announcements whose recipients are taken in the same way, after those of ID: what went out again
	// to those whom it had failed to reach. Nobody may be in two of them with these outcomes.
	Also     []string      `json:"also,omitempty"`
	Outcomes []BulkOutcome `json:"outcomes"`
	// Edit replaces the earlier message where the channel can; elsewhere it is sent as a new one.
	Edit bool `json:"edit,omitempty"`
}

// BulkSpec is one announcement.
type BulkSpec struct {
	ID string `json:"id"` // a second start with the same ID does nothing
	// Audience is the union of segments; a chat in several gets it once. Or From.
	Audience []Segment `json:"audience,omitempty"`
	From     *BulkFrom `json:"from,omitempty"`
	// Messages by channel name; "" is for channels that are not named.
	Messages map[string]Message `json:"messages"`
	// Consent, when set, names the set in which a chat must still be when its turn comes: the subscribers.
	Consent string `json:"consent,omitempty"`
	// Lead puts the announcement before all others, and before reminders: of what the channel's rate leaves beside
	// replies it takes all that it can use.
	Lead bool `json:"lead,omitempty"`
	// Expires pauses the announcement (BulkStatus.Reason "late") when it is not done by then; ResumeBulk asks for a new
	// time.
	Expires time.Time `json:"expires,omitzero"`
	// PauseAt is the share of failures in percent, of a kind that is ours, at which it pauses by itself (Reason
	// "failures") once 50 were tried; 0 means 5.
	PauseAt int `json:"pause_at,omitempty"`
}

// BulkState is where an announcement stands.
type BulkState string

// The states of an announcement that was started.
const (
	BulkFreezing  BulkState = "freezing" // its audience is being written down
	BulkRunning   BulkState = "running"
	BulkPaused    BulkState = "paused"
	BulkCancelled BulkState = "cancelled"
	BulkFinished  BulkState = "finished"
)

// BulkYields in a BulkTaken says that the page is to be given back: an announcement that leads has pages for a sender.
const BulkYields BulkState = "yields"

// BulkOutcome is the state of one recipient, one letter in the report.
type BulkOutcome string

// The outcomes.
const (
	BulkQueued       BulkOutcome = "q" // not tried yet; after a cancellation: not sent
	BulkInFlight     BulkOutcome = "t" // handed to a sender; if that dies, sent again and marked Twice
	BulkSent         BulkOutcome = "s"
	BulkFailed       BulkOutcome = "f"
	BulkBlocked      BulkOutcome = "b"
	BulkUnsubscribed BulkOutcome = "u" // left the Consent set before its turn
	BulkSkipped      BulkOutcome = "k" // by the Skip hook: Reason
)

// BulkRecipient is one line of the report.
type BulkRecipient struct {
	Chat      ChatID
	Outcome   BulkOutcome
	At        time.Time // of the outcome, to the second; zero while queued
	MessageID string    // BulkSent: the platform's id
	Reason    string    // BulkFailed, BulkSkipped: plain Vietnamese
	Twice     bool      // possibly sent twice: in flight when a process died, or the platform's answer was lost
	Edit      string    // the earlier message to replace (BulkFrom.Edit)
}

// BulkStatus is an announcement's progress.
type BulkStatus struct {
	ID      string
	State   BulkState
	Reason  string // BulkPaused: "admin", "late" or "failures"; BulkCancelled: "admin", or "late" when it had expired
	Created time.Time
	Ended   time.Time // of BulkFinished and BulkCancelled
	Total   int64
	// Outcomes counts final outcomes; the rest up to Total is queued or in flight.
	Outcomes map[BulkOutcome]int64
	Twice    int64
	Channels map[string]int64 // recipients
	Reasons  map[string]int64 // of BulkFailed
}

// Left is how many have no outcome yet.
func (s BulkStatus) Left() int64 {
	left := s.Total
	for _, n := range s.Outcomes {
		left -= n
	}
	return left
}

// BulkPage is a part of an announcement that is leased to one sender.
type BulkPage struct {
	ID         string
	Channel    string
	Number     int64
	Token      string
	Recipients []BulkRecipient
	Spec       *BulkSpec // shared: read only
	Started    time.Time // of the announcement: times in the report are counted from it
}

// BulkTaken is the answer to a request to send to some recipients of a page now.
type BulkTaken struct {
	State   BulkState // of the announcement; anything but running and freezing ends the page. "" = the lease was lost
	Granted []int     // indexes: noted as in flight, to be sent at once
	Refused map[int]BulkOutcome
	Next    time.Time // when more may be granted, as far as is known
	ByRate  bool      // the channel's rate was the limit
}

// BulkNote is the outcome of one recipient of a page; Outcome BulkQueued gives it back, not sent.
type BulkNote struct {
	Index int
	BulkRecipient
	Ours bool // BulkFailed: the fault is not the recipient's; see BulkSpec.PauseAt
	// After is how long the platform asked to wait; with HoldAll it asked the whole channel.
	After   time.Duration
	HoldAll bool
}
