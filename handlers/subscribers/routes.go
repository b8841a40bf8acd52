package subscribers

import (
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// Routes are the commands, buttons and scheduled work of subscribers.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: "dangky", Words: []string{"đăng ký nhận tin", "đăng ký nhận thông báo", "nhận tin", "nhận thông báo",
				"đăng ký tin"}, Do: svc.subscribe},
			{Name: "huy", Words: []string{"hủy", "hủy nhận tin", "hủy đăng ký", "hủy đăng ký nhận tin",
				"ngừng nhận tin", "dừng nhận tin", "không nhận tin nữa", "thôi nhận tin"}, Do: unsubscribe},
			{Name: "theodoi", Words: []string{"theo dõi mục này", "theo dõi thủ tục này", "theo dõi nội dung này"},
				Do: svc.followTable},
			{Name: "thoitheodoi", Words: []string{"thôi theo dõi", "bỏ theo dõi", "ngừng theo dõi", "hủy theo dõi",
				"thôi theo dõi mục này", "bỏ theo dõi mục này", "ngừng theo dõi mục này", "hủy theo dõi mục này",
				"đừng theo dõi mục này nữa", "không theo dõi nữa"}, Do: leaveTable},
			{Name: "lienkenh", Words: []string{"liên kênh", "liên kết kênh"}, Do: svc.Pair},
		},
		Actions: []dialog.Action{
			dialog.Plain(dialog.ActionSubscribe, svc.subscribe),
			dialog.On(card.ActionFollow, svc.follow),
			dialog.On(actLeave, leave),
			dialog.Plain(actMore, onLinked(moreLinks)),
			dialog.Plain(actHere, onLinked(readHere)),
			dialog.Plain(actOff, onLinked(unlink)),
		},
	}
}
