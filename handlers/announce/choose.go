package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/subscribers"
)

// showAudience shows the groups to choose from; the message is edited as choices are made.
func (d *Desk) showAudience(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	return nil, d.chooser(ctx, a, nil)
}

// chooser is the message in which groups are chosen.
func (d *Desk) chooser(ctx context.Context, a *Announcement, rows [][]bot.Button) error {
	c, err := d.svc.count(ctx, d.tx, a)
	if err != nil {
		return err
	}
	if rows == nil {
		rows = [][]bot.Button{
			{a.choice(subscribers.Group{Kind: subscribers.GroupAll}, "Mọi người"), a.choice(subscribers.Group{Kind: subscribers.GroupCitizens}, "Người dân"), a.choice(subscribers.Group{Kind: subscribers.GroupOfficials}, "Cán bộ")},
			{a.button("Theo đơn vị", "list", subscribers.GroupUnit), a.button("Theo xã", "list", subscribers.GroupCommune)},
			{a.button("Theo lĩnh vực", "list", subscribers.GroupField), a.button("Từng hỏi về", "list", subscribers.GroupAsked)},
		}
		if names := d.svc.proactive(); len(names) > 1 {
			var row []bot.Button
			for _, name := range names {
				row = append(row, a.button(ticked(len(a.Channels) == 0 || slices.Contains(a.Channels, name))+dialog.ChannelName(name), "on", name))
			}
			rows = append(rows, row)
		}
		rows = append(rows, []bot.Button{a.button(labelDone, "show")})
	} else {
		rows = append(rows, []bot.Button{a.button(labelBack, "aud"), a.button(labelDone, "show")})
	}
	d.tx.Send(bot.Outgoing{Key: "re:" + d.by.Chat.Channel + ":" + d.by.Seed + ":tb", To: d.by.Chat, Slot: "tb-audience:" + a.ID,
		Message: bot.Message{Text: fmt.Sprintf(textAnnounceChoose, bot.Escape(a.audienceName()), dialog.Thousands(c.total)), Buttons: rows}})
	return nil
}

func ticked(on bool) string {
	if on {
		return "✓ "
	}
	return ""
}

// choice is the button that takes a group in or out.
func (a *Announcement) choice(t subscribers.Group, label string) bot.Button {
	return a.button(ticked(slices.Contains(a.Audience, t))+label, "pick", t.Kind, t.ID)
}

// showGroups lists the groups of the kind in the argument, with how many chats each has.
func (d *Desk) showGroups(ctx context.Context, a *Announcement, kind string) ([]bot.Message, error) {
	groups, err := subscribers.Groups(ctx, d.tx, d.know, kind)
	if err != nil {
		return nil, err
	}
	if len(groups) == 0 {
		return nil, dialog.Refuse(textAnnounceNoUnits)
	}
	var rows [][]bot.Button
	for _, group := range groups {
		n, err := d.tx.Size(ctx, group.Segment().All[0])
		if err != nil {
			return nil, err
		}
		if len(rows) < mostGroups {
			rows = append(rows, []bot.Button{a.choice(group, vi.Shorten(group.Name, 36)+fmt.Sprintf(" (%s)", dialog.Thousands(n)))})
		}
	}
	return nil, d.chooser(ctx, a, rows)
}

// mostGroups is how many groups a list shows: more buttons a message cannot carry everywhere.
const mostGroups = 40

// pickGroup takes a group in or out: "kind:id". "Everybody" stands alone.
func (d *Desk) pickGroup(ctx context.Context, a *Announcement, arg string) ([]bot.Message, error) {
	kind, id, _ := strings.Cut(arg, ":")
	groups, err := subscribers.Groups(ctx, d.tx, d.know, kind)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(groups, func(o subscribers.Group) bool { return o.ID == id })
	if i < 0 || a.From != nil {
		return nil, dialog.OldButton
	}
	all := func(o subscribers.Group) bool { return o.Kind == subscribers.GroupAll }
	switch at := slices.Index(a.Audience, groups[i]); {
	case kind == subscribers.GroupAll:
		a.Audience = []subscribers.Group{groups[i]}
	case at >= 0:
		a.Audience = slices.Delete(a.Audience, at, at+1)
	default:
		a.Audience = append(slices.DeleteFunc(a.Audience, all), groups[i])
	}
	if len(a.Audience) == 0 {
		a.Audience = []subscribers.Group{{Kind: subscribers.GroupAll}}
	}
	put(d.tx, a)
	if kind == subscribers.GroupAll || kind == subscribers.GroupCitizens || kind == subscribers.GroupOfficials {
		return nil, d.chooser(ctx, a, nil)
	}
	return d.showGroups(ctx, a, kind)
}

// pickChannel takes a channel in or out; all taken out means all.
func (d *Desk) pickChannel(ctx context.Context, a *Announcement, name string) ([]bot.Message, error) {
	all := d.svc.proactive()
	if !slices.Contains(all, name) {
		return nil, dialog.OldButton
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
	put(d.tx, a)
	return nil, d.chooser(ctx, a, nil)
}
