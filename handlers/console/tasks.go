package console

import (
	"strconv"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

type tasksData struct {
	Tasks  []handlers.BoardTask
	Lights map[handlers.Light]string
	Counts []figure
}

// tasks is the board: a head's unit, everybody else's whole office.
func (c *Console) tasks(v *visit) error {
	unit := ""
	if v.role == handlers.RoleHead {
		_, id, err := c.Bot.RoleOf(v.ctx, c.State, v.s.Chat)
		if err != nil {
			return err
		}
		p, _, err := handlers.LoadPerson(v.ctx, c.State, id.Person)
		if err != nil {
			return err
		}
		if unit = p.Unit; unit == "" {
			return refusal{403, "Ông/bà chưa thuộc đơn vị nào."}
		}
	}
	board, err := c.Bot.Board(v.ctx, c.State, "", unit, content.DayOf(c.Now().In(content.Zone)), 500)
	if err != nil {
		return err
	}
	d := tasksData{Tasks: board, Lights: handlers.LightNames}
	for _, l := range []handlers.Light{handlers.LightLate, handlers.LightSilent, handlers.LightSoon, handlers.LightOnTime} {
		n := 0
		for _, t := range board {
			if t.Light == l {
				n++
			}
		}
		d.Counts = append(d.Counts, figure{Label: handlers.LightNames[l], Value: strconv.Itoa(n)})
	}
	return c.show(v, "tasks", "Công việc", d)
}
