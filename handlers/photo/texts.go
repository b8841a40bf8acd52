package photo

const (
	textTooLarge = "Ảnh quá lớn: tối đa 5 MB. Ông/bà chụp lại ở cỡ nhỏ hơn, hoặc gửi ảnh qua Zalo cho mình rồi " +
		"tải về."
	textTooManyPixels = "Ảnh quá nhiều điểm ảnh: tối đa %d triệu. Ông/bà chụp lại ở cỡ nhỏ hơn."
	textTooSmall      = "Ảnh quá nhỏ: mỗi cạnh phải có ít nhất 300 điểm ảnh, nhỏ hơn thì người dân nhìn không rõ."
	textNotAPicture   = "Tệp này không phải ảnh JPEG hay PNG."
	textBroken        = "Không đọc được ảnh này, có thể tệp bị hỏng. Ông/bà chọn ảnh khác."
)
