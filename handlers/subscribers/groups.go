package subscribers

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
)

// Groups lists the groups of one kind that an office, or all of them, can choose.
func Groups(ctx context.Context, r bot.Reader, know *answers.Knowledge, of people.Office, kind string) (out []Group,
	err error) {
	switch kind {
	case GroupField, GroupAsked:
		for _, f := range know.Fields() {
			out = append(out, Group{Kind: kind, ID: people.UnitID(f), Name: f})
		}
	case GroupCommune:
		if !of.All() { // its people are everybody
			return nil, nil
		}
		for _, places := range know.Library.Places {
			for _, c := range places.Communes {
				out = append(out, Group{Kind: kind, ID: c.ID, Name: c.Name})
			}
		}
	case GroupEntry:
		return followedGroups(ctx, r, know)
	case GroupUnit:
		return unitGroups(ctx, r, of)
	case GroupOne:
		chats, err := GroupChats(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, g := range chats {
			if (g.State == GroupOn || g.State == GroupMuted) && of.Keeps(g.Office) {
				out = append(out, Group{Kind: kind, ID: strings.TrimPrefix(g.Set, OneSet("")), Name: g.Title})
			}
		}
	default:
		out = []Group{{Kind: kind}}
	}
	return out, nil
}

// followedGroups are the followers of each entry that somebody follows.
func followedGroups(ctx context.Context, r bot.Reader, know *answers.Knowledge) (out []Group, err error) {
	followed, err := r.List(ctx, followedSet, bot.Range{Max: 1})
	if err != nil {
		return nil, err
	}
	for _, e := range followed {
		n, err := r.Size(ctx, EntrySet(e.Member))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Group{Kind: GroupEntry, ID: e.Member, Name: know.TitleOf(e.Member)})
		}
	}
	return out, nil
}

// unitGroups are the units of an office that have officials.
func unitGroups(ctx context.Context, r bot.Reader, of people.Office) (out []Group, err error) {
	officials, err := r.List(ctx, people.AllSet, bot.Range{Max: 1 << 62})
	if err != nil {
		return nil, err
	}
	for _, e := range officials {
		p, found, err := people.Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		group := Group{Kind: GroupUnit, ID: people.UnitID(p.Unit), Name: p.Unit}
		if found && of.Has(p.Unit) && !slices.ContainsFunc(out, func(o Group) bool { return o.ID == group.ID }) {
			out = append(out, group)
		}
	}
	return out, nil
}

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
	GroupOfficials = "officials" // officials who subscribed, to whatever but entries alone
	GroupUnit      = "unit"      // those of one unit
	GroupCommune   = "commune"   // who chose this commune; of several offices also its people who want everything
	GroupField     = "field"     // who chose this field
	GroupAsked     = "asked"     // who subscribed to everything or this field, and asked about it
	GroupEntry     = "entry"     // who asked to be told when this entry changes
	GroupOne       = "chat"      // this group or channel alone, by the name that it had first
)

// Scope is an office within which an audience is looked for: the people who said that they live in its commune or chose
// its news, and the officials of its units. The zero Scope is everybody.
type Scope struct {
	Commune string   // its id
	Units   []string // by their UnitID
}

// ScopeOf is the scope of an office; of all offices it is everybody.
func ScopeOf(ctx context.Context, r bot.Reader, of people.Office) (s Scope, err error) {
	if of.All() {
		return Scope{}, nil
	}
	units, err := people.Units(ctx, r)
	for _, u := range units {
		if of.Has(u.Name) {
			s.Units = append(s.Units, u.ID)
		}
	}
	s.Commune = of.Commune
	return s, err
}

// Segments are the sets of an audience. only narrows it to channels.
func Segments(in Scope, groups []Group, only []string) (out []bot.Segment) {
	if len(only) == 0 {
		only = []string{""}
	}
	for _, t := range groups {
		for _, channel := range only {
			for _, s := range t.segments(in) {
				if channel != "" {
					s.All = append(s.All, subscribersOnSet(channel))
				}
				out = append(out, s)
			}
		}
	}
	return out
}

