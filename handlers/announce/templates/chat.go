package templates

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// The buttons: a template to fill in, and giving up.
var (
	actFill = bot.NewAction[fillRef]("mtb")
	actStop = bot.NewAction[struct{}]("mtb:stop")
)

type fillRef struct{ ID string }

// filling is a template that is being filled in, blank by blank.
type filling struct {
	ID    string            `json:"id"`
	Typed map[string]string `json:"typed,omitempty"`
	At    int               `json:"at"` // the blank that is asked for
}

const fillingTTL = 2 * time.Hour

func fillingKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "announce-filling", ID: chat.String()} }

// Routes are the command and buttons of templates.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "mauthongbao", Do: svc.list}},
		Actions: []dialog.Action{
			dialog.On(actFill, svc.begin),
			dialog.Plain(actStop, stop),
		},
		Awaited: map[string]dialog.Step{"announce-blank": svc.got},
	}
}

// admin is who fills in: the one who may send what comes of it.
func (svc *Service) admin(ctx context.Context, t *dialog.Turn) (people.Actor, error) {
	if !t.Update.Private {
		return people.Actor{}, dialog.Refuse(dialog.TextPrivateOnly)
	}
	by, ok, err := svc.People.ActorOf(ctx, t)
	if err == nil && (!ok || !by.Runs()) {
		err = dialog.NotAllowed
	}
	return by, err
}

func (svc *Service) list(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	by, err := svc.admin(ctx, t)
	if err != nil {
		return nil, err
	}
	all, err := All(ctx, t.Tx, by.Office)
	if err != nil {
		return nil, err
	}
	const shown = 12
	var rows [][]bot.Button
	for _, tpl := range all[:min(len(all), shown)] {
		rows = append(rows, []bot.Button{actFill.Button(vi.Shorten(tpl.Name, 40), fillRef{tpl.ID})})
	}
	return dialog.Say(textList, rows...), nil
}

// begin asks for the first blank.
func (svc *Service) begin(ctx context.Context, t *dialog.Turn, v fillRef) ([]bot.Message, error) {
	by, err := svc.admin(ctx, t)
	if err != nil {
		return nil, err
	}
	return ask(ctx, t, by, filling{ID: v.ID})
}

func ask(ctx context.Context, t *dialog.Turn, by people.Actor, f filling) ([]bot.Message, error) {
	tpl, err := Load(ctx, t.Tx, by.Office, f.ID)
	if err != nil {
		return nil, err
	}
	blanks, err := Blanks(tpl.Text)
	if err != nil {
		return nil, err
	}
	b, how := blanks[f.At], ""
	switch b.Kind {
	case Day:
		how = textAskDay
	case Clock:
		how = textAskClock
	}
	t.Tx.Put(fillingKey(t.Update.Chat), f, fillingTTL)
	t.Await("announce-blank", "")
	return dialog.Say(fmt.Sprintf(textAsk, bot.Escape(tpl.Name), f.At+1, len(blanks), bot.Escape(b.Name), how),
		[]bot.Button{actStop.Button("Thôi", struct{}{})}), nil
}

// got takes what was typed into a blank, checks it at once, and asks for the next or shows the draft.
func (svc *Service) got(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	by, err := svc.admin(ctx, t)
	if err != nil {
		return nil, err
	}
	var f filling
	found, err := t.Tx.Get(ctx, fillingKey(t.Update.Chat), &f)
	if err != nil {
		return nil, err
	}
	if !found {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	tpl, err := Load(ctx, t.Tx, by.Office, f.ID)
	if err != nil {
		t.Done()
		return nil, err
	}
	blanks, err := Blanks(tpl.Text)
	if err != nil || f.At >= len(blanks) { // it was changed meanwhile
		t.Done()
		return nil, dialog.RefuseMissing(textGone)
	}
	// What an office announces keeps its telephone numbers.
	if _, err := blanks[f.At].Read(t.Update.Text, t.Dates(false)); err != nil {
		return nil, err
	}
	if f.Typed == nil { // an empty one is not kept
		f.Typed = make(map[string]string)
	}
	f.Typed[blanks[f.At].Name] = t.Update.Text
	if f.At++; f.At < len(blanks) {
		return ask(ctx, t, by, f)
	}
	a, err := svc.Compose(ctx, t.Tx, by, f.ID, f.Typed, t.Dates(false))
	var no dialog.Refusal
	if errors.As(err, &no) { // each was right by itself: the hours are in the wrong order, or it is too long in all
		f.At = max(0, slices.IndexFunc(blanks, func(b Blank) bool { return b.Kind == Clock }))
		m, err := ask(ctx, t, by, f)
		return append(dialog.Say(no.Text), m...), err
	}
	if err != nil {
		return nil, err
	}
	t.Tx.Delete(fillingKey(t.Update.Chat))
	t.Done()
	return svc.Announce.Show(ctx, t, by, a)
}

func stop(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	t.Tx.Delete(fillingKey(t.Update.Chat))
	t.Done()
	return dialog.Say(textStop), nil
}
