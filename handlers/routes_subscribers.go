package handlers

func (b *Bot) subscriberRoutes() routes {
	return routes{
		commands: []command{
			{"dangky", []string{"đăng ký nhận tin", "đăng ký nhận thông báo", "nhận tin", "nhận thông báo", "đăng ký tin"}, b.subscribe},
			{"huy", []string{"huỷ", "huỷ nhận tin", "huỷ đăng ký", "huỷ đăng ký nhận tin", "ngừng nhận tin", "dừng nhận tin", "không nhận tin nữa", "thôi nhận tin"}, b.unsubscribe},
			{"lienkenh", []string{"liên kênh", "liên kết kênh"}, b.pair},
		},
		actions: map[string]step{"sub": b.subscribe, "lk": b.pressedPair},
	}
}
