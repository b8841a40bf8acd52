package console

// What a page says when something cannot be done.
const (
	textNotFound       = "Không có trang hoặc mục này."
	textNotYourOffice  = "Trang này chung cho mọi cơ quan dùng bot; ông/bà nhờ quản trị viên chung."
	textNotYourRole    = "Vai trò của ông/bà không có quyền làm việc này."
	textOldPage        = "Trang đã cũ. Ông/bà tải lại trang rồi làm lại."
	textOtherSite      = "Yêu cầu không đến từ trang quản trị."
	textNoPage         = "Có lỗi khi dựng trang."
	textFailed         = "Có lỗi trong chương trình. Việc vừa rồi chưa được làm."
	textNoStore        = "Nơi lưu dữ liệu tạm thời không trả lời. Việc vừa rồi chưa được làm; vui lòng thử lại."
	textAtOnce         = "Có người vừa sửa cùng lúc. Ông/bà tải lại trang rồi làm lại."
	textTooMany        = "Quá nhiều yêu cầu. Vui lòng thử lại sau ít phút."
	textUploadTooLarge = "Tệp gửi lên quá lớn. Tối đa là %d MB."
	textUnreadable     = "Không đọc được dữ liệu gửi lên."
	textOtherType      = "Dạng dữ liệu không được nhận."
	textTooLong        = "Nội dung gửi lên quá dài."
	textFileTooLarge   = "Tệp “%s” quá lớn. Tối đa là %d MB; ông/bà giảm cỡ ảnh hoặc nén tài liệu rồi chọn lại."
	textOnlyHTTPS      = "Trang quản trị chỉ mở qua https, hoặc ngay tại máy chủ."
)

// What is wrong with a form.
const (
	textNoPublicDay  = "Ông/bà chưa ghi ngày hết hạn đăng công khai."
	textNoSendTime   = "Ông/bà chưa ghi ngày giờ gửi."
	textCloseReason  = "Ông/bà ghi lý do đóng, từ 1 đến 500 ký tự; người còn chờ sẽ đọc."
	textAnswerLength = "Câu trả lời phải có từ 1 đến 3.000 ký tự."
	textUnitLength   = "Tên đơn vị phải có từ 1 đến 80 ký tự."
	textDayRange     = "Ngày cuối phải từ ngày đầu trở đi, và một lần ghi tối đa %d ngày."
	textDayForm      = "Ông/bà chọn ngày, chọn nghỉ hoặc làm, và ghi tên hoặc văn bản quyết định."
	textNoUnit       = "Ông/bà chưa thuộc đơn vị nào."
	textSureAlone    = "Gửi tin khẩn một mình?"
	textAloneHappens = "Tin đi ngay, cả trong giờ yên tĩnh, trước mọi tin khác; nhật ký và báo cáo ghi một mình " +
		"ông/bà quyết định."
	textSureCancel    = "Hủy hẳn việc gửi?"
	textCancelHappens = "Người chưa nhận sẽ không nhận nữa."
	textSureDrop      = "Hủy thông báo này?"
	textDropHappens   = "Thông báo không được gửi cho ai. Bản soạn vẫn đọc được trong danh sách, nhưng không sửa hay " +
		"gửi được nữa; giờ đã hẹn, nếu có, không còn."
	textSureRefuse       = "Từ chối thông báo này?"
	textRefuseHappens    = "Thông báo trở lại bản nháp, chưa gửi cho ai; người soạn được báo kèm lý do."
	textSureUnpublish    = "Gỡ thông báo khỏi trang công khai?"
	textUnpublishLabel   = "Gỡ"
	textUnpublishHappens = "Người dân không còn đọc được thông báo trên trang Thông báo và trong nguồn tin; liên kết " +
		"đã chia sẻ báo là không còn."
	textUnpublishAgain = "Người đã nhận tin trong trò chuyện vẫn giữ tin. Đăng lại được bất cứ lúc nào."
)

// What to do about the machine.
const (
	textDiskFull = "Nhờ người quản lý máy chủ dọn bớt, hoặc thêm chỗ. Hết chỗ thì bot ngừng nhận việc mới."
	textBackUp   = "Trên máy chủ, chạy: motcua backup THƯ-MỤC/ (đặt lịch hằng ngày thì không phải nhớ)."
	textDead     = "Telegram, Zalo từ chối hẳn, thường vì người nhận đã chặn bot. Xem lý do và gửi lại từng tin."
)

