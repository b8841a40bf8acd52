package ical_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/bot/bottest/nodetest"
	"github.com/motcua/motcua/handlers/ical"
)

// seen is what ical.js, the parser of Mozilla Thunderbird, makes of a calendar.
type seen struct {
	Name    string
	Version string
	Refresh int
	Events  []seenEvent
}

type seenEvent struct {
	UID, Title, Text, Start, End, Stamp string
	AllDay                              bool
	Sequence                            int
	Alarms                              []seenAlarm
}

type seenAlarm struct {
	Action, Text string
	Seconds      int
}

// TestAnotherProgramReadsIt: a parser that we did not write, that of a calendar program in wide use, takes the calendar
// and finds in it exactly what we meant: Vietnamese text of any length, lines, commas, alarms, the turn of the year,
// leap day.
func TestAnotherProgramReadsIt(t *testing.T) {
	want := seen{Name: "Việc của Trần Thị Lan; phòng 1, tầng 2", Version: "2.0", Refresh: 3600}
	c := ical.Calendar{Name: want.Name}
	add := func(title, text string, day time.Time, version int, alarms ...int) {
		e := ical.Event{UID: fmt.Sprintf("V-%06d@motcua", len(c.Events)), Year: day.Year(), Month: day.Month(),
			Day: day.Day(), Title: title, Text: text, Changed: now, Version: version, Alarms: alarms}
		c.Events = append(c.Events, e)
		s := seenEvent{UID: e.UID, Title: title, Text: text, AllDay: true, Start: day.Format(time.DateOnly),
			End:   day.AddDate(0, 0, 1).Format(time.DateOnly),
			Stamp: "2026-11-23T02:00:00Z", Sequence: version, Alarms: []seenAlarm{}}
		for _, a := range alarms {
			s.Alarms = append(s.Alarms, seenAlarm{Action: "DISPLAY", Text: title, Seconds: -a * 86400})
		}
		want.Events = append(want.Events, s)
	}
	on := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	add("Hạn: Nộp báo cáo cải cách hành chính quý IV; phụ lục 1, 2", "Mã việc V-7KQ2MX; người giao: Lê Thị Hương.\nSản phẩm: Báo cáo, gửi \\\\may-chu\\bao-cao", on(2026, 12, 31), 3, 1)
	add("Hạn: Kiểm kê ngày nhuận", "", on(2028, 2, 29), 0, 5, 1)
	add("Hạn: “Trích dẫn”: \"hai dấu\" \\n không phải xuống dòng", "BEGIN:VEVENT\nEND:VCALENDAR\n\nX:1", on(2027, 1, 1),
		1)
	letters := []rune("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệ ,;:\\\"'()[]{}=|😀𠮷-–")
	random := rand.New(rand.NewPCG(5, 2026)) //nolint:gosec // texts of any length, the same in every run
	for i := range 200 {
		text := make([]rune, i)
		for j := range text {
			text[j] = letters[random.IntN(len(letters))]
		}
		add("Việc "+string(text)+".", string(text)+"|\n|", on(2027, 1, 1+i), i, 1)
	}
	var got seen
	if err := json.Unmarshal(read(t, ical.Write(c, now)), &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("read otherwise than meant (-meant +read):\n%s", d)
	}
	// The judge says no where it should: a calendar that was cut off is none.
	body := ical.Write(c, now)
	if out, err := node(t, body[:len(body)/2]).Output(); err == nil {
		t.Errorf("half a calendar was taken: %.200s", out)
	}
}

func read(t *testing.T, calendar []byte) []byte {
	t.Helper()
	cmd := node(t, calendar)
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ical.js does not take the calendar: %v\n%s", err, faults.String())
	}
	return out
}

// node runs read.js over a calendar, with the locked packages installed once into the user's cache.
func node(t *testing.T, calendar []byte) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "node", "read.js")
	cmd.Dir = nodetest.Install(ctx, t, "ical-reader", "testdata/reader", "read.js")
	cmd.Stdin = bytes.NewReader(calendar)
	return cmd
}
