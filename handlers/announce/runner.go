package announce

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
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
			n.Log.LogAttrs(ctx, slog.LevelError, "announcement not started", slog.String("announcement", a.ID),
				slog.Any("error", err))
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
		_, quiet := n.Service.QuietHours().Until(n.Service.Now().In(content.Zone))
		switch {
		case quiet && !a.Urgent && !a.Loud && !a.Quiet && a.State == Running:
			state, err = engine.PauseBulk(ctx, a.ID)
			done = "quiet"
		case a.Quiet && (!quiet || a.Urgent || a.Loud):
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
	a.carriedOut(done, st)
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
		if err := svc.ring(ctx, tx, a, st); err != nil {
			return err
		}
	}
	if changed {
		if now.Sub(a.NextAt) > time.Minute { // the forecast follows the speed of the last one to two minutes
			a.MarkAt, a.MarkDone, a.NextAt, a.NextDone = a.NextAt, a.NextDone, now, st.Total-st.Left()
		}
		put(tx, a)
	}
	return nil
}

// carriedOut takes back the wish that the engine has done.
func (a *Announcement) carriedOut(done string, st bot.BulkStatus) {
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