// What the figures of the overview are.
const (
	textFigureAsked    = "Số câu người dân gõ trong tuần (thứ Hai đến Chủ nhật), không tính bấm nút và lệnh."
	textFigureAnswered = "Số câu bot trả lời ngay bằng một mục của kho nội dung, kể cả khi theo ý gần nhất và hỏi " +
		"“Không đúng việc này?”."
	textFigureChosen = "Số câu bot đưa ra 2–4 việc gần giống để người dân chọn."
	textFigureGraded = "Trong số câu rút thăm của tuần mà cán bộ đã đọc lại: tỷ lệ người dân được trả lời đúng và " +
		"đủ, " +
		"tính theo số câu thật của từng loại, kèm khoảng tin cậy 95%. Dưới 30 câu không tính."
	textFigureOnTime = "Trong các việc được ghi xong trong tuần: tỷ lệ xong trong ngày hạn hoặc sớm hơn. Việc bỏ " +
		"không " +
		"tính."
	textFigureUnknown = "Số câu bot nói chưa có câu trả lời chắc chắn."
	textFigureRight   = "Trong các câu trả lời được đánh giá tuần này: tỷ lệ 👍. Mỗi người một " +
		"phiếu cho một câu trả lời."
	textFigureContent = "Tỷ lệ phiếu khảo sát chọn mức 4–5 trên 5, kèm khoảng tin cậy 95% " +
		"(Wilson). Dưới 30 phiếu không tính tỷ lệ."
)

// notices are what a page says after something was done.
var notices = map[string]string{
	"dang": "Đã đăng. Bot trả lời theo bản mới trong vòng 5 giây; tới lúc đó trang này còn hiện bản cũ, ông/bà tải " +
		"lại trang để xem.",
	"dang-roi":      "Đã đăng. Bot đang trả lời theo bản mới; dưới đây là bản đó.",
	"rut":           "Đã rút. Bot ngừng trả lời theo mục này trong vòng 5 giây.",
	"noi":           "Đã thêm cách hỏi vào mục và đăng.",
	"bo":            "Đã bỏ khỏi danh sách.",
	"gui-lai":       "Đã đưa tin vào hàng gửi lại.",
	"gop":           "Đã gộp thành một nhóm.",
	"don":           "Đã dọn danh sách.",
	"dong-mot":      "Đã đóng; người gửi xem được lý do.",
	"chuyen-don-vi": "Đã chuyển. Đơn vị mới được báo và có việc kèm theo.",
	"dong":          "Đã đóng; ai còn chờ sẽ nhận được lý do.",
	"tra-loi":       "Đã gửi câu trả lời.",
	"luu-tra-loi": "Đã lưu câu trả lời. Không ai được gửi tin: người gửi không để lại cách nhắn, và xem kết quả bằng " +
		"mã.",
	"tb-nhap":    "Đã lưu bản nháp. Chưa ai nhận được gì: ông/bà xem lại rồi bấm Gửi.",
	"tb-thu":     "Đã gửi thử cho riêng ông/bà, trong trò chuyện với bot.",
	"tb-gui":     "Đã nhận lệnh gửi.",
	"tb-trang":   "Đã đăng công khai: thông báo đứng trên trang /thong-bao và trong nguồn tin của trang.",
	"tb-go":      "Đã gỡ khỏi trang công khai.",
	"tb-hen":     "Đã nhận giờ gửi.",
	"tb-bo":      "Đã bỏ thông báo. Chưa ai nhận được gì.",
	"tb-duyet":   "Đã duyệt.",
	"tb-tu-choi": "Đã từ chối; người soạn được báo.",
	"tb-lap":     "Đã ghi. Lịch gửi lặp lại hiện như dưới đây.",
	"tb-khan":    "Đã đổi: xem lại rồi bấm Gửi.",
	"tb-dung":    "Đã nhận lệnh tạm dừng.",
	"tb-tiep":    "Đã nhận lệnh gửi tiếp.",
	"tb-huy":     "Đã nhận lệnh hủy.",
	"nhap":       "Đã tạo bản nháp. Người dân chưa thấy: ông/bà viết từng phần rồi kiểm tra và đăng.",
	"nhap-phan":  "Đã lưu phần vừa viết vào bản nháp; người dân chưa thấy.",
	"quyen":      "Đã đổi vai trò; người đó được báo.",
	"huy-moi":    "Đã hủy lời mời.",
	"dung-nguoi": "Đã xác nhận; người đó được báo và dùng được ngay.",
	"khong-dung": "Đã hủy liên kết vừa rồi.",
	"chuyen":     "Đã chuyển đơn vị. Việc đang mở ở lại đơn vị cũ.",
	"roi":        "Đã cho rời danh sách cán bộ. Việc đang mở về lại trưởng đơn vị.",
	"go":         "Đã gỡ kênh. Nếu người đó có máy mới, ông/bà tạo mã liên kết thêm kênh.",
	"luu":        "Đã lưu.",
	"mau":        "Đã thành câu hỏi mẫu: từ nay mỗi lần sửa nội dung bot đều thử lại câu này.",
	"viec-sua":   "Đã ghi việc sửa cho ông/bà, hạn bảy ngày. Sửa xong ở đây, ông/bà báo xong ở trang Công việc.",
	"giao":       "Đã ghi việc; người phải biết được báo trong giờ làm việc.",
	"phien":      "Đã thu hồi phiên đăng nhập.",
}

