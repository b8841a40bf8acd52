package remind

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// Reminder is what anybody asked to be reminded of, at a minute of his own choice, working hours or not. It is sent
// at that moment, and marked as late when the process was down then; once, or again and again.
type Reminder struct {
	ID    string     `json:"id"`
	Chat  bot.ChatID `json:"chat"`
	Text  string     `json:"text"` // masked
	At    time.Time  `json:"at"`   // the next moment
	Made  time.Time  `json:"made"`
	Entry string     `json:"entry,omitempty"` // the procedure whose time limit it is about
	Fired bool       `json:"fired,omitempty"` // for the last time
	// Repeat says how often it comes again, counted from First, until the end of the day Until where there is one.
	Repeat vidate.Repeat `json:"repeat,omitempty"`
	First  time.Time     `json:"first,omitzero"`
	// Workday moves what falls on a day off to the working day before.
	Workday bool        `json:"workday,omitempty"`
	Until   content.Day `json:"until,omitzero"`
	Days    string      `json:"days,omitempty"` // the office whose days off hold, by its slug
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
		if who := named(words[from:from+n], words[from+n:]); who > 0 {
			return strings.TrimSpace(before + " nhắc " + strings.Join(words[from+who:], " ")), true
		}
		return strings.TrimSpace(before + " " + strings.Join(words[from+n:], " ")), true
	}
	return "", false
}

// addresses are the words by which people call themselves and others.
var addresses = []string{"anh", "chi", "ong", "ba", "bac", "co", "chu", "em", "con", "chau"}

// byOrder are names that are numbers: "anh Tư", "chị Hai".
var byOrder = []string{"hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "út", "cả"}

// counted are the words after a number that is none of these names: "nhắc em hai ngày nữa".
var counted = []string{"ngay", "tuan", "thang", "nam", "gio", "tieng", "phut", "lan", "hom", "muoi"}

// named returns where "anh Tư" begins in the words of a wish, when they name somebody else; 0 when they do not.
func named(wish, rest []string) int {
	last := len(wish) - 1
	if last < 1 || len(rest) == 0 || !slices.Contains(addresses, vi.Fold(wish[last])) {
		return 0
	}
	name := []rune(rest[0])
	number := slices.Contains(byOrder, strings.ToLower(rest[0])) &&
		(len(rest) == 1 || !slices.Contains(counted, vi.Fold(rest[1])))
	if !unicode.IsUpper(name[0]) && !number {
		return 0
	}
	return last
}

// reminderText is what the reminder says, of the words that are not the date.
func reminderText(rest string) string {
	words := strings.Fields(rest)
	for len(words) > 0 && slices.Contains([]string{"ve", "la", "rang", "phai", "de", "thi", "viec"},
		vi.Fold(words[0])) && len(words) > 1 {
		words = words[1:]
	}
	text := vi.Shorten(strings.Trim(strings.Join(words, " "), " .,;:!"), 200)
	if text == "" {
		return textSomething
	}
	return text
}

// putReminder stores a reminder of this chat and schedules it.
func (svc *Service) putReminder(ctx context.Context, t *dialog.Turn, r Reminder) (_ Reminder, err error) {
	r.Chat, r.Made, r.Days = t.Update.Chat, t.Now, t.Days
	switch {
	case r.Repeat == "":
		r.First = time.Time{}
	case r.First.IsZero():
		r.First = r.At
	}
	if r.ID, err = svc.People.References.New(ctx, t.Tx, "N-", reminderKey); err == nil {
		PutReminder(t.Tx, r)
	}
	return r, err
}

func (r Reminder) rule() rule { return rule{r.Repeat, r.Workday} }

// every says how often it comes; "" for once.
func (r Reminder) every() string {
	at := r.First
	if at.IsZero() {
		at = r.At
	}
	return r.rule().words(at, r.Until)
}

// PutReminder stores a reminder and schedules it.
func PutReminder(tx bot.Tx, r Reminder) {
	tx.Put(reminderKey(r.ID), r, 0)
	tx.Add(ChatRemindersSet(r.Chat), r.ID, r.At.UnixMilli())
	tx.Add(bot.ScheduleSet, remindKind+":"+r.ID, r.At.UnixMilli())
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
	r, err = svc.putReminder(ctx, t, Reminder{Text: r.Text, At: at, Entry: r.Entry})
	return remindSet(r), err
}

// dueReminder sends a reminder at its moment.
func (svc *Service) dueReminder(ctx context.Context, tx bot.Tx, id string, at time.Time) error {
	var r Reminder
	found, err := tx.Get(ctx, reminderKey(id), &r)
	if err != nil || !found || r.Fired {
		return err
	}
	if r.At.UnixMilli() != at.UnixMilli() { // moved since
		return nil
	}
	text := fmt.Sprintf(textReminder, bot.Escape(r.Text))
	if tx.Now().Sub(at) > remindLate {
		text += "\n" + fmt.Sprintf(textReminderLate, r.At.In(content.Zone).Format("15:04 02/01"))
	}
	rows := [][]bot.Button{{actMore.Button("Nhắc lại sau 1 giờ", later{id, 1}),
		actMore.Button("Nhắc lại ngày mai", later{id, 24})}}
	switch more, err := svc.again(ctx, tx, &r); {
	case err != nil:
		return err
	case more:
		rows = [][]bot.Button{rows[0][:1], {actDrop.Button("Thôi nhắc việc này", reminderRef{id})}}
	default:
		if r.Repeat != "" {
			text += "\n" + textReminderLast
		}
		r.Fired = true
		tx.Put(reminderKey(id), r, firedTTL)
		tx.Remove(ChatRemindersSet(r.Chat), id)
	}
	if r.Entry != "" {
		rows = append(rows, []bot.Button{card.ActionPart.Button("Xem hồ sơ cần chuẩn bị",
			card.Part{Entry: r.Entry, Aspect: content.Dossier})})
	}
	to := r.Chat
	if why, err := svc.People.Unreachable(ctx, tx, to, bot.FormReminder, tx.Now()); err != nil {
		return err
	} else if why != "" {
		if to, err = svc.Subscribers.PreferredChat(ctx, tx, to, tx.Now()); err != nil {
			return err
		}
	}
	form := &bot.Form{Name: bot.FormReminder, Fields: map[string]string{"task": r.Text,
		"due": at.In(content.Zone).Format("02/01/2006"), "count": "1"}}
	tx.Send(bot.Outgoing{Key: fmt.Sprintf("remind:%s:%d", id, at.Unix()), To: to, Priority: bot.PriorityReminder,
		While:   reminderKey(id),
		Message: bot.Message{Text: text, Buttons: rows, Form: form}})
	return nil
}

// again plans the next moment of a repeating reminder; false when there is none.
func (svc *Service) again(ctx context.Context, tx bot.Tx, r *Reminder) (bool, error) {
	if r.Repeat == "" {
		return false, nil
	}
	know, err := svc.Calendar.KnowledgeIn(ctx, tx, r.Days)
	if err != nil {
		return false, err
	}
	w := svc.Calendar.WeekOf(know)
	_, at := r.rule().after(w, r.First, tx.Now())
	if !at.After(tx.Now()) || !r.Until.IsZero() && content.DayOf(at).After(r.Until) {
		return false, nil
	}
	r.At = at
	PutReminder(tx, *r)
	return true, nil
}
