package handlers

// What leads to tasks and reminders: commands, buttons, and words that are waited for. See router.go.

func (b *Bot) taskCommands() []command {
	return []command{
		{"giaoviec", nil, b.restricted(b.typeTask, RoleHead, RoleAdmin)},
		{"nhiemvu", nil, b.officials(b.myTasks)},
		{"lich", nil, b.officials(b.myFeed)},
		{"kehoach", nil, b.restricted(b.templates, RoleAdmin)},
		{"ngaynghi", nil, b.restricted(b.daysOff, RoleAdmin)},
		{"canbo", nil, b.restricted(b.listPeople, RoleAdmin)},
		{"quyen", nil, b.restricted(b.listPeople)},
		{"roi", nil, b.officials(b.leave)},
		{"themkenh", nil, b.officials(b.addChannel)},
		{"nhacviec", []string{"nhắc việc", "các lời nhắc", "xem lời nhắc", "lời nhắc của tôi"}, b.myReminders},
	}
}

func (b *Bot) taskActions() map[string]step {
	return map[string]step{
		"gv":    b.restricted(b.pressedGive, RoleHead, RoleAdmin),
		"task":  b.officials(b.pressedTask),
		"nv":    b.officials(b.pressedBoard),
		"nvx":   b.officials(b.exportTasks),
		"lich":  b.officials(b.myFeed),
		"kh":    b.restricted(b.pressedTemplate, RoleAdmin),
		"nn":    b.restricted(b.pressedDayOff, RoleAdmin),
		"rm":    b.pressedRemind,
		"cb":    b.restricted(b.pressedPerson, RoleAdmin),
		"quyen": b.restricted(b.pressedRole),
		"roi":   b.officials(b.pressedLeave),
	}
}

func (b *Bot) taskAwaited() map[string]step {
	return map[string]step{
		"giaoviec":   b.gotTask,
		"cbunit":     b.restricted(b.gotUnit, RoleAdmin),
		"kehoach":    b.restricted(b.gotTemplateDay, RoleAdmin),
		"remindwhen": b.gotRemindTime,
		"remindlaw":  b.gotEvent,
		"taskresult": b.officials(b.gotResult),
		"tasksnooze": b.officials(b.gotSnooze),
		"taskdue":    b.officials(b.gotDue),
		"taskstuck":  b.officials(b.gotTrouble),
	}
}
