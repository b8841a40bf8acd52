package ical_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/handlers/ical"
)

var now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func TestWrite(t *testing.T) {
	got := string(ical.Write(ical.Calendar{Name: "Việc của Trần Thị Lan",
		Events: []ical.Event{{UID: "V-7KQ2MX@motcua", Year: 2026, Month: 12, Day: 31,
			Title: "Hạn: Báo cáo; quý IV, năm", Text: "dòng một\ndòng hai \\ hết", Changed: now, Version: 2,
			Alarms: []int{1}}}}, now))
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//motcua//nhac viec//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n" +
		"NAME:Việc của Trần Thị Lan\r\nX-WR-CALNAME:Việc của Trần Thị Lan\r\nX-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" +
		"BEGIN:VEVENT\r\nUID:V-7KQ2MX@motcua\r\nDTSTAMP:20261123T020000Z\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" +
		"SUMMARY:Hạn: Báo cáo\\; quý IV\\, năm\r\nDESCRIPTION:dòng một\\ndòng hai \\\\ hết\r\nLAST-MODIFIED:20261123T020000Z\r\nSEQUENCE:2\r\n" +
		"TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Hạn: Báo cáo\\; quý IV\\, năm\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n" +
		"END:VEVENT\r\nEND:VCALENDAR\r\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestFolding: whatever people write, lines stay within 75 bytes, letters stay whole, and unfolding and unescaping give
// the text back.
func TestFolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOf(rapid.RuneFrom([]rune("aệ đ;,\\\nữ🙂x:\""))).Draw(t, "title")
		body := string(ical.Write(ical.Calendar{Name: "x",
			Events: []ical.Event{{UID: "u", Year: 2026, Month: 1, Day: 2, Title: title}}}, now))
		for _, line := range strings.Split(strings.TrimSuffix(body, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d bytes: %q", len(line), line)
			}
		}
		for _, line := range strings.Split(strings.ReplaceAll(body, "\r\n ", ""), "\r\n") {
			if value, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
				if got := strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(value); got != title {
					t.Fatalf("read back %q, want %q", got, title)
				}
			}
		}
	})
}

func TestHandler(t *testing.T) {
	const secret = "0123456789abcdef0123456789abcdef"
	h := ical.Handler(func(_ context.Context, s string) (ical.Calendar, bool, error) {
		if strings.HasPrefix(s, "brokenbrokenbroken") {
			return ical.Calendar{}, false, errors.New("away")
		}
		return ical.Calendar{Name: "Lan"}, s == secret, nil
	}, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	for _, tc := range []struct {
		name, method, path string
		want               int
	}{
		{"the calendar", "GET", "/ical/" + secret + ".ics", 200},
		{"its head", "HEAD", "/ical/" + secret + ".ics", 200},
		{"another secret", "GET", "/ical/" + strings.Repeat("f", 32) + ".ics", 404},
		{"no ending", "GET", "/ical/" + secret, 404},
		{"a short secret", "GET", "/ical/a.ics", 404},
		{"a path in it", "GET", "/ical/../../etc/passwd-passwd.ics", 404},
		{"state away", "GET", "/ical/brokenbrokenbroken.ics", 503},
		{"writing", "POST", "/ical/" + secret + ".ics", 405},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRecorder()
			h.ServeHTTP(r, httptest.NewRequest(tc.method, tc.path, nil))
			if r.Code != tc.want {
				t.Errorf("status %d, want %d", r.Code, tc.want)
			}
			if r.Code == http.StatusOK && r.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
				t.Errorf("type %q", r.Header().Get("Content-Type"))
			}
		})
	}
}
