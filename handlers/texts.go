package handlers

import (
	"github.com/motcua/motcua/bot"

	"github.com/motcua/motcua/handlers/answers"
)

// Every fixed sentence of the bot stands here. People are addressed as "ông/bà", the bot calls itself "tôi".
const (
	textKeptOnly      = "Tôi đã lưu câu hỏi, mã theo dõi: *%s*. Hiện chưa có cán bộ nào nhận tin qua tôi nên tôi chưa hẹn được ngày trả lời; việc gấp, ông/bà vui lòng hỏi trực tiếp bộ phận một cửa." // nobody of the office has joined yet
	textNothingToPass = "Tôi không còn giữ câu hỏi đó. Ông/bà vui lòng gõ lại câu hỏi."
	textMeet          = "Ông/bà muốn gặp cán bộ về việc gì? Vui lòng gõ câu hỏi, rồi bấm “" + answers.LabelPass + "”. Ông/bà cũng có thể đến trực tiếp bộ phận một cửa nơi ở trong giờ làm việc."

	textTooFast       = "Ông/bà đang gửi hơi nhanh. Vui lòng chờ một phút rồi gửi tiếp, tôi vẫn ở đây."
	textEmpty         = "Tôi chưa đọc được câu hỏi. Ông/bà vui lòng gõ bằng chữ việc cần hỏi, ví dụ: “làm giấy khai sinh cần gì”."
	textTooLong       = "Câu hỏi dài quá, tôi dễ hiểu sai. Ông/bà vui lòng gõ ngắn lại trong một, hai câu (dưới 1.000 ký tự)."
	textNoSuchCommand = "Tôi không có lệnh này. Ông/bà cứ gõ câu hỏi như bình thường, ví dụ: “làm giấy khai sinh cần gì”."
	textOldButton     = "Nút này đã cũ, tôi không còn giữ nội dung của nó. Ông/bà vui lòng hỏi lại."
	textGone          = "Mục này không còn trong kho nội dung. Ông/bà vui lòng hỏi lại bằng tên việc cần làm."

	textAskPlace   = "Trước ngày 01/7/2025, ông/bà ở xã hoặc thị trấn nào của huyện Bình Lục? Ông/bà gõ tên xã cũ, ví dụ: “Đồn Xá”."
	textPlaceAgain = "Tôi không thấy tên này trong các xã cũ của huyện Bình Lục. Ông/bà gõ lại tên xã cũ, ví dụ: “La Sơn”, “Ngọc Lũ”."
)

// Apology is what a person reads when a fault of ours stopped the answer.
var Apology = bot.Message{Text: "Xin lỗi ông/bà, tôi gặp trục trặc khi trả lời. Ông/bà vui lòng hỏi lại sau ít phút."}

// Greeting is what /start says and what the web page shows first: what the bot can do, in three lines.
func Greeting(office string) bot.Message {
	return bot.Message{
		Text: "*Xin chào ông/bà!* Tôi là trợ lý của " + bot.Escape(office) + ".\n" +
			"Tôi trả lời về thủ tục hành chính và kế hoạch cải cách hành chính, kèm nguồn và ngày kiểm tra.\n" +
			"Ông/bà cứ gõ câu hỏi, có dấu hay không dấu đều được; điều tôi không biết, tôi sẽ nói rõ và chuyển tới cán bộ.",
		Buttons: answers.HelpButtons(),
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

// Rights.
const (
	textPrivateOnly = "Lệnh này chỉ dùng được trong cuộc trò chuyện riêng với tôi."
	textNotAllowed  = "Ông/bà chưa có quyền dùng lệnh này. Nếu cần, vui lòng báo quản trị viên của bot."
)

// Invitations.
const (
	textInviteForm    = "Để mời một cán bộ, ông/bà gõ: /moi Họ tên; Đơn vị\nVí dụ: /moi Nguyễn Văn An; Văn phòng HĐND và UBND"
	textInvited       = "Mã mời cho *%s* (%s): *%s*\nNgười được mời nhắn cho tôi: /lienket %s\nMã dùng một lần, đến %s hôm nay. Khi có người dùng mã, tôi sẽ hỏi lại ông/bà."
	textTooManyTries  = "Đã có quá nhiều lần nhập sai. Vui lòng thử lại sau một giờ, hoặc xin quản trị viên mã mới."
	textWrongCode     = "Mã này không đúng, đã dùng hoặc đã hết hạn. Vui lòng kiểm tra lại, hoặc xin quản trị viên mã mới."
	textWaitConfirm   = "Tôi đã nhận mã. Người mời đang xác nhận; xong tôi sẽ báo cho ông/bà."
	textConfirmJoin   = "“%s” trên %s vừa dùng mã mời dành cho *%s* (%s). Có đúng người không?"
	textJoinRefused   = "Người mời cho biết đây không phải người được mời, nên tôi đã huỷ liên kết. Nếu nhầm, vui lòng xin mã mới."
	textJoinRemoved   = "Tôi đã huỷ liên kết đó."
	textJoinDone      = "Xin chào *%s* (%s)! Ông/bà đã được xác nhận. Tôi sẽ nhắc việc cho ông/bà tại đây; gõ /nhiemvu để xem việc."
	textJoinConfirmed = "Đã xác nhận *%s* (%s)."
)

// Subscriptions.
const (
	textWantNews            = "Ông/bà có muốn nhận thông báo của cơ quan tại đây không? Muốn dừng lúc nào, ông/bà gõ /huy."
	textSubscribe           = "Đăng ký nhận tin"
	textSubscribed          = "Tôi đã ghi nhận: ông/bà nhận %s. Muốn dừng, ông/bà gõ /huy."
	textUnsubscribed        = "Tôi đã dừng. Từ giờ ông/bà không nhận thông báo nào nữa. Muốn nhận lại, ông/bà gõ /dangky."
	textNotSubscribed       = "Ông/bà chưa đăng ký nhận thông báo nên không có gì phải huỷ."
	textCannotSubscribeHere = "Trên trang web tôi không chủ động nhắn cho ông/bà được. Để nhận thông báo, ông/bà vui lòng dùng Telegram hoặc Zalo."
	textNoSuchTopic         = "Tôi không thấy lĩnh vực hay xã nào tên “%s”. Ông/bà gõ /dangky để nhận mọi thông báo, hoặc thêm tên xã, hay một lĩnh vực: %s."
)
