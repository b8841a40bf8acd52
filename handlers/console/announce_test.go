package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// TestAnnounceInConsole is the whole way without JavaScript: compose with a picture, see the count and every channel's
// preview, try, send, watch, pause, go on, read the report, send again, correct.
func TestAnnounceInConsole(t *testing.T) {
	o := newOffice(t)
	o.subscribe(40)
	b := o.signedIn(owner)
	_, page := b.get("/admin/thong-bao")
	wants(t, "list", words(page), "Chưa có thông báo nào", "Soạn thông báo")
	_, page = b.get("/admin/thong-bao/soan")
	wants(t, "form", words(page), "Mọi người đã đăng ký", "Hộ tịch", "Zalo", "tối đa 5 MB")
	id := b.draft(nil, &file{"lịch nghỉ.png", picture(t, 1500<<10)})
	wants(t, "draft", b.page(id), "Bản nháp", "– 40 người", "Telegram: 36 người", "Zalo: 4 người",
		"kênh này chỉ nhận phần chữ", "lịch làm việc (https://example.vn/lich)", "Thử cho tôi")
	if status, _ := b.get("/admin/thong-bao/tep?ma=" + id); status != http.StatusOK {
		t.Errorf("the picture: %d", status)
	}
	before := len(o.state.Queue())
	b.presses(id, "test")
	if out := o.state.Queue()[before:]; len(out) == 0 || out[0].To != owner || out[0].Message.Text != news ||
		out[0].Message.File == nil {
		t.Fatalf("the test sent %+v", out)
	}
	b.presses(id, "send")
	o.looks()
	spec := o.sends.All[id].Spec
	if spec.Messages[""].File == nil || spec.Messages["zalo"].File != nil || spec.Messages["zalo"].Text != news ||
		spec.Consent != subscribers.SubscribersSet {
		t.Errorf("messages %v", spec.Messages)
	}
	o.sent(id, 10, bot.BulkSent, "")
	o.now.Add(10)
	o.looks()
	wants(t, "running", b.page(id), "Đang gửi thông báo", "10/40 người (25 %)", "xong lúc 09:", "Còn lại 30",
		"Tạm dừng", "Báo cáo")
	if _, page := b.get("/admin/thong-bao/tin?ma=" + id); !strings.Contains(page, `<noscript><meta http-equiv="refresh" content="5"></noscript>`) {
		t.Error("without JavaScript the figures stand still")
	}
	if _, part := b.get("/admin/thong-bao/tien-do?ma=" + id); !strings.Contains(part, `<progress max="40" value="10"`) || strings.Contains(part, "<html") {
		t.Errorf("the part that is fetched:\n%s", part)
	}
	b.presses(id, "pause")
	wants(t, "pressed", b.page(id), "Đang tạm dừng…")
	o.looks()
	wants(t, "paused", b.page(id), "Đang tạm dừng", "Tiếp tục")
	if status, page := b.press(id, "pause"); status != http.StatusConflict ||
		!strings.Contains(page, "đang tạm dừng nên không làm việc đó được nữa") {
		t.Errorf("a second pause: %d\n%s", status, words(page))
	}
	b.presses(id, "resume")
	o.looks()
	o.sent(id, 2, bot.BulkFailed, "Telegram không nhận nội dung này")
	o.sent(id, 1, bot.BulkBlocked, "người nhận đã chặn bot")
	o.sent(id, 27, bot.BulkSent, "")
	o.looks()
	wants(t, "finished", b.page(id), "Đã gửi xong", "40/40 người (100 %)", "Đã gửi 37", "Gửi hỏng 2",
		"Telegram không nhận nội dung này 2", "Đã chặn bot 1", "Gửi lại cho người lỗi", "Gửi đính chính")
	_, page = b.get("/admin/thong-bao")
	wants(t, "list", words(page), "Sáng thứ Bảy 28/11", "Đã gửi xong", "40/40", "chủ bot")

	again := func(form url.Values, want int64) {
		t.Helper()
		form.Set("ma", id)
		status, _ := b.post("/admin/thong-bao/sua", form)
		o.now.Add(1)
		_, page := b.get("/admin/thong-bao")
		draft := regexp.MustCompile(`tin\?ma=([a-z0-9]+)`).FindStringSubmatch(page)
		if status != http.StatusSeeOther || draft == nil || draft[1] == id {
			t.Fatalf("%v: %d", form, status)
		}
		wants(t, form.Get("kieu"), b.page(draft[1]), fmt.Sprint(want)+" người")
		b.presses(draft[1], "send")
		o.looks()
		if got := o.sends.All[draft[1]].Status.Total; got != want {
			t.Errorf("%s goes to %d, want %d", form.Get("kieu"), got, want)
		}
		o.sent(draft[1], int(want), bot.BulkSent, "")
		o.looks()
	}
	o.now.Add(60)
	again(url.Values{"kieu": {"retry"}, "lan": {"1"}}, 2)
	again(url.Values{"kieu": {"edit"}, "lan": {"2"}, "noi-dung": {"Sáng thứ Bảy vẫn *làm việc*."}}, 39)
	again(url.Values{"kieu": {"fix"}, "lan": {"3"}, "noi-dung": {"Đính chính: vẫn làm việc."}}, 39)
	status, page := b.post("/admin/thong-bao/sua",
		url.Values{"ma": {id}, "kieu": {"fix"}, "lan": {"4"}, "noi-dung": {"Nghỉ *lễ"}})
	if status != http.StatusConflict || !strings.Contains(page, "Dòng 1") ||
		!strings.Contains(page, "Nghỉ *lễ</textarea>") {
		t.Errorf("a correction with a slip: %d\n%s", status, words(page))
	}
	_, page = b.get("/admin/nhat-ky")
	wants(t, "log", words(page), "Soạn thông báo", "Bấm Gửi thông báo", "Gửi thử thông báo cho mình",
		"Tạm dừng thông báo", "Gửi tiếp thông báo", "Gửi lại cho người lỗi", "Soạn bản sửa tin đã gửi",
		"Soạn đính chính")
}

