package subscribers

import (
	"github.com/motcua/motcua/handlers/dialog"
)

// Routes are the commands, buttons and scheduled work of this room.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "dangky", Words: []string{"đăng ký nhận tin", "đăng ký nhận thông báo", "nhận tin", "nhận thông báo",
				"đăng ký tin"}, Do: svc.subscribe},
			{Name: "huy", Words: []string{"hủy", "hủy nhận tin", "hủy đăng ký", "hủy đăng ký nhận tin",
				"ngừng nhận tin", "dừng nhận tin", "không nhận tin nữa", "thôi nhận tin"}, Do: unsubscribe},
			{Name: "lienkenh", Words: []string{"liên kênh", "liên kết kênh"}, Do: svc.Pair},
		},
		Actions: []dialog.Action{
			dialog.Plain(dialog.ActionSubscribe, svc.subscribe),
			dialog.Plain(actMore, onLinked(moreLinks)),
			dialog.Plain(actHere, onLinked(readHere)),
			dialog.Plain(actOff, onLinked(unlink)),
		},
	}
}
