package people

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
)

// StandIn says that an official is away for some days and who stands in: the tasks, reminders and passed-on questions
// of these days go to both, and the stand-in may do with them what the official may. A head's stand-in leads the unit's
// tasks; no role is carried over to the console.
type StandIn struct {
	Person string      `json:"person"` // who is away
	By     string      `json:"by"`     // who stands in
	From   content.Day `json:"from"`
	To     content.Day `json:"to"` // the last day, included
	Set    time.Time   `json:"set"`
}

// StandInsSet holds who is or will be away, scored by the end of the last day, in ms.
const StandInsSet = "stand-ins"

// StandInKey names the document of who stands in for an official.
func StandInKey(person string) bot.Key { return bot.Key{Kind: "stand-in", ID: person} }

// On reports whether it holds on a day.
func (s StandIn) On(d content.Day) bool { return !d.Before(s.From) && !d.After(s.To) }

// Put writes it down, until its last day is over.
func (s StandIn) Put(tx bot.Tx) {
	end := s.To.Add(1).At(0, 0)
	tx.Put(StandInKey(s.Person), s, end.Sub(tx.Now()))
	tx.Add(StandInsSet, s.Person, end.UnixMilli())
}

// DropStandIn takes it back.
func DropStandIn(tx bot.Tx, person string) {
	tx.Delete(StandInKey(person))
	tx.Remove(StandInsSet, person)
}

// StandInOf is who stands in for an official, now or on days to come; false when nobody does.
func StandInOf(ctx context.Context, r bot.Reader, person string) (s StandIn, found bool, err error) {
	found, err = r.Get(ctx, StandInKey(person), &s)
	return s, found, err
}

// StandIns lists who is or will be away at a moment, those first whose days end first.
func StandIns(ctx context.Context, r bot.Reader, at time.Time) (out []StandIn, err error) {
	list, err := r.List(ctx, StandInsSet, bot.Range{Min: at.UnixMilli() + 1, Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		s, found, err := StandInOf(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, s)
		}
	}
	return out, nil
}

// Stood is an official who is away today and for whom somebody stands in.
type Stood struct {
	Person
	Heads bool // leads the unit
}

// StoodFor lists for whom an official stands in at a moment.
func (svc *Service) StoodFor(ctx context.Context, r bot.Reader, id string, at time.Time) (out []Stood, err error) {
	if id == "" {
		return nil, nil
	}
	all, err := StandIns(ctx, r, at)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.By != id || !s.On(content.DayOf(at.In(content.Zone))) {
			continue
		}
		p, ok, err := Load(ctx, r, s.Person)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		head, _, err := svc.RolesOf(ctx, r, p)
		if err != nil {
			return nil, err
		}
		out = append(out, Stood{p, head})
	}
	return out, nil
}

// WithStandIns adds to officials, by their ids, who stands in for them today.
func WithStandIns(ctx context.Context, tx bot.Tx, ids []string) ([]string, error) {
	if n, err := tx.Size(ctx, StandInsSet); err != nil || n == 0 {
		return ids, err
	}
	today, out := content.DayOf(tx.Now().In(content.Zone)), ids
	for _, id := range ids {
		s, found, err := StandInOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if !found || !s.On(today) {
			continue
		}
		if _, ok, err := Load(ctx, tx, s.By); err != nil {
			return nil, err
		} else if ok {
			out = dialog.AddOnce(out, s.By)
		}
	}
	return out, nil
}
