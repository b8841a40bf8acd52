// Package gradepages is the review desk's pages: a week's sample, one reply after the other as the citizen read it, and
// what is to be done about a bad one. What a grade means stands in package grading.
package gradepages

import (
	"context"
	"embed"
	"fmt"
	"net/url"
	"regexp"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/people"
)

const deskPath = "/admin/cham"

// weeksBack is how many weeks the desk offers: as long as a sample is kept.
const weeksBack = 12

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room() console.Room {
	return console.Room{
		Pages: pages,
		Menu: []console.MenuItem{{Path: deskPath, Label: "Chấm câu trả lời", Roles: console.Readers,
			After: "/admin/noi-dung"}},
		Routes: []console.Route{
			{Method: "GET", Path: deskPath, Roles: console.Readers, Do: desk},
			{Method: "GET", Path: deskPath + "/cau", Roles: console.Editors, Do: reply},
			{Method: "POST", Path: deskPath + "/cau", Roles: console.Editors, Do: grade},
			{Method: "POST", Path: deskPath + "/viec", Roles: console.Editors, Do: takeUp},
			{Method: "POST", Path: deskPath + "/mau", Roles: console.Editors, Do: golden},
		},
		Errands: toGrade,
	}
}

// outcomeWords say what became of a question.
var outcomeWords = map[search.Outcome]string{search.Answer: "trả lời thẳng", search.Likely: "trả lời theo ý gần nhất",
	search.Choose: "hỏi lại để chọn", search.Unknown: "chưa trả lời được"}

// lastWeek is the last week that is over.
func lastWeek(now time.Time) string { return figures.Week(now.AddDate(0, 0, -7)) }

// toGrade puts last week's sample on the overview until all of it is graded.
func toGrade(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	samples, err := grading.Drawn(ctx, c.State, lastWeek(c.Now()))
	left := 0
	for _, s := range samples {
		if len(s.Grades) == 0 {
			left++
		}
	}
	if left == 0 {
		return nil, err
	}
	return []console.Errand{{Urgency: console.UrgentLater,
			Text: fmt.Sprintf("%d câu trả lời tuần trước chờ chấm", left),
			More: "Chấm chừng 30 câu là đủ để biết bot trả lời đúng bao nhiêu.", Path: deskPath,
			Roles: console.Editors}},
		err
}

type deskData struct {
	Week   string
	Weeks  []string
	Result grading.Result
	Rows   []row
	May    bool
	Left   int // without a grade
	Second int // graded by one other, for the visitor to grade as well
	Bad    []count
}

type count struct {
	Words string
	N     int
}

type row struct {
	grading.Sample
	What   string
	Mine   bool
	States []string
}

var weekForm = regexp.MustCompile(`^20\d\d-W[0-5]\d$`)

// desk shows a week: the figure, and the sample with what was said of it.
func desk(c *console.Console, v *console.Visit) error {
	d := deskData{Week: v.Query("tuan"), May: v.May(console.Editors)}
	for i := range weeksBack {
		d.Weeks = append(d.Weeks, figures.Week(c.Now().AddDate(0, 0, -7*i)))
	}
	if !weekForm.MatchString(d.Week) {
		d.Week = lastWeek(c.Now())
	}
	samples, err := grading.Drawn(v.Context(), c.State, d.Week)
	if err != nil {
		return err
	}
	if d.Result, err = grading.Load(v.Context(), c.State, d.Week); err != nil {
		return err
	}
	me, err := who(c, v)
	if err != nil {
		return err
	}
	for _, s := range samples {
		r := row{Sample: s, What: outcomeWords[s.Outcome], Mine: s.ByMe(me)}
		if len(s.Grades) == 0 {
			d.Left++
		}
		if d.May && awaitsSecond(s, me) {
			d.Second++
			r.States = []string{textOtherGraded}
		} else {
			for _, g := range s.Grades {
				r.States = append(r.States, g.Verdict.Words())
			}
		}
		d.Rows = append(d.Rows, r)
	}
	for _, w := range grading.Verdicts {
		d.Bad = append(d.Bad, count{w.Words, d.Result.Verdicts[w.Verdict]})
	}
	return c.Show(v, "desk", "Chấm câu trả lời", d)
}

