package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Status tells how far a case is. All of it is read by who asked, on any of his chats, and by the officials who may
// answer it; whoever else has the reference reads its state and day, and the answer where the asker chose so.
func (svc *Service) Status(ctx context.Context, t *dialog.Turn, ref string) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil {
		return nil, err
	}
	own := false
	if found {
		if own, err = ownCase(ctx, t, c); err != nil {
			return nil, err
		}
	}
	if !own { // one's own case is never refused because somebody behind the same address guessed
		if over, err := guessed(ctx, t, found); err != nil || over {
			return dialog.Say(textTooManyCodes), err
		}
	}
	if !found {
		return dialog.Say(textNoCase), nil
	}
	w, _, err := svc.People.ActorOf(ctx, t)
	if err != nil {
		return nil, err
	}
	may, err := mayAnswer(ctx, t.Tx, w, c)
	if err != nil {
		return nil, err
	}
	all := own || may
	switch {
	case !c.Done.IsZero() && (all || c.Readable):
		return []bot.Message{answerMessage(c, own)}, nil
	case !c.Done.IsZero():
		return dialog.Say(fmt.Sprintf(textAnsweredOn, c.Ref, content.DayOf(c.Done.In(content.Zone)).VN())), nil
	}
	at := ""
	if all {
		if at, err = people.UnitName(ctx, t.Tx, c.Unit); err != nil {
			return nil, err
		}
		if at != "" {
			at = " tại " + bot.Escape(at)
		}
	}
	due, promised, err := c.Promised(ctx, t.Tx)
	if err != nil {
		return nil, err
	}
	if !promised {
		return dialog.Say(fmt.Sprintf(textCaseKept, c.Ref)), nil
	}
	return dialog.Say(fmt.Sprintf(textCaseOpen, c.Ref, at, t.DueWords(due))), nil
}

// ownCase reports whether the person behind the turn opened the case, in this chat or in one that he has linked with
// it.
func ownCase(ctx context.Context, t *dialog.Turn, c Case) (bool, error) {
	chats, err := subscribers.ChatsOfPerson(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return false, err
	}
	for _, chat := range dialog.AddChat(chats, t.Update.Chat) {
		who, err := people.Pseudonym(ctx, t.Tx, "vote", chat)
		if err != nil || c.By == who {
			return err == nil, err
		}
	}
	return false, nil
}

// Passing reports whether the turn's chat is soon forgotten: on the web nobody can be written to later, and the cookie
// that makes the chat his own is gone after a day. There the asker may choose who reads the answer.
func (svc *Service) Passing(t *dialog.Turn) bool {
	limits, known := svc.People.Channels[t.Update.Chat.Channel]
	return known && !limits.Proactive
}

// readableRow is the choice who reads the answer: whoever has the reference, or the asker alone.
func readableRow(c Case) []bot.Button {
	label := textReadable
	if c.Readable {
		label = textUnreadable
	}
	open := 1
	if c.Readable {
		open = 0
	}
	return []bot.Button{actReadable.Button(label, readable{c.Ref, open})}
}

// chooseReaders takes that choice.
func chooseReaders(ctx context.Context, t *dialog.Turn, v readable) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.Tx, v.Ref)
	if err != nil {
		return nil, err
	}
	own := false
	if found {
		if own, err = ownCase(ctx, t, c); err != nil {
			return nil, err
		}
	}
	if !own {
		return nil, dialog.OldButton
	}
	c.Readable = v.Open == 1
	putCase(t.Tx, c)
	text := textIsUnreadable
	if c.Readable {
		text = textIsReadable
	}
	return dialog.Say(fmt.Sprintf(text, c.Ref), readableRow(c)), nil
}

// wrongWindow is for how long references that nothing has are counted together.
const wrongWindow = time.Hour

// guessed counts a reference that nothing has, and reports whether there were too many from this chat or address. What
// is counted under are keyed hashes, so that no chat or address is kept.
func guessed(ctx context.Context, t *dialog.Turn, found bool) (over bool, err error) {
	hour := t.Now.Unix() / int64(wrongWindow/time.Second)
	for where, most := range map[bot.ChatID]int64{t.Update.Chat: bounds.WrongPerChat,
		{Channel: "address", ID: t.Update.Source}: bounds.WrongPerAddress} {
		if where.ID == "" {
			continue
		}
		who, err := people.Pseudonym(ctx, t.Tx, "case-tries", where)
		if err != nil {
			return false, err
		}
		group := fmt.Sprintf("case-tries:%d:%s", hour, who) // one each: whoever guesses slows down nobody else
		counts, err := t.Tx.Counters(ctx, group)
		if err != nil {
			return false, err
		}
		if over = over || counts["n"] >= most; !found {
			t.Tx.Count(group, "n", 1, 2*wrongWindow)
		}
	}
	return over, nil
}

// Progress is how far a case is, in words that give away nothing of what it says.
type Progress struct {
	State  string
	Due    string // the day by which the office answers; empty while nobody has it, who could have promised that
	Closed string // the day on which it was answered
}

// Progress tells whoever has the reference how far a case is.
func (c Case) Progress(ctx context.Context, r bot.Reader) (Progress, error) {
	if !c.Done.IsZero() {
		return Progress{State: textProgressDone, Closed: vidate.Format(content.DayOf(c.Done.In(content.Zone)))}, nil
	}
	due, promised, err := c.Promised(ctx, r)
	if err != nil || !promised {
		return Progress{State: textProgressNobody}, err
	}
	return Progress{State: textProgressOpen, Due: vidate.Format(due)}, nil
}

// Follow finds a case by its reference for a page, which does not know who asks. over reports that too many references
// that nothing has came from the same source: then nothing is told. source is a key for the address, empty for none.
func Follow(ctx context.Context, tx bot.Tx, source, ref string) (c Case, found, over bool, err error) {
	if c, found, err = LoadCase(ctx, tx, ref); err != nil {
		return c, false, false, err
	}
	t := &dialog.Turn{Tx: tx, Update: bot.Update{Source: source}, Now: tx.Now().In(content.Zone)}
	over, err = guessed(ctx, t, found)
	return c, found && !over, over, err
}

// How far a case is, on a page that anybody may open who knows the reference.
const (
	textProgressOpen   = "Cán bộ đang xử lý"
	textProgressNobody = "Đã lưu, chưa có cán bộ nhận"
	textProgressDone   = "Đã trả lời"
)
