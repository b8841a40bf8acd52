package announce

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// StateNames are the words for the states, as labels.
var StateNames = map[State]string{
	Draft: "Bản nháp", Approval: "Chờ duyệt", Scheduled: "Đã hẹn giờ", Running: "Đang gửi",
	Paused: "Tạm dừng", Cancelled: "Đã hủy", Finished: "Đã gửi xong",
	Repeating: "Gửi lặp lại",
}

// View is what a page shows of an announcement.
type View struct {
	*Announcement
	Engine   bool            // announcements are switched on
	May      map[string]bool // what can be done with it now, by the name of the button
	To       string          // who gets it
	Count    []string        // before it begins: how many they are and how they can be reached, line by line
	Nobody   bool            // before it begins: nobody would get it
	Notice   string          // what the admin should know before he presses: quiet hours, a missed time, why it stopped
	Shown    []ShownOn       // before it begins: how it looks on each channel
	Progress *Progress
}

// ShownOn is how an announcement looks on one channel.
type ShownOn struct {
	Channel string // as people call it
	Rich    bool   // Text is in our markup; else it is what will be read
	Text    string
	File    bool // with what is attached
}

// Progress is how far an announcement is.
type Progress struct {
	Head     string // "Đang gửi thông báo"
	Total    int64
	Done     int64 // have an outcome
	Percent  int64
	Left     int64
	Forecast string // "14:35"; "" while unknown
	Twice    int64
	Rows     []Row
	Stage    string // changes when the buttons do
	Of       string // what Total counts: "người", or "nơi nhận" where groups are among them
}

// Row is one outcome, or with Reason a part of the failed.
type Row struct {
	Label  string
	N      int64
	Reason bool
}

// Load reads one; false when there is none or its time is over.
func Load(ctx context.Context, r bot.Reader, id string) (*Announcement, bool, error) {
	return load(ctx, r, id)
}

// LoadFile reads what is attached; nil when nothing is, or a platform has the bytes.
func LoadFile(ctx context.Context, r bot.Reader, a *Announcement) (*bot.File, error) {
	if a.FileName == "" || a.FileRef != "" {
		return nil, nil
	}
	return a.file(ctx, r)
}

