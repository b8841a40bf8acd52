package handlers

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/card"
)

// textAtHome leads what is known of the office of the person's own commune.
const textAtHome = "Ông/bà ở %s:"

const (
	textEmpty = "Tôi chưa đọc được câu hỏi. Ông/bà vui lòng gõ bằng chữ việc cần hỏi, ví " +
		"dụ: “làm giấy khai sinh cần gì”."
	textTooLong = "Câu hỏi dài quá, tôi dễ hiểu sai. Ông/bà vui lòng gõ ngắn lại trong " +
		"một, hai câu (dưới 1.000 ký tự)."
	textNoSuchCommand = "Tôi không có lệnh này. Ông/bà cứ gõ câu hỏi như bình thường, ví dụ: “làm " +
		"giấy khai sinh cần gì”."
	textAskPlace = "Trước ngày 01/7/2025, ông/bà ở xã hoặc thị trấn nào của huyện Bình " +
		"Lục? Ông/bà gõ tên xã cũ, ví dụ: “Đồn Xá”."
	textSeePhoto   = "Xem ảnh trụ sở"
	textPlaceAgain = "Tôi không thấy tên này trong các xã cũ của huyện Bình Lục. Ông/bà gõ " +
		"lại tên xã cũ, ví dụ: “La Sơn”, “Ngọc Lũ”."
)

// Apology is what a person reads when a fault of ours stopped the answer.
var Apology = bot.Message{Text: "Xin lỗi ông/bà, tôi gặp trục trặc khi trả lời. Ông/bà vui lòng hỏi lại sau ít phút."}

// Greeting is what /start says and what the web page shows first: an invitation to ask, not a speech.
func Greeting(office string, day content.Day) bot.Message {
	return bot.Message{
		Text: "*Xin chào ông/bà!* Tôi là trợ lý tự động của " + bot.Escape(office) + ".\n" +
			"Ông/bà cần làm giấy tờ gì? Cứ gõ, không dấu cũng được; điều tôi không biết, tôi chuyển cán bộ.",
		Buttons: card.HelpButtons(day),
	}
}

func attachmentText(kind string) string {
	switch kind {
	case bot.AttachSticker:
		return "Cảm ơn ông/bà! Ông/bà cần hỏi thủ tục gì, cứ gõ bằng chữ giúp tôi."
	case bot.AttachVoice, bot.AttachVideo:
		return "Tôi chưa nghe được tin nhắn thoại và video. Ông/bà vui lòng gõ câu hỏi bằng chữ, không dấu cũng được."
	case bot.AttachPhoto, bot.AttachFile:
		return "Tôi chưa đọc được ảnh và tệp, và cũng không nhận hồ sơ qua đây. Ông/bà vui lòng gõ câu hỏi bằng chữ."
	case bot.AttachLocation:
		return "Cảm ơn ông/bà. Tôi chưa tra được theo vị trí; ông/bà gõ tên xã cũ, tôi sẽ chỉ xã mới."
	case bot.AttachContact:
		return "Ông/bà không cần gửi số điện thoại cho tôi. Ông/bà cứ gõ câu hỏi bằng chữ."
	}
	return textEmpty
}

