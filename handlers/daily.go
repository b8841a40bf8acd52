package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// dailyMember is the scheduled work of every morning before the office's hour: the plan's tasks are taken over and
// everyone who looks after others gets a digest.
const (
	dailyKind   = "daily"
	dailyMember = dailyKind + ":tasks"
	dailyBefore = 2 * time.Hour // before the reminding hour
)

// settingsKey names what the schedule was made with, to be made anew when a setting changes.
var settingsKey = bot.Key{Kind: "reminding", ID: "settings"}

// Keep sees to it that the scheduled work is there and fits the settings and the clock: call it when the process starts
// and every few minutes. It does nothing when all is well.
func (b *Bot) Keep(ctx context.Context, state bot.State) error {
	moved := false
	err := state.Update(ctx, func(tx bot.Tx) error {
		w, err := b.week(ctx, tx)
		if err != nil {
			return err
		}
		now := tx.Now().In(content.Zone)
		at, there, err := tx.Score(ctx, bot.ScheduleSet, dailyMember)
		if err != nil {
			return err
		}
		// A clock that stood wrong may have put it far into the future.
		moved = there && at > b.nextDaily(w, now).UnixMilli()
		if !there || moved {
			tx.Add(bot.ScheduleSet, dailyMember, now.UnixMilli())
		}
		made := fmt.Sprint(w.At, w.From, w.To, w.Days)
		var with string
		if _, err := tx.Get(ctx, settingsKey, &with); err != nil {
			return err
		}
		if with != made {
			moved = true
			tx.Put(settingsKey, made, 0)
		}
		return nil
	})
	if err != nil || !moved {
		return err
	}
	return b.moveDigests(ctx, state)
}

func (b *Bot) nextDaily(w week, now time.Time) time.Time {
	for d := content.DayOf(now); ; d = d.Add(1) {
		if at := clockOn(d, w.At-min(dailyBefore, w.At)); at.After(now) {
			return at
		}
	}
}

// moveDigests plans every digest that lies in the future anew, page by page.
func (b *Bot) moveDigests(ctx context.Context, state bot.State) error {
	var all []string
	for offset := 0; ; offset += 1000 {
		page, err := state.List(ctx, bot.ScheduleSet, bot.Range{Max: maxScore, Offset: offset, Limit: 1000})
		if err != nil {
			return err
		}
		for _, e := range page {
			if id, ok := strings.CutPrefix(e.Member, digestKind+":"); ok {
				all = append(all, id)
			}
		}
		if len(page) < 1000 {
			break
		}
	}
	for _, id := range all {
		err := state.Update(ctx, func(tx bot.Tx) error {
			w, err := b.week(ctx, tx)
			if err != nil {
				return err
			}
			return b.planDigest(ctx, tx, w, id, content.Day{})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dueDaily does the morning's work and plans the next.
func (b *Bot) dueDaily(ctx context.Context, tx bot.Tx, _ string, _ time.Time) error {
	w, err := b.week(ctx, tx)
	if err != nil {
		return err
	}
	tx.Add(bot.ScheduleSet, dailyMember, b.nextDaily(w, tx.Now().In(content.Zone)).UnixMilli())
	entries, err := tx.List(ctx, watchersSet, bot.Range{Max: maxScore})
	if err != nil {
		return err
	}
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Member)
	}
	for _, chat := range b.Config.Owners {
		id, err := b.ownerRecipient(ctx, tx, chat)
		if err != nil {
			return err
		}
		ids = addOnce(ids, id)
	}
	for _, id := range ids {
		if err := b.planDigest(ctx, tx, w, id, content.Day{}); err != nil {
			return err
		}
	}
	if err := b.mendDigests(ctx, tx, w); err != nil {
		return err
	}
	return b.takePlans(ctx, tx, w)
}

// mendDigests plans the digest of everybody who has open tasks and, for whatever reason, none planned.
func (b *Bot) mendDigests(ctx context.Context, tx bot.Tx, w week) error {
	all, err := tx.List(ctx, peopleSet, bot.Range{Max: maxScore, Limit: 5000})
	if err != nil {
		return err
	}
	for _, e := range all {
		_, planned, err := tx.Score(ctx, bot.ScheduleSet, digestKind+":"+e.Member)
		if err != nil {
			return err
		}
		if planned {
			continue
		}
		open, err := tx.Size(ctx, personTasksSet(e.Member))
		if err != nil {
			return err
		}
		if open == 0 {
			continue
		}
		if err := b.planDigest(ctx, tx, w, e.Member, content.Day{}); err != nil {
			return err
		}
	}
	return nil
}
