package remind

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// Reminder is what anybody asked to be reminded of, at a minute of his own choice, working hours or not. It is sent
// once, at that moment, and marked as late when the process was down then.
type Reminder struct {
	ID    string     `json:"id"`
	Chat  bot.ChatID `json:"chat"`
	Text  string     `json:"text"` // masked
	At    time.Time  `json:"at"`
	Made  time.Time  `json:"made"`
	Entry string     `json:"entry,omitempty"` // the procedure whose time limit it is about
	Fired bool       `json:"fired,omitempty"`
}

const (
	remindKind     = "remind"
	mostReminders  = 20                       // open ones of a chat
	farthestRemind = 3 * 366 * 24 * time.Hour // ahead
	firedTTL       = 7 * 24 * time.Hour       // how long a reminder is kept after its moment, to be put off once more
	remindLate     = 2 * time.Minute          // from when a reminder says that it is late
)

func reminderKey(id string) bot.Key { return bot.Key{Kind: "reminder", ID: id} }

// ChatRemindersSet is the set of a chat's open reminders, scored by their moment.
func ChatRemindersSet(chat bot.ChatID) string { return "reminders:" + chat.String() }

// remindWish is how people ask for a reminder, in folded words: "nhắc tôi", "nhớ nhắc giúp em", "đặt lịch nhắc cho
// tôi".
var remindWish = regexp.MustCompile(`^(?:(?:bot|ban|hay|vui long|lam on|nho|xin|giup|co the|oi|voi|lai|roi|thi|hen|dat|tao|lich|viec|a|nhe) ){0,4}nhac(?: (?:nho|viec|lich|hen|giup|ho|dum|cho|lai)){0,3} (?:toi|minh|em|anh|chi|con|chau|ong|ba|bac|co|chu|tui)(?: (?:biet|voi|la|rang|ve|viec|nhe))?\b`)

// Wanted splits what somebody asks to be reminded of, with its date, from the asking; ok is false for other words.
// A wish that does not stand first ("mai nhắc tôi nộp hồ sơ") must follow a date.
func Wanted(r vidate.Reader, text string) (rest string, ok bool) {
	if !strings.Contains(vi.Fold(text), "nhac") { // remindWish holds it: most questions need no more than this
		return "", false
	}
	words := strings.Fields(text)
	for from := 0; from < min(len(words), 8); from++ {
		folded := vi.Fold(strings.Join(words[from:min(len(words), from+14)], " "))
		found := remindWish.FindString(folded)
		if found == "" || !strings.HasPrefix(vi.Fold(words[from])+" ", strings.Fields(found)[0]+" ") {
			continue
		}
		before := strings.Join(words[:from], " ")
		if from > 0 {
			if _, outcome := r.Read(before); outcome == vidate.None {
				return "", false
			}
		}
		n := len(strings.Fields(found))
		if from+n > len(words) {
			return "", false
		}
		return strings.TrimSpace(before + " " + strings.Join(words[from+n:], " ")), true
	}
	return "", false
}

// Set takes a wish to be reminded.
func (svc *Service) Set(ctx context.Context, t *dialog.Turn, wish string) ([]bot.Message, error) {
	if limits, known := svc.People.Channels[t.Update.Chat.Channel]; known && !limits.Proactive {
		return dialog.Say(textCannotRemindHere), nil
	}
	open, err := t.Tx.Size(ctx, ChatRemindersSet(t.Update.Chat))
	if err != nil {
		return nil, err
	}
	if open >= mostReminders {
		return dialog.Say(fmt.Sprintf(textTooManyReminders, mostReminders),
			[]bot.Button{actList.Button(textSeeReminders, struct{}{})}), nil
	}
	result, outcome := t.Dates(false).Read(wish)
	what := reminderText(result.Rest)
	switch outcome {
	case vidate.None:
		t.Await("remindwhen", wish)
		return dialog.Say(fmt.Sprintf(textRemindWhen, bot.Escape(what))), nil
	case vidate.Impossible:
		t.Await("remindwhen", result.Rest)
		return dialog.Say(bot.Escape(result.NoSuchDay())), nil
	case vidate.Ambiguous:
		return svc.askWhichTime(ctx, t, what, result.Candidates)
	}
	return svc.setReminder(ctx, t, what, result)
}

// reminderText is what the reminder says, of the words that are not the date.
func reminderText(rest string) string {
	words := strings.Fields(rest)
	for len(words) > 0 && slices.Contains([]string{"ve", "la", "rang", "phai", "de", "thi", "viec"},
		vi.Fold(words[0])) && len(words) > 1 {
		words = words[1:]
	}
	text := vi.Shorten(vi.MaskPersonal(strings.Trim(strings.Join(words, " "), " .,;:!")), 200)
	if text == "" {
		return textSomething
	}
	return text
}