// The conversation itself.
const (
	textNoSuchChoice = "Tôi chỉ đưa ra %d lựa chọn. Ông/bà gõ một số từ 1 đến %d, hoặc gõ lại câu hỏi."
	textOnlyChoice   = "Tôi chỉ đưa ra một lựa chọn. Ông/bà gõ 1 để xem, hoặc gõ lại câu hỏi."
	textNoChoice     = "Tôi chưa đưa ra lựa chọn nào để chọn theo số. Ông/bà gõ việc cần hỏi giúp tôi."
	textThanks       = "Cảm ơn ông/bà. Ông/bà cần hỏi thủ tục gì, cứ gõ cho tôi."
	textAfraid       = "Ông/bà cứ bình tĩnh, việc giấy tờ nào cũng có cách giải quyết. Ông/bà nói giúp tôi đang lo " +
		"việc gì, hoặc " +
		"để cán bộ trả lời."
	textSorry = "Tôi hiểu ông/bà đang không vui, tôi xin lỗi vì chưa giúp được. Ông/bà nói giúp tôi việc đang " +
		"cần, hoặc để cán bộ trả lời."
	textHuman    = "Gặp cán bộ"
	textStopped  = "Vâng ạ. Khi nào cần, ông/bà cứ nhắn cho tôi."
	textAgain    = "Ông/bà muốn tôi nói lại về việc gì? Ông/bà gõ tên việc cần làm giúp tôi."
	textOnceMore = "Tôi nói lại đầy đủ hơn; chỗ nào chưa rõ, ông/bà hỏi cán bộ cũng được."
	textNoBefore = "Tôi không còn giữ câu trước. Ông/bà gõ lại việc cần hỏi giúp tôi."
	textWrong    = "Tôi hiểu chưa đúng, xin lỗi ông/bà. Ông/bà gõ lại rõ hơn việc cần làm, ví dụ “đăng ký tạm " +
		"trú cho người thuê trọ”."
	textOfferedAgain = "Ông/bà chọn lại việc cần hỏi:"
	textWrongOthers  = "Tôi hiểu chưa đúng, xin lỗi ông/bà. Có phải ông/bà hỏi một trong các việc này? Nếu không, " +
		"ông/bà gõ lại rõ hơn giúp tôi."
)

// Subscriptions.
const (
	textWantNews = "Ông/bà có muốn nhận thông báo của cơ quan tại đây không? Muốn dừng lúc nào, ông/bà gõ /huy."
)

// Figures.
const (
	// SelfChosen is said under every figure of satisfaction.
	SelfChosen   = "Người góp ý qua bot tự chọn tham gia, nên số này để theo dõi, không thay khảo sát SIPAS."
	textWebApart = "Phiếu trên trang web kể riêng, không tính vào số trên: ở đó không biết được ai là ai."
	textNoTarget = "Kho nội dung chưa có chỉ tiêu hài lòng của kế hoạch."
	textChart    = "Biểu đồ theo tuần. Tuần chưa đủ 30 phiếu không có cột."
)

// Dead letters.
const (
	textNoDead    = "Không có tin nào bị hỏng."
	textDeadHead  = "*Tin không gửi được*"
	textDeadGone  = "Tin này đã được gửi lại hoặc đã hết hạn lưu."
	textDeadAgain = "Tôi đã đưa tin này vào hàng gửi lại."
)

// The console.
const (
	textConsoleLink = "Liên kết vào trang quản trị (dùng một lần, trong 10 phút, không chuyển cho ai):\n%s"
	textNoConsole   = "Chưa có địa chỉ công khai của trang quản trị. Người cài đặt cần đặt MOTCUA_PUBLIC_URL; khi " +
		"ngồi tại máy chủ, có thể chạy “motcua admin link”."
)

