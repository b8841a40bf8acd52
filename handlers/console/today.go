package console

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/tasks"
	"github.com/motcua/motcua/handlers/unanswered"
)

// Mark is the errand's class on the page, and Said its urgency in a word.
func (e Errand) Mark() string { return [...]string{"now", "soon", "later"}[e.Urgency] }

// Said is the urgency in words, for who does not see the colour.
func (e Errand) Said() string {
	return [...]string{"gấp", "nên làm sớm", "khi rảnh"}[e.Urgency]
}

// Marks from which the machine needs a person.
const (
	littleRoomMB = 2048
	noRoomMB     = 512
	oldBackup    = 2 * 24 * time.Hour
)

// How far the overview looks ahead.
const (
	daysAhead = 60
	manyDown  = 3 // ratings of one entry in a week
)

// errands gathers what needs a person who may do it, most urgent first.
func (c *Console) errands(v *Visit) (out []Errand, err error) {
	for _, gather := range []func(*Console, *Visit) ([]Errand, error){machineErrands, caseErrands, taskErrands,
		announceErrands, ratingErrands, calendarErrands} {
		found, err := gather(c, v)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	for _, room := range c.Rooms {
		if room.Errands == nil {
			continue
		}
		found, err := room.Errands(v.ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	out = slices.DeleteFunc(out, func(e Errand) bool { return !openErrand(c, v, e) })
	slices.SortStableFunc(out, func(a, b Errand) int { return int(a.Urgency) - int(b.Urgency) })
	return out, nil
}

func machineErrands(c *Console, v *Visit) (out []Errand, err error) {
	if c.Health != nil {
		h := c.Health(v.ctx)
		switch {
		case h.FreeMB > 0 && h.FreeMB < noRoomMB:
			out = append(out, Errand{UrgentNow, fmt.Sprintf("Ổ đĩa gần đầy: còn %d MB", h.FreeMB), textDiskFull, "",
				Admins})
		case h.FreeMB > 0 && h.FreeMB < littleRoomMB:
			out = append(out, Errand{UrgentSoon, fmt.Sprintf("Ổ đĩa còn %d MB", h.FreeMB), textDiskFull, "", Admins})
		}
		switch {
		case h.Backup.IsZero():
			out = append(out, Errand{UrgentLater, "Chưa có bản sao lưu nào", textBackUp, "", Admins})
		case c.Now().Sub(h.Backup) > oldBackup:
			out = append(out, Errand{UrgentSoon, fmt.Sprintf(textBackupOld,
				int(c.Now().Sub(h.Backup)/(24*time.Hour))), textBackUp, "", Admins})
		}
	}
	if c.Queues == nil {
		return out, nil
	}
	queues, err := c.Queues(v.ctx)
	for _, q := range queues {
		if q.Stats.Dead > 0 {
			out = append(out, Errand{UrgentSoon,
				fmt.Sprintf("%d tin không gửi được trên %s", q.Stats.Dead, dialog.ChannelNames[q.Channel]),
				textDead, "/admin/tin-hong", Admins})
		}
	}
	return out, err
}

func caseErrands(c *Console, v *Visit) (out []Errand, err error) {
	now := c.Now()
	if !v.office.All() {
		return officeErrands(c, v)
	}
	open, err := c.State.Size(v.ctx, cases.OpenCasesSet)
	if err != nil {
		return nil, err
	}
	late, err := c.State.List(v.ctx, cases.OpenCasesSet, bot.Range{Max: now.UnixMilli(), Limit: 1000})
	if err != nil {
		return nil, err
	}
	if n := len(late); n > 0 {
		out = append(out, Errand{UrgentNow, fmt.Sprintf("%d câu hỏi, ý kiến đã quá hạn trả lời", n), "",
			"/admin/y-kien", Readers})
	}
	if left := open - int64(len(late)); left > 0 {
		next, err := c.State.List(v.ctx, cases.OpenCasesSet,
			bot.Range{Min: now.UnixMilli() + 1, Max: 1 << 52, Limit: 1})
		if err != nil {
			return nil, err
		}
		more := ""
		if len(next) > 0 {
			more = "Hạn gần nhất: " + time.UnixMilli(next[0].Score).In(content.Zone).Format("02/01") + "."
		}
		out = append(out, Errand{UrgentSoon, fmt.Sprintf("%d câu hỏi, ý kiến chờ trả lời", left), more, "/admin/y-kien",
			Readers})
	}
	groups, err := unanswered.Groups(v.ctx, c.State, 500)
	if err != nil {
		return nil, err
	}
	if n := len(groups); n > 0 {
		out = append(out, Errand{UrgentLater, fmt.Sprintf(textGroupsErrand, n),
			textGroupsMore, "/admin/cau-hoi", Readers})
	}
	return out, nil
}

// officeErrands are the cases of one of several offices that need a person.
func officeErrands(c *Console, v *Visit) (out []Errand, err error) {
	waiting, err := openCases(c, v)
	late := 0
	for _, k := range waiting {
		if k.Due.Before(c.Today()) {
			late++
		}
	}
	if late > 0 {
		out = append(out, Errand{UrgentNow, fmt.Sprintf("%d câu hỏi, ý kiến đã quá hạn trả lời", late), "",
			"/admin/y-kien", Readers})
	}
	if left := len(waiting) - late; left > 0 {
		out = append(out, Errand{UrgentSoon, fmt.Sprintf("%d câu hỏi, ý kiến chờ trả lời", left), "", "/admin/y-kien",
			Readers})
	}
	return out, err
}

func taskErrands(c *Console, v *Visit) (out []Errand, err error) {
	unit := ""
	if !v.May(Admins) {
		if unit, err = c.unitSeen(v); err != nil {
			return nil, nil // who belongs to no unit sees no tasks
		}
	}
	list, err := c.Bot.Tasks.Board(v.ctx, c.State, "", unit, c.Today(), 1000)
	list = people.Only(v.office, list, func(k tasks.BoardTask) string { return k.Unit })
	lights := map[tasks.Light]int{}
	for _, t := range list {
		lights[t.Light]++
	}
	add := func(u Urgency, light tasks.Light, text, more string) {
		if n := lights[light]; n > 0 {
			out = append(out, Errand{u, fmt.Sprintf("%d việc %s", n, text), more, "/admin/cong-viec", Readers})
		}
	}
	add(UrgentNow, tasks.LightLate, "đã quá hạn", "")
	add(UrgentNow, tasks.LightSilent, "nhắc hai lần chưa ai phản hồi", textSilentMore)
	add(UrgentSoon, tasks.LightSoon, "sắp đến hạn", textSoonMore)
	return out, err
}

func announceErrands(c *Console, v *Visit) (out []Errand, err error) {
	waiting, err := announce.Awaiting(v.ctx, c.State, v.office)
	if n := len(waiting); n > 0 {
		out = append(out, Errand{UrgentNow, fmt.Sprintf("%d thông báo chờ duyệt", n), "", announcePath, Admins})
	}
	if err != nil {
		return nil, err
	}
	wishes, err := subscribers.GroupChats(v.ctx, c.State)
	n := 0
	for _, g := range wishes {
		if g.State == subscribers.GroupAsking && v.office.Keeps(g.Office) {
			n++
		}
	}
	if n > 0 {
		out = append(out, Errand{UrgentSoon, fmt.Sprintf(textWishesErrand, n), "",
			announcePath + "/nhom",
			Admins})
	}
	return out, err
}

func ratingErrands(c *Console, v *Visit) (out []Errand, err error) {
	usage, err := figures.LoadUsage(v.ctx, c.State, figures.Week(c.Now()))
	know := c.Bot.Knowledge()
	for id, n := range usage.ByEntry {
		if n[1] < manyDown || n[1] <= n[0] {
			continue
		}
		e := Errand{UrgentSoon,
			fmt.Sprintf(textRatedDown, entryTitle(know.Library, id), n[1], n[0]),
			textRatedDownMore, "/admin/noi-dung", Readers}
		if p, ok := know.Library.Procedure(id); ok && !p.Imported {
			e.Path = "/admin/noi-dung/muc?tep=" + p.File
		} else if f, ok := know.Library.FAQ(id); ok {
			e.Path = "/admin/noi-dung/muc?tep=" + f.File
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Errand) int { return strings.Compare(a.Text, b.Text) })
	return out, err
}

func calendarErrands(c *Console, v *Visit) (out []Errand, err error) {
	w, err := c.Bot.Calendar.Now(v.ctx, c.State)
	if err != nil {
		return nil, err
	}
	for _, text := range w.Cal.Undecided(c.Today(), c.Today().Add(daysAhead)) {
		out = append(out, Errand{UrgentSoon, "Ngày nghỉ chưa quyết định: " + text,
			textUndecidedMore, "/admin/cai-dat#lich", Admins})
	}
	return out, nil
}

// entryTitle is what an entry is called; its id when the base has it no more.
func entryTitle(lib *content.Library, id string) string {
	if p, ok := lib.Procedure(id); ok {
		return p.Title
	}
	if f, ok := lib.FAQ(id); ok {
		return f.Question
	}
	return id
}
