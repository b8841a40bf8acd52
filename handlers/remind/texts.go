package remind

// Reminders that anybody asks for.
const (
	textCannotRemindHere = "Trên kênh này tôi không chủ động nhắn được cho ông/bà nên không nhắc việc được. Ông/bà " +
		"vui lòng nhắn cho tôi qua Telegram hoặc Zalo để đặt lời nhắc."
	textTooManyReminders = "Ông/bà đang có %d lời nhắc chưa đến giờ, tôi chưa nhận thêm được. Ông/bà hủy bớt lời " +
		"nhắc không cần nữa giúp tôi."
	textSeeReminders   = "Xem các lời nhắc"
	textSomething      = "việc ông/bà đã hẹn"
	textRemindWhen     = "Ông/bà muốn tôi nhắc “%s” vào lúc nào? Ví dụ: 20/12, 8 giờ sáng mai, sau 2 tiếng."
	textRemindWhich    = "Ông/bà muốn được nhắc “%s” vào lúc nào?"
	textRemindHour     = "Hôm nay ông/bà muốn được nhắc lúc mấy giờ?"
	textRemindPast     = "%s %s đã qua. Ông/bà muốn tôi nhắc vào lúc nào?"
	textRemindFar      = "Ngày đó còn xa quá. Tôi chỉ nhận lời nhắc trong vòng ba năm."
	textRemindSet      = "Tôi sẽ nhắc ông/bà lúc *%s, %s*: %s."
	textRemindGuessed  = "Muốn giờ khác, ông/bà nhắn lại kèm giờ."
	textRemindDayOff   = "Lưu ý: hôm đó là ngày nghỉ, bộ phận một cửa có thể không làm việc."
	textNoSuchReminder = "Tôi không còn lời nhắc này."
	textReminderGone   = "Đã hủy lời nhắc “%s”."
	textNoReminders    = "Ông/bà chưa có lời nhắc nào. Để đặt, ông/bà nhắn ví dụ: “nhắc tôi " +
		"ngày 20/12 đi lấy kết quả”."
	textReminder     = "*Nhắc việc:* %s"
	textReminderLate = "Lời nhắc này đến muộn: ông/bà hẹn lúc %s, nhưng lúc đó hệ thống " +
		"tạm dừng. Mong ông/bà thông cảm."

	textRemindBefore = "Nhắc tôi trước hạn"
	textWhichLimit   = "Ông/bà muốn được nhắc về hạn nào?"
	textAskEvent     = "Hạn này tính từ *%s*. Đó là ngày nào? Ví dụ: 18/11, hôm qua, thứ Hai tuần trước."
	textEventAgain   = "“%s” có thể là nhiều ngày. Ông/bà gõ lại đủ ngày, tháng, năm giúp tôi."
	textLimitIs      = "*%s*: hạn chót là *%s* (tính từ %s)."
	textLimitGone    = "Hạn này đã qua. Ông/bà nên đến bộ phận một cửa sớm để được hướng dẫn."
	textLimitSoon    = "Hạn đã sát, ông/bà nên đi làm ngay."
	textLimitSet     = "Tôi sẽ nhắc ông/bà lúc: %s."
)
