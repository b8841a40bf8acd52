package staff

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Stand-ins in a chat: /lamthay, read back before it counts.

var (
	actStandInYes = bot.NewAction[struct{}]("thay:yes")
	actStandInNo  = bot.NewAction[struct{}]("thay:no")
	actStandInEnd = bot.NewAction[personRef]("thay:end")
)

func standInDraftKey(t *dialog.Turn) bot.Key {
	return bot.Key{Kind: "stand-in-draft", ID: t.Update.Chat.String()}
}

// standIn answers /lamthay: "người thay; ngày" for oneself, "người vắng; người thay; ngày" for another. Without more it
// lists who is away.
func (svc *Service) standIn(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	text := strings.TrimSpace(vi.Clean(t.Update.Payload))
	if text == "" {
		return svc.listStandIns(ctx, t, w)
	}
	parts := strings.Split(text, ";")
	away := w.Person
	all, err := people.List(ctx, t.Tx, people.AllSet)
	if err != nil {
		return nil, err
	}
	all = w.OnlyPeople(all)
	if len(parts) == 3 {
		if away, err = oneOf(all, parts[0]); err != nil {
			return nil, err
		}
		parts = parts[1:]
	}
	if len(parts) != 2 || away.ID == "" {
		return dialog.Say(textStandInForm), nil
	}
	in, err := oneOf(all, parts[0])
	if err != nil {
		return nil, err
	}
	if !MayName(w, away) {
		return nil, dialog.NotAllowed
	}
	from, to, err := readSpan(t, parts[1])
	if err != nil {
		return nil, err
	}
	s := people.StandIn{Person: away.ID, By: in.ID, From: from, To: to}
	t.Tx.Put(standInDraftKey(t), s, standInDraftTTL)
	return dialog.Say(fmt.Sprintf(textStandInReadBack, bot.Escape(away.Name), spanWords(s), bot.Escape(in.Name)),
		[]bot.Button{actStandInYes.Button("Đúng", struct{}{}), actStandInNo.Button("Sửa", struct{}{})}), nil
}

// oneOf finds the official that words name, and refuses words that name none or several.
func oneOf(all []people.Person, words string) (people.Person, error) {
	name := strings.TrimSpace(words)
	found, _ := people.Find(all, name)
	switch len(found) {
	case 0:
		return people.Person{}, dialog.Refuse(fmt.Sprintf(dialog.TextNobodyNamed, bot.Escape(vi.Shorten(name, 40))) +
			people.Hint(all))
	case 1:
		return found[0], nil
	}
	return people.Person{},
		dialog.Refuse(fmt.Sprintf(textManyNamed, bot.Escape(vi.Shorten(name, 40))) + people.Hint(found))
}

// readSpan reads "5/12", "từ 5/12 đến 9/12".
func readSpan(t *dialog.Turn, words string) (from, to content.Day, err error) {
	words = strings.TrimSpace(words)
	for _, lead := range []string{"từ ", "tu ", "Từ "} {
		words = strings.TrimPrefix(words, lead)
	}
	first, last, isSpan := calendar.CutSpan(words)
	if !isSpan {
		last = first
	}
	if from, err = readDay(t, first); err == nil {
		to, err = readDay(t, last)
	}
	return from, to, err
}

func readDay(t *dialog.Turn, words string) (content.Day, error) {
	got, outcome := t.Dates(false).Read(words)
	switch outcome {
	case vidate.Found:
		return got.Day, nil
	case vidate.Impossible:
		return content.Day{}, dialog.Refuse(bot.Escape(got.NoSuchDay()))
	}
	return content.Day{}, dialog.Refuse(fmt.Sprintf(dialog.TextNoDay, bot.Escape(vi.Shorten(words, 40))))
}

// listStandIns lists who is or will be away, as far as the official may change it.
func (svc *Service) listStandIns(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	all, err := people.StandIns(ctx, t.Tx, t.Now)
	if err != nil {
		return nil, err
	}
	var lines []string
	var rows [][]bot.Button
	for _, s := range all {
		away, ok, err := people.Load(ctx, t.Tx, s.Person)
		if err != nil {
			return nil, err
		}
		if !ok || !MayName(w, away) && s.By != w.Person.ID {
			continue
		}
		lines = append(lines, fmt.Sprintf(textStandInLine, bot.Escape(away.Name), spanWords(s),
			bot.Escape(people.NameOf(ctx, t.Tx, s.By))))
		if MayName(w, away) && len(rows) < 20 {
			rows = append(rows, []bot.Button{actStandInEnd.Button("Thôi: "+vi.Shorten(away.Name, 40),
				personRef{away.ID})})
		}
	}
	if len(lines) == 0 {
		lines = []string{textNobodyAway}
	}
	return dialog.Say(strings.Join(lines, "\n")+"\n\n"+textStandInForm, rows...), nil
}

// confirmStandIn does what was read back.
func (svc *Service) confirmStandIn(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	var s people.StandIn
	found, err := t.Tx.Get(ctx, standInDraftKey(t), &s)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.OldButton
	}
	t.Tx.Delete(standInDraftKey(t))
	away, known, err := people.Load(ctx, t.Tx, s.Person)
	if err != nil {
		return nil, err
	}
	in, here, err := people.Load(ctx, t.Tx, s.By)
	if err != nil {
		return nil, err
	}
	if !known || !here {
		return dialog.Say(textNoSuchPerson), nil
	}
	if _, err := svc.NameStandIn(ctx, t.Tx, w, away, in, s.From, s.To); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textStandInNamed, bot.Escape(in.Name), bot.Escape(away.Name), spanWords(s)),
		[]bot.Button{actStandInEnd.Button("Thôi làm thay", personRef{away.ID})}), nil
}

func editStandIn(_ context.Context, t *dialog.Turn, _ people.Actor) ([]bot.Message, error) {
	t.Tx.Delete(standInDraftKey(t))
	return dialog.Say(textStandInForm), nil
}

func (svc *Service) endStandIn(ctx context.Context, t *dialog.Turn, w people.Actor, v personRef) ([]bot.Message,
	error) {
	p, ok, err := people.Load(ctx, t.Tx, v.ID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return dialog.Say(textNoSuchPerson), nil
	}
	return dialog.Say(fmt.Sprintf(textStandInEnded, bot.Escape(p.Name))), svc.EndStandIn(ctx, t.Tx, w, p)
}
