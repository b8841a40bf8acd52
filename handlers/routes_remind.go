package handlers

func (b *Bot) remindRoutes() routes {
	return routes{
		commands: []command{{"nhacviec", []string{"nhắc việc", "các lời nhắc", "xem lời nhắc", "lời nhắc của tôi"}, b.myReminders}},
		actions:  map[string]step{"rm": b.pressedRemind},
		awaited:  map[string]step{"remindwhen": b.gotRemindTime, "remindlaw": b.gotEvent},
		dues:     map[string]due{remindKind: b.dueReminder},
	}
}