// TestAnnounceRefusals: what cannot be sent is refused with a sentence, and what was typed stays in the form.
func TestAnnounceRefusals(t *testing.T) {
	o := newOffice(t)
	o.subscribe(3)
	b := o.signedIn(owner)
	tests := []struct {
		name   string
		fields url.Values
		file   *file
		want   string
	}{
		{"empty", url.Values{"noi-dung": {" \r\n "}}, nil, "chưa có nội dung"},
		{"too long", url.Values{"noi-dung": {strings.Repeat("ộ", 3001)}}, nil, "3.001 ký tự"},
		{"lone star", url.Values{"noi-dung": {"Nghỉ *lễ"}}, nil, "dấu * mở chữ đậm"},
		{"bad link", url.Values{"noi-dung": {"[lịch](lich.vn)"}}, nil, "lich.vn"},
		{"nobody chosen", url.Values{"ai": {"nhom"}}, nil, "chưa chọn nhóm"},
		{"both", url.Values{"nhom": {"citizens:"}}, nil, "chọn một trong hai"},
		{"no such group", url.Values{"ai": {"nhom"}, "nhom": {"unit:khong-co"}}, nil, "không còn nữa"},
		{"no channel", url.Values{"kenh": {}}, nil, "chưa chọn kênh"},
		{"past expiry", url.Values{"han": {"2026-11-22T10:00"}}, nil, "đã qua"},
		{"no date", url.Values{"han": {"mai"}}, nil, "không đọc được"},
		{"a program", nil, &file{"lich.exe", []byte("MZ\x90")}, "JPEG, PNG"},
		{"a page called PDF", nil, &file{"lich.pdf", []byte("<html><script>")}, "JPEG, PNG"},
		{"an empty file", nil, &file{"lich.pdf", nil}, "không có nội dung"},
		{"too large a file", nil, &file{"anh.png", append(picture(t, 0), make([]byte, 5<<20)...)},
			"quá lớn. Tối đa là 5 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o.now.Add(20)
			status, page, _ := b.compose(tt.fields, tt.file)
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d", status)
			}
			wants(t, "page", words(page), tt.want)
			if tt.fields.Get("noi-dung") == "" && !strings.Contains(page, "bộ phận một cửa *nghỉ* để bảo trì") {
				t.Error("what was typed is gone")
			}
		})
	}
	if n, err := o.state.Size(context.Background(), announce.Set); n != 0 || err != nil {
		t.Errorf("%d drafts of what was refused: %v", n, err)
	}
	id := b.draft(url.Values{"ai": {"nhom"}, "nhom": {"citizens:"}, "kenh": {"zalo"}}, nil)
	wants(t, "nobody", b.page(id), "0 người", "Chưa có ai trong nhóm")
	if status, page := b.press(id, "send"); status != http.StatusConflict ||
		!strings.Contains(page, "Chưa có ai trong nhóm người nhận này nên chưa gửi được.") {
		t.Errorf("sent to nobody: %d\n%s", status, words(page))
	}
	id = b.draft(nil, nil)
	status, page := b.post("/admin/thong-bao/lam", url.Values{"ma": {id}, "viec": {"send"}, "ban": {"0"}})
	if status != http.StatusConflict || !strings.Contains(page, "vừa được sửa ở nơi khác") {
		t.Errorf("sent what was not seen: %d", status)
	}
	server := o.signedIn(people.ServerOwner)
	if status, page := server.press(id, "test"); status != http.StatusConflict ||
		!strings.Contains(page, "không có cuộc trò chuyện nào để gửi thử") {
		t.Errorf("a test without a chat: %d", status)
	}
	for _, path := range []string{"tin", "tien-do", "tep", "soan"} {
		if status, _ := b.get("/admin/thong-bao/" + path + "?ma=khongco"); status != http.StatusNotFound {
			t.Errorf("%s of no announcement: %d", path, status)
		}
	}
}

