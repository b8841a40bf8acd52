package markup

import "github.com/motcua/motcua/handlers/dialog"

const (
	textEmpty = "Thông báo chưa có nội dung. " + dialog.TextAnnounceForm
	textLong  = "Thông báo dài %s ký tự, tối đa là %s. Ông/bà bớt đi %s ký " +
		"tự, hoặc chia làm hai thông báo."
	textLine = "Dòng %d của thông báo viết chưa đúng: %s Ông/bà sửa rồi gửi lại."
	textStar = "có dấu \\* mở chữ đậm mà không có dấu \\* đóng. Chữ đậm viết là \\*chữ đậm\\*; muốn " +
		"hiện dấu \\* thì gõ \\\\\\*."
	textLinkOpen    = "liên kết “%s” thiếu dấu ) ở cuối."
	textLinkAddress = "địa chỉ “%s” trong liên kết không dùng được; địa chỉ phải bắt " +
		"đầu bằng https:// và không có dấu cách."
)
