package remind

import "github.com/motcua/motcua/content/vidate"

// Reminders that anybody asks for.
const (
	textCannotRemindHere = "Trên kênh này tôi không chủ động nhắn được cho ông/bà nên không tự nhắc được."
	textRemindThere      = "Muốn tôi nhắc, ông/bà nhắn cho tôi qua %s."
	textCalendarFile     = "*Thêm vào lịch*: %s, %s. Ông/bà mở tệp dưới đây để lịch trên điện thoại hoặc máy tính " +
		"nhắc " +
		"trước một ngày."
	textCalendarHow = "Tôi làm được tệp để ông/bà thêm vào lịch của mình: ông/bà gõ cả việc và ngày trong một câu, " +
		"ví " +
		"dụ “nhắc tôi nộp hồ sơ ngày 10/12”."
	textCalendarName     = "Nhắc việc Một Cửa"
	textTooManyReminders = "Ông/bà đang có %d lời nhắc chưa đến giờ, tôi chưa nhận thêm được. Ông/bà hủy bớt lời " +
		"nhắc không cần nữa giúp tôi."
	textSeeReminders   = "Xem các lời nhắc"
	textSomething      = "việc ông/bà đã hẹn"
	textRemindWhich    = "Ông/bà muốn được nhắc “%s” vào lúc nào?"
	textRemindHour     = "Hôm nay ông/bà muốn được nhắc lúc mấy giờ?"
	textRemindPast     = "%s %s đã qua. Ông/bà muốn tôi nhắc vào lúc nào?"
	textRemindFar      = "Ngày đó còn xa quá. Tôi chỉ nhận lời nhắc trong vòng ba năm."
	textRemindReadBack = "Tôi hiểu như sau, có đúng không?\nNhắc lúc *%s, %s*: %s."
	textRemindAgain    = "Lặp lại: %s."
	textMoveOffDaysOff = "Ngày nghỉ thì nhắc sớm hơn"
	textStayOnDaysOff  = "Ngày nghỉ vẫn nhắc"
	textReminderLast   = "Đây là lần nhắc cuối cùng của lời nhắc này."
	textOddRepeat      = "Tôi chưa nhắc lặp lại theo kiểu “%s” được, nên chưa đặt lời nhắc nào. Tôi nhắc được: mỗi " +
		"ngày, " +
		"mỗi ngày làm việc, mỗi tuần, mỗi tháng, mỗi năm. Ví dụ: “nhắc tôi mỗi tháng ngày 5 nộp tiền điện”, “nhắc " +
		"tôi " +
		"mỗi thứ Hai 8 giờ họp đến hết tháng 6”."
	textUntilAlone = "Ông/bà muốn tôi nhắc bao lâu một lần cho đến %s? Ông/bà gõ lại, ví dụ: mỗi tuần, mỗi tháng " +
		"ngày 5."
	textUntilGone      = "Ngày kết thúc (%s) lại trước lần nhắc đầu tiên (%s). Ông/bà gõ lại giúp tôi."
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
	textToCalendar   = "Thêm hạn vào lịch"
	textLimitTitle   = "Hạn chót: %s"
	textLimitFrom    = "Tính từ %s."
	textLimitFile    = "Ông/bà mở tệp dưới đây để lịch trên điện thoại hoặc máy tính nhắc trước 14 ngày, " +
		"3 ngày và 1 ngày."
	textWhichLimit    = "Ông/bà muốn được nhắc về hạn nào?"
	textAskEvent      = "Hạn này tính từ *%s*. Đó là ngày nào? Ví dụ: 18/11, hôm qua, thứ Hai tuần trước."
	textEventAgain    = "“%s” có thể là nhiều ngày. Ông/bà gõ lại đủ ngày, tháng, năm giúp tôi."
	textLimitIs       = "*%s*: hạn chót là *%s* (tính từ %s)."
	textLimitGone     = "Hạn này đã qua. Ông/bà nên đến bộ phận một cửa sớm để được hướng dẫn."
	textLimitLeft     = "Tôi không đặt lời nhắc nào."
	textLimitSoon     = "Hạn đã sát, ông/bà nên đi làm ngay."
	textLimitReadBack = "Ngày tính hạn như vậy có đúng không? Nếu đúng, tôi sẽ nhắc ông/bà lúc: %s."
	textLimitSet      = "Tôi sẽ nhắc ông/bà lúc: %s."
)

// askWhen asks for the time of a reminder, by how often it is to come.
var askWhen = map[vidate.Repeat]string{
	"":              "Ông/bà muốn tôi nhắc “%s” vào lúc nào? Ví dụ: 20/12, 8 giờ sáng mai, sau 2 tiếng.",
	vidate.Daily:    "Ông/bà muốn tôi nhắc “%s” mỗi ngày vào lúc mấy giờ? Ví dụ: 8 giờ sáng.",
	vidate.Workdays: "Ông/bà muốn tôi nhắc “%s” mỗi ngày làm việc vào lúc mấy giờ? Ví dụ: 16 giờ.",
	vidate.Weekly:   "Ông/bà muốn tôi nhắc “%s” vào thứ mấy hằng tuần, lúc mấy giờ? Ví dụ: thứ Hai, 8 giờ sáng.",
	vidate.Monthly:  "Ông/bà muốn tôi nhắc “%s” vào ngày nào hằng tháng, lúc mấy giờ? Ví dụ: ngày 5, 8 giờ sáng.",
	vidate.Yearly:   "Ông/bà muốn tôi nhắc “%s” vào ngày nào hằng năm? Ví dụ: 20/12, 8 giờ sáng.",
}

// What people type instead of pressing.
var (
	saysYes = []string{"dung", "dung roi", "dung vay", "dung a", "ok", "oke", "okay", "u", "uh", "vang", "da",
		"da dung",
		"co", "dong y", "phai", "chuan"}
	saysWrong = []string{"sai", "sai roi", "khong dung", "khong phai", "sua"}
	saysNo    = []string{"khong", "thoi", "huy", "huy bo", "khong nhac nua", "khoi", "khong can"}
)

// Parts of how a repeat is told.
const (
	textOrLastDay      = " (tháng không có ngày đó thì vào ngày cuối tháng)"
	textRemindedBefore = ", rơi vào ngày nghỉ thì nhắc vào ngày làm việc liền trước"
)
