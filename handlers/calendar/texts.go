package calendar

const (
	textDayOffForm = "Để nhập quyết định về ngày nghỉ, ông/bà gõ: /ngaynghi các ngày; nghỉ hoặc làm; lý do; văn " +
		"bản\nVí dụ: /ngaynghi 5/2/2027 đến 11/2/2027; nghỉ; Tết Nguyên đán; Thông báo số 123/TB-BNV"
	textDayOffKept = "Đã ghi. Từ giờ tôi tính ngày làm việc theo quyết định này."
	textDayOffGone = "Đã bỏ ngày đó khỏi quyết định của cơ quan."
)

const textDaysOffAhead = "*Ngày nghỉ và làm bù trong một năm tới*"

const (
	textOwnDaysOnly = "Ngày ông/bà ghi ở đây chỉ tính cho %s; ngày nghỉ chung vẫn giữ nguyên."
	textDaysHoldIn  = "Áp dụng riêng cho: %s"
	textOffForAll   = "Ngày %s là ngày nghỉ chung của các cơ quan, một cơ quan không ghi riêng thành ngày làm việc " +
		"được."
)
