package vidate

import (
	"regexp"
	"strconv"
	"strings"
)

// number is the pattern of a count in digits or words up to 99. "sau" is six or "after": patterns take care.
const (
	number = `(?:\d{1,4}|(?:` + digit + ` )?muoi(?: ` + digit + `)?|mot|hai|ba|bon|nam|sau|bay|tam|chin|vai)`
	digit  = `(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)`
)

var digits = map[string]int{"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
	"tam": 8, "chin": 9}

// count reads a number pattern; ok is false for "vài".
func count(s string) (n int, ok bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	tens, ones, has := strings.Cut(s, "muoi")
	if !has {
		n, ok = digits[s]
		return n, ok
	}
	n = 10
	if t := strings.TrimSpace(tens); t != "" {
		n = 10 * digits[t]
	}
	return n + digits[strings.TrimSpace(ones)], true
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// countedAfter finds what makes a number before it a count: "4/6 người" is no day.
var countedAfter = regexp.MustCompile(`^(?:trieu|nghin|ngan|tram|dong|ty|nguoi|ban` +
	`|bo|lan|giay|to|%|k\b|/|phan|muc|ngay\b)`)
