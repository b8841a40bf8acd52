package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/calendar"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/schedule"
	"github.com/motcua/motcua/handlers"
)

// to picks what was sent to a chat.
func to(chat bot.ChatID, sent []bot.Outgoing) (out []bot.Outgoing) {
	for _, o := range sent {
		if o.To == chat {
			out = append(out, o)
		}
	}
	return out
}

// texts joins the texts of messages.
func texts(sent []bot.Outgoing) string {
	var s strings.Builder
	for _, o := range sent {
		s.WriteString(bot.Plain(o.Message.Text) + "\n")
	}
	return s.String()
}

// TestEscalation: silence goes to the head after two reminders and to the admin a working day later; so does what is
// overdue; difficulties go to the head at once; what was acknowledged and is overdue opens again; done ends it all.
func TestEscalation(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.log.Reset()
	o.gives(huong, "Việc không ai đụng tới; Lan; 4/12")
	o.gives(huong, "Việc đã nhận rồi để quá hạn; Lan; 30/11")
	o.acts(lan).presses("Đã nhận")
	o.gives(huong, "Việc khó; Lan; 15/12")
	o.acts(lan).presses("Gặp khó khăn")
	o.says("Chưa có số liệu của công an xã")
	o.runs(at("2026-12-08", 12, 0))
	o.acts(lan).says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Đã xong")
	o.acts(huong).says("/nhiemvu")
	o.golden("escalation")
}

// TestOneDigestInsteadOfAShower: twelve tasks are one message.
func TestOneDigestInsteadOfAShower(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	for i := range 14 {
		o.gives(boss, fmt.Sprintf("Việc số %d; Lan; 30/11", i+1))
	}
	sent := to(lan, o.runs(at("2026-11-25", 12, 0)))
	if len(sent) != 1 {
		t.Fatalf("%d messages, want one", len(sent))
	}
	m := sent[0].Message
	if !strings.Contains(m.Text, "… và 2 việc nữa") || strings.Count(m.Text, "Việc số") != 12 {
		t.Errorf("the digest:\n%s", m.Text)
	}
	n := 0
	for _, row := range m.Buttons {
		n += len(row)
		for _, b := range row {
			if len(b.Action) > 64 {
				t.Errorf("action %q has %d bytes", b.Action, len(b.Action))
			}
		}
	}
	if n != 5*4+7+1 {
		t.Errorf("%d buttons", n)
	}
}

// TestFinishedTaskIsNeverRemindedOf: what is done, moved or given away while its reminder still waits is not sent, and
// the rest of that reminder is told again.
func TestFinishedTaskIsNeverRemindedOf(t *testing.T) {
	for _, tc := range []struct {
		name string
		act  func(o *agency)
	}{
		{"done", func(o *agency) { o.acts(boss).presses("Đã xong") }},
		{"taken back", func(o *agency) { o.acts(boss).presses("Bỏ việc này") }},
		{"moved", func(o *agency) { o.acts(boss).presses("Đổi hạn"); o.says("31/12"); o.presses("Đúng") }},
		{"given to another", func(o *agency) {
			o.acts(boss).presses("Giao người khác")
			o.presses("Lê Thị Hương – " + vanPhong)
		}},
	} {
		for _, chat := range []bot.ChatID{lan, an} {
			t.Run(tc.name+" on "+chat.Channel, func(t *testing.T) {
				o := newAgency(t)
				o.joins(chat, "Trần Thị Lan", vanPhong)
				o.joins(huong, "Lê Thị Hương", vanPhong)
				o.gives(boss, "Việc sắp đổi; Trần Thị Lan; 30/11")
				o.gives(boss, "Việc ở lại; Trần Thị Lan; 30/11")
				o.runs(at("2026-11-25", 8, 1))
				from := o.sent
				o.acts(boss).says("/nhiemvu")
				task := o.last[0].Message.Text
				o.presses(map[bool]string{true: "Việc 1", false: "Việc 2"}[strings.Index(task,
					"Việc sắp đổi") < strings.Index(task, "Việc ở lại")])
				tc.act(o)
				var live []bot.Outgoing // what would go out if nothing had been sent yet
				for _, out := range o.state.Queue() {
					if out.To == chat && strings.HasPrefix(out.Key, "digest:") && o.sendable(out) {
						live = append(live, out)
					}
				}
				if got := texts(live); strings.Contains(got, "Việc sắp đổi") || !strings.Contains(got, "Việc ở lại") ||
					len(live) != 1 {
					t.Errorf("%d would be sent:\n%s", len(live), got)
				}
				again := slices.DeleteFunc(to(chat, o.state.Queue()[from:]), func(out bot.Outgoing) bool {
					return strings.HasPrefix(out.Key, "task-") // that it is done or another's
				})
				if len(again) == 0 || again[len(again)-1].Slot != "digest:2026-11-25" {
					t.Errorf("the rest was not told again in place: %+v", again)
				}
			})
		}
	}
}

