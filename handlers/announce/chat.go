package announce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// announce answers /thongbao <text> with one message: the preview, who gets it and how many they are.
func (svc *Service) announce(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	text := vi.Clean(t.Update.Payload)
	if why := svc.cannotCompose(t, text); why != "" {
		if err := svc.People.Audit(ctx, t, "announce.refused", "", ""); err != nil {
			return nil, err
		}
		return nil, dialog.Refusal(why)
	}
	a := New(t.Tx, t.Update.Chat, text, t.Update.Chat.String()+":"+t.Update.ID)
	if t.Update.File != nil {
		Attach(t.Tx, a, *t.Update.File)
		a.FileOn = t.Update.Chat.Channel
		put(t.Tx, a)
	}
	if err := svc.People.Audit(ctx, t, "announce.compose", a.ID, ""); err != nil {
		return nil, err
	}
	return svc.preview(ctx, t, a, "")
}

// cannotCompose says what is wrong with what was sent; "" when nothing is.
func (svc *Service) cannotCompose(t *dialog.Turn, text string) string {
	switch {
	case svc.Engine == nil:
		return textAnnounceOff
	case text == "":
		return dialog.TextAnnounceForm
	case t.Update.Kind == bot.KindAttachment && (t.Update.File == nil || t.Update.File.Ref == ""):
		return textAnnounceNoFile
	}
	return CheckMarkup(text)
}

// announcePress is what one button does, and in which states it does.
type announcePress struct {
	in []State
	do func(ctx context.Context, t *dialog.Turn, a *Announcement, arg string) ([]bot.Message, error)
}

func (svc *Service) announcePresses() map[string]announcePress {
	draft, waiting := []State{Draft}, []State{Draft, Scheduled}
	running, begun := []State{Running}, []State{Running, Paused}
	after := []State{Finished, Cancelled}
	return map[string]announcePress{
		"send":   {draft, svc.pressedSend},
		"test":   {draft, svc.pressedTest},
		"aud":    {draft, svc.pressedAudience},
		"list":   {draft, svc.pressedGroups},
		"pick":   {draft, svc.pressedGroup},
		"on":     {draft, svc.pressedChannel},
		"show":   {draft, svc.preview},
		"time":   {waiting, pressedTime},
		"at":     {waiting, svc.pressedAt},
		"drop":   {[]State{Draft, Approval, Scheduled}, pressedDrop},
		"now":    {[]State{Scheduled}, svc.pressedNow},
		"ok":     {[]State{Approval}, svc.pressedApprove},
		"no":     {[]State{Approval}, svc.pressedRefuse},
		"pause":  {running, svc.pressedWish("pause")},
		"resume": {[]State{Paused}, svc.pressedWish("resume")},
		"cancel": {begun, svc.pressedWish("cancel")},
		"report": {append(begun, after...), svc.pressedReport},
		"csv":    {append(begun, after...), svc.pressedExport("csv")},
		"xlsx":   {append(begun, after...), svc.pressedExport("xlsx")},
		"retry":  {after, svc.pressedRetry},
		"edit":   {after, svc.pressedEdit},
		"fix":    {after, svc.pressedFix},
	}
}

// pressedAnnounce handles the buttons of announcements: "tb:<verb>:<id>:<argument>".
func (svc *Service) pressedAnnounce(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if svc.Engine == nil {
		return nil, dialog.Refusal(textAnnounceOff)
	}
	parts := append(strings.SplitN(t.Update.Action, ":", 4), "", "", "")
	press, known := svc.announcePresses()[parts[1]]
	if !known {
		return nil, dialog.Refusal(dialog.TextOldButton)
	}
	a, found, err := load(ctx, t.Tx, parts[2])
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.Refusal(textAnnounceGone)
	}
	if err := svc.People.Audit(ctx, t, "announce."+parts[1], a.ID, vi.Shorten(parts[3], 40)); err != nil {
		return nil, err
	}
	if !slices.Contains(press.in, a.State) {
		return nil, dialog.Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	}
	return press.do(ctx, t, a, parts[3])
}

func (a *Announcement) button(label, verb string, args ...string) bot.Button {
	return bot.Button{Label: label, Action: strings.Join(append([]string{"tb", verb, a.ID}, args...), ":")}
}

