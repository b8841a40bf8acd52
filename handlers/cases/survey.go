package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
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
	Channel string    `json:"c,omitempty"` // by which it came
	Ref     string    `json:"r,omitempty"` // of the opinion made of it
	Office  string    `json:"o,omitempty"` // slug of the unit's, where several are served
	At      time.Time `json:"t"`
}

// AskSurvey answers /gopy, its plain words, the button under a rating, and the code at a counter ("/start
// gopy_<unit>").
func (svc *Service) AskSurvey(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(textSurveyPrivate), nil
	}
	unit := strings.TrimSpace(t.Update.Payload)
	if unit == "qr" {
		unit = ""
	}
	if unit == "" { // of several offices it is the person's own that is meant
		home, several, err := svc.Offices.OfficeOf(ctx, t.Tx, t.Know, t.Update.Chat)
		if err != nil {
			return nil, err
		}
		if several {
			unit = people.PutUnit(t.Tx, svc.People.OfficeBySlug(home.Slug).Desk).ID
		}
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
		rows = append(rows, []bot.Button{actLevel.Button(figures.Levels[level], surveyLevel{level, surveyRef{unit}})})
	}
	return dialog.Say(fmt.Sprintf(textSurvey, at), rows...), nil
}

// pressedLevel takes the first answer. It counts at once; the rest is optional. On the web, where each visit may be a
// new voter, only who was answered has one.
func (svc *Service) pressedLevel(ctx context.Context, t *dialog.Turn, v surveyLevel) ([]bot.Message, error) {
	if v.Level < 1 || v.Level > 5 || !t.Update.Private {
		return nil, dialog.OldButton
	}
	name, err := people.UnitName(ctx, t.Tx, v.Unit)
	if err != nil || v.Unit != "" && name == "" {
		return dialog.Say(dialog.TextOldButton), err
	}
	s, err := loadSurvey(ctx, t.Tx, t.Update.Chat, v.Unit)
	if err != nil {
		return nil, err
	}
	f := s.filled()
	f.Level = v.Level
	if s.Level == 0 {
		if t.Update.Source != "" && !t.Dialog.Answered {
			return nil, dialog.Refuse(textSurveyAskFirst)
		}
		if t.Fresh() {
			f.Entry = t.Dialog.Entry
		}
	}
	taken, err := svc.TakeSurvey(ctx, t.Tx, filler(t), t.Update.Source, f)
	if err != nil {
		return nil, err
	}
	text := textSurveyTaken
	if taken.Case.Ref != "" {
		text = textSurveyLow
	}
	return dialog.Say(fmt.Sprintf(text, figures.Levels[v.Level]), surveyRows(taken.Survey)...), nil
}

// filler is the person behind a turn, as somebody who fills in a survey.
func filler(t *dialog.Turn) people.Actor { return people.Actor{Chat: t.Update.Chat, Seed: t.Update.ID} }

// count adds the survey to the figures of its week and month, or takes it out.
func (s Survey) count(tx bot.Tx, delta int64) {
	if s.Level > 0 {
		level := ":" + strconv.Itoa(s.Level)
		figures.Count(tx, figures.SurveyGroup, s.At, s.Office, "all"+level, delta)
		figures.Count(tx, figures.SurveyGroup, s.At, s.Office, "u:"+s.Unit+level, delta)
		if s.Channel != "" { // of one that came before channels were counted, nobody knows it
			figures.Count(tx, figures.SurveyGroup, s.At, s.Office, "c:"+s.Channel+level, delta)
		}
		if s.Entry != "" {
			figures.Count(tx, figures.SurveyGroup, s.At, s.Office, "p:"+s.Entry+level, delta)
		}
	}
	for i, level := range s.Factors {
		if level > 0 {
			figures.Count(tx, figures.SurveyGroup, s.At, s.Office, fmt.Sprintf("f:%d:%d", i, level), delta)
		}
	}
}

// surveyRows offers the factors that nothing was said about, a line, and the end.
func surveyRows(s Survey) (rows [][]bot.Button) {
	ref := surveyRef{s.Unit}
	for i, name := range figures.FactorNames {
		if s.Factors[i] == 0 {
			rows = append(rows, []bot.Button{actFactor.Button(name, surveyFactor{Factor: i + 1, surveyRef: ref})})
		}
	}
	return append(rows, []bot.Button{actWrite.Button(textWrite, ref), actFinish.Button(textFinish, ref)})
}