// TestProcessDownAtTheHour: sent once when it is back, marked late; past the working hours on the next working morning.
func TestProcessDownAtTheHour(t *testing.T) {
	for _, tc := range []struct {
		name      string
		back      time.Time
		sentAt    time.Time
		late      string
		remaining string
	}{
		{"back in the morning", at("2026-11-25", 10, 15), at("2026-11-25", 10, 15), "08:00 ngày 25/11", "còn 3 ngày"},
		{"back some seconds later", at("2026-11-25", 8, 0).Add(40 * time.Second),
			at("2026-11-25", 8, 0).Add(40 * time.Second), "", "còn 3 ngày"},
		{"back in the evening", at("2026-11-25", 18, 0), at("2026-11-26", 8, 0), "08:00 ngày 25/11", "còn 2 ngày"},
		{"back on Saturday", at("2026-11-28", 9, 0), at("2026-11-30", 8, 0), "08:00 ngày 25/11", "hôm nay là hạn"},
		{"back before the hour of the next day", at("2026-11-26", 7, 40), at("2026-11-26", 8, 0), "08:00 ngày 25/11",
			"còn 2 ngày"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := newAgency(t)
			o.joins(lan, "Trần Thị Lan", vanPhong)
			o.gives(boss, "Nộp báo cáo; Lan; 30/11")
			from := o.sent
			o.now = tc.back
			o.fire()
			o.keep()
			if o.now.Before(tc.sentAt) {
				if early := to(lan, o.state.Queue()[from:]); len(early) != 0 {
					t.Fatalf("sent outside the hours: %s", texts(early))
				}
				o.runs(tc.sentAt.Add(time.Second))
			}
			sent := to(lan, o.state.Queue()[from:])
			if len(sent) != 1 {
				t.Fatalf("%d messages, want one: %s", len(sent), texts(sent))
			}
			text := sent[0].Message.Text
			if !strings.Contains(text, tc.remaining) {
				t.Errorf("no %q in:\n%s", tc.remaining, text)
			}
			if got := strings.Contains(text, "đến muộn"); got != (tc.late != "") || !strings.Contains(text, tc.late) {
				t.Errorf("want late %q in:\n%s", tc.late, text)
			}
		})
	}
}

// TestClockJumps: a clock that stood a year ahead for a while must not silence the year.
func TestClockJumps(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "Nộp báo cáo; Lan; 30/11")
	before := o.now
	o.now = at("2027-11-23", 9, 0) // the clock jumps a year ahead, and what is due then fires
	o.fire()
	o.keep()
	o.now = before.Add(time.Minute) // and back
	o.keep()
	sent := to(lan, o.runs(at("2026-11-30", 12, 0)))
	if got := texts(sent); len(sent) != 3 || !strings.Contains(got, "hôm nay là hạn") {
		t.Errorf("after the clock was set right, %d reminders (want those of 25/11, 27/11, 30/11):\n%s\n%s", len(sent), got, strings.Join(o.scheduled(), "\n"))
	}
}

