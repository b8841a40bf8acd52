package handlers

import (
	"context"
	"maps"
	"slices"

	"github.com/motcua/motcua/bot"
)

// Group is a kind of people that an announcement can go to. All of them are subscribers: a group only chooses among
// those who asked to be told.
type Group struct {
	Kind string `json:"k"`
	// ID names the one that is meant of several: UnitID of a unit or field, the id of a commune.
	ID   string `json:"i,omitempty"`
	Name string `json:"n,omitempty"` // of it, as people read it
}

// The kinds of group.
const (
	GroupAll       = "all"       // who subscribed to everything
	GroupCitizens  = "citizens"  // of those, who is no official
	GroupOfficials = "officials" // officials who subscribed, to whatever
	GroupUnit      = "unit"      // those of one unit
	GroupCommune   = "commune"   // who chose this commune
	GroupField     = "field"     // who chose this field
	GroupAsked     = "asked"     // who subscribed to everything or this field, and asked about it
)

// The sets of chats that groups are made of, besides those of subscribe.go. They are scored by when the chat came in, in
// ms, and no member is ever moved.
const staffSet = "staff"

func staffUnitSet(unitID string) string         { return "staff:unit:" + unitID }
func subscribersOnSet(channel string) string    { return "subs:on:" + channel }
func subscribersAllOnSet(channel string) string { return "subs:all:on:" + channel }

// askedSet is the set of subscribers who asked about a field, by UnitID of its name.
func askedSet(fieldID string) string { return "asked:" + fieldID }

// segments are the sets of an audience. only narrows it to channels.
func segments(groups []Group, only []string) (out []bot.Segment) {
	if len(only) == 0 {
		only = []string{""}
	}
	for _, t := range groups {
		for _, channel := range only {
			s := t.segment()
			if channel != "" {
				s.All = append(s.All, subscribersOnSet(channel))
			}
			out = append(out, s)
		}
	}
	return out
}

func (t Group) segment() bot.Segment {
	switch t.Kind {
	case GroupCitizens:
		return bot.Segment{All: []string{subscribersAllSet}, None: []string{staffSet}}
	case GroupOfficials:
		return bot.Segment{All: []string{staffSet, SubscribersSet}}
	case GroupUnit:
		return bot.Segment{All: []string{staffUnitSet(t.ID), SubscribersSet}}
	case GroupCommune:
		return bot.Segment{All: []string{CommuneSet(t.ID)}}
	case GroupField:
		return bot.Segment{All: []string{"subs:field:" + t.ID}}
	case GroupAsked:
		return bot.Segment{All: []string{askedSet(t.ID), SubscribersSet}}
	}
	return bot.Segment{All: []string{subscribersAllSet}}
}

// label is what admins read.
func (t Group) label() string {
	switch t.Kind {
	case GroupCitizens:
		return "người dân"
	case GroupOfficials:
		return "cán bộ"
	case GroupUnit:
		return "cán bộ " + t.Name
	case GroupCommune:
		return t.Name
	case GroupField:
		return "người chọn lĩnh vực " + t.Name
	case GroupAsked:
		return "người từng hỏi về " + t.Name
	}
	return "mọi người đã đăng ký"
}

// audienceCount is how many an announcement would go to, by channel.
type audienceCount struct {
	total    int64
	channels map[string]int64
	reach    map[string][]Reach
}

// count counts an announcement's recipients. The default audience is counted without walking it.
func (b *Bot) count(ctx context.Context, r bot.Reader, a *Announcement) (audienceCount, error) {
	c := audienceCount{channels: map[string]int64{}, reach: map[string][]Reach{}}
	var err error
	switch {
	case a.From != nil:
		err = b.countFrom(ctx, a.From, c.channels)
	case len(a.Audience) == 1 && a.Audience[0].Kind == GroupAll:
		for _, name := range b.proactive() {
			if len(a.Channels) > 0 && !slices.Contains(a.Channels, name) {
				continue
			}
			if c.channels[name], err = r.Size(ctx, subscribersAllOnSet(name)); err != nil {
				return c, err
			}
		}
	default:
		c.channels, err = b.Announce.Engine.CountAudience(ctx, segments(a.Audience, a.Channels))
	}
	if err != nil {
		return c, err
	}
	for name, n := range c.channels {
		c.total += n
		if reach := b.Announce.Reach[name]; reach != nil && n > 0 && a.From == nil {
			if c.reach[name], err = reach(ctx, segments(a.Audience, []string{name})); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

// countFrom counts those of an earlier announcement whose outcome is asked for. The engine counts outcomes of all
// channels together.
func (b *Bot) countFrom(ctx context.Context, from *bot.BulkFrom, channels map[string]int64) error {
	st, _, err := b.Announce.Engine.BulkStatus(ctx, from.ID)
	if err != nil {
		return err
	}
	channel := ""
	if len(st.Channels) == 1 {
		channel = slices.Collect(maps.Keys(st.Channels))[0]
	}
	for _, o := range from.Outcomes {
		if n := st.Outcomes[o]; n > 0 {
			channels[channel] += n
		}
	}
	return nil
}

// noteAsked remembers that a subscriber asked about a field, so that news of it can go to those whom it concerns.
// Nothing is kept of people who did not subscribe.
func (t *turn) noteAsked(ctx context.Context, entry string) error {
	p, ok := t.know.Library.Procedure(entry)
	if !ok || p.Field == "" || !t.u.Private {
		return nil
	}
	var s Subscription
	found, err := t.tx.Get(ctx, subscriptionKey(t.u.Chat), &s)
	if err != nil || !found || !s.All && !slices.Contains(s.Fields, p.Field) {
		return err
	}
	set := askedSet(UnitID(p.Field))
	if _, there, err := t.tx.Score(ctx, set, t.u.Chat.String()); err != nil || there {
		return err
	}
	t.tx.Add(set, t.u.Chat.String(), t.now.UnixMilli())
	return nil
}
