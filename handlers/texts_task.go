package handlers

// Tasks of officials.
const (
	textTaskForm = "Để giao việc, ông/bà gõ: /giaoviec việc; người; hạn\nVí dụ: /giaoviec Nộp báo cáo quý IV; Trần Thị Lan; 15/12\nHạn có thể ghi: thứ sáu tuần sau, cuối tháng, trước Tết 3 ngày làm việc, sau 10 ngày làm việc. Muốn ghi sản phẩm thì thêm “; sản phẩm” ở cuối; muốn được nhắc sớm hơn thì thêm “; nhắc trước 10, 5, 1”."
	textTaskEdit = "Ông/bà gõ lại phần cần sửa: hạn mới, tên người, hoặc tên việc. Muốn sửa nhiều phần thì gõ lại: việc; người; hạn."
	textReadBack = "Tôi hiểu như sau, có đúng không?"
	textLeadsAre = "Tôi sẽ nhắc trước %s ngày làm việc, vào ngày hạn, và mỗi ngày làm việc khi quá hạn."
	textLeadNone = "Tôi sẽ nhắc vào ngày hạn, và mỗi ngày làm việc khi quá hạn."
	textShifted  = "%s là %s nên tôi lấy ngày làm việc %s."

	textNobodyNamed = "Tôi không thấy cán bộ hay đơn vị nào tên “%s”. Ông/bà gõ lại tên, hoặc mời người đó bằng /moi."
	textPeopleAre   = "Các cán bộ đã liên kết:"
	textNoPeople    = "Chưa có cán bộ nào liên kết với bot. Ông/bà mời bằng lệnh /moi Họ tên; Đơn vị."
	textWhichPerson = "Có nhiều người khớp với “%s”. Ông/bà giao cho ai?"
	textNoDay       = "Tôi chưa đọc được ngày trong “%s”. Ông/bà gõ lại, ví dụ: 15/12, thứ sáu tuần sau, cuối tháng."
	textWhichDay    = "“%s” có thể là nhiều ngày. Ông/bà chọn giúp tôi:"
	textDayGone     = "%s đã qua. Ông/bà gõ lại hạn giúp tôi."
	textOldDraft    = "Bản nháp này đã cũ. Ông/bà gõ lại /giaoviec để giao việc."

	textTaskGiven   = "Đã giao việc %s cho *%s*, hạn %s. Ông/bà xem tiến độ bằng /nhiemvu."
	textNewTask     = "*Ông/bà có việc mới*"
	textReopened    = "*Đã mở lại việc*"
	textNobodyYet   = "chưa giao cho ai"
	textNoSuchTask  = "Tôi không thấy việc này nữa. Ông/bà gõ /nhiemvu để xem các việc đang có."
	textNotYourTask = "Việc này không phải của ông/bà. Ông/bà gõ /nhiemvu để xem việc của mình."
	textTaskOver    = "Việc *%s* đã đóng rồi, tôi không nhắc nữa."

	textAcked    = "Đã ghi nhận ông/bà nhận việc *%s*, hạn %s."
	textDone     = "Đã xong: *%s*. Tôi không nhắc việc này nữa. Cảm ơn ông/bà!"
	textDoneTold = "%s đã xong việc *%s*."
	textVoided   = "Đã bỏ việc *%s*."
	textHanded   = "Đã giao việc *%s* cho %s."
	textGiveWhom = "Giao việc *%s* cho ai?"

	textAskResult  = "Ông/bà gõ một dòng về kết quả (ví dụ: đã gửi kèm công văn số 12)."
	textResultKept = "Đã ghi kết quả."

	textAskAgain      = "Nhắc lại việc *%s* vào hôm nào?"
	textAskSnooze     = "Ông/bà gõ ngày muốn được nhắc lại, ví dụ: thứ năm, 2 ngày nữa, 10/12."
	textSnoozed       = "Tôi sẽ nhắc lại việc *%s* vào %s."
	textSnoozePast    = "Ngày đó không ở phía trước. Ông/bà chọn một ngày từ ngày mai."
	textSnoozeOverdue = "Việc đã quá hạn nên tôi nhắc mỗi ngày làm việc cho tới khi xong."
	textSnoozeDue     = "Ngày ông/bà chọn muộn hơn hạn nên tôi nhắc đúng ngày hạn."
	textAskDue        = "Hạn của *%s* đang là %s. Ông/bà gõ hạn mới."
	textDueMoved      = "Đã đổi hạn của *%s* sang %s."

	textStuck       = "Tôi đã báo trưởng đơn vị là ông/bà gặp khó khăn với việc *%s*. Ông/bà có thể gõ một dòng nói rõ khó khăn gì, tôi chuyển ngay."
	textStuckTold   = "%s đang gặp khó khăn với việc *%s*, hạn %s."
	textTroubleTold = "%s nói rõ khó khăn ở việc *%s*: %s"
	textTroubleKept = "Tôi đã chuyển lời tới trưởng đơn vị."

	textDigestLate    = "Lời nhắc này đến muộn: lẽ ra phải gửi lúc %s ngày %s, nhưng hệ thống đã tạm dừng."
	textDigestEmpty   = "Các việc trong lời nhắc này đã được xử lý. Cảm ơn ông/bà!"
	textUnitSection   = "Việc của đơn vị cần ông/bà đôn đốc"
	textOfficeSection = "Việc của cơ quan đang chậm hoặc chưa có phản hồi"
	textCutSection    = "Những người tôi không nhắn được trước hạn"
	textSeeBoard      = "Xem bảng việc"
	textSeeMine       = "Xem mọi việc của tôi"
	textNoTasks       = "Ông/bà chưa có việc nào."
	textNothingOpen   = "Không có việc nào đang mở."

	textNoChat           = "chưa liên kết kênh nào"
	textHasBlocked       = "đã chặn hoặc rời bot"
	textCannotWriteFirst = "kênh này không cho bot nhắn trước"
)
