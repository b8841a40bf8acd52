package cases

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Filled is a survey as a page or a chat has it: the whole of what a person says of one unit on one day.
type Filled struct {
	Level   int    // 1 to 5
	Factors [5]int // 0 where nothing was said
	Unit    string // UnitID of the counter's code; empty for the office
	Entry   string // the procedure that was asked about before; only the first filling of a day says it
	Text    string // as typed: it is cleaned, and personal numbers in it are masked
	// Open: more may come, as in a chat that asks one thing after another. A low level then waits for its line a while
	// before it goes to the unit in charge; a line goes at once.
	Open bool
}

// MaxOpinion is the most runes of a survey's text.
const MaxOpinion = 2000

// errBadSurvey refuses what no page and no button of ours sends.
var errBadSurvey = dialog.Refuse(dialog.TextOldButton)

// Taken is what became of a survey.
type Taken struct {
	Survey Survey
	Case   Case        // the opinion made of it; zero when there is none
	Due    content.Day // until when somebody answers it; zero: nobody is there yet who could promise a day
	// Kept says why the opinion was not passed on: only the rating counts.
	Kept string
}

// TakeSurvey takes a survey: it counts, replaces what the same person said of the unit on the same day, and opens an
// opinion for the unit in charge when it is low or has words. by.Chat stands for the person, of whom only a keyed hash
// is kept: his chat, or a random name of his browser. source is where a stranger on the web came from
// (bot.Update.Source); empty elsewhere. A dialog.Refusal says why it was not taken.
func (svc *Service) TakeSurvey(ctx context.Context, tx bot.Tx, by people.Actor, source string, f Filled) (Taken,
	error) {
	if err := f.check(); err != nil {
		return Taken{}, err
	}
	name, err := people.UnitName(ctx, tx, f.Unit)
	if err != nil {
		return Taken{}, err
	}
	if name == "" {
		f.Unit = ""
	}
	s, err := loadSurvey(ctx, tx, by.Chat, f.Unit)
	if err != nil {
		return Taken{}, err
	}
	if s.Level == 0 {
		if err := maySurvey(ctx, tx, source); err != nil {
			return Taken{}, err
		}
		s.Entry, s.Office = f.Entry, svc.People.OfficeOf(name).Slug
	}
	s.count(tx, -1)
	s.Level, s.Factors = f.Level, f.Factors
	s.count(tx, 1)
	putSurvey(tx, s)
	text := vi.MaskPersonal(vi.Clean(f.Text))
	if text == "" && s.Level > 2 {
		return Taken{Survey: s}, nil
	}
	return svc.takeOpinion(ctx, tx, source, s, text, f.Open && text == "")
}

// check refuses what is no survey.
func (f Filled) check() error {
	if utf8.RuneCountInString(f.Text) > MaxOpinion {
		return dialog.Refuse(textOpinionLong)
	}
	if f.Level < 1 || f.Level > 5 {
		return errBadSurvey
	}
	for _, level := range f.Factors {
		if level < 0 || level > 5 {
			return errBadSurvey
		}
	}
	return nil
}

// takeOpinion opens, or fills up, the opinion of a survey; it goes to the unit in charge unless it waits for its line.
// Where no more opinions are taken the rating counts all the same.
func (svc *Service) takeOpinion(ctx context.Context, tx bot.Tx, source string, s Survey, text string,
	waits bool) (Taken, error) {
	if s.Ref == "" {
		who, _, _ := strings.Cut(s.ID, ":")
		know, err := svc.Calendar.Knowledge(ctx, tx)
		if err != nil {
			return Taken{}, err
		}
		if err := mayOpen(ctx, tx, know, source, who, ""); isRefusal(err) {
			return Taken{Survey: s, Kept: err.Error()}, nil
		} else if err != nil {
			return Taken{}, err
		}
	}
	if err := svc.openOpinion(ctx, tx, &s, text); err != nil {
		return Taken{}, err
	}
	putSurvey(tx, s)
	out := Taken{Survey: s}
	var err error
	if waits {
		out.Case, _, err = LoadCase(ctx, tx, s.Ref)
		return out, err
	}
	if out.Case, err = svc.sendOpinion(ctx, tx, s.Ref); err != nil {
		return out, err
	}
	due, promised, err := out.Case.Promised(ctx, tx)
	if promised {
		out.Due = due
	}
	return out, err
}

// loadSurvey reads a person's survey of today about a unit, or begins one.
func loadSurvey(ctx context.Context, tx bot.Tx, chat bot.ChatID, unit string) (s Survey, err error) {
	who, err := people.Pseudonym(ctx, tx, "vote", chat)
	if err != nil {
		return s, err
	}
	if unit != "" { // the code at the counter may be older than the unit's name
		u, known, err := people.UnitOf(ctx, tx, unit)
		if err != nil {
			return s, err
		}
		if known {
			unit = u.ID
		}
	}
	now := tx.Now().In(content.Zone)
	id := who + ":" + content.DayOf(now).String() + ":" + unit
	_, err = tx.Get(ctx, bot.Key{Kind: "survey", ID: id}, &s)
	s.ID, s.Unit = id, unit
	if s.At.IsZero() {
		s.At, s.Channel = now, chat.Channel
	}
	return s, err
}

func putSurvey(tx bot.Tx, s Survey) {
	tx.Put(bot.Key{Kind: "survey", ID: s.ID}, s, votesTTL)
	who, _, _ := strings.Cut(s.ID, ":")
	tx.Add(people.ByPerson(who), "survey:"+s.ID, s.At.UnixMilli())
}

// filled is what a survey says so far, to be said again with more.
func (s Survey) filled() Filled {
	return Filled{Level: s.Level, Factors: s.Factors, Unit: s.Unit, Open: true}
}
