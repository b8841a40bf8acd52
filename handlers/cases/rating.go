package cases

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

// Vote is one person's rating of one answer, that is of one part of one entry. The person is a keyed hash.
type Vote struct {
	Entry   string    `json:"e"`
	Aspect  string    `json:"a,omitempty"`
	Up      bool      `json:"u"`
	Why     string    `json:"w,omitempty"`
	Channel string    `json:"c,omitempty"` // by which it came
	At      time.Time `json:"t"`           // of the first vote: its figures are counted there
	Office  string    `json:"o,omitempty"` // slug of who voted\'s, where several are served
}

// votesTTL is how long a single vote can be changed or erased; the counted figures stay.
const votesTTL = 365 * 24 * time.Hour

// pressedRate takes a rating or its reason.
func (svc *Service) pressedRate(ctx context.Context, t *dialog.Turn, r card.Rate) ([]bot.Message, error) {
	plain := r.Word == card.RateUp || r.Word == card.RateDown
	if !plain && figures.ReasonName(r.Word) == r.Word {
		return nil, dialog.OldButton
	}
	messages, err := svc.Rate(ctx, t, r)
	for i := range messages {
		messages[i].Under = t.Update.MessageID // it is no talk: where a page can, it says so in its place
	}
	return messages, err
}

// Rate counts what a person thinks of one part of one entry, pressed or said ("👍" after an answer).
func (svc *Service) Rate(ctx context.Context, t *dialog.Turn, r card.Rate) ([]bot.Message, error) {
	if ok, err := ratable(ctx, t, r.Entry, r.Aspect); err != nil || !ok {
		return dialog.Say(dialog.TextOldButton), err
	}
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return nil, err
	}
	id := who + ":" + r.Entry + ":" + string(r.Aspect)
	key := bot.Key{Kind: "vote", ID: id}
	var old Vote
	voted, err := t.Tx.Get(ctx, key, &old)
	if err != nil {
		return nil, err
	}
	if !voted {
		// The web shows its buttons only under answers of the same conversation.
		if ok, err := bounds.Ratings.Take(ctx, t.Tx, t.Update.Source); err != nil || !ok {
			return nil, refusedOr(err, textRatedTooOften)
		}
	}
	v := Vote{Entry: r.Entry, Aspect: string(r.Aspect), Up: r.Word == card.RateUp, At: t.Now,
		Channel: t.Update.Chat.Channel, Office: t.Office}
	if voted {
		v.At, v.Channel, v.Office = old.At, old.Channel, old.Office
		old.count(t.Tx, -1)
	}
	if r.Word != card.RateUp && r.Word != card.RateDown {
		v.Why = r.Word
	}
	v.count(t.Tx, 1)
	t.Tx.Put(key, v, votesTTL)
	t.Tx.Add(people.ByPerson(who), "vote:"+id, t.Now.UnixMilli())
	switch {
	case v.Up:
		return svc.thanks(ctx, t, who)
	case v.Why == "":
		return dialog.Say(textRatedDown, reasonRows(r)...), nil
	}
	return dialog.Say(fmt.Sprintf(textReasonTaken, strings.ToLower(figures.ReasonName(v.Why))),
		[]bot.Button{actPassLast.Button(card.LabelPass, struct{}{})}), nil
}

// ratable reports whether there is such an answer to rate: buttons can be forged.
func ratable(ctx context.Context, t *dialog.Turn, entry string, aspect content.Aspect) (bool, error) {
	if dialog.IsReference(entry) {
		c, found, err := LoadCase(ctx, t.Tx, entry)
		if err != nil || !found || aspect != "" {
			return false, err
		}
		return ownCase(ctx, t, c)
	}
	if aspect != "" && card.AspectNames[aspect] == "" {
		return false, nil
	}
	_, ok := t.Know.Message(entry, "", 0, "", t.Day())
	return ok || entry == answers.PlaceEntry, nil
}

// count adds the vote to the figures of the week and month in which it was first given, or takes it out.
func (v Vote) count(tx bot.Tx, delta int64) {
	word := "down"
	if v.Up {
		word = "up"
	}
	figures.Count(tx, figures.RatedGroup, v.At, v.Office, word+":"+v.Entry, delta)
	if v.Channel != "" {
		figures.Count(tx, figures.RatedGroup, v.At, v.Office, word+"-on:"+v.Channel, delta)
	}
	if v.Why != "" {
		figures.Count(tx, figures.RatedGroup, v.At, v.Office, "why:"+v.Why, delta)
	}
}

func reasonRows(of card.Rate) (rows [][]bot.Button) {
	for i, r := range figures.Reasons {
		of.Word = r.Key
		button := card.ActionRate.Button(r.Label, of)
		button.Role = bot.RoleAside
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], button)
	}
	return rows
}

// thanks answers a good rating and asks for more: one in ten what the answer spared him, the others, once a day at
// most, to take the survey.
func (svc *Service) thanks(ctx context.Context, t *dialog.Turn, who string) ([]bot.Message, error) {
	if m, ok, err := svc.askSaved(ctx, t, who); err != nil || ok {
		return m, err
	}
	key := bot.Key{Kind: "invited", ID: t.Update.Chat.String()}
	var day string
	if _, err := t.Tx.Get(ctx, key, &day); err != nil {
		return nil, err
	}
	if day == t.Day().String() {
		return dialog.Say(textRatedUp), nil
	}
	t.Tx.Put(key, t.Day().String(), 36*time.Hour)
	return dialog.Say(textRatedUp+"\n"+textInviteSurvey, surveyAgain()), nil
}
