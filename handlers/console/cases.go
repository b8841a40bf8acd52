package console

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/sheet"
)

type caseRow struct {
	cases.Case
	UnitName, EntryTitle string
	Late, Open           bool
	LevelName            string
}

type shareRow struct {
	Label string
	Share figures.Share
}

type casesData struct {
	Table              Table
	States             []lightFigure // open, answered
	State              string
	Moves              []people.Unit // to which an open one can be given
	Month, MonthWords  string
	Rows               []caseRow
	All                figures.Share
	Target, Verdict    string
	Factors, Units, By []shareRow
	Channels           []shareRow
	Usage              figures.Usage
	Reasons            []figure
	Worst              []worstRow
	SelfChosen         string
	May, MayDraft      bool
	MayClose           bool // many at once
}

type worstRow struct {
	Title, Path string
	Up, Down    int
}

// month is the month asked for, or this one.
func (c *Console) month(v *Visit) time.Time {
	at, err := time.ParseInLocation("2006-01", v.r.URL.Query().Get("thang"), content.Zone)
	if err != nil || at.After(c.Now()) {
		at = c.Now().In(content.Zone)
	}
	return at
}

func (c *Console) cases(v *Visit) error {
	month := c.month(v)
	know := c.Bot.Knowledge()
	rows, err := c.caseRows(v, 200)
	if err != nil {
		return err
	}
	s, err := cases.Satisfaction(v.ctx, c.State, figures.In(figures.Month(month), v.office.Slug))
	if err != nil {
		return err
	}
	t := ReadTable(v, "/admin/y-kien", "cho", caseColumns, "thang", "tinh-trang")
	shown, states := chooseCases(t, rows, v.r.URL.Query().Get("tinh-trang"))
	moves, err := people.Units(v.ctx, c.State)
	if err != nil {
		return err
	}
	moves = people.Only(v.office, moves, func(u people.Unit) string { return u.Name })
	d := casesData{Month: figures.Month(month), MonthWords: month.Format("1/2006"), Rows: shown, Table: t,
		States: states, Moves: moves,
		State: v.r.URL.Query().Get("tinh-trang"), All: s.Known().Share(),
		SelfChosen: handlers.SelfChosen,
		May:        v.May(answer), MayDraft: v.May(Editors) && v.office.All(), MayClose: v.May(Admins)}
	if target, ok := figures.SatisfactionTarget(know.Library); ok {
		d.Target, d.Verdict = target.String(), target.Verdict(d.All)
	}
	if d.Usage, err = figures.LoadUsage(v.ctx, c.State, figures.In(figures.Month(month), v.office.Slug)); err != nil {
		return err
	}
	for i, name := range figures.Factors() {
		d.Factors = append(d.Factors, shareRow{name, s.Factor[i].Share()})
	}
	units, err := c.unitNames(v)
	if err != nil {
		return err
	}
	for _, channel := range dialog.SortedNames(s.Channel) {
		d.Channels = append(d.Channels, shareRow{dialog.ChannelName(channel), s.Channel[channel].Share()})
	}
	for id, t := range s.Unit {
		d.Units = append(d.Units, shareRow{orElse(units[id], "Không ghi đơn vị"), t.Share()})
	}
	for id, t := range s.Entry {
		d.By = append(d.By, shareRow{know.TitleOf(id), t.Share()})
	}
	for _, list := range [][]shareRow{d.Units, d.By} {
		sort.Slice(list, func(i, j int) bool { return list[i].Share.N > list[j].Share.N })
	}
	for id, n := range d.Usage.ByEntry {
		path, _ := know.FileOf(id)
		if n[1] > 0 {
			d.Worst = append(d.Worst, worstRow{know.TitleOf(id), path, n[0], n[1]})
		}
	}
	sort.Slice(d.Worst, func(i, j int) bool { return d.Worst[i].Down > d.Worst[j].Down })
	d.Worst = d.Worst[:min(15, len(d.Worst))]
	return c.Show(v, "cases", "Ý kiến và câu hỏi chuyển", d)
}

