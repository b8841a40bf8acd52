package calendar

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/people"
)

// Where several offices are served, one of them may decide on days of its own: the day of a local festival, a building
// under water. They lie over what holds for all and count for that office alone: its hours, its due days, its people's
// reminders. An office can close on any day; a day that is off for all it cannot open.

// Knowledge is the base with the admins' decisions for all offices in its calendar.
func (svc *Service) Knowledge(ctx context.Context, r bot.Reader) (*answers.Knowledge, error) {
	base := svc.Base()
	days, err := Decisions(ctx, r, "")
	if err != nil || len(days) == 0 {
		return base, err
	}
	return svc.made("", base, days, nil)
}

// made is a base with what was decided for all, and by an office for itself, in its calendar.
func (svc *Service) made(office string, base *answers.Knowledge, days, own []content.CalendarDay) (*answers.Knowledge,
	error) {
	body, err := json.Marshal([][]content.CalendarDay{days, own})
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	svc.cache.mu.Lock()
	defer svc.cache.mu.Unlock()
	c := svc.cache.made[office]
	if c.base != base || c.days != string(body) {
		made := *base
		made.Calendar = workday.New(base.Library.Calendar, slices.Concat(days, own)...)
		c = madeOf{base, string(body), &made}
		if svc.cache.made == nil {
			svc.cache.made = map[string]madeOf{}
		}
		svc.cache.made[office] = c
	}
	return c.made, nil
}

// Now returns the office's working time as it is known now.
func (svc *Service) Now(ctx context.Context, r bot.Reader) (Week, error) {
	k, err := svc.Knowledge(ctx, r)
	if err != nil {
		return Week{}, err
	}
	return svc.WeekOf(k), nil
}

// WeekOf returns the office's working time by a base that was read already.
func (svc *Service) WeekOf(k *answers.Knowledge) Week {
	return Week{svc.Reminding.filled(), k.Calendar}
}

// KnowledgeIn is Knowledge with the days that one office decided on for itself, by its slug.
func (svc *Service) KnowledgeIn(ctx context.Context, r bot.Reader, office string) (*answers.Knowledge, error) {
	shared, err := svc.Knowledge(ctx, r)
	if err != nil || office == "" {
		return shared, err
	}
	own, err := Decisions(ctx, r, office)
	if err != nil || len(own) == 0 {
		return shared, err
	}
	decided, err := Decisions(ctx, r, "")
	if err != nil {
		return nil, err
	}
	return svc.made(office, shared, decided, opened(shared.Calendar, own))
}

// KnowledgeFor is KnowledgeIn for the office of a unit.
func (svc *Service) KnowledgeFor(ctx context.Context, r bot.Reader, unit string) (*answers.Knowledge, error) {
	return svc.KnowledgeIn(ctx, r, svc.People.OfficeOf(unit).Slug)
}

// NowFor returns the working time of the office of a unit, as it is known now.
func (svc *Service) NowFor(ctx context.Context, r bot.Reader, unit string) (Week, error) {
	k, err := svc.KnowledgeFor(ctx, r, unit)
	if err != nil {
		return Week{}, err
	}
	return svc.WeekOf(k), nil
}

// NowOf returns the working time of the office of an official, by the id of the person; that of all offices for an
// owner who is no official.
func (svc *Service) NowOf(ctx context.Context, r bot.Reader, id string) (Week, error) {
	if svc.People.Offices == nil {
		return svc.NowFor(ctx, r, "")
	}
	p, _, err := people.Load(ctx, r, id)
	if err != nil {
		return Week{}, err
	}
	return svc.NowFor(ctx, r, p.Unit)
}

// OfficeAt is the slug of the office whose days off hold for who writes in a chat: an official's own, else home, the
// citizen's.
func (svc *Service) OfficeAt(ctx context.Context, r bot.Reader, chat bot.ChatID, home string) (string, error) {
	if svc.People.Offices == nil {
		return "", nil
	}
	_, id, err := svc.People.RoleOf(ctx, r, chat)
	if err != nil || id.Person == "" || !id.Confirmed {
		return home, err
	}
	p, _, err := people.Load(ctx, r, id.Person)
	if err != nil {
		return "", err
	}
	return svc.People.OfficeOf(p.Unit).Slug, nil
}
