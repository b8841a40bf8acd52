package dialog

import (
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
)

// SplitUntil takes the end of a repetition off the words: "mỗi thứ Hai 8h họp đến hết tháng 6".
func SplitUntil(r vidate.Reader, words string) (rest string, until content.Day, err error) {
	fields := strings.Fields(words)
	for i := len(fields) - 1; i > 0; i-- {
		if w := strings.ToLower(fields[i]); w != "đến" && w != "den" && w != "tới" {
			continue
		}
		got, outcome := r.Read(strings.Join(fields[i+1:], " "))
		switch {
		case outcome == vidate.Impossible:
			return "", content.Day{}, Refuse(bot.Escape(got.NoSuchDay()))
		case outcome == vidate.Ambiguous && len(got.Candidates) == 2: // "đến tháng 6": its last day
			got = got.Candidates[0]
		case outcome != vidate.Found:
			continue
		}
		if got.HasClock || got.Repeat != "" {
			continue
		}
		before := fields[:i]
		if last := len(before) - 1; strings.EqualFold(before[last], "cho") {
			before = before[:last]
		}
		if every, _ := r.Read(strings.Join(before, " ")); every.Repeat == "" {
			continue // "nhắc tôi đến ngày 5/12 nộp tiền" is once
		}
		return strings.TrimSpace(strings.Join(before, " ") + " " + got.Rest), whole(got), nil
	}
	return words, content.Day{}, nil
}

// whole is the end of a repetition: where a period is named its last day, be that a day off. Work is due on the last
// working day; what comes again may come on the day after it.
func whole(got vidate.Result) content.Day {
	period, ok := strings.CutPrefix(got.How, "ngày làm việc cuối ")
	if !ok {
		return got.Day
	}
	day, last := got.Day, func(d content.Day) bool { _, _, next := d.Add(1).Date(); return next == 1 }
	if strings.HasPrefix(period, "tuần") {
		last = func(d content.Day) bool { return d.Weekday() == time.Sunday }
	}
	for !last(day) {
		day = day.Add(1)
	}
	return day
}
