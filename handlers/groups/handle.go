package groups

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Handle answers what happened in a chat of many people: a question that is for us, a command, or that we came, left or
// were moved. What comes here is addressed to us; the channel lets nothing else through.
func (svc *Service) Handle(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Kind {
	case bot.KindJoined:
		return svc.joined(ctx, t)
	case bot.KindLeft:
		return nil, svc.left(ctx, t)
	case bot.KindMoved:
		return nil, Move(ctx, t.Tx, t.Update.Chat, t.Update.Group.MovedTo)
	case bot.KindCommand:
		return svc.commanded(ctx, t)
	case bot.KindText, bot.KindAttachment:
		return svc.asked(ctx, t)
	}
	return nil, nil // buttons in groups open the private chat
}

func (svc *Service) commanded(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	switch t.Update.Command {
	case CommandAsk:
		t.Text = vi.MaskPersonal(vi.Clean(t.Update.Payload))
		return svc.asked(ctx, t)
	case CommandSubscribe:
		return svc.wantsNews(ctx, t)
	case CommandUnsubscribe:
		return svc.wantsNoNews(ctx, t)
	case "start", "help", "trogiup":
		return svc.reply(ctx, t, bot.Message{Text: svc.howTo()})
	}
	return svc.reply(ctx, t, svc.alone(textPrivateMatter))
}

// Routes are the commands and buttons of the office's admins.
func (svc *Service) Routes() dialog.Routes {
	admins := svc.People.ForRoles(people.RoleAdmin)
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "nhom", Words: []string{"nhóm nhận tin", "nhóm và kênh"}, Do: admins(svc.list)},
		},
		Actions: []dialog.Action{
			people.On(admins, actAccept, svc.accept),
			people.On(admins, actRefuse, svc.refuse),
			people.On(admins, actStop, svc.stop),
		},
	}
}
