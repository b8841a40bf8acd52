package groups

import "github.com/motcua/motcua/handlers/subscribers"

// What people read in a group: short, since many read it.
const (
	textHowTo = "Tôi là trợ lý của %s. Gọi tên tôi, trả lời tin của tôi hoặc gõ /hoi kèm câu hỏi, ví dụ: /hoi làm " +
		"giấy khai sinh cần gì. Tôi không đọc những tin khác trong nhóm."
	textHowToSubscribe = "Quản trị nhóm muốn nhóm nhận thông báo của cơ quan: gõ /dangky kèm tên tôi."
	textWhole          = "Xem riêng, đủ và có nguồn"
	textAlone          = "Hỏi riêng"
	textAskAlone       = "Ông/bà hỏi riêng tôi: ở đó tôi chuyển được câu hỏi tới cán bộ."
	textWhichOne       = "Câu hỏi này có thể là một trong các việc sau. Ông/bà bấm đúng việc để xem riêng:"
	textPrivateMatter  = "Việc này tôi chỉ làm trong cuộc trò chuyện riêng, không làm trong nhóm."
	textLong           = "Câu hỏi dài quá. Ông/bà hỏi ngắn lại, hoặc hỏi riêng tôi."
	textNotChecked     = "Tôi chưa kiểm tra được ai là quản trị của nhóm này. Ông/bà thử lại sau ít phút."
	textAdminsOnly     = "Chỉ quản trị của nhóm quyết định việc nhóm nhận thông báo. Ông/bà có thể đăng ký cho " +
		"riêng mình."
)

// The subscription, as those who run the group read it.
const (
	textHasNews     = "Ở đây đang nhận thông báo của %s. Muốn dừng: gõ /huy kèm tên tôi."
	textWhichOffice = "Tôi phục vụ nhiều xã. Quản trị gõ lại kèm tên xã của nhóm, ví dụ: /dangky %s (kèm tên tôi)."
	textStillAsking = "Tôi đã chuyển đề nghị tới cơ quan và đang chờ trả lời."
	textWasRefused  = "Cơ quan chưa đồng ý gửi thông báo vào đây. Sau bảy ngày ông/bà có thể đề nghị lại."
	textAskTomorrow = "Hôm nay đã có nhiều nhóm đề nghị nên tôi chưa nhận thêm. Ông/bà thử lại vào ngày mai."
	textNobodyToAsk = "Cơ quan chưa có ai nhận đề nghị qua tôi nên tôi chưa đăng ký được. Ông/bà thử lại sau."
	textAsked       = "Tôi đã chuyển đề nghị của quản trị nhóm tới cơ quan. Khi cơ quan đồng ý, tôi báo tại đây."
	textNoNewsYet   = "Ở đây chưa đăng ký nhận thông báo nên không có gì phải hủy."
	textStopped     = "Tôi đã dừng: từ giờ không gửi thông báo vào đây nữa. Câu hỏi thì tôi vẫn trả lời."

	textAcceptedThere = "Từ hôm nay %s này nhận thông báo của %s."
	textRefusedThere  = "%s chưa đồng ý gửi thông báo vào đây. Ai cần vẫn đăng ký được trong trò chuyện riêng với tôi."
	textStoppedThere  = "%s đã ngừng gửi thông báo vào đây."
)

// What the office's admins read.
const (
	textAskOffice = "*Đề nghị nhận thông báo*\n%s “%s” (%s) muốn nhận thông báo của cơ quan. Người đề nghị: %s, " +
		"là quản trị ở đó."
	textAskOfficeHow = "Đồng ý thì mọi thông báo gửi chung cũng được đăng ở đó, ai trong đó cũng đọc được. Khi " +
		"soạn, ông/bà bỏ chọn hoặc chọn riêng nơi này được."
	textAskOfficeHowOne = "Đồng ý thì mọi thông báo của cơ quan ông/bà gửi cho mọi người cũng được đăng ở đó, ai " +
		"trong đó cũng đọc được. Khi soạn, ông/bà bỏ chọn hoặc chọn riêng nơi này được."
	textOwner         = "trang quản lý OA của cơ quan"
	textSomeAdmin     = "một quản trị ẩn danh"
	textAccept        = "Đồng ý"
	textRefuse        = "Không"
	textStop          = "Ngừng gửi"
	textAccepted      = "Đã đồng ý: %s “%s” nhận thông báo từ giờ. Gõ /nhom để xem hoặc ngừng."
	textRefused       = "Đã từ chối %s “%s”."
	textStoppedFor    = "Đã ngừng gửi thông báo vào %s “%s”."
	textNoGroup       = "Nhóm hoặc kênh này không còn trong danh sách nhận thông báo."
	textDecidedBefore = "“%s” %s, nên không quyết định lại được ở đây. Gõ /nhom để xem."
	textGroupStopped  = "Quản trị %s “%s” đã ngừng nhận thông báo."
	textRemoved       = "Tôi đã bị gỡ khỏi %s “%s”, nên nơi đó không nhận thông báo nữa. Muốn nhận lại, quản trị " +
		"nơi đó thêm tôi vào và đăng ký lại."
	textMuted = "Tôi không còn gửi được vào %s “%s” (bị gỡ ra hoặc bị tắt quyền đăng), nên thông báo tạm không " +
		"tới đó. Quản trị nơi đó cấp lại quyền gửi tin thì tôi tự gửi tiếp."
	textMayWriteAgain = "Tôi gửi được vào %s “%s” trở lại; nơi đó lại nhận thông báo."
	textGroups        = "*Nhóm và kênh*"
	textNoGroups      = "Chưa có nhóm hay kênh nào đề nghị nhận thông báo."
	textOfficeHow     = "Nhóm Telegram: quản trị nhóm thêm tôi vào nhóm rồi gõ /dangky kèm tên tôi. Kênh " +
		"Telegram: quản trị kênh cho tôi làm quản trị, có quyền đăng bài. Đề nghị sẽ tới các quản trị viên của cơ quan."
)

// platforms are what people call the apps that groups are on.
var platforms = map[string]string{"telegramgroup": "Telegram", "zalogroup": "Zalo"}

// StateWords are the words for the states.
var StateWords = map[subscribers.GroupState]string{
	subscribers.GroupAsking: "đang chờ cơ quan trả lời", subscribers.GroupOn: "đang nhận thông báo",
	subscribers.GroupMuted: "đã đăng ký, nhưng tôi đang không gửi được vào đó", subscribers.GroupRefused: "đã bị " +
		"từ chối",
	subscribers.GroupEnded: "đã ngừng nhận",
}
