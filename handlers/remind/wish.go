package remind

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
)

// Set takes a wish to be reminded.
func (svc *Service) Set(ctx context.Context, t *dialog.Turn, wish string) ([]bot.Message, error) {
	limits, known := svc.People.Channels[t.Update.Chat.Channel]
	if !known || limits.Proactive || limits.Files {
		if m, mine, err := svc.limitWish(ctx, t, wish); mine || err != nil {
			return m, err
		}
	}
	if known && !limits.Proactive {
		return svc.elsewhere(t, wish), nil
	}
	open, err := t.Tx.Size(ctx, ChatRemindersSet(t.Update.Chat))
	if err != nil {
		return nil, err
	}
	if open >= mostReminders {
		return dialog.Say(fmt.Sprintf(textTooManyReminders, mostReminders),
			[]bot.Button{actList.Button(textSeeReminders, struct{}{})}), nil
	}
	return svc.read(t, draft{}, wish)
}

// limitWish takes a wish to be reminded of a time limit of the law: "con sinh 05/10/2026, nhắc tôi hạn khai sinh". It
// is one when it says "hạn", names a procedure that has such a limit, and gives no day or one that is past: from which
// the limit is counted. With a day to come it is a reminder like any other.
func (svc *Service) limitWish(ctx context.Context, t *dialog.Turn, wish string) (m []bot.Message, mine bool,
	err error) {
	about, ok := afterLimit(wish)
	if !ok {
		return nil, false, nil
	}
	from, how := t.Dates(true).Read(wish)
	switch {
	case how == vidate.Impossible, from.Repeat != "", how == vidate.Found && from.Day.After(t.Day()):
		return nil, false, nil
	case how == vidate.Found:
		if rest, again := t.Dates(true).Read(about); again == vidate.Found {
			about = rest.Rest
		}
	}
	first, _, _ := strings.Cut(about, ",")
	p, ok := limitedBy(t, first)
	for _, words := range []string{about, from.Rest} {
		if !ok && words != first {
			p, ok = limitedBy(t, words)
		}
	}
	if !ok {
		return nil, false, nil
	}
	all := Limits(p, t.Day())
	n := meant(all, wish)
	switch {
	case n < 0:
		m, err = askEvent(ctx, t, limit{Entry: p.ID()})
	case how != vidate.Found:
		m, err = askEvent(ctx, t, limit{Entry: p.ID(), N: &n})
	default:
		t.About(p.ID(), search.AspectTime)
		m, err = svc.readLimit(ctx, t, p, n, from.Day, false)
	}
	return m, true, err
}

// afterLimit is what follows "hạn" in a wish, without "chót" and the like.
func afterLimit(wish string) (string, bool) {
	words := strings.Fields(wish)
	for i, w := range words {
		if w = strings.ToLower(strings.Trim(w, ".,;:!?")); w != "hạn" && w != "han" {
			continue
		}
		rest := words[i+1:]
		for len(rest) > 0 {
			if f := vi.Fold(rest[0]); f != "chot" && f != "cuoi" && f != "cua" && f != "di" {
				break
			}
			rest = rest[1:]
		}
		return strings.Join(rest, " "), true
	}
	return "", false
}

// limitedBy is the procedure that words name, when the law sets a limit for it.
func limitedBy(t *dialog.Turn, words string) (*content.Procedure, bool) {
	if strings.TrimSpace(words) == "" {
		return nil, false
	}
	r := t.Know.Ask(words)
	if r.Outcome != search.Answer && r.Outcome != search.Likely || len(r.Hits) == 0 {
		return nil, false
	}
	p, ok := t.Know.Library.Procedure(r.Hits[0].ID)
	return p, ok && len(Limits(p, t.Day())) > 0
}

// meant is the limit whose event the words name most of; of several that they name alike it is -1, and the person is
// asked.
func meant(all []content.DeadlineFact, words string) int {
	if len(all) == 1 {
		return 0
	}
	said := " " + vi.Fold(words) + " "
	best, n, twice := 0, -1, false
	for i, d := range all {
		hits := 0
		for _, w := range strings.Fields(vi.Fold(d.Event)) {
			if w != "ngay" && strings.Contains(said, " "+w+" ") {
				hits++
			}
		}
		switch {
		case hits > best:
			best, n, twice = hits, i, false
		case hits == best:
			twice = true
		}
	}
	if twice {
		return -1
	}
	return n
}

// mine answers /nhacviec: the open reminders with a button to cancel each.
func (svc *Service) mine(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	if wish := strings.TrimSpace(t.Update.Payload); wish != "" {
		return svc.Set(ctx, t, vi.Clean(wish))
	}
	entries, err := t.Tx.List(ctx, ChatRemindersSet(t.Update.Chat), bot.Range{Max: dialog.MaxScore,
		Limit: mostReminders * 2})
	if err != nil {
		return nil, err
	}
	var s strings.Builder
	var rows [][]bot.Button
	for _, e := range entries {
		r, ok, err := ownReminder(ctx, t, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		at := r.At.In(content.Zone)
		fmt.Fprintf(&s, "\n%d. %s %s: *%s*", len(rows)+1, at.Format("15:04"),
			dialog.ShortDay(content.DayOf(at), t.Day()), bot.Escape(r.Text))
		if every := r.every(); every != "" {
			s.WriteString(", " + every)
		}
		rows = append(rows, []bot.Button{actDrop.Button(fmt.Sprintf("Hủy %d. %s", len(rows)+1, vi.Shorten(r.Text, 30)),
			reminderRef{r.ID})})
	}
	if len(rows) == 0 {
		return dialog.Say(textNoReminders), nil
	}
	return []bot.Message{{Text: "*Các lời nhắc của ông/bà*" + s.String(), Buttons: rows}}, nil
}
