package cases

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Filled is a survey as a page takes it: all at once.
type Filled struct {
	Level   int    // 1 to 5
	Factors [5]int // 0 where nothing was said
	Unit    string // UnitID of the counter's code; empty for the office
	Text    string // one box, as typed
}

// MaxOpinion is the most runes of the box.
const MaxOpinion = 2000

// ErrBadSurvey is what a survey is refused with that no page of ours sends.
var ErrBadSurvey = errors.New("survey: want a level of 1 to 5 and a short text")

// Taken is what became of a survey: the code and the due day of the opinion made of it, if one was.
type Taken struct {
	Ref string
	Due content.Day // zero: nobody is there yet who could promise a day
	// Kept says why the opinion was not passed on: only the rating counts.
	Kept string
}

// TakeSurvey takes a survey that was filled in on a page: the same figures, the same opinion to the unit in charge and
// the same one survey a person and day as in a chat. In u, Chat stands for the person's browser ID for the form that he
// sends and Source for where it came from; sending it again replaces what it said before. A dialog.Refusal says why it
// was not taken.
func (svc *Service) TakeSurvey(ctx context.Context, tx bot.Tx, u bot.Update, f Filled) (Taken, error) {
	if f.Level < 1 || f.Level > 5 || utf8.RuneCountInString(f.Text) > MaxOpinion {
		return Taken{}, ErrBadSurvey
	}
	for _, level := range f.Factors {
		if level < 0 || level > 5 {
			return Taken{}, ErrBadSurvey
		}
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return Taken{}, err
	}
	if name, err := people.UnitName(ctx, tx, f.Unit); err != nil {
		return Taken{}, err
	} else if name == "" {
		f.Unit = ""
	}
	t := &dialog.Turn{Tx: tx, Update: u, Know: know, Now: tx.Now().In(content.Zone)}
	s, err := loadSurvey(ctx, t, f.Unit)
	if err != nil {
		return Taken{}, err
	}
	if s.Level == 0 {
		if ok, err := bounds.Surveys.Take(ctx, tx, u.Source); err != nil || !ok {
			return Taken{}, refusedOr(err, textNoMoreSurveys)
		}
	}
	s.count(tx, -1)
	s.Level, s.Factors = f.Level, f.Factors
	putSurvey(ctx, t, s)
	text := vi.MaskPersonal(vi.Clean(f.Text))
	if text == "" && s.Level > 2 {
		return Taken{}, nil
	}
	if s.Ref == "" {
		who, _, _ := strings.Cut(s.ID, ":")
		if err := mayOpen(ctx, t, who, ""); isRefusal(err) {
			return Taken{Kept: err.Error()}, nil // the rating counts all the same
		} else if err != nil {
			return Taken{}, err
		}
	}
	return svc.opinionOf(ctx, t, &s, text)
}

// opinionOf opens the opinion of a survey and gives it to the unit in charge.
func (svc *Service) opinionOf(ctx context.Context, t *dialog.Turn, s *Survey, text string) (Taken, error) {
	if err := svc.openOpinion(ctx, t, s, text); err != nil {
		return Taken{}, err
	}
	putDocument(t, *s)
	c, err := svc.sendOpinion(ctx, t.Tx, s.Ref)
	if err != nil {
		return Taken{}, err
	}
	due, promised, err := c.Promised(ctx, t.Tx)
	if !promised {
		due = content.Day{}
	}
	return Taken{Ref: c.Ref, Due: due}, err
}
