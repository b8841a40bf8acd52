package tasks

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/ical"
	"github.com/motcua/motcua/handlers/people"
)

// The feed of an official's due days for calendar programs: a secret address, which can be changed or closed. It is
// shown once, when it is made: what is stored is its hash, so that neither a backup nor the database opens a calendar.

// feed is kept twice: by the hash of the secret, and by the person.
type feed struct {
	Person string    `json:"person"`
	Hash   string    `json:"hash,omitempty"`
	At     time.Time `json:"at,omitzero"` // when it was made; zero: before the secret was hashed
	// Secret is how programs before hashes kept it. Such a feed is rewritten when its address is next asked for.
	Secret string `json:"secret,omitempty"`
}

// id is what the feed is kept under.
func (f feed) id() string { return cmp.Or(f.Hash, f.Secret) }

func feedKey(id string) bot.Key { return bot.Key{Kind: "feed", ID: id} }

func feedOfKey(person string) bot.Key { return bot.Key{Kind: "feed-of", ID: person} }

// myFeed answers /lich: the address of the official's dates when there is none yet, else how to get another.
func (c chat) myFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.Refuse(textFeedForOfficials)
	}
	since, found, err := FeedSince(ctx, t.Tx, w.Person.ID)
	if err != nil {
		return nil, err
	}
	if !found {
		return c.anotherFeed(ctx, t, w)
	}
	return dialog.Say(fmt.Sprintf(textFeedKept, since), feedButtons()), nil
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
	return dialog.Say(fmt.Sprintf(textFeed, link), feedButtons())
}

func feedButtons() []bot.Button {
	return []bot.Button{actFeedNew.Button("Đổi liên kết", struct{}{}), actFeedClose.Button("Thu hồi", struct{}{})}
}

func (c chat) closeFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	return dialog.Say(textFeedClosed), c.desk(t, w).CloseFeed(ctx)
}

// FeedSince tells whether a person has a secret address of his dates, and since when: "từ 30/11/2026 ", or nothing for
// one that was made before that was noted.
func FeedSince(ctx context.Context, r bot.Reader, person string) (since string, found bool, err error) {
	var f feed
	if found, err = r.Get(ctx, feedOfKey(person), &f); err != nil || !found || f.At.IsZero() {
		return "", found, err
	}
	return "từ " + f.At.In(content.Zone).Format("02/01/2006") + " ", true, nil
}

// newFeed makes a new secret address for a person's dates; the one before is void.
func (svc *Service) newFeed(ctx context.Context, tx bot.Tx, person string) (string, error) {
	if err := CloseFeed(ctx, tx, person); err != nil {
		return "", err
	}
	random := make([]byte, 24)
	_, _ = rand.Read(random) // never fails
	secret := hex.EncodeToString(random)
	putFeed(tx, feed{Person: person, Hash: people.TokenHash(secret), At: tx.Now()})
	return strings.TrimRight(svc.PublicURL, "/") + ical.Path + secret + ".ics", nil
}

func putFeed(tx bot.Tx, f feed) {
	tx.Put(feedKey(f.id()), f, 0)
	tx.Put(feedOfKey(f.Person), f, 0)
}

// CloseFeed makes the secret address of a person's dates void.
func CloseFeed(ctx context.Context, tx bot.Tx, person string) error {
	var f feed
	found, err := tx.Get(ctx, feedOfKey(person), &f)
	if err != nil || !found {
		return err
	}
	tx.Delete(feedKey(f.id()))
	tx.Delete(feedOfKey(person))
	return nil
}

// behind finds the feed of a secret address. One of an older program is kept by its hash from now on.
func behind(ctx context.Context, state bot.State, secret string) (f feed, found bool, err error) {
	if found, err = state.Get(ctx, feedKey(people.TokenHash(secret)), &f); err != nil || found {
		return f, found, err
	}
	if found, err = state.Get(ctx, feedKey(secret), &f); err != nil || !found || f.Secret != secret {
		return f, false, err // what is kept by a hash is not opened by the hash
	}
	err = state.Update(ctx, func(tx bot.Tx) error {
		var old feed
		if there, err := tx.Get(ctx, feedKey(secret), &old); err != nil || !there {
			return err // closed, or rewritten, meanwhile
		}
		tx.Delete(feedKey(secret))
		putFeed(tx, feed{Person: old.Person, Hash: people.TokenHash(secret)})
		return nil
	})
	if err != nil {
		return f, false, err
	}
	found, err = state.Get(ctx, feedKey(people.TokenHash(secret)), &f)
	return f, found, err
}

// Feed is the calendar behind a secret address: the open tasks of its person. It has the form of ical.Source, given a
// State.
func Feed(ctx context.Context, r bot.State, secret string) (ical.Calendar, bool, error) {
	f, found, err := behind(ctx, r, secret)
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
