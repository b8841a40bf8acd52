package answers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

// TestNearSharesTheCircumstance: a short answer on something that the question does not say must not stand first.
func TestNearSharesTheCircumstance(t *testing.T) {
	k, day := shipped(), content.NewDay(2026, 12, 1)
	for _, tt := range []struct{ question, lacks string }{
		{"sinh con ở bệnh viện tỉnh khác muốn khai sinh ở quê chồng có được không", "Không có Giấy chứng sinh"},
		{"trich luc ket hon xin o xa khac noi dang ky duoc k", "Chưa đăng ký, chưa có trong sổ"},
		{"gia đình khó khăn quá muốn xin vào hộ nghèo thì gặp ai", "Khiếu nại với UBND xã"},
		{"nâng mái tôn, sửa bếp có cần giấy phép không", "Có lệ phí"},
	} {
		text := k.Answer(tt.question, day).Message.Text
		first := strings.Join(strings.SplitN(text, "\n", 4)[:3], "\n")
		if strings.Contains(first, tt.lacks) {
			t.Errorf("%q opens with another circumstance:\n%s", tt.question, first)
		}
	}
}

// TestOwnNamesAreKnown: a name that an editor gave to one entry alone is answered from that entry, not met with a
// choice.
func TestOwnNamesAreKnown(t *testing.T) {
	k, day := shipped(), content.NewDay(2026, 12, 1)
	for _, tt := range []struct{ name, entry string }{
		{"cấp lại sổ hộ khẩu", "so-ho-khau-con-dung-khong"},
		{"KT3", "1.004194"},
		{"làm passport", "1.001456"},
		{"lam passport", "1.001456"},
		{"chưa cưới mà có con giờ cha muốn nhận", "1.001022"},
	} {
		if got := k.Answer(tt.name, day).Entry; got != tt.entry {
			t.Errorf("%q is answered from %q, not %q", tt.name, got, tt.entry)
		}
	}
}
