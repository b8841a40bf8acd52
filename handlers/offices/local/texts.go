package local

const (
	textHead     = "*Riêng ở %s*"
	textSource   = "(%s, kiểm tra %s)"
	textNoEntry  = "Không có mục này trong kho nội dung."
	textTooLong  = "Mỗi ô tối đa %d ký tự."
	textNoSource = "Ông/bà ghi nguồn: quyết định của xã, hoặc ai đã xác nhận."
	textNothing  = "Ông/bà ghi ít nhất một điều riêng của xã: lệ phí, phòng hoặc giờ."
)
