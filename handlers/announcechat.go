package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// announce answers /thongbao <text> with one message: the preview, who gets it and how many they are.
func (b *Bot) announce(ctx context.Context, t *turn) ([]bot.Message, error) {
	text := vi.Clean(t.u.Payload)
	if why := b.cannotCompose(t, text); why != "" {
		if err := b.audit(ctx, t, "announce.refused", "", ""); err != nil {
			return nil, err
		}
		return nil, Refusal(why)
	}
	a := NewAnnouncement(t.tx, t.u.Chat, text, t.u.Chat.String()+":"+t.u.ID)
	if t.u.File != nil {
		Attach(t.tx, a, *t.u.File)
		a.FileOn = t.u.Chat.Channel
		putAnnouncement(t.tx, a)
	}
	if err := b.audit(ctx, t, "announce.compose", a.ID, ""); err != nil {
		return nil, err
	}
	return b.preview(ctx, t, a, "")
}

// cannotCompose says what is wrong with what was sent; "" when nothing is.
func (b *Bot) cannotCompose(t *turn, text string) string {
	switch {
	case b.Announce.Engine == nil:
		return textAnnounceOff
	case text == "":
		return textAnnounceForm
	case t.u.Kind == bot.KindAttachment && (t.u.File == nil || t.u.File.Ref == ""):
		return textAnnounceNoFile
	}
	return CheckMarkup(text)
}

// announcePress is what one button does, and in which states it does.
type announcePress struct {
	in []AnnounceState
	do func(ctx context.Context, t *turn, a *Announcement, arg string) ([]bot.Message, error)
}

func (b *Bot) announcePresses() map[string]announcePress {
	draft, waiting := []AnnounceState{AnnounceDraft}, []AnnounceState{AnnounceDraft, AnnounceScheduled}
	running, begun := []AnnounceState{AnnounceRunning}, []AnnounceState{AnnounceRunning, AnnouncePaused}
	after := []AnnounceState{AnnounceFinished, AnnounceCancelled}
	return map[string]announcePress{
		"send":   {draft, b.pressedSend},
		"test":   {draft, b.pressedTest},
		"aud":    {draft, b.pressedAudience},
		"list":   {draft, b.pressedGroups},
		"pick":   {draft, b.pressedGroup},
		"on":     {draft, b.pressedChannel},
		"show":   {draft, b.preview},
		"time":   {waiting, b.pressedTime},
		"at":     {waiting, b.pressedAt},
		"drop":   {[]AnnounceState{AnnounceDraft, AnnounceApproval, AnnounceScheduled}, b.pressedDrop},
		"now":    {[]AnnounceState{AnnounceScheduled}, b.pressedNow},
		"ok":     {[]AnnounceState{AnnounceApproval}, b.pressedApprove},
		"no":     {[]AnnounceState{AnnounceApproval}, b.pressedRefuse},
		"pause":  {running, b.pressedWish("pause")},
		"resume": {[]AnnounceState{AnnouncePaused}, b.pressedWish("resume")},
		"cancel": {begun, b.pressedWish("cancel")},
		"report": {append(begun, after...), b.pressedReport},
		"csv":    {append(begun, after...), b.pressedExport("csv")},
		"xlsx":   {append(begun, after...), b.pressedExport("xlsx")},
		"retry":  {after, b.pressedRetry},
		"edit":   {after, b.pressedEdit},
		"fix":    {after, b.pressedFix},
	}
}

// pressedAnnounce handles the buttons of announcements: "tb:<verb>:<id>:<argument>".
func (b *Bot) pressedAnnounce(ctx context.Context, t *turn) ([]bot.Message, error) {
	if b.Announce.Engine == nil {
		return nil, Refusal(textAnnounceOff)
	}
	parts := append(strings.SplitN(t.u.Action, ":", 4), "", "", "")
	press, known := b.announcePresses()[parts[1]]
	if !known {
		return nil, Refusal(textOldButton)
	}
	a, found, err := announcement(ctx, t.tx, parts[2])
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, Refusal(textAnnounceGone)
	}
	if err := b.audit(ctx, t, "announce."+parts[1], a.ID, vi.Shorten(parts[3], 40)); err != nil {
		return nil, err
	}
	if !slices.Contains(press.in, a.State) {
		return nil, Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	}
	return press.do(ctx, t, a, parts[3])
}

