package handlers

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// AnnounceStateNames are the words for the states, as labels.
var AnnounceStateNames = map[AnnounceState]string{
	AnnounceDraft: "Bản nháp", AnnounceApproval: "Chờ duyệt", AnnounceScheduled: "Đã hẹn giờ", AnnounceRunning: "Đang gửi",
	AnnouncePaused: "Tạm dừng", AnnounceCancelled: "Đã huỷ", AnnounceFinished: "Đã gửi xong",
}

// AnnounceView is what a page shows of an announcement.
type AnnounceView struct {
	*Announcement
	Engine   bool            // announcements are switched on
	May      map[string]bool // what can be done with it now, by the name of the button
	To       string          // who gets it
	Count    []string        // before it begins: how many they are and how they can be reached, line by line
	Nobody   bool            // before it begins: nobody would get it
	Notice   string          // what the admin should know before he presses: quiet hours, a missed time, why it stopped
	Shown    []ShownOn       // before it begins: how it looks on each channel
	Progress *AnnounceProgress
}

// ShownOn is how an announcement looks on one channel.
type ShownOn struct {
	Channel string // as people call it
	Rich    bool   // Text is in our markup; else it is what will be read
	Text    string
	File    bool // with what is attached
}

// AnnounceProgress is how far an announcement is.
type AnnounceProgress struct {
	Head     string // "Đang gửi thông báo"
	Total    int64
	Done     int64 // have an outcome
	Percent  int64
	Left     int64
	Forecast string // "14:35"; "" while unknown
	Twice    int64
	Rows     []AnnounceRow
	Stage    string // changes when the buttons do
}

// AnnounceRow is one outcome, or with Reason a part of the failed.
type AnnounceRow struct {
	Label  string
	N      int64
	Reason bool
}

// LoadAnnouncement reads one; false when there is none or its time is over.
func LoadAnnouncement(ctx context.Context, r bot.Reader, id string) (*Announcement, bool, error) {
	return announcement(ctx, r, id)
}

// LoadAnnounceFile reads what is attached; nil when nothing is, or a platform has the bytes.
func LoadAnnounceFile(ctx context.Context, r bot.Reader, a *Announcement) (*bot.File, error) {
	if a.FileName == "" || a.FileRef != "" {
		return nil, nil
	}
	return a.file(ctx, r)
}

