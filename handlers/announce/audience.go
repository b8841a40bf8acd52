package announce

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// audienceText says who gets it, how many they are and how they can be reached.
func (svc *Service) audienceText(a *Announcement, c audienceCount) string {
	s := fmt.Sprintf(textAnnounceTo, bot.Escape(a.audienceName()), c.who())
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
func (a *Announcement) audienceName() string {
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
	if len(a.Channels) > 0 {
		var on []string
		for _, c := range a.Channels {
			on = append(on, dialog.ChannelName(c))
		}
		s += ", chỉ trên " + strings.Join(on, ", ")
	}
	return s
}
