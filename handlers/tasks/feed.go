package tasks

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/ical"
	"github.com/motcua/motcua/handlers/people"
)

// The feed of an official's due days for calendar programs: a secret address, which can be changed or closed.

type feed struct {
	Person string `json:"person"`
	Secret string `json:"secret"`
}

func feedKey(secret string) bot.Key { return bot.Key{Kind: "feed", ID: secret} }

func feedOfKey(person string) bot.Key { return bot.Key{Kind: "feed-of", ID: person} }

// myFeed answers /lich: the address of the official's dates, made when there is none.
func (c chat) myFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.Refuse(textFeedForOfficials)
	}
	link, err := c.FeedLink(ctx, t.Tx, w.Person.ID)
	if err != nil {
		return nil, err
	}
	if link == "" {
		return c.anotherFeed(ctx, t, w)
	}
	return feedMessage(link), nil
}

// anotherFeed makes a new address; the one before is void.
func (c chat) anotherFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	link, err := c.desk(t, w).NewFeed(ctx)
	if err != nil {
		return nil, err
	}
	return feedMessage(link), nil
}

func feedMessage(link string) []bot.Message {
	return dialog.Say(fmt.Sprintf(textFeed, link),
		[]bot.Button{actFeedNew.Button("Đổi liên kết", struct{}{}), actFeedClose.Button("Thu hồi", struct{}{})})
}

func (c chat) closeFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	return dialog.Say(textFeedClosed), c.desk(t, w).CloseFeed(ctx)
}

// FeedLink is the secret address of a person's dates; empty when there is none, or the program does not know its own
// public address.
func (svc *Service) FeedLink(ctx context.Context, r bot.Reader, person string) (string, error) {
	var f feed
	found, err := r.Get(ctx, feedOfKey(person), &f)
	if err != nil || !found || svc.PublicURL == "" {
		return "", err
	}
	return strings.TrimRight(svc.PublicURL, "/") + ical.Path + f.Secret + ".ics", nil
}

// newFeed makes a new secret address for a person's dates; the one before is void.
func (svc *Service) newFeed(ctx context.Context, tx bot.Tx, person string) (string, error) {
	if err := CloseFeed(ctx, tx, person); err != nil {
		return "", err
	}
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return "", fmt.Errorf("secret of a feed: %w", err)
	}
	f := feed{Person: person, Secret: hex.EncodeToString(secret)}
	tx.Put(feedKey(f.Secret), f, 0)
	tx.Put(feedOfKey(f.Person), f, 0)
	return svc.FeedLink(ctx, tx, person)
}

// CloseFeed makes the secret address of a person's dates void.
func CloseFeed(ctx context.Context, tx bot.Tx, person string) error {
	var f feed
	found, err := tx.Get(ctx, feedOfKey(person), &f)
	if err != nil || !found {
		return err
	}
	tx.Delete(feedKey(f.Secret))
	tx.Delete(feedOfKey(person))
	return nil
}

// Feed is the calendar behind a secret address: the open tasks of its person. It has the form of ical.Source, given a
// Reader.
func Feed(ctx context.Context, r bot.Reader, secret string) (ical.Calendar, bool, error) {
	var f feed
	found, err := r.Get(ctx, feedKey(secret), &f)
	if err != nil || !found {
		return ical.Calendar{}, false, err
	}
	p, ok, err := people.Load(ctx, r, f.Person)
	if err != nil || !ok {
		return ical.Calendar{}, false, err
	}
	tasks, err := LoadAll(ctx, r, PersonTasksSet(p.ID), bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return ical.Calendar{}, false, err
	}
	c := ical.Calendar{Name: "Việc của " + p.Name}
	for _, k := range tasks {
		if k.Over() {
			continue
		}
		y, m, d := k.Due.Date()
		text := fmt.Sprintf(textTaskCode, k.ID, k.By)
		if k.Product != "" {
			text += "\nSản phẩm: " + k.Product
		}
		changed := k.Created
		if len(k.Events) > 0 {
			changed = k.Events[len(k.Events)-1].At
		}
		c.Events = append(c.Events, ical.Event{UID: k.ID + "@motcua", Year: y, Month: m, Day: d,
			Title: "Hạn: " + k.Title, Text: text,
			Changed: changed, Version: k.Live, Alarms: []int{1}})
	}
	slices.SortStableFunc(c.Events, func(a, b ical.Event) int {
		return content.NewDay(a.Year, a.Month, a.Day).Sub(content.NewDay(b.Year, b.Month, b.Day))
	})
	return c, true, nil
}
