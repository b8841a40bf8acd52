package console

import (
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/sheet"
)

// boardMost is how many tasks the page shows; the export has all.
const boardMost = 500

type lightFigure struct {
	Label, Path string
	Count       int
	Here        bool
}

type tasksData struct {
	Table       Table
	All         int // open tasks of the light before the filter
	Tasks       []tasks.BoardTask
	Lights      map[tasks.Light]string
	Counts      []lightFigure
	Only        string // the light shown, empty: all
	Most        int    // set when there are more tasks than shown
	May, Plans  bool   // give and export; confirm templates
	Form        taskForm
	Closed      []tasks.Task
	Feed        bool   // the visitor has a secret address of his own
	FeedNew     string // that address, when it was made just now: it is shown once
	Head        bool   // the visitor leads a unit
	UnitFeed    bool   // and has a secret address of its dates
	Official    bool   // the visitor has dates of his own
	HasAddress  bool   // the program knows its public address
	ExportKinds [][2]string
}

// Today is the day at the office.
func (c *Console) Today() content.Day { return content.DayOf(c.Now().In(content.Zone)) }

// unitSeen is the unit whose tasks the visitor sees: a head's own, everybody else's the whole office ("").
func (c *Console) unitSeen(v *Visit) (string, error) {
	if v.role != people.RoleHead {
		return "", nil
	}
	_, id, err := c.Bot.People.RoleOf(v.ctx, c.State, v.s.Chat)
	if err != nil {
		return "", err
	}
	p, _, err := people.Load(v.ctx, c.State, id.Person)
	if err == nil && p.Unit == "" {
		err = refusal{http.StatusForbidden, textNoUnit}
	}
	return p.Unit, err
}

// taskColumns are the columns of the board, and taskOrders how each orders it; its own order is by the due day.
var (
	taskColumns = []Column{{"viec", "Việc"}, {"nguoi", "Đơn vị, người làm"}, {"han", "Hạn"}, {"tinh-hinh", "Tình hình"}}
	taskOrders  = map[string]func(a, b tasks.BoardTask) int{
		"viec":  ByName(func(t tasks.BoardTask) string { return t.Title }),
		"nguoi": ByName(func(t tasks.BoardTask) string { return t.Unit + " " + t.Who }),
		"han":   func(a, b tasks.BoardTask) int { return a.Due.Sub(b.Due) },
		"tinh-hinh": func(a, b tasks.BoardTask) int {
			return slices.Index(tasks.Lights, a.Light) - slices.Index(tasks.Lights, b.Light)
		},
	}
)

// tasks is the board.
func (c *Console) tasks(v *Visit) error { return c.board(v, "") }

// board is the board, with the visitor's own calendar address where it was made just now.
func (c *Console) board(v *Visit, feed string) error {
	unit, err := c.unitSeen(v)
	if err != nil {
		return err
	}
	board, err := c.Bot.Tasks.Board(v.ctx, c.State, "", unit, c.Today(), boardMost)
	if err != nil {
		return err
	}
	board = people.Only(v.office, board, func(k tasks.BoardTask) string { return k.Unit })
	d := tasksData{Lights: tasks.LightNames, May: v.May(leaders),
		Plans: v.May(Admins) && v.office.All(), ExportKinds: exportKinds,
		FeedNew: feed}
	d.Table = ReadTable(v, "/admin/cong-viec", "bang", taskColumns, "loc")
	if len(board) == boardMost {
		d.Most = boardMost
	}
	d.choose(board, tasks.Light(v.r.URL.Query().Get("loc")))
	if d.Closed, err = tasks.Closed(v.ctx, c.State, v.office, unit, 20); err != nil {
		return err
	}
	d.HasAddress = c.Bot.Tasks.PublicURL != ""
	return c.atDesk(v, func(desk *tasks.Desk) error {
		if d.Official = desk.Official().ID != ""; d.Official {
			if _, d.Feed, err = tasks.FeedSince(v.ctx, c.State, desk.Official().ID, tasks.FeedOwn); err != nil {
				return err
			}
			if d.Head = v.role == people.RoleHead; d.Head {
				_, d.UnitFeed, err = tasks.FeedSince(v.ctx, c.State, desk.Official().ID, tasks.FeedUnit)
				if err != nil {
					return err
				}
			}
		}
		if d.May {
			if d.Form, err = emptyForm(c, v, desk); err != nil {
				return err
			}
		}
		return nil
	}, func() error { return c.Show(v, "tasks", "Công việc", d) })
}

