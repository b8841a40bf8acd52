package announce

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

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
