package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

const lookup = "faq/tra-cuu.md"

// TestWithdrawAndBack: what leads to an entry is named and does not keep it up; the entry is found among the withdrawn
// and comes back.
func TestWithdrawAndBack(t *testing.T) {
	o := newOffice(t)
	o.update(func(tx bot.Tx) error {
		_, err := library.Publish(context.Background(), tx, library.Version{Path: library.OfficeQuestions,
			Text: "- {q: hồ sơ của tôi đến đâu rồi, want: tra-cuu}\n", Role: people.RoleOwner}, 0, owner,
			people.VerbContentPublish)
		return err
	})
	o.reload()
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung/muc?tep=" + lookup)
	f := formOf(t, page, "rut")
	f.Set("ly-do", "hết hiệu lực")
	status, page := b.post("/admin/noi-dung/rut", f)
	if status != http.StatusOK || !strings.Contains(page, "1 câu hỏi mẫu hỏi tới mục này") {
		t.Fatalf("the question before it: %d\n%s", status, page)
	}
	if page = b.follows("/admin/noi-dung/rut", formOf(t, page, "rut")); !strings.Contains(page,
		"Đã rút. Bot ngừng trả lời") {
		t.Errorf("the list does not say that it was withdrawn:\n%s", words(page))
	}
	o.reload() // fails on faults
	if _, there := o.know.Load().Library.FAQ("tra-cuu"); there {
		t.Error("it is still answered from")
	}
	_, page = b.get("/admin/noi-dung")
	if !strings.Contains(page, "Đã rút") || !strings.Contains(page, "hết hiệu lực") {
		t.Error("it is not listed among the withdrawn")
	}
	if _, page = b.get("/admin/noi-dung/muc?tep=" + lookup); !strings.Contains(page, "Mục này đã rút") {
		t.Error("its page does not say so")
	}
	// One press shows what the bot would say again, the next publishes it: no file is opened.
	_, page = b.get("/admin/noi-dung")
	if !strings.Contains(page, "/admin/noi-dung/lui?tep="+lookup) &&
		!strings.Contains(page, "/admin/noi-dung/lui?tep=faq%2ftra-cuu.md") {
		t.Errorf("no way back:\n%s", words(page))
	}
	_, page = b.get("/admin/noi-dung/lui?tep=" + lookup)
	if !strings.Contains(page, "Đăng lại mục đã rút") || !strings.Contains(page, "Người dân sẽ đọc") {
		t.Errorf("not read before it comes back:\n%s", words(page))
	}
	if status, page = b.post("/admin/noi-dung/dang", formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Fatalf("publishing it again: %d\n%s", status, page)
	}
	o.reload()
	if lib := o.know.Load().Library; len(lib.Questions) != 1 {
		t.Error("its question did not come back with it")
	}
	if _, there := o.know.Load().Library.FAQ("tra-cuu"); !there {
		t.Error("it did not come back")
	}
}

// TestTemplateIsNotPublished: what a template leaves to be written is named, and stops the publishing.
func TestTemplateIsNotPublished(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for _, kind := range []string{"faq", "procedures"} {
		if status, page := b.post("/admin/noi-dung/them", url.Values{"loai": {kind},
			"ten": {"Mượn hội trường (nhà văn hóa) " + kind}}); status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", kind, status, page)
		}
		_, page := b.get("/admin/noi-dung/sua?nhap=moi-muon-hoi-truong-nha-van-hoa-" + kind)
		f := formOf(t, page, "kiem")
		f.Set("ly-do", "mục mới")
		status, page := b.post("/admin/noi-dung/dang", f)
		if status != http.StatusOK || !strings.Contains(page, "Phải sửa") ||
			!strings.Contains(page, "chưa ghi nguồn") ||
			!strings.Contains(page, "chưa ghi cách người dân hay hỏi") {
			t.Errorf("%s: %d\n%s", kind, status, page)
		}
	}
	// As an unanswered question becomes a draft: with its five ways of asking, but nothing written.
	text := library.NewDraft("q:1", "mượn hội trường", library.PlaceAnswer, library.PlaceSource,
		content.NewDay(2026, 11, 20), time.Now()).Text
	text = strings.Replace(text, "field:", "  - mượn nhà văn hóa\n  - thuê hội trường xã\n  - xin hội trường\n  - chỗ họp ở xã\nfield:", 1)
	if trial := o.desk.Try(o.know.Load(), "faq/muon-hoi-truong.md", text, false); trial.OK() ||
		!strings.Contains(trial.Faults.Error(), "chưa viết câu trả lời") {
		t.Errorf("the template passes: %v", trial.Faults)
	}
	if pages, err := library.Pages(context.Background(), o.state); err != nil || len(pages) != 0 {
		t.Errorf("%d were published, %v", len(pages), err)
	}
}

