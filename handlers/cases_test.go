package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// TestOpinionCountsDecidedDays: the due day of an opinion is provisional only as long as nobody has decided the days
// off before it.
func TestOpinionCountsDecidedDays(t *testing.T) {
	for _, decided := range []bool{false, true} {
		o := newAgency(t)
		o.shipped("2027-04-26") // the day in lieu of Labour Day is computed, not decided, in the shipped calendar
		if decided {
			o.decides("2027-05-03")
		}
		o.acts(citizen).says("/gopy")
		o.presses("Rất không hài lòng")
		notice := to(boss, o.presses("Xong"))
		if len(notice) != 1 || !strings.Contains(notice[0].Message.Text, "Rất không hài lòng") {
			t.Fatalf("decided %v: the admin reads %s", decided, texts(notice))
		}
		if provisional := strings.Contains(notice[0].Message.Text, "(tạm tính)"); provisional == decided {
			t.Errorf("decided %v:\n%s", decided, texts(notice))
		}
	}
}

// decides makes an admin's decision of days off.
func (o *agency) decides(days ...string) {
	o.t.Helper()
	var off []content.CalendarDay
	for _, s := range days {
		day, err := content.ParseDay(s)
		if err != nil {
			o.t.Fatal(err)
		}
		off = append(off, content.CalendarDay{Day: day, Kind: content.DayOff, Name: "Nghỉ bù",
			Basis: "Thông báo 1/TB-UBND", Certainty: content.Decided})
	}
	admin := people.Actor{Chat: boss, Seed: people.NewToken(), Role: people.RoleOwner}
	err := o.state.Update(context.Background(),
		func(tx bot.Tx) error { return o.h.Calendar.Decide(context.Background(), tx, admin, "", off...) })
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestDoerOfACaseHearsOfAnotherDueDay: an official who answers for a citizen's question is told at once when its due
// day moves.
func TestDoerOfACaseHearsOfAnotherDueDay(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.acts(citizen).says("thủ tục nuôi cá sấu trên sân thượng")
	o.does(bot.Update{Kind: bot.KindAction, Action: "pass"})
	board, err := o.h.Tasks.Board(context.Background(), o.state, "", "", content.DayOf(o.now), 10)
	if err != nil || len(board) != 1 || board[0].Case == "" {
		t.Fatalf("%+v %v", board, err)
	}
	lans, err := people.List(context.Background(), o.state, people.AllSet)
	if err != nil || len(lans) != 1 {
		t.Fatalf("%+v %v", lans, err)
	}
	id := board[0].ID
	o.acts(boss).does(bot.Update{Kind: bot.KindAction, Action: "task:to:" + id + ":" + lans[0].ID})
	o.does(bot.Update{Kind: bot.KindAction, Action: "task:snooze:" + id + ":due"})
	if early := to(lan, o.says("15/12")); len(early) > 0 {
		t.Errorf("told before Đúng: %s", texts(early))
	}
	told := to(lan, o.presses("Đúng"))
	k, _, err := tasks.Load(context.Background(), o.state, id)
	if err != nil || k.Due != content.DayOf(at("2026-12-15", 0, 0)) {
		t.Fatalf("%+v %v", k, err)
	}
	if len(told) != 1 || !strings.Contains(told[0].Message.Text, "15/12") {
		t.Errorf("the doer reads %s", texts(told))
	}
}

// TestOneTruthAboutTheDueDay: what is said when a question or an opinion is handed on, and what its reference says
// later, agree on whether a day was promised, and on which.
func TestOneTruthAboutTheDueDay(t *testing.T) {
	const undated, due = "chưa hẹn được ngày", "03/12/2026"
	ask := func(o *agency) string {
		o.acts(citizen).says("thủ tục nuôi cá sấu trên sân thượng")
		return texts(o.does(bot.Update{Kind: bot.KindAction, Action: "pass"}))
	}
	for name, tt := range map[string]struct {
		nobody bool
		hand   func(o *agency) string
		want   string
	}{
		"a question, nobody there":   {true, ask, undated},
		"a question, somebody there": {false, ask, due},
		"an opinion, nobody there": {true, func(o *agency) string {
			o.acts(citizen).says("/gopy")
			o.presses("Rất không hài lòng")
			return texts(o.presses("Xong"))
		}, undated},
	} {
		t.Run(name, func(t *testing.T) {
			o := newAgency(t, func(c *handlers.Config) {
				if tt.nobody {
					c.Owners = nil
				}
			})
			o.now = at("2026-11-30", 9, 0)
			said := tt.hand(o)
			ref := dialog.ReferenceIn(said)
			if ref == "" {
				t.Fatalf("no reference in %s", said)
			}
			status := texts(o.acts(citizen).says(ref))
			for _, text := range []string{said, status} {
				if !strings.Contains(text, tt.want) || tt.nobody && strings.Contains(text, "hạn:") {
					t.Errorf("want %q in %s", tt.want, text)
				}
			}
		})
	}
}
