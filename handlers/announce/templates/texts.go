package templates

const (
	textBrace      = "Mỗi ô trống viết trong một cặp ngoặc { }, trên một dòng: {địa điểm}, {ngày họp: ngày}."
	textBlankName  = "Mỗi ô trống cần có tên, tối đa 60 ký tự: {địa điểm}, {ngày họp: ngày}."
	textNoKind     = "Không có loại ô “%s”. Các loại: chữ, ngày, giờ, số; ví dụ {giờ bắt đầu: giờ}."
	textTwoKinds   = "Ô “%s” được viết hai lần với hai loại khác nhau."
	textManyBlanks = "Một mẫu có tối đa %d ô trống."
	textNoBlank    = "Mẫu chưa có ô trống nào. Viết ô trống trong ngoặc { }, ví dụ {địa điểm}."
	textName       = "Tên mẫu phải có từ 1 đến %d ký tự."
	textEmpty      = "Ô “%s” chưa điền."
	textLong       = "Ô “%s” dài quá %d ký tự."
	textNumber     = "Ô “%s” cần một con số."
	textDay        = "Ô “%s” cần một ngày, ví dụ: 12/12/2026, thứ Sáu tuần sau, ngày mai."
	textDayGone    = "Ô “%s”: %s đã qua."
	textClock      = "Ô “%s” cần một giờ, ví dụ: 7 giờ 30, 14:00."
	textNoHour     = "Không có giờ “%s”."
	textOrder      = "Ô “%s” (%s) phải sau giờ bắt đầu (%s)."

	textList     = "*Mẫu thông báo.* Ông/bà chọn một mẫu, tôi hỏi từng ô rồi cho xem trước; chưa gửi gì."
	textAsk      = "*%s*, ô %d/%d: %s?%s"
	textAskDay   = " Gõ ngày, ví dụ: 12/12, thứ Sáu tuần sau."
	textAskClock = " Gõ giờ, ví dụ: 7 giờ 30."
	textStop     = "Tôi đã bỏ mẫu đang điền."
	textGone     = "Mẫu này không còn nữa."
	textMostOwn  = "Cơ quan đã có %d mẫu riêng, là nhiều nhất. Ông/bà xóa bớt mẫu không dùng."
)