// TestPageShowsTheNewText: after publishing the page waits until this process answers by the new version.
func TestPageShowsTheNewText(t *testing.T) {
	o := newOffice(t)
	o.pages.Await = 10 * time.Second
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung/sua?tep=" + lookup)
	f := formOf(t, page, "kiem")
	f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), "Tôi không xem được", "Tôi chưa xem được", 1))
	f.Set("ly-do", "thử")
	posted := make(chan int, 1)
	go func() {
		status, _ := b.post("/admin/noi-dung/dang", f)
		posted <- status
	}()
	bottest.Until(t, "it is published", 10*time.Second, func() bool {
		pages, err := library.Pages(context.Background(), o.state)
		return err == nil && len(pages) > 0
	})
	o.reload()
	if status := <-posted; status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if _, page = b.get("/admin/noi-dung/muc?tep=" + lookup); !strings.Contains(page, `class="bubble"`) || strings.Contains(page, "Tôi không xem được") {
		t.Error("the page shows the old text")
	}
	o.pages.Await = 0
	// One press, and the page says what it changes; then the text before is back.
	_, page = b.get("/admin/noi-dung/lui?tep=" + lookup)
	if !strings.Contains(page, "Lấy lại bản gốc") || !strings.Contains(page, "<del>") ||
		!strings.Contains(page, "<ins>") {
		t.Fatalf("bringing back does not say what changes:\n%s", page)
	}
	if status, page := b.post("/admin/noi-dung/dang", formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, page)
	}
	o.reload()
	if text, _, _ := o.desk.Read(lookup); !strings.Contains(text, "Tôi không xem được") {
		t.Error("the text before did not come back")
	}
}

// TestGuessIsNotChosen: nothing is chosen beforehand for a question, and a title typed in full is accepted.
func TestGuessIsNotChosen(t *testing.T) {
	o := newOffice(t)
	o.says("77", bot.Update{Kind: bot.KindText, Text: "tờ hôm bữa đưa cô áo xanh sao rồi"})
	b := o.signedIn(owner)
	_, page := b.get("/admin/cau-hoi")
	f := formOf(t, page[strings.Index(page, "áo xanh"):], "noi")
	if f.Get("muc") != "" {
		t.Errorf("%q is chosen", f.Get("muc"))
	}
	if status, _ := b.post("/admin/cau-hoi/noi", f); status != http.StatusBadRequest {
		t.Errorf("without an entry: %d", status)
	}
	f.Set("muc", "ho so cua toi den dau roi, tra o dau?")
	if status, page := b.post("/admin/cau-hoi/noi", f); status != http.StatusSeeOther {
		t.Errorf("by its title: %d\n%s", status, page)
	}
}