// caseColumns are what the list of cases is ordered by; its own order is what waits first, by the day it is due, and
// then what was answered last.
var (
	caseColumns = []Column{{"han", "hạn trả lời"}, {"nhan", "lúc nhận"}, {"don-vi", "đơn vị"}}
	caseOrders  = map[string]func(a, b caseRow) int{
		"han":    func(a, b caseRow) int { return a.Due.Sub(b.Due) },
		"nhan":   func(a, b caseRow) int { return a.At.Compare(b.At) },
		"don-vi": ByName(func(r caseRow) string { return r.UnitName }),
	}
	caseStates = [][2]string{{"cho", "Đang chờ trả lời"}, {"xong", "Đã trả lời"}}
)

// chooseCases are the rows in the order of the table that its words find and that are in a state, with how many there
// are in each.
func chooseCases(t Table, rows []caseRow, state string) (shown []caseRow, states []lightFigure) {
	slices.SortStableFunc(rows, func(a, b caseRow) int {
		switch {
		case a.Open && b.Open:
			return a.Due.Sub(b.Due)
		case a.Open:
			return -1
		case b.Open:
			return 1
		}
		return b.Done.Compare(a.Done)
	})
	for _, s := range caseStates {
		states = append(states, lightFigure{Label: s[1], Path: t.With("tinh-trang", s[0]), Here: s[0] == state})
	}
	for _, r := range rows {
		in := "xong"
		if r.Open {
			in = "cho"
			states[0].Count++
		} else {
			states[1].Count++
		}
		if (state == "" || state == in) && t.Matches(r.Ref, r.Text, r.UnitName, r.EntryTitle, r.LevelName, r.Answer) {
			shown = append(shown, r)
		}
	}
	SortRows(t, shown, caseOrders)
	return shown, states
}

// caseRows are the newest cases as they may be shown: never who waits.
func (c *Console) caseRows(v *Visit, most int) (out []caseRow, err error) {
	units, err := c.unitNames(v)
	if err != nil {
		return nil, err
	}
	list, err := c.State.List(v.ctx, cases.CasesSet, bot.Range{Max: 1 << 52, Reverse: true, Limit: most})
	if err != nil {
		return nil, err
	}
	today := content.DayOf(c.Now().In(content.Zone))
	mine, err := c.unitOf(v)
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		k, found, err := cases.LoadCase(v.ctx, c.State, e.Member)
		if err != nil {
			return nil, err
		}
		if !found || !v.office.Has(units[k.Unit]) || v.role == people.RoleHead &&
			(k.Unit == "" || people.UnitID(units[k.Unit]) != mine) {
			continue
		}
		row := caseRow{Case: k, UnitName: units[k.Unit], Open: k.Done.IsZero(), LevelName: figures.LevelName(k.Level)}
		row.Late = row.Open && k.Due.Before(today)
		if k.Entry != "" {
			row.EntryTitle = c.Bot.Knowledge().TitleOf(k.Entry)
		}
		out = append(out, row)
	}
	return out, nil
}

// unitOf is the UnitID of the visitor's unit.
func (c *Console) unitOf(v *Visit) (string, error) {
	_, id, err := c.Bot.People.RoleOf(v.ctx, c.State, v.s.Chat)
	if err != nil {
		return "", err
	}
	p, ok, err := people.Load(v.ctx, c.State, id.Person)
	if err != nil || !ok {
		return "", err
	}
	return people.UnitID(p.Unit), nil
}

