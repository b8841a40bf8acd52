package library

// What is wrong with what an office says of itself.
const (
	textNoName    = "Ông/bà ghi tên nơi tiếp nhận."
	textNoContact = "Ông/bà ghi địa chỉ hoặc số điện thoại."
	textNoChecker = "Ông/bà ghi ai đã kiểm tra các thông tin này."
	textTooLong   = "Có ô quá dài: tên tối đa 120 ký tự, địa chỉ 200, điện thoại 40, người kiểm tra 120."
)
