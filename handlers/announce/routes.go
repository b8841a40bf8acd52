package announce

import (
	"github.com/motcua/motcua/handlers/dialog"
)

func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{{Name: "thongbao", Do: svc.announcer(svc.announce)}},
		Actions:  map[string]dialog.Step{"tb": svc.announcer(svc.pressedAnnounce)},
		Awaited:  map[string]dialog.Step{"announce-time": svc.announcer(svc.gotAnnounceTime), "announce-text": svc.announcer(svc.gotAnnounceText)},
		Dues:     map[string]dialog.Due{"announce": svc.announceDue},
	}
}
