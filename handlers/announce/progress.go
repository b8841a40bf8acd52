package announce

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// show sends or edits the progress message.
func (a *Announcement) show(tx bot.Tx, text string, now time.Time) {
	a.Status, a.ShownAt = text, now
	var row []bot.Button
	switch a.State {
	case Running:
		row = []bot.Button{a.button(labelPause, "pause"), a.button(labelCancel, "cancel")}
	case Paused:
		label := labelResume
		if a.Quiet {
			label = labelGoOn
		}
		row = []bot.Button{a.button(label, "resume"), a.button(labelCancel, "cancel")}
	}
	m := bot.Message{Text: text}
	if row != nil {
		m.Buttons = [][]bot.Button{row}
	}
	a.tell(tx, bot.Outgoing{Key: fmt.Sprintf("tb:%s:%d:show", a.ID, a.Rev), Slot: "tb:" + a.ID, Message: m})
}

// tell sends to the composer. Who signed in at the server has no chat; the console shows it all.
func (a *Announcement) tell(tx bot.Tx, o bot.Outgoing) {
	if a.By != people.ServerOwner {
		o.To = a.By
		tx.Send(o)
	}
}

// ringFor tells the composer what needs a decision; when that is nobody with a chat, the owners.
func (svc *Service) ringFor(ctx context.Context, tx bot.Tx, a *Announcement, key string, m bot.Message) error {
	a.tell(tx, bot.Outgoing{Key: key, Message: m})
	if a.By != people.ServerOwner {
		return nil
	}
	owners, err := svc.People.Owners(ctx, tx)
	for _, o := range owners {
		tx.Send(bot.Outgoing{Key: key + ":" + o.String(), To: o, Message: m})
	}
	return err
}

// ring sends a new message about what the admin must know: an edit makes no sound.
func (svc *Service) ring(ctx context.Context, tx bot.Tx, a *Announcement, st bot.BulkStatus) error {
	var m bot.Message
	rows := [][]bot.Button{{a.button(labelResume, "resume"), a.button(labelCancel, "cancel")}}
	switch {
	case a.State == Paused && a.Reason == "failures":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceStopped, failures(st)), Buttons: rows}
	case a.State == Paused && a.Reason == "late":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceLate, dialog.Moment(a.Expires), a.firstLine()), Buttons: rows}
	case a.over():
		groups, err := svc.inGroups(ctx, a.ID, st)
		if err != nil {
			return err
		}
		m = a.reportMessage(st, groups)
	default:
		return nil
	}
	return svc.ringFor(ctx, tx, a, fmt.Sprintf("tb:%s:%d:ring", a.ID, a.Rev), m)
}

// progressText says how far it is.
func (svc *Service) progressText(a *Announcement, st bot.BulkStatus, now time.Time) string {
	if st.State == bot.BulkFreezing && a.Wish == "" {
		return fmt.Sprintf(textAnnounceStarting, dialog.Thousands(a.Count))
	}
	done := st.Total - st.Left()
	var s strings.Builder
	fmt.Fprintf(&s, "*%s*", svc.progressHead(a))
	if st.Total > 0 {
		fmt.Fprintf(&s, " – %d %%", done*100/st.Total)
	}
	fmt.Fprintf(&s, "\n%s\nĐã gửi: %s/%s", a.firstLine(), dialog.Thousands(st.Outcomes[bot.BulkSent]),
		dialog.Thousands(st.Total))
	if n := st.Outcomes[bot.BulkFailed]; n > 0 {
		fmt.Fprintf(&s, "\nGửi hỏng: %s", failures(st))
	}
	for _, o := range []struct {
		outcome bot.BulkOutcome
		words   string
	}{{bot.BulkBlocked, "Đã chặn bot"}, {bot.BulkUnsubscribed, "Vừa thôi nhận tin"}, {bot.BulkSkipped, "Bỏ qua"}} {
		if n := st.Outcomes[o.outcome]; n > 0 {
			fmt.Fprintf(&s, "\n%s: %s", o.words, dialog.Thousands(n))
		}
	}
	if left := st.Left(); left > 0 {
		fmt.Fprintf(&s, "\nCòn lại: %s", dialog.Thousands(left))
		if at, ok := a.forecast(done, left, now); ok && a.State == Running {
			fmt.Fprintf(&s, ", xong lúc %s", at)
		}
	}
	return s.String()
}

// progressHead names the state, and what was asked for and is not done yet.
func (svc *Service) progressHead(a *Announcement) string {
	switch {
	case a.State == Paused && a.Quiet:
		return textQuietPause +
			dialog.ClockOf(time.Date(0, 1, 1, 0, 0, 0, 0, content.Zone).Add(svc.QuietHours().To))
	case a.Wish == "cancel":
		return "Đang hủy…"
	case a.Wish == "pause" && a.State == Running:
		return "Đang tạm dừng…"
	}
	return map[State]string{Running: "Đang gửi thông báo", Paused: "Đang tạm dừng", Cancelled: "Đã hủy thông báo",
		Finished: "Đã gửi xong thông báo"}[a.State]
}

// failures lists the reasons with their counts, most frequent first.
func failures(st bot.BulkStatus) string {
	n := st.Outcomes[bot.BulkFailed]
	var parts []string
	for _, r := range sortedReasons(st.Reasons) {
		parts = append(parts, bot.Escape(r)+" "+dialog.Thousands(st.Reasons[r]))
	}
	if len(parts) == 0 {
		return dialog.Thousands(n)
	}
	return dialog.Thousands(n) + " (" + strings.Join(parts, "; ") + ")"
}

// restart lets the forecast count from now.
func (a *Announcement) restart(now time.Time, done int64) {
	a.MarkAt, a.MarkDone, a.NextAt, a.NextDone = now, done, now, done
}

// forecast is when it will be done at the present speed, to the minute; the day is named when it is another.
func (a *Announcement) forecast(done, left int64, now time.Time) (string, bool) {
	took := now.Sub(a.MarkAt)
	if took < 2*time.Second || done <= a.MarkDone {
		return "", false
	}
	rest := time.Duration(float64(took) / float64(done-a.MarkDone) * float64(left))
	at := now.Add(rest).Add(time.Minute - 1).In(content.Zone)
	if content.DayOf(at) != content.DayOf(now) {
		return at.Format("15:04 ngày 02/01"), true
	}
	return at.Format("15:04"), true
}
