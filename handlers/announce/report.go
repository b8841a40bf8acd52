package announce

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/sheet"
)

func sortedReasons(reasons map[string]int64) []string {
	names := dialog.SortedNames(reasons)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(reasons[b], reasons[a]) })
	return names
}

// reportMessage sums up what became of an announcement; groups says what became of it in groups and channels.
func (a *Announcement) reportMessage(st bot.BulkStatus, groups string) bot.Message {
	var s strings.Builder
	head := "Báo cáo: đã gửi xong"
	switch a.State {
	case Cancelled:
		head = "Báo cáo: đã hủy giữa chừng"
	case Running, Paused:
		head = "Báo cáo: chưa gửi xong"
	}
	fmt.Fprintf(&s, "*%s*\n%s\n", head, a.firstLine())
	if a.Urgent && a.Seconded != "" {
		s.WriteString(textUrgentReport + " " + bot.Escape(a.Seconded) + "\n")
	}
	fmt.Fprintf(&s, "Người nhận: %s", dialog.Thousands(st.Total))
	names := outcomesOf(st)
	for _, o := range outcomeOrder {
		n := st.Outcomes[o]
		if o == bot.BulkQueued {
			n = st.Left()
		}
		switch {
		case o == bot.BulkFailed && n > 0:
			fmt.Fprintf(&s, "\n– %s: %s", names[o], failures(st))
		case n > 0:
			fmt.Fprintf(&s, "\n– %s: %s", names[o], dialog.Thousands(n))
		}
	}
	s.WriteString(groups)
	if st.Twice > 0 {
		fmt.Fprintf(&s, textMaybeTwice,
			dialog.Thousands(st.Twice))
	}
	rows := [][]bot.Button{{a.button(labelCSV, "csv"), a.button(labelXLSX, "xlsx")}}
	if a.over() {
		if st.Outcomes[bot.BulkFailed] > 0 {
			rows = append(rows, []bot.Button{a.button(labelRetry, "retry")})
		}
		if st.Outcomes[bot.BulkSent] > 0 {
			rows = append(rows, []bot.Button{a.button(labelEdit, "edit"), a.button(labelFix, "fix")})
		}
	}
	return bot.Message{Text: s.String(), Buttons: rows}
}

// groupsOf counts the recipients that are groups and channels.
func (svc *Service) groupsOf(st bot.BulkStatus) (n int64) {
	for name, recipients := range st.Channels {
		if svc.People.Channels[name].Groups {
			n += recipients
		}
	}
	return n
}

// inGroups says what became of an announcement in groups and channels, apart from people: "" when none was to get it.
// Of a report too long to be walked at once it tells only how many they are.
func (svc *Service) inGroups(ctx context.Context, id string, st bot.BulkStatus) (string, error) {
	n := svc.groupsOf(st)
	if n == 0 {
		return "", nil
	}
	line := fmt.Sprintf(textReportGroups, dialog.Thousands(n))
	if st.Total > mostReport {
		return line + ". " + textAnnounceGroups, nil
	}
	outcomes := map[bot.BulkOutcome]int64{}
	for at := ""; ; {
		part, next, err := svc.Engine.BulkReport(ctx, id, at)
		if err != nil {
			return "", err
		}
		for _, r := range part {
			if svc.People.Channels[r.Chat.Channel].Groups {
				outcomes[r.Outcome]++
			}
		}
		if at = next; at == "" {
			break
		}
	}
	names, words := outcomesOf(st), []string(nil)
	for _, o := range append(slices.Clone(outcomeOrder), bot.BulkInFlight) {
		if outcomes[o] > 0 {
			word := names[o]
			if o == bot.BulkBlocked {
				word = textGroupBlocked
			}
			words = append(words, word+" "+dialog.Thousands(outcomes[o]))
		}
	}
	return line + " (" + strings.Join(words, ", ") + "). " + textAnnounceGroups, nil
}

var outcomeOrder = []bot.BulkOutcome{bot.BulkSent, bot.BulkFailed, bot.BulkBlocked, bot.BulkUnsubscribed,
	bot.BulkSkipped, bot.BulkQueued}

