package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

// Survey is one person's word on how he was served at one unit on one day. The person is a keyed hash.
type Survey struct {
	ID      string    `json:"id"`
	Level   int       `json:"l"`           // 1 to 5
	Factors [5]int    `json:"f"`           // 0 where nothing was said
	Unit    string    `json:"u,omitempty"` // UnitID of the counter's code; empty for the office
	Entry   string    `json:"e,omitempty"` // the procedure last asked about
	Ref     string    `json:"r,omitempty"` // of the opinion made of it
	At      time.Time `json:"t"`
}

// AskSurvey answers /gopy, its plain words, the button under a rating, and the code at a counter ("/start gopy_<unit>").
func AskSurvey(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(textSurveyPrivate), nil
	}
	unit := strings.TrimSpace(t.Update.Payload)
	if unit == "qr" {
		unit = ""
	}
	name, err := people.UnitName(ctx, t.Tx, unit)
	if err != nil {
		return nil, err
	}
	at := ""
	if name == "" {
		unit = ""
	} else {
		at = " tại " + bot.Escape(name)
	}
	rows := make([][]bot.Button, 0, 5)
	for level := 5; level >= 1; level-- {
		rows = append(rows, []bot.Button{{Label: figures.Levels[level], Action: fmt.Sprintf("sv:%d:%s", level, unit)}})
	}
	return dialog.Say(fmt.Sprintf(textSurvey, at), rows...), nil
}

// pressedLevel takes the first answer: "sv:<level>:<unit>". It counts at once; the rest is optional.
func (svc *Service) pressedLevel(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := strings.Split(t.Update.Action, ":")
	level := digit(parts, 1, 5)
	if len(parts) != 3 || level == 0 || !t.Update.Private {
		return nil, dialog.OldButton
	}
	name, err := people.UnitName(ctx, t.Tx, parts[2])
	if err != nil || parts[2] != "" && name == "" {
		return dialog.Say(dialog.TextOldButton), err
	}
	s, err := loadSurvey(ctx, t, parts[2])
	if err != nil {
		return nil, err
	}
	if s.Level == 0 && t.Dialog.Entry != "" && t.Fresh() {
		s.Entry = t.Dialog.Entry
	}
	s.count(t.Tx, -1)
	s.Level = level
	putSurvey(ctx, t, s)
	if level <= 2 {
		if err := svc.openOpinion(ctx, t, &s, ""); err != nil {
			return nil, err
		}
		putDocument(t, s)
		return dialog.Say(fmt.Sprintf(textSurveyLow, figures.Levels[level]), surveyRows(s)...), nil
	}
	return dialog.Say(fmt.Sprintf(textSurveyTaken, figures.Levels[level]), surveyRows(s)...), nil
}

// digit reads a number from 1 to most out of parts[i]; 0 for anything else.
func digit(parts []string, i, most int) int {
	if i >= len(parts) {
		return 0
	}
	n, err := strconv.Atoi(parts[i])
	if err != nil || n < 1 || n > most || len(parts[i]) != 1 {
		return 0
	}
	return n
}

// loadSurvey reads this person's survey of today about a unit, or begins one.
func loadSurvey(ctx context.Context, t *dialog.Turn, unit string) (s Survey, err error) {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return s, err
	}
	id := who + ":" + t.Day().String() + ":" + unit
	_, err = t.Tx.Get(ctx, bot.Key{Kind: "survey", ID: id}, &s)
	s.ID, s.Unit = id, unit
	if s.At.IsZero() {
		s.At = t.Now
	}
	return s, err
}

// putSurvey stores and counts a survey whose old figures were taken out.
func putSurvey(_ context.Context, t *dialog.Turn, s Survey) {
	s.count(t.Tx, 1)
	putDocument(t, s)
	who, _, _ := strings.Cut(s.ID, ":")
	t.Tx.Add(people.ByPerson(who), "survey:"+s.ID, s.At.UnixMilli())
}

func putDocument(t *dialog.Turn, s Survey) { t.Tx.Put(bot.Key{Kind: "survey", ID: s.ID}, s, votesTTL) }

// count adds the survey to the figures of its week and month, or takes it out.
func (s Survey) count(tx bot.Tx, delta int64) {
	if s.Level > 0 {
		level := ":" + strconv.Itoa(s.Level)
		figures.Count(tx, figures.SurveyGroup, s.At, "all"+level, delta)
		figures.Count(tx, figures.SurveyGroup, s.At, "u:"+s.Unit+level, delta)
		if s.Entry != "" {
			figures.Count(tx, figures.SurveyGroup, s.At, "p:"+s.Entry+level, delta)
		}
	}
	for i, level := range s.Factors {
		if level > 0 {
			figures.Count(tx, figures.SurveyGroup, s.At, fmt.Sprintf("f:%d:%d", i, level), delta)
		}
	}
}

