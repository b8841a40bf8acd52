package handlers

func (b *Bot) announceRoutes() routes {
	return routes{
		commands: []command{{"thongbao", nil, b.announcer(b.announce)}},
		actions:  map[string]step{"tb": b.announcer(b.pressedAnnounce)},
		awaited:  map[string]step{"announce-time": b.announcer(b.gotAnnounceTime), "announce-text": b.announcer(b.gotAnnounceText)},
		dues:     map[string]due{"announce": b.announceDue},
	}
}