// TestConflictIsShown: the second editor reads who was first and which lines differ.
func TestConflictIsShown(t *testing.T) {
	o := newOffice(t)
	o.official("20", "Lê Một", "Văn phòng", people.RoleEditor)
	one, two := o.signedIn(bot.ChatID{Channel: "telegram", ID: "20"}), o.signedIn(owner)
	edit := func(b *browser, words string) url.Values {
		_, page := b.get("/admin/noi-dung/sua?tep=" + lookup)
		f := formOf(t, page, "kiem")
		f.Set("noi-dung", strings.Replace(f.Get("noi-dung"), "Tôi không xem được", words, 1))
		f.Set("ly-do", words)
		return f
	}
	first, second := edit(one, "Tôi chưa xem được"), edit(two, "Bot không xem được")
	one.post("/admin/noi-dung/dang", first)
	o.reload()
	_, page := two.post("/admin/noi-dung/dang", second)
	page = strings.Join(strings.Fields(page), " ")
	for _, want := range []string{"<b>Lê Một</b>", "<del><span class=\"unseen\">Bỏ: </span>Tôi chưa xem được",
		"<ins><span class=\"unseen\">Thêm: </span>Bot không xem được"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// TestContentListAndFaults: every kind of content is in the list, filtered without JavaScript; a base that could not be
// loaded is on the overview with its first fault.
func TestContentListAndFaults(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung")
	for _, want := range []string{"Ngày nghỉ năm 2026", "Tên xã cũ, mới", "Đăng ký khai sinh",
		"Hồ sơ của tôi đến đâu rồi"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in the list", want)
		}
	}
	_, page = b.get("/admin/noi-dung?loai=" + url.QueryEscape("Lịch nghỉ"))
	if page = page[strings.Index(page, `id="tat-ca"`):]; strings.Contains(page, "Đăng ký khai sinh") || !strings.Contains(page, "Ngày nghỉ năm 2026") {
		t.Error("the filter does not filter")
	}
	o.pages.Faults = func() content.Faults {
		return content.Faults{{File: lookup, Line: 7, What: "dòng này thiếu một dấu ngoặc kép"}}
	}
	if _, page = b.get("/admin"); !strings.Contains(page, "Nội dung mới chưa nạp được") || !strings.Contains(page, "Hồ sơ của tôi đến đâu rồi, tra ở đâu?, dòng 7: dòng này thiếu") {
		t.Error("the overview does not say that the base could not be loaded")
	}
}

// TestEditByParts: a clerk changes one part in boxes, sees what changes, and publishes.
func TestEditByParts(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	_, page := b.get("/admin/noi-dung/to?tep=" + lookup)
	if !strings.Contains(page, "phan=answer") || !strings.Contains(page, "phan=sources") {
		t.Fatalf("no parts:\n%s", page)
	}
	_, page = b.get("/admin/noi-dung/to?tep=" + lookup + "&phan=answer")
	f := formOf(t, page, "to")
	f.Set("o0-0", strings.Replace(f.Get("o0-0"), "Tôi không xem được", "Tôi chưa xem được",
		1)+"\r\nHỏi thêm tại bộ phận Một cửa. [cong]")
	status, page := b.post("/admin/noi-dung/to", f)
	if status != http.StatusOK || !strings.Contains(page, "<ins>") || !strings.Contains(page, "Sửa phần câu trả lời") {
		t.Fatalf("%d\n%s", status, page)
	}
	if status, page = b.post("/admin/noi-dung/dang", formOf(t, page, "dang")); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, page)
	}
	o.reload()
	if faq, _ := o.know.Load().Library.FAQ("tra-cuu"); len(faq.Answer) != 2 ||
		faq.Answer[1].Text != "Hỏi thêm tại bộ phận Một cửa." {
		t.Errorf("%+v", faq.Answer)
	}
	// A missing source is named as what to mend, with the title of the entry.
	_, page = b.get("/admin/noi-dung/to?tep=procedures/khai-sinh.md&phan=fee")
	if f = formOf(t, page, "to"); f.Get("o0-0") == "" {
		t.Fatalf("the fee is not in the form:\n%s", page)
	}
	f.Set("o0-0", "Mười nghìn đồng")
	for key := range f {
		if strings.HasPrefix(key, "o0-") && key != "o0-0" {
			f.Set(key, "")
		}
	}
	if _, page = b.post("/admin/noi-dung/to", f); !strings.Contains(page, "Phải sửa") ||
		!strings.Contains(page, "Đăng ký khai sinh, dòng") {
		t.Errorf("a fee without a source:\n%s", page)
	}
}

// edited publishes an edit of an entry and returns its path.
func (o *office) edited() string {
	o.t.Helper()
	text, base, _ := o.desk.Read(lookup)
	o.update(func(tx bot.Tx) error {
		_, err := library.Publish(context.Background(), tx,
			library.Version{Path: lookup, Base: base, Why: "Nói rõ hơn", Role: people.RoleOwner,
				Text: strings.Replace(text, "Tôi không xem được", "Tôi chưa xem được", 1)}, 0, owner,
			people.VerbContentPublish)
		return err
	})
	o.reload()
	return lookup
}
