package announce

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce/markup"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Form is an announcement as it is written on a page.
type Form struct {
	Text string
	// Everybody who subscribed, or the Groups: only their Kind and ID are looked at.
	Everybody bool
	Groups    []subscribers.Group
	Channels  []string  // the names of those chosen
	File      *bot.File // a new one; nil leaves what is there
	DropFile  bool
	Expires   time.Time // zero: none
}

// Compose makes a draft of a form. The same seed makes one draft.
func (d *Desk) Compose(ctx context.Context, f Form) (*Announcement, error) {
	return d.once(ctx, "compose", func() (*Announcement, error) { return d.compose(ctx, f) })
}

func (d *Desk) compose(ctx context.Context, f Form) (*Announcement, error) {
	if err := d.checkForm(ctx, &f, nil); err != nil {
		if logged := d.by.Audit(ctx, d.tx, people.VerbAnnounceRefused, "", ""); logged != nil {
			return nil, logged
		}
		return nil, err
	}
	a, err := d.draft(ctx, f.Text)
	if err != nil {
		return nil, err
	}
	if err := d.by.Audit(ctx, d.tx, people.VerbAnnounceCompose, a.ID, ""); err != nil {
		return nil, err
	}
	d.fill(a, f)
	return a, nil
}

// Draft makes a draft for everybody out of a text that somebody else put together; urgent puts it into the urgent
// class.
func (svc *Service) Draft(ctx context.Context, tx bot.Tx, by people.Actor, text string, urgent bool) (*Announcement,
	error) {
	switch {
	case !by.Runs():
		return nil, dialog.NotAllowed
	case svc.Engine == nil:
		return nil, dialog.Refuse(textAnnounceOff)
	}
	if fault := markup.Check(text); fault != "" {
		return nil, dialog.Refuse(fault)
	}
	d := &Desk{svc: svc, tx: tx, by: by, now: tx.Now().In(content.Zone)}
	a, err := d.draft(ctx, text)
	if err != nil {
		return nil, err
	}
	if a.Urgent = urgent; urgent {
		put(tx, a)
	}
	return a, by.Audit(ctx, tx, people.VerbAnnounceCompose, a.ID, "")
}

// Show previews a draft in a chat.
func (svc *Service) Show(ctx context.Context, t *dialog.Turn, by people.Actor, a *Announcement) ([]bot.Message, error) {
	return (&Desk{svc: svc, tx: t.Tx, by: by, know: t.Know, now: t.Now}).preview(ctx, a, "")
}

// Change writes a draft anew; rev is the revision that the page showed.
func (d *Desk) Change(ctx context.Context, id string, rev int, f Form) (*Announcement, error) {
	a, err := d.take(ctx, id, press{people.VerbAnnounceChange, []State{Draft, Repeating}, nil}, "")
	switch {
	case err != nil:
		return nil, err
	case a.State == Repeating && d.svc.Approval:
		return nil, dialog.Refuse(textRepeatApproved)
	case a.Rev != rev:
		return nil, dialog.RefuseLate(textAnnounceChanged)
	}
	if err := d.checkForm(ctx, &f, a); err != nil {
		return nil, err
	}
	d.fill(a, f)
	return a, nil
}

// checkForm reads what was filled in, for a new draft or another form of one.
func (d *Desk) checkForm(ctx context.Context, f *Form, of *Announcement) error {
	f.Text = vi.NFC(f.Text)
	if vi.Clean(f.Text) == "" {
		return dialog.Refuse(textAnnounceBlank)
	}
	if fault := markup.Check(f.Text); fault != "" { // before Clean, which reads no more than a question's length
		return dialog.Refuse(fault)
	}
	f.Text = vi.Clean(f.Text)
	if !f.Expires.IsZero() && !f.Expires.After(d.now) {
		return dialog.Refuse(fmt.Sprintf(textAnnounceExpired, dialog.Moment(f.Expires)))
	}
	switch {
	case of != nil && of.From != nil && of.From.Edit && f.File != nil:
		return dialog.Refuse(textAnnounceEditFile)
	case of != nil && of.From != nil: // whom it goes to is given
		return d.svc.fits(f.Text, of.Captions)
	}
	switch {
	case f.Everybody && len(f.Groups) > 0:
		return dialog.Refuse(textAnnounceBoth)
	case !f.Everybody && len(f.Groups) == 0:
		return dialog.Refuse(textAnnounceNoGroup)
	}
	in := d.by.Office
	if of != nil {
		in = d.of(of)
	}
	for i, g := range f.Groups {
		all, err := subscribers.Groups(ctx, d.tx, d.know, in, g.Kind)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o subscribers.Group) bool { return o.ID == g.ID })
		if at < 0 {
			return dialog.Refuse(textAnnounceGroupGone)
		}
		f.Groups[i] = all[at]
	}
	f.Channels = slices.DeleteFunc(d.svc.proactive(),
		func(name string) bool { return !slices.Contains(f.Channels, name) })
	if len(f.Channels) == 0 {
		return dialog.Refuse(textAnnounceNoChannel)
	}
	return nil
}

