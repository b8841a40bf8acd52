package subscribers

import (
	"github.com/motcua/motcua/handlers/dialog"
)

const (
	textSubscribed = "Tôi đã ghi nhận: ông/bà nhận %s. Muốn dừng, ông/bà gõ /huy."
	textNarrowed   = "Các thông báo khác của cơ quan ông/bà không nhận nữa; muốn nhận tất cả, ông/bà gõ /dangky."
	textNarrower   = "Chỉ muốn nhận về một lĩnh vực hay một xã, ông/bà gõ /dangky kèm tên, ví dụ /dangky %s. Các " +
		"lĩnh vực hay hỏi: %s."
	textCommunes     = "Các xã: %s."
	textUnsubscribed = "Tôi đã dừng. Từ giờ ông/bà không nhận thông báo nào nữa. Muốn " +
		"nhận lại, ông/bà gõ /dangky."
	textNotSubscribed       = "Ông/bà chưa đăng ký nhận thông báo nên không có gì phải hủy."
	textCannotSubscribeHere = "Trên trang web tôi không chủ động nhắn cho ông/bà được."
	textSubscribeThere      = "Để nhận thông báo, ông/bà nhắn cho tôi qua %s."
	textSubscribeNowhere    = "Cơ quan hiện chưa mở kênh nhắn tin nào với tôi."
	textNoSuchTopic         = "Tôi không thấy lĩnh vực hay xã nào tên “%s”. Ông/bà gõ /dangky để nhận mọi thông báo, " +
		"hoặc thêm tên một lĩnh vực hay một xã: %s."
)

// Following an entry.
const (
	textFollowing = "Tôi đã ghi nhận: khi cơ quan cập nhật mục “%s” và thông báo, tôi nhắn ông/bà. Thôi theo dõi thì " +
		"bấm nút dưới đây; dừng mọi thông báo thì gõ /huy."
	textFollowsAlready = "Ông/bà đang theo dõi mục “%s” rồi: khi cơ quan cập nhật và thông báo, tôi nhắn ông/bà."
	textFollowWhat     = "Ông/bà muốn theo dõi mục nào? Ông/bà hỏi về việc đó trước, rồi nhắn *theo dõi mục này*; " +
		"hoặc nhắn luôn một câu, ví dụ *báo tôi khi lệ phí hộ chiếu đổi*."
	textFollowFull  = "Ông/bà đang theo dõi %d mục, nhiều nhất có thể. Bỏ bớt một mục rồi thử lại: %s."
	textLeave       = "Thôi theo dõi"
	textLeft        = "Tôi đã bỏ: mục “%s” có đổi tôi cũng không nhắn nữa."
	textLeaveWhich  = "Ông/bà muốn thôi theo dõi mục nào?"
	textFollowsNone = "Ông/bà chưa theo dõi mục nào."
)

// Linking the channels of one citizen.
const (
	textPairCode = "Để nhận thông báo một lần dù dùng nhiều kênh, ông/bà mở cuộc trò chuyện với tôi ở kênh kia " +
		"và nhắn:\n*/lienkenh %s*\n" +
		"Mã dùng một lần, đến %s hôm nay. Ông/bà đừng đưa mã cho người khác."
	textPairOnlyProactive = "Kênh này không nhận thông báo được nên không cần liên kết."
	textPairOfficial      = "Ông/bà là cán bộ của cơ quan: để thêm kênh, vui lòng gõ /themkenh."
	textPairWrong         = "Mã này không đúng, đã dùng hoặc đã hết hạn. Ông/bà gõ /lienkenh ở kênh kia để lấy mã mới."
	textPairSame          = "Mã này lấy từ chính cuộc trò chuyện này. Ông/bà nhắn mã ở kênh kia giúp tôi."
	textPairFull          = "Mỗi người liên kết được nhiều nhất %d kênh. Ông/bà bỏ bớt một kênh rồi thử lại."
	textPaired            = "Đã liên kết: %s. Từ giờ mỗi thông báo ông/bà chỉ nhận một lần, ở *%s*; kênh đó không " +
		"gửi được thì tôi gửi ở kênh còn lại. Gõ /huy ở kênh nào cũng là dừng trên mọi kênh."
	textPairedTold = "%s vừa được liên kết với cuộc trò chuyện này bằng mã của ông/bà. " +
		"Nếu không phải ông/bà làm, vui lòng bấm “" + dialog.TextPairOff + "” ngay."
	textPairState    = "Ông/bà đang liên kết: %s. Thông báo được gửi tới *%s*."
	textPairHere     = "Nhận ở kênh này"
	textPairMore     = "Thêm kênh khác"
	textPairMoved    = "Từ giờ thông báo được gửi tới ông/bà ở *%s*."
	textPairLeft     = "Đã bỏ liên kết kênh này với các kênh khác của ông/bà."
	textPairLeftNews = "Kênh này vẫn nhận thông báo riêng; nếu không muốn, ông/bà gõ /huy."
	textNotPaired    = "Kênh này chưa liên kết với kênh nào. Ông/bà gõ /lienkenh để liên kết."
)
