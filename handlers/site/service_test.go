package site_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

var formName = regexp.MustCompile(`name="phieu" value="([A-Z0-9]+)"`)

// form is the survey as a browser fills it in.
func (o *office) form(level string, more ...string) url.Values {
	o.t.Helper()
	m := formName.FindStringSubmatch(o.page("/gop-y"))
	if m == nil {
		o.t.Fatal("no form")
	}
	v := url.Values{"phieu": {m[1]}, "muc": {level}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func (o *office) satisfaction() figures.Satisfaction {
	o.t.Helper()
	s, err := figures.LoadSatisfaction(context.Background(), o.state, figures.Month(morning))
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// TestSurvey: two taps count like a survey in the chat; the same browser's second one of the day replaces the first.
func TestSurvey(t *testing.T) {
	o := newOffice(t, nil)
	status, body, _ := o.post("/gop-y", o.form("5"), o.URL)
	if status != http.StatusOK || !strings.Contains(words(body), "Đã ghi nhận") || strings.Contains(body, "G-") {
		t.Fatalf("%d\n%s", status, words(body))
	}
	if s := o.satisfaction(); s.All[5] != 1 {
		t.Errorf("figures: %+v", s.All)
	}
	status, body, _ = o.post("/gop-y", o.form("2", "muc-3", "1", "y-kien", "Chờ lâu quá, gọi 0912345678"), o.URL)
	ref := regexp.MustCompile(`G-[A-Z0-9]+`).FindString(body)
	if status != http.StatusOK || ref == "" {
		t.Fatalf("%d\n%s", status, words(body))
	}
	s := o.satisfaction()
	if s.All[5] != 0 || s.All[2] != 1 || s.Factor[2][1] != 1 {
		t.Errorf("figures: %+v %+v", s.All, s.Factor)
	}
	c, found, err := cases.LoadCase(context.Background(), o.state, ref)
	if err != nil || !found || strings.Contains(c.Text, "0912345678") || !strings.Contains(c.Text, "Chờ lâu quá") ||
		c.Level != 2 {
		t.Errorf("the opinion: %+v, %t, %v", c, found, err)
	}
}

// TestSurveyAfterItsOpinionWasClosed: words that come after the answer are not lost in a closed case; they get one of
// their own.
func TestSurveyAfterItsOpinionWasClosed(t *testing.T) {
	o := newOffice(t, nil)
	opinion := func(text string) string {
		t.Helper()
		_, body, _ := o.post("/gop-y", o.form("1", "y-kien", text), o.URL)
		return regexp.MustCompile(`G-[A-Z0-9]+`).FindString(body)
	}
	first := opinion("Quầy 2 chờ quá lâu")
	o.update(func(tx bot.Tx) error {
		_, _, err := o.bot.Cases.Answer(t.Context(), tx, people.Actor{Chat: owner, Role: people.RoleOwner}, first,
			"Đã thêm quầy.")
		return err
	})
	second := opinion("Hôm nay vẫn chờ")
	if second == "" || second == first {
		t.Fatalf("after the answer to %s the code is %q", first, second)
	}
	for ref, want := range map[string]string{first: "Quầy 2 chờ quá lâu", second: "Hôm nay vẫn chờ"} {
		if c, found, err := cases.LoadCase(t.Context(), o.state, ref); err != nil || !found || c.Text != want {
			t.Errorf("%s: %q, %t, %v", ref, c.Text, found, err)
		}
	}
	if s := o.satisfaction(); s.All[1] != 1 {
		t.Errorf("figures: %+v", s.All)
	}
}

// TestSurveyRefused: nothing is counted that comes from elsewhere, is no form of ours, or says nothing.
func TestSurveyRefused(t *testing.T) {
	o := newOffice(t, nil)
	for name, tt := range map[string]struct {
		form   url.Values
		origin string
		want   int
		says   string
	}{
		"another site": {o.form("5"), "https://evil.example", http.StatusForbidden, "không đến từ trang này"},
		"no face":      {o.form(""), o.URL, http.StatusUnprocessableEntity, "chọn một trong năm mức"},
		"no level":     {o.form("9"), o.URL, http.StatusUnprocessableEntity, "chọn một trong năm mức"},
		"no form":      {url.Values{"muc": {"5"}}, o.URL, http.StatusBadRequest, "mở lại trang góp ý"},
		"too long": {o.form("1", "y-kien", strings.Repeat("dài ", 600)), o.URL, http.StatusUnprocessableEntity,
			"2.000 ký tự"},
	} {
		status, body, _ := o.post("/gop-y", tt.form, tt.origin)
		if status != tt.want || !strings.Contains(words(body), tt.says) {
			t.Errorf("%s: %d\n%s", name, status, words(body))
		}
	}
	if s := o.satisfaction(); s.All.Share().N != 0 {
		t.Errorf("counted: %+v", s.All)
	}
	last := 0
	for range 12 {
		last, _, _ = o.post("/gop-y", o.form("5"), o.URL)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the last of many: %d", last)
	}
}

// TestFollow: a code shows state and day and nothing of the words; wrong ones cannot be tried at will.
func TestFollow(t *testing.T) {
	o := newOffice(t, nil)
	_, body, _ := o.post("/gop-y", o.form("1", "y-kien", "Cán bộ quầy 3 to tiếng"), o.URL)
	ref := regexp.MustCompile(`G-[A-Z0-9]+`).FindString(body)
	page := o.page("/theo-doi/" + ref)
	wants(t, "open", words(page), ref)
	if strings.Contains(page, "quầy 3") {
		t.Error("the page shows what was written")
	}
	wants(t, "lower case", words(o.page("/theo-doi/"+strings.ToLower(ref))), ref)
	status, body, h := o.get("/theo-doi/H-AAAAAA")
	if status != http.StatusNotFound || h.Get("Cache-Control") != "no-store" ||
		!strings.Contains(words(body), "Không có mã") {
		t.Errorf("a wrong code: %d %s", status, words(body))
	}
	for range 10 {
		status, _, _ = o.get("/theo-doi/H-AAAAAA")
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("the last of many wrong codes: %d", status)
	}
	// Who guesses slowly has so many an hour, all processes together; then the right one is refused him as well.
	o.now.Add(60)
	wrong := 0
	for range bounds.WrongPerAddress + 5 {
		o.now.Add(30)
		if status, _, _ = o.get("/theo-doi/H-AAAAAA"); status == http.StatusNotFound {
			wrong++
		}
	}
	if most := bounds.WrongPerAddress; wrong >= most || wrong < most-12 {
		t.Errorf("%d wrong codes were looked up slowly", wrong)
	}
	if status, _, _ = o.get("/theo-doi/" + ref); status != http.StatusTooManyRequests {
		t.Errorf("the right code after many wrong ones: %d", status)
	}
}

// TestAway: without the state the base still answers; what needs the state says so.
func TestAway(t *testing.T) {
	o := newOffice(t, nil)
	o.state.SetDown(true)
	for _, path := range []string{"/", "/thu-tuc/khai-sinh", "/tim?q=khai+sinh", "/chu-de/ho-tich", "/quyen-rieng-tu"} {
		o.page(path)
	}
	for _, path := range []string{"/thong-bao", "/thong-bao.atom", "/gop-y?o=x", "/theo-doi/H-AAAAAA"} {
		status, body, h := o.get(path)
		if status != http.StatusServiceUnavailable || h.Get("Retry-After") == "" ||
			!strings.Contains(words(body), "Hệ thống đang bận") {
			t.Errorf("%s: %d %s", path, status, words(body))
		}
	}
}

// TestNothingIsKept: reading and searching write nothing at all.
func TestNothingIsKept(t *testing.T) {
	o := newOffice(t, nil)
	o.update(func(bot.Tx) error { return nil })
	before := len(o.state.Everything())
	for _, path := range append(others[:0:0], others...) {
		_, _, h := o.get(path)
		if strings.HasPrefix(path, "/tim") && (h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "") {
			t.Errorf("%s: %v", path, h)
		}
	}
	if after := len(o.state.Everything()); after != before {
		t.Errorf("%d documents became %d", before, after)
	}
}
