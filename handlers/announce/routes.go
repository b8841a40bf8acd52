package announce

import (
	"github.com/motcua/motcua/handlers/dialog"
)

// Command begins an announcement; what follows it goes out as it was written.
const Command = "thongbao"

// NewsCommand tells the public announcements. AsksForNews knows the plain words for it.
const NewsCommand = "tinmoi"

// Routes are the commands, buttons and scheduled work of announce.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: Command, Do: svc.inChat((*Desk).announce)},
			{Name: NewsCommand, Do: svc.news},
		},
		Actions: svc.actions(),
		Awaited: map[string]dialog.Step{"announce-time": svc.inChat((*Desk).gotTime),
			"announce-text": svc.inChat((*Desk).gotText), "announce-why": svc.inChat((*Desk).gotWhy)},
		Dues: map[string]dialog.Due{"announce": svc.announceDue, askKind: svc.askDue},
	}
}
