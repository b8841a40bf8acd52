package office

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// embeddedBook is made of the embedded base.
func embeddedBook() Book {
	lib, _ := content.Load(content.Embedded())
	return Book{Library: lib, Calendar: workday.New(lib.Calendar)}
}

// monday is when the questions of these tests are asked.
var monday = time.Date(2026, time.November, 30, 9, 0, 0, 0, content.Zone)

// TestOfficeQuestions: the first words answer, in the spellings people use, before any office has filled in its data.
func TestOfficeQuestions(t *testing.T) {
	b := embeddedBook()
	tests := []struct{ question, want string }{
		{"mai có làm việc không", "Có. Thứ Ba, 01/12/2026 là ngày làm việc."},
		{"mai co lam viec ko a", "Có. Thứ Ba, 01/12/2026"},
		{"Mai có làm không?", "Có. Thứ Ba, 01/12/2026"},
		{"ngày mai ủy ban có tiếp dân không", "Có. Thứ Ba, 01/12/2026"},
		{"hôm nay xã có làm việc không", "Có. Thứ Hai, 30/11/2026"},
		{"thứ 7 có làm không", "Không. Thứ Bảy, 05/12/2026 là ngày nghỉ hằng tuần"},
		{"t7 xa co lam viec khong", "Không. Thứ Bảy, 05/12/2026"},
		{"bộ phận một cửa chủ nhật có mở cửa không", "Không. Chủ nhật, 06/12/2026"},
		{"mai chu nhat co lam viec khong", "Mai là thứ Ba, 01/12/2026, nên tôi trả lời cho ngày ông/bà nêu tên.\nKhông. Chủ nhật"},
		{"mai thứ ba xã có làm việc không", "Có. Thứ Ba, 01/12/2026 là ngày làm việc."},
		{"24/11 có nghỉ không", "Có. Thứ Ba, 24/11/2026 nghỉ: Ngày Văn hóa Việt Nam."},
		{"24/11 có làm việc không", "Không. Thứ Ba, 24/11/2026 nghỉ"},
		{"22/8/2026 có làm việc không", "Có. Thứ Bảy, 22/08/2026 là ngày làm việc (Làm bù"},
		{"1/1/2027 có làm việc không", "Không. Thứ Sáu, 01/01/2027 nghỉ: Tết Dương lịch."},
		{"mai có nghỉ không", "Không. Thứ Ba, 01/12/2026 là ngày làm việc."},
		{"lịch nghỉ Tết 2027", "Lịch nghỉ Tết 2027 chưa được quyết định."},
		{"lich nghi tet 2027", "Lịch nghỉ Tết 2027 chưa được quyết định."},
		{"tết này nghỉ mấy ngày", "Lịch nghỉ Tết 2027 chưa được quyết định."},
		{"tết 2026 nghỉ từ ngày nào", "Nghỉ Tết 2026 từ thứ Bảy, 14/02/2026 đến hết Chủ nhật, 22/02/2026 (9 ngày"},
		{"2/9/2026 nghỉ mấy ngày", "Quốc khánh: nghỉ từ thứ Bảy, 29/08/2026 đến hết thứ Tư, 02/09/2026 (5 ngày)."},
		{"30/4 nghỉ mấy ngày", "Ngày Chiến thắng: nghỉ từ thứ Sáu, 30/04/2027 đến hết thứ Hai, 03/05/2027 (4 ngày)."},
		{"lịch nghỉ lễ 2027", "Ngày nghỉ lễ, tết còn lại của năm 2027"},
		{"mấy giờ mở cửa", "Cơ quan nhà nước làm việc từ thứ Hai đến thứ Sáu"},
		{"xã làm việc mấy giờ vậy ạ", "Cơ quan nhà nước làm việc"},
		{"giờ làm việc của bộ phận một cửa xã Bình Lục", "Cơ quan nhà nước làm việc"},
		{"cho hỏi số điện thoại ủy ban xã Bình Mỹ", "Tôi chưa có số điện thoại đã xác minh"},
		{"sdt bo phan 1 cua", "Tôi chưa có số điện thoại đã xác minh"},
		{"số điện thoại công an xã", "Tôi chưa có số điện thoại đã xác minh của Công an xã"},
		{"địa chỉ trung tâm phục vụ hành chính công ở đâu", "Tôi chưa có địa chỉ đã xác minh"},
		{"thứ 7 có nhận hồ sơ không", "Không. Thứ Bảy, 05/12/2026"},
		{"thứ bảy có làm căn cước không", ""}, {"lam ho chieu o dau", ""}, {"nộp hồ sơ ở đâu", ""},
		{"chiều nay nộp hồ sơ gì", ""}, {"công an xã làm việc thứ bảy không", ""}, {"khai sinh ở đâu", ""},
		{"đăng ký khai sinh mấy giờ", ""},
		{"đi làm ăn xa có phải khai tạm vắng không", ""}, {"số điện thoại của tôi bị đổi thì cập nhật vneid ở đâu", ""},
		{"nộp hồ sơ hôm nay thì bao giờ có", ""},
		{"nghỉ thai sản mấy tháng", ""}, {"hộ kinh doanh nghỉ tết có phải báo không", ""}, {"", ""},
	}
	for _, tt := range tests {
		m, ok := b.Answer(tt.question, monday)
		if text := bot.Plain(m.Text); ok != (tt.want != "") || !strings.HasPrefix(text, tt.want) {
			t.Errorf("%q: %v, %q; want %q", tt.question, ok, text, tt.want)
		}
		if n := len([]rune(bot.Plain(m.Text))); n > 650 {
			t.Errorf("%q: %d runes", tt.question, n)
		}
	}
}

// TestOfficeFilledIn: what an office has filled in comes first, the telephone as a link to call.
func TestOfficeFilledIn(t *testing.T) {
	b := embeddedBook()
	b.Library.Offices = []content.Office{
		{Name: "Trung tâm Phục vụ hành chính công xã Mẫu", Commune: "xa-binh-luc",
			Phone: "0226 385 1234", Hours: "7h30–11h30, 13h30–17h", Address: "Thôn 1", Map: "https://maps.example/1"},
		{Name: "Công an xã Mẫu", Commune: "xa-binh-luc", Phone: "0226 385 9999"},
	}
	const center = "*Trung tâm Phục vụ hành chính công xã Mẫu*\n"
	for question, want := range map[string]string{
		"số điện thoại xã":            center + "Điện thoại: [0226 385 1234](tel:02263851234)",
		"giờ làm việc xã Bình Lục":    center + "Giờ làm việc: 7h30–11h30, 13h30–17h",
		"địa chỉ bộ phận một cửa":     center + "Địa chỉ: Thôn 1",
		"số điện thoại công an xã":    "*Công an xã Mẫu*\nĐiện thoại: [0226 385 9999](tel:02263859999)",
		"giờ làm việc của xã Bình Mỹ": "Cơ quan nhà nước làm việc",
		"mai có làm việc không": "Có. Thứ Ba, 01/12/2026 là ngày làm việc.\n" +
			"Trung tâm Phục vụ hành chính công xã Mẫu: 7h30–11h30, 13h30–17h",
	} {
		if m, ok := b.Answer(question, monday); !ok || !strings.HasPrefix(m.Text, want) {
			t.Errorf("%q: %v, %q; want %q", question, ok, m.Text, want)
		}
	}
}
