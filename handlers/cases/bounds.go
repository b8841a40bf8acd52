package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// openSet is the set of what a person waits for an answer to, by pseudonym: references by the time they came.
func openSet(by string) string { return "cases-open:" + by }

// waiting lists the open cases of a person.
func waiting(ctx context.Context, r bot.Reader, by string) (out []Case, err error) {
	refs, err := r.List(ctx, openSet(by), bot.Range{Max: dialog.MaxScore, Limit: bounds.OpenCases})
	if err != nil {
		return nil, err
	}
	for _, e := range refs {
		c, found, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found && c.Done.IsZero() {
			out = append(out, c)
		}
	}
	return out, nil
}

// mayOpen counts one case more of the person behind the turn, or refuses it: too many of his wait, or strangers on the
// web have handed in too many today. A question that already waits is refused with its reference.
func mayOpen(ctx context.Context, t *dialog.Turn, by, text string) error {
	open, err := waiting(ctx, t.Tx, by)
	if err != nil {
		return err
	}
	var refs []string
	for _, c := range open {
		if refs = append(refs, c.Ref); text != "" && c.Question() && vi.Fold(c.Text) == vi.Fold(text) {
			return dialog.RefuseLate(fmt.Sprintf(textPassedBefore, c.Ref, t.DueWords(c.Due)))
		}
	}
	if len(open) >= bounds.OpenCases {
		return dialog.RefuseLate(fmt.Sprintf(textTooManyWait, len(open), strings.Join(refs, ", ")))
	}
	if ok, err := bounds.Cases.Take(ctx, t.Tx, t.Update.Source); err != nil || !ok {
		return refusedOr(err, textNoMoreCases)
	}
	return nil
}

func isRefusal(err error) bool {
	var no dialog.Refusal
	return errors.As(err, &no)
}

// maySurvey counts one survey of the person behind the turn, or refuses it. On the web, where each visit may be a new
// voter, only who was answered has one.
func maySurvey(ctx context.Context, t *dialog.Turn) error {
	if t.Update.Source != "" && !t.Dialog.Answered {
		return dialog.Refuse(textSurveyAskFirst)
	}
	if ok, err := bounds.Surveys.Take(ctx, t.Tx, t.Update.Source); err != nil || !ok {
		return refusedOr(err, textNoMoreSurveys)
	}
	return nil
}

func refusedOr(err error, text string) error {
	if err != nil {
		return err
	}
	return dialog.RefuseLate(text)
}

// What officials are told of cases that come at once.
const (
	groupKind = "case-group" // scheduled: "case-group:<chat>"
	groupWait = 10 * time.Minute
	toldFor   = time.Hour
	groupMost = 10 // lines of a message
)

// groupSet is the set of the cases that an official's next message for all will tell, by the time.
func groupSet(chat bot.ChatID) string { return "cases-group:" + chat.String() }

// told is what a chat of an official was told of cases lately. It is a document, so that of cases that come at the same
// moment each knows of the others.
type told struct {
	Single []time.Time `json:"single"` // one by one, at most bounds.Notices
	Group  time.Time   `json:"group,omitzero"`
}

func toldKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "cases-told", ID: chat.String()} }

// tell puts a case before an official: by itself, or, when many come at once, in one message with the others.
func tell(ctx context.Context, tx bot.Tx, c Case, out bot.Outgoing) error {
	now, chat := tx.Now(), out.To
	var d told
	if _, err := tx.Get(ctx, toldKey(chat), &d); err != nil {
		return err
	}
	d.Single = slices.DeleteFunc(d.Single, func(at time.Time) bool { return now.Sub(at) >= toldFor })
	if len(d.Single) < bounds.Notices {
		d.Single = append(d.Single, now)
		tx.Put(toldKey(chat), d, 2*toldFor)
		tx.Send(out)
		return nil
	}
	tx.Add(groupSet(chat), c.Ref, now.UnixMilli())
	member := groupKind + ":" + chat.String()
	if _, planned, err := tx.Score(ctx, bot.ScheduleSet, member); err != nil || planned {
		return err
	}
	at := now.Add(groupWait)
	if next := d.Group.Add(toldFor); next.After(at) {
		at = next
	}
	tx.Add(bot.ScheduleSet, member, at.UnixMilli())
	return nil
}

// dueGroup tells an official in one message what came at once.
func (svc *Service) dueGroup(ctx context.Context, tx bot.Tx, id string, _ time.Time) error {
	chat, err := bot.ParseChatID(id)
	if err != nil {
		return nil //nolint:nilerr // no chat, nobody to tell
	}
	refs, err := tx.List(ctx, groupSet(chat), bot.Range{Max: dialog.MaxScore})
	if err != nil || len(refs) == 0 {
		return err
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return err
	}
	w, err := svc.Calendar.Now(ctx, tx)
	if err != nil {
		return err
	}
	n, lines := 0, []string(nil)
	for _, e := range refs {
		tx.Remove(groupSet(chat), e.Member)
		c, found, err := LoadCase(ctx, tx, e.Member)
		if err != nil {
			return err
		}
		if !found || !c.Done.IsZero() {
			continue
		}
		if n++; n <= groupMost {
			lines = append(lines, "- "+c.Ref+", hạn "+dialog.DueWords(know, content.DayOf(tx.Now().In(content.Zone)), c.Due)+": "+
				bot.Escape(vi.Shorten(strings.Join(strings.Fields(c.Text), " "), 80)))
		}
	}
	if n == 0 {
		return nil
	}
	if n > groupMost {
		lines = append(lines, fmt.Sprintf(textGroupMore, n-groupMost))
	}
	var d told
	if _, err := tx.Get(ctx, toldKey(chat), &d); err != nil {
		return err
	}
	d.Group = tx.Now()
	tx.Put(toldKey(chat), d, 2*toldFor)
	tx.Send(bot.Outgoing{Key: fmt.Sprintf("cases:%s:%d", chat, tx.Now().UnixMilli()), To: chat,
		Priority: bot.PriorityReminder, NotBefore: w.Opening(tx.Now()),
		Message: bot.Message{Text: fmt.Sprintf(textGroup, n, strings.Join(lines, "\n"))}})
	return nil
}

// CloseMany closes open cases without an answer, for one reason that everybody who waits reads: what is left of a flood.
// Only who runs the bot may. Those that are closed already stay as they are.
func (svc *Service) CloseMany(ctx context.Context, tx bot.Tx, by people.Actor, refs []string, reason string) (n int,
	err error) {
	if !by.Runs() {
		return 0, dialog.NotAllowed
	}
	for _, ref := range refs {
		c, found, err := LoadCase(ctx, tx, ref)
		if err != nil {
			return n, err
		}
		if !found || !c.Done.IsZero() {
			continue
		}
		if _, err := svc.close(ctx, tx, by, c, fmt.Sprintf(textClosedTo, reason)); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 {
		return 0, dialog.RefuseLate(textNoneOpen)
	}
	return n, by.Audit(ctx, tx, people.VerbCaseCloseMany, "", fmt.Sprintf("%d", n))
}

// OpenFrom lists the open cases that came by a channel since a moment, the newest first.
func OpenFrom(ctx context.Context, r bot.Reader, channel string, since time.Time, most int) (refs []string, err error) {
	list, err := r.List(ctx, CasesSet, bot.Range{Min: since.UnixMilli(), Max: dialog.MaxScore, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		c, found, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found && c.Done.IsZero() && c.Channel == channel {
			refs = append(refs, c.Ref)
		}
	}
	return refs, nil
}
