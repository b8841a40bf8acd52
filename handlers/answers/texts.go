package answers

// What is said when no entry answers, or not surely. People are addressed as "ông/bà", the bot calls itself "tôi".
const (
	textChoose         = "Ông/bà muốn hỏi việc nào dưới đây?"
	textChooseFirst    = "Ông/bà chọn giúp tôi việc nào trước, rồi tôi trả lời tiếp ý này:"
	textWhichProcedure = "Ông/bà muốn hỏi %s của thủ tục nào? Vui lòng gõ tên việc cần làm, ví dụ: “đăng ký khai " +
		"sinh”, “làm hộ chiếu”."
	textEnglish     = "Tôi chỉ trả lời được bằng tiếng Việt. I can answer in Vietnamese only; an official may help you."
	textUnderstood  = "Tôi hiểu ông/bà hỏi về: *%s*"
	textAlso        = "Ông/bà còn nhắc tới: %s. Bấm nút bên dưới để xem."
	textNotThis     = "Không đúng việc này?"
	textNoneOfThese = "Không phải các việc trên"
	textUnknown     = "Tôi chưa có câu trả lời chắc chắn cho câu hỏi này nên không dám trả lời bừa."
	textUnknownNext = "Ông/bà có thể hỏi lại bằng tên việc cần làm, ví dụ “đăng ký khai sinh”, hoặc để tôi chuyển " +
		"câu hỏi tới cán bộ."
	textContact   = "Ông/bà cũng có thể gọi %s: %s%s."
	textNoContact = "Tôi chưa có số điện thoại đã xác minh của bộ phận một cửa; ông/bà có thể hỏi trực tiếp tại " +
		"Trung tâm Phục vụ hành chính công cấp xã nơi ở, hoặc tra trên Cổng Dịch vụ công quốc gia."
	textNotSaid = "Về *%s*, tôi chưa có câu trả lời chắc chắn cho ý này nên không dám trả lời bừa.\nÔng/bà xem phần " +
		"cần tìm bên dưới, hỏi lại rõ hơn, hoặc để tôi chuyển câu hỏi tới cán bộ."
	textNear  = "“%s?” %s"
	textNoted = "Vâng, tôi nhớ là “%s”. Về *%s*, tôi chưa thấy quy định riêng cho trường hợp này; phần nào cần thì " +
		"ông/bà bấm bên dưới, hoặc hỏi tiếp."
	textCalm        = "Ông/bà cứ bình tĩnh, việc này vẫn giải quyết được."
	textOrThis      = "Hay ông/bà hỏi việc dưới đây?"
	textUnsafe      = "Tôi chỉ hỗ trợ về thủ tục hành chính nên không thể giúp việc này."
	textLegalAdvice = "Câu hỏi này cần tra cứu hoặc tư vấn pháp luật, ngoài phạm vi thủ tục mà tôi được giao. " +
		"Ông/bà có thể hỏi cán bộ tư pháp của xã."
	textCodeUnknown = "Tôi chưa có thủ tục mã %s. Ông/bà tìm theo mã này trên [Cổng Dịch vụ công quốc gia](%s), " +
		"hoặc để tôi chuyển câu hỏi tới cán bộ."
	textDossierCode = "Đây là mã hồ sơ. Tôi không xem được hồ sơ và không lưu mã này. Ông/bà mở [Cổng Dịch vụ " +
		"công quốc gia](%s), chọn tra cứu hồ sơ rồi nhập mã; hoặc đưa Giấy hẹn cho Bộ phận một cửa nơi đã nộp."
)

// Replies to what is not a question.
const (
	textGreet    = "Xin chào ông/bà! Ông/bà cần hỏi thủ tục gì, cứ gõ tự nhiên, không dấu cũng được."
	textGoAhead  = "Vâng, ông/bà cứ hỏi ạ: cần làm giấy tờ gì, hoặc đang gặp việc gì?"
	textWelcome  = "Không có gì ạ. Ông/bà cần hỏi thêm việc gì, tôi vẫn ở đây."
	textFarewell = "Tạm biệt ông/bà. Khi cần, ông/bà cứ nhắn cho tôi."
	textAlright  = "Vâng ạ. Ông/bà cần hỏi thêm việc gì, cứ nhắn cho tôi."
	textWhoIAm   = "Tôi là trợ lý tự động của bộ phận một cửa, không phải người. Tôi trả lời từ kho nội dung " +
		"có nguồn; điều không biết, tôi chuyển tới cán bộ."
	textInsulted = "Tôi xin lỗi nếu câu trả lời chưa giúp được ông/bà. Ông/bà cho tôi biết việc cần làm, hoặc " +
		"để tôi chuyển tới cán bộ."
)
