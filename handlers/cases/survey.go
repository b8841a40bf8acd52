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
	At      time.Time `json:"t"`
}

// AskSurvey answers /gopy, its plain words, the button under a rating, and the code at a counter ("/start
// gopy_<unit>").
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
		rows = append(rows, []bot.Button{actLevel.Button(figures.Levels[level], surveyLevel{level, surveyRef{unit}})})
	}
	return dialog.Say(fmt.Sprintf(textSurvey, at), rows...), nil
}

// pressedLevel takes the first answer. It counts at once; the rest is optional.
func (svc *Service) pressedLevel(ctx context.Context, t *dialog.Turn, v surveyLevel) ([]bot.Message, error) {
	level := v.Level
	if level < 1 || level > 5 || !t.Update.Private {
		return nil, dialog.OldButton
	}
	name, err := people.UnitName(ctx, t.Tx, v.Unit)
	if err != nil || v.Unit != "" && name == "" {
		return dialog.Say(dialog.TextOldButton), err
	}
	s, err := loadSurvey(ctx, t, v.Unit)
	if err != nil {
		return nil, err
	}
	if s.Level == 0 {
		if err := maySurvey(ctx, t); err != nil {
			return nil, err
		}
	}
	open := level <= 2
	if open && s.Ref == "" {
		who, _, _ := strings.Cut(s.ID, ":")
		if err := mayOpen(ctx, t, who, ""); isRefusal(err) {
			open = false // the rating counts all the same
		} else if err != nil {
			return nil, err
		}
	}
	if s.Level == 0 && t.Dialog.Entry != "" && t.Fresh() {
		s.Entry = t.Dialog.Entry
	}
	s.count(t.Tx, -1)
	s.Level = level
	putSurvey(ctx, t, s)
	if open {
		if err := svc.openOpinion(ctx, t, &s, ""); err != nil {
			return nil, err
		}
		putDocument(t, s)
		return dialog.Say(fmt.Sprintf(textSurveyLow, figures.Levels[level]), surveyRows(s)...), nil
	}
	return dialog.Say(fmt.Sprintf(textSurveyTaken, figures.Levels[level]), surveyRows(s)...), nil
}

// loadSurvey reads this person's survey of today about a unit, or begins one.
func loadSurvey(ctx context.Context, t *dialog.Turn, unit string) (s Survey, err error) {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return s, err
	}
	if unit != "" { // the code at the counter may be older than the unit's name
		u, known, err := people.UnitOf(ctx, t.Tx, unit)
		if err != nil {
			return s, err
		}
		if known {
			unit = u.ID
		}
	}
	id := who + ":" + t.Day().String() + ":" + unit
	_, err = t.Tx.Get(ctx, bot.Key{Kind: "survey", ID: id}, &s)
	s.ID, s.Unit = id, unit
	if s.At.IsZero() {
		s.At, s.Channel = t.Now, t.Update.Chat.Channel
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
		if s.Channel != "" { // of one that came before channels were counted, nobody knows it
			figures.Count(tx, figures.SurveyGroup, s.At, "c:"+s.Channel+level, delta)
		}
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
	ref := surveyRef{s.Unit}
	for i, name := range figures.FactorNames {
		if s.Factors[i] == 0 {
			rows = append(rows, []bot.Button{actFactor.Button(name, surveyFactor{Factor: i + 1, surveyRef: ref})})
		}
	}
	return append(rows, []bot.Button{actWrite.Button(textWrite, ref), actFinish.Button(textFinish, ref)})
}

// pressedFactor asks for, or takes, the level of one factor.
func pressedFactor(ctx context.Context, t *dialog.Turn, v surveyFactor) ([]bot.Message, error) {
	factor, level := v.Factor, v.Level
	if factor < 1 || factor > len(figures.FactorNames) || level < 0 || level > 5 {
		return nil, dialog.OldButton
	}
	s, err := loadSurvey(ctx, t, v.Unit)
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
	s.count(t.Tx, -1)
	s.Factors[factor-1] = level
	putSurvey(ctx, t, s)
	return dialog.Say(fmt.Sprintf(textSurveyTaken, figures.FactorNames[factor-1]+" – "+figures.Levels[level]),
		surveyRows(s)...), nil
}

func surveyAgain() []bot.Button { return []bot.Button{actSurvey.Button(textSurveyButton, struct{}{})} }

// pressedWrite makes the next words the line of the survey.
func pressedWrite(_ context.Context, t *dialog.Turn, v surveyRef) ([]bot.Message, error) {
	t.Await("gopy", v.Unit)
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
		return dialog.Say(dialog.TextOldButton, surveyAgain()), nil
	}
	if s.Ref == "" {
		who, _, _ := strings.Cut(s.ID, ":")
		if err := mayOpen(ctx, t, who, ""); err != nil {
			return nil, err
		}
	}
	if err := svc.openOpinion(ctx, t, &s, t.Text); err != nil {
		return nil, err
	}
	putDocument(t, s)
	c, err := svc.sendOpinion(ctx, t.Tx, s.Ref)
	if err != nil {
		return nil, err
	}
	return svc.opinionTaken(t, c), nil
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
	if svc.passing(t) {
		rows = append(rows, readableRow(c))
	}
	return rows
}

// pressedFinish ends the survey. A low one goes to the unit in charge even without a line.
func (svc *Service) pressedFinish(ctx context.Context, t *dialog.Turn, v surveyRef) ([]bot.Message, error) {
	s, err := loadSurvey(ctx, t, v.Unit)
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
func consent(ctx context.Context, t *dialog.Turn, v caseRef) ([]bot.Message, error) {
	c, err := ownOpinion(ctx, t, v.Ref)
	if err != nil {
		return nil, err
	}
	c.Chat = t.Update.Chat
	putCase(t.Tx, c)
	return dialog.Say(fmt.Sprintf(textOpinionKnown, c.Ref)), nil
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
