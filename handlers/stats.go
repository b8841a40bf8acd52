package handlers

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/chart"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/sheet"
)

// weeksShown is how many weeks the chart looks back.
const weeksShown = figures.WeeksShown

// stats answers /thongke: this week's figures, a chart of the weeks, and the months' reports behind buttons. "/thongke
// 10/2026" gives a month's figures and its report.
func (b *Assistant) stats(ctx context.Context, t *dialog.Turn, w people.Actor) ([]bot.Message, error) {
	if wish := strings.TrimSpace(t.Update.Payload); wish != "" {
		return b.pressedMonth(ctx, t, w, month{wish})
	}
	text, err := statsText(ctx, t, w.Office, figures.Week(t.Now), "Tuần này ("+weekWords(t.Now)+")")
	if err != nil {
		return nil, err
	}
	first := time.Date(t.Now.Year(), t.Now.Month(), 1, 0, 0, 0, 0, content.Zone)
	before := first.AddDate(0, -1, 0)
	m := bot.Message{Text: text, Buttons: [][]bot.Button{
		{actMonth.Button("Báo cáo tháng "+before.Format("1/2006"), month{before.Format("2006-01")})},
		{actMonth.Button("Báo cáo tháng "+first.Format("1/2006")+" (đến nay)", month{first.Format("2006-01")})},
	}}
	picture, err := b.chart(ctx, t, w.Office)
	if err != nil {
		return nil, err
	}
	if picture == nil {
		return []bot.Message{m}, nil
	}
	return []bot.Message{m, {Text: textChart, File: picture}}, nil
}

// pressedMonth gives a month's figures and its report.
func (b *Assistant) pressedMonth(ctx context.Context, t *dialog.Turn, w people.Actor, v month) ([]bot.Message, error) {
	of, ok := parseMonth(v.Month)
	if !ok || of.After(t.Now) {
		return dialog.Say(textMonthForm), nil
	}
	return b.monthReport(ctx, t, w.Office, of)
}

