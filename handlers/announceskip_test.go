package handlers_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot"
)

// TestSkipLinked: who has linked two chats gets an announcement once, in the first that is in the audience and open.
func TestSkipLinked(t *testing.T) {
	tg, zl := bot.ChatID{Channel: "telegram", ID: "1000"}, bot.ChatID{Channel: "zalo", ID: "2000"}
	other := bot.ChatID{Channel: "telegram", ID: "1001"}
	all := []bot.Segment{{All: []string{subscribers.SubscribersSet}}}
	tests := []struct {
		name     string
		prepare  func(o *desk)
		audience []bot.Segment
		from     *bot.BulkFrom
		skipped  []bool // zalo, telegram, other
	}{
		{"preferred first", func(*desk) {}, all, nil, []bool{false, true, false}},
		{"preferred left", func(o *desk) { o.from(zl, "/huy") }, all, nil, []bool{false, false, false}},
		// The engine itself passes over the blocked one.
		{"preferred is blocked", func(o *desk) {
			o.put(t, bot.BlockedKey(zl), bot.Blocked{At: o.now})
		}, all, nil, []bool{false, false, false}},
		// A template for reminders carries no announcement.
		{"preferred has a template for reminders alone", func(o *desk) {
			o.bot.People.Reachable = func(_ context.Context, _ bot.Reader, chat bot.ChatID, form string,
				_ time.Time) (bool, string, error) {
				return chat != zl || form == bot.FormReminder, "đã quá 7 ngày", nil
			}
		}, all, nil, []bool{false, false, false}},
		{"preferred is not in the audience", func(*desk) {}, []bot.Segment{{All: []string{"subs:on:telegram"}}}, nil,
			[]bool{false, false, false}},
		{"a correction", func(*desk) {}, nil, &bot.BulkFrom{ID: "x"}, []bool{false, false, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newDesk(t, 0, nil)
			for _, c := range []bot.ChatID{tg, zl, other} {
				o.from(c, "/dangky")
			}
			p := people.Person{ID: "P-1", Name: "Trần Thị Lan", Unit: "Văn phòng", Chats: []bot.ChatID{zl, tg},
				Joined: morning}
			o.put(t, bot.Key{Kind: "person", ID: p.ID}, p)
			for _, c := range p.Chats {
				o.put(t, bot.Key{Kind: "identity", ID: c.String()},
					people.Identity{Chat: c, Person: p.ID, Role: people.RoleMember, Confirmed: true})
				if err := o.state.Update(t.Context(), func(tx bot.Tx) error {
					tx.Add("staff:linked", c.String(), 1)
					return nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			tt.prepare(o)
			spec := &bot.BulkSpec{ID: "a", Audience: tt.audience, From: tt.from, Consent: subscribers.SubscribersSet}
			// In two calls, as pages are of one channel.
			got, err := o.bot.Announce.Skip(o.state)(t.Context(), spec, []bot.ChatID{zl})
			if err != nil {
				t.Fatal(err)
			}
			more, err := o.bot.Announce.Skip(o.state)(t.Context(), spec, []bot.ChatID{tg, other})
			if err != nil {
				t.Fatal(err)
			}
			for i, reason := range append(got, more...) {
				if (reason != "") != tt.skipped[i] {
					t.Errorf("%d: %q, want skipped %v", i, reason, tt.skipped[i])
				}
			}
		})
	}
}

func (o *desk) put(t *testing.T, key bot.Key, v any) {
	t.Helper()
	if err := o.state.Update(t.Context(), func(tx bot.Tx) error { tx.Put(key, v, time.Hour); return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestErasedGetsNoCorrection: who had his data erased after he got an announcement is passed over; who came back later
// is not when what he got since is corrected.
func TestErasedGetsNoCorrection(t *testing.T) {
	o := newDesk(t, 3, nil)
	gone, left := telegramChat("1000"), telegramChat("1001")
	correct := func(text string) *bot.BulkSpec {
		t.Helper()
		report := o.last
		o.last = report
		o.presses("Gửi đính chính")
		o.says(text)
		o.presses("Gửi")
		o.ticks(time.Second)
		return &o.engine.All[o.id].Spec
	}
	send := func(text string) {
		t.Helper()
		o.says("/thongbao " + text)
		o.presses("Gửi")
		o.ticks(time.Second)
		o.sends(3, bot.BulkSent, "")
		o.ticks(10 * time.Second)
	}
	skipped := func(spec *bot.BulkSpec) string {
		t.Helper()
		reasons, err := o.bot.Announce.Skip(o.state)(t.Context(), spec, []bot.ChatID{gone, left})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(reasons, "|")
	}
	send("Sáng thứ Bảy 28/11 không làm việc.")
	report := o.last
	o.from(gone, "/xoadulieu")
	o.from(left, "/huy")
	o.last = report
	spec := correct("Sáng thứ Bảy 28/11 vẫn làm việc.")
	if got := skipped(spec); got != "đã xóa dữ liệu của mình sau khi nhận tin trước|" || spec.Consent != "" {
		t.Errorf("skipped %q, consent %q", got, spec.Consent)
	}
	if m := spec.Messages[""].Text; !strings.Contains(m, "kể cả người đã hủy đăng ký") {
		t.Errorf("does not say why it comes: %s", m)
	}
	o.sends(2, bot.BulkSent, "")
	o.sends(1, bot.BulkSkipped, "")
	o.ticks(time.Minute)
	o.from(gone, "/dangky")
	o.from(left, "/dangky")
	send("Lịch tiêm chủng ngày 05/12.")
	if got := skipped(correct("Lịch tiêm chủng ngày 06/12.")); got != "|" {
		t.Errorf("who subscribed anew: skipped %q", got)
	}
}

// TestCorrectionReachesThoseOfTheSecondTry: who got the wrong words by another try gets the right ones too, and while
// that try is under way nothing is corrected. An edit is a new message where the channel cannot replace the old one,
// and says why it comes.
func TestCorrectionReachesThoseOfTheSecondTry(t *testing.T) {
	o := newDesk(t, 10, nil)
	o.says("/thongbao Họp thôn 19 giờ.")
	o.presses("Gửi")
	o.ticks(time.Second)
	first := o.id
	o.sends(8, bot.BulkSent, "")
	o.sends(2, bot.BulkFailed, "lỗi tạm thời")
	o.ticks(10 * time.Second)
	report := o.last
	o.presses("Gửi lại cho người lỗi")
	o.presses("Gửi")
	o.ticks(time.Second)
	again := o.id
	o.last = report
	o.presses("Sửa tin đã gửi")
	o.says("Họp thôn 20 giờ.")
	if text := o.last[len(o.last)-1].Message.Text; !strings.Contains(text, "đợi lần gửi lại xong") {
		t.Errorf("corrected while another try is under way: %s", text)
	}
	o.sends(2, bot.BulkSent, "")
	o.ticks(10 * time.Second)
	o.last = report
	o.presses("Sửa tin đã gửi")
	if preview := o.says("Họp thôn 20 giờ.")[0].Message.Text; !strings.Contains(preview, "*10 người*") {
		t.Errorf("the preview counts others than ten: %s", preview)
	}
	o.presses("Gửi")
	o.ticks(time.Second)
	spec := o.engine.All[o.id].Spec
	if diff := cmp.Diff(&bot.BulkFrom{ID: first, Also: []string{again}, Edit: true,
		Outcomes: []bot.BulkOutcome{bot.BulkSent, bot.BulkInFlight}}, spec.From); diff != "" {
		t.Error(diff)
	}
	if zalo, telegram := spec.Messages["zalo"].Text, spec.Messages[""].Text; telegram != "Họp thôn 20 giờ." ||
		!strings.HasPrefix(zalo, telegram) || !strings.Contains(zalo, "kể cả người đã hủy đăng ký") {
		t.Errorf("on Zalo %q, else %q", zalo, telegram)
	}
	o.sends(10, bot.BulkSent, "")
	o.ticks(10 * time.Second)
	o.last = report
	o.presses("Gửi đính chính")
	o.says("Hoãn họp thôn.")
	o.presses("Gửi")
	o.ticks(time.Second)
	o.last = report
	o.presses("Gửi lại cho người lỗi")
	if text := o.last[len(o.last)-1].Message.Text; !strings.Contains(text, "đã có bản đính chính") {
		t.Errorf("what was corrected is sent again: %s", text)
	}
}

// TestCorrectionReachesAll: a correction asks nobody's consent again, because who got something wrong must be told; an
// announcement and a second try do ask.
func TestCorrectionReachesAll(t *testing.T) {
	o := newDesk(t, 5, nil)
	o.says("/thongbao Sáng thứ Bảy 28/11 không làm việc.")
	o.presses("Gửi")
	o.ticks(time.Second)
	o.sends(4, bot.BulkSent, "")
	o.sends(1, bot.BulkFailed, "lỗi tạm thời")
	o.ticks(10 * time.Second)
	report := o.last
	o.presses("Gửi lại cho người lỗi")
	o.presses("Gửi")
	o.ticks(time.Second)
	o.sends(1, bot.BulkSent, "")
	o.ticks(10 * time.Second)
	o.last = report
	o.presses("Gửi đính chính")
	o.says("Đính chính: sáng thứ Bảy 28/11 vẫn làm việc.")
	o.presses("Gửi")
	o.ticks(time.Second)
	consents := map[string]int{}
	for _, b := range o.engine.All {
		kind := "announcement"
		if f := b.Spec.From; f != nil {
			kind = "again to " + string(f.Outcomes[0])
		}
		consents[kind+": "+b.Spec.Consent]++
	}
	want := map[string]int{"announcement: subs": 1, "again to f: subs": 1, "again to s: ": 1}
	if diff := cmp.Diff(want, consents); diff != "" {
		t.Error(diff)
	}
}
