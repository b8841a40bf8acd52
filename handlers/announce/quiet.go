package announce

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

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
	case !by.Runs():
		return dialog.NotAllowed
	case q.From < 0 || q.From >= day || q.To < 0 || q.To >= day:
		return dialog.Refuse(textQuietForm)
	}
	tx.Put(quietKey, q, 0)
	return by.Audit(ctx, tx, people.VerbSettingQuiet, "", q.String())
}
