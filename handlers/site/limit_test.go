package site_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestLimit: who types the day of a birth reads until when he must register it, and takes the day into his calendar.
func TestLimit(t *testing.T) {
	o := newOffice(t, nil)
	wants(t, "the entry's page", o.page("/thu-tuc/khai-sinh"), `action="../thu-tuc/khai-sinh/han"`, `type="date"`, "Ngày sinh")
	status, body, h := o.get("/thu-tuc/khai-sinh/han?tu=2026-11-19")
	if status != http.StatusOK || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", status, h)
	}
	wants(t, "the answer", words(body), "Chậm nhất thứ Hai, 18/01/2027", "Tính từ thứ Năm, 19/11/2026", "Thêm vào lịch")
	wants(t, "the answer", body, `thu-tuc/khai-sinh/han.ics?n=0&amp;tu=2026-11-19"`, `<meta name="robots" content="noindex">`)
	status, ics, h := o.get("/thu-tuc/khai-sinh/han.ics?n=0&tu=2026-11-19")
	if status != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), "text/calendar") ||
		!strings.Contains(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d %v", status, h)
	}
	wants(t, "the file", ics, "DTSTART;VALUE=DATE:20270118", "SUMMARY:Hạn chót: Đăng ký khai sinh", "TRIGGER:-P14D")
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/thu-tuc/khai-sinh/han?tu=2026-06-01":              {http.StatusOK, "Hạn này đã qua"},
		"/thu-tuc/khai-sinh/han?tu=2027-06-01":              {http.StatusUnprocessableEntity, "đã qua hoặc hôm nay"},
		"/thu-tuc/khai-sinh/han?tu=31/2":                    {http.StatusUnprocessableEntity, "đã qua hoặc hôm nay"},
		"/thu-tuc/khai-sinh/han":                            {http.StatusUnprocessableEntity, "đã qua hoặc hôm nay"},
		"/thu-tuc/khai-sinh/han?n=7&tu=2026-11-19":          {http.StatusNotFound, "Không có trang này"},
		"/thu-tuc/khong-co/han?tu=2026-11-19":               {http.StatusNotFound, "Không có trang này"},
		"/thu-tuc/khai-sinh/han.ics?tu=2026-06-01":          {http.StatusNotFound, "Không có trang này"},
		"/thu-tuc/khai-sinh/han.ics?tu=%22%3E%3Cscript%3Ex": {http.StatusNotFound, "Không có trang này"},
		"/thu-tuc/khai-sinh/han?tu=2026-11-30&n=-1":         {http.StatusNotFound, "Không có trang này"},
		"/thu-tuc/khai-sinh/han?tu=2026-11-30":              {http.StatusOK, "29/01/2027"},
	} {
		if status, body, _ := o.get(path); status != want.status || !strings.Contains(words(body), want.says) {
			t.Errorf("%s: %d %s", path, status, words(body))
		}
	}
}
