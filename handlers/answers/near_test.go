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