// choose takes the tasks of a light that the words of the table find, in its order, and counts those of each light.
func (d *tasksData) choose(board []tasks.BoardTask, only tasks.Light) {
	if tasks.LightNames[only] != "" {
		d.Only = tasks.LightNames[only]
	}
	for _, l := range tasks.Lights {
		n := 0
		for _, t := range board {
			if t.Light == l {
				n++
			}
		}
		d.Counts = append(d.Counts, lightFigure{tasks.LightNames[l], d.Table.With("loc", string(l)), n, l == only})
	}
	for _, t := range board {
		if d.Only != "" && t.Light != only {
			continue
		}
		if d.All++; d.Table.Matches(t.ID, t.Title, t.Unit, t.Who, tasks.LightNames[t.Light]) {
			d.Tasks = append(d.Tasks, t)
		}
	}
	SortRows(d.Table, d.Tasks, taskOrders)
}

// atDesk does something as the visitor with tasks, in one transaction, and answers once it is committed.
func (c *Console) atDesk(v *Visit, do func(*tasks.Desk) error, then func() error) error {
	seed := v.Form("lan")
	if len(seed) != 43 {
		seed = people.NewToken()
	}
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		desk, err := c.Bot.Tasks.DeskOf(v.ctx, tx, v.s.Chat, seed)
		if err != nil {
			return err
		}
		return do(desk)
	})
	if err != nil {
		return err
	}
	return then()
}

// exportKinds are the tables of an export by the word in the form.
var exportKinds = [][2]string{{"dang-mo", "CSV: việc đang mở"}, {"da-dong", "CSV: việc đã đóng"},
	{"nhat-ky", "CSV: nhật ký"}}

// exportTasks writes the board, what was closed this year, and what happened: a workbook, or one of them as CSV.
func (c *Console) exportTasks(v *Visit) error {
	var tables []tasks.Table
	return c.atDesk(v, func(desk *tasks.Desk) (err error) {
		tables, err = desk.Tables(v.ctx)
		return err
	}, func() (err error) {
		day := c.Today().String()
		if i := slices.IndexFunc(exportKinds, func(k [2]string) bool { return k[0] == v.Form("bang") }); i >= 0 {
			return v.Download("viec-"+exportKinds[i][0]+"-"+day+".csv", sheet.CSVType, sheet.CSV(tables[i]))
		}
		body, err := sheet.XLSX(tables...)
		if err != nil {
			return err
		}
		return v.Download("viec-"+day+".xlsx", sheet.XLSXType, body)
	})
}

// feed makes, renews or closes the visitor's own calendar address. A new one stands on the page that answers, once.
func (c *Console) feed(v *Visit) error {
	verb, ofUnit := strings.CutSuffix(v.Form("viec"), "-don-vi")
	if verb == "doi" {
		ok, err := Agreed(c, v, textNewFeed, Sure{Back: "/admin/cong-viec", Label: textNewFeedLabel,
			Happens: []string{textNewFeedStops}})
		if !ok {
			return err
		}
	}
	if verb == "dong" {
		ok, err := Agreed(c, v, textCloseFeed, Sure{Back: "/admin/cong-viec", Label: textCloseFeedLabel,
			Happens: []string{textCloseFeedStops, textCloseFeedNew}})
		if !ok {
			return err
		}
	}
	link := ""
	return c.atDesk(v, func(d *tasks.Desk) (err error) {
		link = ""
		kind := tasks.FeedOwn
		if ofUnit {
			kind = tasks.FeedUnit
		}
		if verb == "dong" {
			return d.CloseFeed(v.ctx, kind)
		}
		link, err = d.NewFeed(v.ctx, kind)
		return err
	}, func() error {
		if link == "" {
			return v.Back("/admin/cong-viec", "luu")
		}
		return c.board(v, link)
	})
}