// TestAnnounceForgery: the form that takes files needs the token and a page of ours like every other, and no other
// takes a body that large.
func TestAnnounceForgery(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	large := &file{"anh.png", append(picture(t, 0), make([]byte, 2<<20)...)}
	tests := []struct {
		name, path, csrf, origin string
		file                     *file
		want                     int
	}{
		{"no token", "/admin/thong-bao/soan", "", o.URL, nil, http.StatusForbidden},
		{"another's token", "/admin/thong-bao/soan", strings.Repeat("A", 43), o.URL, nil, http.StatusForbidden},
		{"another site", "/admin/thong-bao/soan", b.csrf, "https://evil.example", nil, http.StatusForbidden},
		{"no page for files", "/admin/thong-bao/lam", b.csrf, o.URL, large, http.StatusUnsupportedMediaType},
		{"as it should be", "/admin/thong-bao/soan", b.csrf, o.URL, large, http.StatusSeeOther},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.path, b.origin = tt.path, tt.origin
			defer func() { b.path, b.origin = "", "" }()
			if status, page, _ := b.compose(url.Values{"csrf": {tt.csrf}}, tt.file); status != tt.want {
				t.Errorf("%d, want %d\n%s", status, tt.want, words(page))
			}
		})
	}
	if n, err := o.state.Size(context.Background(), announce.Set); n != 1 || err != nil {
		t.Errorf("%d drafts, want 1: %v", n, err)
	}
}

// TestAnnounceOnce: a form sent twice makes one draft, and a replayed one does not take back what was sent.
func TestAnnounceOnce(t *testing.T) {
	o := newOffice(t)
	o.subscribe(3)
	b := o.signedIn(owner)
	fields := url.Values{"lan": {"nhu-nhau"}}
	id := b.draft(fields, nil)
	b.presses(id, "send")
	o.looks()
	if again := b.draft(fields, nil); again != id {
		t.Errorf("two drafts: %s, %s", id, again)
	}
	if a := o.announcement(id); a.State != announce.Running {
		t.Errorf("it is %s again", a.State)
	}
}

// TestAnnounceChange: a draft is written anew, its file taken away, its audience narrowed; a second editor is told.
func TestAnnounceChange(t *testing.T) {
	o := newOffice(t)
	o.subscribe(20)
	b := o.signedIn(owner)
	id := b.draft(nil, &file{`C:\lich\lịch "nghỉ".pdf`, []byte("%PDF-1.7\n…")})
	wants(t, "draft", b.page(id), "📎 lịch nghỉ.pdf (1 KB)")
	rev := fmt.Sprint(o.announcement(id).Rev)
	change := url.Values{"ma": {id}, "ban": {rev}, "noi-dung": {"Nghỉ lễ"}, "bo-tep": {"1"}, "kenh": {"zalo"},
		"han": {"2026-11-25T17:00"}}
	b.draft(change, nil)
	a := o.announcement(id)
	if a.Text != "Nghỉ lễ" || a.FileName != "" || !slices.Equal(a.Channels, []string{"zalo"}) ||
		!a.Expires.Equal(time.Date(2026, 11, 25, 17, 0, 0, 0, content.Zone)) {
		t.Errorf("changed to %+v", a)
	}
	wants(t, "changed", b.page(id), "2 người", "Hết hạn lúc 17:00 25/11/2026")
	if status, page, _ := b.compose(change, nil); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "vừa được sửa ở nơi khác") {
		t.Errorf("two editors: %d", status)
	}
}

