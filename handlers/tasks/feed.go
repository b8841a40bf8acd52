package tasks

import (
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

// FeedKind is whose due days are in a feed.
type FeedKind string

// The kinds: an official's own tasks, and for its head all of a unit. The second dies with the role.
const (
	FeedOwn  FeedKind = ""
	FeedUnit FeedKind = "unit"
)

// feed is kept twice: by the hash of the secret, and by the person and the kind.
type feed struct {
	Person string    `json:"person"`
	Unit   string    `json:"unit,omitempty"` // FeedUnit: the unit's id
	Hash   string    `json:"hash"`
	At     time.Time `json:"at,omitzero"` // when it was made; zero: before that was noted
}

func (f feed) kind() FeedKind {
	if f.Unit != "" {
		return FeedUnit
	}
	return FeedOwn
}

func feedKey(hash string) bot.Key { return bot.Key{Kind: "feed", ID: hash} }

func feedOfKey(person string, kind FeedKind) bot.Key {
	if kind != FeedOwn {
		person += ":" + string(kind)
	}
	return bot.Key{Kind: "feed-of", ID: person}
}

// myFeed answers /lich: the address of the official's dates when there is none yet, else how to get another.
func (c chat) myFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if w.Person.ID == "" {
		return nil, dialog.Refuse(textFeedForOfficials)
	}
	since, found, err := FeedSince(ctx, t.Tx, w.Person.ID, FeedOwn)
	if err != nil {
		return nil, err
	}
	if !found {
		return c.newFeed(FeedOwn)(ctx, t, w)
	}
	return dialog.Say(fmt.Sprintf(textFeedKept, since), feedButtons(FeedOwn, w)...), nil
}

// unitFeed answers the button of a head: the address of the unit's dates, or how to get another.
func (c chat) unitFeed(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	since, found, err := FeedSince(ctx, t.Tx, w.Person.ID, FeedUnit)
	if err != nil {
		return nil, err
	}
	if !found {
		return c.newFeed(FeedUnit)(ctx, t, w)
	}
	return dialog.Say(fmt.Sprintf(textFeedKept, since), feedButtons(FeedUnit, w)...), nil
}

// newFeed makes a new address; the one before is void.
func (c chat) newFeed(kind FeedKind) people.StepAs {
	return func(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
		link, err := c.desk(t, w).NewFeed(ctx, kind)
		if err != nil {
			return nil, err
		}
		text := fmt.Sprintf(textFeed, link)
		if kind == FeedUnit {
			text = fmt.Sprintf(textUnitFeed, bot.Escape(w.Person.Unit), link)
		}
		return dialog.Say(text, feedButtons(kind, w)...), nil
	}
}

func feedButtons(kind FeedKind, w people.Actor) (rows [][]bot.Button) {
	if kind == FeedUnit {
		return [][]bot.Button{{actUnitNew.Button("Đổi liên kết", struct{}{}), actUnitClose.Button("Thu hồi",
			struct{}{})}}
	}
	rows = [][]bot.Button{{actFeedNew.Button("Đổi liên kết", struct{}{}), actFeedClose.Button("Thu hồi", struct{}{})}}
	if w.Role == people.RoleHead {
		rows = append(rows, []bot.Button{actUnitFeed.Button("Lịch của cả đơn vị", struct{}{})})
	}
	return rows
}

func (c chat) closeFeed(kind FeedKind) people.StepAs {
	return func(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
		return dialog.Say(textFeedClosed), c.desk(t, w).CloseFeed(ctx, kind)
	}
}

// FeedSince tells whether a person has a secret address of his dates, and since when: "từ 30/11/2026 ", or nothing for
// one that was made before that was noted.
func FeedSince(ctx context.Context, r bot.Reader, person string, kind FeedKind) (since string, found bool, err error) {
	var f feed
	if found, err = r.Get(ctx, feedOfKey(person, kind), &f); err != nil || !found || f.At.IsZero() {
		return "", found, err
	}
	return "từ " + f.At.In(content.Zone).Format("02/01/2006") + " ", true, nil
}

// newFeed makes a new secret address for a person's dates, or those of the person's unit; the one before is void.
func (svc *Service) newFeed(ctx context.Context, tx bot.Tx, f feed) (string, error) {
	if err := closeFeed(ctx, tx, f.Person, f.kind()); err != nil {
		return "", err
	}
	random := make([]byte, 24)
	_, _ = rand.Read(random) // never fails
	secret := hex.EncodeToString(random)
	f.Hash, f.At = people.TokenHash(secret), tx.Now()
	putFeed(tx, f)
	return strings.TrimRight(svc.PublicURL, "/") + ical.Path + secret + ".ics", nil
}

