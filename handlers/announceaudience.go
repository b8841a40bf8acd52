package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// pressedAudience shows the groups to choose from; the message is edited as choices are made.
func (b *Bot) pressedAudience(ctx context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
	return nil, b.chooser(ctx, t, a, nil)
}

// chooser is the message in which groups are chosen.
func (b *Bot) chooser(ctx context.Context, t *turn, a *Announcement, rows [][]bot.Button) error {
	c, err := b.count(ctx, t.tx, a)
	if err != nil {
		return err
	}
	if rows == nil {
		rows = [][]bot.Button{
			{a.choice(Group{Kind: GroupAll}, "Mọi người"), a.choice(Group{Kind: GroupCitizens}, "Người dân"), a.choice(Group{Kind: GroupOfficials}, "Cán bộ")},
			{a.button("Theo đơn vị", "list", GroupUnit), a.button("Theo xã", "list", GroupCommune)},
			{a.button("Theo lĩnh vực", "list", GroupField), a.button("Từng hỏi về", "list", GroupAsked)},
		}
		if names := b.proactive(); len(names) > 1 {
			var row []bot.Button
			for _, name := range names {
				row = append(row, a.button(ticked(len(a.Channels) == 0 || slices.Contains(a.Channels, name))+channelName(name), "on", name))
			}
			rows = append(rows, row)
		}
		rows = append(rows, []bot.Button{a.button(labelDone, "show")})
	} else {
		rows = append(rows, []bot.Button{a.button(labelBack, "aud"), a.button(labelDone, "show")})
	}
	t.tx.Send(bot.Outgoing{Key: "re:" + t.u.Chat.Channel + ":" + t.u.ID + ":tb", To: t.u.Chat, Slot: "tb-audience:" + a.ID,
		Message: bot.Message{Text: fmt.Sprintf(textAnnounceChoose, bot.Escape(a.audienceName()), thousands(c.total)), Buttons: rows}})
	return nil
}

func ticked(on bool) string {
	if on {
		return "✓ "
	}
	return ""
}

// choice is the button that takes a group in or out.
func (a *Announcement) choice(t Group, label string) bot.Button {
	return a.button(ticked(slices.Contains(a.Audience, t))+label, "pick", t.Kind, t.ID)
}

// groups lists the groups of one kind.
func groups(ctx context.Context, r bot.Reader, know *answers.Knowledge, kind string) (out []Group, err error) {
	switch kind {
	case GroupField, GroupAsked:
		for _, f := range know.Fields() {
			out = append(out, Group{Kind: kind, ID: UnitID(f), Name: f})
		}
	case GroupCommune:
		for _, places := range know.Library.Places {
			for _, c := range places.Communes {
				out = append(out, Group{Kind: kind, ID: c.ID, Name: c.Name})
			}
		}
	case GroupUnit:
		people, err := r.List(ctx, peopleSet, bot.Range{Max: 1 << 62})
		if err != nil {
			return nil, err
		}
		for _, e := range people {
			p, found, err := LoadPerson(ctx, r, e.Member)
			if err != nil {
				return nil, err
			}
			group := Group{Kind: kind, ID: UnitID(p.Unit), Name: p.Unit}
			if found && !slices.ContainsFunc(out, func(o Group) bool { return o.ID == group.ID }) {
				out = append(out, group)
			}
		}
	default:
		out = []Group{{Kind: kind}}
	}
	return out, nil
}

// pressedGroups lists the groups of the kind in the argument, with how many chats each has.
func (b *Bot) pressedGroups(ctx context.Context, t *turn, a *Announcement, kind string) ([]bot.Message, error) {
	groups, err := groups(ctx, t.tx, t.know, kind)
	if err != nil {
		return nil, err
	}
	if len(groups) == 0 {
		return nil, Refusal(textAnnounceNoUnits)
	}
	var rows [][]bot.Button
	for _, group := range groups {
		n, err := t.tx.Size(ctx, group.segment().All[0])
		if err != nil {
			return nil, err
		}
		if len(rows) < mostGroups {
			rows = append(rows, []bot.Button{a.choice(group, vi.Shorten(group.Name, 36)+fmt.Sprintf(" (%s)", thousands(n)))})
		}
	}
	return nil, b.chooser(ctx, t, a, rows)
}

// mostGroups is how many groups a list shows: more buttons a message cannot carry everywhere.
const mostGroups = 40

// pressedGroup takes a group in or out: "kind:id". "Everybody" stands alone.
func (b *Bot) pressedGroup(ctx context.Context, t *turn, a *Announcement, arg string) ([]bot.Message, error) {
	kind, id, _ := strings.Cut(arg, ":")
	groups, err := groups(ctx, t.tx, t.know, kind)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(groups, func(o Group) bool { return o.ID == id })
	if i < 0 || a.From != nil {
		return nil, Refusal(textOldButton)
	}
	all := func(o Group) bool { return o.Kind == GroupAll }
	switch at := slices.Index(a.Audience, groups[i]); {
	case kind == GroupAll:
		a.Audience = []Group{groups[i]}
	case at >= 0:
		a.Audience = slices.Delete(a.Audience, at, at+1)
	default:
		a.Audience = append(slices.DeleteFunc(a.Audience, all), groups[i])
	}
	if len(a.Audience) == 0 {
		a.Audience = []Group{{Kind: GroupAll}}
	}
	putAnnouncement(t.tx, a)
	if kind == GroupAll || kind == GroupCitizens || kind == GroupOfficials {
		return nil, b.chooser(ctx, t, a, nil)
	}
	return b.pressedGroups(ctx, t, a, kind)
}

// pressedChannel takes a channel in or out; all taken out means all.
func (b *Bot) pressedChannel(ctx context.Context, t *turn, a *Announcement, name string) ([]bot.Message, error) {
	all := b.proactive()
	if !slices.Contains(all, name) {
		return nil, Refusal(textOldButton)
	}
	if len(a.Channels) == 0 {
		a.Channels = all
	}
	if at := slices.Index(a.Channels, name); at >= 0 {
		a.Channels = slices.Delete(slices.Clone(a.Channels), at, at+1)
	} else {
		a.Channels = append(a.Channels, name)
		slices.Sort(a.Channels)
	}
	if len(a.Channels) == len(all) {
		a.Channels = nil
	}
	putAnnouncement(t.tx, a)
	return nil, b.chooser(ctx, t, a, nil)
}