// ProgressOf asks the engine how far an announcement is; nil before it began.
func (svc *Service) ProgressOf(ctx context.Context, a *Announcement) (*Progress, error) {
	if svc.Engine == nil || !a.Begun && a.State != Running {
		return nil, nil
	}
	st, _, err := svc.Engine.BulkStatus(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	p := &Progress{Head: svc.progressHead(a), Total: st.Total, Left: st.Left(), Twice: st.Twice, Of: "người"}
	if st.State == bot.BulkFreezing || st.Total == 0 && a.State == Running {
		p.Head, p.Total, p.Left = "Đang chuẩn bị gửi", max(st.Total, a.Count), max(st.Total, a.Count)
	}
	p.Done = p.Total - p.Left
	if p.Total > 0 {
		p.Percent = p.Done * 100 / p.Total
	}
	if a.State == Running {
		p.Forecast, _ = a.forecast(p.Done, p.Left, svc.Now())
	}
	names := outcomesOf(st)
	for _, o := range outcomeOrder {
		n := st.Outcomes[o]
		if o == bot.BulkQueued || o != bot.BulkSent && n == 0 {
			continue // what is left is told by itself
		}
		p.Rows = append(p.Rows, Row{Label: dialog.UpperFirst(names[o]), N: n})
		if o == bot.BulkFailed {
			for _, reason := range sortedReasons(st.Reasons) {
				p.Rows = append(p.Rows, Row{Label: reason, N: st.Reasons[reason], Reason: true})
			}
		}
	}
	if p.Left > 0 && a.over() {
		p.Rows = append(p.Rows, Row{Label: dialog.UpperFirst(names[bot.BulkQueued]), N: p.Left})
	}
	if groups := svc.groupsOf(st); groups > 0 {
		p.Of, p.Rows = "nơi nhận", append(p.Rows, Row{Label: textRowGroups, N: groups})
	}
	p.Stage = fmt.Sprintf("%s/%s/%s/%v/%v", a.State, a.Wish, a.Reason, a.Quiet, st.Outcomes[bot.BulkSent] > 0)
	return p, nil
}

// View gathers what a page shows.
func (svc *Service) View(ctx context.Context, r bot.Reader, a *Announcement) (v View, err error) {
	v = View{Announcement: a, Engine: svc.Engine != nil, May: map[string]bool{}, To: svc.audienceName(a)}
	if !v.Engine {
		return v, nil
	}
	for verb, press := range presses {
		v.May[verb] = slices.Contains(press.in, a.State)
	}
	v.Notice = svc.noticeOf(a)
	if v.Progress, err = svc.ProgressOf(ctx, a); err != nil || v.Progress != nil {
		return v, svc.afterwards(ctx, &v, err)
	}
	for _, verb := range []string{"report", "csv", "xlsx", "retry", "edit", "fix"} {
		v.May[verb] = false // it never began
	}
	v.May["change"] = a.State == Draft || a.State == Repeating && !svc.Approval
	if a.over() {
		return v, nil
	}
	for _, name := range svc.proactive() {
		if len(a.Channels) == 0 || slices.Contains(a.Channels, name) {
			v.Shown = append(v.Shown, svc.shown(a, name))
		}
	}
	c, err := svc.count(ctx, r, a)
	if err != nil {
		return v, err
	}
	v.Nobody, v.Count = c.total == 0, svc.countLines(c)
	if text := svc.withoutFile(a, c); text != "" {
		v.Count = append(v.Count, text)
	}
	return v, nil
}

// afterwards keeps only what makes sense by the outcomes.
func (svc *Service) afterwards(ctx context.Context, v *View, err error) error {
	if err != nil {
		return err
	}
	st, _, err := svc.Engine.BulkStatus(ctx, v.ID)
	v.May["retry"] = v.May["retry"] && st.Outcomes[bot.BulkFailed] > 0
	for _, verb := range []string{"edit", "fix"} {
		v.May[verb] = v.May[verb] && st.Outcomes[bot.BulkSent] > 0
	}
	return err
}

func (svc *Service) shown(a *Announcement, channel string) ShownOn {
	s := ShownOn{Channel: dialog.ChannelName(channel), Rich: svc.People.Channels[channel].Edit, Text: a.Text,
		File: svc.carries(a, channel)}
	if !s.Rich {
		s.Text = bot.Plain(a.Text)
	}
	return s
}

// countLines says how many an announcement goes to: "Telegram 23", and how they can be reached.
func (svc *Service) countLines(c audienceCount) (out []string) {
	out = append(out, c.who())
	for _, name := range dialog.SortedNames(c.channels) {
		n := c.channels[name]
		if n > 0 && name != "" {
			if svc.People.Channels[name].Groups {
				out = append(out, dialog.UpperFirst(dialog.ChannelName(name))+": "+dialog.Thousands(n)+". "+
					textAnnounceGroups)
				continue
			}
			out = append(out, dialog.ChannelName(name)+": "+dialog.Thousands(n)+" người")
		}
		for _, r := range c.reach[name] {
			if r.Count > 0 {
				out = append(out, fmt.Sprintf("%s: %s người %s", dialog.ChannelName(name), dialog.Thousands(r.Count),
					r.How))
			}
		}
	}
	return out
}

// noticeOf says what an admin should know before he presses.
func (svc *Service) noticeOf(a *Announcement) string {
	until, quiet := svc.QuietHours().Until(svc.Now().In(content.Zone))
	switch {
	case a.State == Draft && a.Urgent:
		return textUrgentPage
	case a.State == Draft && quiet:
		return fmt.Sprintf(textAnnouncePageQuiet, svc.QuietHours().String(), dialog.Moment(until))
	case a.State == Scheduled && a.Late:
		return fmt.Sprintf(textAnnouncePageMissed, dialog.Moment(a.At))
	case a.State == Scheduled && quiet && !a.Urgent && a.At.Equal(until):
		return fmt.Sprintf(textAnnouncePageWaits, svc.QuietHours().String(), dialog.Moment(a.At))
	case a.State == Scheduled:
		return fmt.Sprintf(textAnnouncePageSet, dialog.Moment(a.At))
	case a.State == Paused && a.Reason == "failures":
		return textAnnouncePageStopped
	case a.State == Paused && a.Reason == "late":
		return fmt.Sprintf(textAnnouncePageLate, dialog.Moment(a.Expires))
	case a.State == Approval && a.Urgent:
		return fmt.Sprintf(textUrgentPageAsked, dialog.ClockOf(a.AskUntil))
	case a.State == Approval:
		return textAnnouncePageApproval
	}
	return ""
}

// QuietNow reports whether now is in the quiet hours, in which only what is urgent starts.
func (svc *Service) QuietNow() bool {
	_, quiet := svc.QuietHours().Until(svc.Now().In(content.Zone))
	return quiet
}

// AudienceKind is the groups of one kind to choose from.
type AudienceKind struct {
	Kind, Name string
	Groups     []AudienceChoice
}

// AudienceChoice is one group and how many chats are in it.
type AudienceChoice struct {
	subscribers.Group
	N int64
}

// AudienceKinds lists all groups that an announcement of an office can go to, besides everybody.
func (svc *Service) AudienceKinds(ctx context.Context, r bot.Reader, of people.Office) (out []AudienceKind, err error) {
	know, err := svc.Calendar.Knowledge(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, k := range []AudienceKind{{Kind: subscribers.GroupUnit, Name: "Cán bộ của đơn vị"},
		{Kind: subscribers.GroupCommune, Name: "Người chọn xã, phường"},
		{Kind: subscribers.GroupField, Name: "Người chọn lĩnh vực"}, {Kind: subscribers.GroupAsked,
			Name: "Người từng hỏi về lĩnh vực"}, {Kind: subscribers.GroupEntry, Name: "Người theo dõi mục"},
		{Kind: subscribers.GroupOne, Name: "Nhóm, kênh"}} {
		all, err := subscribers.Groups(ctx, r, know, of, k.Kind)
		if err != nil {
			return nil, err
		}
		for _, g := range all {
			n, err := SizeOf(ctx, svc, r, of, g)
			if err != nil {
				return nil, err
			}
			k.Groups = append(k.Groups, AudienceChoice{g, n})
		}
		if len(k.Groups) > 0 || of.All() {
			out = append(out, k)
		}
	}
	return out, nil
}

// ChannelChoices lists the channels on which announcements go out: their names and what people call them.
func (svc *Service) ChannelChoices() (out [][2]string) {
	for _, name := range svc.proactive() {
		out = append(out, [2]string{name, dialog.ChannelName(name)})
	}
	return out
}
