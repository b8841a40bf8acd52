package handlers

func (b *Bot) staffRoutes() routes {
	return routes{
		commands: []command{
			{"moi", nil, b.restricted(b.invite, RoleAdmin)},
			{"lienket", nil, b.link},
			{"canbo", nil, b.restricted(b.listPeople, RoleAdmin)},
			{"quyen", nil, b.restricted(b.listPeople)},
			{"roi", nil, b.officials(b.leave)},
			{"themkenh", nil, b.officials(b.addChannel)},
		},
		actions: map[string]step{
			"join":  b.officials(b.confirmChannel),
			"cb":    b.restricted(b.pressedPerson, RoleAdmin),
			"quyen": b.restricted(b.pressedRole),
			"roi":   b.officials(b.pressedLeave),
		},
		awaited: map[string]step{"cbunit": b.restricted(b.gotUnit, RoleAdmin)},
	}
}
