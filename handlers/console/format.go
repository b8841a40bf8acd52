package console

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
)

// Cut is s without what stands behind so many runes: what comes from an address has an end.
func Cut(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func numberVN(n int64) string {
	s := []byte{}
	for i, digits := 0, []byte(itoa(n)); i < len(digits); i++ {
		if i > 0 && (len(digits)-i)%3 == 0 {
			s = append(s, '.')
		}
		s = append(s, digits[i])
	}
	return string(s)
}

// unix undoes the line ends of browsers.
func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

const formLayout = "2006-01-02T15:04"

// formTime writes a time as the browser's field takes it.
func formTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(content.Zone).Format(formLayout)
}

// readTime reads the field; zero when it is empty.
func readTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(formLayout, s[:min(len(s), len(formLayout))], content.Zone)
	if err != nil {
		return t, dialog.Refuse("Ngày giờ “" + bot.Escape(Cut(s, 30)) +
			"” không đọc được. Ông/bà ghi theo dạng 2026-11-25T14:00.")
	}
	return t, nil
}

// OrNotFound is ErrNotFound, unless there was a fault.
func OrNotFound(err error) error {
	if err != nil {
		return err
	}
	return ErrNotFound
}

// waited says how long the message that waits longest does, of the longest waits of each kind.
func waited(oldest [3]time.Duration) string {
	longest := max(oldest[0], oldest[1], oldest[2])
	switch {
	case longest < time.Second:
		return "–"
	case longest < time.Minute:
		return fmt.Sprintf("%d giây", int(longest.Seconds()))
	case longest < time.Hour:
		return fmt.Sprintf("%d phút", int(longest.Minutes()))
	case longest < 48*time.Hour:
		return fmt.Sprintf("%d giờ", int(longest.Hours()))
	}
	return fmt.Sprintf("%d ngày", int(longest.Hours()/24))
}