// surveyRows offers the factors that nothing was said about, a line, and the end.
func surveyRows(s Survey) (rows [][]bot.Button) {
	for i, name := range figures.FactorNames {
		if s.Factors[i] == 0 {
			rows = append(rows, []bot.Button{{Label: name, Action: fmt.Sprintf("svf:%d:%s", i+1, s.Unit)}})
		}
	}
	return append(rows, []bot.Button{{Label: textWrite, Action: "svw:" + s.Unit}, {Label: textFinish, Action: "svd:" + s.Unit}})
}

// pressedFactor asks for, or takes, the level of one factor: "svf:<factor>:<unit>", "svf:<factor>:<unit>:<level>".
func pressedFactor(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := strings.Split(t.Update.Action, ":")
	factor := digit(parts, 1, len(figures.FactorNames))
	if factor == 0 || len(parts) < 3 {
		return nil, dialog.OldButton
	}
	s, err := loadSurvey(ctx, t, parts[2])
	if err != nil || s.Level == 0 {
		return dialog.Say(dialog.TextOldButton, []bot.Button{{Label: textSurveyButton, Action: "gopy"}}), err
	}
	level := digit(parts, 3, 5)
	if level == 0 {
		var rows [][]bot.Button
		for l := 5; l >= 1; l-- {
			rows = append(rows, []bot.Button{{Label: figures.Levels[l], Action: fmt.Sprintf("svf:%d:%s:%d", factor, s.Unit, l)}})
		}
		return dialog.Say(fmt.Sprintf(textSurveyFactor, figures.FactorNames[factor-1]), rows...), nil
	}
	s.count(t.Tx, -1)
	s.Factors[factor-1] = level
	putSurvey(ctx, t, s)
	return dialog.Say(fmt.Sprintf(textSurveyTaken, figures.FactorNames[factor-1]+" – "+figures.Levels[level]), surveyRows(s)...), nil
}

// pressedWrite makes the next words the line of the survey: "svw:<unit>".
func pressedWrite(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	_, unit, _ := strings.Cut(t.Update.Action, ":")
	t.Await("gopy", unit)
	return dialog.Say(textSurveyAsk), nil
}

// gotOpinion takes the line: it goes to the unit in charge under a reference, without the person.
func (svc *Service) gotOpinion(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	s, err := loadSurvey(ctx, t, t.Dialog.Data)
	if err != nil {
		return nil, err
	}
	t.Done()
	if s.Level == 0 {
		return dialog.Say(dialog.TextOldButton, []bot.Button{{Label: textSurveyButton, Action: "gopy"}}), nil
	}
	if err := svc.openOpinion(ctx, t, &s, vi.MaskPersonal(t.Text)); err != nil {
		return nil, err
	}
	putDocument(t, s)
	c, err := svc.sendOpinion(ctx, t.Tx, s.Ref)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textOpinionTaken, s.Ref, t.DueWords(c.Due)), consentRow(s.Ref)), nil
}

func consentRow(ref string) []bot.Button {
	return []bot.Button{{Label: textConsent, Action: "svc:yes:" + ref}, {Label: textNoConsent, Action: "svc:no:" + ref}}
}

// pressedFinish ends the survey: "svd:<unit>". A low one goes to the unit in charge even without a line.
func (svc *Service) pressedFinish(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	_, unit, _ := strings.Cut(t.Update.Action, ":")
	s, err := loadSurvey(ctx, t, unit)
	if err != nil {
		return nil, err
	}
	if s.Ref == "" || s.Level > 2 {
		return dialog.Say(textSurveyEnd), nil
	}
	c, err := svc.sendOpinion(ctx, t.Tx, s.Ref)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textOpinionTaken, s.Ref, t.DueWords(c.Due)), consentRow(s.Ref)), nil
}

// pressedConsent makes the person known until his complaint is closed, or not: "svc:yes:<ref>".
func pressedConsent(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	parts := strings.Split(t.Update.Action, ":")
	if len(parts) != 3 {
		return nil, dialog.OldButton
	}
	c, found, err := LoadCase(ctx, t.Tx, parts[2])
	if err != nil {
		return nil, err
	}
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return nil, err
	}
	if !found || c.By != who || !c.Done.IsZero() {
		return nil, dialog.OldButton
	}
	text := fmt.Sprintf(textOpinionHidden, c.Ref)
	c.Chat = bot.ChatID{}
	if parts[1] == "yes" {
		c.Chat = t.Update.Chat
		text = fmt.Sprintf(textOpinionKnown, c.Ref)
	}
	putCase(t.Tx, c)
	return dialog.Say(text), nil
}
