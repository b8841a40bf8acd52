package office

// What is said of offices and of days. People are addressed as "ông/bà", the bot calls itself "tôi".
const (
	textOpenMap       = "Mở bản đồ"
	textAnyCommune    = "UBND xã nơi ông/bà ở"
	textPoliceUnknown = "Tôi chưa có số điện thoại đã xác minh của Công an xã; ông/bà hỏi tại trụ sở %s. Việc khẩn " +
		"cấp thì gọi [113](tel:113)."
	textFindOut       = "Ông/bà cũng có thể để tôi chuyển câu hỏi tới cán bộ."
	textYes           = "Có. "
	textNo            = "Không. "
	textNotYet        = "chưa quyết định"
	textProposals     = "Đang lấy ý kiến: %s."
	textOtherDay      = "%s là %s, nên tôi trả lời cho ngày ông/bà nêu tên."
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
	textWorkingToday  = "Hôm nay là ngày làm việc"
	textClosedToday   = "Hôm nay nghỉ: %s. Làm việc lại %s"
	textWeeklyRest    = "ngày nghỉ hằng tuần"
	textOpensAt       = "Chưa mở cửa, mở lúc %s"
	textOpenUntil     = "Đang mở cửa, đến %s"
	textClosedUntil   = "Đã đóng cửa, mở lại lúc %s %s"
	textTetLater      = "Có quyết định thì tôi trả lời theo đó; doanh nghiệp tự chọn lịch cho người lao động."
)

// dayWords are the words for today and for tomorrow.
var dayWords = [...]string{"hôm nay", "mai"}

// textOfficeUnknown says what nobody has filled in yet, by the part that is asked for.
var textOfficeUnknown = map[contactPart]string{
	contactPhone: "Tôi chưa có số điện thoại đã xác minh của Bộ phận một cửa; ông/bà hỏi tại trụ sở %s.",
	contactHours: "Cơ quan nhà nước làm việc từ thứ Hai đến thứ Sáu, trừ ngày lễ, tết. Giờ mở cửa của Bộ phận một " +
		"cửa tôi chưa xác minh; ông/bà hỏi tại trụ sở %s.",
	contactAddress: "Tôi chưa có địa chỉ đã xác minh của Bộ phận một cửa; ông/bà hỏi tại trụ sở %s.",
}
