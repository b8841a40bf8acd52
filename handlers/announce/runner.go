package announce

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Runner carries the admins' decisions to the engine and the engine's progress to the admins. Decisions are written
// down first, in the transaction of the press, and every step may be taken again: a process that dies leaves nothing
// half done, and several may run.
type Runner struct {
	Service *Service
	State   bot.State
	Log     *slog.Logger
	Every   time.Duration // how often to look; 0 means 500 ms
}

// progressEvery is how often a progress message is edited.
const progressEvery = 3 * time.Second

// Run looks after the announcements until ctx ends. While the state is away it waits.
func (n *Runner) Run(ctx context.Context) error {
	every := n.Every
	if every <= 0 {
		every = 500 * time.Millisecond
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := n.Tick(ctx)
		if err != nil && ctx.Err() == nil && !failing { // once for every outage
			n.Log.LogAttrs(ctx, slog.LevelWarn, "announcements not looked after", slog.Any("error", err))
		}
		failing = err != nil
	}
}

// Tick looks once at every announcement that is under way.
func (n *Runner) Tick(ctx context.Context) error {
	active, err := n.State.List(ctx, activeSet, bot.Range{Max: 1 << 62})
	if err != nil {
		return fmt.Errorf("announcements: %w", err)
	}
	var errs []error
	for _, e := range active {
		if err := n.advance(ctx, e.Member); err != nil {
			errs = append(errs, fmt.Errorf("announcement %s: %w", e.Member, err))
		}
	}
	return errors.Join(errs...)
}

func (n *Runner) advance(ctx context.Context, id string) error {
	a, found, err := load(ctx, n.State, id)
	if err != nil {
		return err
	}
	if !found || a.over() && a.Wish == "" {
		return n.State.Update(ctx, func(tx bot.Tx) error { tx.Remove(activeSet, id); return nil })
	}
	if !a.Begun {
		return n.start(ctx, a)
	}
	wish, err := n.steer(ctx, a)
	if err != nil {
		return err
	}
	st, found, err := n.Service.Engine.BulkStatus(ctx, id)
	if err != nil {
		return err
	}
	if !found { // its 90 days are over
		st.State = bot.BulkFinished
	}
	return n.State.Update(ctx, func(tx bot.Tx) error { return n.Service.follow(ctx, tx, id, st, wish) })
}

// start gives it to the engine. A fault of the announcement makes it a draft again.
func (n *Runner) start(ctx context.Context, a *Announcement) error {
	if a.Wish == "cancel" { // before anything was sent
		return n.State.Update(ctx, func(tx bot.Tx) error {
			return n.Service.follow(ctx, tx, a.ID, bot.BulkStatus{State: bot.BulkCancelled}, "cancel")
		})
	}
	spec, err := n.Service.spec(ctx, n.State, a, a.Started)
	if err == nil {
		_, err = n.Service.Engine.StartBulk(ctx, spec)
	}
	if err != nil && (errors.Is(err, bot.ErrUnavailable) || ctx.Err() != nil) {
		return err
	}
	return n.State.Update(ctx, func(tx bot.Tx) error {
		now, found, getErr := load(ctx, tx, a.ID)
		if getErr != nil || !found || now.Begun {
			return getErr
		}
		now.Begun, now.Expires = err == nil, spec.Expires
		if err != nil {
			n.Log.LogAttrs(ctx, slog.LevelError, "announcement not started", slog.String("announcement", a.ID), slog.Any("error", err))
			now.State = Draft
			tx.Remove(activeSet, a.ID)
			now.show(tx, textAnnounceFailed, tx.Now())
		}
		put(tx, now)
		return nil
	})
}

// steer passes on what an admin wished, and keeps the quiet hours. It returns the wish that is done.
func (n *Runner) steer(ctx context.Context, a *Announcement) (done string, err error) {
	engine := n.Service.Engine
	state := bot.BulkState("")
	switch a.Wish {
	case "pause":
		state, err = engine.PauseBulk(ctx, a.ID)
	case "resume":
		state, err = engine.ResumeBulk(ctx, a.ID, a.Expires)
	case "cancel":
		_, err = engine.CancelBulk(ctx, a.ID)
	default:
		_, quiet := n.Service.Quiet.Until(n.Service.Now().In(content.Zone))
		switch {
		case quiet && !a.Urgent && !a.Quiet && a.State == Running:
			state, err = engine.PauseBulk(ctx, a.ID)
			done = "quiet"
		case a.Quiet && (!quiet || a.Urgent):
			state, err = engine.ResumeBulk(ctx, a.ID, time.Time{})
			done = "loud"
		}
	}
	if done == "" {
		done = a.Wish
	}
	if err != nil || state == bot.BulkFreezing { // can be paused when it runs
		return "", err
	}
	return done, nil
}