// pressedFactor asks for, or takes, the level of one factor.
func (svc *Service) pressedFactor(ctx context.Context, t *dialog.Turn, v surveyFactor) ([]bot.Message, error) {
	factor, level := v.Factor, v.Level
	if factor < 1 || factor > len(figures.FactorNames) || level < 0 || level > 5 {
		return nil, dialog.OldButton
	}
	s, err := loadSurvey(ctx, t.Tx, t.Update.Chat, v.Unit)
	if err != nil || s.Level == 0 {
		return dialog.Say(dialog.TextOldButton, surveyAgain()), err
	}
	if level == 0 {
		var rows [][]bot.Button
		for l := 5; l >= 1; l-- {
			rows = append(rows, []bot.Button{actFactor.Button(figures.Levels[l],
				surveyFactor{factor, surveyRef{s.Unit}, l})})
		}
		return dialog.Say(fmt.Sprintf(textSurveyFactor, figures.FactorNames[factor-1]), rows...), nil
	}
	f := s.filled()
	f.Factors[factor-1] = level
	taken, err := svc.TakeSurvey(ctx, t.Tx, filler(t), t.Update.Source, f)
	if err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textSurveyTaken, figures.FactorNames[factor-1]+" – "+figures.Levels[level]),
		surveyRows(taken.Survey)...), nil
}

func surveyAgain() []bot.Button { return []bot.Button{actSurvey.Button(textSurveyButton, struct{}{})} }

// pressedWrite makes the next words the line of the survey.
func pressedWrite(_ context.Context, t *dialog.Turn, v surveyRef) ([]bot.Message, error) {
	t.Await("gopy", v.Unit)
	return dialog.Say(textSurveyAsk), nil
}

// gotOpinion takes the line: it goes to the unit in charge under a reference, without the person.
func (svc *Service) gotOpinion(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	s, err := loadSurvey(ctx, t.Tx, t.Update.Chat, t.Dialog.Data)
	if err != nil {
		return nil, err
	}
	if s.Level == 0 {
		t.Done()
		return dialog.Say(dialog.TextOldButton, surveyAgain()), nil
	}
	f := s.filled()
	f.Text = t.Text
	taken, err := svc.TakeSurvey(ctx, t.Tx, filler(t), t.Update.Source, f)
	if err != nil {
		return nil, err
	}
	t.Done()
	if taken.Kept != "" {
		return dialog.Say(taken.Kept), nil
	}
	return svc.opinionTaken(t, taken.Case), nil
}

// opinionTaken says what becomes of an opinion, with a day only where somebody has it.
func (svc *Service) opinionTaken(t *dialog.Turn, c Case) []bot.Message {
	text := fmt.Sprintf(textOpinionTaken, c.Ref, t.DueWords(c.Due))
	if c.Undated {
		text = fmt.Sprintf(textOpinionKept, c.Ref)
	}
	return dialog.Say(text+"\n"+textAskConsent, svc.opinionRows(t, c)...)
}

// opinionRows asks whether the outcome shall come to this chat and, on the web, who may read it.
func (svc *Service) opinionRows(t *dialog.Turn, c Case) [][]bot.Button {
	ref := caseRef{c.Ref}
	rows := [][]bot.Button{{actConsentYes.Button(textConsent, ref), actConsentNo.Button(textNoConsent, ref)}}
	if svc.Passing(t) {
		rows = append(rows, readableRow(c))
	}
	return rows
}

// pressedFinish ends the survey. A low one goes to the unit in charge even without a line.
func (svc *Service) pressedFinish(ctx context.Context, t *dialog.Turn, v surveyRef) ([]bot.Message, error) {
	s, err := loadSurvey(ctx, t.Tx, t.Update.Chat, v.Unit)
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
	return svc.opinionTaken(t, c), nil
}

// consent makes the person known until his complaint is closed.
func (svc *Service) consent(ctx context.Context, t *dialog.Turn, v caseRef) ([]bot.Message, error) {
	c, err := ownOpinion(ctx, t, v.Ref)
	if err != nil {
		return nil, err
	}
	c.Chat = t.Update.Chat
	putCase(t.Tx, c)
	return dialog.Say(fmt.Sprintf(textOpinionKnown, c.Ref)), svc.watch(ctx, t.Tx, c)
}

func noConsent(ctx context.Context, t *dialog.Turn, v caseRef) ([]bot.Message, error) {
	c, err := ownOpinion(ctx, t, v.Ref)
	if err != nil {
		return nil, err
	}
	c.Chat = bot.ChatID{}
	putCase(t.Tx, c)
	return dialog.Say(fmt.Sprintf(textOpinionHidden, c.Ref)), nil
}

// ownOpinion loads an open case that the person behind the turn opened.
func ownOpinion(ctx context.Context, t *dialog.Turn, ref string) (Case, error) {
	c, found, err := LoadCase(ctx, t.Tx, ref)
	if err != nil {
		return c, err
	}
	own, err := ownCase(ctx, t, c)
	if err == nil && (!found || !own || !c.Done.IsZero()) {
		err = dialog.OldButton
	}
	return c, err
}
