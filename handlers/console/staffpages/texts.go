package staffpages

const (
	textInviteForm = "Ông/bà ghi họ tên và đơn vị, mỗi ô từ 1 đến 80 ký tự."
	textInviteUsed = "Lời mời này đã được dùng, đã hủy hoặc đã hết hạn. Ông/bà tạo lời mời khác ở trang Cán bộ."
	textNoSuchRole = "Không có vai trò hoặc người này."
)

// What happens when an official leaves, or one of his channels is cut off.
var (
	happensLeave = []string{"Người này không còn nhận được gì và mất mọi vai trò, trên mọi kênh.",
		"Việc đang mở về lại trưởng đơn vị; không có trưởng thì về quản trị viên.",
		"Liên kết lịch riêng của người này ngừng chạy.",
		"Muốn làm lại thì phải mời lại từ đầu."}
	happensCut = []string{"Tài khoản trên kênh này mất quyền ngay và không nhận được gì nữa.",
		"Việc của người này giữ nguyên; các kênh khác vẫn dùng được.",
		"Máy mới thì tạo mã liên kết thêm kênh."}
)

// Owners in a chat.
const (
	textOwnerToStart = "Người khai trong MOTCUA_ADMINS chưa bấm Bắt đầu (Start). Khi người đó nhắn bot lần đầu, bot " +
		"gửi 20 tin mới nhất; tin giữ 30 ngày."
	textNoOwner         = "Chưa ai là chủ bot trong trò chuyện"
	textNoMessenger     = "Chưa bật Telegram hay Zalo"
	textNoMessengerMore = "Người dân vẫn hỏi được trên trang web, nhưng bot chưa nhắn được cho cán bộ. Trang Bắt đầu " +
		"chỉ cách bật."
	textNoOwnerMore = "Tạo mã nhận làm chủ bot, rồi nhắn mã đó cho bot trên Telegram hoặc Zalo."
)

var happensOwnerEnds = []string{"Người này mất ngay mọi quyền của chủ bot và phải đăng nhập lại trang quản trị, nếu " +
	"còn vai trò khác.",
	"Nếu là cán bộ, người này vẫn là cán bộ; việc giữ nguyên.",
	"Muốn làm lại thì tạo mã mới."}

// Stand-ins.
const (
	textStandInDays = "Ông/bà chọn ngày đầu và ngày cuối."
	textStandInWho  = "Ông/bà chọn người vắng và người làm thay trong danh sách."
)

var happensStandInEnds = []string{"Từ lúc này việc, lời nhắc và câu hỏi mới chỉ tới người trước đây vắng.",
	"Người làm thay không còn xử lý được việc của người ấy. Cả hai được báo."}

// Units that become one, or are taken off the list.
const textUnitItself = "Ông/bà chọn một đơn vị khác để gộp vào."

var (
	happensUnitDrop = []string{"Đơn vị không còn trong danh sách chọn; số liệu và nhật ký cũ giữ nguyên.",
		"Trong đơn vị không có ai và không có việc gì, nên không ai bị ảnh hưởng."}
	happensUnitMerge = []string{"{người} cán bộ và {việc} việc đang mở của {cũ} chuyển sang {mới}; người làm từng " +
		"việc không đổi.",
		"Câu hỏi đang chờ và lĩnh vực do {cũ} phụ trách chuyển sang {mới}.",
		"Trưởng đơn vị {cũ} thành cán bộ; muốn làm trưởng đơn vị {mới} thì chủ bot giao lại. Từng người được báo.",
		"Mã QR đã in của {cũ} vẫn dùng được và tính cho {mới}. Việc này không lùi lại được."}
)

// An invitation that is taken back.
const (
	textUninvite      = "Hủy lời mời này?"
	textUninviteLabel = "Hủy lời mời"
	textUninviteCode  = "Mã, liên kết và mã QR đã in không dùng được nữa."
	textUninviteAgain = "Cần lại thì mời lần nữa; mã mới sẽ khác."
)

// Somebody else used an invitation; a head goes to another unit.
const (
	textReject      = "Không phải người được mời?"
	textRejectLabel = "Đúng, không phải"
	textRejectCode  = "Người vừa nhập mã không được vào danh sách cán bộ và được báo; mã này không dùng lại được."

	textMove      = "Chuyển %s sang đơn vị “%s”?"
	textMoveLabel = "Chuyển"
	textMoveHead  = "Người này thôi làm trưởng đơn vị %s; muốn làm trưởng ở đơn vị mới thì chủ bot giao lại vai trò."
	textMoveTasks = "Việc đang mở ở lại đơn vị cũ."
)

// What each role may do, and what waits for an admin.
const (
	textJoiningErrand = "%d người vừa nhận lời mời, chờ xác nhận đúng người"
	textMemberMay     = "nhận việc, báo kết quả, được nhắc hạn."
	textHeadMay       = "thêm: giao việc và xem việc của đơn vị mình, trả lời câu hỏi người dân."
	textEditorMay     = "sửa nội dung trả lời, trả lời câu hỏi người dân."
	textAdminMay      = "thêm: mời cán bộ, gửi thông báo, đổi cài đặt, xem nhật ký."
	textOwnerMay      = "mọi việc, và là người duy nhất đổi được vai trò của người khác."
	textOwnerErrand   = "%d tin chờ chủ bot mở trò chuyện với bot"
)