// TestChangedHourMovesWhatIsPlanned: a restart with another hour counts from the same day on.
func TestChangedHourMovesWhatIsPlanned(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "Nộp báo cáo; Lan; 26/11") // two working days ahead: on the 25th a day is left
	o.now = at("2026-11-25", 6, 0)
	o.h.Calendar.Reminding = calendar.Reminding{At: 9*time.Hour + 30*time.Minute, From: 0, To: 24 * time.Hour,
		Days: "all"}
	o.keep()
	if sent := to(lan, o.runs(at("2026-11-25", 9, 29))); len(sent) != 0 {
		t.Fatalf("at the old hour: %s", texts(sent))
	}
	if sent := to(lan, o.runs(at("2026-11-25", 9, 31))); len(sent) != 1 {
		t.Fatalf("%d at the new hour: %v", len(sent), o.scheduled())
	}
}

// TestTwoReplicas: two schedulers over one state remind once.
func TestTwoReplicas(t *testing.T) {
	o := newAgency(t)
	for i := range 20 {
		chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(200 + i)}
		o.joins(chat, fmt.Sprintf("Cán bộ %c", 'A'+i), vanPhong)
		o.gives(boss, fmt.Sprintf("Việc %d; Cán bộ %c; 26/11", i, 'A'+i))
	}
	from := o.sent
	o.now = at("2026-11-25", 8, 0).Add(time.Second)
	var wg sync.WaitGroup
	for range 2 {
		s := &schedule.Scheduler{State: o.state, Owner: o.h, Now: func() time.Time { return o.now },
			Log: slog.New(slog.DiscardHandler)}
		wg.Go(func() {
			for range 5 {
				_, _ = s.Fire(context.Background()) // conflicts between the two are run again in the next walk
			}
		})
	}
	wg.Wait()
	got := map[bot.ChatID]int{}
	for _, out := range o.state.Queue()[from:] {
		got[out.To]++
	}
	for i := range 20 {
		if n := got[bot.ChatID{Channel: "telegram", ID: fmt.Sprint(200 + i)}]; n != 1 {
			t.Errorf("official %d was reminded %d times", i, n)
		}
	}
}

// TestWhoCannotBeReachedIsToldBefore: the admin reads before the due day whom a channel's rules cut off, and why.
func TestWhoCannotBeReachedIsToldBefore(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) {
		c.Reachable = func(_ context.Context, _ bot.Reader, chat bot.ChatID, _ string, when time.Time) (bool, string,
			error) {
			return chat.Channel != "zalo" || when.Before(at("2026-11-28", 0, 0)), "đã quá 7 ngày không nhắn cho OA", nil
		}
	})
	o.joins(an, "Nguyễn Văn An", vanPhong)
	o.gives(boss, "Nộp báo cáo; An; 30/11")
	sent := to(boss, o.runs(at("2026-11-25", 12, 0)))
	if got := texts(sent); !strings.Contains(got, "Nguyễn Văn An – Nộp báo cáo, hạn thứ Hai, 30/11 (Zalo: đã quá 7 ngày không nhắn cho OA)") {
		t.Errorf("the admin reads:\n%s", got)
	}
}

// TestPreferredChannelThatIsCutOff: the reminder takes the other linked channel.
func TestPreferredChannelThatIsCutOff(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.acts(lan).says("/themkenh")
	code := codeIn(o.last[0].Message.Text)
	o.acts(an).says("LIENKET " + code)
	o.acts(lan).presses("Đúng người")
	o.gives(boss, "Nộp báo cáo; Lan; 30/11")
	o.does(bot.Update{Kind: bot.KindLeft, Chat: lan})
	sent := o.runs(at("2026-11-25", 12, 0))
	if len(to(lan, sent)) != 0 || len(to(an, sent)) != 1 {
		t.Errorf("to the blocked chat %d, to the other %d", len(to(lan, sent)), len(to(an, sent)))
	}
}