// answerCase sends the answer to whoever waits. Heads answer what is their unit's.
func (c *Console) answerCase(v *Visit) error {
	text := vi.Clean(v.Form("tra-loi"))
	if text == "" || len([]rune(text)) > 3000 {
		return refusal{http.StatusBadRequest, textAnswerLength}
	}
	said := "tra-loi"
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, known, err := c.Bot.Cases.Answer(v.ctx, tx, by, v.Form("ma"), text)
		if said = "tra-loi"; !known {
			said = "luu-tra-loi"
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back("/admin/y-kien", said)
}

// moveCase gives an open case to another unit.
func moveCase(c *Console, v *Visit) error {
	if v.Form("don-vi") == "" {
		return refusal{http.StatusBadRequest, textPickUnit}
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := c.Bot.Cases.Move(v.ctx, tx, by, v.Form("ma"), v.Form("don-vi"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back("/admin/y-kien", "chuyen-don-vi")
}

// closeCase closes one case without an answer; who waits reads why.
func closeCase(c *Console, v *Visit) error {
	reason := vi.Clean(v.Form("ly-do"))
	if reason == "" || len([]rune(reason)) > 500 {
		return refusal{http.StatusBadRequest, textCloseReason}
	}
	ref := v.Form("ma")
	ok, err := Agreed(c, v, fmt.Sprintf(textCloseOne, ref), Sure{Back: "/admin/y-kien", Label: textCloseLabel,
		Happens: []string{textCloseNoReply, fmt.Sprintf(textCloseTold, reason), textCloseTask}})
	if !ok {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return c.Bot.Cases.Close(v.ctx, tx, by, ref, reason)
	})
	if err != nil {
		return err
	}
	return v.Back("/admin/y-kien", "dong-mot")
}

// closeCases closes many cases at once for one reason: those ticked, or all that came from the web lately.
func (c *Console) closeCases(v *Visit) error {
	reason := vi.Clean(v.Form("ly-do"))
	if reason == "" || len([]rune(reason)) > 500 {
		return refusal{http.StatusBadRequest, textCloseReason}
	}
	hours := atoi(v.Form("web"))
	if hours < 0 || hours > 24*31 {
		return ErrNotFound
	}
	chosen := func(r bot.Reader, now time.Time) (refs []string, err error) {
		if refs = v.r.PostForm["ma"]; hours > 0 {
			refs, err = cases.OpenFrom(v.ctx, r, "web", now.Add(-time.Duration(hours)*time.Hour), closeMost)
		}
		return refs[:min(len(refs), closeMost)], err
	}
	refs, err := chosen(c.State, c.Now())
	if err != nil {
		return err
	}
	if len(refs) == 0 {
		return refusal{http.StatusBadRequest, textCloseNone}
	}
	ok, err := Agreed(c, v, fmt.Sprintf(textCloseMany, len(refs)), Sure{Back: "/admin/y-kien", Label: textCloseLabel,
		Happens: []string{textCloseNoReply, fmt.Sprintf(textCloseTold, reason), textCloseTask}})
	if !ok {
		return err
	}
	if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		refs, err := chosen(tx, tx.Now())
		if err == nil {
			_, err = c.Bot.Cases.CloseMany(v.ctx, tx, by, refs, reason)
		}
		return err
	}); err != nil {
		return err
	}
	return v.Back("/admin/y-kien", "dong")
}

// closeMost is how many cases are closed in one deed.
const closeMost = 200

// draftCase makes a draft entry of an answered question and opens it.
func (c *Console) draftCase(v *Visit) error {
	var d library.Draft
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) (err error) {
		d, err = cases.Draft(v.ctx, tx, by, v.Form("ma"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back("/admin/noi-dung/to?nhap="+url.QueryEscape(d.ID), "nhap")
}

// exportCases writes the cases without anybody's identity.
func (c *Console) exportCases(v *Visit) error {
	rows, err := c.caseRows(v, 10000)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: "Ý kiến", Head: []string{"Mã", "Nhận lúc", "Nội dung", "Mức", "Thủ tục", "Đơn vị", "Hạn",
		"Trả lời lúc", "Trả lời"}}
	for _, r := range rows {
		var done any
		if !r.Open {
			done = r.Done.In(content.Zone)
		}
		t.Rows = append(t.Rows, []any{r.Ref, r.At.In(content.Zone), r.Text, r.LevelName,
			r.EntryTitle, r.UnitName, r.Due.At(0, 0), done, r.Answer})
	}
	if err := exported(c, v, "y-kien", len(t.Rows)); err != nil {
		return err
	}
	if v.r.URL.Query().Get("dang") == "csv" {
		return v.Download("y-kien.csv", sheet.CSVType, sheet.CSV(t))
	}
	body, err := sheet.XLSX(t)
	if err != nil {
		return err
	}
	return v.Download("y-kien.xlsx", sheet.XLSXType, body)
}

// report is the month's workbook.
func (c *Console) report(v *Visit) error {
	month := c.month(v)
	body, err := handlers.MonthReport(v.ctx, c.State, c.Bot.Knowledge(), c.Bot.Config.Office, v.office, month)
	if err != nil {
		return err
	}
	if err := exported(c, v, "bao-cao-hai-long-"+figures.Month(month), 0); err != nil {
		return err
	}
	return v.Download("bao-cao-hai-long-"+figures.Month(month)+".xlsx", sheet.XLSXType, body)
}