func (a *Announcement) button(label, verb string, args ...string) bot.Button {
	return bot.Button{Label: label, Action: strings.Join(append([]string{"tb", verb, a.ID}, args...), ":")}
}

// preview shows a draft: what will be read, by whom, by how many. The argument is not used.
func (b *Bot) preview(ctx context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := b.message(ctx, t.tx, a, t.u.Chat.Channel)
	if err != nil {
		return nil, err
	}
	c, err := b.count(ctx, t.tx, a)
	if err != nil {
		return nil, err
	}
	m.Text = strings.Join([]string{textAnnouncePreview, textAnnounceLineBreak, a.Text, textAnnounceLineBreak, b.audienceText(a, c)}, "\n")
	rev := fmt.Sprint(a.Rev)
	m.Buttons = [][]bot.Button{
		{a.button(labelSend, "send", rev), a.button(labelTest, "test")},
		{a.button(labelAudience, "aud"), a.button(labelTime, "time"), a.button(labelCancel, "drop")},
	}
	if a.From != nil { // whom it goes to is given
		m.Buttons[1] = m.Buttons[1][1:]
	}
	return []bot.Message{m}, nil
}

// audienceText says who gets it, how many they are and how they can be reached.
func (b *Bot) audienceText(a *Announcement, c audienceCount) string {
	s := fmt.Sprintf(textAnnounceTo, bot.Escape(a.audienceName()), thousands(c.total))
	var each []string
	for _, name := range sortedNames(c.channels) {
		if n := c.channels[name]; n > 0 && name != "" {
			each = append(each, channelName(name)+" "+thousands(n))
		}
	}
	if len(each) > 0 {
		s += " (" + strings.Join(each, ", ") + ")"
	}
	if text := b.withoutFile(a, c); text != "" {
		s += "\n" + text
	}
	for _, name := range sortedNames(c.reach) {
		for _, r := range c.reach[name] {
			if r.Count > 0 {
				s += fmt.Sprintf("\n– %s: %s người %s", channelName(name), thousands(r.Count), bot.Escape(r.How))
			}
		}
	}
	return s
}

// withoutFile says who will get the text without what is attached; "" when nobody.
func (b *Bot) withoutFile(a *Announcement, c audienceCount) string {
	var without []string
	for _, name := range sortedNames(c.channels) {
		if a.FileName != "" && name != "" && c.channels[name] > 0 && !b.carries(a, name) {
			without = append(without, channelName(name))
		}
	}
	switch {
	case len(without) == 0:
		return ""
	case a.FileOn != "":
		return fmt.Sprintf(textAnnounceFileOn, channelName(a.FileOn))
	}
	return fmt.Sprintf(textAnnounceFileNotOn, strings.Join(without, ", "))
}

func sortedNames[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func channelName(name string) string {
	if s := channelNames[name]; s != "" {
		return s
	}
	return name
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
		names = append(names, t.label())
	}
	s := strings.Join(names, ", ")
	if len(a.Channels) > 0 {
		var on []string
		for _, c := range a.Channels {
			on = append(on, channelName(c))
		}
		s += ", chỉ trên " + strings.Join(on, ", ")
	}
	return s
}

