package handlers_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/tasks"
)

// withPlans gives the office the test base with plans of its own, by file name.
func (o *agency) withPlans(plans map[string]string) {
	o.t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata/base"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path.Join("testdata/base", name))
		files[name] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	for key, text := range plans {
		files["plan/"+key+"/plan.yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	lib, found := content.Load(files)
	if errs := found.Errors(); len(errs) > 0 {
		o.t.Fatalf("plans: %v", errs)
	}
	know := answers.NewKnowledge(lib, words())
	o.h.Calendar.Base = func() *answers.Knowledge { return know }
}

const planHead = `title: %TITLE%
year: 2026
issuer: UBND xã Bình Lục
caution: Kế hoạch của xã.
checked: 2026-11-20
review: 2027-02-20
`

const officePlan = "id: xa\n" + planHead + `tasks:
  - id: t1
    text: Công bố lại danh mục thủ tục hành chính
    lead: Văn phòng HĐND và UBND
    due: 2026-12-19
    product: Quyết định công bố
    sources: [kh]
  - id: t2
    text: Giao ban cải cách hành chính
    lead: Phòng Tư pháp
    rule: {every: month, working_day: -1}
    sources: [kh]
sources:
  kh: {title: "Kế hoạch của xã", checked: 2026-11-20}
`

const templatePlan = "id: mau\ntemplate: true\n" + planHead + `reports:
  - id: nam
    text: Báo cáo cải cách hành chính năm, gửi trước ngày 20/12.
    by: UBND cấp tỉnh
    to_whom: Bộ Nội vụ
    data_from: 15/12 năm trước
    data_to: 14/12
    rule: {every: year, month: 12, day: 20, shift: before}
    names: [báo cáo cải cách hành chính năm, hạn báo cáo cuối năm, khi nào gửi báo cáo năm]
    sources: [kh]
sources:
  kh: {title: "Mẫu", checked: 2026-11-20}
`

func TestPlanTasksBecomeTasks(t *testing.T) {
	o := newAgency(t)
	o.withPlans(map[string]string{
		"xa":  strings.ReplaceAll(officePlan, "%TITLE%", "Kế hoạch cải cách hành chính của xã 2026"),
		"mau": strings.ReplaceAll(templatePlan, "%TITLE%", "Mẫu lịch báo cáo"),
	})
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(huong, "Lê Thị Hương", vanPhong)
	o.role("Hương", "Telegram", "Trưởng đơn vị")
	o.log.Reset()
	o.runs(at("2026-11-25", 12, 0))
	o.acts(huong).says("/nhiemvu")
	o.presses("Việc 1")
	o.presses("Giao người làm")
	o.presses("Trần Thị Lan – " + vanPhong)
	o.acts(boss).presses("Sớm hơn 5 ngày làm việc")
	o.says("/nhiemvu")
	o.runs(at("2026-12-11", 12, 0))
	o.golden("plan")
}

// TestTemplateRemindsNobodyBeforeItIsConfirmed also says no later.
func TestTemplateRemindsNobodyBeforeItIsConfirmed(t *testing.T) {
	o := newAgency(t)
	o.withPlans(map[string]string{"mau": strings.ReplaceAll(templatePlan, "%TITLE%", "Mẫu lịch báo cáo")})
	sent := o.runs(at("2026-12-31", 12, 0))
	if len(sent) != 1 || !strings.Contains(sent[0].Message.Text, "Cơ quan có muốn") {
		t.Fatalf("%d messages, want the question alone: %+v", len(sent), sent)
	}
	o.acts(boss).presses("Không dùng")
	if sent := o.runs(at("2027-12-31", 12, 0)); len(sent) != 0 {
		t.Fatalf("after the refusal: %+v", sent)
	}
	// Asked for again, with a day of the office's own that must not be later than the template's.
	o.says("/kehoach")
	o.presses("Ngày khác")
	if text := o.says("ngày 25")[0].Message.Text; !strings.Contains(text, "muộn hơn hạn cấp trên") {
		t.Errorf("a later day: %s", text)
	}
	if text := o.says("sớm hơn 7 ngày")[0].Message.Text; !strings.Contains(text, "có đúng không") {
		t.Errorf("earlier: %s", text)
	}
	o.presses("Sửa")
	// The 12th of December 2028 is a Tuesday.
	if text := o.says("ngày 12")[0].Message.Text; !strings.Contains(text, "12/12/2028") {
		t.Errorf("own day: %s", text)
	}
	if text := o.presses("Đúng")[0].Message.Text; !strings.Contains(text, "Tôi đã nhận lịch") {
		t.Errorf("confirmed: %s", text)
	}
	found := false
	for _, out := range o.runs(at("2028-12-12", 12, 0)) {
		found = found || strings.Contains(out.Message.Text, "Báo cáo cải cách hành chính năm") &&
			strings.Contains(out.Message.Text, "hôm nay là hạn")
	}
	if !found {
		t.Error("no reminder on the office's own day")
	}
}

func TestFeedIsSecretAndRevocable(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) { c.PublicURL = "https://motcua.example.vn/" })
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.gives(boss, "Nộp báo cáo; Lan; 10/12")
	secret := func(text string) string {
		_, rest, _ := strings.Cut(text, "https://motcua.example.vn/ical/")
		s, _, _ := strings.Cut(rest, ".ics")
		return s
	}
	first := secret(o.acts(lan).says("/lich")[0].Message.Text)
	if again := o.says("/lich")[0].Message.Text; len(first) != 48 || strings.Contains(again, "/ical/") ||
		!strings.Contains(again, "Đổi liên kết") {
		t.Fatalf("secret %q; asked again: %s", first, again)
	}
	inState := func(secret string) (where []string) {
		for key, text := range o.state.Everything() {
			if strings.Contains(key+text, secret) {
				where = append(where, key)
			}
		}
		return where
	}
	if where := inState(first); len(where) > 0 {
		t.Errorf("the secret stands in %v", where)
	}
	for key := range o.state.Everything() { // what stands there opens nothing
		if id, ok := strings.CutPrefix(key, "feed "); ok {
			if _, found, err := tasks.Feed(t.Context(), o.state, id); found || err != nil {
				t.Errorf("the hash opens the calendar: %v", err)
			}
		}
	}
	c, ok, err := tasks.Feed(t.Context(), o.state, first)
	if err != nil || !ok || len(c.Events) != 1 || c.Events[0].Day != 10 || c.Events[0].Title != "Hạn: Nộp báo cáo" {
		t.Fatalf("feed = %+v, %v, %v", c, ok, err)
	}
	second := secret(o.presses("Đổi liên kết")[0].Message.Text)
	if _, ok, _ := tasks.Feed(t.Context(), o.state, first); ok || second == first {
		t.Error("the old address still works")
	}
	if where := inState(second); len(where) > 0 {
		t.Errorf("the secret stands in %v", where)
	}
	o.gives(boss, "Việc thứ hai; Lan; 9/12")
	if c, ok, _ := tasks.Feed(t.Context(), o.state, second); !ok || len(c.Events) != 2 || c.Events[0].Day != 9 {
		t.Errorf("feed = %+v, %v", c, ok)
	}
	o.acts(boss).says("/canbo Lan")
	o.presses("Đã nghỉ hoặc chuyển đi")
	o.presses("Đúng, cho rời")
	if _, ok, _ := tasks.Feed(t.Context(), o.state, second); ok {
		t.Error("the feed of who left still works")
	}
}

