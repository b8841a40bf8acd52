package console_test

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

const weekSeconds = 7 * 24 * 3600

// asked lets people ask in the first week of the tests.
func (o *office) asked() {
	o.t.Helper()
	for i := range 12 {
		o.says(fmt.Sprint(500+i), bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh, số của em là 001085012345"})
		o.says(fmt.Sprint(600+i),
			bot.Update{Kind: bot.KindText, Text: fmt.Sprintf("thủ tục nuôi %d con cá sấu trên sân thượng", i+2)})
	}
}

func (o *office) drawn(week string) []grading.Sample {
	o.t.Helper()
	list, err := grading.Drawn(context.Background(), o.state, week)
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

// TestReviewDesk: an editor grades what citizens read, a bad grade leads to the entry and to a golden question, a
// second person may grade the same, and the figure weighs outcomes by how often they came.
func TestReviewDesk(t *testing.T) {
	o := newOffice(t)
	editor := o.official("20", "Trần Thị Bình", "Tư pháp", people.RoleEditor)
	week := figures.Week(morning)
	o.asked()
	samples := o.drawn(week)
	if len(samples) != 24 {
		t.Fatalf("%d samples", len(samples))
	}
	for _, s := range samples {
		if strings.Contains(s.Text, "001085012345") || strings.Contains(fmt.Sprint(s), "telegram:5") {
			t.Errorf("the sample holds what must be masked: %+v", s)
		}
	}
	o.now.Add(weekSeconds)
	b := o.signedIn(editor)
	if _, page := b.get("/admin"); !strings.Contains(words(page), "24 câu trả lời tuần trước chờ chấm") {
		t.Errorf("the overview does not tell of the desk:\n%s", words(page))
	}
	_, page := b.get("/admin/cham")
	if !strings.Contains(words(page), "chưa đủ dữ liệu") {
		t.Error("a figure out of nothing")
	}
	_, page = b.get("/admin/cham/cau")
	id := regexp.MustCompile(`name="ma" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if id == nil || !strings.Contains(page, `class="bubble"`) {
		t.Fatalf("no reply to grade:\n%s", words(page))
	}
	if status, _ := b.post("/admin/cham/cau", url.Values{"ma": {id[1]}}); status != 422 {
		t.Errorf("a grade without a verdict: %d", status)
	}
	page = b.follows("/admin/cham/cau",
		url.Values{"ma": {id[1]}, "muc": {"wrong"}, "ghi-chu": {"gọi 0912345678 hỏi lại"}})
	if !strings.Contains(page, "Sửa ngay") || strings.Contains(page, "0912345678") {
		t.Errorf("after a bad grade:\n%s", words(page))
	}
	page = b.follows("/admin/cham/mau",
		url.Values{"ma": {id[1]}, "tuan": {week}, "cau": {"nuôi cá sấu trên sân thượng"}, "khong-phai": {"1"}})
	if !strings.Contains(page, "câu hỏi mẫu") {
		t.Error("no golden question")
	}
	o.reload()
	text, _, found := o.desk.Read(library.OfficeQuestions)
	if !found || !strings.Contains(text, `- {q: "nuôi cá sấu trên sân thượng", want: unknown}`) {
		t.Errorf("golden questions: %q", text)
	}
	o.mends(b, samples, week)
	// Another grades the same one otherwise, then a third may not.
	second, third := o.official("21", "Lê Văn Cường", "Tư pháp", people.RoleEditor),
		o.official("22", "Ngô Thị Dung", "Tư pháp", people.RoleEditor)
	o.signedInGrades(second, id[1], "right")
	b3 := o.signedIn(third)
	b3.get("/admin/cham/cau?ma=" + id[1] + "&tuan=" + week)
	if _, page := b3.post("/admin/cham/cau", url.Values{"ma": {id[1]}, "muc": {"right"}}); !strings.Contains(page,
		"hai người chấm") {
		t.Errorf("a third grade was taken: %s", words(page))
	}
	for _, s := range o.drawn(week) {
		if s.ID != id[1] {
			o.update(func(tx bot.Tx) error {
				verdict := grading.Right
				if s.Outcome == "unknown" {
					verdict = grading.ShouldAnswer
				}
				_, err := grading.Put(context.Background(), tx, people.Actor{Chat: editor, Role: people.RoleEditor},
					s.ID, grading.Grade{Verdict: verdict})
				return err
			})
		}
	}
	res, err := grading.Load(context.Background(), o.state, week)
	if err != nil || res.Graded != 24 || res.Twice != 1 || res.Agree != 0 {
		t.Errorf("%+v, %v", res, err)
	}
	if res.Enough() {
		t.Error("24 are said to be enough")
	}
}

// mends follows the three ways from a bad grade: a task with the entry open, a way of asking, a golden question by
// title.
func (o *office) mends(b *browser, samples []grading.Sample, week string) {
	o.t.Helper()
	i := slices.IndexFunc(samples, func(s grading.Sample) bool { return s.Entry != "" })
	s, back := samples[i], "/admin/cham/cau?tuan="+week+"&ma="+samples[i].ID
	page := b.follows("/admin/cham/cau", url.Values{"ma": {s.ID}, "muc": {"partial"}})
	title := o.know.Load().Library.Procedures[slices.IndexFunc(o.know.Load().Library.Procedures,
		func(p *content.Procedure) bool { return p.Key == s.Entry || p.ID() == s.Entry })].Title
	if !strings.Contains(page, `<option value="`+title+`">`) || !strings.Contains(page, `value="`+title+`"`) {
		o.t.Errorf("entries are not chosen by their titles:\n%s", words(page))
	}
	for range 2 {
		page = b.follows("/admin/cham/viec", url.Values{"ma": {s.ID}})
	}
	if !strings.Contains(page, title) || !strings.Contains(page, "hạn bảy ngày") {
		o.t.Errorf("the entry is not open:\n%s", words(page))
	}
	if _, page = b.get("/admin/cong-viec"); strings.Count(words(page), "Sửa câu trả lời: "+title) != 1 {
		o.t.Errorf("not one task:\n%s", words(page))
	}
	page = b.follows("/admin/cau-hoi/noi",
		url.Values{"muc": {title}, "cach-hoi": {"tiền làm giấy cho bé mới đẻ"}, "ve": {back}})
	if !strings.Contains(page, "Đã thêm cách hỏi") || !strings.Contains(page, `class="bubble"`) {
		o.t.Errorf("a way of asking does not lead back to the reply:\n%s", words(page))
	}
	o.reload()
	page = b.follows("/admin/cham/mau",
		url.Values{"ma": {s.ID}, "tuan": {week}, "cau": {"tiền khai sinh"}, "muc": {strings.ToLower(title)}})
	o.reload()
	if text, _, _ := o.desk.Read(library.OfficeQuestions); !strings.Contains(text, `{q: "tiền khai sinh", want: `+s.Entry) {
		o.t.Errorf("no golden question by the entry's title: %s\n%s", text, words(page))
	}
	if status, _ := b.post("/admin/cham/mau", url.Values{"cau": {"x"}, "muc": {"không có mục này"}}); status != 422 {
		o.t.Errorf("an entry that is not there: %d", status)
	}
}

func (o *office) signedInGrades(chat bot.ChatID, id, verdict string) {
	o.t.Helper()
	b := o.signedIn(chat)
	b.get("/admin/cham/cau?ma=" + id + "&tuan=" + figures.Week(morning))
	b.follows("/admin/cham/cau", url.Values{"ma": {id}, "muc": {verdict}})
}

// TestSampleIsErased: who has his data erased is in no sample any more.
func TestSampleIsErased(t *testing.T) {
	o := newOffice(t)
	o.says("500", bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh"})
	o.says("501", bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh cho con"})
	week := figures.Week(morning)
	if n := len(o.drawn(week)); n != 2 {
		t.Fatalf("%d samples", n)
	}
	o.says("500", bot.Update{Text: "/xoadulieu"})
	o.says("500", bot.Update{Kind: bot.KindAction, Action: "erase"})
	left := o.drawn(week)
	if len(left) != 1 || left[0].Text != "lệ phí khai sinh cho con" {
		t.Errorf("left: %+v", left)
	}
}

// TestSampleKeepsBounds: in a week after a busy one only a part is kept, and the estimate still speaks of all.
func TestSampleKeepsBounds(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx bot.Tx) error {
		tx.Count(figures.AskedGroup(figures.Week(morning)), "answer", 1600, 0)
		return nil
	})
	o.now.Add(weekSeconds)
	for i := range 400 {
		o.says(fmt.Sprint(1000+i), bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh"})
	}
	week := figures.Week(morning.AddDate(0, 0, 7))
	size, err := o.state.Size(context.Background(), "samples:"+week)
	if err != nil || size < 8 || size > 40 {
		t.Errorf("kept %d of 400, 20 are due (1 in 20); %v", size, err)
	}
	if n := len(o.drawn(week)); n > 25 {
		t.Errorf("drawn %d", n)
	}
}

// TestEstimate: against a computation by hand: 900 answers of which 18 in 20 are right, 100 refusals of which 5 in 10
// are: 0.9*0.9 + 0.1*0.5.
func TestEstimate(t *testing.T) {
	o := newOffice(t)
	week := "2026-W40"
	o.update(func(tx bot.Tx) error {
		tx.Count(figures.AskedGroup(week), "answer", 900, 0)
		tx.Count(figures.AskedGroup(week), "unknown", 100, 0)
		tx.Count(figures.AskedGroup(week), "choose", 7, 0)
		put := func(outcome string, n, right int) {
			for i := range n {
				id := fmt.Sprintf("%s%02d", outcome, i)
				s := map[string]any{"id": id, "week": week, "outcome": outcome, "text": "x"}
				verdict := "wrong"
				if i < right {
					verdict = "right"
				}
				s["grades"] = []map[string]any{{"who": "a", "verdict": verdict}}
				tx.Put(bot.Key{Kind: "sample", ID: id}, s, 0)
				tx.Add("samples:"+week, id, int64(i))
			}
		}
		put("answer", 20, 18)
		put("unknown", 10, 5)
		return nil
	})
	res, err := grading.Load(context.Background(), o.state, week)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(res.Share-0.86) > 1e-9 || res.Low > 0.76 || res.Low < 0.68 || res.High < 0.91 || res.High > 0.96 ||
		!res.Enough() {
		t.Errorf("%+v", res)
	}
	if len(res.Missing) != 1 || res.Missing[0] != "choose" {
		t.Errorf("missing %v", res.Missing)
	}
	if got := res.String(); !strings.HasPrefix(got, "86,0% (chấm 30 câu; khoảng tin cậy 95%: ") {
		t.Error(got)
	}
}

// TestSavedVisits: about one in ten who found an answer helpful is asked, once, what it spared him; only what was asked
// is counted, and only once.
func TestSavedVisits(t *testing.T) {
	o := newOffice(t)
	asked := ""
	n := 0
	for i := range 200 {
		chat := fmt.Sprint(2000 + i)
		o.says(chat, bot.Update{Kind: bot.KindText, Text: "lệ phí khai sinh"})
		for _, out := range o.says(chat, bot.Update{Kind: bot.KindAction, Action: "rate:up:1.001193:fee"}) {
			if strings.Contains(out.Message.Text, "đỡ phải gọi điện") {
				asked = chat
				n++
			}
		}
	}
	if n < 8 || n > 36 {
		t.Fatalf("%d of 200 were asked", n)
	}
	o.says(asked, bot.Update{Kind: bot.KindAction, Action: "saved:visit"})
	o.says(asked, bot.Update{Kind: bot.KindAction, Action: "saved:both"})
	o.says("1999", bot.Update{Kind: bot.KindAction, Action: "saved:visit"})
	u, err := figures.LoadUsage(context.Background(), o.state, figures.Week(morning))
	if err != nil || u.Saved != (figures.Saved{Visit: 1}) {
		t.Errorf("%+v, %v", u.Saved, err)
	}
}

// badlyGraded grades a reply of the present week as wrong, as the owner, and returns its id.
func (o *office) badlyGraded() (id string) {
	o.t.Helper()
	for _, s := range o.drawn(figures.Week(o.bot.Config.Now())) {
		if id == "" || s.Entry != "" {
			id = s.ID
		}
	}
	b := o.signedIn(owner)
	b.get("/admin/cham")
	b.follows("/admin/cham/cau", url.Values{"ma": {id}, "muc": {"wrong"}})
	return id
}
