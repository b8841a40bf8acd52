package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Limits says what a channel can carry. Channels cut, number and page by themselves; handlers look here only to choose
// a form that suits (a chart as picture or as words).
type Limits struct {
	TextRunes int  // of one message, after markup
	Buttons   int  // shown at once; 0 = choices are numbers typed by the person
	Edit      bool // Message.Edit works
	Files     bool
	// The largest picture and the largest other document that Send takes; 0 means any that Files promises.
	PictureBytes, FileBytes int
	CaptionRunes            int  // words that go with a file in one message; longer ones follow it in another
	Proactive               bool // may write first, at any time
	Menus                   bool // each chat can have a menu of its own: Message.Menu
	Cards                   bool // shows Message.Card instead of its text
	ActionBytes             int
	Groups                  bool // its chats are of many people each: groups and channels
}

// Deliver hands updates to the bot. It returns nil when every one is committed: only then the channel confirms them to
// the platform. On an error none may be confirmed; the platform delivers them again, which is harmless.
type Deliver func(ctx context.Context, updates ...Update) error

// Channel carries talk between one platform and us.
type Channel interface {
	Name() string
	Limits() Limits
	// Receive hands what comes in to deliver until ctx ends (nil) or the channel cannot go on (error: revoked token).
	// A channel that is called by its platform over HTTP starts to accept calls here and answers 503 before.
	Receive(ctx context.Context, deliver Deliver) error
	// Send delivers one message; it may take several platform calls. The error is a *SendError.
	Send(ctx context.Context, to ChatID, m Message) (Receipt, error)
}

// SendKind says what a failed send means for the next one.
type SendKind string

// The kinds of send error. An error without a kind is Temporary.
const (
	SendTemporary SendKind = "temporary" // network, 5xx: try again later
	SendRate      SendKind = "rate"      // the platform asks to slow down: After
	SendBlocked   SendKind = "blocked"   // nothing can be sent to this chat until KindJoined comes
	SendWindow    SendKind = "window"    // the platform's rules forbid it now: Zalo's 7 days; not the person's fault
	SendInvalid   SendKind = "invalid"   // this message will never be taken: dead letters
	SendFatal     SendKind = "fatal"     // nothing can be sent at all until an operator acts (revoked token)
	SendMoved     SendKind = "moved"     // the chat has a new id: MovedTo
)

// SendError is why a message was not sent.
type SendError struct {
	Kind    SendKind
	After   time.Duration // SendRate, SendTemporary: not before; 0 = the outbox's own backoff
	Global  bool          // SendRate: the whole channel is held, not only this chat
	MovedTo ChatID        // SendMoved
	// Unclear: the platform may have taken the message (its answer was lost); a retry may repeat it.
	Unclear bool
	// Gone: what Message.Edit names is no more there to be edited; sent without Edit the message would be a new one.
	Gone   bool
	Reason string // short, plain Vietnamese, shown to admins: "người nhận đã chặn bot"
	Err    error  // for the log; never holds a token
}

func (e *SendError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("send: %s", e.Kind)
	}
	return fmt.Sprintf("send: %s: %v", e.Kind, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

// AsSendError finds the *SendError in err; anything else is temporary.
func AsSendError(err error) *SendError {
	var e *SendError
	if errors.As(err, &e) {
		return e
	}
	return &SendError{Kind: SendTemporary, Err: err, Reason: "lỗi tạm thời"}
}

// ErrUnavailable marks an error of the State that may pass: the database is away or full. Test with errors.Is.
var ErrUnavailable = errors.New("state unavailable")

// ErrConflict is returned by a commit whose documents were changed meanwhile; the transaction is run again.
var ErrConflict = errors.New("changed meanwhile")