// awaitsSecond reports whether one other has graded a reply. What he said is not shown to who may still grade it: two
// who agree because one read the other say nothing.
func awaitsSecond(s grading.Sample, me string) bool { return len(s.Grades) == 1 && !s.ByMe(me) }

// who is the visitor as grades name him.
func who(c *console.Console, v *console.Visit) (me string, err error) {
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		me, err = people.Pseudonym(v.Context(), tx, "audit", by.Chat)
		return err
	})
	return me, err
}

type replyData struct {
	row
	Verdicts any
	Grade    grading.Grade // what the visitor said of it
	Title    string        // of the entry
	Edit     string        // where the entry is edited; empty without one
	Titles   []string      // of the entries that a question can be led to
	Bad      bool
	Left     int  // still without a grade
	Second   bool // of those that another has graded
}

// reply shows one reply as the citizen read it: the one that is asked for, else the next without a grade, or the next
// that another has graded.
func reply(c *console.Console, v *console.Visit) error {
	week := v.Query("tuan")
	if !weekForm.MatchString(week) {
		week = lastWeek(c.Now())
	}
	samples, err := grading.Drawn(v.Context(), c.State, week)
	if err != nil {
		return err
	}
	me, err := who(c, v)
	if err != nil {
		return err
	}
	second := v.Query("hai") != ""
	var chosen *grading.Sample
	left := 0
	for i, s := range samples {
		open := len(s.Grades) == 0
		if second {
			open = awaitsSecond(s, me)
		}
		if open {
			left++
		}
		if s.ID == v.Query("ma") || v.Query("ma") == "" && chosen == nil && open {
			chosen = &samples[i]
		}
	}
	if chosen == nil {
		return v.Go(deskPath + "?tuan=" + week)
	}
	d := replyData{row: row{Sample: *chosen, What: outcomeWords[chosen.Outcome], Mine: chosen.ByMe(me)},
		Verdicts: grading.Verdicts,
		Left:     left, Second: second}
	for _, g := range chosen.Grades {
		if g.Who == me {
			d.Grade, d.Bad = g, !g.Verdict.Good()
		}
	}
	d.Title, d.Edit = entry(c, chosen.Entry)
	if d.Bad {
		d.Titles = titles(c)
	}
	return c.Show(v, "reply", "Câu người dân hỏi", d)
}

// entry is an entry's title and where it is edited.
func entry(c *console.Console, id string) (title, edit string) {
	lib := c.Bot.Knowledge().Library
	if p, ok := lib.Procedure(id); ok && !p.Imported {
		return p.Title, partPath + url.QueryEscape(p.File)
	}
	if f, ok := lib.FAQ(id); ok {
		return f.Question, partPath + url.QueryEscape(f.File)
	}
	return "", ""
}

// grade takes a verdict and goes on to the next reply; after a bad one it stays, for what is to be done.
func grade(c *console.Console, v *console.Visit) error {
	var s grading.Sample
	g := grading.Grade{Verdict: grading.Verdict(v.Form("muc")), Note: v.Form("ghi-chu"), Source: v.Form("nguon")}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) (err error) {
		s, err = grading.Put(v.Context(), tx, by, v.Form("ma"), g)
		return err
	})
	if err != nil {
		return err
	}
	next := deskPath + "/cau?tuan=" + s.Week
	if v.Form("hai") != "" {
		next += "&hai=1"
	}
	if !g.Verdict.Good() {
		next += "&ma=" + url.QueryEscape(s.ID)
	}
	return v.Back(next, "luu")
}
