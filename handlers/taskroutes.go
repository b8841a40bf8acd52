package handlers

// What leads to tasks and reminders: commands, buttons, and words that are waited for. See router.go.

func (b *Bot) taskCommands() []command {
	return []command{
		{"giaoviec", nil, b.restricted(b.typeTask, RoleHead, RoleAdmin)},
		{"nhiemvu", nil, b.officials(b.myTasks)},
	}
}

func (b *Bot) taskActions() map[string]step {
	return map[string]step{
		"gv":   b.restricted(b.pressedGive, RoleHead, RoleAdmin),
		"task": b.officials(b.pressedTask),
		"nv":   b.officials(b.pressedBoard),
	}
}

func (b *Bot) taskAwaited() map[string]step {
	return map[string]step{
		"giaoviec":   b.gotTask,
		"taskresult": b.officials(b.gotResult),
		"tasksnooze": b.officials(b.gotSnooze),
		"taskdue":    b.officials(b.gotDue),
		"taskstuck":  b.officials(b.gotTrouble),
	}
}
