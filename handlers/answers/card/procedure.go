package card

import (
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Procedure answers with one aspect of a procedure; an empty aspect gives the overview, and situation picks one
// of the dossiers.
func Procedure(p *content.Procedure, aspect content.Aspect, situation int, day content.Day) bot.Message {
	a := &answer{p: p, page: procedurePage(p, day)}
	switch aspect {
	case "":
		a.overview()
	case content.Dossier:
		a.dossier(situation)
	case content.Form:
		a.forms()
	default:
		a.heading(AspectNames[aspect])
		a.asked(aspect)
		if aspect == content.Legal {
			a.b.WriteString(sourceList(a.p.Sources))
			a.parts.sourceList(a.p.Sources)
		}
		if aspect != content.Fee && aspect != content.Legal && aspect != content.Online {
			a.notes(aspect)
		}
	}
	return a.message(a.buttons(aspect, situation))
}

// buttons offers the other dossiers first, then the other parts.
func (a *answer) buttons(aspect content.Aspect, situation int) [][]bot.Button {
	var rows [][]bot.Button
	if aspect == content.Dossier {
		for i, s := range a.p.Dossier {
			if i != situation && i < 6 {
				button := ActionPart.Button(vi.Shorten(s.Title, 40), Part{a.p.ID(), content.Dossier, &i})
				button.Role, button.Full = bot.RoleCase, s.Title
				rows = append(rows, []bot.Button{button})
			}
		}
	}
	if aspect == content.Where && (slices.Contains(a.p.Levels, "cap-xa") || slices.Contains(a.p.Levels, "cong-an-xa")) {
		// Which commune is meant depends on the former one: nobody is sent to a place before he said it.
		button := ActionPlace.Button(textWhichCommune, struct{}{})
		button.Role = bot.RoleSection
		rows = append(rows, []bot.Button{button})
	}
	var row []bot.Button
	for _, part := range []content.Aspect{content.Dossier, content.Steps, content.Time, content.Fee, content.Where,
		content.Online, content.Form, content.Legal} {
		if part == aspect || part == content.Form && len(a.p.FormsAt(a.day)) == 0 {
			continue
		}
		label := AspectNames[part]
		if part == content.Legal {
			label = textSources
		}
		button := partButton(label, Part{Entry: a.p.ID(), Aspect: part})
		if n := len(a.p.Dossier) - 1; part == content.Dossier && n > 0 {
			button.Full = fmt.Sprintf(textDossierCases, n)
		}
		row = append(row, button)
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if aspect == content.Legal {
		rows = append(rows, followRow(a.p.ID())...)
	}
	return rows
}
