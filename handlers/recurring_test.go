package handlers_test

import (
	"github.com/motcua/motcua/handlers/people"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/announce/recurring"
)

// series is the only one there is.
func (o *desk) series() *recurring.Series {
	o.t.Helper()
	all, _, err := recurring.All(o.t.Context(), o.state, people.Office{})
	if err != nil || len(all) != 1 {
		o.t.Fatalf("%d series, %v", len(all), err)
	}
	return all[0]
}

// occurrences lists when the engine began what, in order.
func (o *desk) occurrences() (out []string) {
	o.t.Helper()
	list, err := o.state.List(o.t.Context(), announce.Set, bot.Range{Max: 1 << 52})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range list {
		a, found, err := announce.Load(o.t.Context(), o.state, e.Member)
		if err != nil || !found {
			o.t.Fatal(found, err)
		}
		if a.Series != "" && o.engine.All[a.ID] != nil {
			out = append(out, a.Started.In(o.now.Location()).Format("02/01 15:04"))
		}
	}
	return out
}

// until lets time pass from one due moment to the next, and sends what is begun.
func (o *desk) until(hour string) {
	o.t.Helper()
	target, err := time.ParseInLocation("02/01/2006 15", hour, o.now.Location())
	if err != nil {
		o.t.Fatal(err)
	}
	for {
		due, err := o.state.List(o.t.Context(), bot.ScheduleSet, bot.Range{Max: target.UnixMilli(), Limit: 1})
		if err != nil {
			o.t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		o.ticks(time.UnixMilli(due[0].Score).Sub(o.now))
		for id := range o.engine.All {
			o.engine.Sends(id, 1000, bot.BulkSent, "", o.now)
		}
		o.ticks(time.Second)
	}
	o.now = target
}

// TestRecurringTalk is the conversation of the admin; what he reads is in the golden file.
func TestRecurringTalk(t *testing.T) {
	o := newDesk(t, 4, nil) // Monday 23 November 2026, 09:00
	o.says("/thongbaolap")
	o.says("/thongbao Chợ phiên họp sáng mai tại nhà văn hóa thôn.")
	o.presses("Hẹn giờ")
	o.says("mỗi ngày 8 giờ")
	o.says("8 giờ thứ Năm hằng tuần đến hết 24/12")
	o.presses("Ngày nghỉ thì gửi sớm hơn")
	o.presses("Sửa")
	o.says("8 giờ thứ Sáu hằng tuần đến hết 25/12")
	o.presses("Đúng")
	o.until("27/11/2026 09")
	o.says("/thongbaolap")
	o.presses("Tạm dừng")
	o.until("07/12/2026 09")
	o.says("/thongbaolap")
	o.presses("Tiếp tục")
	o.until("11/12/2026 05")
	o.ticks(6 * time.Hour) // the machine was off from five to eleven: three hours late at most
	o.says("/thongbaolap")
	o.presses("Đổi lịch")
	o.says("9 giờ thứ Tư hằng tuần đến hết 25/12")
	o.presses("Đúng")
	o.until("26/12/2026 01")
	o.says("/thongbaolap")
	o.golden("announce-recurring")
	if got := strings.Join(o.occurrences(), "; "); got != "27/11 08:00; 11/12 11:00; 16/12 09:00; 23/12 09:00" {
		t.Errorf("sent at %s", got)
	}
}

// TestRecurringOnce: an occurrence is sent once, however often its moment fires and whatever restarts; one that is a
// little late is sent, one that is later is passed over and the admin told.
func TestRecurringOnce(t *testing.T) {
	tests := []struct {
		name string
		late time.Duration
		want string
		told string
	}{
		{"in time", 0, "24/11 08:00", ""},
		{"two hours late", 2 * time.Hour, "24/11 10:00", ""},
		{"four hours late", 4 * time.Hour, "", "Đã bỏ một lần gửi lặp lại"},
		{"weeks late", 15 * 24 * time.Hour, "", "Lần tới: 08:00 thứ Ba, 15/12/2026"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newDesk(t, 3, nil)
			o.says("/thongbao Gom rác thải cồng kềnh.")
			o.presses("Hẹn giờ")
			o.says("8 giờ thứ Ba hằng tuần")
			o.presses("Đúng")
			due := o.series().Next
			o.now = due.Add(tt.late)
			for range 3 { // the same firing, by several replicas
				err := o.state.Update(t.Context(), func(tx bot.Tx) error {
					tx.Remove(bot.ScheduleSet, "announce-series:"+o.series().ID)
					return o.bot.Due(t.Context(), tx, "announce-series:"+o.series().ID, due)
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			sent := o.state.Queue()
			o.ticks(time.Second)
			o.ticks(time.Second)
			if got := strings.Join(o.occurrences(), "; "); got != tt.want {
				t.Errorf("sent at %q, want %q", got, tt.want)
			}
			told := slices.ContainsFunc(sent,
				func(m bot.Outgoing) bool { return strings.Contains(m.Message.Text, tt.told) })
			if !told {
				t.Errorf("nobody was told %q", tt.told)
			}
			s := o.series()
			if s.State != recurring.Active || !s.Next.After(o.now) || s.Sent+s.Skipped != 1 {
				t.Errorf("afterwards %+v", s)
			}
		})
	}
}

// TestRecurringNeedsTwo: where announcements need a second word, what repeats does, once; the composer cannot give it.
func TestRecurringNeedsTwo(t *testing.T) {
	o := newDesk(t, 3, func(c *announce.Config) { c.Approval = true })
	o.says("/thongbao Tiêm chủng tại trạm y tế.")
	o.presses("Hẹn giờ")
	o.says("7 giờ 30 ngày 5 hằng tháng")
	o.presses("Đúng")
	asked := o.last
	if s := o.series(); s.State != recurring.Asked {
		t.Fatalf("%+v", s)
	}
	o.presses("Duyệt")
	if s := o.series(); s.State != recurring.Asked {
		t.Error("he let out his own")
	}
	o.last = asked
	o.pressesAs(deputy, "Duyệt")
	s := o.series()
	if s.State != recurring.Active || s.Decided != deputy || s.Next.Format("02/01 15:04") != "05/12 07:30" {
		t.Errorf("%+v", s)
	}
	o.until("05/12/2026 09")
	if got := strings.Join(o.occurrences(), "; "); got != "05/12 07:30" {
		t.Errorf("sent at %s", got)
	}
}

// TestRecurringKeepsItsFile: every occurrence has the file, though it is kept once, for as long as the series goes on.
func TestRecurringKeepsItsFile(t *testing.T) {
	o := newDesk(t, 3, nil)
	o.says("/thongbao Lịch tiêm.")
	o.presses("Hẹn giờ")
	o.says("8 giờ thứ Ba hằng tuần")
	draft := o.series0()
	if err := o.state.Update(t.Context(), func(tx bot.Tx) error {
		a, _, err := announce.Load(t.Context(), tx, draft)
		if err == nil {
			announce.Attach(tx, a, bot.File{Name: "lich.png", Type: "image/png", Bytes: []byte("png")})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.presses("Đúng")
	o.until("15/12/2026 09")
	n := 0
	for _, b := range o.engine.All {
		n++
		if f := b.Spec.Messages[""].File; f == nil || string(f.Bytes) != "png" {
			t.Errorf("%s: file %+v", b.Spec.ID, f)
		}
	}
	if n != 4 {
		t.Errorf("%d occurrences, want 4", n)
	}
}

// series0 is the id of the newest draft.
func (o *desk) series0() string {
	o.t.Helper()
	list, err := o.state.List(o.t.Context(), announce.Set, bot.Range{Max: 1 << 52, Reverse: true, Limit: 1})
	if err != nil || len(list) != 1 {
		o.t.Fatal(list, err)
	}
	return list[0].Member
}

// TestTemplateTalk: an admin fills a template in, in a chat: each blank is checked when it is typed, words about danger
// are no question here, and what comes is a draft of the urgent class.
func TestTemplateTalk(t *testing.T) {
	o := newDesk(t, 3, nil)
	o.says("/mauthongbao")
	o.presses("Cúp điện")
	for _, typed := range []string{"sửa đường dây", "thôn 3", "14 giờ", "8 giờ", "hôm qua", "ngày mai", "8 giờ",
		"14 giờ", "12/12"} {
		o.says(typed)
	}
	o.says("/mauthongbao")
	o.presses("Cảnh báo lũ")
	for _, typed := range []string{"nước lên nhanh, có người bị cuốn trôi", "thôn 3", "18h", "hôm nay", "xóm Bãi",
		"trường tiểu học", "0912 345 678"} {
		o.says(typed)
	}
	o.golden("announce-template")
}