func TestDecisionOnDaysOffMovesWhatIsCounted(t *testing.T) {
	o := newAgency(t)
	o.acts(boss).says("/ngaynghi 7/12 đến 8/12; nghỉ; Nghỉ bù; Quyết định số 1/QĐ-UBND")
	o.presses("Đúng")
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.acts(boss).says("/giaoviec Nộp báo cáo; Lan; 8/12")
	if text := o.last[0].Message.Text; !strings.Contains(text, "thứ Sáu, 04/12/2026") ||
		!strings.Contains(text, "Nghỉ bù") {
		t.Errorf("a due day on a decided day off: %s", text)
	}
	o.presses("Đúng")
	o.acts(boss).says("/ngaynghi")
	o.presses("Bỏ 08/12/2026")
	if text := o.says("/giaoviec Việc khác; Lan; 8/12")[0].Message.Text; !strings.Contains(text, "thứ Ba, 08/12/2026") {
		t.Errorf("after the decision was taken back: %s", text)
	}
	o.says("/ngaynghi 8/12; nghỉ; Nghỉ bù; Quyết định số 1/QĐ-UBND")
	o.presses("Đúng")
	for _, out := range o.runs(at("2026-12-09", 7, 0)) {
		if day := o.now.Format("02/01"); out.To == lan &&
			(strings.Contains(out.Message.Text, "07/12/2026") || strings.Contains(out.Message.Text, "08/12/2026")) {
			t.Errorf("%s: reminded on a day off: %s", day, out.Message.Text)
		}
	}
}

// TestUnitFeed: the head of a unit has a calendar of all its tasks at a secret address, which nobody else gets, and
// which is dead the moment the role is: nobody has to remember to close it.
func TestUnitFeed(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) { c.PublicURL = "https://motcua.example.vn/" })
	o.joins(lan, "Trần Thị Lan", vanPhong)
	o.joins(minh, "Phạm Văn Minh", vanPhong)
	o.gives(boss, "Nộp báo cáo; Minh; 10/12")
	o.gives(boss, "Rà soát thủ tục; Lan; 9/12")
	o.acts(lan).says("/lich")
	if o.actionOf(lan, "Lịch của cả đơn vị") != "" {
		t.Error("an official is offered the unit's calendar")
	}
	if text := texts(o.does(bot.Update{Kind: bot.KindAction, Action: "lich:unitnew"})); !strings.Contains(text,
		"chỉ dành cho trưởng đơn vị") {
		t.Errorf("an official gets it by a made-up button: %s", text)
	}
	o.role("Lan", "Telegram", "Trưởng đơn vị")
	o.acts(lan).says("/lich")
	text := o.presses("Lịch của cả đơn vị")[0].Message.Text
	_, rest, _ := strings.Cut(text, "https://motcua.example.vn/ical/")
	secret, _, _ := strings.Cut(rest, ".ics")
	c, ok, err := tasks.Feed(t.Context(), o.state, secret)
	if err != nil || !ok || len(c.Events) != 2 || c.Name != "Việc của "+vanPhong ||
		!strings.Contains(c.Events[1].Text, "Người làm: Phạm Văn Minh") {
		t.Fatalf("feed = %+v, %v, %v", c, ok, err)
	}
	o.role("Lan", "Telegram", "Cán bộ")
	if _, ok, err := tasks.Feed(t.Context(), o.state, secret); ok || err != nil {
		t.Errorf("who leads no more still reads it: %v", err)
	}
	o.role("Lan", "Telegram", "Trưởng đơn vị")
	o.acts(boss).says("/canbo Lan")
	o.presses("Đã nghỉ hoặc chuyển đi")
	o.presses("Đúng, cho rời")
	if _, ok, _ := tasks.Feed(t.Context(), o.state, secret); ok {
		t.Error("who left still reads it")
	}
}