// askWhichTime lets the person choose between the readings of a time that are still to come; the wish waits in the
// dialogue.
func (svc *Service) askWhichTime(ctx context.Context, t *dialog.Turn, what string,
	candidates []vidate.Result) ([]bot.Message, error) {
	m := bot.Message{Text: fmt.Sprintf(textRemindWhich, bot.Escape(what))}
	var last vidate.Result
	for _, c := range candidates[:min(len(candidates), 5)] {
		at, label := c.Time, dialog.UpperFirst(vidate.Format(c.Day))
		if c.HasClock {
			label = c.Time.Format("15:04") + " " + vidate.Format(c.Day)
		} else {
			at = dialog.ClockOn(c.Day, svc.Calendar.WeekOf(t.Know).At)
		}
		if !at.After(t.Now) {
			continue
		}
		last = c
		m.Buttons = append(m.Buttons, []bot.Button{actAt.Button(label, moment{at.Unix()})})
	}
	switch len(m.Buttons) {
	case 0:
		return svc.setReminder(ctx, t, what, candidates[len(candidates)-1])
	case 1:
		return svc.setReminder(ctx, t, what, last)
	}
	t.Await("remindwhen", what)
	return []bot.Message{m}, nil
}

// setReminder makes the reminder, unless its moment is gone or too far.
func (svc *Service) setReminder(ctx context.Context, t *dialog.Turn, what string,
	when vidate.Result) ([]bot.Message, error) {
	at, guessed := when.Time, false
	if !when.HasClock {
		at, guessed = dialog.ClockOn(when.Day, svc.Calendar.WeekOf(t.Know).At), true
		if when.Day == t.Day() && !at.After(t.Now) {
			t.Await("remindwhen", "hôm nay "+what)
			return dialog.Say(textRemindHour), nil
		}
	}
	if !at.After(t.Now) {
		t.Await("remindwhen", what)
		return dialog.Say(fmt.Sprintf(textRemindPast, at.Format("15:04"), vidate.Format(content.DayOf(at)))), nil
	}
	if at.Sub(t.Now) > farthestRemind {
		return dialog.Say(textRemindFar), nil
	}
	t.Done()
	r, err := svc.putReminder(ctx, t, what, "", at)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf(textRemindSet, at.Format("15:04"), vidate.Format(content.DayOf(at)), bot.Escape(what))
	if guessed {
		text += " " + textRemindGuessed
	}
	if w := svc.Calendar.WeekOf(t.Know); !w.Works(content.DayOf(at)) {
		text += "\n" + textRemindDayOff
	}
	if note := dialog.Provisional(when.Undecided); note != "" {
		text += "\n" + note
	}
	return dialog.Say(text, []bot.Button{actDrop.Button("Hủy lời nhắc", reminderRef{r.ID}),
		actList.Button(textSeeReminders, struct{}{})}), nil
}

// putReminder makes a reminder of this chat and schedules it.
func (svc *Service) putReminder(ctx context.Context, t *dialog.Turn, what, entry string,
	at time.Time) (r Reminder, err error) {
	r = Reminder{Chat: t.Update.Chat, Text: what, At: at, Made: t.Now, Entry: entry}
	if r.ID, err = svc.People.References.New(ctx, t.Tx, "N-", reminderKey); err == nil {
		PutReminder(t.Tx, r)
	}
	return r, err
}

// PutReminder stores a reminder and schedules it.
func PutReminder(tx bot.Tx, r Reminder) {
	tx.Put(reminderKey(r.ID), r, 0)
	tx.Add(ChatRemindersSet(r.Chat), r.ID, r.At.UnixMilli())
	tx.Add(bot.ScheduleSet, remindKind+":"+r.ID, r.At.UnixMilli())
}

