package site

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/remind"
)

// limitForm asks for the day from which a limit of the law is counted.
type limitForm struct {
	N     int
	Event string // "Ngày sinh"
	Text  string // the limit in words
	To    string // path of the page that answers
	From  string // as the browser sends it, YYYY-MM-DD
	Max   string // today: what has not happened is not counted from
}

type limitData struct {
	Title, Entry string // of the procedure and its path
	Form         limitForm
	Problem      string
	Last         string // the last day, in words
	From         string
	Gone         bool
	Note         string // where it depends on what is not decided
	File         string // path of the calendar file; empty when the day is over
}

// At is the form as a page shows it.
func (f limitForm) At(p page) map[string]any { return map[string]any{"Form": f, "Action": p.To(f.To)} }

// limitForms are the forms of an entry's page; a site of files has nobody who could answer them.
func (v *visit) limitForms(p *content.Procedure) (out []limitForm) {
	if v.Site.files != nil {
		return nil
	}
	for n, d := range remind.Limits(p, v.day) {
		out = append(out, v.limitForm(p, n, d))
	}
	return out
}

func (v *visit) limitForm(p *content.Procedure, n int, d content.DeadlineFact) limitForm {
	event := d.Event
	if event == "" {
		event = textSomeEvent
	}
	return limitForm{N: n, Event: vi.Capital(event), Text: strings.TrimRight(d.Text, ". "), To: procedurePath(p) + "/han", Max: v.day.String()}
}

// limitOf is what a request asks: a limit of an entry, counted from a day. problem says what is wrong with the day.
func (v *visit) limitOf() (last remind.Last, form limitForm, problem string, ok bool) {
	p, found := v.know.Library.Procedure(v.r.PathValue("id"))
	if !found || p.Key != v.r.PathValue("id") {
		return last, form, "", false
	}
	all := remind.Limits(p, v.day)
	n, err := strconv.Atoi(v.r.URL.Query().Get("n"))
	if err != nil {
		n = 0
	}
	if n < 0 || n >= len(all) {
		return last, form, "", false
	}
	last = remind.Last{Procedure: p, Limit: all[n]}
	form = v.limitForm(p, n, all[n])
	at, err := time.Parse(time.DateOnly, v.r.URL.Query().Get("tu"))
	if err != nil {
		return last, form, textWhichDay, true
	}
	last.From = content.DayOf(at)
	form.From = last.From.String()
	if last.From.After(v.day) || v.day.Sub(last.From) > farBack {
		return last, form, textWhichDay, true
	}
	last.Due, ok = v.know.Calendar.Deadline(last.From, all[n].Term)
	return last, form, "", ok
}

// farBack is the most days that an event lies back; a year that is typed wrong lies further.
const farBack = 40 * 366

// showLimit says until when the law lets one do a thing, counted from a day that is typed. Nothing of it is kept.
func showLimit(v *visit) error {
	last, form, problem, ok := v.limitOf()
	if !ok {
		return v.missing()
	}
	d := limitData{Title: last.Procedure.Title, Entry: procedurePath(last.Procedure), Form: form, Problem: problem}
	status := http.StatusUnprocessableEntity
	if problem == "" {
		status = http.StatusOK
		d.Last, d.From = vidate.Format(last.Day), vidate.Format(last.From)
		d.Note = bot.Plain(dialog.Provisional(last.Undecided))
		if d.Gone = last.Day.Before(v.day); !d.Gone {
			d.File = fmt.Sprintf("%s.ics?n=%d&tu=%s", form.To, form.N, form.From)
		}
	}
	return v.write(status, keepNothing, "limit", page{Title: "Hạn chót: " + last.Procedure.Title, Path: form.To, Hidden: true,
		Data: d, Crumbs: []link{{"Tất cả thủ tục", "/thu-tuc", ""}, {last.Procedure.Title, d.Entry, ""}}})
}

// showLimitFile is the same day for the visitor's own calendar.
func showLimitFile(v *visit) error {
	last, _, problem, ok := v.limitOf()
	if !ok || problem != "" || last.Day.Before(v.day) {
		return v.missing()
	}
	f := last.File(v.now)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	return v.file(f.Type, keepNothing, f.Bytes)
}
