package redis

import (
	"strconv"
	"time"
)

// What scripts take and return is text and numbers; moments are milliseconds.

func int64s(n int64) string { return strconv.FormatInt(n, 10) }

func millis(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return int64s(t.UnixMilli())
}

// fromMillis is the time of a number that a script returned; zero for 0.
func fromMillis(v any) time.Time {
	n := number(v)
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n)
}

// number reads an integer result, also one that came as text.
func number(v any) int64 {
	switch v := v.(type) {
	case int64:
		return v
	case string:
		n, _ := strconv.ParseInt(v, 10, 64)
		return n
	}
	return 0
}

func text(v any) string {
	t, _ := v.(string)
	return t
}
