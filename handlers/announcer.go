package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// Announcer carries the admins' decisions to the engine and the engine's progress to the admins. Decisions are written
// down first, in the transaction of the press, and every step may be taken again: a process that dies leaves nothing
// half done, and several may run.
type Announcer struct {
	Bot   *Bot
	State bot.State
	Log   *slog.Logger
	Every time.Duration // how often to look; 0 means 500 ms
}

// progressEvery is how often a progress message is edited.
const progressEvery = 3 * time.Second

// Run looks after the announcements until ctx ends. While the state is away it waits.
func (n *Announcer) Run(ctx context.Context) error {
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
func (n *Announcer) Tick(ctx context.Context) error {
	active, err := n.State.List(ctx, announceActiveSet, bot.Range{Max: 1 << 62})
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

func (n *Announcer) advance(ctx context.Context, id string) error {
	a, found, err := announcement(ctx, n.State, id)
	if err != nil {
		return err
	}
	if !found || a.over() && a.Wish == "" {
		return n.State.Update(ctx, func(tx bot.Tx) error { tx.Remove(announceActiveSet, id); return nil })
	}
	if !a.Begun {
		return n.start(ctx, a)
	}
	wish, err := n.steer(ctx, a)
	if err != nil {
		return err
	}
	st, found, err := n.Bot.Announce.Engine.BulkStatus(ctx, id)
	if err != nil {
		return err
	}
	if !found { // its 90 days are over
		st.State = bot.BulkFinished
	}
	return n.State.Update(ctx, func(tx bot.Tx) error { return n.Bot.follow(ctx, tx, id, st, wish) })
}

// start gives it to the engine. A fault of the announcement makes it a draft again.
func (n *Announcer) start(ctx context.Context, a *Announcement) error {
	if a.Wish == "cancel" { // before anything was sent
		return n.State.Update(ctx, func(tx bot.Tx) error {
			return n.Bot.follow(ctx, tx, a.ID, bot.BulkStatus{State: bot.BulkCancelled}, "cancel")
		})
	}
	spec, err := n.Bot.spec(ctx, n.State, a, a.Started)
	if err == nil {
		_, err = n.Bot.Announce.Engine.StartBulk(ctx, spec)
	}
	if err != nil && (errors.Is(err, bot.ErrUnavailable) || ctx.Err() != nil) {
		return err
	}
	return n.State.Update(ctx, func(tx bot.Tx) error {
		now, found, getErr := announcement(ctx, tx, a.ID)
		if getErr != nil || !found || now.Begun {
			return getErr
		}
		now.Begun, now.Expires = err == nil, spec.Expires
		if err != nil {
			n.Log.LogAttrs(ctx, slog.LevelError, "announcement not started", slog.String("announcement", a.ID), slog.Any("error", err))
			now.State = AnnounceDraft
			tx.Remove(announceActiveSet, a.ID)
			now.show(tx, textAnnounceFailed, tx.Now())
		}
		putAnnouncement(tx, now)
		return nil
	})
}

// steer passes on what an admin wished, and keeps the quiet hours. It returns the wish that is done.
func (n *Announcer) steer(ctx context.Context, a *Announcement) (done string, err error) {
	engine := n.Bot.Announce.Engine
	state := bot.BulkState("")
	switch a.Wish {
	case "pause":
		state, err = engine.PauseBulk(ctx, a.ID)
	case "resume":
		state, err = engine.ResumeBulk(ctx, a.ID, a.Expires)
	case "cancel":
		_, err = engine.CancelBulk(ctx, a.ID)
	default:
		_, quiet := n.Bot.Announce.Quiet.Until(n.Bot.Now().In(content.Zone))
		switch {
		case quiet && !a.Urgent && !a.Quiet && a.State == AnnounceRunning:
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
func (b *Bot) follow(ctx context.Context, tx bot.Tx, id string, st bot.BulkStatus, done string) error {
	a, found, err := announcement(ctx, tx, id)
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
	if a.State == AnnounceRunning && was.State == AnnouncePaused {
		a.restart(now, st.Total-st.Left())
	}
	if a.over() {
		a.Ended = now
		tx.Remove(announceActiveSet, id)
	}
	changed := a.State != was.State || a.Wish != was.Wish || a.Quiet != was.Quiet
	text := b.progressText(a, st, now)
	if text != a.Status && (changed || now.Sub(a.ShownAt) >= progressEvery && b.Config.Channels[a.By.Channel].Edit) {
		a.show(tx, text, now)
		changed = true
	}
	if a.State != was.State {
		b.ring(tx, a, st)
	}
	if changed {
		if now.Sub(a.NextAt) > time.Minute { // the forecast follows the speed of the last one to two minutes
			a.MarkAt, a.MarkDone, a.NextAt, a.NextDone = a.NextAt, a.NextDone, now, st.Total-st.Left()
		}
		putAnnouncement(tx, a)
	}
	return nil
}

func announceState(s bot.BulkState) AnnounceState {
	switch s {
	case bot.BulkPaused:
		return AnnouncePaused
	case bot.BulkCancelled:
		return AnnounceCancelled
	case bot.BulkFinished:
		return AnnounceFinished
	}
	return AnnounceRunning
}

// show sends or edits the progress message.
func (a *Announcement) show(tx bot.Tx, text string, now time.Time) {
	a.Status, a.ShownAt = text, now
	var row []bot.Button
	switch a.State {
	case AnnounceRunning:
		row = []bot.Button{a.button(labelPause, "pause"), a.button(labelCancel, "cancel")}
	case AnnouncePaused:
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
	if a.By != ServerOwner {
		o.To = a.By
		tx.Send(o)
	}
}

// ringFor tells the composer what needs a decision; when that is nobody with a chat, the owners.
func (b *Bot) ringFor(tx bot.Tx, a *Announcement, key string, m bot.Message) {
	a.tell(tx, bot.Outgoing{Key: key, Message: m})
	if a.By == ServerOwner {
		for _, o := range b.Config.Owners {
			tx.Send(bot.Outgoing{Key: key + ":" + o.String(), To: o, Message: m})
		}
	}
}

// ring sends a new message about what the admin must know: an edit makes no sound.
func (b *Bot) ring(tx bot.Tx, a *Announcement, st bot.BulkStatus) {
	var m bot.Message
	rows := [][]bot.Button{{a.button(labelResume, "resume"), a.button(labelCancel, "cancel")}}
	switch {
	case a.State == AnnouncePaused && a.Reason == "failures":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceStopped, failures(st)), Buttons: rows}
	case a.State == AnnouncePaused && a.Reason == "late":
		m = bot.Message{Text: fmt.Sprintf(textAnnounceLate, moment(a.Expires), a.firstLine()), Buttons: rows}
	case a.over():
		m = a.reportMessage(st)
	default:
		return
	}
	b.ringFor(tx, a, fmt.Sprintf("tb:%s:%d:ring", a.ID, a.Rev), m)
}

// progressText says how far it is.
func (b *Bot) progressText(a *Announcement, st bot.BulkStatus, now time.Time) string {
	if st.State == bot.BulkFreezing && a.Wish == "" {
		return fmt.Sprintf(textAnnounceStarting, thousands(a.Count))
	}
	done := st.Total - st.Left()
	var s strings.Builder
	fmt.Fprintf(&s, "*%s*", b.progressHead(a))
	if st.Total > 0 {
		fmt.Fprintf(&s, " – %d %%", done*100/st.Total)
	}
	fmt.Fprintf(&s, "\n%s\nĐã gửi: %s/%s", a.firstLine(), thousands(st.Outcomes[bot.BulkSent]), thousands(st.Total))
	if n := st.Outcomes[bot.BulkFailed]; n > 0 {
		fmt.Fprintf(&s, "\nGửi hỏng: %s", failures(st))
	}
	for _, o := range []struct {
		outcome bot.BulkOutcome
		words   string
	}{{bot.BulkBlocked, "Đã chặn bot"}, {bot.BulkUnsubscribed, "Vừa thôi nhận tin"}, {bot.BulkSkipped, "Bỏ qua"}} {
		if n := st.Outcomes[o.outcome]; n > 0 {
			fmt.Fprintf(&s, "\n%s: %s", o.words, thousands(n))
		}
	}
	if left := st.Left(); left > 0 {
		fmt.Fprintf(&s, "\nCòn lại: %s", thousands(left))
		if at, ok := a.forecast(done, left, now); ok && a.State == AnnounceRunning {
			fmt.Fprintf(&s, ", xong lúc %s", at)
		}
	}
	return s.String()
}

// progressHead names the state, and what was asked for and is not done yet.
func (b *Bot) progressHead(a *Announcement) string {
	switch {
	case a.State == AnnouncePaused && a.Quiet:
		return "Tạm dừng trong giờ yên tĩnh, tự gửi tiếp lúc " + clockOf(time.Date(0, 1, 1, 0, 0, 0, 0, content.Zone).Add(b.Announce.Quiet.To))
	case a.Wish == "cancel":
		return "Đang huỷ…"
	case a.Wish == "pause" && a.State == AnnounceRunning:
		return "Đang tạm dừng…"
	}
	return map[AnnounceState]string{AnnounceRunning: "Đang gửi thông báo", AnnouncePaused: "Đang tạm dừng", AnnounceCancelled: "Đã huỷ thông báo", AnnounceFinished: "Đã gửi xong thông báo"}[a.State]
}

// failures lists the reasons with their counts, most frequent first.
func failures(st bot.BulkStatus) string {
	n := st.Outcomes[bot.BulkFailed]
	var parts []string
	for _, r := range sortedReasons(st.Reasons) {
		parts = append(parts, bot.Escape(r)+" "+thousands(st.Reasons[r]))
	}
	if len(parts) == 0 {
		return thousands(n)
	}
	return thousands(n) + " (" + strings.Join(parts, "; ") + ")"
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
