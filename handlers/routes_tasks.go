package handlers

func (b *Bot) taskRoutes() routes {
	return routes{
		commands: []command{
			{"giaoviec", nil, b.restricted(b.typeTask, RoleHead, RoleAdmin)},
			{"nhiemvu", nil, b.officials(b.myTasks)},
			{"lich", nil, b.officials(b.myFeed)},
			{"kehoach", nil, b.restricted(b.templates, RoleAdmin)},
		},
		actions: map[string]step{
			"gv":   b.restricted(b.pressedGive, RoleHead, RoleAdmin),
			"task": b.officials(b.pressedTask),
			"nv":   b.officials(b.pressedBoard),
			"nvx":  b.officials(b.exportTasks),
			"lich": b.officials(b.myFeed),
			"kh":   b.restricted(b.pressedTemplate, RoleAdmin),
		},
		awaited: map[string]step{
			"giaoviec":   b.gotTask,
			"kehoach":    b.restricted(b.gotTemplateDay, RoleAdmin),
			"taskresult": b.officials(b.gotResult),
			"tasksnooze": b.officials(b.gotSnooze),
			"taskdue":    b.officials(b.gotDue),
			"taskstuck":  b.officials(b.gotTrouble),
		},
		dues: map[string]due{digestKind: b.dueDigest, dailyKind: b.dueDaily},
	}
}
