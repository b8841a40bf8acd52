package dialog

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
)

// SortedNames lists the keys of a map in order.
func SortedNames[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ChannelName is what people call a channel; its own name where they have none.
func ChannelName(name string) string {
	if s := ChannelNames[name]; s != "" {
		return s
	}
	return name
}

// Thousands writes 1234567 as "1.234.567", as is done in Vietnam.
func Thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// Moment writes a time as people say it: "08:00 thứ Tư, 25/11/2026".
func Moment(t time.Time) string {
	t = t.In(content.Zone)
	return ClockOf(t) + " " + vidate.Format(content.DayOf(t))
}

// ClockOf writes the time of day in Vietnam: "08:00".
func ClockOf(t time.Time) string { return t.In(content.Zone).Format("15:04") }

// DueWords is a due day as people read it, with a word when the calendar is not decided up to it.
// DueWords is a due day as people read it, with a word when the calendar is not decided up to it.
func (t *Turn) DueWords(d content.Day) string { return DueWords(t.Know, t.Day(), d) }

// DueWords is Turn.DueWords by what is known on a day.
func DueWords(k *answers.Knowledge, today, d content.Day) string {
	text := vidate.Format(d)
	if k.Calendar != nil && k.Calendar.Provisional(today, d) {
		text += " (tạm tính)"
	}
	return text
}

// ChannelNames are what people call the channels.
var ChannelNames = map[string]string{"telegram": "Telegram", "zalo": "Zalo", "zalobot": "Zalo Bot", "web": "trang web",
	"terminal": "dòng lệnh", "telegramgroup": "nhóm, kênh Telegram",
	"zalogroup": "nhóm Zalo"}

// WritingChannels names the channels of an office on which one can be written to later: "Telegram hoặc Zalo"; "" when
// there are none. Nobody is sent to a channel that the office does not have.
func WritingChannels(channels map[string]bot.Limits) string {
	var names []string
	for name, limits := range channels {
		if limits.Proactive && !limits.Groups && name != "terminal" {
			names = append(names, ChannelNames[name])
		}
	}
	slices.Sort(names)
	return strings.Join(names, " hoặc ")
}

// ChannelOf is what people call the channel of a chat.
func ChannelOf(chat bot.ChatID) string { return ChannelNames[chat.Channel] }

// ChannelsOf lists the channels of chats, as people call them.
func ChannelsOf(chats []bot.ChatID) string {
	names := make([]string, len(chats))
	for i, c := range chats {
		names[i] = ChannelOf(c)
	}
	return strings.Join(names, ", ")
}

// ClockOn is the moment of a time of day on a day.
func ClockOn(d content.Day, c time.Duration) time.Time { return d.At(0, 0).Add(c) }

// dayNames from Sunday, as they stand before a date.
var dayNames = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// ShortDay writes "thứ Sáu, 27/11", with the year when it is another one than today's.
func ShortDay(d, today content.Day) string {
	date := d.VN()
	if d.Year() == today.Year() {
		date = date[:5]
	}
	return dayNames[d.Weekday()] + ", " + date
}

// UpperFirst writes the first letter as a capital.
func UpperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// Provisional is the note that a date depends on days off nobody has decided on yet; "" when it does not.
func Provisional(open []string) string {
	if len(open) == 0 {
		return ""
	}
	return "Ngày này đang *tạm tính*: " + bot.Escape(strings.Join(slices.Compact(open), "; ")) + "."
}
