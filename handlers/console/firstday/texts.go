package firstday

import "fmt"

const (
	textFirstDay    = "Danh sách khởi đầu: mỗi bước làm ngay trên trang này, cả thảy chừng nửa giờ."
	textQuietForm   = "Ông/bà ghi giờ theo dạng 21:00."
	textNoAddress   = "Chưa có địa chỉ để người dân mở: máy chủ cần đặt MOTCUA_PUBLIC_URL, hoặc bật kênh Telegram."
	textNoSuchPlace = "Không có nơi tiếp nhận này trong kho nội dung."
	textHasFaults   = "Chưa lưu được vì kho nội dung báo lỗi: "
	textChanged     = "Có người vừa sửa thông tin này. Ông/bà mở lại trang rồi làm lại."
	textWhy         = "Cập nhật thông tin cơ quan"
	textNoPicture   = "Ông/bà chọn một ảnh JPEG hoặc PNG, tối đa 5 MB."

	textDropPicture      = "Bỏ ảnh của %s?"
	textDropPictureLabel = "Bỏ ảnh"
	textDropPictureWhat  = "Ảnh bị xóa hẳn khỏi máy chủ, người dân không thấy nữa. Cần lại thì tải ảnh lên lần nữa."
)

// sheetLines are what the sheet for the wall promises.
var sheetLines = []string{"Cần giấy tờ gì, nộp ở đâu, phí bao nhiêu", "Mấy ngày có kết quả", "Gửi câu hỏi cho cán bộ",
	"Góp ý về việc phục vụ"}

func leftText(n int) string { return fmt.Sprintf("Còn %d bước để bot chạy đầy đủ", n) }
