package announce_test

import (
	"testing"

	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce"
)

// TestAsksForNews: the public announcements are asked for in many words; to get them, to end that and to announce are
// other matters.
func TestAsksForNews(t *testing.T) {
	for text, want := range map[string]bool{
		"thông báo mới nhất của xã": true, "thong bao moi nhat cua xa": true,
		"Xã mình có thông báo gì mới không ạ?": true,
		"có tin gì mới không":                  true, "cho em xem thông báo mới với": true, "tin mới nhất": true,
		"Ủy ban dạo này có thông báo gì": true, "UBND xã vừa ra thông báo gì": true, "tin tức của xã": true,
		"nhận thông báo": false, "hủy thông báo": false, "thông báo": false, "đăng ký nhận thông báo mới": false,
		"thông báo lưu trú": false, "thông báo nghỉ hưu ở đâu": false, "không nhận thông báo của xã": false,
		"có tin nhắn không": false, "mới mất căn cước": false, "đóng tiền theo thông báo thuế": false,
	} {
		if got := announce.AsksForNews(vi.Fold(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