func putFeed(tx bot.Tx, f feed) {
	tx.Put(feedKey(f.Hash), f, 0)
	tx.Put(feedOfKey(f.Person, f.kind()), f, 0)
}

// CloseFeed makes all secret addresses of a person void.
func CloseFeed(ctx context.Context, tx bot.Tx, person string) error {
	if err := closeFeed(ctx, tx, person, FeedUnit); err != nil {
		return err
	}
	return closeFeed(ctx, tx, person, FeedOwn)
}

func closeFeed(ctx context.Context, tx bot.Tx, person string, kind FeedKind) error {
	var f feed
	found, err := tx.Get(ctx, feedOfKey(person, kind), &f)
	if err != nil || !found {
		return err
	}
	tx.Delete(feedKey(f.Hash))
	tx.Delete(feedOfKey(person, kind))
	return nil
}

// Feed is the calendar behind a secret address: the open tasks of its person, or of the unit that he leads. It has the
// form of ical.Source, given a reader.
func Feed(ctx context.Context, r bot.Reader, secret string) (ical.Calendar, bool, error) {
	var f feed
	found, err := r.Get(ctx, feedKey(people.TokenHash(secret)), &f)
	if err != nil || !found {
		return ical.Calendar{}, false, err
	}
	p, ok, err := people.Load(ctx, r, f.Person)
	if err != nil || !ok {
		return ical.Calendar{}, false, err
	}
	set, name := PersonTasksSet(p.ID), "Việc của "+p.Name
	if f.Unit != "" {
		heads, err := headsUnit(ctx, r, p, f.Unit)
		if err != nil || !heads {
			return ical.Calendar{}, false, err
		}
		set, name = unitTasksSet(p.Unit), "Việc của "+p.Unit
	}
	tasks, err := LoadAll(ctx, r, set, bot.Range{Max: dialog.MaxScore})
	if err != nil {
		return ical.Calendar{}, false, err
	}
	c := ical.Calendar{Name: name}
	for _, k := range tasks {
		if k.Over() {
			continue
		}
		y, m, d := k.Due.Date()
		text := fmt.Sprintf(textTaskCode, k.ID, k.By)
		if f.Unit != "" {
			text += "\nNgười làm: " + people.NameOf(ctx, r, k.Person)
		}
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

// headsUnit reports whether an official still leads a unit: by the role of one of his chats, which may be taken away
// at any time.
func headsUnit(ctx context.Context, r bot.Reader, p people.Person, unit string) (bool, error) {
	if people.UnitID(p.Unit) != unit {
		return false, nil
	}
	for _, chat := range p.Chats {
		var id people.Identity
		if _, err := r.Get(ctx, people.IdentityKey(chat), &id); err != nil {
			return false, err
		}
		if id.Confirmed && id.Role == people.RoleHead {
			return true, nil
		}
	}
	return false, nil
}

// NewFeed makes a new secret address of the actor's dates, or of those of the unit that the actor leads; the one
// before is void.
func (d *Desk) NewFeed(ctx context.Context, kind FeedKind) (link string, err error) {
	f := feed{Person: d.by.Person.ID}
	switch {
	case f.Person == "":
		return "", dialog.Refuse(textFeedForOfficials)
	case d.svc.PublicURL == "":
		return "", dialog.Refuse(textNoPublicURL)
	case kind == FeedUnit && (d.by.Role != people.RoleHead || d.by.Person.Unit == ""):
		return "", dialog.RefuseStranger(textFeedForHeads)
	case kind == FeedUnit:
		f.Unit = people.UnitID(d.by.Person.Unit)
	}
	if link, err = d.svc.newFeed(ctx, d.tx, f); err != nil {
		return "", err
	}
	return link, d.by.Audit(ctx, d.tx, people.VerbFeedNew, f.Person, f.Unit)
}

// CloseFeed makes a secret address of the actor void.
func (d *Desk) CloseFeed(ctx context.Context, kind FeedKind) error {
	if d.by.Person.ID == "" {
		return dialog.Refuse(textFeedForOfficials)
	}
	if err := closeFeed(ctx, d.tx, d.by.Person.ID, kind); err != nil {
		return err
	}
	return d.by.Audit(ctx, d.tx, people.VerbFeedClose, d.by.Person.ID, string(kind))
}
