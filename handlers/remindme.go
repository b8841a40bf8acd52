package handlers

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
)

// Reminder is what anybody asked to be reminded of, at a minute of his own choice, working hours or not. It is sent once,
// at that moment, and marked as late when the process was down then.
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

func reminderKey(id string) bot.Key           { return bot.Key{Kind: "reminder", ID: id} }
func chatRemindersSet(chat bot.ChatID) string { return "reminders:" + chat.String() }

// remindWish is how people ask for a reminder, in folded words: "nhắc tôi", "nhớ nhắc giúp em", "đặt lịch nhắc cho tôi".
var remindWish = regexp.MustCompile(`^(?:(?:bot|ban|hay|vui long|lam on|nho|xin|giup|co the|oi|voi|lai|roi|thi|hen|dat|tao|lich|viec|a|nhe) ){0,4}nhac(?: (?:nho|viec|lich|hen|giup|ho|dum|cho|lai)){0,3} (?:toi|minh|em|anh|chi|con|chau|ong|ba|bac|co|chu|tui)(?: (?:biet|voi|la|rang|ve|viec|nhe))?\b`)

// wantsReminder splits what somebody asks to be reminded of, with its date, from the asking; ok is false for other words.
// A wish that does not stand first ("mai nhắc tôi nộp hồ sơ") must follow a date.
func wantsReminder(r vidate.Reader, text string) (rest string, ok bool) {
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

// remindMe takes a wish to be reminded.
func (b *Bot) remindMe(ctx context.Context, t *turn, wish string) ([]bot.Message, error) {
	if limits, known := b.Config.Channels[t.u.Chat.Channel]; known && !limits.Proactive {
		return say(textCannotRemindHere), nil
	}
	open, err := t.tx.Size(ctx, chatRemindersSet(t.u.Chat))
	if err != nil {
		return nil, err
	}
	if open >= mostReminders {
		return say(fmt.Sprintf(textTooManyReminders, mostReminders), []bot.Button{{Label: textSeeReminders, Action: "rm:list"}}), nil
	}
	result, outcome := t.dates(false).Read(wish)
	what := reminderText(result.Rest)
	switch outcome {
	case vidate.None:
		t.await("remindwhen", wish)
		return say(fmt.Sprintf(textRemindWhen, bot.Escape(what))), nil
	case vidate.Impossible:
		t.await("remindwhen", result.Rest)
		return say(bot.Escape(result.NoSuchDay())), nil
	case vidate.Ambiguous:
		return b.askWhichTime(t, what, result.Candidates)
	}
	return b.setReminder(t, what, result)
}

// reminderText is what the reminder says, of the words that are not the date.
func reminderText(rest string) string {
	words := strings.Fields(rest)
	for len(words) > 0 && slices.Contains([]string{"ve", "la", "rang", "phai", "de", "thi", "viec"}, vi.Fold(words[0])) && len(words) > 1 {
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
func (b *Bot) askWhichTime(t *turn, what string, candidates []vidate.Result) ([]bot.Message, error) {
	m := bot.Message{Text: fmt.Sprintf(textRemindWhich, bot.Escape(what))}
	var last vidate.Result
	for _, c := range candidates[:min(len(candidates), 5)] {
		at, label := c.Time, upperFirst(vidate.Format(c.Day))
		if c.HasClock {
			label = c.Time.Format("15:04") + " " + vidate.Format(c.Day)
		} else {
			at = clockOn(c.Day, b.weekOf(t.know).At)
		}
		if !at.After(t.now) {
			continue
		}
		last = c
		m.Buttons = append(m.Buttons, []bot.Button{{Label: label, Action: "rm:at:" + strconv.FormatInt(at.Unix(), 10)}})
	}
	switch len(m.Buttons) {
	case 0:
		return b.setReminder(t, what, candidates[len(candidates)-1])
	case 1:
		return b.setReminder(t, what, last)
	}
	t.await("remindwhen", what)
	return []bot.Message{m}, nil
}

// setReminder makes the reminder, unless its moment is gone or too far.
func (b *Bot) setReminder(t *turn, what string, when vidate.Result) ([]bot.Message, error) {
	at, guessed := when.Time, false
	if !when.HasClock {
		at, guessed = clockOn(when.Day, b.weekOf(t.know).At), true
		if when.Day == t.day() && !at.After(t.now) {
			t.await("remindwhen", "hôm nay "+what)
			return say(textRemindHour), nil
		}
	}
	if !at.After(t.now) {
		t.await("remindwhen", what)
		return say(fmt.Sprintf(textRemindPast, at.Format("15:04"), vidate.Format(content.DayOf(at)))), nil
	}
	if at.Sub(t.now) > farthestRemind {
		return say(textRemindFar), nil
	}
	t.done()
	r := b.putReminder(t, what, "", at, 0)
	text := fmt.Sprintf(textRemindSet, at.Format("15:04"), vidate.Format(content.DayOf(at)), bot.Escape(what))
	if guessed {
		text += " " + textRemindGuessed
	}
	if w := b.weekOf(t.know); !w.works(content.DayOf(at)) {
		text += "\n" + textRemindDayOff
	}
	if note := provisional(when.Undecided); note != "" {
		text += "\n" + note
	}
	return say(text, []bot.Button{{Label: "Huỷ lời nhắc", Action: "rm:del:" + r.ID}, {Label: textSeeReminders, Action: "rm:list"}}), nil
}

// putReminder stores a reminder and schedules it; n tells several of one update apart.
func (b *Bot) putReminder(t *turn, what, entry string, at time.Time, n int) Reminder {
	r := Reminder{ID: reference("N", fmt.Sprint(t.u.Chat, t.u.ID, ":", n)), Chat: t.u.Chat, Text: what, At: at, Made: t.now, Entry: entry}
	PutReminder(t.tx, r)
	return r
}

// PutReminder stores a reminder and schedules it.
func PutReminder(tx bot.Tx, r Reminder) {
	tx.Put(reminderKey(r.ID), r, 0)
	tx.Add(chatRemindersSet(r.Chat), r.ID, r.At.UnixMilli())
	tx.Add(bot.ScheduleSet, remindKind+":"+r.ID, r.At.UnixMilli())
}

// gotRemindTime reads the time that was asked for; other words are a question like any other.
func (b *Bot) gotRemindTime(ctx context.Context, t *turn) ([]bot.Message, error) {
	result, outcome := t.dates(false).Read(t.dlg.Data + " " + t.text)
	own, ownOutcome := t.dates(false).Read(t.text)
	if ownOutcome == vidate.None {
		t.done()
		return b.ask(t)
	}
	if ownOutcome == vidate.Impossible {
		t.await("remindwhen", t.dlg.Data)
		return say(bot.Escape(own.NoSuchDay())), nil
	}
	if outcome != vidate.Found {
		result, outcome = own, ownOutcome
		result.Rest = t.dlg.Data
	}
	what := reminderText(result.Rest)
	if _, has := t.dates(false).Read(t.dlg.Data); has == vidate.None {
		what = reminderText(t.dlg.Data)
	}
	if outcome == vidate.Ambiguous {
		return b.askWhichTime(t, what, result.Candidates)
	}
	return b.setReminder(t, what, result)
}

// pressedRemind takes the buttons of reminders: "rm:list", "rm:del:<id>", "rm:at:<unix>", "rm:more:<id>:<hours>", "rm:law:…".
func (b *Bot) pressedRemind(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	part := append(strings.SplitN(t.u.Action, ":", 4), "", "", "")
	switch part[1] {
	case "list":
		return b.myReminders(ctx, t)
	case "del":
		return b.cancelReminder(ctx, t, part[2])
	case "at":
		unix, err := strconv.ParseInt(part[2], 10, 64)
		if err != nil || t.dlg.Await != "remindwhen" {
			return say(textOldButton), nil
		}
		at := time.Unix(unix, 0).In(content.Zone)
		return b.setReminder(t, reminderText(t.dlg.Data), vidate.Result{Time: at, Day: content.DayOf(at), HasClock: true})
	case "more":
		return b.remindMore(ctx, t, part[2], part[3])
	case "law":
		return b.askEvent(t, part[2], part[3])
	}
	return say(textOldButton), nil
}

// ownReminder loads a reminder of this chat.
func (b *Bot) ownReminder(ctx context.Context, t *turn, id string) (r Reminder, ok bool, err error) {
	if id == "" || len(id) > 20 {
		return r, false, nil
	}
	ok, err = t.tx.Get(ctx, reminderKey(id), &r)
	return r, ok && r.Chat == t.u.Chat, err
}

func (b *Bot) cancelReminder(ctx context.Context, t *turn, id string) ([]bot.Message, error) {
	r, ok, err := b.ownReminder(ctx, t, id)
	if err != nil {
		return nil, err
	}
	if !ok || r.Fired {
		return say(textNoSuchReminder), nil
	}
	dropReminder(t.tx, r)
	return say(fmt.Sprintf(textReminderGone, bot.Escape(r.Text))), nil
}

// dropReminder forgets a reminder; one that waits to be sent is not.
func dropReminder(tx bot.Tx, r Reminder) {
	tx.Delete(reminderKey(r.ID))
	tx.Remove(chatRemindersSet(r.Chat), r.ID)
	tx.Remove(bot.ScheduleSet, remindKind+":"+r.ID)
}

// remindMore sets a reminder that was sent once more, some hours from now.
func (b *Bot) remindMore(ctx context.Context, t *turn, id, hours string) ([]bot.Message, error) {
	r, ok, err := b.ownReminder(ctx, t, id)
	if err != nil {
		return nil, err
	}
	n, bad := strconv.Atoi(hours)
	if !ok || bad != nil || n < 1 || n > 48 {
		return say(textNoSuchReminder), nil
	}
	at := t.now.Add(time.Duration(n) * time.Hour)
	return b.setReminder(t, r.Text, vidate.Result{Time: at, Day: content.DayOf(at), HasClock: true})
}

// myReminders answers /nhacviec: the open reminders with a button to cancel each.
func (b *Bot) myReminders(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	if wish := strings.TrimSpace(t.u.Payload); wish != "" {
		return b.remindMe(ctx, t, vi.Clean(wish))
	}
	entries, err := t.tx.List(ctx, chatRemindersSet(t.u.Chat), bot.Range{Max: maxScore, Limit: mostReminders * 2})
	if err != nil {
		return nil, err
	}
	var s strings.Builder
	var rows [][]bot.Button
	for _, e := range entries {
		r, ok, err := b.ownReminder(ctx, t, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		at := r.At.In(content.Zone)
		fmt.Fprintf(&s, "\n%d. %s %s: *%s*", len(rows)+1, at.Format("15:04"), shortDay(content.DayOf(at), t.day()), bot.Escape(r.Text))
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf("Huỷ %d. %s", len(rows)+1, vi.Shorten(r.Text, 30)), Action: "rm:del:" + r.ID}})
	}
	if len(rows) == 0 {
		return say(textNoReminders), nil
	}
	return []bot.Message{{Text: "*Các lời nhắc của ông/bà*" + s.String(), Buttons: rows}}, nil
}

// dueReminder sends a reminder at its moment.
func (b *Bot) dueReminder(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	var r Reminder
	found, err := tx.Get(ctx, reminderKey(id), &r)
	if err != nil || !found || r.Fired {
		return err
	}
	r.Fired = true
	tx.Put(reminderKey(id), r, firedTTL)
	tx.Remove(chatRemindersSet(r.Chat), id)
	text := fmt.Sprintf(textReminder, bot.Escape(r.Text))
	if tx.Now().Sub(at) > remindLate {
		text += "\n" + fmt.Sprintf(textReminderLate, r.At.In(content.Zone).Format("15:04 02/01"))
	}
	rows := [][]bot.Button{{{Label: "Nhắc lại sau 1 giờ", Action: "rm:more:" + id + ":1"}, {Label: "Nhắc lại ngày mai", Action: "rm:more:" + id + ":24"}}}
	if r.Entry != "" {
		rows = append(rows, []bot.Button{{Label: "Xem hồ sơ cần chuẩn bị", Action: "ans:" + r.Entry + ":dossier"}})
	}
	to := r.Chat
	if why, err := b.unreachable(ctx, tx, to, tx.Now()); err != nil {
		return err
	} else if why != "" {
		if to, err = b.preferredChat(ctx, tx, to, tx.Now()); err != nil {
			return err
		}
	}
	form := &bot.Form{Name: bot.FormReminder, Fields: map[string]string{"task": r.Text, "due": r.At.In(content.Zone).Format("02/01/2006"), "count": "1"}}
	tx.Send(bot.Outgoing{Key: "remind:" + id, To: to, Priority: bot.PriorityReminder, While: reminderKey(id),
		Message: bot.Message{Text: text, Buttons: rows, Form: form}})
	return nil
}
