package library

// What is wrong with what an office says of itself.
const (
	textNoName    = "Ông/bà ghi tên nơi tiếp nhận."
	textNoContact = "Ông/bà ghi địa chỉ hoặc số điện thoại."
	textNoChecker = "Ông/bà ghi ai đã kiểm tra các thông tin này."
	textTooLong   = "Có ô quá dài: tên tối đa 120 ký tự, địa chỉ 200, điện thoại 40, người kiểm tra 120."
)

// Parts of the templates of new entries, and what they lack.
const (
	textNoSource = "chưa ghi nguồn: tên văn bản, kèm điều"
	planHead     = "# Kế hoạch của cơ quan. Mỗi việc một mục ở tasks: text là việc, lead là đơn vị làm, due " +
		"là hạn\n" +
		"# (năm-tháng-ngày). Thêm việc thì chép cả mục và đổi id: t2, t3…\nid: %s\ntitle: %s\nyear: %d\nissuer: " +
		"\"%s\"\n" +
		"caution: Kế hoạch của cơ quan; cần bản đầy đủ thì hỏi văn phòng.\nchecked: %s\nreview: %s\nvalid: " +
		"{from: %d-01-01, to: %d-12-31}\n"
	planRepeats = "# Việc làm đi làm lại thì thay dòng due bằng dòng rule: every là month (mỗi tháng), " +
		"quarter (mỗi quý), half\n" +
		"# (sáu tháng) hoặc year (mỗi năm); day là ngày trong tháng, last là ngày cuối. Ví dụ ngày cuối mỗi " +
		"quý, gặp ngày nghỉ\n" +
		"# thì làm sớm hơn:\n#    rule: {every: quarter, day: last, shift: before}\n"
	textNotAnAddress = " phải bắt đầu bằng https://; bản đồ cũng có thể ghi tọa độ, ví dụ "
)

// copiedNote marks what came from the portal until somebody has compared it with the law.
const copiedNote = "chép từ Cổng Dịch vụ công, chưa đối chiếu văn bản"
