package recurring

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Desk is an admin who acts on what is sent again and again, within one transaction, in a chat or at the console.
type Desk struct {
	svc  *Service
	tx   bot.Tx
	by   people.Actor
	know *answers.Knowledge
	now  time.Time
}

// DeskFor opens the desk of an admin.
func (svc *Service) DeskFor(ctx context.Context, tx bot.Tx, by people.Actor) (*Desk, error) {
	know, err := svc.Calendar.KnowledgeIn(ctx, tx, by.Office.Slug)
	if err != nil {
		return nil, err
	}
	return svc.desk(tx, by, true, know)
}

func (svc *Service) desk(tx bot.Tx, by people.Actor, ok bool, know *answers.Knowledge) (*Desk, error) {
	if !ok || !by.Runs() {
		return nil, dialog.NotAllowed
	}
	return &Desk{svc: svc, tx: tx, by: by, know: know, now: tx.Now().In(content.Zone)}, nil
}

func (d *Desk) week() calendar.Week { return d.svc.Calendar.WeekOf(d.know) }

// take loads a series and what it sends, writes the line of the log, and refuses what its state does not allow. rev is
// the revision that was shown; 0 is any.
func (d *Desk) take(ctx context.Context, id string, rev int, verb people.Verb, in ...State) (*Series,
	*announce.Announcement, error) {
	s, found, err := Load(ctx, d.tx, id)
	if err != nil {
		return nil, nil, err
	}
	a, there, err := announce.LoadFor(ctx, d.tx, d.by.Office, id)
	switch {
	case err != nil:
		return nil, nil, err
	case !found || !there:
		return nil, nil, dialog.RefuseMissing(textGone)
	case !slices.Contains(in, s.State):
		return nil, nil, dialog.RefuseLate(fmt.Sprintf(textNotNow, stateWords[s.State]))
	case rev != 0 && rev != s.Rev:
		return nil, nil, dialog.RefuseLate(textChanged)
	}
	return s, a, d.by.Audit(ctx, d.tx, verb, id, "")
}

// Propose reads when a draft is to be sent again and again, or when from now on what is sent so already. Nothing counts
// before Confirm.
func (d *Desk) Propose(ctx context.Context, id, words string, dates vidate.Reader) (*Series, error) {
	a, found, err := announce.LoadFor(ctx, d.tx, d.by.Office, id)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, dialog.RefuseMissing(textGone)
	case a.From != nil:
		return nil, dialog.Refuse(textNoFrom)
	case a.Urgent:
		return nil, dialog.Refuse(textNoUrgent)
	case a.State != announce.Draft && a.State != announce.Repeating:
		return nil, dialog.RefuseLate(textOnlyDraft)
	}
	rule, err := Read(dates, d.week(), words)
	if err != nil {
		return nil, err
	}
	s, found, err := Load(ctx, d.tx, id)
	if err != nil {
		return nil, err
	}
	if !found || s.State == Ended {
		s = &Series{ID: id, Rev: s.Rev, State: Proposed, By: d.by.Chat}
	}
	rule.Shift = s.Rule.Shift
	s.New = &rule
	put(d.tx, s)
	return s, d.by.Audit(ctx, d.tx, people.VerbAnnounceTime, id, "")
}

// Turn moves what falls on days off to the working day before, to the one after, or not at all.
func (d *Desk) Turn(ctx context.Context, id string, rev int) (*Series, error) {
	s, _, err := d.take(ctx, id, rev, people.VerbAnnounceTime, Proposed, Active, Held)
	if err != nil {
		return nil, err
	}
	if s.New == nil {
		return nil, dialog.OldButton
	}
	s.New.Shift = map[Shift]Shift{Stay: Before, Before: After, After: Stay}[s.New.Shift]
	put(d.tx, s)
	return s, nil
}

// Confirm makes what was read back count; with two words it asks for the second. n is how many chats were asked.
func (d *Desk) Confirm(ctx context.Context, id string, rev int) (s *Series, n int, err error) {
	s, a, err := d.take(ctx, id, rev, people.VerbAnnounceRepeat, Proposed, Active, Held)
	if err != nil {
		return nil, 0, err
	}
	if s.New == nil {
		return nil, 0, dialog.OldButton
	}
	if _, ok := s.New.next(d.week(), d.now); !ok { // it lay there for too long
		return nil, 0, dialog.Refuse(textOver)
	}
	if s.State != Proposed { // the content was let out before
		s.Rule, s.New = *s.New, nil
		return s, 0, d.activate(s)
	}
	var others []bot.ChatID
	if d.svc.Announce.Approval {
		if others, err = d.svc.Announce.OtherAdmins(ctx, d.tx, d.by.Chat, a); err != nil {
			return nil, 0, err
		}
	}
	switch {
	case a.State != announce.Draft || a.Urgent:
		return nil, 0, dialog.RefuseLate(textOnlyDraft)
	case d.svc.Announce.Approval && len(others) == 0:
		return nil, 0, dialog.Refuse(textNoSecond)
	}
	s.Rule, s.New, s.By, s.Decided = *s.New, nil, d.by.Chat, d.by.Chat
	d.tx.Add(Set, id, d.now.UnixMilli())
	if err := d.svc.Announce.Repeats(ctx, d.tx, a, d.by.Chat); err != nil {
		return nil, 0, err
	}
	if d.svc.Announce.Approval {
		return s, len(others), d.ask(ctx, s, a, others)
	}
	return s, 0, d.activate(s)
}

