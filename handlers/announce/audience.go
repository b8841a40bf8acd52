package announce

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// audienceCount is how many an announcement would go to, by channel.
type audienceCount struct {
	total    int64
	groups   int64 // of total: groups and channels, each read by many
	channels map[string]int64
	reach    map[string][]Reach
}

// count counts an announcement's recipients. The default audience is counted without walking it.
func (svc *Service) count(ctx context.Context, r bot.Reader, a *Announcement) (audienceCount, error) {
	c := audienceCount{channels: map[string]int64{}, reach: map[string][]Reach{}}
	var err error
	switch {
	case a.From != nil:
		err = svc.countFrom(ctx, a.From, c.channels)
	case a.Office == "" && len(a.Audience) == 1 && a.Audience[0].Kind == subscribers.GroupAll:
		for _, name := range svc.proactive() {
			if len(a.Channels) > 0 && !slices.Contains(a.Channels, name) {
				continue
			}
			if c.channels[name], err = r.Size(ctx, subscribers.AllOnSet(name)); err != nil {
				return c, err
			}
		}
	default:
		var segments []bot.Segment
		if segments, err = segmentsOf(ctx, svc, r, a, a.Channels); err == nil {
			c.channels, err = svc.Engine.CountAudience(ctx, segments)
		}
	}
	if err != nil {
		return c, err
	}
	for name, n := range c.channels {
		c.total += n
		if svc.People.Channels[name].Groups {
			c.groups += n
		}
		if reach := svc.Reach[name]; reach != nil && n > 0 && a.From == nil {
			segments, err := segmentsOf(ctx, svc, r, a, []string{name})
			if err != nil {
				return c, err
			}
			if c.reach[name], err = reach(ctx, segments); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

// segmentsOf are the sets of an announcement's audience, on the channels alone that are named.
func segmentsOf(ctx context.Context, svc *Service, r bot.Reader, a *Announcement,
	only []string) ([]bot.Segment, error) {
	of := svc.People.OfficeBySlug(a.Office)
	if of.Slug != a.Office { // it would go to everybody
		return nil, dialog.Refuse(textAnnounceNoOffice)
	}
	scope, err := subscribers.ScopeOf(ctx, r, of)
	return subscribers.Segments(scope, a.Audience, only), err
}

// who says how many get it: people, and beside them groups and channels, of which nobody knows how many read them.
func (c audienceCount) who() string {
	s := dialog.Thousands(c.total-c.groups) + " người"
	if c.groups > 0 {
		s += " và " + dialog.Thousands(c.groups) + " nhóm, kênh"
	}
	return s
}

// countFrom counts those of an earlier announcement whose outcome is asked for. The engine counts outcomes of all
// channels together.
func (svc *Service) countFrom(ctx context.Context, from *bot.BulkFrom, channels map[string]int64) error {
	for _, id := range append([]string{from.ID}, from.Also...) {
		st, _, err := svc.Engine.BulkStatus(ctx, id)
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
	}
	return nil
}

// audienceText says who gets it, how many they are and how they can be reached.
func (svc *Service) audienceText(a *Announcement, c audienceCount) string {
	s := fmt.Sprintf(textAnnounceTo, bot.Escape(svc.audienceName(a)), c.who())
	var each []string
	for _, name := range dialog.SortedNames(c.channels) {
		if n := c.channels[name]; n > 0 && name != "" {
			each = append(each, dialog.ChannelName(name)+" "+dialog.Thousands(n))
		}
	}
	if len(each) > 0 {
		s += " (" + strings.Join(each, ", ") + ")"
	}
	if text := svc.withoutFile(a, c); text != "" {
		s += "\n" + text
	}
	if c.groups > 0 {
		s += "\n" + textAnnounceGroups
	}
	for _, name := range dialog.SortedNames(c.reach) {
		for _, r := range c.reach[name] {
			if r.Count > 0 {
				s += fmt.Sprintf("\n– %s: %s người %s", dialog.ChannelName(name), dialog.Thousands(r.Count),
					bot.Escape(r.How))
			}
		}
	}
	return s
}

// withoutFile says who will get the text without what is attached; "" when nobody.
func (svc *Service) withoutFile(a *Announcement, c audienceCount) string {
	var without []string
	for _, name := range dialog.SortedNames(c.channels) {
		if a.FileName != "" && name != "" && c.channels[name] > 0 && !svc.carries(a, name) {
			without = append(without, dialog.ChannelName(name))
		}
	}
	switch {
	case len(without) == 0:
		return ""
	case a.FileOn != "":
		return fmt.Sprintf(textAnnounceFileOn, dialog.ChannelName(a.FileOn))
	}
	return fmt.Sprintf(textAnnounceFileNotOn, strings.Join(without, ", "))
}

// audienceName says who gets it, in words.
func (svc *Service) audienceName(a *Announcement) string {
	if a.From != nil {
		if slices.Contains(a.From.Outcomes, bot.BulkFailed) {
			return "những người gửi hỏng lần trước"
		}
		return "những người đã nhận thông báo trước"
	}
	var names []string
	for _, t := range a.Audience {
		names = append(names, t.Label())
	}
	s := strings.Join(names, ", ")
	if of := svc.People.OfficeBySlug(a.Office); !of.All() {
		s += " của " + of.Name
	}
	if len(a.Channels) > 0 {
		var on []string
		for _, c := range a.Channels {
			on = append(on, dialog.ChannelName(c))
		}
		s += ", chỉ trên " + strings.Join(on, ", ")
	}
	return s
}

// Skip returns the reason why a chat is passed over in an announcement: who has linked several chats gets it once, in
// the first of them that is in the audience and can be written to. It fits outbox.Outbox.Skip; whether
// somebody still wants announcements the engine itself asks before every send.
func (svc *Service) Skip(r bot.Reader) func(ctx context.Context, spec *bot.BulkSpec,
	chats []bot.ChatID) ([]string, error) {
	return func(ctx context.Context, spec *bot.BulkSpec, chats []bot.ChatID) ([]string, error) {
		reasons := make([]string, len(chats))
		if spec.From != nil { // exactly those who got it, or whom it failed to reach
			return reasons, erased(ctx, r, spec, chats, reasons)
		}
		linked, err := linkedChats(ctx, r)
		if err != nil {
			return nil, err
		}
		citizens, err := r.Size(ctx, subscribers.LinkedCitizens)
		if err != nil || len(linked) == 0 && citizens == 0 {
			return reasons, err
		}
		for i, c := range chats {
			one := linked[c.String()]
			if !one && citizens > 0 {
				if _, one, err = r.Score(ctx, subscribers.LinkedCitizens, c.String()); err != nil {
					return nil, err
				}
			}
			if !one {
				continue
			}
			preferred, err := svc.preferred(ctx, r, spec, c)
			if err != nil {
				return nil, err
			}
			if preferred != c {
				reasons[i] = textOtherChannel
			}
		}
		return reasons, nil
	}
}

// erased passes over those who had their data erased after they got the announcement that another follows: nothing is
// to come to them any more, not even its correction.
func erased(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, chats []bot.ChatID, reasons []string) error {
	var since time.Time // of an announcement that is not kept any more: whenever it was
	a, found, err := load(ctx, r, spec.From.ID)
	if err != nil {
		return err
	}
	if found {
		since = a.Started
	}
	gone, err := people.ErasedSince(ctx, r, chats, since)
	for i := range gone {
		if gone[i] {
			reasons[i] = textErasedData
		}
	}
	return err
}

func linkedChats(ctx context.Context, r bot.Reader) (map[string]bool, error) {
	out := make(map[string]bool)
	for offset := 0; ; offset += 1000 {
		page, err := r.List(ctx, people.LinkedSet, bot.Range{Max: 1 << 62, Offset: offset, Limit: 1000})
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			out[e.Member] = true
		}
		if len(page) < 1000 {
			return out, nil
		}
	}
}

// preferred is the chat in which the person behind c gets the announcement.
func (svc *Service) preferred(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, c bot.ChatID) (bot.ChatID, error) {
	chats, err := subscribers.ChatsOfPerson(ctx, r, c)
	if err != nil {
		return c, err
	}
	for _, other := range chats {
		if other == c {
			return c, nil
		}
		if reason, err := svc.People.Unreachable(ctx, r, other, bot.FormAnnouncement, svc.Now()); err != nil {
			return c, err
		} else if reason != "" {
			continue
		}
		in, err := inAudience(ctx, r, spec, other)
		if err != nil || in {
			return other, err
		}
	}
	return c, nil
}

// inAudience reports whether a chat is in the announcement's audience and still subscribed.
func inAudience(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, c bot.ChatID) (bool, error) {
	has := func(set string) (bool, error) {
		_, ok, err := r.Score(ctx, set, c.String())
		return ok, err
	}
	if spec.Consent != "" {
		if ok, err := has(spec.Consent); err != nil || !ok {
			return false, err
		}
	}
	for _, seg := range spec.Audience {
		in := true
		for i, set := range append(append([]string(nil), seg.All...), seg.None...) {
			ok, err := has(set)
			if err != nil {
				return false, err
			}
			if ok != (i < len(seg.All)) {
				in = false
				break
			}
		}
		if in {
			return true, nil
		}
	}
	return false, nil
}
