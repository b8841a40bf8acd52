package editpages

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/subscribers"
)

// notice is one announcement, offered and not sent, to those who follow an entry: what its newest version changed.
type notice struct {
	Followers int64
	Text      string // empty: the newest version changed no fact
	Group     string // they, as the form of announcements names a group
	Nonce     string // the same for the same version: pressed twice it is one draft
	Channels  [][2]string
	May       bool // write announcements
}

const (
	noticeChanges = 6   // changed parts that are spelled out
	noticeLine    = 220 // runes of each line
)

// noticeOf is nil when nobody follows the entry.
func noticeOf(c *console.Console, v *console.Visit, id, path string, history []library.Version) (*notice, error) {
	n, err := c.State.Size(v.Context(), subscribers.EntrySet(id))
	if err != nil || n == 0 {
		return nil, err
	}
	out := &notice{Followers: n, Group: subscribers.GroupEntry + ":" + id,
		Channels: c.Bot.Announce.ChannelChoices(), May: v.May(console.Admins)}
	if len(history) == 0 || c.Bot.Announce.Engine == nil {
		return out, nil
	}
	before := ""
	if len(history) > 1 {
		before = history[1].Text
	} else if below, err := fs.ReadFile(c.Desk.Layer.Base(), path); err == nil {
		before = string(below)
	}
	was := c.Desk.Library(path, before)
	if was == nil {
		return out, nil
	}
	today := content.DayOf(c.Now().In(content.Zone))
	out.Nonce = library.Sum([]byte(path + "\n" + strconv.Itoa(history[0].N)))
	out.Text = changedFacts(was, c.Bot.Knowledge().Library, id, today)
	return out, nil
}

// comparedPart is one part of an entry, as it is compared: its lines and the documents each rests on.
type comparedPart struct {
	name  string
	lines []string
	cites map[string][]string
}

// changedFacts says what an entry tells otherwise than before: the old, the new, the source and the day.
func changedFacts(before, after *content.Library, id string, day content.Day) string {
	var out strings.Builder
	var cited []string
	changes := 0
	now := partsOf(after, id, day)
	was := partsOf(before, id, day)
	for _, p := range now {
		at := slices.IndexFunc(was, func(o comparedPart) bool { return o.name == p.name })
		if at < 0 {
			continue
		}
		gone, come := without(was[at].lines, p.lines), without(p.lines, was[at].lines)
		if len(gone)+len(come) == 0 {
			continue
		}
		if changes++; changes > noticeChanges {
			continue
		}
		fmt.Fprintf(&out, "\n*%s*\n", p.name)
		for _, l := range gone {
			fmt.Fprintf(&out, "- Trước: %s\n", vi.Shorten(l, noticeLine))
		}
		for _, l := range come {
			fmt.Fprintf(&out, "- Nay: %s\n", vi.Shorten(l, noticeLine))
			for _, s := range p.cites[l] {
				if !slices.Contains(cited, s) {
					cited = append(cited, s)
				}
			}
		}
	}
	if changes == 0 {
		return ""
	}
	text := fmt.Sprintf(textChangedHead, bot.Escape(titleIn(after, id)), day.VN()) + out.String()
	if changes > noticeChanges {
		text += fmt.Sprintf(textChangedMore, changes-noticeChanges)
	}
	if len(cited) > 0 {
		text += "\n" + textChangedSource + bot.Escape(strings.Join(cited[:min(len(cited), 4)], "; ")) + "\n"
	}
	return text + "\n" + textChangedFoot
}

func titleIn(lib *content.Library, id string) string {
	if p, ok := lib.Procedure(id); ok {
		return p.Title
	}
	if f, ok := lib.FAQ(id); ok {
		return f.Question
	}
	return id
}

// without are the lines that the others lack.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(others, l) })
}

// partsOf lays out what an entry says on a day and will say later.
func partsOf(lib *content.Library, id string, day content.Day) (out []comparedPart) {
	if f, ok := lib.FAQ(id); ok {
		part := comparedPart{name: textChangedAnswer, cites: map[string][]string{}}
		for _, l := range f.Answer {
			part.add(content.Fact{Text: l.Text, Sources: l.Sources, Valid: l.Valid}, f.Source, day)
		}
		return append(out, part)
	}
	p, ok := lib.Procedure(id)
	if !ok {
		return nil
	}
	for _, a := range []content.Aspect{content.Fee, content.Time, content.Dossier, content.Form, content.Where,
		content.Online, content.Who, content.Steps, content.Result, content.Legal} {
		part := comparedPart{name: card.AspectNames[a], cites: map[string][]string{}}
		for _, f := range p.Facts(a) {
			part.add(f, p.Source, day)
		}
		out = append(out, part)
	}
	part := comparedPart{name: textChangedDeadline, cites: map[string][]string{}}
	for _, f := range p.Deadline {
		part.add(f.Fact, p.Source, day)
	}
	return append(out, part)
}

// add takes a fact, unless its time is over.
func (p *comparedPart) add(f content.Fact, source func(string) (content.Source, bool), day content.Day) {
	if !f.Valid.To.IsZero() && f.Valid.To.Before(day) {
		return
	}
	line := f.Text
	if f.When != "" {
		line = f.When + ": " + line
	}
	if f.Valid.From.After(day) {
		line = "từ " + f.Valid.From.VN() + ": " + line
	}
	p.lines = append(p.lines, line)
	for _, key := range f.Sources {
		if s, ok := source(key); ok && s.Official() {
			p.cites[line] = append(p.cites[line], s.Title)
		}
	}
}