// preview shows a draft: what will be read, by whom, by how many. The argument is not used.
func (svc *Service) preview(ctx context.Context, t *dialog.Turn, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := svc.message(ctx, t.Tx, a, t.Update.Chat.Channel)
	if err != nil {
		return nil, err
	}
	c, err := svc.count(ctx, t.Tx, a)
	if err != nil {
		return nil, err
	}
	m.Text = strings.Join([]string{textAnnouncePreview, textAnnounceLineBreak, a.Text, textAnnounceLineBreak, svc.audienceText(a, c)}, "\n")
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
func (svc *Service) audienceText(a *Announcement, c audienceCount) string {
	s := fmt.Sprintf(textAnnounceTo, bot.Escape(a.audienceName()), dialog.Thousands(c.total))
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
	for _, name := range dialog.SortedNames(c.reach) {
		for _, r := range c.reach[name] {
			if r.Count > 0 {
				s += fmt.Sprintf("\n– %s: %s người %s", dialog.ChannelName(name), dialog.Thousands(r.Count), bot.Escape(r.How))
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

// pressedTest sends it to the person alone, on every channel that he has linked, exactly as others will get it.
func (svc *Service) pressedTest(ctx context.Context, t *dialog.Turn, a *Announcement, _ string) ([]bot.Message, error) {
	m, err := svc.message(ctx, t.Tx, a, t.Update.Chat.Channel)
	if err != nil {
		return nil, err
	}
	_, id, err := svc.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return nil, err
	}
	var p people.Person
	if id.Person != "" {
		if p, _, err = people.Load(ctx, t.Tx, id.Person); err != nil {
			return nil, err
		}
	}
	for _, chat := range p.Chats {
		if chat != t.Update.Chat {
			there, err := svc.message(ctx, t.Tx, a, chat.Channel)
			if err != nil {
				return nil, err
			}
			t.Tx.Send(bot.Outgoing{Key: "tb:test:" + a.ID + ":" + t.Update.ID + ":" + chat.String(), To: chat, Message: there})
		}
	}
	messages := []bot.Message{m}
	for _, channel := range svc.proactive() {
		if !slices.ContainsFunc(append(p.Chats, t.Update.Chat), func(c bot.ChatID) bool { return c.Channel == channel }) {
			there, err := svc.message(ctx, t.Tx, a, channel)
			if err != nil {
				return nil, err
			}
			messages = append(messages, svc.shownOn(channel, there))
		}
	}
	return append(messages, bot.Message{Text: textAnnounceTested}), nil
}

// shownOn is how a message looks on a channel where the person has no chat of his own: without Edit, which goes with rich
// text on all of ours, it is plain, and links stand behind their words.
func (svc *Service) shownOn(channel string, m bot.Message) bot.Message {
	text := m.Text
	if !svc.People.Channels[channel].Edit {
		text = bot.Escape(bot.Plain(m.Text))
	}
	return bot.Message{Text: fmt.Sprintf(textAnnounceShownOn, dialog.ChannelName(channel), text), File: m.File}
}

// pressedDrop gives up what was not begun.
func pressedDrop(_ context.Context, t *dialog.Turn, a *Announcement, _ string) ([]bot.Message, error) {
	a.State, a.Ended = Cancelled, t.Now
	t.Tx.Remove(bot.ScheduleSet, "announce:"+a.ID)
	put(t.Tx, a)
	t.Done()
	return dialog.Say(textAnnounceDropped), nil
}

// pressedWish notes what the engine is to do; the Announcer passes it on within a second.
func (svc *Service) pressedWish(wish string) func(context.Context, *dialog.Turn, *Announcement, string) ([]bot.Message, error) {
	return func(_ context.Context, t *dialog.Turn, a *Announcement, _ string) ([]bot.Message, error) {
		a.Wish = wish
		if wish == "resume" && a.Reason == "late" {
			a.Expires = t.Now.Add(lateMore)
		}
		if _, quiet := svc.Quiet.Until(t.Now); wish == "resume" && quiet {
			a.Urgent = true
		}
		put(t.Tx, a)
		return nil, nil
	}
}

// pressedSend starts, schedules or asks for approval; the argument is the revision that was shown.
func (svc *Service) pressedSend(ctx context.Context, t *dialog.Turn, a *Announcement, rev string) ([]bot.Message, error) {
	if rev != fmt.Sprint(a.Rev) {
		m, err := svc.preview(ctx, t, a, "")
		return append(dialog.Say(textAnnounceNewer), m...), err
	}
	a.At = time.Time{}
	return svc.decide(ctx, t, a)
}

// ready counts for the last time and freezes the content.
func (svc *Service) ready(ctx context.Context, r bot.Reader, a *Announcement) error {
	c, err := svc.count(ctx, r, a)
	switch {
	case err != nil:
		return err
	case c.total == 0:
		return dialog.Refusal(textAnnounceNobody)
	case svc.Most > 0 && c.total > svc.Most:
		return dialog.Refusal(fmt.Sprintf(textAnnounceMost, dialog.Thousands(c.total), dialog.Thousands(svc.Most)))
	}
	file, err := a.file(ctx, r)
	if err != nil {
		return err
	}
	a.Count, a.Hash = c.total, a.freeze(bytesOf(file))
	return nil
}

func (svc *Service) decide(ctx context.Context, t *dialog.Turn, a *Announcement) ([]bot.Message, error) {
	if err := svc.ready(ctx, t.Tx, a); err != nil {
		return nil, err
	}
	if !a.Expires.IsZero() && !a.Expires.After(t.Now) {
		return nil, dialog.Refusal(fmt.Sprintf(textAnnounceExpired, dialog.Moment(a.Expires)))
	}
	if svc.Approval {
		return svc.askSecond(ctx, t, a)
	}
	a.Decided = t.Update.Chat
	return svc.launch(t, a), nil
}
