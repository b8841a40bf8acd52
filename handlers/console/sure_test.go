package console_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/tasks"
	"github.com/motcua/motcua/handlers/unanswered"
)

var (
	carried  = regexp.MustCompile(`<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"`)
	sureForm = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)" class="buttons">(.*?)<button class="danger">`)
)

// TestAsksBefore: whatever takes something away says first what will happen, with and without JavaScript, and does it
// only by the second form, which carries all that the first said.
func TestAsksBefore(t *testing.T) {
	o := lively(t)
	b := o.signedIn(owner)
	o.update(func(tx bot.Tx) error {
		d := library.NewDraft("d1", "Thuê hội trường", "", "", content.NewDay(2026, 11, 30), tx.Now())
		d.ID = "d1"
		library.PutDraft(tx, d)
		return nil
	})
	o.says("150", bot.Update{Kind: bot.KindText, Text: "con mèo bay lên mặt trăng bằng gì"})
	kept := func(set string) func() int {
		return func() int {
			list, err := o.state.List(t.Context(), set, bot.Range{Max: 1 << 52})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
	}
	decided := func() int {
		days, err := calendar.Decisions(t.Context(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		return len(days)
	}
	dropped := func() int {
		if o.task(o.someTask).Status == tasks.Void {
			return 0
		}
		return 1
	}
	_, page := b.get("/admin/cau-hoi")
	o.now.Add(3600)
	group := regexp.MustCompile(`form="gop" name="id" value="([^"]+)"`).FindStringSubmatch(page)
	for _, c := range []struct {
		path  string
		form  url.Values
		wants []string
		count func() int
	}{
		{"/admin/noi-dung/bo-nhap", url.Values{"nhap": {"d1"}}, []string{"Bỏ bản nháp này?", "không lùi lại được"}, kept(library.DraftsSet)},
		{"/admin/cau-hoi/bo", url.Values{"id": {group[1]}}, []string{"Bỏ 1 câu hỏi"}, kept(unanswered.Set)},
		{"/admin/cau-hoi/don", url.Values{"ngay": {"0"}}, []string{"Bỏ mọi câu đang có"}, kept(unanswered.Set)},
		{"/admin/cai-dat/lich", url.Values{"ngay": {"2027-02-08"}}, []string{"Bỏ ngày đã ghi: 08/02/2027?", "lịch trong kho nội dung"}, decided},
		{"/admin/cong-viec/dong", url.Values{"ma": {o.someTask}, "viec": {"bo"}}, []string{"Bỏ việc này?", "mở lại được"}, dropped},
	} {
		before := c.count()
		status, page := b.post(c.path, c.form)
		for _, want := range append(c.wants, "Nếu ông/bà đồng ý", "Không, quay lại") {
			if status != http.StatusOK || !strings.Contains(words(page), want) {
				t.Errorf("%s: %d, no %q in\n%s", c.path, status, want, words(page))
			}
		}
		if c.count() != before {
			t.Errorf("%s is done before anybody agreed", c.path)
		}
		form := sureForm.FindStringSubmatch(page)
		if form == nil || form[1] != c.path {
			t.Fatalf("%s: no form that does it: %v", c.path, form)
		}
		sent := url.Values{}
		for _, f := range carried.FindAllStringSubmatch(form[2], -1) {
			sent.Add(f[1], html.UnescapeString(f[2]))
		}
		if status, page := b.post(c.path, sent); status != http.StatusSeeOther || c.count() == before {
			t.Errorf("%s by %v: %d\n%s", c.path, sent, status, words(page))
		}
	}
}
