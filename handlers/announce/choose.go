package announce

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
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
		list := func(label, kind string) bot.Button { return buttonWith(a, label, "list", groups{kind}) }
		rows = [][]bot.Button{
			{a.choice(subscribers.Group{Kind: subscribers.GroupAll}, "Mọi người"),
				a.choice(subscribers.Group{Kind: subscribers.GroupCitizens}, "Người dân"),
				a.choice(subscribers.Group{Kind: subscribers.GroupOfficials}, "Cán bộ")},
			{list("Theo đơn vị", subscribers.GroupUnit)},
			{list("Theo lĩnh vực", subscribers.GroupField), list("Từng hỏi về", subscribers.GroupAsked)},
		}
		if a.Office == "" {
			rows[1] = append(rows[1], list("Theo xã", subscribers.GroupCommune))
		}
		for _, k := range []struct{ label, kind string }{{"Theo dõi mục", subscribers.GroupEntry},
			{"Một nhóm, kênh", subscribers.GroupOne}} {
			if some, err := subscribers.Groups(ctx, d.tx, d.know, d.of(a), k.kind); err != nil {
				return err
			} else if len(some) > 0 {
				rows = append(rows, []bot.Button{list(k.label, k.kind)})
			}
		}
		if names := d.svc.proactive(); len(names) > 1 {
			var row []bot.Button
			for _, name := range names {
				label := ticked(len(a.Channels) == 0 || slices.Contains(a.Channels, name)) + dialog.ChannelName(name)
				row = append(row, buttonWith(a, label, "on", channel{name}))
			}
			rows = append(rows, row)
		}
		rows = append(rows, []bot.Button{a.button(labelDone, "show")})
	} else {
		rows = append(rows, []bot.Button{a.button(labelBack, "aud"), a.button(labelDone, "show")})
	}
	d.tx.Send(bot.Outgoing{Key: "re:" + d.by.Chat.Channel + ":" + d.by.Seed + ":tb", To: d.by.Chat,
		Slot: "tb-audience:" + a.ID,
		Message: bot.Message{Text: fmt.Sprintf(textAnnounceChoose, bot.Escape(d.svc.audienceName(a)),
			c.who()), Buttons: rows}})
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
	return buttonWith(a, ticked(slices.Contains(a.Audience, t))+label, "pick", oneGroup{t.Kind, t.ID})
}

// showGroups lists the groups of a kind, with how many chats each has.
func (d *Desk) showGroups(ctx context.Context, a *Announcement, v groups) ([]bot.Message, error) {
	all, err := subscribers.Groups(ctx, d.tx, d.know, d.of(a), v.Kind)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, dialog.Refuse(textAnnounceNoUnits)
	}
	var rows [][]bot.Button
	for _, group := range all {
		n, err := SizeOf(ctx, d.svc, d.tx, d.of(a), group)
		if err != nil {
			return nil, err
		}
		if len(rows) < mostGroups {
			rows = append(rows, []bot.Button{a.choice(group, vi.Shorten(group.Name, 36)+fmt.Sprintf(" (%s)",
				dialog.Thousands(n)))})
		}
	}
	return nil, d.chooser(ctx, a, rows)
}

// of is the office within which an announcement's audience lies.
func (d *Desk) of(a *Announcement) people.Office { return d.svc.People.OfficeBySlug(a.Office) }

// SizeOf is how many chats are in a group of an office.
func SizeOf(ctx context.Context, svc *Service, r bot.Reader, of people.Office,
	g subscribers.Group) (n int64, err error) {
	if of.All() {
		return r.Size(ctx, g.Segment().All[0])
	}
	scope, err := subscribers.ScopeOf(ctx, r, of)
	if err != nil {
		return 0, err
	}
	each, err := svc.Engine.CountAudience(ctx, subscribers.Segments(scope, []subscribers.Group{g}, nil))
	for _, on := range each {
		n += on
	}
	return n, err
}

// mostGroups is how many groups a list shows: more buttons a message cannot carry everywhere.
const mostGroups = 40

// pickGroup takes a group in or out. "Everybody" stands alone.
func (d *Desk) pickGroup(ctx context.Context, a *Announcement, v oneGroup) ([]bot.Message, error) {
	kind := v.Kind
	known, err := subscribers.Groups(ctx, d.tx, d.know, d.of(a), kind)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(known, func(o subscribers.Group) bool { return o.ID == v.ID })
	if i < 0 || a.From != nil {
		return nil, dialog.OldButton
	}
	all := func(o subscribers.Group) bool { return o.Kind == subscribers.GroupAll }
	switch at := slices.Index(a.Audience, known[i]); {
	case kind == subscribers.GroupAll:
		a.Audience = []subscribers.Group{known[i]}
	case at >= 0:
		a.Audience = slices.Delete(a.Audience, at, at+1)
	default:
		a.Audience = append(slices.DeleteFunc(a.Audience, all), known[i])
	}
	if len(a.Audience) == 0 {
		a.Audience = []subscribers.Group{{Kind: subscribers.GroupAll}}
	}
	put(d.tx, a)
	if kind == subscribers.GroupAll || kind == subscribers.GroupCitizens || kind == subscribers.GroupOfficials {
		return nil, d.chooser(ctx, a, nil)
	}
	return d.showGroups(ctx, a, groups{kind})
}

// pickChannel takes a channel in or out; all taken out means all.
func (d *Desk) pickChannel(ctx context.Context, a *Announcement, v channel) ([]bot.Message, error) {
	name, all := v.Name, d.svc.proactive()
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
