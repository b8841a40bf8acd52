package firstday

import "fmt"

const (
	textBackToList = "Danh sách Bắt đầu, còn %d bước"
	textFirstDay   = "Danh sách khởi đầu: mỗi bước làm ngay trên trang này, cả thảy chừng nửa giờ."
	textQuietForm  = "Ông/bà ghi giờ theo dạng 21:00."
	textNoAddress  = "Chưa in được: chưa có địa chỉ nào để người dân mở. Cần địa chỉ công khai của trang web hoặc " +
		"kênh Telegram; cách bật ở phần Kênh bên trên."
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

// howToSet says how each channel is switched on; the secrets themselves are set on the server alone.
var howToSet = map[string]string{
	"TELEGRAM_TOKEN": "Trên Telegram, nhắn cho @BotFather: /newbot, rồi đặt tên bot. @BotFather gửi lại một " +
		"dòng mã, như " +
		"mật khẩu của bot. Người giữ máy chủ ghi mã đó vào dòng TELEGRAM_TOKEN.",
	"ZALO_APP_ID": "Cần Official Account (OA) của cơ quan đã xác thực và một tên miền. Làm theo từng bước trong " +
		"tờ hướng " +
		"dẫn “Đưa bot lên Zalo”; bước cuối, người giữ máy chủ chạy: motcua zalo login.",
	"ZALO_BOT_TOKEN": "Trên Zalo, tìm OA Zalo Bot Manager, bấm Tạo bot, đặt tên bắt đầu bằng chữ “Bot”. Zalo " +
		"gửi lại một " +
		"mã; người giữ máy chủ ghi vào dòng ZALO_BOT_TOKEN.",
	"MOTCUA_PUBLIC_URL": "Tên miền có https dẫn tới máy chủ, ví dụ https://hoidap.xa.gov.vn. Người giữ máy chủ " +
		"ghi vào " +
		"dòng MOTCUA_PUBLIC_URL.",
	"REDIS_URL": "Không bắt buộc: chỉ cần khi chạy nhiều tiến trình cùng lúc.",
}

// What each step of the first day is for.
const (
	textOfficeStep   = "Người dân hỏi “ở đâu”, “mấy giờ mở cửa” thì bot trả lời theo đây."
	textChannelsStep = "Nơi người dân hỏi bot. Cần ít nhất một kênh chạy tốt; kênh chưa bật thì để sau cũng được."
	textOwnerStep    = "Tạo một mã rồi nhắn cho bot: từ đó bot báo ông/bà những gì cần quyết định."
	textPeopleStep   = "Mời từng người, rồi bấm vào tên để giao vai trò. Xong khi có ít nhất một trưởng đơn vị " +
		"hoặc quản trị viên: câu hỏi người dân chuyển tới người đó."
	textPlanStep  = "Chọn dùng hay không dùng lịch mẫu để bot tự nhắc việc."
	textQuietStep = "Trong giờ này bot không bắt đầu gửi thông báo. Giữ nguyên giờ có sẵn cũng bấm Lưu."
	textTrialStep = "Soạn vài chữ, bấm “Thử cho tôi”; chưa ai khác nhận được. Nhận được tin rồi thì bấm Đánh dấu " +
		"đã xong."
	textPosterStep = "Một trang A4 có tên cơ quan, người dân quét là hỏi được. In và dán rồi thì bấm Đánh dấu đã " +
		"xong."
	textBackupStep = "Người giữ máy chủ chạy: motcua backup THƯ-MỤC/ và đặt lịch hằng ngày (tờ hướng dẫn vận hành, " +
		"phần Sao lưu). Có bản đầu tiên thì bước này tự xong."
)