// fill writes the form into the draft.
func (d *Desk) fill(a *Announcement, f Form) {
	a.Text, a.Expires = f.Text, f.Expires
	if a.From == nil {
		if a.Audience = f.Groups; f.Everybody {
			a.Audience = []subscribers.Group{{Kind: subscribers.GroupAll}}
		}
		if a.Channels = f.Channels; len(f.Channels) == len(d.svc.proactive()) {
			a.Channels = nil
		}
	}
	switch {
	case f.File != nil:
		Attach(d.tx, a, *f.File)
		return
	case f.DropFile:
		a.FileName, a.FileType, a.FileRef, a.FileOn, a.FileSize = "", "", "", "", 0
		d.tx.Delete(fileKey(a.ID))
	}
	put(d.tx, a)
}

// Schedule sets when a draft, or what was scheduled before, goes out. urgent says also in the quiet hours.
func (d *Desk) Schedule(ctx context.Context, id string, rev int, at, expires time.Time, urgent bool) error {
	if why := d.mayAt(at, expires); why != nil {
		return d.refuseTime(ctx, id, at, why)
	}
	a, err := d.take(ctx, id, presses["time"], dialog.Moment(at))
	if err != nil {
		return err
	}
	if a.Rev != rev {
		return dialog.RefuseLate(textAnnounceChanged)
	}
	if a.Expires = expires; urgent != a.Urgent {
		a.Urgent, a.Seconded = urgent, ""
	}
	_, err = d.setTime(ctx, a, at)
	return err
}

// Retry makes a draft for those whom an announcement failed to reach; the same seed makes one draft.
func (d *Desk) Retry(ctx context.Context, id string) (*Announcement, error) {
	return d.fromEarlier(ctx, id, "retry", d.retryDraft)
}

// Correct makes a draft for exactly those who got an announcement: with edit it replaces their message where the
// channel can, else it follows it. The same seed makes one draft.
func (d *Desk) Correct(ctx context.Context, id, text string, edit bool) (*Announcement, error) {
	verb := "fix"
	if edit {
		verb = "edit"
	}
	return d.fromEarlier(ctx, id, verb, func(ctx context.Context, a *Announcement) (*Announcement, error) {
		if err := d.svc.somebodyGot(ctx, a); err != nil {
			return nil, err
		}
		return d.correct(ctx, a, verb, vi.NFC(text))
	})
}

// fromEarlier makes a draft out of an announcement, once for a seed.
func (d *Desk) fromEarlier(ctx context.Context, id, verb string, do func(context.Context,
	*Announcement) (*Announcement, error)) (*Announcement, error) {
	return d.once(ctx, "again", func() (*Announcement, error) {
		a, err := d.take(ctx, id, presses[verb], "")
		if err != nil {
			return nil, err
		}
		return do(ctx, a)
	})
}

// onceTTL is how long a page that was sent twice makes one draft.
const onceTTL = 24 * time.Hour

// once makes a draft, or gives the one that the same seed made before.
func (d *Desk) once(ctx context.Context, what string, do func() (*Announcement, error)) (*Announcement, error) {
	made := bot.Key{Kind: "announce-desk", ID: people.TokenHash(what + ":" + d.by.Chat.String() + ":" + d.by.Seed)}
	var id string
	if _, err := d.tx.Get(ctx, made, &id); err != nil {
		return nil, err
	}
	if a, found, err := load(ctx, d.tx, id); err != nil || found {
		return a, err
	}
	a, err := do()
	if err == nil {
		d.tx.Put(made, a.ID, onceTTL)
	}
	return a, err
}

// MayExport refuses a report that cannot be had, and writes the line of the log; what Export then streams may be of any
// length.
func (d *Desk) MayExport(ctx context.Context, id, format string) error {
	if ReportTypes[format] == "" {
		return dialog.OldButton
	}
	if _, err := d.take(ctx, id, presses[format], ""); err != nil {
		return err
	}
	_, found, err := d.svc.Engine.BulkStatus(ctx, id)
	if err == nil && !found {
		err = dialog.RefuseMissing(textAnnounceGone)
	}
	return err
}
