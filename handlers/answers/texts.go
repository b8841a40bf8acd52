package answers

import "github.com/motcua/motcua/bot"

// Every fixed sentence of an answer stands here. People are addressed as "ông/bà", the bot calls itself "tôi".
const (
	textNotVerified     = "Chưa xác minh: tôi chưa có nguồn chắc chắn cho phần này, ông/bà vui lòng hỏi bộ phận một cửa."
	textUnverifiedMark  = "chưa xác minh"
	textUnverifiedStart = "Chưa xác minh"
	textAbsent          = "không có trong nguồn"
	textConflictMark    = "Các nguồn chưa thống nhất:"
	textBenefit         = "Mức hưởng"
	textMistakes        = "Hay bị trả lại vì"
	textNotes           = "Lưu ý"
	textDeadline        = "Hạn ông/bà phải làm:"
	textFirst           = "Trước hết:"
	textApplies         = "phải làm thủ tục này, hồ sơ như bên dưới"
	textOpenPortal      = "Mở trang nộp trực tuyến"
	textImported        = "Nội dung này chép từ Cổng Dịch vụ công quốc gia, cơ quan chưa kiểm tra lại."
	textOverdue         = "Mục này đã quá ngày hẹn rà soát (%s); ông/bà nên hỏi lại bộ phận một cửa trước khi đi."
	textSources         = "Nguồn"
	textChecked         = "Kiểm tra %s."
	textBackToAnswer    = "Xem câu trả lời"
	textAskAgain        = "Chỗ ghi “chưa xác minh”: ông/bà hỏi lại bộ phận một cửa trước khi đi nộp."
	textLapsed          = "quy định trước ngày %s; ông/bà hỏi lại trước khi nộp"
	textLapsedFee       = "mức cũ đã hết hiệu lực sau ngày %s; mức mới chưa xác minh"
	textEnds            = "Sắp thay đổi: %s hết hiệu lực sau ngày %s."
	textDue             = "Ngày hẹn trả (ước tính)"
	textFiled           = "Nếu nộp đủ hồ sơ %s, kết quả dự kiến có:"
	textProvisional     = "Tạm tính, vì lịch nghỉ chưa được quyết định: %s."
	textEstimate        = "Đây là ước tính theo ngày làm việc; ngày chính xác ghi trên giấy hẹn trả kết quả."
	textChoose          = "Ông/bà muốn hỏi việc nào dưới đây?"
	textWhichProcedure  = "Ông/bà muốn hỏi %s của thủ tục nào? Vui lòng gõ tên việc cần làm, ví dụ: “đăng ký khai sinh”, “làm hộ chiếu”."
	textUnderstood      = "Tôi hiểu ông/bà hỏi về: *%s*"
	textAlso            = "Ông/bà còn nhắc tới: *%s*. Bấm nút bên dưới để xem."
	textNotThis         = "Không đúng việc này?"
	textWhole           = "Xem đủ "
	textBring           = "Cần mang"
	textNoneOfThese     = "Không phải các việc trên"
	textUnknown         = "Tôi chưa có câu trả lời chắc chắn cho câu hỏi này nên không dám trả lời bừa."
	textUnknownNext     = "Ông/bà có thể hỏi lại bằng tên việc cần làm, ví dụ “đăng ký khai sinh”, hoặc để tôi chuyển câu hỏi tới cán bộ."
	textContact         = "Ông/bà cũng có thể gọi %s: %s%s."
	textNoContact       = "Tôi chưa có số điện thoại đã xác minh của bộ phận một cửa; ông/bà có thể hỏi trực tiếp tại Trung tâm Phục vụ hành chính công cấp xã nơi ở, hoặc tra trên Cổng Dịch vụ công quốc gia."
	// LabelPass is the button that hands a question to the office.
	LabelPass         = "Chuyển câu hỏi tới cán bộ"
	textUnsafe        = "Tôi chỉ hỗ trợ về thủ tục hành chính nên không thể giúp việc này."
	textLegalAdvice   = "Câu hỏi này cần tra cứu hoặc tư vấn pháp luật, ngoài phạm vi thủ tục mà tôi được giao. Ông/bà có thể hỏi cán bộ tư pháp của xã."
	textWhichCommune  = "Xã tôi nay là xã nào?"
	textNoAddress     = "Địa chỉ và điện thoại: chưa xác minh. Ông/bà hỏi tại trụ sở UBND xã."
	textCodeUnknown   = "Tôi chưa có thủ tục mã %s. Ông/bà tìm theo mã này trên [Cổng Dịch vụ công quốc gia](%s), hoặc để tôi chuyển câu hỏi tới cán bộ."
	textDossierCode   = "Đây là mã hồ sơ. Tôi không xem được hồ sơ và không lưu mã này. Ông/bà mở [Cổng Dịch vụ công quốc gia](%s), chọn tra cứu hồ sơ rồi nhập mã; hoặc đưa Giấy hẹn cho Bộ phận một cửa nơi đã nộp."
	textOpenMap       = "Mở bản đồ"
	textAnyCommune    = "UBND xã nơi ông/bà ở"
	textPoliceUnknown = "Tôi chưa có số điện thoại đã xác minh của Công an xã; ông/bà hỏi tại trụ sở %s. Việc khẩn cấp thì gọi [113](tel:113)."
	textFindOut       = "Ông/bà cũng có thể để tôi chuyển câu hỏi tới cán bộ."
	textMeetPerson    = "Gặp cán bộ"
	textYes           = "Có. "
	textNo            = "Không. "
	textNotYet        = "chưa quyết định"
	textProposals     = "Đang lấy ý kiến: %s."
	textWorks         = "%s là ngày làm việc."
	textWorksInstead  = "%s là ngày làm việc (%s)."
	textOffNamed      = "%s nghỉ: %s."
	textOffWeekly     = "%s là ngày nghỉ hằng tuần, trừ nơi có thông báo riêng."
	textNextWorkday   = "Ngày làm việc gần nhất sau đó: %s."
	textNotDecided    = "Chưa chắc chắn: %s."
	textHoursNotKnown = "Giờ mở cửa cụ thể: chưa xác minh, ông/bà hỏi Bộ phận một cửa trước khi đi."
	textDaysOff       = "Ngày nghỉ lễ, tết còn lại của năm %d (công chức, cơ quan nhà nước):"
	textOffOneDay     = "%s: nghỉ %s."
	textOffDays       = "%s: nghỉ từ %s đến hết %s (%d ngày)."
	textTetDecided    = "Nghỉ Tết %d từ %s đến hết %s (%d ngày, công chức và cơ quan nhà nước)."
	textTetOpen       = "Lịch nghỉ Tết %d chưa được quyết định."
	textTetLater      = "Có quyết định thì tôi trả lời theo đó; doanh nghiệp tự chọn lịch cho người lao động."
	textEventSteps    = "Ông/bà làm lần lượt, bấm nút để xem từng việc:"
	textEventLimit    = "hạn %s kể từ %s"
	textCallNow       = "Gọi ngay"
	textCallAlso      = "Gọi thêm"
	textCallLabel     = "Gọi %s"
	textHurt          = "Có người bị thương: gọi thêm %s – %s."
	textPolice        = "Báo thêm Công an xã, hoặc nhờ trưởng thôn báo."
	textPoliceAt      = "Báo thêm %s: %s."
	textCannotCall    = "Tôi là trợ lý tự động, không gọi thay được: ông/bà gọi ngay, hoặc nhờ người bên cạnh gọi."
	textHelpful       = "👍 Có giúp ích"
	textUnhelpful     = "👎 Chưa giúp ích"
)

// Examples are questions that the greeting offers.
var Examples = []string{"Làm giấy khai sinh cho con cần gì?", "Đăng ký tạm trú ở đâu?", "Lệ phí làm hộ chiếu bao nhiêu?", "Xây nhà có phải xin phép không?"}

// HelpButtons offers the examples.
func HelpButtons() [][]bot.Button {
	rows := make([][]bot.Button, len(Examples))
	for i, e := range Examples {
		rows[i] = []bot.Button{ActionHelp.Button(e, Help{&i})}
	}
	return rows
}

// textOfficeUnknown says what nobody has filled in yet, by the part that is asked for.
var textOfficeUnknown = map[contactPart]string{
	contactPhone:   "Tôi chưa có số điện thoại đã xác minh của Bộ phận một cửa; ông/bà hỏi tại trụ sở %s.",
	contactHours:   "Cơ quan nhà nước làm việc từ thứ Hai đến thứ Sáu, trừ ngày lễ, tết. Giờ mở cửa của Bộ phận một cửa tôi chưa xác minh; ông/bà hỏi tại trụ sở %s.",
	contactAddress: "Tôi chưa có địa chỉ đã xác minh của Bộ phận một cửa; ông/bà hỏi tại trụ sở %s.",
}
