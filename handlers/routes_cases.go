package handlers

func (b *Bot) caseRoutes() routes {
	return routes{
		commands: []command{
			{"gapcanbo", []string{"gặp cán bộ", "gặp người", "nói chuyện với cán bộ", "cho gặp cán bộ", "tôi muốn gặp cán bộ"}, b.meetOfficial},
			{"gopy", []string{"góp ý", "gửi góp ý", "đánh giá", "phản hồi", "góp ý phục vụ", "tôi muốn góp ý"}, b.askSurvey},
		},
		actions: map[string]step{
			"pass": b.pressedPass,
			"meet": b.meetOfficial,
			"rate": b.pressedRate,
			"gopy": b.askSurvey,
			"sv":   b.pressedLevel,
			"svf":  b.pressedFactor,
			"svw":  b.pressedWrite,
			"svd":  b.pressedFinish,
			"svc":  b.pressedConsent,
			"case": b.pressedCase,
		},
		awaited: map[string]step{"gopy": b.gotOpinion, "case": b.gotAnswer, "case-close": b.gotCloseReason},
		dues:    map[string]due{"opinion": b.dueOpinion},
	}
}
