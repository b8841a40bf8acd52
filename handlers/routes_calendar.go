package handlers

func (b *Bot) calendarRoutes() routes {
	return routes{
		commands: []command{{"ngaynghi", nil, b.restricted(b.daysOff, RoleAdmin)}},
		actions:  map[string]step{"nn": b.restricted(b.pressedDayOff, RoleAdmin)},
	}
}
