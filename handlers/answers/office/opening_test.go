package office

import (
	"testing"
	"time"

	"github.com/motcua/motcua/content"
)

// TestOpening: an office with verified hours says whether it is open now; any other says no more than the calendar.
func TestOpening(t *testing.T) {
	b := embeddedBook()
	const name = "Trung tâm Phục vụ hành chính công xã Bình Lục"
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.November, day, hour, minute, 0, 0, content.Zone)
	}
	if got := b.Opening(name, at(30, 9, 0)); got.Known || got.Text != "Hôm nay là ngày làm việc" {
		t.Errorf("without hours: %+v", got)
	}
	lib := *b.Library
	lib.Offices = append([]content.Office{}, lib.Offices...)
	lib.Offices[0].Status, lib.Offices[0].Hours = content.Verified, "7h30–11h30, 13:30–17:00"
	b.Library = &lib
	for _, tt := range []struct {
		at   time.Time
		open bool
		want string
	}{
		{at(30, 7, 0), false, "Chưa mở cửa, mở lúc 7:30"},
		{at(30, 9, 0), true, "Đang mở cửa, đến 11:30"},
		{at(30, 12, 0), false, "Chưa mở cửa, mở lúc 13:30"},
		{at(30, 16, 59), true, "Đang mở cửa, đến 17:00"},
		{at(30, 17, 0), false, "Đã đóng cửa, mở lại lúc 7:30 thứ Ba, 01/12/2026"},
		{at(29, 9, 0), false, "Hôm nay nghỉ: ngày nghỉ hằng tuần. Làm việc lại thứ Hai, 30/11/2026"},
		{at(24, 9, 0), false, "Hôm nay nghỉ: Ngày Văn hóa Việt Nam. Làm việc lại thứ Tư, 25/11/2026"},
	} {
		if got := b.Opening(name, tt.at); got.Open != tt.open || got.Text != tt.want {
			t.Errorf("%s: %+v, want %q", tt.at, got, tt.want)
		}
	}
	lib.Offices[0].Hours = "giờ hành chính"
	if got := b.Opening(name, at(30, 9, 0)); got.Known || got.Text != "Hôm nay là ngày làm việc" {
		t.Errorf("hours in words: %+v", got)
	}
	morning := []content.Opening{{From: 450, To: 690}}
	lib.Offices[0].Week = content.Week{time.Monday: morning, time.Saturday: morning}
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{at(30, 9, 0), "Đang mở cửa, đến 11:30"},
		{at(28, 9, 0), "Đang mở cửa, đến 11:30"}, // a Saturday
		{at(28, 12, 0), "Đã đóng cửa, mở lại lúc 7:30 thứ Hai, 30/11/2026"},
		{at(24, 9, 0), "Hôm nay nghỉ: Ngày Văn hóa Việt Nam. Làm việc lại thứ Tư, 25/11/2026"},
	} {
		if got := b.Opening(name, tt.at); got.Text != tt.want {
			t.Errorf("%s: %+v, want %q", tt.at, got, tt.want)
		}
	}
}
