package cases

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/tasks"
)

// Case is what the office owes somebody an answer to: a question passed on (H-…) or an opinion from the survey (G-…).
// The person is known only while he waits for the answer: Chat is erased when it has been given. The daily clearing
// takes cases away when they are older than the retention, with what their tasks quote of them.
type Case struct {
	Ref     string      `json:"ref"`
	Text    string      `json:"text"` // masked
	Entry   string      `json:"entry,omitempty"`
	Unit    string      `json:"unit,omitempty"` // UnitID of the unit in charge; empty: the admins
	Level   int         `json:"level,omitempty"`
	Factors [5]int      `json:"factors,omitzero"`
	Chat    bot.ChatID  `json:"chat,omitzero"`     // who waits
	By      string      `json:"by,omitempty"`      // pseudonym of who gave the opinion
	Channel string      `json:"channel,omitempty"` // by which it came
	At      time.Time   `json:"at"`
	Due     content.Day `json:"due"`
	Told    bool        `json:"told,omitempty"` // the unit has it
	// Undated: nobody of the office could be told, so no day was promised. It ends when somebody takes the task.
	Undated bool      `json:"undated,omitempty"`
	Task    string    `json:"task,omitempty"` // of the unit in charge
	Answer  string    `json:"answer,omitempty"`
	From    string    `json:"from,omitempty"` // the unit that answered
	Done    time.Time `json:"done,omitzero"`
	// Held: the answer could not be sent when it was given; it goes out when who asked writes again.
	Held bool `json:"held,omitempty"`
	// Readable: who waits chose that whoever has the reference reads the answer.
	Readable bool `json:"readable,omitempty"`
}

// Question reports whether it is a question passed on, not an opinion.
func (c Case) Question() bool { return strings.HasPrefix(c.Ref, "H-") }

// The sets of cases: all by the time they came, and the open ones by the end of the day they are due, in ms.
const (
	CasesSet     = "cases"
	OpenCasesSet = "cases:open"
)

// How long the office gives itself, in working days. Nobody prescribes it for questions in a chat; a complaint in form
// has its own procedure and its own terms.
const (
	questionDays = 3
	opinionDays  = 5
)

// windowKind is scheduled as "case-window:<ref>": it is looked whether the answer can still reach who waits.
const windowKind = "case-window"

func caseKey(ref string) bot.Key { return bot.Key{Kind: "case", ID: ref} }

// openCaseKey names what exists while a case is open: reminders on their way are dropped without it.
func openCaseKey(ref string) bot.Key { return bot.Key{Kind: "case-open", ID: ref} }

// LoadCase reads a case by its reference.
func LoadCase(ctx context.Context, r bot.Reader, ref string) (c Case, found bool, err error) {
	if !dialog.IsReference(ref) {
		return c, false, nil
	}
	found, err = r.Get(ctx, caseKey(ref), &c)
	return c, found, err
}

func putCase(tx bot.Tx, c Case) {
	tx.Put(caseKey(c.Ref), c, 0)
	tx.Add(CasesSet, c.Ref, c.At.UnixMilli())
	if c.Done.IsZero() {
		tx.Put(openCaseKey(c.Ref), true, 0)
		tx.Add(OpenCasesSet, c.Ref, c.Due.At(23, 59).UnixMilli())
		if c.By != "" {
			tx.Add(openSet(c.By), c.Ref, c.At.UnixMilli())
		}
		return
	}
	tx.Delete(openCaseKey(c.Ref))
	tx.Remove(OpenCasesSet, c.Ref)
	if c.By != "" {
		tx.Remove(openSet(c.By), c.Ref)
	}
	tx.Remove(bot.ScheduleSet, "opinion:"+c.Ref)
	tx.Remove(bot.ScheduleSet, windowKind+":"+c.Ref)
}

// kind is the word for what it is.
func (c Case) kind() string {
	if c.Question() {
		return "câu hỏi"
	}
	return "ý kiến"
}

// title is the case in one line.
func (c Case) title() string {
	if c.Text == "" {
		return "Xử lý ý kiến " + c.Ref + ": " + figures.Levels[c.Level]
	}
	return "Trả lời " + c.Ref + ": " + vi.Shorten(strings.Join(strings.Fields(c.Text), " "), 80)
}

// Promised is the day by which the person who waits may expect an answer: that of the task, which officials can move.
// ok is false when nobody promised one.
func (c Case) Promised(ctx context.Context, r bot.Reader) (due content.Day, ok bool, err error) {
	if c.Task == "" {
		return c.Due, !c.Undated, nil
	}
	k, found, err := tasks.Load(ctx, r, c.Task)
	switch {
	case err != nil:
		return content.Day{}, false, err
	case !found:
		return c.Due, !c.Undated, nil
	}
	return k.Due, !c.Undated || k.Person != "", nil
}

// answerMessage is the answer as the citizen reads it, with its source; who asked can rate it.
func answerMessage(c Case, asker bool) bot.Message {
	from := ""
	if c.From != "" {
		from = ", " + bot.Escape(c.From)
	}
	day := content.DayOf(c.Done.In(content.Zone)).VN()
	if c.Question() {
		m := bot.Message{Text: fmt.Sprintf(textReplyTo, c.Ref, bot.Escape(vi.Shorten(c.Text, 200)),
			bot.Escape(c.Answer), from, day)}
		if asker {
			m.Buttons = card.RateRow(c.Ref, "")
		}
		return m
	}
	return bot.Message{Text: fmt.Sprintf(textOutcomeTo, c.Ref, bot.Escape(c.Answer), from, day)}
}

// DraftOfCase writes an answered question as an entry whose source is the official's answer.
func DraftOfCase(c Case, now time.Time) library.Draft {
	source := "Cán bộ trả lời câu hỏi " + c.Ref
	if c.From != "" {
		source += ", " + c.From
	}
	return library.NewDraft(c.Ref, c.Text, c.Answer, source, content.DayOf(c.Done.In(content.Zone)), now)
}