// outcomeNames are the outcomes in plain words.
var outcomeNames = map[bot.BulkOutcome]string{
	bot.BulkSent: "đã gửi", bot.BulkFailed: "gửi hỏng", bot.BulkBlocked: "đã chặn bot",
	bot.BulkUnsubscribed: textLeftBefore,
	bot.BulkSkipped:      "bỏ qua", bot.BulkQueued: "chưa gửi", bot.BulkInFlight: textHalfSent,
}

// outcomesOf are the words for the outcomes of one announcement: what was not sent because it had expired is called so.
func outcomesOf(st bot.BulkStatus) map[bot.BulkOutcome]string {
	if st.State != bot.BulkCancelled || st.Reason != "late" {
		return outcomeNames
	}
	names := maps.Clone(outcomeNames)
	names[bot.BulkQueued] = "hết hạn, không gửi"
	return names
}

// report shows the sum at any time.
func (d *Desk) report(ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
	st, found, err := d.svc.Engine.BulkStatus(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.RefuseMissing(textAnnounceGone)
	}
	groups, err := d.svc.inGroups(ctx, a.ID, st)
	return []bot.Message{a.reportMessage(st, groups)}, err
}

// mostReport is the longest report that is sent as a file in a chat; longer ones are streamed by the console.
const mostReport = 20_000

// export sends the report as a file.
func export(format string) func(*Desk, context.Context, *Announcement, string) ([]bot.Message, error) {
	return func(d *Desk, ctx context.Context, a *Announcement, _ string) ([]bot.Message, error) {
		st, found, err := d.svc.Engine.BulkStatus(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, dialog.RefuseMissing(textAnnounceGone)
		}
		if st.Total > mostReport {
			return nil, dialog.Refuse(fmt.Sprintf(textAnnounceBigReport, dialog.Thousands(st.Total),
				dialog.Thousands(mostReport)))
		}
		var file bytes.Buffer
		if err := d.svc.Export(ctx, a.ID, format, &file); err != nil {
			return nil, err
		}
		return []bot.Message{{Text: "Báo cáo thông báo " + a.firstLine(), File: &bot.File{
			Name: "thong-bao-" + a.ID + "." + format, Type: ReportTypes[format], Bytes: file.Bytes()}}}, nil
	}
}

// ReportTypes are the formats of a report and their media types.
var ReportTypes = map[string]string{"csv": sheet.CSVType, "xlsx": sheet.XLSXType}

// Export streams the report, one line a recipient, as "csv" or "xlsx". It is read page by page: a report of a
// million is never in memory.
func (svc *Service) Export(ctx context.Context, id, format string, w io.Writer) error {
	st, _, err := svc.Engine.BulkStatus(ctx, id)
	if err != nil {
		return err
	}
	names := outcomesOf(st)
	s, err := sheet.NewStream(format, w)
	if err != nil {
		return err
	}
	if err := s.Row("Kênh", "Mã cuộc trò chuyện", "Kết quả", "Thời điểm", "Mã tin nhắn", "Lý do",
		"Có thể nhận hai lần"); err != nil {
		return err
	}
	for at := ""; ; {
		part, next, err := svc.Engine.BulkReport(ctx, id, at)
		if err != nil {
			return err
		}
		for _, r := range part {
			when, twice := "", ""
			if !r.At.IsZero() {
				when = r.At.In(content.Zone).Format("02/01/2006 15:04:05")
			}
			if r.Twice || r.Outcome == bot.BulkInFlight {
				twice = "có"
			}
			if r.Outcome == bot.BulkBlocked && r.Reason == "" { // known before it was this one's turn
				r.Reason = textBlockedBefore
			}
			if err := s.Row(dialog.ChannelName(r.Chat.Channel), r.Chat.ID, names[r.Outcome], when, r.MessageID,
				r.Reason, twice); err != nil {
				return err
			}
		}
		if at = next; at == "" {
			return s.Close()
		}
	}
}
