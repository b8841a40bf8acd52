package handlers_test

import (
	"testing"

	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/subscribers"
)

// TestWantsFollow: people say it in many ways; a question about changes is none.
func TestWantsFollow(t *testing.T) {
	for _, tt := range []struct {
		words, about string
		ok           bool
	}{
		{"báo tôi khi mục này đổi", "", true},
		{"bao toi khi muc nay doi", "", true},
		{"Báo cho em khi thủ tục này có thay đổi nhé", "", true},
		{"khi nào đổi thì báo tôi", "", true},
		{"có thay đổi gì thì báo cho tôi với ạ", "", true},
		{"nhờ báo cho bác khi nào thay đổi", "", true},
		{"báo tôi khi lệ phí hộ chiếu đổi", "lệ phí hộ chiếu", true},
		{"thông báo cho tôi nếu thời hạn cấp căn cước thay đổi", "thời hạn cấp căn cước", true},
		{"khi mức trợ cấp xã hội thay đổi thì báo cho tôi biết nhé", "mức trợ cấp xã hội", true},
		{"lệ phí hộ chiếu có thay đổi gì không", "", false},
		{"đổi giấy phép lái xe cần gì", "", false},
		{"thông báo cho công an khi đổi chỗ ở thế nào", "", false},
		{"báo mất thẻ căn cước", "", false},
		{"hồ sơ xong thì báo tôi", "", false},
	} {
		about, ok := subscribers.WantsFollow(vi.Fold(tt.words))
		if about != vi.Fold(tt.about) || ok != tt.ok {
			t.Errorf("%q: %q %v, want %q %v", tt.words, about, ok, vi.Fold(tt.about), tt.ok)
		}
	}
}