// parseMonth reads "10/2026" and "2026-10".
func parseMonth(s string) (time.Time, bool) {
	for _, form := range []string{"1/2006", "2006-01", "01-2006"} {
		if at, err := time.ParseInLocation(form, s, content.Zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// weekWords is the week of a moment as people write it: "tuần 47, từ 16/11 đến 22/11/2026".
func weekWords(at time.Time) string {
	_, week := at.ISOWeek()
	monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
	return fmt.Sprintf("tuần %d, từ %s đến %s", week, monday.Format("02/01"),
		monday.AddDate(0, 0, 6).Format("02/01/2006"))
}

// statsText is the figures of a week or month, of one of several offices or of all, in words.
func statsText(ctx context.Context, t *dialog.Turn, of people.Office, period, title string) (string, error) {
	period = figures.In(period, of.Slug)
	s, err := cases.Satisfaction(ctx, t.Tx, period)
	if err != nil {
		return "", err
	}
	u, err := figures.LoadUsage(ctx, t.Tx, period)
	if err != nil {
		return "", err
	}
	open, late, err := cases.Waiting(ctx, t.Tx, of, t.Now)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	known := s.Known().Share()
	fmt.Fprintf(&out, "*%s*\nHài lòng (mức 4–5): %s.\n", title, known)
	if target, ok := figures.SatisfactionTarget(t.Know.Library); ok {
		fmt.Fprintf(&out, "Chỉ tiêu: %s (%s): %s.\n", target, bot.Escape(target.Plan), target.Verdict(known))
	} else {
		out.WriteString(textNoTarget + "\n")
	}
	if s.Apart() > 0 {
		out.WriteString(textWebApart + "\n")
	}
	for _, channel := range mostAnswered(s.Channel, 10) {
		fmt.Fprintf(&out, "- %s: %s\n", dialog.UpperFirst(dialog.ChannelName(channel)), s.Channel[channel].Share())
	}
	if len(s.Unit) > 1 {
		out.WriteString("\n*Theo đơn vị*\n")
		if err := writeUnits(ctx, t.Tx, &out, s); err != nil {
			return "", err
		}
	}
	if len(s.Entry) > 0 {
		out.WriteString("\n*Theo thủ tục*\n")
		for _, e := range mostAnswered(s.Entry, 5) {
			fmt.Fprintf(&out, "- %s: %s\n", bot.Escape(t.Know.TitleOf(e)), s.Entry[e].Share())
		}
	}
	fmt.Fprintf(&out, textAsked, u.Asked(), u.Answered, u.Chosen, u.Unknown, u.Passed)
	fmt.Fprintf(&out, textHelpful, u.RightFirst(), ratingsByChannel(u))
	for _, r := range figures.Reasons {
		if n := u.Reasons[r.Key]; n > 0 {
			fmt.Fprintf(&out, "- %s: %d lượt\n", r.Label, n)
		}
	}
	graded, err := grading.Load(ctx, t.Tx, figures.Week(t.Now.AddDate(0, 0, -7)))
	if err != nil {
		return "", err
	}
	if of.All() { // the answers that are graded are those of the base that all share
		fmt.Fprintf(&out, textGradedWeek, graded)
	}
	if u.Saved.Asked() > 0 {
		fmt.Fprintf(&out, "- %s\n", u.Saved)
	}
	fmt.Fprintf(&out, textWaitingLate, open, late, SelfChosen)
	return out.String(), nil
}

// ratingsByChannel tells from where the ratings came: "; Telegram 12/15, trang web 40/41".
func ratingsByChannel(u figures.Usage) string {
	var parts []string
	for _, channel := range dialog.SortedNames(u.ByChannel) {
		if n := u.ByChannel[channel]; n[0]+n[1] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d/%d", dialog.ChannelName(channel), n[0], n[0]+n[1]))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

func writeUnits(ctx context.Context, r bot.Reader, out *strings.Builder, s figures.Satisfaction) error {
	for _, id := range mostAnswered(s.Unit, 10) {
		name, err := people.UnitName(ctx, r, id)
		if err != nil {
			return err
		}
		if name == "" {
			name = "Không ghi đơn vị"
		}
		fmt.Fprintf(out, "- %s: %s\n", bot.Escape(name), s.Unit[id].Share())
	}
	return nil
}

// mostAnswered lists the keys with the most answers first.
func mostAnswered(m map[string]figures.Tally, most int) []string {
	keys := make([]string, 0, len(m))
	for k, tally := range m {
		if tally.Share().N > 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(m[b].Share().N, m[a].Share().N), strings.Compare(a, b))
	})
	return keys[:min(most, len(keys))]
}

// chart draws the last weeks: shares where there are enough answers for any, else how many answers came. Nil when there
// is nothing to draw, or when drawing fails: the figures stand in the text.
func (b *Assistant) chart(ctx context.Context, t *dialog.Turn, of people.Office) (*bot.File, error) {
	weeks, err := figures.Weeks(ctx, t.Tx, t.Now, weeksShown, of.Slug)
	if err != nil {
		return nil, err
	}
	bars := chart.Bars{Title: "Hài lòng với việc phục vụ, theo tuần", Sub: textChartLevels, Name: "hài lòng", Unit: "%",
		Top: 100}
	if target, ok := figures.SatisfactionTarget(t.Know.Library); ok {
		bars.Target, bars.TargetName = target.Value, "chỉ tiêu "+target.String()
	}
	shares, answers := 0, 0
	counts := make([]float64, len(weeks))
	for i, s := range weeks {
		share := s.Known().Share()
		_, week := t.Now.AddDate(0, 0, -7*(len(weeks)-1-i)).ISOWeek()
		bars.Labels = append(bars.Labels, fmt.Sprintf("T%d (%d)", week, share.N))
		value := math.NaN()
		if share.Enough() {
			value = math.Round(1000*share.Value()) / 10 // as figures.Percent writes it
			shares++
		}
		bars.Values = append(bars.Values, value)
		counts[i] = float64(share.N)
		answers += share.N
	}
	switch {
	case answers == 0:
		return nil, nil
	case shares == 0:
		bars.Title, bars.Sub, bars.Name, bars.Unit, bars.Top, bars.Target = "Số phiếu góp ý theo tuần", textChartFew,
			"số phiếu", "", 0, 0
		bars.Values = counts
	}
	picture, err := bars.PNG()
	if err != nil {
		b.Log.Warn("no chart", slog.Any("error", err))
		return nil, nil
	}
	return &bot.File{Name: "hai-long-theo-tuan.png", Type: "image/png", Bytes: picture}, nil
}

// monthReport sends a month's figures with the report as a file.
func (b *Assistant) monthReport(ctx context.Context, t *dialog.Turn, of people.Office,
	month time.Time) ([]bot.Message, error) {
	text, err := statsText(ctx, t, of, figures.Month(month), "Tháng "+month.Format("1/2006"))
	if err != nil {
		return nil, err
	}
	file, err := MonthReport(ctx, t.Tx, t.Know, b.Office, of, month)
	if err != nil {
		return nil, err
	}
	return []bot.Message{{Text: text, File: &bot.File{Name: "bao-cao-hai-long-" + figures.Month(month) + ".xlsx",
		Type: sheet.XLSXType, Bytes: file}}}, nil
}

// MonthReport is the month's workbook for the report on administrative reform: satisfaction in all, by factor, unit and
// procedure, and how questions were answered, of one of several offices or of all. It names nobody.
func MonthReport(ctx context.Context, r bot.Reader, k *answers.Knowledge, office string, of people.Office,
	month time.Time) ([]byte, error) {
	period := figures.In(figures.Month(month), of.Slug)
	if !of.All() {
		office = of.Desk
	}
	s, err := cases.Satisfaction(ctx, r, period)
	if err != nil {
		return nil, err
	}
	u, err := figures.LoadUsage(ctx, r, period)
	if err != nil {
		return nil, err
	}
	head := []string{"Nội dung", "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng",
		"Số phiếu", "Tỷ lệ hài lòng (mức 4–5)", "Khoảng tin cậy 95%: từ", "đến", "So với chỉ tiêu"}
	target, planned := figures.SatisfactionTarget(k.Library)
	note := fmt.Sprintf("%s, tháng %s. %s", office, month.Format("1/2006"), SelfChosen)
	if planned {
		note += " Chỉ tiêu: " + target.String() + " (" + target.Plan + ")."
	}
	row := func(name string, tally figures.Tally) []any {
		share := tally.Share()
		out := []any{name, tally[1], tally[2], tally[3], tally[4], tally[5], share.N}
		if !share.Enough() {
			return append(out, "chưa đủ dữ liệu", "", "")
		}
		return append(out, sheet.Percent(share.Value()), sheet.Percent(share.Low), sheet.Percent(share.High))
	}
	// Only what is free of the web's ballots is compared with the target.
	first := row("Chung (không tính trang web)", s.Known())
	if planned {
		first = append(first, target.Verdict(s.Known().Share()))
	}
	all := sheet.Table{Name: "Hài lòng", Note: note, Head: head, Rows: [][]any{first}}
	for i, f := range figures.FactorNames {
		all.Rows = append(all.Rows, row(strconv.Itoa(i+1)+". "+f, s.Factor[i]))
	}
	for _, channel := range mostAnswered(s.Channel, 10) {
		all.Rows = append(all.Rows, row("Kênh: "+dialog.ChannelName(channel), s.Channel[channel]))
	}
	units := sheet.Table{Name: "Theo đơn vị", Note: note, Head: head}
	for _, id := range mostAnswered(s.Unit, 1000) {
		name, err := people.UnitName(ctx, r, id)
		if err != nil {
			return nil, err
		}
		if name == "" {
			name = "Không ghi đơn vị"
		}
		units.Rows = append(units.Rows, row(name, s.Unit[id]))
	}
	entries := sheet.Table{Name: "Theo thủ tục", Note: note, Head: head}
	for _, id := range mostAnswered(s.Entry, 1000) {
		entries.Rows = append(entries.Rows, row(k.TitleOf(id), s.Entry[id]))
	}
	graded, err := grading.Load(ctx, r, grading.WeeksOf(month)...)
	if err != nil {
		return nil, err
	}
	return sheet.XLSX(all, units, entries, usageTable(u, note), gradedTable(graded, note))
}

// gradedTable is what officials thought of a sample of the month's replies.
func gradedTable(g grading.Result, note string) sheet.Table {
	t := sheet.Table{Name: "Chấm câu trả lời", Note: note, Head: []string{"Nội dung", "Số liệu"}, Rows: [][]any{
		{"Câu đã chấm", g.Graded}, {"Đúng và đủ", g.String()}, {"Hai người cùng chấm", g.Twice},
		{"Chấm giống nhau", g.Agree}}}
	for _, v := range grading.Verdicts {
		t.Rows = append(t.Rows, []any{v.Words, g.Verdicts[v.Verdict]})
	}
	return t
}

func usageTable(u figures.Usage, note string) sheet.Table {
	t := sheet.Table{Name: "Hỏi đáp", Note: note, Head: []string{"Nội dung", "Số lượng"}, Rows: [][]any{
		{"Câu hỏi", u.Asked()}, {"Trả lời thẳng", u.Answered}, {"Hỏi lại để chọn", u.Chosen},
		{"Chưa trả lời được", u.Unknown},
		{"Chuyển cán bộ", u.Passed}, {rowHelpful, u.Helpful},
		{rowNotHelpful, u.Unhelpful},
	}}
	t.Rows = append(t.Rows, []any{rowSavedAsked, u.Saved.Asked()},
		[]any{"Đỡ một lần gọi", u.Saved.Calls()}, []any{"Đỡ một lần đến", u.Saved.Visits()})
	for _, channel := range dialog.SortedNames(u.ByChannel) {
		n := u.ByChannel[channel]
		t.Rows = append(t.Rows, []any{"Đánh giá có giúp ích, kênh " + dialog.ChannelName(channel), n[0]},
			[]any{"Đánh giá chưa giúp ích, kênh " + dialog.ChannelName(channel), n[1]})
	}
	for _, r := range figures.Reasons {
		t.Rows = append(t.Rows, []any{"Lý do: " + r.Label, u.Reasons[r.Key]})
	}
	return t
}
