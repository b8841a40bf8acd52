package editpages

import "net/url"

// Addresses.
const (
	textExportLarge = "Tệp lớn hơn 5 MB. Ông/bà xuất riêng lĩnh vực cần dùng, hoặc dán dòng của thủ tục vào ô bên " +
		"dưới."
	textNoExport     = "Chưa có dòng nào đọc được. Ông/bà chọn tệp xuất, hoặc dán nguyên một dòng của thủ tục."
	textSentInParts  = "Dài %s ký tự: gửi thành %d tin."
	textButtonsShown = "Hiện %d trong %d nút; các nút còn lại ở lượt sau."
	textChooseAll    = "Ông/bà chọn một bản cho mỗi chỗ hai người sửa khác nhau, rồi ghép lại."
	listPath         = "/admin/noi-dung"
	lawsPath         = listPath + "/van-ban"
	partPath         = listPath + "/to"
	questionsPath    = "/admin/cau-hoi"
)

// entryPath is the page of the entry in a file.
func entryPath(file string) string { return listPath + "/muc?tep=" + url.QueryEscape(file) }

// What those who follow an entry read when it changed.
const (
	textChangedHead     = "Mục “%s” mà ông/bà theo dõi có thay đổi, cập nhật ngày %s.\n"
	textChangedMore     = "\nVà %d phần khác.\n"
	textChangedSource   = "Theo: "
	textChangedAnswer   = "Nội dung"
	textChangedDeadline = "Hạn phải làm"
	textChangedFoot     = "Xem cả mục, ông/bà hỏi tôi như thường ngày. Thôi theo dõi, ông/bà nhắn: thôi theo dõi."
)

// What the pages say.
const (
	textNotWithdrawn = "Không rút được: "
	textBringBack    = "Đăng lại mục đã rút"
	textNewEntry     = "Mục mới"
	textTitleLength  = "Tên mục phải có từ 3 đến 150 ký tự."
	textTitleTaken   = "Đã có mục mang tên này. Ông/bà mở mục đó để sửa, hoặc đặt tên khác."
	textDocument     = "Không có văn bản “%s” trong danh sách văn bản làm căn cứ. Ông/bà chọn trong danh sách " +
		"khi gõ; " +
		"văn bản mới thì thêm ở trang Nội dung, loại “Văn bản làm căn cứ”."
	textManyRows = "Quá nhiều dòng."
	textFileName = "Tên tệp không đúng: hãy dùng dạng faq/ten-muc.md hoặc " +
		"procedures/ten-muc.md, chữ thường không dấu."
	textNoReason     = "Ông/bà ghi lý do sửa (một dòng), để người sau hiểu."
	textHasFaults    = "Còn lỗi nên chưa đăng được."
	textSamplesFail  = "Có câu hỏi mẫu sẽ trả lời sai. Nếu vẫn muốn đăng, ông/bà đánh dấu vào ô xác nhận."
	textEntryChanged = "Có người vừa sửa mục này. Ông/bà mở lại mục rồi làm lại."
	textPickEntry    = "Ông/bà chọn một mục trong danh sách."
	textAskLength    = "Cách hỏi phải có từ 1 đến 120 ký tự."
	textNoNames      = "Mục này chưa có danh sách cách hỏi; ông/bà mở mục, phần “Cách người dân hỏi”, để thêm."
)

// What will happen, before something is dropped.
const (
	textGoneForGood        = "Việc này không lùi lại được."
	textMerge              = "Gộp %d nhóm câu hỏi thành một?"
	textMergeLabel         = "Gộp lại"
	textMergeOne           = "Từ nay các câu này tính chung một nhóm, mang tên câu được hỏi nhiều nhất."
	textClear              = "Dọn danh sách câu chưa trả lời?"
	textClearLabel         = "Dọn"
	textClearAll           = "Bỏ mọi câu đang có trong danh sách"
	textClearOlder         = "Bỏ những câu hỏi lần cuối hơn %d ngày trước"
	textClearOnce          = ", chỉ câu được hỏi một lần"
	textDropQuestions      = "Bỏ khỏi danh sách câu chưa trả lời?"
	textDropQuestionsLabel = "Bỏ khỏi danh sách"
	textDropCount          = "Bỏ %d câu hỏi. Lần sau có người hỏi lại, câu đó lại vào danh sách."
	textDropDraft          = "Bỏ bản nháp này?"
	textDropDraftLabel     = "Bỏ bản nháp"
	textDropDraftWhat      = "Chữ đã soạn trong bản nháp mất hẳn; mục đang dùng, nếu có, không đổi."
)

// What the overview and a withdrawal say.
const (
	textByHandMore = "Không tệp nào bị ghi đè; xem lại để chọn bản đúng."
	textNotLoaded  = "Nội dung mới chưa nạp được; bot vẫn trả lời theo bản tốt gần nhất"
	textLawMoves   = "%d chỗ trong nội dung dựa vào văn bản sắp đổi"
	textReviewDue  = "%d mục nội dung quá ngày hẹn rà soát"
	textWithdrawn  = "Trong vòng 5 giây bot không trả lời theo mục này nữa; hỏi tới thì bot tìm mục khác hoặc nói " +
		"chưa có câu trả lời."
	textPointerSkipped = "; chỗ đó được bỏ qua, đăng lại mục thì có lại như cũ."
	textWithdrawnKept  = "Nội dung và lịch sử vẫn giữ. Mục nằm trong danh sách “Đã rút” của trang Nội dung và đăng " +
		"lại " +
		"được bất cứ lúc nào."
)
