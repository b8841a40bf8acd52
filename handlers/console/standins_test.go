package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/people"
)

// TestStandInInTheConsole: an official names who stands in for him, a head for the unit, and nobody for another's.
func TestStandInInTheConsole(t *testing.T) {
	o := newOffice(t)
	head := o.official("20", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	o.official("21", "Phạm Văn Minh", "Tư pháp", people.RoleMember)
	o.official("22", "Lê Thị Hương", "Văn phòng", people.RoleHead)
	b := o.signedIn(head)
	_, page := b.get("/admin/lam-thay")
	if !strings.Contains(words(page), "Không ai có người làm thay") || strings.Count(page, "(Văn phòng)") != 1 {
		t.Errorf("the page before:\n%s", words(page))
	}
	form := url.Values{"vang": {o.personOf("21")}, "thay": {o.personOf("22")}, "tu": {"2026-12-07"},
		"den": {"2026-12-11"}}
	before := len(o.state.Queue())
	page = b.follows("/admin/lam-thay", form)
	if !strings.Contains(words(page), "Phạm Văn Minh vắng từ 07/12/2026 đến hết 11/12/2026; Lê Thị Hương làm thay") {
		t.Errorf("the page after:\n%s", words(page))
	}
	told := map[string]bool{}
	for _, out := range o.state.Queue()[before:] {
		told[out.To.ID] = true
	}
	if !told["21"] || !told["22"] || told["20"] {
		t.Errorf("told: %v", told)
	}
	for _, bad := range []struct {
		field, value string
		status       int
	}{{"den", "2026-12-01", http.StatusUnprocessableEntity}, {"den", "", http.StatusUnprocessableEntity},
		{"thay", o.personOf("21"), http.StatusUnprocessableEntity},
		{"thay", "P-XXXXXXXX", http.StatusUnprocessableEntity}, {"vang", o.personOf("22"), http.StatusForbidden}} {
		f := url.Values{}
		for k, v := range form {
			f[k] = v
		}
		f.Del("csrf")
		f.Set(bad.field, bad.value)
		if status, page := b.post("/admin/lam-thay", f); status != bad.status {
			t.Errorf("%s=%q: %d\n%s", bad.field, bad.value, status, words(page))
		}
	}
	_, page = b.get("/admin/lam-thay/chac?ma=" + o.personOf("21"))
	if !strings.Contains(words(page), "Thôi người làm thay của Phạm Văn Minh?") {
		t.Errorf("nobody asks:\n%s", words(page))
	}
	if page = b.follows("/admin/lam-thay/thoi", url.Values{"ma": {o.personOf("21")}}); !strings.Contains(page,
		"Không ai có người làm thay") {
		t.Error("it is not over")
	}
	if _, page := o.signedIn(owner).get("/admin/nhat-ky"); !strings.Contains(words(page), "Cử người làm thay") {
		t.Error("the log does not say so")
	}
}
