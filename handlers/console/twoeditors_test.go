package console_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/people"
)

// TestTwoEditorsGrade: two editors, each in a browser, grade the same masked replies. The second does not read what
// the first said before he has said his; then both are told how often they agree, and the figure with its interval
// stands on the overview, in /thongke and in the month's workbook.
func TestTwoEditorsGrade(t *testing.T) {
	o := newOffice(t)
	first := o.official("20", "Trần Thị Bình", "Tư pháp", people.RoleEditor)
	second := o.official("21", "Lê Văn Cường", "Tư pháp", people.RoleEditor)
	for range 3 { // 25 of each outcome are drawn
		o.asked()
		o.now.Add(3600)
	}
	week := figures.Week(morning)
	o.now.Add(weekSeconds)
	samples := o.drawn(week)
	for _, s := range samples[2:] { // the first two are graded by hand
		o.update(func(tx bot.Tx) error {
			_, err := grading.Put(context.Background(), tx, people.Actor{Chat: first, Role: people.RoleEditor}, s.ID,
				grading.Grade{Verdict: grading.Right})
			return err
		})
	}
	one := o.grader(t, first, "")
	for range 2 {
		grades(t, one, "right")
	}
	chrometest.At(t, one, "/admin/cham") // nothing is left without a grade
	if text := chrometest.See[string](t, one, "document.body.innerText"); strings.Contains(text, "một người khác") {
		t.Errorf("one's own grades are hidden:\n%s", text)
	}
	if chrometest.See[bool](t, one, `!!document.querySelector("main a.button")`) {
		t.Error("the next one is offered where none is left")
	}
	two := o.grader(t, second, "&hai=1")
	if text := chrometest.See[string](t, two, "document.body.innerText"); strings.Contains(text, "001085012345") ||
		!strings.Contains(text, fmt.Sprintf("còn %d câu mới một người khác chấm", len(samples))) {
		t.Errorf("the second's first reply:\n%s", text)
	}
	if chrometest.See[bool](t, two, `!!document.querySelector("[name=muc]:checked")`) {
		t.Error("the first one's grade is given away")
	}
	grades(t, two, "right")
	chrometest.Until(t, two, fmt.Sprintf(`document.body.innerText.includes("còn %d câu mới một")`, len(samples)-1))
	grades(t, two, "wrong")
	chrometest.Until(t, two, `document.body.innerText.includes("Sửa ngay")`)
	chrometest.Do(t, two, chromedp.Navigate(o.URL+"/admin/cham?tuan="+week))
	text := chrometest.See[string](t, two, "document.body.innerText")
	for _, want := range []string{"Hai người cùng chấm 2 câu, giống nhau 1 câu", "khoảng tin cậy 95%",
		fmt.Sprintf("Chấm lại %d câu mà một người khác đã chấm", len(samples)-2)} {
		if !strings.Contains(text, want) {
			t.Errorf("the desk lacks %q:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "một người khác đã chấm"); n != len(samples)-2+1 {
		t.Errorf("%d hidden grades of %d", n, len(samples)-2)
	}
	chrometest.Shoot(t, two, "admin-hai-nguoi-cham")
	o.figureStands(week)
}

// grader opens the week's replies as an editor.
func (o *office) grader(t *testing.T, who bot.ChatID, which string) context.Context {
	t.Helper()
	ctx := chrometest.New(t)
	chrometest.Do(t, ctx, chromedp.Navigate(o.link(who)), chrometest.Press("button.main"))
	chrometest.At(t, ctx, "/admin")
	chrometest.Do(t, ctx, chromedp.Navigate(o.URL+"/admin/cham/cau?tuan="+figures.Week(morning)+which))
	return ctx
}

// grades chooses a verdict by keyboard and saves it.
func grades(t *testing.T, ctx context.Context, verdict string) {
	t.Helper()
	chrometest.See[any](t, ctx, "window.before = true")
	chrometest.Do(t, ctx, chromedp.Focus(chromedp.CSS("[name=muc][value="+verdict+"]")), chromedp.KeyEvent(" "),
		chrometest.Press("form[action='/admin/cham/cau'] button.main"))
	chrometest.Until(t, ctx, "!window.before && document.readyState == 'complete'")
}

// figureStands looks for a week's figure with its interval where an office reads it.
func (o *office) figureStands(week string) {
	o.t.Helper()
	res, err := grading.Load(context.Background(), o.state, week)
	if err != nil || !res.Enough() || res.Twice != 2 || res.Agree != 1 {
		o.t.Fatalf("%+v, %v", res, err)
	}
	if _, page := o.signedIn(owner).get("/admin"); !strings.Contains(words(page), res.String()) {
		o.t.Errorf("the overview lacks %q:\n%s", res, words(page))
	}
	said := ""
	for _, out := range o.says(owner.ID, bot.Update{Text: "/thongke"}) {
		said += out.Message.Text
	}
	if !strings.Contains(said, res.String()) {
		o.t.Errorf("/thongke lacks %q:\n%s", res, said)
	}
	file, err := handlers.MonthReport(context.Background(), o.state, o.know.Load(), "Xã Mẫu", people.Office{},
		morning)
	if err != nil {
		o.t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Chấm câu trả lời")
	if all := fmt.Sprint(rows); err != nil || !strings.Contains(all, "khoảng tin cậy 95%") ||
		!strings.Contains(all, "[Hai người cùng chấm 2] [Chấm giống nhau 1]") {
		o.t.Errorf("the month's workbook: %v, %s", err, all)
	}
}
