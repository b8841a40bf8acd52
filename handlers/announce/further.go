package announce

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce/markup"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Announcements that are made out of an earlier one: tries again, edits and corrections, occurrences of a series.

// again makes a draft that goes to some of those of an earlier announcement.
func (d *Desk) again(ctx context.Context, of *Announcement, text string, from bot.BulkFrom) (*Announcement, error) {
	a, err := d.draft(ctx, text)
	if err != nil {
		return nil, err
	}
	a.Audience, a.From = nil, &from
	if a.Office != of.Office { // who is of all offices goes on with what is of one
		a.Office = of.Office
		list(d.tx, a)
	}
	if from.Edit {
		a.Captions = d.svc.captions(of)
	}
	if f, err := of.file(ctx, d.tx); err != nil {
		return nil, err
	} else if f != nil && text == of.Text { // sent once more
		Attach(d.tx, a, *f)
		a.FileOn = of.FileOn
	}
	put(d.tx, a)
	return a, nil
}

// retryDraft makes a draft for those whom it failed to reach.
func (d *Desk) retryDraft(ctx context.Context, a *Announcement) (*Announcement, error) {
	st, _, err := d.svc.Engine.BulkStatus(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if st.Outcomes[bot.BulkFailed] == 0 {
		return nil, dialog.Refuse(textAnnounceNoneFail)
	}
	text, err := d.presentWords(ctx, a)
	if err != nil {
		return nil, err
	}
	draft, err := d.again(ctx, a, text, bot.BulkFrom{ID: a.ID, Outcomes: []bot.BulkOutcome{bot.BulkFailed}})
	if err == nil {
		d.tx.Add(retriesSet(a.ID), draft.ID, d.now.UnixMilli())
	}
	return draft, err
}

// presentWords are what another try sends: of what was edited the last words. What was corrected is not sent again.
func (d *Desk) presentWords(ctx context.Context, a *Announcement) (string, error) {
	list, err := d.tx.List(ctx, correctionsSet(a.ID), bot.Range{Max: dialog.MaxScore, Limit: mostCorrections})
	if err != nil {
		return "", err
	}
	text := a.Text
	for _, e := range list {
		c, found, err := load(ctx, d.tx, e.Member)
		switch {
		case err != nil:
			return "", err
		case !found || !slices.Contains(sentStates, c.State):
		case !c.From.Edit:
			return "", dialog.Refuse(textAnnounceCorrected)
		default:
			if text, err = d.presentWords(ctx, c); err != nil {
				return "", err
			}
		}
	}
	return text, nil
}

// retriesSet holds the further tries of an announcement, by the time they were made.
func retriesSet(id string) string { return "announcements:again:" + id }

// retriesOf lists the further tries of an announcement that went out, and theirs. One that is under way is waited for:
// who gets the wrong words after the correction would never get that.
func (d *Desk) retriesOf(ctx context.Context, id string) (out []string, err error) {
	list, err := d.tx.List(ctx, retriesSet(id), bot.Range{Max: dialog.MaxScore, Limit: mostCorrections})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		r, found, err := load(ctx, d.tx, e.Member)
		switch {
		case err != nil:
			return nil, err
		case !found || r.State == Draft:
			continue
		case !r.over():
			return nil, dialog.Refuse(textAnnounceRetrying)
		}
		more, err := d.retriesOf(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if r.Begun {
			out = append(out, r.ID)
		}
		out = append(out, more...)
	}
	return out, nil
}

// retry offers to send it again to those whom it failed to reach.
func (d *Desk) retry(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	draft, err := d.retryDraft(ctx, a)
	if err != nil {
		return nil, err
	}
	return d.preview(ctx, draft, "")
}

// askText asks for the new words of an edit or a correction.
func (svc *Service) askText(ctx context.Context, t *dialog.Turn, a *Announcement, what string) ([]bot.Message, error) {
	if err := svc.somebodyGot(ctx, a); err != nil {
		return nil, err
	}
	how := textAnnounceFixAs
	if what == "edit" {
		how = textAnnounceEditAs
	}
	t.Await("announce-text", what+":"+a.ID)
	return dialog.Say(fmt.Sprintf(textAnnounceNewText, how)), nil
}

// gotText takes the new words and shows the draft.
func (d *Desk) gotText(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	what, id, _ := strings.Cut(t.Dialog.Data, ":")
	a, found, err := LoadFor(ctx, d.tx, d.by.Office, id)
	if err != nil {
		return nil, err
	}
	if !found {
		t.Done()
		return nil, dialog.RefuseMissing(textAnnounceGone)
	}
	draft, err := d.correct(ctx, a, what, vi.Clean(t.Update.Text))
	if err != nil {
		return nil, err
	}
	t.Done()
	return d.preview(ctx, draft, "")
}

// somebodyGot refuses to correct what nobody got.
func (svc *Service) somebodyGot(ctx context.Context, a *Announcement) error {
	st, _, err := svc.Engine.BulkStatus(ctx, a.ID)
	if err == nil && st.Outcomes[bot.BulkSent] == 0 {
		return dialog.Refuse(textAnnounceNoneGot)
	}
	return err
}

// correct makes a draft for exactly those who got it: "edit" replaces their message, "fix" follows it.
func (d *Desk) correct(ctx context.Context, a *Announcement, what, text string) (*Announcement, error) {
	if fault := markup.Check(text); fault != "" {
		return nil, dialog.Refuse(fault)
	}
	text = vi.Clean(text)
	if what == "fix" {
		text += "\n\n" + textWhyCorrected
	}
	if what == "edit" {
		if err := d.svc.fits(text, d.svc.captions(a)); err != nil {
			return nil, err
		}
	}
	also, err := d.retriesOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	verb := people.VerbAnnounceCorrectText
	if what == "edit" {
		verb = people.VerbAnnounceEditText
	}
	if err := d.by.Audit(ctx, d.tx, verb, a.ID, ""); err != nil {
		return nil, err
	}
	// Who was in flight when it was cancelled may have it.
	from := bot.BulkFrom{ID: a.ID, Also: also, Outcomes: []bot.BulkOutcome{bot.BulkSent, bot.BulkInFlight},
		Edit: what == "edit"}
	draft, err := d.again(ctx, a, text, from)
	if err == nil {
		d.tx.Add(correctionsSet(a.ID), draft.ID, d.now.UnixMilli())
	}
	return draft, err
}

// What is sent again and again is a draft in the state Repeating, out of which each occurrence is made as an
// announcement of its own, with its own report and correction. When that is, and all that an admin does with it, is in
// the package recurring.

// Repeats makes a draft one that is sent again and again; it and its file are kept until Ends.
func (svc *Service) Repeats(ctx context.Context, tx bot.Tx, a *Announcement, by bot.ChatID) error {
	a.State, a.By, a.Urgent, a.At, a.Expires = Repeating, by, false, time.Time{}, time.Time{}
	return svc.keepFile(ctx, tx, a, 0)
}

// Keep keeps it and its file as long as other drafts.
func (svc *Service) Keep(ctx context.Context, tx bot.Tx, a *Announcement) error {
	return svc.keepFile(ctx, tx, a, ttl)
}

// Ends makes it no more than a record.
func (svc *Service) Ends(ctx context.Context, tx bot.Tx, a *Announcement) error {
	a.State, a.Ended = Cancelled, tx.Now()
	return svc.keepFile(ctx, tx, a, ttl)
}

func (svc *Service) keepFile(ctx context.Context, tx bot.Tx, a *Announcement, keep time.Duration) error {
	if a.FileName != "" && a.FileRef == "" {
		f, err := a.file(ctx, tx)
		if err != nil {
			return err
		}
		tx.Put(fileKey(a.ID), File{File: *f}, keep)
	}
	put(tx, a)
	return nil
}

// Occur makes one occurrence and starts it, or in the quiet hours sets it for their end. It is nil when nobody would
// get it.
func (svc *Service) Occur(ctx context.Context, tx bot.Tx, of *Announcement, decided bot.ChatID) (*Announcement,
	error) {
	id, err := svc.People.References.New(ctx, tx, "", func(id string) bot.Key { return key(strings.ToLower(id)) })
	if err != nil {
		return nil, err
	}
	a := &Announcement{ID: strings.ToLower(id), By: of.By, Office: of.Office, Text: of.Text,
		FileName: of.FileName, FileType: of.FileType,
		FileRef: of.FileRef, FileOn: of.FileOn, FileSize: of.FileSize, Audience: of.Audience, Channels: of.Channels,
		Series: of.ID, State: Draft, Created: tx.Now(), Decided: decided}
	if a.FileName != "" && a.FileRef == "" {
		a.FileOf = of.ID
	}
	if err := svc.ready(ctx, tx, a); err != nil {
		var no dialog.Refusal
		if errors.As(err, &no) {
			return nil, nil
		}
		return nil, err
	}
	list(tx, a)
	now := tx.Now().In(content.Zone)
	if until, quiet := svc.QuietHours().Until(now); quiet {
		a.State, a.At = Scheduled, until
		tx.Add(bot.ScheduleSet, "announce:"+a.ID, until.UnixMilli())
		put(tx, a)
		return a, nil
	}
	begin(tx, a, now)
	return a, nil
}

// Preview reads a draft back: its beginning, and how many would get it now.
func (svc *Service) Preview(ctx context.Context, r bot.Reader, a *Announcement) (line, to string, n int64, err error) {
	c, err := svc.count(ctx, r, a)
	return a.firstLine(), svc.audienceName(a), c.total, err
}

// Tell sends to who composed it; where that is nobody with a chat, to the owners.
func (svc *Service) Tell(ctx context.Context, tx bot.Tx, a *Announcement, seed string, m bot.Message) error {
	return svc.ringFor(ctx, tx, a, fmt.Sprintf("tb:%s:%s", a.ID, seed), m)
}