// AnnounceProgressOf asks the engine how far an announcement is; nil before it began.
func (b *Bot) AnnounceProgressOf(ctx context.Context, a *Announcement) (*AnnounceProgress, error) {
	if b.Announce.Engine == nil || !a.Begun && a.State != AnnounceRunning {
		return nil, nil
	}
	st, _, err := b.Announce.Engine.BulkStatus(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	p := &AnnounceProgress{Head: b.progressHead(a), Total: st.Total, Left: st.Left(), Twice: st.Twice}
	if st.State == bot.BulkFreezing || st.Total == 0 && a.State == AnnounceRunning {
		p.Head, p.Total, p.Left = "Đang chuẩn bị gửi", max(st.Total, a.Count), max(st.Total, a.Count)
	}
	p.Done = p.Total - p.Left
	if p.Total > 0 {
		p.Percent = p.Done * 100 / p.Total
	}
	if a.State == AnnounceRunning {
		p.Forecast, _ = a.forecast(p.Done, p.Left, b.Now())
	}
	names := outcomesOf(st)
	for _, o := range outcomeOrder {
		n := st.Outcomes[o]
		if o == bot.BulkQueued || o != bot.BulkSent && n == 0 {
			continue // what is left is told by itself
		}
		p.Rows = append(p.Rows, AnnounceRow{Label: upperFirst(names[o]), N: n})
		if o == bot.BulkFailed {
			for _, reason := range sortedReasons(st.Reasons) {
				p.Rows = append(p.Rows, AnnounceRow{Label: reason, N: st.Reasons[reason], Reason: true})
			}
		}
	}
	if p.Left > 0 && a.over() {
		p.Rows = append(p.Rows, AnnounceRow{Label: upperFirst(names[bot.BulkQueued]), N: p.Left})
	}
	p.Stage = fmt.Sprintf("%s/%s/%s/%v/%v", a.State, a.Wish, a.Reason, a.Quiet, st.Outcomes[bot.BulkSent] > 0)
	return p, nil
}

// View gathers what a page shows.
func (b *Bot) View(ctx context.Context, r bot.Reader, a *Announcement) (v AnnounceView, err error) {
	v = AnnounceView{Announcement: a, Engine: b.Announce.Engine != nil, May: map[string]bool{}, To: a.audienceName()}
	if !v.Engine {
		return v, nil
	}
	for verb, press := range b.announcePresses() {
		v.May[verb] = slices.Contains(press.in, a.State)
	}
	v.Notice = b.noticeOf(a)
	if v.Progress, err = b.AnnounceProgressOf(ctx, a); err != nil || v.Progress != nil {
		return v, b.afterwards(ctx, &v, err)
	}
	for _, verb := range []string{"report", "csv", "xlsx", "retry", "edit", "fix"} {
		v.May[verb] = false // it never began
	}
	v.May["change"] = a.State == AnnounceDraft
	if a.over() {
		return v, nil
	}
	for _, name := range b.proactive() {
		if len(a.Channels) == 0 || slices.Contains(a.Channels, name) {
			v.Shown = append(v.Shown, b.shown(a, name))
		}
	}
	c, err := b.count(ctx, r, a)
	if err != nil {
		return v, err
	}
	v.Nobody, v.Count = c.total == 0, countLines(c)
	if text := b.withoutFile(a, c); text != "" {
		v.Count = append(v.Count, text)
	}
	return v, nil
}

// afterwards keeps only what makes sense by the outcomes.
func (b *Bot) afterwards(ctx context.Context, v *AnnounceView, err error) error {
	if err != nil {
		return err
	}
	st, _, err := b.Announce.Engine.BulkStatus(ctx, v.ID)
	v.May["retry"] = v.May["retry"] && st.Outcomes[bot.BulkFailed] > 0
	for _, verb := range []string{"edit", "fix"} {
		v.May[verb] = v.May[verb] && st.Outcomes[bot.BulkSent] > 0
	}
	return err
}

func (b *Bot) shown(a *Announcement, channel string) ShownOn {
	s := ShownOn{Channel: channelName(channel), Rich: b.Config.Channels[channel].Edit, Text: a.Text, File: b.carries(a, channel)}
	if !s.Rich {
		s.Text = bot.Plain(a.Text)
	}
	return s
}

// countLines says how many an announcement goes to: "Telegram 23", and how they can be reached.
func countLines(c audienceCount) (out []string) {
	out = append(out, thousands(c.total)+" người")
	for _, name := range sortedNames(c.channels) {
		n := c.channels[name]
		if n > 0 && name != "" {
			out = append(out, channelName(name)+": "+thousands(n)+" người")
		}
		for _, r := range c.reach[name] {
			if r.Count > 0 {
				out = append(out, fmt.Sprintf("%s: %s người %s", channelName(name), thousands(r.Count), r.How))
			}
		}
	}
	return out
}

// noticeOf says what an admin should know before he presses.
func (b *Bot) noticeOf(a *Announcement) string {
	until, quiet := b.Announce.Quiet.Until(b.Now().In(content.Zone))
	switch {
	case a.State == AnnounceDraft && quiet:
		return fmt.Sprintf(textAnnouncePageQuiet, b.Announce.Quiet.String(), moment(until))
	case a.State == AnnounceScheduled && a.Late:
		return fmt.Sprintf(textAnnouncePageMissed, moment(a.At))
	case a.State == AnnounceScheduled && quiet && !a.Urgent && a.At.Equal(until):
		return fmt.Sprintf(textAnnouncePageWaits, b.Announce.Quiet.String(), moment(a.At))
	case a.State == AnnounceScheduled:
		return fmt.Sprintf(textAnnouncePageSet, moment(a.At))
	case a.State == AnnouncePaused && a.Reason == "failures":
		return textAnnouncePageStopped
	case a.State == AnnouncePaused && a.Reason == "late":
		return fmt.Sprintf(textAnnouncePageLate, moment(a.Expires))
	case a.State == AnnounceApproval:
		return textAnnouncePageApproval
	}
	return ""
}

// QuietNow reports whether now is in the quiet hours, in which only what is urgent starts.
func (b *Bot) QuietNow() bool {
	_, quiet := b.Announce.Quiet.Until(b.Now().In(content.Zone))
	return quiet
}

// AudienceKind is the groups of one kind to choose from.
type AudienceKind struct {
	Kind, Name string
	Groups     []AudienceChoice
}

// AudienceChoice is one group and how many chats are in it.
type AudienceChoice struct {
	Group
	N int64
}

// AudienceKinds lists all groups that an announcement can go to, besides everybody.
func (b *Bot) AudienceKinds(ctx context.Context, r bot.Reader) (out []AudienceKind, err error) {
	know, err := b.knowledge(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, k := range []AudienceKind{{Kind: GroupUnit, Name: "Cán bộ của đơn vị"}, {Kind: GroupCommune, Name: "Người chọn xã, phường"},
		{Kind: GroupField, Name: "Người chọn lĩnh vực"}, {Kind: GroupAsked, Name: "Người từng hỏi về lĩnh vực"}} {
		all, err := groups(ctx, r, know, k.Kind)
		if err != nil {
			return nil, err
		}
		for _, g := range all {
			n, err := r.Size(ctx, g.segment().All[0])
			if err != nil {
				return nil, err
			}
			k.Groups = append(k.Groups, AudienceChoice{g, n})
		}
		out = append(out, k)
	}
	return out, nil
}

// ChannelChoices lists the channels on which announcements go out: their names and what people call them.
func (b *Bot) ChannelChoices() (out [][2]string) {
	for _, name := range b.proactive() {
		out = append(out, [2]string{name, channelName(name)})
	}
	return out
}

// MayExport refuses a report that cannot be had, and writes the line of the log; what ExportAnnouncement then streams may
// be of any length.
func (b *Bot) MayExport(ctx context.Context, tx bot.Tx, who bot.ChatID, id, format string) error {
	t, err := b.officeTurn(ctx, tx, who, id)
	if err != nil {
		return err
	}
	if ReportTypes[format] == "" {
		return Refusal(textOldButton)
	}
	if _, err := b.officeAnnouncement(ctx, t, id, format, ""); err != nil {
		return err
	}
	_, found, err := b.Announce.Engine.BulkStatus(ctx, id)
	if err == nil && !found {
		err = Refusal(textAnnounceGone)
	}
	return err
}
