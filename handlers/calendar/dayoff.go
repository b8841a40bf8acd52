package calendar

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Decisions of the year on days off and swapped working days, entered by admins as soon as they are published.

type dayDraft struct {
	Days []content.CalendarDay `json:"days"`
}

func dayDraftKey(t *dialog.Turn) bot.Key {
	return bot.Key{Kind: "dayoff-draft", ID: t.Update.Chat.String()}
}

// daysOff answers /ngaynghi: without more it lists what is known of the coming year, with
// "<các ngày>; nghỉ|làm; <tên>; <văn bản>" it enters a decision after reading it back.
func (svc *Service) daysOff(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	text := strings.TrimSpace(vi.Clean(t.Update.Payload))
	if text == "" {
		return svc.listDaysOff(ctx, t, w)
	}
	parts := strings.Split(text, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	kind := content.DayKind("")
	if len(parts) == 4 {
		switch vi.Fold(parts[1]) {
		case "nghi":
			kind = content.DayOff
		case "lam", "lam viec", "di lam", "lam bu":
			kind = content.DayWork
		}
	}
	if kind == "" || parts[2] == "" || parts[3] == "" {
		return dialog.Say(textDayOffForm), nil
	}
	days, bad := readDays(t, parts[0])
	if bad != "" {
		return dialog.Say(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(bad, 40))) + "\n" + textDayOffForm), nil
	}
	d := dayDraft{}
	var s strings.Builder
	s.WriteString(dialog.TextReadBack + "\n")
	word := "Nghỉ"
	if kind == content.DayWork {
		word = "Đi làm"
	}
	for _, day := range days {
		d.Days = append(d.Days, content.CalendarDay{Day: day, Kind: kind, Name: vi.Shorten(parts[2], 100),
			Basis: vi.Shorten(parts[3], 150), Certainty: content.Decided})
		fmt.Fprintf(&s, "%s: *%s*\n", word, vidate.Format(day))
	}
	if !w.Office.All() {
		fmt.Fprintf(&s, textDaysHoldIn+"\n", bot.Escape(w.Office.Name))
	}
	fmt.Fprintf(&s, "Lý do: %s\nCăn cứ: %s", bot.Escape(parts[2]), bot.Escape(parts[3]))
	t.Tx.Put(dayDraftKey(t), d, time.Hour)
	return dialog.Say(s.String(), []bot.Button{actYes.Button("Đúng", struct{}{}), actEdit.Button("Sửa", struct{}{})}),
		nil
}

// mostDaysOff is how many days one decision may list.
const mostDaysOff = 20

// readDays reads "30/4, 1/5" and "5/2 đến 9/2"; bad is the part that is no day.
func readDays(t *dialog.Turn, text string) (days []content.Day, bad string) {
	for part := range strings.SplitSeq(text, ",") {
		from, to, isSpan := CutSpan(part)
		first, outcome := t.Dates(false).Read(from)
		if outcome != vidate.Found {
			return nil, from
		}
		last := first
		if isSpan {
			if last, outcome = t.Dates(false).Read(to); outcome != vidate.Found || last.Day.Before(first.Day) ||
				last.Day.Sub(first.Day) >= mostDaysOff {
				return nil, to
			}
		}
		for d := first.Day; !d.After(last.Day); d = d.Add(1) {
			days = append(days, d)
		}
	}
	if len(days) == 0 || len(days) > mostDaysOff {
		return nil, text
	}
	return days, ""
}

// CutSpan splits "5/2 đến 9/2" into its two days, as written; ok is false for a single day.
func CutSpan(part string) (from, to string, ok bool) {
	for _, word := range []string{" đến ", " den ", " tới ", " - ", " – "} {
		if from, to, ok = strings.Cut(part, word); ok {
			return strings.TrimSpace(from), strings.TrimSpace(to), true
		}
	}
	return strings.TrimSpace(part), "", false
}

func editDays(_ context.Context, t *dialog.Turn, _ people.Actor) ([]bot.Message, error) {
	t.Tx.Delete(dayDraftKey(t))
	return dialog.Say(textDayOffForm), nil
}

// dropDay takes a decision back.
func (svc *Service) dropDay(ctx context.Context, t *dialog.Turn, w people.Actor, v dayRef) ([]bot.Message, error) {
	return dialog.Say(textDayOffGone), svc.Undecide(ctx, t.Tx, w, w.Office.Slug, v.Day)
}

// confirmDays decides the days that were read back.
func (svc *Service) confirmDays(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	var d dayDraft
	found, err := t.Tx.Get(ctx, dayDraftKey(t), &d)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.OldButton
	}
	t.Tx.Delete(dayDraftKey(t))
	return dialog.Say(textDayOffKept), svc.Decide(ctx, t.Tx, w, w.Office.Slug, d.Days...)
}

func (svc *Service) listDaysOff(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	own, err := Decisions(ctx, t.Tx, w.Office.Slug)
	if err != nil {
		return nil, err
	}
	know, err := svc.KnowledgeIn(ctx, t.Tx, w.Office.Slug)
	if err != nil {
		return nil, err
	}
	var s strings.Builder
	var rows [][]bot.Button
	s.WriteString(textDaysOffAhead)
	if !w.Office.All() {
		fmt.Fprintf(&s, "\n"+textOwnDaysOnly, bot.Escape(w.Office.Name))
	}
	for d := t.Day(); d.Before(t.Day().Add(366)); d = d.Add(1) {
		l, ok := know.Calendar.Listed(d)
		if !ok {
			continue
		}
		word := "nghỉ"
		if l.Kind == content.DayWork {
			word = "đi làm"
		}
		note := ""
		if l.Certainty == content.Computed || l.Certainty == content.Proposed {
			note = " (tạm tính)"
		}
		fmt.Fprintf(&s, "\n- %s: %s, %s%s", vidate.Format(d), word, bot.Escape(l.Name), note)
		if slices.ContainsFunc(own, func(o content.CalendarDay) bool { return o.Day == d }) && len(rows) < 20 {
			rows = append(rows, []bot.Button{actDrop.Button("Bỏ "+d.VN(), dayRef{d})})
		}
	}
	return []bot.Message{{Text: s.String() + "\n\n" + textDayOffForm, Buttons: rows}}, nil
}
