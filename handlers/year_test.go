package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/answers"
)

const yearPlan = "id: nam\n" + planHead + `tasks:
  - id: thang
    text: Báo cáo tháng
    lead: Văn phòng HĐND và UBND
    rule: {every: month, day: 25, shift: before}
    sources: [kh]
  - id: quy
    text: Rà soát thủ tục hành chính
    lead: Phòng Tư pháp
    rule: {every: quarter, working_day: -3}
    product: Biên bản rà soát
    sources: [kh]
  - id: cuoi-thang-hai
    text: Kiểm kê hồ sơ
    lead: Phòng Tư pháp
    rule: {every: year, month: 2, day: last, shift: after}
    sources: [kh]
sources:
  kh: {title: "Kế hoạch của xã", checked: 2026-11-20}
`

// TestAYear drives a whole year, from 1 October 2026 to 1 October 2027, by a clock that runs from one scheduled moment
// to the next: holidays, swapped days, Tết decided in December, an official on leave, a process that was down, the turn
// of the year. The log of all that was sent is the golden file.
func TestAYear(t *testing.T) {
	o := newAgency(t)
	o.withPlans(map[string]string{"nam": strings.ReplaceAll(yearPlan, "%TITLE%", "Kế hoạch năm")})
	o.now = at("2026-10-01", 7, 0)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.keep()
	o.log.Reset()
	for day := content.DayOf(o.now); day.Before(content.NewDay(2027, 10, 1)); day = day.Add(1) {
		switch day.String() {
		case "2026-12-15":
			o.acts(boss).says("/ngaynghi 5/2/2027 đến 11/2/2027; nghỉ; Tết Nguyên đán; Thông báo của Thủ tướng")
			o.presses("Đúng")
		case "2026-12-28":
			o.gives(boss, "Chúc Tết người cao tuổi; Lan; trước Tết 3 ngày làm việc")
		case "2027-05-24":
			o.now = at("2027-05-25", 18, 0) // down from the 24th until after the hours of the 25th
		}
		if o.now.After(day.At(12, 0)) {
			continue
		}
		o.runs(day.At(12, 0))
		o.lives(day)
	}
	o.golden("year")
}

// lives is what the officials do in the afternoon: the head gives out what has nobody, Lan is quick in even months, and
// in odd ones waits until two days after.
func (o *agency) lives(day content.Day) {
	o.t.Helper()
	list, err := o.h.Tasks.Board(context.Background(), o.state, "", "", day, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	_, month, _ := day.Date()
	for _, k := range list {
		action := func(chat bot.ChatID, verb string) {
			o.acts(chat).does(bot.Update{Kind: bot.KindAction, Action: "task:" + verb + ":" + k.ID})
		}
		switch {
		case k.Person == "" && k.InDay == day:
			action(boss, "give")
			o.presses("Trần Thị Lan – " + vanPhong)
		case month%2 == 0 && k.Due == day, day.Sub(k.Due) >= 2:
			action(lan, "done")
		case month%2 == 0 && k.Reminded == day && k.Status == tasks.Open:
			action(lan, "ack")
		}
	}
}

// TestRemindersOfAnyYear: in every year from 2024 to 2034, whatever day a task is due and given, its reminders come on
// working days only, on the days that lie 5, 3 and 1 working days before and on the due day, each once, and each day
// after until it is done.
func TestRemindersOfAnyYear(t *testing.T) {
	cal := workday.New(shippedBase().Library.Calendar)
	rapid.Check(t, func(rt *rapid.T) {
		start := content.NewDay(2024, 1, 1).Add(rapid.IntRange(0, 11*365).Draw(rt, "given"))
		due := cal.OnOrBefore(start.Add(rapid.IntRange(1, 40).Draw(rt, "days")))
		if !due.After(start) {
			return
		}
		o := newAgency(t)
		o.h.Calendar.Base = func() *answers.Knowledge {
			return &answers.Knowledge{Library: shippedBase().Library,
				Calendar: cal}
		}
		o.now = start.At(9, 30)
		o.keep()
		var p people.Person
		err := o.state.Update(context.Background(), func(tx bot.Tx) error {
			p = people.Person{ID: "P-1", Name: "Lan", Unit: "VP", Chats: []bot.ChatID{lan}, Joined: o.now}
			tx.Put(bot.Key{Kind: "person", ID: p.ID}, p, 0)
			tx.Put(bot.Key{Kind: "identity", ID: lan.String()},
				people.Identity{Chat: lan, Person: p.ID, Role: people.RoleMember, Confirmed: true}, 0)
			_, err := o.h.Tasks.New(context.Background(), tx,
				tasks.Task{Title: "Việc", Unit: "VP", Person: p.ID, Due: due, By: "x"})
			return err
		})
		if err != nil {
			rt.Fatal(err)
		}
		var got []string
		for day := start.Add(1); !day.After(due.Add(6)); day = day.Add(1) {
			from := len(o.state.Queue())
			o.runs(day.At(20, 0))
			for _, out := range to(lan, o.state.Queue()[from:]) {
				if strings.HasPrefix(out.Key, "digest:") {
					got = append(got, day.String())
				}
			}
		}
		var want []string
		for day := start.Add(1); !day.After(due.Add(6)); day = day.Add(1) {
			n := cal.Between(day, due)
			if cal.IsWorkday(day) && (day.After(due) || slices.Contains([]int{0, 1, 3, 5}, n)) {
				want = append(want, day.String())
			}
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("given %s, due %s: reminded %v, want %v", start, due, got, want)
		}
	})
}

// TestUrgencyOrder: many reminders of one minute leave in order of urgency.
func TestUrgencyOrder(t *testing.T) {
	const officials = 2000
	o := newAgency(t)
	state := o.state
	day := content.NewDay(2026, 12, 7)
	o.now = at("2026-12-04", 12, 0)
	dues := []string{"2026-12-14", "2026-12-10", "2026-12-08", "2026-12-07", "2026-12-04"}
	for i := range officials {
		err := state.Update(context.Background(), func(tx bot.Tx) error {
			chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(100000 + i)}
			p := people.Person{ID: fmt.Sprintf("P-%06d", i), Name: "Cán bộ", Unit: "VP", Chats: []bot.ChatID{chat}}
			tx.Put(bot.Key{Kind: "person", ID: p.ID}, p, 0)
			due, err := content.ParseDay(dues[i%len(dues)])
			if err != nil {
				return err
			}
			_, err = o.h.Tasks.New(context.Background(), tx,
				tasks.Task{Title: due.String(), Unit: "VP", Person: p.ID, Due: due, By: "x"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	from := len(state.Queue())
	o.sched.State = state
	o.now = day.At(8, 0).Add(2 * time.Second)
	for more := true; more; {
		var err error
		if more, err = o.sched.Fire(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	rank := map[string]int{}
	for i, due := range []string{"2026-12-04", "2026-12-07", "2026-12-08", "2026-12-10", "2026-12-14"} {
		rank[due] = i
	}
	last, n := 0, 0
	for _, out := range state.Queue()[from:] {
		for due, r := range rank {
			if strings.HasPrefix(out.Key, "digest:P-") && strings.Contains(out.Message.Text, due) {
				if r < last {
					t.Fatalf("a reminder of what is due on %s left after a less urgent one", due)
				}
				last, n = r, n+1
			}
		}
	}
	if n != officials {
		t.Errorf("%d reminders, want %d", n, officials)
	}
}
