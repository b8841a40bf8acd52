package site

// What people read that belongs to no one page.
const (
	textNoPage  = "Không có trang này"
	textMissing = "Địa chỉ này không có, hoặc mục đã được rút. Ông/bà gõ việc cần làm vào ô tìm ở trên, hoặc chọn " +
		"một " +
		"nhóm việc."
	textBusy     = "Hệ thống đang bận"
	textBusyMore = "Phần này tạm thời chưa mở được. Ông/bà thử lại sau ít phút; các trang thủ tục vẫn đọc được."
	textFast     = "Ông/bà chờ một chút"
	textFastMore = "Máy này (hoặc mạng này) vừa gửi quá nhiều lần. Ông/bà chờ khoảng một phút rồi thử lại."
	textForeign  = "Yêu cầu không đến từ trang này"
	textReload   = "Ông/bà mở lại trang góp ý rồi gửi lần nữa."
	textBad      = "Yêu cầu không đọc được"
	textOffline  = "Đang mất mạng"
	textWaiting  = "Trang ông/bà vừa xem gần đây vẫn mở được. Có mạng lại, ông/bà tải lại trang này."

	textAsk    = "Ông/bà cần làm giấy tờ gì?"
	textPoster = "Giấy tờ · Thời hạn · Lệ phí · Nơi nộp"
	textAbout  = "Thủ tục hành chính: giấy tờ cần mang, thời hạn, lệ phí, nơi nộp; có nguồn và ngày kiểm tra."
)

// Of a limit that the law sets.
const (
	textSomeEvent = "ngày xảy ra việc"
	textWhichDay  = "Ông/bà chọn một ngày đã qua hoặc hôm nay."
)

// textMeet leads to people.
const textMeet = "Gặp cán bộ, địa chỉ, giờ làm việc"

// Headings of the sections of an entry.
const (
	textBring    = "Mang theo"
	textOther    = "Trường hợp khác"
	textSteps    = "Trình tự"
	textMistakes = "Hay bị trả lại vì"
	textNotes    = "Lưu ý"
	textForms    = "Mẫu tờ khai"
	textShorts   = "Hay được hỏi"
	textRelated  = "Việc liên quan"
	textSources  = "Nguồn"
	textNotYet   = "Chưa xác minh: chưa có nguồn chắc chắn cho phần này, ông/bà vui lòng hỏi bộ phận một cửa."
)