// follow writes down where the engine is, and tells the admin what changed.
func (svc *Service) follow(ctx context.Context, tx bot.Tx, id string, st bot.BulkStatus, done string) error {
	a, found, err := load(ctx, tx, id)
	if err != nil || !found {
		return err
	}
	was := *a
	now := tx.Now()
	switch done {
	case "":
	case "quiet":
		a.Quiet = st.State == bot.BulkPaused && st.Reason == "admin" // not what had paused by itself just before
	case "loud":
		a.Quiet = false
	case a.Wish:
		a.Wish = ""
		if done == "resume" {
			a.Quiet = false
		}
	}
	a.State, a.Reason = announceState(st.State), st.Reason
	if a.State == Running && was.State == Paused {
		a.restart(now, st.Total-st.Left())
	}
	if a.over() {
		a.Ended = now
		tx.Remove(activeSet, id)
	}
	changed := a.State != was.State || a.Wish != was.Wish || a.Quiet != was.Quiet
	text := svc.progressText(a, st, now)
	if text != a.Status && (changed || now.Sub(a.ShownAt) >= progressEvery && svc.People.Channels[a.By.Channel].Edit) {
		a.show(tx, text, now)
		changed = true
	}
	if a.State != was.State {
		svc.ring(tx, a, st)
	}
	if changed {
		if now.Sub(a.NextAt) > time.Minute { // the forecast follows the speed of the last one to two minutes
			a.MarkAt, a.MarkDone, a.NextAt, a.NextDone = a.NextAt, a.NextDone, now, st.Total-st.Left()
		}
		put(tx, a)
	}
	return nil
}

func announceState(s bot.BulkState) State {
	switch s {
	case bot.BulkPaused:
		return Paused
	case bot.BulkCancelled:
		return Cancelled
	case bot.BulkFinished:
		return Finished
	}
	return Running
}

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
func (svc *Service) ringFor(tx bot.Tx, a *Announcement, key string, m bot.Message) {
	a.tell(tx, bot.Outgoing{Key: key, Message: m})
	if a.By == people.ServerOwner {
		for _, o := range svc.People.Owners {
			tx.Send(bot.Outgoing{Key: key + ":" + o.String(), To: o, Message: m})
		}
	}
}

// ring sends a new message about what the admin must know: an edit makes no sound.
func (svc *Service) ring(tx bot.Tx, a *Announcement, st bot.BulkStatus) {
	var m bot.Message
	rows := [][]bot.Button{{a.button(labelResume, "resume"), a.button(labelCancel, "cancel")}}
	switch {
	case a.State == Paused && a.Reason == "failures":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceStopped, failures(st)), Buttons: rows}
	case a.State == Paused && a.Reason == "late":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceLate, dialog.Moment(a.Expires), a.firstLine()), Buttons: rows}
	case a.over():
		m = a.reportMessage(st)
	default:
		return
	}
	svc.ringFor(tx, a, fmt.Sprintf("tb:%s:%d:ring", a.ID, a.Rev), m)
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
	fmt.Fprintf(&s, "\n%s\nĐã gửi: %s/%s", a.firstLine(), dialog.Thousands(st.Outcomes[bot.BulkSent]), dialog.Thousands(st.Total))
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
		return "Tạm dừng trong giờ yên tĩnh, tự gửi tiếp lúc " + dialog.ClockOf(time.Date(0, 1, 1, 0, 0, 0, 0, content.Zone).Add(svc.Quiet.To))
	case a.Wish == "cancel":
		return "Đang huỷ…"
	case a.Wish == "pause" && a.State == Running:
		return "Đang tạm dừng…"
	}
	return map[State]string{Running: "Đang gửi thông báo", Paused: "Đang tạm dừng", Cancelled: "Đã huỷ thông báo", Finished: "Đã gửi xong thông báo"}[a.State]
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
	at := now.Add(time.Duration(float64(took) / float64(done-a.MarkDone) * float64(left))).Add(time.Minute - 1).In(content.Zone)
	if content.DayOf(at) != content.DayOf(now) {
		return at.Format("15:04 ngày 02/01"), true
	}
	return at.Format("15:04"), true
}