// Personal data.
const (
	textPrivacy = "*Dữ liệu tôi giữ về ông/bà*\nTôi không hỏi tên, số giấy tờ, số điện thoại. Dãy số giống số giấy " +
		"tờ, " +
		"số điện thoại hay tài khoản được che trước khi lưu; tên người và địa chỉ thì tôi không nhận ra để che, nên " +
		"ông/bà đừng gõ vào. Hiện tôi giữ:\n"
	textPrivacyRest = "Ngữ cảnh cuộc trò chuyện tự xóa sau một giờ. Câu hỏi chưa trả lời được giữ để sửa nội dung, " +
		"không kèm tên, nhiều nhất 12 tháng. Ý kiến viết được giữ nhiều nhất 12 tháng. Việc đã gửi thông báo nào tới " +
		"cuộc trò chuyện này được nhớ 90 ngày.\n" +
		"Ông/bà có quyền biết, đồng ý, rút lại đồng ý và xóa. Để xóa ngay: gõ /xoadulieu. Để thôi " +
		"nhận thông báo: gõ /huy."
	textEraseButton = "Xóa dữ liệu của tôi"
	textEraseWhat   = "*Sắp xóa dữ liệu của ông/bà.* Những thứ sau sẽ bị xóa ngay, không lấy lại được:\n" +
		"- cuộc trò chuyện trên trang này\n"
	textEraseSure      = "Bấm nút dưới đây để xóa; nếu không, ông/bà cứ hỏi tiếp như thường."
	textEraseNow       = "Xóa ngay"
	textNoMoreErasures = "Hôm nay đã có quá nhiều yêu cầu xóa dữ liệu từ mạng ông/bà đang dùng nên yêu cầu này chưa " +
		"được thực hiện. Ông/bà gõ lại /xoadulieu vào ngày mai, hoặc báo bộ phận một cửa. Nút kết thúc trò chuyện " +
		"của trang này vẫn xóa ngay nội dung trò chuyện."
	textErased = "*Biên nhận xóa dữ liệu*, lúc %s\nTôi đã xóa ngay khỏi nơi lưu: đánh giá, phiếu góp ý, câu hỏi " +
		"và ý kiến đã gửi (cả trong việc của cán bộ, tin chờ gửi và tin hỏng), câu hỏi chưa có câu trả lời, lời " +
		"nhắc, " +
		"đăng ký nhận thông báo trên mọi kênh đã liên kết, liên kết của kênh này và ngữ cảnh trò chuyện.\n" +
		"*Còn lại, và vì sao:*\n" +
		"- Tin đã tới điện thoại của ông/bà và của cán bộ: nằm ở Telegram, Zalo, tôi không xóa được.\n" +
		"- Câu hỏi mà người khác cũng hỏi đúng từng chữ, và câu trả lời đã đăng thành nội dung chung: không gắn với " +
		"ai.\n" +
		"- Số liệu đếm chung: không gắn với ông/bà. Nhật ký quản trị: tên được thay bằng mã.\n" +
		"- Mã cuộc trò chuyện, không kèm nội dung: 72 giờ để không gửi trùng tin; 90 ngày để biết thông báo " +
		"nào đã gửi; với Zalo OA còn lần nhắn cuối, để biết có được nhắn cho ông/bà không.\n" +
		"- Bản ghi trên đĩa được viết lại trong vòng 24 giờ; bản sao lưu cũ tự hủy sau 30 ngày.\n" +
		"Nếu ông/bà dùng kênh khác, vui lòng gõ /xoadulieu ở cả kênh đó."
	textErasedOfficial = "Vai trò và việc được giao với tư cách cán bộ không bị xóa theo lệnh này; ông/bà đề nghị " +
		"quản trị viên gỡ khi thôi việc."
)

// Figures.
const (
	textChartLevels = "Mức 4–5; trong ngoặc: số phiếu. Tuần dưới 30 phiếu không vẽ."
	textChartFew    = "Chưa tuần nào đủ 30 phiếu để tính tỷ lệ hài lòng."
	textMonthForm   = "Ông/bà ghi tháng như sau: /thongke 10/2026"
	textKeptNothing = "- Không có gì ngoài cuộc trò chuyện vừa rồi.\n"
)

// textOfficialHelp heads the commands of an official.
const textOfficialHelp = "*Lệnh của ông/bà* (%s):"

// Lines of reports and of what is held of somebody.
const (
	textDeadLetter    = "%d. %s, gửi %s: %s (đã thử %d lần)"
	textHeldRatings   = "%d lần đánh giá câu trả lời (không kèm tên)"
	textHeldCases     = "%d câu hỏi hoặc ý kiến gửi cán bộ; mã cuộc trò chuyện được giữ tới khi trả lời xong"
	textHeldQuestions = "%d câu hỏi chưa có câu trả lời, giữ để bổ sung nội dung (không kèm tên)"
	textHeldFollows   = "%d mục ông/bà nhờ báo khi có thay đổi"
	textAsked         = "\n*Hỏi đáp*\n- %d câu hỏi: trả lời thẳng %d, hỏi lại để chọn %d, chưa trả " +
		"lời được %d; chuyển cán bộ %d\n"
	textHelpful     = "- Câu trả lời có giúp ích: %s%s\n"
	textGradedWeek  = "- Cán bộ chấm tuần trước, đúng và đủ: %s\n"
	textWaitingLate = "- Đang chờ cán bộ trả lời: %d, quá hạn %d\n\n%s"
	rowHelpful      = "Câu trả lời được đánh giá có giúp ích"
	rowNotHelpful   = "Câu trả lời được đánh giá chưa giúp ích"
	rowSavedAsked   = "Người được hỏi câu trả lời có đỡ phải gọi, phải đến không"
)
