package dialog

// What the assistant says of itself.
const (
	textTooFast   = "Ông/bà đang gửi hơi nhanh. Vui lòng chờ một phút rồi gửi tiếp, tôi vẫn ở đây."
	TextOldButton = "Nút này đã cũ, tôi không còn giữ nội dung của nó. Ông/bà vui lòng hỏi lại."
	TextGone      = "Mục này không còn trong kho nội dung. Ông/bà vui lòng hỏi lại bằng tên việc cần làm."
)

// Rights.
const (
	TextPrivateOnly = "Lệnh này chỉ dùng được trong cuộc trò chuyện riêng với tôi."
	TextNotAllowed  = "Ông/bà chưa có quyền dùng lệnh này. Nếu cần, vui lòng báo quản trị viên của bot."
)

// Codes.
const (
	TextTooManyTries = "Đã có quá nhiều lần nhập sai. Vui lòng thử lại sau một giờ, hoặc xin quản trị viên mã mới."
)

// Buttons that stand in several rooms.
const (
	TextSubscribe = "Đăng ký nhận tin"
)

// What admins read about announcements.
const (
	TextAnnounceForm = "Ông/bà gõ lệnh rồi đến nội dung, ví dụ:\n/thongbao Sáng thứ Bảy 28/11, " +
		"bộ phận một cửa nghỉ để bảo trì hệ thống.\n" +
		"Chữ đậm: \\*chữ đậm\\*. Liên kết: \\[tên liên kết](https://…)."
)

// The button that ends the linking of channels.
const (
	TextPairOff = "Bỏ liên kết"
)

// What is asked or said in several rooms.
const (
	TextReadBack    = "Tôi hiểu như sau, có đúng không?"
	TextNobodyNamed = "Tôi không thấy cán bộ hay đơn vị nào tên “%s”. Ông/bà gõ lại tên, hoặc mời người đó bằng /moi."
	TextNoPeople    = "Chưa có cán bộ nào liên kết với bot. Ông/bà mời bằng lệnh /moi Họ tên; Đơn vị."
	TextNoDay       = "Tôi chưa đọc được ngày trong “%s”. Ông/bà gõ lại, ví dụ: 15/12, thứ Sáu tuần sau, cuối tháng."
	TextNobodyYet   = "chưa giao cho ai"
	TextNoChat      = "chưa liên kết kênh nào"
)
