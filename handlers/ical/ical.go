// Package ical writes dates as calendar programs read them (RFC 5545) and serves them at a secret address.
//
// A calendar program asks again and again, so the address shows what is due now: what is done or given away disappears.
// Writing cannot fail; an address that is unknown or was revoked is "not found", and tells nothing more.
package ical

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a list of days with something to do.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is an all-day entry.
type Event struct {
	UID     string // unique in the world and stable: "V-7KQ2MX@motcua"
	Year    int
	Month   time.Month
	Day     int
	Title   string
	Text    string // several lines
	Changed time.Time
	Version int   // counts changes of the day
	Alarms  []int // days before, on which the program may remind by itself
}

// Write renders the calendar: lines end with CRLF and none is longer than 75 bytes.
func Write(c Calendar, now time.Time) []byte {
	var w writer
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//motcua//nhac viec//VI")
	w.line("CALSCALE:GREGORIAN")
	w.line("METHOD:PUBLISH")
	w.text("NAME", c.Name) // RFC 7986
	w.text("X-WR-CALNAME", c.Name)
	w.line("X-WR-TIMEZONE:Asia/Ho_Chi_Minh")
	w.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
	w.line("X-PUBLISHED-TTL:PT1H")
	for _, e := range c.Events {
		w.event(e, now)
	}
	w.line("END:VCALENDAR")
	return []byte(w.b.String())
}

type writer struct{ b strings.Builder }

func (w *writer) event(e Event, now time.Time) {
	day := time.Date(e.Year, e.Month, e.Day, 0, 0, 0, 0, time.UTC)
	w.line("BEGIN:VEVENT")
	w.text("UID", e.UID)
	w.line("DTSTAMP:" + stamp(now))
	w.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
	w.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
	w.text("SUMMARY", e.Title)
	if e.Text != "" {
		w.text("DESCRIPTION", e.Text)
	}
	if !e.Changed.IsZero() {
		w.line("LAST-MODIFIED:" + stamp(e.Changed))
	}
	w.line(fmt.Sprintf("SEQUENCE:%d", e.Version))
	w.line("TRANSP:TRANSPARENT")
	w.line("CLASS:PRIVATE")
	for _, days := range e.Alarms {
		w.line("BEGIN:VALARM")
		w.line("ACTION:DISPLAY")
		w.text("DESCRIPTION", e.Title)
		w.line(fmt.Sprintf("TRIGGER:-P%dD", days))
		w.line("END:VALARM")
	}
	w.line("END:VEVENT")
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var escape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text writes a property whose value is free text.
func (w *writer) text(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, value)
	w.line(name + ":" + escape.Replace(value))
}

// line writes a content line, folded after 75 bytes without parting a letter.
func (w *writer) line(s string) {
	const most = 75
	for room := most; len(s) > room; room = most - 1 {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.b.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	w.b.WriteString(s + "\r\n")
}

// Source finds the calendar of a secret; ok is false when there is none.
type Source func(ctx context.Context, secret string) (c Calendar, ok bool, err error)

// Path is where Handler is mounted.
const Path = "/ical/"

// Handler serves the calendars under Path: /ical/<secret>.ics.
func Handler(find Source, now func() time.Time, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "chỉ đọc được", http.StatusMethodNotAllowed)
			return
		}
		secret, isFile := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, Path), ".ics")
		if !isFile || len(secret) < 16 || len(secret) > 100 || strings.ContainsAny(secret, "/ ") {
			http.NotFound(w, r)
			return
		}
		c, ok, err := find(r.Context(), secret)
		switch {
		case err != nil:
			log.LogAttrs(r.Context(), slog.LevelWarn, "calendar not read", slog.Any("error", err)) // never the secret
			http.Error(w, "hệ thống đang bận, thử lại sau", http.StatusServiceUnavailable)
			return
		case !ok:
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/calendar; charset=utf-8")
		h.Set("Content-Disposition", `inline; filename="nhac-viec.ics"`)
		h.Set("Cache-Control", "private, max-age=600")
		h.Set("X-Robots-Tag", "noindex")
		h.Set("Referrer-Policy", "no-referrer")
		if r.Method == http.MethodGet {
			_, _ = w.Write(Write(c, now())) // a reader that went away
		}
	})
}