// segments are the sets that a group is made of, any of which one is in. To a commune belongs also who wants everything
// and said that he lives there, which is kept where several offices are served. The small set leads: it is walked.
func (t Group) segments(in Scope) []bot.Segment {
	switch {
	case t.Kind == GroupCommune:
		return []bot.Segment{t.Segment(), {All: []string{offices.AtSet(t.ID), subscribersAllSet}}}
	case in.Commune == "":
		return []bot.Segment{t.Segment()}
	}
	return t.within(in)
}

// within are the sets of a group of one of several offices. A unit, a group and a channel are of one office anyhow.
func (t Group) within(in Scope) (out []bot.Segment) {
	here, chose := offices.AtSet(in.Commune), CommuneSet(in.Commune)
	switch t.Kind {
	case GroupUnit, GroupOne:
		return []bot.Segment{t.Segment()}
	case GroupField, GroupAsked, GroupEntry:
		sets := t.Segment().All
		return []bot.Segment{{All: slices.Concat(sets, []string{here})}, {All: slices.Concat(sets, []string{chose})}}
	case GroupAll, GroupCitizens:
		none := t.Segment().None
		out = []bot.Segment{{All: []string{here, subscribersAllSet}, None: none}, {All: []string{chose}, None: none}}
	}
	if t.Kind != GroupCitizens {
		for _, u := range in.Units {
			out = append(out, Group{Kind: GroupUnit, ID: u}.Segment())
		}
	}
	if out == nil { // officials of an office that has none: nobody, not everybody
		out = []bot.Segment{{All: []string{people.StaffUnitSet("")}}}
	}
	return out
}

// Segment is the sets that a group is made of.
func (t Group) Segment() bot.Segment {
	switch t.Kind {
	case GroupCitizens:
		return bot.Segment{All: []string{subscribersAllSet}, None: []string{people.StaffSet}}
	case GroupOfficials:
		return bot.Segment{All: []string{people.StaffSet, SubscribersSet}, None: []string{onlyEntriesSet}}
	case GroupUnit:
		return bot.Segment{All: []string{people.StaffUnitSet(t.ID), SubscribersSet},
			None: []string{onlyEntriesSet}}
	case GroupCommune:
		return bot.Segment{All: []string{CommuneSet(t.ID)}}
	case GroupField:
		return bot.Segment{All: []string{"subs:field:" + t.ID}}
	case GroupAsked:
		return bot.Segment{All: []string{askedSet(t.ID), SubscribersSet}}
	case GroupEntry:
		return bot.Segment{All: []string{EntrySet(t.ID)}}
	case GroupOne:
		return bot.Segment{All: []string{OneSet(t.ID)}}
	}
	return bot.Segment{All: []string{subscribersAllSet}}
}

// Label is what admins read.
func (t Group) Label() string {
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
	case GroupEntry:
		return "người theo dõi mục “" + t.Name + "”"
	case GroupOne:
		return "“" + t.Name + "”"
	}
	return "mọi người đã đăng ký"
}

// NoteAsked remembers that a subscriber asked about a field, so that news of it can go to those whom it concerns.
// Nothing is kept of people who did not subscribe.
func NoteAsked(ctx context.Context, t *dialog.Turn, entry string) error {
	p, ok := t.Know.Library.Procedure(entry)
	if !ok || p.Field == "" || !t.Update.Private {
		return nil
	}
	var s Subscription
	found, err := t.Tx.Get(ctx, SubscriptionKey(t.Update.Chat), &s)
	if err != nil || !found || !s.All && !slices.Contains(s.Fields, p.Field) {
		return err
	}
	set := askedSet(people.UnitID(p.Field))
	if _, there, err := t.Tx.Score(ctx, set, t.Update.Chat.String()); err != nil || there {
		return err
	}
	t.Tx.Add(set, t.Update.Chat.String(), t.Now.UnixMilli())
	return nil
}
