package recurring

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Service knows which announcements are sent again and again, and sends them.
type Service struct {
	Announce *announce.Service
	People   *people.Service
	Calendar *calendar.Service
}

// State is where a series stands.
type State string

// The states of a series.
const (
	Proposed State = "proposed" // read back, not confirmed
	Asked    State = "asked"    // waits for a second admin
	Active   State = "active"
	Held     State = "held" // paused by an admin: what falls into the pause is passed over
	Ended    State = "ended"
)

// stateWords are the words for the states, after "Lịch này".
var stateWords = map[State]string{
	Proposed: "chưa được xác nhận", Asked: "đang chờ duyệt", Active: "đang chạy",
	Held: "đang tạm dừng", Ended: "đã kết thúc",
}

// Series is when an announcement of the same id is sent. The content is in that announcement.
type Series struct {
	ID    string     `json:"id"`
	Rev   int        `json:"rev"`
	State State      `json:"state"`
	Rule  Rule       `json:"rule,omitzero"`
	New   *Rule      `json:"new,omitempty"` // read back and not confirmed
	By    bot.ChatID `json:"by"`
	// Decided let it out: who confirmed it, or with two words the second.
	Decided bot.ChatID `json:"decided,omitzero"`
	Next    time.Time  `json:"next,omitzero"` // Active: the next moment, under which it is scheduled
	Sent    int        `json:"sent,omitempty"`
	Skipped int        `json:"skipped,omitempty"`
	Last    string     `json:"last,omitempty"` // the occurrence sent last: an announcement's id
}

const (
	dueKind = "announce-series" // of the scheduled moments
	// Set holds the series that go on or wait for a second word, by when they were confirmed, in ms.
	Set         = "announcements:series"
	proposedTTL = 48 * time.Hour
	endedTTL    = 100 * 24 * time.Hour // as long as announcements are kept
	mostSeries  = 50
	mostOfAll   = 5000 // of all offices, looked through for those of one
)

func key(id string) bot.Key { return bot.Key{Kind: "announcement-series", ID: id} }

func put(tx bot.Tx, s *Series) {
	s.Rev++
	keep := time.Duration(0)
	switch s.State {
	case Proposed:
		keep = proposedTTL
	case Ended:
		keep = endedTTL
	}
	tx.Put(key(s.ID), s, keep)
}

// Load reads a series; false when there is none.
func Load(ctx context.Context, r bot.Reader, id string) (*Series, bool, error) {
	s := new(Series)
	found, err := r.Get(ctx, key(id), s)
	return s, found, err
}

// All lists an office's series that go on, wait or are held, with what they send, the newest first.
func All(ctx context.Context, r bot.Reader,
	of people.Office) (all []*Series, sent []*announce.Announcement, err error) {
	most := mostSeries
	if !of.All() { // among those of others
		most = mostOfAll
	}
	list, err := r.List(ctx, Set, bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: most})
	if err != nil {
		return nil, nil, err
	}
	for _, e := range list {
		s, found, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, nil, err
		}
		a, there, err := announce.LoadFor(ctx, r, of, e.Member)
		if err != nil {
			return nil, nil, err
		}
		if found && there {
			all, sent = append(all, s), append(sent, a)
		}
	}
	return all, sent, nil
}

// schedule sets the next moment after one; without any the series is over.
func (s *Series) schedule(tx bot.Tx, w calendar.Week, after time.Time) (ok bool) {
	tx.Remove(bot.ScheduleSet, dueKind+":"+s.ID)
	if s.Next, ok = s.Rule.next(w, after); ok {
		tx.Add(bot.ScheduleSet, dueKind+":"+s.ID, s.Next.UnixMilli())
	}
	return ok
}

// end ends a series and what it sends.
func (svc *Service) end(ctx context.Context, tx bot.Tx, s *Series, a *announce.Announcement) error {
	s.State, s.Next, s.New = Ended, time.Time{}, nil
	tx.Remove(bot.ScheduleSet, dueKind+":"+s.ID)
	tx.Remove(Set, s.ID)
	put(tx, s)
	return svc.Announce.Ends(ctx, tx, a)
}
