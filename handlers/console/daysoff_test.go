package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/people"
)

// TestDaysOffAsARange: a range of days is read back with weekdays and decided by Đúng alone.
func TestDaysOffAsARange(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	form := url.Values{"ngay": {"2027-02-05"}, "den": {"2027-02-11"}, "loai": {"off"}, "ten": {"Tết, Thông báo 123"}}
	status, page := b.post("/admin/cai-dat/lich", form)
	for _, want := range []string{"7 ngày", "05/02/2027", "11/02/2027", "Tết, Thông báo 123"} {
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("read back with %d, without %q", status, want)
		}
	}
	decided := func() int {
		days, err := calendar.Decisions(context.Background(), o.state, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(days)
	}
	if n := decided(); n != 0 {
		t.Fatalf("%d days decided before they were confirmed", n)
	}
	if status, _ := b.post("/admin/cai-dat/lich/ghi", form); status != http.StatusSeeOther || decided() != 7 {
		t.Errorf("confirmed: %d, %d days", status, decided())
	}
	form.Set("den", "2027-02-01")
	if status, _ := b.post("/admin/cai-dat/lich", form); status != http.StatusBadRequest {
		t.Errorf("a range that ends before it begins: %d", status)
	}
	// One day, read back, names the others that stay off.
	one := url.Values{"ngay": {"2028-01-26"}, "loai": {"off"}, "ten": {"Tết"}}
	if _, page := b.post("/admin/cai-dat/lich", one); !strings.Contains(page, "vẫn tạm tính là ngày nghỉ") {
		t.Error("the other days of Tết are not named")
	}
	if status, _ := b.post("/admin/cai-dat/lich",
		url.Values{"ngay": {"2027-02-05"}, "chac": {"co"}}); status != http.StatusSeeOther || decided() != 6 {
		t.Errorf("taken back: %d, %d days", status, decided())
	}
}

// TestDaysOffOfOneOffice: on the console an office's admin decides for that office alone, whatever the form says; who
// is of all offices chooses.
func TestDaysOffOfOneOffice(t *testing.T) {
	o := newOffice(t, twoOffices)
	mine := o.signedIn(o.official("61", "Quản trị", "Văn phòng xã Bình Mỹ", people.RoleAdmin))
	all := o.signedIn(owner)
	decided := func(slug string) int {
		t.Helper()
		days, err := calendar.Decisions(t.Context(), o.state, slug)
		if err != nil {
			t.Fatal(err)
		}
		return len(days)
	}
	form := url.Values{"ngay": {"2027-03-05"}, "loai": {"off"}, "ten": {"Lễ hội đền"}, "noi": {"binh-an"}}
	if _, page := mine.post("/admin/cai-dat/lich", form); !strings.Contains(page, "Áp dụng riêng cho: <b>xã Bình Mỹ") {
		t.Error("read back without the office")
	}
	mine.post("/admin/cai-dat/lich/ghi", form)
	if decided("binh-my") != 1 || decided("binh-an") != 0 || decided("") != 0 {
		t.Errorf("decided: %d, %d, %d for all", decided("binh-my"), decided("binh-an"), decided(""))
	}
	form.Del("csrf")
	if status, page := all.post("/admin/cai-dat/lich/ghi", form); status != http.StatusSeeOther {
		t.Errorf("chosen: %d %s", status, page)
	}
	if decided("binh-an") != 1 || decided("") != 0 {
		t.Errorf("chosen for Bình An: %d, for all %d", decided("binh-an"), decided(""))
	}
	if status, _ := all.post("/admin/cai-dat/lich/ghi", url.Values{"ngay": {"2027-03-05"}, "loai": {"off"},
		"ten": {"Lễ hội"}, "noi": {"la"}}); status != http.StatusBadRequest || decided("") != 0 {
		t.Errorf("an unknown office: %d, %d for all", status, decided(""))
	}
	mine.post("/admin/cai-dat/lich", url.Values{"ngay": {"2027-03-05"}, "noi": {"binh-an"}, "chac": {"co"}})
	if decided("binh-my") != 0 || decided("binh-an") != 1 {
		t.Errorf("taken back: %d, %d", decided("binh-my"), decided("binh-an"))
	}
}
