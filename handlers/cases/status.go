package cases

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
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
