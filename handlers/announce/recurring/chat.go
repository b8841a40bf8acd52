package recurring

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
)

// The buttons of what is sent again and again.
var (
	actYes   = bot.NewAction[ref]("tl:yes")
	actTurn  = bot.NewAction[ref]("tl:off")
	actAsk   = bot.NewAction[ref]("tl:when")
	actHold  = bot.NewAction[ref]("tl:hold")
	actGoOn  = bot.NewAction[ref]("tl:on")
	actEnd   = bot.NewAction[ref]("tl:end")
	actAllow = bot.NewAction[ref]("tl:ok")
	actDeny  = bot.NewAction[ref]("tl:no")
)

// ref names a series and the revision that was shown.
type ref struct {
	ID  string
	Rev int
}

// Routes are the commands, buttons and scheduled work of what is sent again and again.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "thongbaolap", Do: svc.list}},
		Actions: []dialog.Action{
			svc.on(actYes, confirm), svc.on(actTurn, turn), svc.on(actAsk, askNew), svc.on(actHold, hold),
			svc.on(actGoOn, goOn), svc.on(actEnd, end), svc.on(actAllow, allow), svc.on(actDeny, deny),
		},
		Awaited: map[string]dialog.Step{"announce-series": svc.gotNew},
		Dues:    map[string]dialog.Due{dueKind: svc.due},
	}
}

type step func(ctx context.Context, d *Desk, t *dialog.Turn, v ref) ([]bot.Message, error)

func (svc *Service) on(a bot.Action[ref], do step) dialog.Action {
	return dialog.On(a, func(ctx context.Context, t *dialog.Turn, v ref) ([]bot.Message, error) {
		d, err := svc.inChat(ctx, t)
		if err != nil {
			return nil, err
		}
		return do(ctx, d, t, v)
	})
}

func (svc *Service) inChat(ctx context.Context, t *dialog.Turn) (*Desk, error) {
	if !t.Update.Private {
		return nil, dialog.Refuse(dialog.TextPrivateOnly)
	}
	by, ok, err := svc.People.ActorOf(ctx, t)
	if err != nil {
		return nil, err
	}
	return svc.desk(t.Tx, by, ok, t.Know)
}

// Take is the announce.RepeatFunc.
func (svc *Service) Take(ctx context.Context, t *dialog.Turn, id, words string) ([]bot.Message, bool, error) {
	if !Says(t.Dates(false), words) {
		return nil, false, nil
	}
	d, err := svc.inChat(ctx, t)
	if err != nil {
		return nil, true, err
	}
	m, err := d.propose(ctx, t, id, words)
	return m, true, err
}

// propose reads a rule and reads it back; the words are awaited until they are understood.
func (d *Desk) propose(ctx context.Context, t *dialog.Turn, id, words string) ([]bot.Message, error) {
	s, err := d.Propose(ctx, id, words, t.Dates(false))
	if err != nil {
		return nil, err
	}
	t.Done()
	return d.readBack(ctx, s)
}

func (d *Desk) readBack(ctx context.Context, s *Series) ([]bot.Message, error) {
	text, err := d.svc.ReadBack(ctx, d.tx, d.week(), s, d.now)
	if err != nil {
		return nil, err
	}
	v := ref{s.ID, s.Rev}
	return dialog.Say(text, []bot.Button{actYes.Button("Đúng", v), actAsk.Button("Sửa", v)},
		[]bot.Button{actTurn.Button(TurnLabels[s.New.Shift], v)}), nil
}

// TurnLabels are the words of the button that changes what happens on days off, by what happens now.
var TurnLabels = map[Shift]string{Stay: "Ngày nghỉ thì gửi sớm hơn", Before: "Ngày nghỉ thì gửi muộn hơn",
	After: "Ngày nghỉ vẫn gửi"}

func confirm(ctx context.Context, d *Desk, t *dialog.Turn, v ref) ([]bot.Message, error) {
	s, n, err := d.Confirm(ctx, v.ID, v.Rev)
	if err != nil {
		return nil, err
	}
	t.Done()
	if s.State == Asked {
		return dialog.Say(fmt.Sprintf(textAsked, n)), nil
	}
	return dialog.Say(fmt.Sprintf(textSet, s.Rule.Words(), dialog.Moment(s.Next))), nil
}

func turn(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	s, err := d.Turn(ctx, v.ID, v.Rev)
	if err != nil {
		return nil, err
	}
	return d.readBack(ctx, s)
}

func askNew(_ context.Context, _ *Desk, t *dialog.Turn, v ref) ([]bot.Message, error) {
	t.Await("announce-series", v.ID)
	return dialog.Say(textAskNew), nil
}

// gotNew takes the new rule that was asked for; other words are a question like any other.
func (svc *Service) gotNew(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !Says(t.Dates(false), t.Text) {
		t.Done()
		return nil, dialog.ErrNotMine
	}
	d, err := svc.inChat(ctx, t)
	if err != nil {
		return nil, err
	}
	return d.propose(ctx, t, t.Dialog.Data, t.Text)
}

func hold(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	return dialog.Say(textHeld, []bot.Button{actGoOn.Button("Tiếp tục", v), actEnd.Button("Kết thúc", v)}),
		d.Hold(ctx, v.ID)
}

func goOn(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	s, err := d.Resume(ctx, v.ID)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textGoesOn, dialog.Moment(s.Next))), nil
}

func end(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	return dialog.Say(textEnded), d.End(ctx, v.ID)
}

func allow(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	return dialog.Say(textAllowed), d.Allow(ctx, v.ID, v.Rev)
}

func deny(ctx context.Context, d *Desk, _ *dialog.Turn, v ref) ([]bot.Message, error) {
	return dialog.Say(textDenied), d.Deny(ctx, v.ID, v.Rev)
}

// shownInList is how many series a list in a chat shows: each is a message with buttons of its own.
const shownInList = 5

// list answers /thongbaolap.
func (svc *Service) list(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	d, err := svc.inChat(ctx, t)
	if err != nil {
		return nil, err
	}
	all, of, err := All(ctx, t.Tx, d.by.Office)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return dialog.Say(textNone), nil
	}
	messages := dialog.Say(textList)
	for i, s := range all[:min(len(all), shownInList)] {
		v := ref{s.ID, s.Rev}
		row := []bot.Button{actHold.Button("Tạm dừng", v), actAsk.Button("Đổi lịch", v), actEnd.Button("Kết thúc", v)}
		switch s.State {
		case Held:
			row[0] = actGoOn.Button("Tiếp tục", v)
		case Asked:
			row = row[2:]
		}
		line := "“" + bot.Escape(vi.Shorten(of[i].FirstLine(), 80)) + "”"
		messages = append(messages, bot.Message{Text: fmt.Sprintf(textOne, line, s.Rule.Words(), s.Status()),
			Buttons: [][]bot.Button{row}})
	}
	return messages, nil
}