// gotRemindTime reads the time that was asked for; other words are a question like any other.
func (svc *Service) gotRemindTime(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	result, outcome := t.Dates(false).Read(t.Dialog.Data + " " + t.Text)
	own, ownOutcome := t.Dates(false).Read(t.Text)
	if ownOutcome == vidate.None {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	if ownOutcome == vidate.Impossible {
		t.Await("remindwhen", t.Dialog.Data)
		return dialog.Say(bot.Escape(own.NoSuchDay())), nil
	}
	if outcome != vidate.Found {
		result, outcome = own, ownOutcome
		result.Rest = t.Dialog.Data
	}
	what := reminderText(result.Rest)
	if _, has := t.Dates(false).Read(t.Dialog.Data); has == vidate.None {
		what = reminderText(t.Dialog.Data)
	}
	if outcome == vidate.Ambiguous {
		return svc.askWhichTime(ctx, t, what, result.Candidates)
	}
	return svc.setReminder(ctx, t, what, result)
}

// onReminder registers a button of reminders, which are of private chats.
func onReminder[T any](a bot.Action[T], do func(ctx context.Context, t *dialog.Turn,
	v T) ([]bot.Message, error)) dialog.Action {
	return dialog.On(a, func(ctx context.Context, t *dialog.Turn, v T) ([]bot.Message, error) {
		if !t.Update.Private {
			return dialog.Say(dialog.TextPrivateOnly), nil
		}
		return do(ctx, t, v)
	})
}

// setAt takes one of the times that were offered.
func (svc *Service) setAt(ctx context.Context, t *dialog.Turn, v moment) ([]bot.Message, error) {
	if t.Dialog.Await != "remindwhen" {
		return nil, dialog.OldButton
	}
	at := time.Unix(v.Unix, 0).In(content.Zone)
	return svc.setReminder(ctx, t, reminderText(t.Dialog.Data), vidate.Result{Time: at, Day: content.DayOf(at),
		HasClock: true})
}

// ownReminder loads a reminder of this chat.
func ownReminder(ctx context.Context, t *dialog.Turn, id string) (r Reminder, ok bool, err error) {
	if id == "" || len(id) > 20 {
		return r, false, nil
	}
	ok, err = t.Tx.Get(ctx, reminderKey(id), &r)
	return r, ok && r.Chat == t.Update.Chat, err
}

func dropPressed(ctx context.Context, t *dialog.Turn, v reminderRef) ([]bot.Message, error) {
	r, ok, err := ownReminder(ctx, t, v.ID)
	if err != nil {
		return nil, err
	}
	if !ok || r.Fired {
		return dialog.Say(textNoSuchReminder), nil
	}
	dropReminder(t.Tx, r)
	return dialog.Say(fmt.Sprintf(textReminderGone, bot.Escape(r.Text))), nil
}

// dropReminder forgets a reminder; one that waits to be sent is not.
func dropReminder(tx bot.Tx, r Reminder) {
	tx.Delete(reminderKey(r.ID))
	tx.Remove(ChatRemindersSet(r.Chat), r.ID)
	tx.Remove(bot.ScheduleSet, remindKind+":"+r.ID)
}

// remindMore sets a reminder that was sent once more, some hours from now.
func (svc *Service) remindMore(ctx context.Context, t *dialog.Turn, v later) ([]bot.Message, error) {
	r, ok, err := ownReminder(ctx, t, v.ID)
	if err != nil {
		return nil, err
	}
	if !ok || v.Hours < 1 || v.Hours > 48 {
		return dialog.Say(textNoSuchReminder), nil
	}
	at := t.Now.Add(time.Duration(v.Hours) * time.Hour)
	return svc.setReminder(ctx, t, r.Text, vidate.Result{Time: at, Day: content.DayOf(at), HasClock: true})
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
		rows = append(rows, []bot.Button{actDrop.Button(fmt.Sprintf("Hủy %d. %s", len(rows)+1, vi.Shorten(r.Text, 30)),
			reminderRef{r.ID})})
	}
	if len(rows) == 0 {
		return dialog.Say(textNoReminders), nil
	}
	return []bot.Message{{Text: "*Các lời nhắc của ông/bà*" + s.String(), Buttons: rows}}, nil
}

// dueReminder sends a reminder at its moment.
func (svc *Service) dueReminder(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	var r Reminder
	found, err := tx.Get(ctx, reminderKey(id), &r)
	if err != nil || !found || r.Fired {
		return err
	}
	r.Fired = true
	tx.Put(reminderKey(id), r, firedTTL)
	tx.Remove(ChatRemindersSet(r.Chat), id)
	text := fmt.Sprintf(textReminder, bot.Escape(r.Text))
	if tx.Now().Sub(at) > remindLate {
		text += "\n" + fmt.Sprintf(textReminderLate, r.At.In(content.Zone).Format("15:04 02/01"))
	}
	rows := [][]bot.Button{{actMore.Button("Nhắc lại sau 1 giờ", later{id, 1}),
		actMore.Button("Nhắc lại ngày mai", later{id, 24})}}
	if r.Entry != "" {
		rows = append(rows, []bot.Button{card.ActionPart.Button("Xem hồ sơ cần chuẩn bị",
			card.Part{Entry: r.Entry, Aspect: content.Dossier})})
	}
	to := r.Chat
	if why, err := svc.People.Unreachable(ctx, tx, to, tx.Now()); err != nil {
		return err
	} else if why != "" {
		if to, err = svc.Subscribers.PreferredChat(ctx, tx, to, tx.Now()); err != nil {
			return err
		}
	}
	form := &bot.Form{Name: bot.FormReminder, Fields: map[string]string{"task": r.Text,
		"due": r.At.In(content.Zone).Format("02/01/2006"), "count": "1"}}
	tx.Send(bot.Outgoing{Key: "remind:" + id, To: to, Priority: bot.PriorityReminder, While: reminderKey(id),
		Message: bot.Message{Text: text, Buttons: rows, Form: form}})
	return nil
}