// TestAnnounceSchedule: an hour, the quiet hours with their way round, and giving up.
func TestAnnounceSchedule(t *testing.T) {
	o := newOffice(t)
	o.subscribe(5)
	b := o.signedIn(owner)
	at := func(id, when, expires, urgent string) (int, string) {
		return b.post("/admin/thong-bao/hen", url.Values{"ma": {id}, "ban": {fmt.Sprint(o.announcement(id).Rev)},
			"luc": {when}, "han": {expires}, "khan": {urgent}})
	}
	id := b.draft(nil, nil)
	for _, tt := range []struct{ name, when, expires, want string }{
		{"no hour", "", "", "chưa ghi ngày giờ"}, {"past", "2026-11-22T10:00", "", "đã qua"},
		{"expiry before", "2026-11-25T10:00", "2026-11-25T09:00", "Hạn phải sau giờ gửi"}} {
		if status, page := at(id, tt.when, tt.expires, ""); status != http.StatusConflict ||
			!strings.Contains(page, tt.want) {
			t.Errorf("%s: %d\n%s", tt.name, status, words(page))
		}
	}
	if status, _ := at(id, "2026-11-25T14:00", "2026-11-25T16:00", ""); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	wants(t, "scheduled", b.page(id), "Đã hẹn giờ", "bắt đầu lúc 14:00 thứ Tư, 25/11/2026",
		"Hết hạn lúc 16:00 25/11/2026", "Gửi ngay")
	if _, ok, err := o.state.Score(context.Background(), bot.ScheduleSet, "announce:"+id); !ok || err != nil {
		t.Errorf("nothing will start it: %v", err)
	}
	at(id, "2026-11-25T22:00", "", "")
	wants(t, "in the quiet hours", b.page(id), "bắt đầu lúc 07:00 thứ Năm, 26/11/2026")
	if status, page := at(id, "2026-11-25T22:00", "", "1"); status != http.StatusConflict ||
		!strings.Contains(page, "Gửi khẩn một mình") {
		t.Errorf("urgent, by the only admin: %d\n%s", status, words(page))
	}
	wants(t, "nothing changed", b.page(id), "bắt đầu lúc 07:00 thứ Năm, 26/11/2026")
	b.presses(id, "drop")
	wants(t, "given up", b.page(id), "Đã hủy")

	o.now.Store(13 * 3600) // 22:00
	b = o.signedIn(owner)
	id = b.draft(nil, nil)
	wants(t, "draft at night", b.page(id), "Bây giờ là giờ yên tĩnh (21:00–07:00): bấm Gửi thì thông báo bắt đầu lúc 07:00 thứ Ba, 24/11/2026")
	b.presses(id, "send")
	wants(t, "sent at night", b.page(id), "Thông báo sẽ bắt đầu lúc 07:00 thứ Ba, 24/11/2026", "Gửi ngay (khẩn)")
	if status, page := b.post("/admin/thong-bao/lam", url.Values{"ma": {id}, "viec": {"now"},
		"ban": {"u"}}); status != http.StatusConflict || !strings.Contains(page, "hiện không có ai khác") {
		t.Fatalf("urgent: %d\n%s", status, words(page))
	}
	if status, _ := b.post("/admin/thong-bao/lam",
		url.Values{"ma": {id}, "viec": {"alone"}, "ban": {"0"}, "chac": {"co"}}); status != http.StatusSeeOther {
		t.Fatalf("alone: %d", status)
	}
	if a := o.announcement(id); a.State != announce.Running || !a.Urgent {
		t.Errorf("it is %s", a.State)
	}
	wants(t, "by one", b.page(id), "Tin khẩn: chủ bot tự quyết định lúc 22:00 thứ Hai, 23/11/2026, vì cơ quan không có quản trị viên nào khác")
}

