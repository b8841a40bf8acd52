package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// TestDaysOffOfAnOffice: what an office decides on for itself moves its own due days and hours, and no other's; what is
// off for all stays off.
func TestDaysOffOfAnOffice(t *testing.T) {
	o := newAgency(t, several)
	adminMy := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleAdmin)
	adminAn := o.official("an", "Văn phòng xã Bình An", people.RoleAdmin)
	said := texts(o.acts(adminMy).says("/ngaynghi 1/12 đến 2/12; nghỉ; Trụ sở bị ngập; Thông báo số 7/TB-UBND"))
	if !strings.Contains(said, "Áp dụng riêng cho: xã Bình Mỹ") {
		t.Errorf("read back without whom it concerns: %q", said)
	}
	o.presses("Đúng")
	due := func(unit string) (day content.Day) {
		t.Helper()
		err := o.state.Update(context.Background(), func(tx bot.Tx) error {
			k, err := o.h.Tasks.New(context.Background(), tx, tasks.Task{Title: "Nộp báo cáo", Unit: unit,
				Due: content.NewDay(2026, 12, 2), By: "Chủ bot"})
			day = k.Due
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	if got := due("Văn phòng xã Bình Mỹ"); got != content.NewDay(2026, 11, 30) {
		t.Errorf("due on a day off of the office: %s", got)
	}
	if got := due("Văn phòng xã Bình An"); got != content.NewDay(2026, 12, 2) {
		t.Errorf("another office's due day moved to %s", got)
	}
	for who, lives := range map[string]string{"m1": "Đồn Xá", "a1": "Ngọc Lũ"} {
		o.acts(bot.ChatID{Channel: "telegram", ID: who}).says("tôi ở " + lives)
		if said := texts(o.says("ngày 2/12 ủy ban xã có làm việc không")); strings.Contains(said, "Trụ sở bị ngập") !=
			(who == "m1") {
			t.Errorf("who lives in %s reads %q", lives, said)
		}
	}
	if list := texts(o.acts(adminAn).says("/ngaynghi")); strings.Contains(list, "ngập") {
		t.Errorf("another office's admin reads %q", list)
	}
	// A day off for all is not opened by one office; nobody decides for another office.
	o.acts(adminMy).says("/ngaynghi 1/1/2027; làm; Trực; Lịch trực")
	if refused := texts(o.presses("Đúng")); !strings.Contains(refused, "nghỉ chung") {
		t.Errorf("a day off for all opened: %q", refused)
	}
	day := content.CalendarDay{Day: content.NewDay(2026, 12, 4), Kind: content.DayOff, Name: "Lễ hội", Basis: "TB 8"}
	for slug, may := range map[string]bool{"binh-my": true, "binh-an": false, "": false, "la": false} {
		err := o.state.Update(context.Background(), func(tx bot.Tx) error {
			by, _, err := o.h.People.ActorAt(context.Background(), tx, adminMy, "x"+slug)
			if err == nil {
				err = o.h.Calendar.Decide(context.Background(), tx, by, slug, day)
			}
			return err
		})
		if (err == nil) != may {
			t.Errorf("an admin of Bình Mỹ for %q: %v", slug, err)
		}
	}
	if shared, err := calendar.Decisions(context.Background(), o.state, ""); err != nil || len(shared) != 0 {
		t.Errorf("decided for all: %v, %v", shared, err)
	}
}