// pressedTest sends it to the person alone, on every channel that he has linked, exactly as others will get it.
func (b *Bot) pressedTest(ctx context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := b.message(ctx, t.tx, a, t.u.Chat.Channel)
	if err != nil {
		return nil, err
	}
	_, id, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return nil, err
	}
	var p Person
	if id.Person != "" {
		if p, _, err = LoadPerson(ctx, t.tx, id.Person); err != nil {
			return nil, err
		}
	}
	for _, chat := range p.Chats {
		if chat != t.u.Chat {
			there, err := b.message(ctx, t.tx, a, chat.Channel)
			if err != nil {
				return nil, err
			}
			t.tx.Send(bot.Outgoing{Key: "tb:test:" + a.ID + ":" + t.u.ID + ":" + chat.String(), To: chat, Message: there})
		}
	}
	messages := []bot.Message{m}
	for _, channel := range b.proactive() {
		if !slices.ContainsFunc(append(p.Chats, t.u.Chat), func(c bot.ChatID) bool { return c.Channel == channel }) {
			there, err := b.message(ctx, t.tx, a, channel)
			if err != nil {
				return nil, err
			}
			messages = append(messages, b.shownOn(channel, there))
		}
	}
	return append(messages, bot.Message{Text: textAnnounceTested}), nil
}

// shownOn is how a message looks on a channel where the person has no chat of his own: without Edit, which goes with rich
// text on all of ours, it is plain, and links stand behind their words.
func (b *Bot) shownOn(channel string, m bot.Message) bot.Message {
	text := m.Text
	if !b.Config.Channels[channel].Edit {
		text = bot.Escape(bot.Plain(m.Text))
	}
	return bot.Message{Text: fmt.Sprintf(textAnnounceShownOn, channelName(channel), text), File: m.File}
}

// pressedDrop gives up what was not begun.
func (b *Bot) pressedDrop(_ context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
	a.State, a.Ended = AnnounceCancelled, t.now
	t.tx.Remove(bot.ScheduleSet, "announce:"+a.ID)
	putAnnouncement(t.tx, a)
	t.done()
	return say(textAnnounceDropped), nil
}

// pressedWish notes what the engine is to do; the Announcer passes it on within a second.
func (b *Bot) pressedWish(wish string) func(context.Context, *turn, *Announcement, string) ([]bot.Message, error) {
	return func(_ context.Context, t *turn, a *Announcement, _ string) ([]bot.Message, error) {
		a.Wish = wish
		if wish == "resume" && a.Reason == "late" {
			a.Expires = t.now.Add(lateMore)
		}
		if _, quiet := b.Announce.Quiet.Until(t.now); wish == "resume" && quiet {
			a.Urgent = true
		}
		putAnnouncement(t.tx, a)
		return nil, nil
	}
}

// pressedSend starts, schedules or asks for approval; the argument is the revision that was shown.
func (b *Bot) pressedSend(ctx context.Context, t *turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		m, err := b.preview(ctx, t, a, "")
		return append(say(textAnnounceNewer), m...), err
	}
	a.At = time.Time{}
	return b.decide(ctx, t, a)
}

// ready counts for the last time and freezes the content.
func (b *Bot) ready(ctx context.Context, r bot.Reader, a *Announcement) error {
	c, err := b.count(ctx, r, a)
	switch {
	case err != nil:
		return err
	case c.total == 0:
		return Refusal(textAnnounceNobody)
	case b.Announce.Most > 0 && c.total > b.Announce.Most:
		return Refusal(fmt.Sprintf(textAnnounceMost, thousands(c.total), thousands(b.Announce.Most)))
	}
	file, err := a.file(ctx, r)
	if err != nil {
		return err
	}
	a.Count, a.Hash = c.total, a.freeze(bytesOf(file))
	return nil
}

func (b *Bot) decide(ctx context.Context, t *turn, a *Announcement) ([]bot.Message, error) {
	if err := b.ready(ctx, t.tx, a); err != nil {
		return nil, err
	}
	if !a.Expires.IsZero() && !a.Expires.After(t.now) {
		return nil, Refusal(fmt.Sprintf(textAnnounceExpired, moment(a.Expires)))
	}
	if b.Announce.Approval {
		return b.askSecond(ctx, t, a)
	}
	a.Decided = t.u.Chat
	return b.launch(t, a), nil
}
