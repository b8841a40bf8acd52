package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"syscall"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// causes are why the program ends, as far as whoever keeps the server can do something about it, with what to do. The
// first that an error wraps counts: a full disk is also a store that is away.
var causes = []struct {
	is   error
	text string
}{
	{syscall.ENOSPC, "đĩa đã đầy. Hãy xóa bớt bản sao lưu, nhật ký cũ rồi chạy lại"},
	{bot.ErrUnavailable, "Redis không trả lời. Hãy xem Redis có đang chạy không và địa chỉ ở REDIS_URL có đúng không"},
	{fs.ErrPermission, "không có quyền đọc hoặc ghi ở đó. Hãy chạy bằng đúng tài khoản, hoặc đổi chủ của thư mục (chown)"},
	{fs.ErrNotExist, "không có tệp hoặc thư mục này. Hãy xem lại đường dẫn"},
}

// inWords says in Vietnamese why the program ends and what to do, with the exact cause behind it.
func inWords(err error) string {
	var f *platform.Failure
	if errors.As(err, &f) && f.Spoken && (f.Code == http.StatusUnauthorized || f.Code == http.StatusNotFound) {
		return fmt.Sprintf("nền tảng không nhận mã của bot: mã đã đổi hoặc chép sai. Hãy chép lại mã (Telegram: mã mà "+
			"@BotFather gửi, dòng TELEGRAM_TOKEN), rồi chạy motcua doctor để thử.\nChi tiết: %s", err)
	}
	for _, c := range causes {
		if errors.Is(err, c.is) {
			return fmt.Sprintf("%s.\nChi tiết: %s", c.text, err)
		}
	}
	return err.Error()
}
