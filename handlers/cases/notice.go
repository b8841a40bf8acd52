package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// What officials are told of cases that come at once.
const (
	groupKind = "case-group" // scheduled: "case-group:<chat>"
	groupWait = 10 * time.Minute
	toldFor   = time.Hour
	groupMost = 10 // lines of a message
)

// groupSet is the set of the cases that an official's next message for all will tell, by the time.
func groupSet(chat bot.ChatID) string { return "cases-group:" + chat.String() }

// told is what a chat of an official was told of cases lately. It is a document, so that of cases that come at the
// same moment each knows of the others.
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
	n, lines, today := 0, []string(nil), content.DayOf(tx.Now().In(content.Zone))
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
			lines = append(lines, "- "+c.Ref+", hạn "+dialog.DueWords(know, today, c.Due)+": "+
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
