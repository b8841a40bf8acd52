package announce

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
)

// What is sent again and again is a draft in the state Repeating, out of which each occurrence is made as an
// announcement of its own, with its own report and correction. When that is, and all that an admin does with it, is in
// the package recurring.

// Repeats makes a draft one that is sent again and again; it and its file are kept until Ends.
func (svc *Service) Repeats(ctx context.Context, tx bot.Tx, a *Announcement, by bot.ChatID) error {
	a.State, a.By, a.Urgent, a.At, a.Expires = Repeating, by, false, time.Time{}, time.Time{}
	return svc.keepFile(ctx, tx, a, 0)
}

// Keep keeps it and its file as long as other drafts.
func (svc *Service) Keep(ctx context.Context, tx bot.Tx, a *Announcement) error {
	return svc.keepFile(ctx, tx, a, ttl)
}

// Ends makes it no more than a record.
func (svc *Service) Ends(ctx context.Context, tx bot.Tx, a *Announcement) error {
	a.State, a.Ended = Cancelled, tx.Now()
	return svc.keepFile(ctx, tx, a, ttl)
}

func (svc *Service) keepFile(ctx context.Context, tx bot.Tx, a *Announcement, keep time.Duration) error {
	if a.FileName != "" && a.FileRef == "" {
		f, err := a.file(ctx, tx)
		if err != nil {
			return err
		}
		tx.Put(fileKey(a.ID), File{File: *f}, keep)
	}
	put(tx, a)
	return nil
}

// Occur makes one occurrence and starts it, or in the quiet hours sets it for their end. It is nil when nobody would
// get it.
func (svc *Service) Occur(ctx context.Context, tx bot.Tx, of *Announcement, decided bot.ChatID) (*Announcement,
	error) {
	id, err := svc.People.References.New(ctx, tx, "", func(id string) bot.Key { return key(strings.ToLower(id)) })
	if err != nil {
		return nil, err
	}
	a := &Announcement{ID: strings.ToLower(id), By: of.By, Office: of.Office, Text: of.Text, FileName: of.FileName, FileType: of.FileType,
		FileRef: of.FileRef, FileOn: of.FileOn, FileSize: of.FileSize, Audience: of.Audience, Channels: of.Channels,
		Series: of.ID, State: Draft, Created: tx.Now(), Decided: decided}
	if a.FileName != "" && a.FileRef == "" {
		a.FileOf = of.ID
	}
	if err := svc.ready(ctx, tx, a); err != nil {
		var no dialog.Refusal
		if errors.As(err, &no) {
			return nil, nil
		}
		return nil, err
	}
	list(tx, a)
	now := tx.Now().In(content.Zone)
	if until, quiet := svc.QuietHours().Until(now); quiet {
		a.State, a.At = Scheduled, until
		tx.Add(bot.ScheduleSet, "announce:"+a.ID, until.UnixMilli())
		put(tx, a)
		return a, nil
	}
	begin(tx, a, now)
	return a, nil
}

// Preview reads a draft back: its beginning, and how many would get it now.
func (svc *Service) Preview(ctx context.Context, r bot.Reader, a *Announcement) (line, to string, n int64, err error) {
	c, err := svc.count(ctx, r, a)
	return a.firstLine(), svc.audienceName(a), c.total, err
}

// Tell sends to who composed it; where that is nobody with a chat, to the owners.
func (svc *Service) Tell(ctx context.Context, tx bot.Tx, a *Announcement, seed string, m bot.Message) error {
	return svc.ringFor(ctx, tx, a, fmt.Sprintf("tb:%s:%s", a.ID, seed), m)
}