// TestUrgentInConsole: what is urgent goes out on the word of two, in the night too, and the page names both.
func TestUrgentInConsole(t *testing.T) {
	o := newOffice(t)
	o.subscribe(3)
	o.now.Store(13 * 3600) // 22:00
	admin := o.official("20", "Lê Thị Quản", "Văn phòng", people.RoleAdmin)
	b, other := o.signedIn(admin), o.signedIn(owner)
	id := b.draft(nil, nil)
	press := func(b *browser, verb, arg string, want int) {
		t.Helper()
		if status, page := b.post("/admin/thong-bao/lam",
			url.Values{"ma": {id}, "viec": {verb}, "ban": {arg}, "chac": {"co"}}); status != want {
			t.Fatalf("%s: %d\n%s", verb, status, words(page))
		}
	}
	press(b, "urgent", "", http.StatusSeeOther)
	wants(t, "marked", b.page(id), "Tin khẩn: khi gửi sẽ đi cả trong giờ yên tĩnh", "Bỏ khẩn")
	b.presses(id, "send")
	wants(t, "asked", b.page(id), "Tin khẩn chờ một quản trị viên khác đồng ý, đến 22:30")
	rev := fmt.Sprint(o.announcement(id).Rev)
	press(b, "ok", rev, http.StatusConflict)
	press(b, "alone", "0", http.StatusConflict)
	press(other, "ok", rev, http.StatusSeeOther)
	o.looks()
	wants(t, "out", b.page(id), "Đang gửi", "Tin khẩn: Lê Thị Quản đề nghị, chủ bot đồng ý lúc 22:00")
	if spec := o.sends.All[id].Spec; !spec.Lead {
		t.Error("it does not lead")
	}
	_, page := b.get("/admin/nhat-ky")
	wants(t, "log", words(page), "Gửi tin khẩn", "Lê Thị Quản đề nghị, chủ bot đồng ý")
}

// TestAnnounceApproval: with a second admin's approval nobody lets his own out, nor does an anonymous session.
func TestAnnounceApproval(t *testing.T) {
	o := newOffice(t)
	o.subscribe(5)
	o.bot.Announce.Approval = true
	admin := o.official("20", "Lê Thị Quản", "Văn phòng", people.RoleAdmin)
	b, other, server := o.signedIn(admin), o.signedIn(owner), o.signedIn(people.ServerOwner)
	id := b.draft(nil, nil)
	b.presses(id, "send")
	wants(t, "waiting", b.page(id), "Chờ duyệt", "chờ một quản trị viên khác duyệt")
	rev := fmt.Sprint(o.announcement(id).Rev)
	for who, want := range map[*browser]string{b: "Người soạn không tự duyệt được", server: "không cho biết là ai"} {
		if status, page := who.post("/admin/thong-bao/lam", url.Values{"ma": {id}, "viec": {"ok"},
			"ban": {rev}}); status != http.StatusConflict || !strings.Contains(page, want) {
			t.Errorf("%d, want %q:\n%s", status, want, words(page))
		}
	}
	if status, _, _ := b.compose(url.Values{"ma": {id}, "ban": {rev}, "noi-dung": {"Nội dung khác"}},
		nil); status != http.StatusUnprocessableEntity {
		t.Errorf("changed while it waits: %d", status)
	}
	if status, _ := other.post("/admin/thong-bao/lam", url.Values{"ma": {id}, "viec": {"no"}, "ban": {rev},
		"ly-do": {"Sai *ngày*, xem lại lịch"}, "chac": {"co"}}); status != http.StatusSeeOther {
		t.Errorf("refused with a reason: %d", status)
	}
	wants(t, "refused", b.page(id), "Bản nháp")
	told := ""
	for _, out := range o.state.Queue() {
		if out.To == admin {
			told += bot.Plain(out.Message.Text) + "\n"
		}
	}
	wants(t, "the composer", told, "không được duyệt nên trở lại", "không được duyệt, vì: Sai *ngày*, xem lại lịch")
	b.presses(id, "send")
	wants(t, "asked again", other.page(id), "Duyệt", "Từ chối")
	other.presses(id, "ok")
	wants(t, "approved", b.page(id), "Đang chuẩn bị gửi", "soạn: Lê Thị Quản", "cho gửi: chủ bot")
}

// TestAnnounceAtServer: who signed in at the server has no chat to be told in; the owners are told what needs a
// decision.
func TestAnnounceAtServer(t *testing.T) {
	o := newOffice(t)
	o.subscribe(60)
	b := o.signedIn(people.ServerOwner)
	id := b.draft(nil, nil)
	b.presses(id, "send")
	o.looks()
	o.sends.Set(id, bot.BulkRunning, bot.BulkPaused, "failures")
	o.looks()
	wants(t, "stopped", b.page(id), "Tôi đã tự tạm dừng", "Tiếp tục")
	told := 0
	for _, out := range o.state.Queue() {
		if out.To.Channel == people.ServerOwner.Channel {
			t.Errorf("sent to no chat: %+v", out)
		}
		if out.To == owner && strings.Contains(out.Message.Text, "tự tạm dừng") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the owner was told %d times", told)
	}
}
