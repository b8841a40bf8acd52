package cases

import (
	"context"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
)

// Progress is how far a case is, in words that give away nothing of what it says.
type Progress struct {
	State  string
	Due    string // the day by which the office answers; empty while nobody has it, who could have promised that
	Closed string // the day on which it was answered
}

// Progress tells whoever has the reference how far a case is.
func (c Case) Progress(ctx context.Context, r bot.Reader) (Progress, error) {
	if !c.Done.IsZero() {
		return Progress{State: textProgressDone, Closed: vidate.Format(content.DayOf(c.Done.In(content.Zone)))}, nil
	}
	due, promised, err := c.Promised(ctx, r)
	if err != nil || !promised {
		return Progress{State: textProgressNobody}, err
	}
	return Progress{State: textProgressOpen, Due: vidate.Format(due)}, nil
}

// Follow finds a case by its reference for a page, which does not know who asks. over reports that too many references
// that nothing has came from the same source: then nothing is told. source is a key for the address, empty for none.
func Follow(ctx context.Context, tx bot.Tx, source, ref string) (c Case, found, over bool, err error) {
	if c, found, err = LoadCase(ctx, tx, ref); err != nil {
		return c, false, false, err
	}
	t := &dialog.Turn{Tx: tx, Update: bot.Update{Source: source}, Now: tx.Now().In(content.Zone)}
	over, err = guessed(ctx, t, found)
	return c, found && !over, over, err
}

// How far a case is, on a page that anybody may open who knows the reference.
const (
	textProgressOpen   = "Cán bộ đang xử lý"
	textProgressNobody = "Đã lưu, chưa có cán bộ nhận"
	textProgressDone   = "Đã trả lời"
)
