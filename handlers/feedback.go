package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
)

// reasons are why an answer did not help, by the letter in the button's action.
var reasons = []struct{ key, label string }{
	{"w", "Chưa đúng"}, {"h", "Khó hiểu"}, {"d", "Thiếu giấy tờ"}, {"o", "Thông tin cũ"},
}

// reasonName is the word for a reason as counted in Usage.Reasons.
func reasonName(key string) string {
	for _, r := range reasons {
		if r.key == key {
			return r.label
		}
	}
	return key
}

// Vote is one person's rating of one answer, that is of one part of one entry. The person is a keyed hash.
type Vote struct {
	Entry  string    `json:"e"`
	Aspect string    `json:"a,omitempty"`
	Up     bool      `json:"u"`
	Why    string    `json:"w,omitempty"`
	At     time.Time `json:"t"` // of the first vote: its figures are counted there
}

// votesTTL is how long a single vote can be changed or erased; the counted figures stay.
const votesTTL = 365 * 24 * time.Hour

// byPerson is the set of everything kept under a person's pseudonym, so that it can be erased.
func byPerson(pseudonym string) string { return "by:" + pseudonym }

// pressedRate takes a rating: "rate:up:<entry>:<aspect>", or a reason: "rate:w:<entry>:<aspect>".
func (b *Bot) pressedRate(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	if len(parts) != 4 || parts[1] != "up" && parts[1] != "down" && reasonName(parts[1]) == parts[1] {
		return say(textOldButton), nil
	}
	if ok, err := t.ratable(ctx, parts[2], parts[3]); err != nil || !ok {
		return say(textOldButton), err
	}
	who, err := Pseudonym(ctx, t.tx, "vote", t.u.Chat)
	if err != nil {
		return nil, err
	}
	id := who + ":" + parts[2] + ":" + parts[3]
	key := bot.Key{Kind: "vote", ID: id}
	var old Vote
	voted, err := t.tx.Get(ctx, key, &old)
	if err != nil {
		return nil, err
	}
	v := Vote{Entry: parts[2], Aspect: parts[3], Up: parts[1] == "up", At: t.now}
	if voted {
		v.At = old.At
		old.count(t.tx, -1)
	}
	if !v.Up && parts[1] != "down" {
		v.Why = parts[1]
	}
	v.count(t.tx, 1)
	t.tx.Put(key, v, votesTTL)
	t.tx.Add(byPerson(who), "vote:"+id, t.now.UnixMilli())
	switch {
	case v.Up:
		return b.thanks(ctx, t)
	case v.Why == "":
		return say(textRatedDown, reasonRows(v.Entry, v.Aspect)...), nil
	}
	return say(fmt.Sprintf(textReasonTaken, strings.ToLower(reasonName(v.Why))), []bot.Button{{Label: answers.LabelPass, Action: "pass:last"}}), nil
}

// ratable reports whether there is such an answer to rate: buttons can be forged.
func (t *turn) ratable(ctx context.Context, entry, aspect string) (bool, error) {
	if isReference(entry) {
		_, found, err := LoadCase(ctx, t.tx, entry)
		return found && aspect == "", err
	}
	if aspect != "" && answers.AspectNames[content.Aspect(aspect)] == "" {
		return false, nil
	}
	_, ok := t.know.Message(entry, "", 0, "", t.day())
	return ok || entry == answers.PlaceEntry, nil
}

// count adds the vote to the figures of the week and month in which it was first given, or takes it out.
func (v Vote) count(tx bot.Tx, delta int64) {
	word := "down:"
	if v.Up {
		word = "up:"
	}
	counted(tx, ratedGroup, v.At, word+v.Entry, delta)
	if v.Why != "" {
		counted(tx, ratedGroup, v.At, "why:"+v.Why, delta)
	}
}

func reasonRows(entry, aspect string) (rows [][]bot.Button) {
	for i, r := range reasons {
		button := bot.Button{Label: r.label, Action: "rate:" + r.key + ":" + entry + ":" + aspect}
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], button)
	}
	return rows
}

// thanks answers a good rating and, once a day at most, invites to the survey.
func (b *Bot) thanks(ctx context.Context, t *turn) ([]bot.Message, error) {
	key := bot.Key{Kind: "invited", ID: t.u.Chat.String()}
	var day string
	if _, err := t.tx.Get(ctx, key, &day); err != nil {
		return nil, err
	}
	if day == t.day().String() {
		return say(textRatedUp), nil
	}
	t.tx.Put(key, t.day().String(), 36*time.Hour)
	return say(textRatedUp+"\n"+textInviteSurvey, []bot.Button{{Label: textSurveyButton, Action: "gopy"}}), nil
}
