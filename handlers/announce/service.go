// Package announce is announcements from the draft to the report: composing, choosing whom, approving, scheduling,
// sending through the engine, correcting.
package announce

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Service takes announcements through their states.
type Service struct {
	Config
	People      *people.Service
	Calendar    *calendar.Service
	Subscribers *subscribers.Service
	PublicURL   string // of the office's pages, without a slash at its end; empty: not known
	Now         func() time.Time
	Repeat      RepeatFunc // set by recurring

	quiet atomic.Pointer[QuietHours] // what an admin set; nil: Config.Quiet
}

// Engine sends announcements and keeps their reports.
type Engine interface {
	EngineControl
	EngineReports
	CountAudience(ctx context.Context, audience []bot.Segment) (map[string]int64, error)
}

// EngineControl starts and steers; each call may be made again without harm.
type EngineControl interface {
	StartBulk(ctx context.Context, spec bot.BulkSpec) (started bool, err error)
	PauseBulk(ctx context.Context, id string) (bot.BulkState, error)
	ResumeBulk(ctx context.Context, id string, expires time.Time) (bot.BulkState, error)
	CancelBulk(ctx context.Context, id string) (bot.BulkState, error)
}

// EngineReports tells what became of the recipients.
type EngineReports interface {
	BulkStatus(ctx context.Context, id string) (bot.BulkStatus, bool, error)
	BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error)
}

// Config is what announcements need; without an Engine the command is refused.
type Config struct {
	Engine   Engine
	Quiet    QuietHours
	Approval bool // a second admin must approve
	// Reach, by channel, splits those who can be written to by how; a channel that is missing reaches everybody.
	Reach map[string]ReachFunc
}

// Reach is a part of a channel's recipients and how they get an announcement, in plain Vietnamese: {120, "tin thường
// (đã nhắn trong 7 ngày)"}. Lost are not reached at all, and How says why.
type Reach struct {
	Count int64
	How   string
	Lost  bool
}

// ReachFunc counts a channel's part of an audience by how it can be reached. It is asked when an admin sees the count.
type ReachFunc func(ctx context.Context, audience []bot.Segment) ([]Reach, error)

// QuietHours is a span of the day, as offsets from midnight, in which no announcement starts; From after To runs over
// midnight; both equal means none.
type QuietHours struct{ From, To time.Duration }

// Until returns when the quiet hours end that t is in; false when it is in none.
func (q QuietHours) Until(t time.Time) (time.Time, bool) {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	at := t.Sub(midnight)
	switch {
	case q.From == q.To:
		return time.Time{}, false
	case q.From < q.To && at >= q.From && at < q.To, q.From > q.To && at < q.To:
		return midnight.Add(q.To), true
	case q.From > q.To && at >= q.From:
		return midnight.Add(24*time.Hour + q.To), true
	}
	return time.Time{}, false
}

// String writes the span as "21:00–07:00".
func (q QuietHours) String() string {
	clock := func(d time.Duration) string {
		return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
	}
	return clock(q.From) + "–" + clock(q.To)
}

// RepeatFunc takes the time of sending that was asked for when its words say that it comes again; else mine is false.
type RepeatFunc func(ctx context.Context, t *dialog.Turn, id, words string) (m []bot.Message, mine bool, err error)

// quietKey names the document of the quiet hours that an admin set; without it those of the settings count.
var quietKey = bot.Key{Kind: "setting", ID: "quiet-hours"}

// QuietHours are those that count now.
func (svc *Service) QuietHours() QuietHours {
	if q := svc.quiet.Load(); q != nil {
		return *q
	}
	return svc.Quiet
}

// LoadQuiet reads the quiet hours that an admin set, perhaps in another process.
func (svc *Service) LoadQuiet(ctx context.Context, r bot.Reader) error {
	var q QuietHours
	found, err := r.Get(ctx, quietKey, &q)
	if err != nil {
		return err
	}
	if found {
		svc.quiet.Store(&q)
	}
	return nil
}

// SetQuiet sets the hours in which no announcement starts; equal ends mean that there are none. It counts in this
// process once LoadQuiet has read it.
func SetQuiet(ctx context.Context, tx bot.Tx, by people.Actor, q QuietHours) error {
	day := 24 * time.Hour
	switch {
	case !by.RunsAll():
		return dialog.NotAllowed
	case q.From < 0 || q.From >= day || q.To < 0 || q.To >= day:
		return dialog.Refuse(textQuietForm)
	}
	tx.Put(quietKey, q, 0)
	return by.Audit(ctx, tx, people.VerbSettingQuiet, "", q.String())
}