// activate lets it go on from the next moment; without any nothing is changed.
func (d *Desk) activate(s *Series) error {
	if !s.schedule(d.tx, d.week(), d.now) {
		return dialog.Refuse(textOver)
	}
	s.State = Active
	put(d.tx, s)
	return nil
}

// ask shows it to the other admins.
func (d *Desk) ask(ctx context.Context, s *Series, a *announce.Announcement, others []bot.ChatID) error {
	s.State = Asked
	put(d.tx, s)
	_, to, _, err := d.svc.Announce.Preview(ctx, d.tx, a)
	if err != nil {
		return err
	}
	for _, o := range others {
		d.tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:series:%s", s.ID, s.Rev, o), To: o, Message: bot.Message{
			Text: fmt.Sprintf(textToAllow, s.Rule.Words(), a.Text, bot.Escape(to)),
			Buttons: [][]bot.Button{{actAllow.Button("Duyệt", ref{s.ID, s.Rev}), actDeny.Button("Từ chối",
				ref{s.ID, s.Rev})}}}})
	}
	return nil
}

// Allow is the second admin's yes.
func (d *Desk) Allow(ctx context.Context, id string, rev int) error {
	s, a, err := d.take(ctx, id, rev, people.VerbAnnounceApprove, Asked)
	if err != nil {
		return err
	}
	others, err := d.svc.Announce.OtherAdmins(ctx, d.tx, s.By, a)
	if err != nil {
		return err
	}
	if !slices.Contains(others, d.by.Chat) { // the composer himself, or whoever keeps the server
		return dialog.Refuse(textOwnWork)
	}
	s.Decided = d.by.Chat
	if err := d.activate(s); err != nil {
		return err
	}
	text := fmt.Sprintf(textAllowedY, bot.Escape("“"+a.FirstLine()+"”"), dialog.Moment(s.Next))
	return d.svc.Announce.Tell(ctx, d.tx, a, fmt.Sprint("series-yes:", s.Rev), bot.Message{Text: text})
}

// Deny makes it a draft again.
func (d *Desk) Deny(ctx context.Context, id string, rev int) error {
	s, a, err := d.take(ctx, id, rev, people.VerbAnnounceReject, Asked)
	if err != nil {
		return err
	}
	s.State = Ended
	put(d.tx, s)
	d.tx.Remove(Set, id)
	a.State = announce.Draft
	if err := d.svc.Announce.Keep(ctx, d.tx, a); err != nil {
		return err
	}
	return d.svc.Announce.Tell(ctx, d.tx, a, fmt.Sprint("series-no:", s.Rev), bot.Message{Text: fmt.Sprintf(textDeniedY,
		bot.Escape("“"+a.FirstLine()+"”"))})
}

// Hold pauses a series; what falls into the pause is passed over.
func (d *Desk) Hold(ctx context.Context, id string) error {
	s, _, err := d.take(ctx, id, 0, people.VerbAnnouncePause, Active)
	if err != nil {
		return err
	}
	s.State, s.Next = Held, time.Time{}
	d.tx.Remove(bot.ScheduleSet, dueKind+":"+id)
	put(d.tx, s)
	return nil
}

// Resume lets a series go on with its next moment.
func (d *Desk) Resume(ctx context.Context, id string) (*Series, error) {
	s, _, err := d.take(ctx, id, 0, people.VerbAnnounceResume, Held)
	if err != nil {
		return nil, err
	}
	return s, d.activate(s)
}

// End ends a series. What was sent, and its reports, stay.
func (d *Desk) End(ctx context.Context, id string) error {
	s, a, err := d.take(ctx, id, 0, people.VerbAnnounceRepeatEnd, Asked, Active, Held)
	if err != nil {
		return err
	}
	return d.svc.end(ctx, d.tx, s, a)
}

// ReadBack says in words what is to count: how often, what, to whom, and the next three moments.
func (svc *Service) ReadBack(ctx context.Context, r bot.Reader, w calendar.Week, s *Series, now time.Time) (string,
	error) {
	a, found, err := announce.Load(ctx, r, s.ID)
	if err != nil || !found || s.New == nil {
		return "", err
	}
	line, to, n, err := svc.Announce.Preview(ctx, r, a)
	if err != nil {
		return "", err
	}
	times, three := s.New.left(w, now)
	var soon []string
	for _, at := range three {
		soon = append(soon, dialog.Moment(at))
	}
	text := fmt.Sprintf(textReadBack, s.New.Words(), line, bot.Escape(to), dialog.Thousands(n), times,
		strings.Join(soon, "; "))
	if _, quiet := svc.Announce.QuietHours().Until(s.New.First.In(content.Zone)); quiet {
		text += "\n" + fmt.Sprintf(textQuiet, svc.Announce.QuietHours().String())
	}
	return text + "\n" + textRuleLate, nil
}

// Status says in words where a series stands.
func (s *Series) Status() string {
	switch s.State {
	case Asked:
		return textWait
	case Held:
		return fmt.Sprintf(textPause, s.Sent, s.Skipped)
	}
	return fmt.Sprintf(textState, dialog.Moment(s.Next), s.Sent, s.Skipped)
}