const textUsedLink = "Liên kết này đã dùng hoặc đã hết hạn. Ông/bà nhắn /admin cho bot để lấy liên " +
	"kết mới; người giữ máy chủ thì chạy motcua admin link."

const textFileTypes = "Gửi kèm được ảnh JPEG, PNG hoặc tài liệu PDF, DOC, DOCX."

// textPersonGone stands in the log for an official who is known no more.
const textPersonGone = "người đã rời"

// textPickUnit is for a form that names no unit to which a question is to go.
const textPickUnit = "Ông/bà chọn đơn vị nhận."

// textUnitNow stands in the log for a unit that is called otherwise today.
const textUnitNow = "đơn vị nay là %s"

// What will happen, before a press that takes something away. The title is a question.
const (
	textCloseLabel   = "Đóng"
	textCloseOne     = "Đóng %s mà không trả lời?"
	textCloseMany    = "Đóng %d mục mà không trả lời?"
	textCloseNone    = "Chưa có mục nào được chọn, hoặc không còn mục nào đang chờ."
	textCloseNoReply = "Không ai trả lời được nữa; mục vẫn còn trong danh sách và báo cáo."
	textCloseTold    = "Người gửi còn chờ được nhắn lý do: “%s”; ai tra bằng mã cũng thấy lý do này."
	textCloseTask    = "Việc kèm theo tự đóng."

	textUndecide         = "Bỏ ngày đã ghi: %s?"
	textUndecideLabel    = "Bỏ ngày này"
	textUndecideCalendar = "Ngày này lại theo lịch trong kho nội dung: ngày nghỉ tạm tính, ngày làm việc hoặc " +
		"cuối tuần như trước khi ghi."
	textUndecideTasks = "Hạn và lời nhắc của các việc đang mở được tính lại."

	textRevoke      = "Thu hồi phiên đăng nhập này?"
	textRevokeLabel = "Thu hồi"
	textRevokeNow   = "Trình duyệt đó ra khỏi trang quản trị ngay; chữ đang gõ dở ở đó chưa được lưu."
	textRevokeAgain = "Người đó vẫn giữ vai trò và vẫn xin được liên kết mới bằng /admin. Muốn thôi hẳn thì đổi " +
		"vai trò ở trang Cán bộ."

	textCloseFeed      = "Thu hồi liên kết lịch?"
	textCloseFeedLabel = "Thu hồi"
	textCloseFeedStops = "Lịch trên điện thoại, máy tính đang dùng liên kết này không cập nhật việc nữa."
	textCloseFeedNew   = "Cần lại thì tạo liên kết khác và thêm vào lịch từ đầu. Việc và lời nhắc của bot không đổi."

	textNewFeed      = "Đổi liên kết lịch?"
	textNewFeedLabel = "Đổi liên kết"
	textNewFeedStops = "Liên kết cũ ngừng ngay: mọi máy đang dùng phải thêm lịch lại bằng liên kết mới."

	textRefusePlan      = "Không dùng “%s”?"
	textRefusePlanLabel = "Không dùng"
	textRefusePlanStops = "Bot không tự tạo việc và không nhắc theo lịch này nữa; hạn của cơ quan đã ghi ở đây bị bỏ."
	textRefusePlanAgain = "Việc đã tạo vẫn giữ. Muốn dùng lại thì ghi hạn rồi bấm Dùng."

	textDropTask          = "Bỏ việc này?"
	textDropTaskLabel     = "Bỏ việc này"
	textDropTaskReminders = "Không ai bị nhắc về việc này nữa."
	textDropTaskTold      = "Người đang làm và người giao được báo trong giờ làm việc."
	textDropTaskBack      = "Việc vẫn còn trong sổ và mở lại được."
)

// What waits for a person today.
const (
	textBackupOld     = "Bản sao lưu gần nhất đã %d ngày"
	textGroupsErrand  = "%d nhóm câu hỏi bot chưa trả lời được"
	textGroupsMore    = "Nối vào mục có sẵn, hoặc soạn mục mới."
	textSilentMore    = "Nên gọi cho người nhận, hoặc giao người khác."
	textSoonMore      = "Còn từ 5 ngày làm việc trở xuống."
	textWishesErrand  = "%d nhóm, kênh đề nghị nhận thông báo"
	textRatedDown     = "“%s”: %d người chê, %d người khen tuần này"
	textRatedDownMore = "Đọc lại mục này xem thiếu hay sai chỗ nào."
	textUndecidedMore = "Hạn trong thời gian này còn là tạm tính. Có quyết định thì ghi vào đây."
)
