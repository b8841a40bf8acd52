package handlers

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// factors are the five things that the yearly index of people's satisfaction (SIPAS) asks about, in its words.
var factors = [...]string{
	"Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức", "Kết quả dịch vụ", "Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị",
}

// Factors lists what the survey asks about, in its order.
func Factors() []string { return factors[:] }

// levels are the answers of the survey, 1 to 5; the index of the slice is the level.
var levels = [...]string{"", "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"}

// LevelName is the word for a level of the survey, empty for none.
func LevelName(level int) string {
	if level < 1 || level >= len(levels) {
		return ""
	}
	return levels[level]
}

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

// Unit is a unit of the office as the survey and the passing on of questions know it.
type Unit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func unitKey(id string) bot.Key { return bot.Key{Kind: "unit", ID: id} }

// unitName is the name of a unit, or empty.
func unitName(ctx context.Context, r bot.Reader, id string) (string, error) {
	var u Unit
	if id == "" {
		return "", nil
	}
	_, err := r.Get(ctx, unitKey(id), &u)
	return u.Name, err
}

// askSurvey answers /gopy, its plain words, the button under a rating, and the code at a counter ("/start gopy_<unit>").
func (b *Bot) askSurvey(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textSurveyPrivate), nil
	}
	unit := strings.TrimSpace(t.u.Payload)
	if unit == "qr" {
		unit = ""
	}
	name, err := unitName(ctx, t.tx, unit)
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
		rows = append(rows, []bot.Button{{Label: levels[level], Action: fmt.Sprintf("sv:%d:%s", level, unit)}})
	}
	return say(fmt.Sprintf(textSurvey, at), rows...), nil
}

// pressedLevel takes the first answer: "sv:<level>:<unit>". It counts at once; the rest is optional.
func (b *Bot) pressedLevel(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	level := digit(parts, 1, 5)
	if len(parts) != 3 || level == 0 || !t.u.Private {
		return say(textOldButton), nil
	}
	name, err := unitName(ctx, t.tx, parts[2])
	if err != nil || parts[2] != "" && name == "" {
		return say(textOldButton), err
	}
	s, err := t.loadSurvey(ctx, parts[2])
	if err != nil {
		return nil, err
	}
	if s.Level == 0 && t.dlg.Entry != "" && t.fresh() {
		s.Entry = t.dlg.Entry
	}
	s.count(t.tx, -1)
	s.Level = level
	t.putSurvey(ctx, s)
	if level <= 2 {
		if err := b.openOpinion(ctx, t, &s, ""); err != nil {
			return nil, err
		}
		t.putDocument(s)
		return say(fmt.Sprintf(textSurveyLow, levels[level]), surveyRows(s)...), nil
	}
	return say(fmt.Sprintf(textSurveyTaken, levels[level]), surveyRows(s)...), nil
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
func (t *turn) loadSurvey(ctx context.Context, unit string) (s Survey, err error) {
	who, err := Pseudonym(ctx, t.tx, "vote", t.u.Chat)
	if err != nil {
		return s, err
	}
	id := who + ":" + t.day().String() + ":" + unit
	_, err = t.tx.Get(ctx, bot.Key{Kind: "survey", ID: id}, &s)
	s.ID, s.Unit = id, unit
	if s.At.IsZero() {
		s.At = t.now
	}
	return s, err
}

// putSurvey stores and counts a survey whose old figures were taken out.
func (t *turn) putSurvey(_ context.Context, s Survey) {
	s.count(t.tx, 1)
	t.putDocument(s)
	who, _, _ := strings.Cut(s.ID, ":")
	t.tx.Add(byPerson(who), "survey:"+s.ID, s.At.UnixMilli())
}

func (t *turn) putDocument(s Survey) { t.tx.Put(bot.Key{Kind: "survey", ID: s.ID}, s, votesTTL) }

// count adds the survey to the figures of its week and month, or takes it out.
func (s Survey) count(tx bot.Tx, delta int64) {
	if s.Level > 0 {
		level := ":" + strconv.Itoa(s.Level)
		counted(tx, surveyGroup, s.At, "all"+level, delta)
		counted(tx, surveyGroup, s.At, "u:"+s.Unit+level, delta)
		if s.Entry != "" {
			counted(tx, surveyGroup, s.At, "p:"+s.Entry+level, delta)
		}
	}
	for i, level := range s.Factors {
		if level > 0 {
			counted(tx, surveyGroup, s.At, fmt.Sprintf("f:%d:%d", i, level), delta)
		}
	}
}

// surveyRows offers the factors that nothing was said about, a line, and the end.
func surveyRows(s Survey) (rows [][]bot.Button) {
	for i, name := range factors {
		if s.Factors[i] == 0 {
			rows = append(rows, []bot.Button{{Label: name, Action: fmt.Sprintf("svf:%d:%s", i+1, s.Unit)}})
		}
	}
	return append(rows, []bot.Button{{Label: textWrite, Action: "svw:" + s.Unit}, {Label: textFinish, Action: "svd:" + s.Unit}})
}

// pressedFactor asks for, or takes, the level of one factor: "svf:<factor>:<unit>", "svf:<factor>:<unit>:<level>".
func (b *Bot) pressedFactor(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	factor := digit(parts, 1, len(factors))
	if factor == 0 || len(parts) < 3 {
		return say(textOldButton), nil
	}
	s, err := t.loadSurvey(ctx, parts[2])
	if err != nil || s.Level == 0 {
		return say(textOldButton, []bot.Button{{Label: textSurveyButton, Action: "gopy"}}), err
	}
	level := digit(parts, 3, 5)
	if level == 0 {
		var rows [][]bot.Button
		for l := 5; l >= 1; l-- {
			rows = append(rows, []bot.Button{{Label: levels[l], Action: fmt.Sprintf("svf:%d:%s:%d", factor, s.Unit, l)}})
		}
		return say(fmt.Sprintf(textSurveyFactor, factors[factor-1]), rows...), nil
	}
	s.count(t.tx, -1)
	s.Factors[factor-1] = level
	t.putSurvey(ctx, s)
	return say(fmt.Sprintf(textSurveyTaken, factors[factor-1]+" – "+levels[level]), surveyRows(s)...), nil
}

// pressedWrite makes the next words the line of the survey: "svw:<unit>".
func (b *Bot) pressedWrite(_ context.Context, t *turn) ([]bot.Message, error) {
	_, unit, _ := strings.Cut(t.u.Action, ":")
	t.await("gopy", unit)
	return say(textSurveyAsk), nil
}

// gotOpinion takes the line: it goes to the unit in charge under a reference, without the person.
func (b *Bot) gotOpinion(ctx context.Context, t *turn) ([]bot.Message, error) {
	s, err := t.loadSurvey(ctx, t.dlg.Data)
	if err != nil {
		return nil, err
	}
	t.done()
	if s.Level == 0 {
		return say(textOldButton, []bot.Button{{Label: textSurveyButton, Action: "gopy"}}), nil
	}
	if err := b.openOpinion(ctx, t, &s, vi.MaskPersonal(t.text)); err != nil {
		return nil, err
	}
	t.putDocument(s)
	c, err := b.sendOpinion(ctx, t.tx, s.Ref)
	if err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textOpinionTaken, s.Ref, t.dueWords(c.Due)), consentRow(s.Ref)), nil
}

