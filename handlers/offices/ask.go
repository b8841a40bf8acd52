package offices

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// picked is a button with an office: Then is the word by which it goes on, Slug is empty for a place elsewhere.
type picked struct {
	Then string
	Slug string `action:"optional"`
}

var actHome = bot.NewAction[picked]("xa")

// Await is what waits for the name of a commune.
const await = "home"

// Routes are those of the room.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "noio", Do: svc.change}},
		Actions:  []dialog.Action{dialog.On(actHome, svc.pressed)},
		Awaited:  map[string]dialog.Step{await: svc.typed},
	}
}

const (
	mostButtons = 5                   // offices that stand as buttons; more are typed
	askAgain    = 90 * 24 * time.Hour // when somebody who did not answer is asked again
	justSaid    = "tell"              // Then of what only wants to know
)

// Offer asks for the commune below an answer that depends on it, once: whoever does not say it is left alone.
func (svc *Service) Offer(ctx context.Context, t *dialog.Turn) (m []bot.Message, err error) {
	if svc.Served(t.Know) == nil || !t.Update.Private {
		return nil, nil
	}
	for _, key := range []bot.Key{HomeKey(t.Update.Chat), askedKey(t.Update.Chat)} {
		var kept map[string]any
		if found, err := t.Tx.Get(ctx, key, &kept); err != nil || found {
			return nil, err
		}
	}
	t.Tx.Put(askedKey(t.Update.Chat), map[string]bool{"asked": true}, askAgain)
	t.Await(await, justSaid)
	return svc.question(t.Know, textWhichCommune, justSaid, false), nil
}

// Need asks for the commune before something that cannot go on without; asked is false when it can: the commune is
// known, or one office is served. then is the word in Then by which it goes on.
func (svc *Service) Need(ctx context.Context, t *dialog.Turn, then string) (m []bot.Message, asked bool, err error) {
	if svc.Served(t.Know) == nil || !t.Update.Private {
		return nil, false, nil
	}
	if _, found, err := svc.HomeOf(ctx, t.Tx, t.Know, t.Update.Chat); err != nil || found {
		return nil, false, err
	}
	t.Await(await, then)
	return svc.question(t.Know, textNeedCommune, then, true), true, nil
}

// change answers /noio: where the person belongs, and how to say another place.
func (svc *Service) change(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if svc.Served(t.Know) == nil {
		return dialog.Say(textOneOffice), nil
	}
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	h, found, err := svc.HomeOf(ctx, t.Tx, t.Know, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	text := textWhichCommune
	if found {
		text = fmt.Sprintf(textHomeIs, bot.Escape(h.name(t.Know))) + "\n" + textWhichNow
	}
	t.Await(await, justSaid)
	return svc.question(t.Know, text, justSaid, false), nil
}

// question asks with a button for each office, or where they are too many for buttons, for the name.
func (svc *Service) question(k *answers.Knowledge, text, then string, elsewhere bool) []bot.Message {
	served := svc.Served(k)
	var rows [][]bot.Button
	if len(served) <= mostButtons {
		for _, o := range served {
			rows = append(rows, []bot.Button{actHome.Button(vi.Capital(o.In.Name), picked{then, o.Slug})})
		}
	}
	if slices.ContainsFunc(served, func(o Office) bool { return o.Center.Known() }) {
		text += " " + textOrLocation
	}
	if elsewhere {
		rows = append(rows, []bot.Button{actHome.Button(textElsewhereButton, picked{Then: then})})
	}
	return dialog.Say(text, rows...)
}

// pressed takes the office of a button.
func (svc *Service) pressed(ctx context.Context, t *dialog.Turn, v picked) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	var h Home
	if v.Slug != "" {
		o, ok := svc.BySlug(t.Know, v.Slug)
		if !ok {
			return nil, dialog.OldButton
		}
		h.Commune = o.Commune
	} else if svc.Served(t.Know) == nil {
		return nil, dialog.OldButton
	}
	return svc.settle(ctx, t, h, v.Then)
}

// typed reads the name of a commune that was asked for, former or present.
func (svc *Service) typed(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	then := t.Dialog.Data
	said := read(t.Know.Library, t.Text)
	switch {
	case said.other > 1 || svc.Served(t.Know) == nil: // a question of its own
		t.Done()
		return nil, dialog.ErrNotMine
	case said.home.Commune != "":
		return svc.settle(ctx, t, said.home, then)
	case said.trap != "":
		return dialog.Say(bot.Escape(said.trap), svc.question(t.Know, "", then, false)[0].Buttons...), nil
	case len(strings.Fields(t.Text)) > 5:
		t.Done()
		return nil, dialog.ErrNotMine
	}
	if t.Know.Ask(t.Text).Subject > 0 { // "lệ phí khai sinh" is no commune
		t.Done()
		return nil, dialog.ErrNotMine
	}
	return svc.question(t.Know, fmt.Sprintf(textNoSuchCommune, bot.Escape(vi.Shorten(t.Text, 40))), then, false), nil
}

// settle writes the home down, says so, and goes on with what waited for it.
func (svc *Service) settle(ctx context.Context, t *dialog.Turn, h Home, then string) ([]bot.Message, error) {
	if err := svc.Move(ctx, t, h); err != nil {
		return nil, err
	}
	t.Done()
	if h.Former != "" {
		t.Dialog.Place = h.Former
	}
	m := dialog.Say(svc.noted(t.Know, h))
	do, waits := svc.Then[then]
	if !waits {
		return m, nil
	}
	more, err := do(ctx, t)
	var no dialog.Refusal
	if errors.As(err, &no) {
		return append(m, bot.Message{Text: no.Error()}), nil
	}
	return append(m, more...), err
}

// Belongs takes the link or code of an office: whoever opens the chat with it is one of its people from now on.
func (svc *Service) Belongs(ctx context.Context, t *dialog.Turn, o Office) (bot.Message, error) {
	h := Home{Commune: o.Commune}
	if err := svc.Move(ctx, t, h); err != nil {
		return bot.Message{}, err
	}
	return bot.Message{Text: svc.noted(t.Know, h)}, nil
}

// Came takes who writes on the page or widget of an office, and never said where he lives, for one of its people. What
// he said before counts more.
func (svc *Service) Came(ctx context.Context, t *dialog.Turn) error {
	o, ok := svc.BySlug(t.Know, t.Update.Office)
	if !ok || !t.Update.Private {
		return nil
	}
	if _, found, err := svc.HomeOf(ctx, t.Tx, t.Know, t.Update.Chat); err != nil || found {
		return err
	}
	return svc.Move(ctx, t, Home{Commune: o.Commune})
}

// noted says what was understood, with what is known of the office.
func (svc *Service) noted(k *answers.Knowledge, h Home) string {
	o, ok := svc.Of(k, h.Commune)
	if !ok {
		return fmt.Sprintf(textNotedElsewhere, bot.Escape(h.name(k)))
	}
	return fmt.Sprintf(textNoted, bot.Escape(h.name(k))) + "\n" + card.OfficeLines(o.Office) + "\n" + textMoves
}
