package cases

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
)

// openSet is the set of what a person waits for an answer to, by pseudonym: references by the time they came.
func openSet(by string) string { return "cases-open:" + by }

// waiting lists the open cases of a person.
func waiting(ctx context.Context, r bot.Reader, by string) (out []Case, err error) {
	refs, err := r.List(ctx, openSet(by), bot.Range{Max: dialog.MaxScore, Limit: bounds.OpenCases})
	if err != nil {
		return nil, err
	}
	for _, e := range refs {
		c, found, err := LoadCase(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found && c.Done.IsZero() {
			out = append(out, c)
		}
	}
	return out, nil
}

// mayOpen counts one case more of a person, or refuses it: too many of his wait, or strangers on the web (source) have
// handed in too many today. A question that already waits is refused with its reference.
func mayOpen(ctx context.Context, tx bot.Tx, know *answers.Knowledge, source, by, text string) error {
	open, err := waiting(ctx, tx, by)
	if err != nil {
		return err
	}
	var refs []string
	for _, c := range open {
		if refs = append(refs, c.Ref); text != "" && c.Question() && vi.Fold(c.Text) == vi.Fold(text) {
			return dialog.RefuseLate(fmt.Sprintf(textPassedBefore, c.Ref,
				dialog.DueWords(know, content.DayOf(tx.Now().In(content.Zone)), c.Due)))
		}
	}
	if len(open) >= bounds.OpenCases {
		return dialog.RefuseLate(fmt.Sprintf(textTooManyWait, len(open), strings.Join(refs, ", ")))
	}
	if ok, err := bounds.Cases.Take(ctx, tx, source); err != nil || !ok {
		return refusedOr(err, textNoMoreCases)
	}
	return nil
}

func isRefusal(err error) bool {
	var no dialog.Refusal
	return errors.As(err, &no)
}

// maySurvey counts one survey more from a source, or refuses it.
func maySurvey(ctx context.Context, tx bot.Tx, source string) error {
	if ok, err := bounds.Surveys.Take(ctx, tx, source); err != nil || !ok {
		return refusedOr(err, textNoMoreSurveys)
	}
	return nil
}

func refusedOr(err error, text string) error {
	if err != nil {
		return err
	}
	return dialog.RefuseLate(text)
}
