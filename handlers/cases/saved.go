package cases

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

// Who found an answer helpful is asked what it spared him at most once in savedEvery, one in savedOneIn of them where
// nothing else is set.
const (
	savedOneIn = 10
	savedEvery = 30 * 24 * time.Hour
)

// savedKind names the note that somebody was asked: "asked", then what he said.
const savedKind = "saved"

func savedKey(who string) bot.Key { return bot.Key{Kind: savedKind, ID: who} }

// askSaved asks, when the lot falls on the person this month; who is his pseudonym.
func (svc *Service) askSaved(ctx context.Context, t *dialog.Turn, who string) ([]bot.Message, bool, error) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(who + figures.Month(t.Now))) // never fails
	if h.Sum32()%cmp.Or(svc.SavedOneIn, savedOneIn) != 0 {
		return nil, false, nil
	}
	var said string
	if found, err := t.Tx.Get(ctx, savedKey(who), &said); err != nil || found {
		return nil, false, err
	}
	t.Tx.Put(savedKey(who), "asked", savedEvery)
	t.Tx.Add(people.ByPerson(who), savedKind+":"+who, t.Now.UnixMilli())
	button := func(label, what string) bot.Button {
		b := actSaved.Button(label, savedWord{what})
		b.Role = bot.RoleAside
		return b
	}
	return dialog.Say(textRatedUp+"\n"+textAskSaved,
		[]bot.Button{button("Đỡ phải gọi", "call"), button("Đỡ phải đến", "visit")},
		[]bot.Button{button("Cả hai", "both"), button("Không", "none")}), true, nil
}

// pressedSaved counts what somebody says, once.
func pressedSaved(ctx context.Context, t *dialog.Turn, v savedWord) ([]bot.Message, error) {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return nil, err
	}
	var said string
	if found, err := t.Tx.Get(ctx, savedKey(who), &said); err != nil {
		return nil, err
	} else if !found || said != "asked" || !slices.Contains([]string{"call", "visit", "both", "none"}, v.What) {
		return nil, dialog.OldButton
	}
	t.Tx.Put(savedKey(who), v.What, savedEvery)
	figures.Count(t.Tx, figures.SavedGroup, t.Now, t.Office, v.What, 1)
	return []bot.Message{{Text: textSavedTaken, Under: t.Update.MessageID}}, nil
}