func consentRow(ref string) []bot.Button {
	return []bot.Button{{Label: textConsent, Action: "svc:yes:" + ref}, {Label: textNoConsent, Action: "svc:no:" + ref}}
}

// pressedFinish ends the survey: "svd:<unit>". A low one goes to the unit in charge even without a line.
func (b *Bot) pressedFinish(ctx context.Context, t *turn) ([]bot.Message, error) {
	_, unit, _ := strings.Cut(t.u.Action, ":")
	s, err := t.loadSurvey(ctx, unit)
	if err != nil {
		return nil, err
	}
	if s.Ref == "" || s.Level > 2 {
		return say(textSurveyEnd), nil
	}
	c, err := b.sendOpinion(ctx, t.tx, s.Ref)
	if err != nil {
		return nil, err
	}
	return say(fmt.Sprintf(textOpinionTaken, s.Ref, t.dueWords(c.Due)), consentRow(s.Ref)), nil
}

// pressedConsent makes the person known until his complaint is closed, or not: "svc:yes:<ref>".
func (b *Bot) pressedConsent(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := strings.Split(t.u.Action, ":")
	if len(parts) != 3 {
		return say(textOldButton), nil
	}
	c, found, err := LoadCase(ctx, t.tx, parts[2])
	if err != nil {
		return nil, err
	}
	who, err := Pseudonym(ctx, t.tx, "vote", t.u.Chat)
	if err != nil {
		return nil, err
	}
	if !found || c.By != who || !c.Done.IsZero() {
		return say(textOldButton), nil
	}
	text := fmt.Sprintf(textOpinionHidden, c.Ref)
	c.Chat = bot.ChatID{}
	if parts[1] == "yes" {
		c.Chat = t.u.Chat
		text = fmt.Sprintf(textOpinionKnown, c.Ref)
	}
	putCase(t.tx, c)
	return say(text), nil
}
