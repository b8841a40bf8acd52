package noticepages

import (
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
)

// The page of messages that could not be sent, with a press each to send it again; /thuhong is the same in a chat.

const (
	deadPath  = "/admin/tin-hong"
	deadShown = 100
)

type deadRow struct {
	ID, Whom, Why string
	At            time.Time
	Tries         int
}

type deadData struct {
	Rows []deadRow
	Most int // set when there are more than these
}

func deadPage(c *console.Console, v *console.Visit) error {
	var d deadData
	if c.Bot.Dead == nil {
		return c.Show(v, "dead", "Tin không gửi được", d)
	}
	letters, err := c.Bot.Dead.DeadLetters(v.Context(), 0, deadShown+1)
	if err != nil {
		return err
	}
	if len(letters) > deadShown {
		letters, d.Most = letters[:deadShown], deadShown
	}
	err = c.Deed(v, func(tx bot.Tx, _ people.Actor) error {
		d.Rows = nil
		for _, l := range letters {
			whom, err := c.Bot.Whom(v.Context(), tx, l.Out.To)
			if err != nil {
				return err
			}
			d.Rows = append(d.Rows, deadRow{l.ID, whom, l.Reason, l.At, l.Tries + 1})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.ShowAs(v, http.StatusOK, "dead", "Tin không gửi được", d)
}

func resend(c *console.Console, v *console.Visit) error {
	if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return c.Bot.Resend(v.Context(), tx, by, v.Form("ma"))
	}); err != nil {
		return err
	}
	return v.Back(deadPath, "gui-lai")
}
