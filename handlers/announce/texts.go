package announce

import (
	"github.com/motcua/motcua/handlers/dialog"
)

const (
	textWhyCorrected      = "(Tin này gửi tới mọi người đã nhận thông báo trước, kể cả người đã hủy đăng ký.)"
	textQuietForm         = "Giờ yên tĩnh phải từ 00:00 đến 23:59."
	textAnnounceOff       = "Máy chủ này chưa bật phần gửi thông báo."
	textAnnouncePreview   = "*Xem trước thông báo*"
	textAnnounceLineBreak = "──────────"
	textAnnounceTo        = "*Người nhận:* %s – *%s*"
	textAnnounceNobody    = "Chưa có ai trong nhóm người nhận này nên chưa gửi được. Ông/bà bấm “Người nhận” để " +
		"chọn nhóm khác. Người dân nhận tin sau khi gõ /dangky hoặc bấm “" + dialog.TextSubscribe + "”."
	textAnnounceNoFile = "Tôi chưa gửi kèm được loại tệp này từ đây. Ông/bà gửi ảnh hoặc tài liệu qua Telegram " +
		"với chú thích bắt đầu bằng /thongbao, hoặc đính kèm ở trang quản trị."
	textAnnounceFileOn    = "Ảnh hoặc tệp kèm theo chỉ tới người nhận trên %s; người ở kênh khác nhận phần chữ."
	textAnnounceFileNotOn = "Ảnh hoặc tệp này không gửi được qua %s (kênh không nhận tệp, hoặc tệp quá lớn so với " +
		"mức kênh cho phép); người ở đó nhận phần chữ."
	textAnnounceGroups = "Một nhóm hay kênh có nhiều người đọc, tôi không biết là bao nhiêu. Ai vừa ở trong đó " +
		"vừa tự đăng ký thì có thể nhận cả hai nơi."
	textReportGroups     = "\nTrong đó nhóm, kênh: %s"
	textRowGroups        = "Trong đó nhóm, kênh"
	textGroupBlocked     = "không cho đăng hoặc đã gỡ tôi ra"
	textAnnounceTested   = "Tôi vừa gửi thử thông báo cho riêng ông/bà, đúng như người nhận sẽ thấy."
	textAnnounceShownOn  = "*Trên %s, tin hiện như sau:*\n%s"
	textAnnounceDropped  = "Tôi đã bỏ bản nháp này. Chưa ai nhận được gì."
	textPublicOriginal   = "Đây là bản đính chính: khi thông báo gốc được đăng công khai, bản này tự đứng cùng với nó."
	textPublicUntil      = "Ngày hết hạn đăng công khai phải từ hôm nay và không quá 90 ngày kể từ ngày soạn."
	textNews             = "Thông báo mới nhất:"
	textNoNews           = "Hiện chưa có thông báo nào đăng công khai."
	textNewsWillCome     = "Ông/bà có thể đăng ký, có thông báo tôi sẽ gửi."
	textNewsCorrected    = "Đính chính"
	textNewsSubscribe    = "Nhận thông báo"
	textNewsAll          = "Xem tất cả thông báo"
	textAnnounceNoOffice = "Cơ quan của thông báo này không còn được phục vụ ở đây, nên tôi không gửi."
	textAnnounceGone     = "Tôi không còn giữ thông báo này (chỉ lưu 90 ngày)."
	textAnnounceNewer    = "Bản nháp đã được sửa sau tin này. Đây là bản mới nhất:"
	textAnnounceNotNow   = "Thông báo này %s nên không làm việc đó được nữa."
	textAnnounceChoose   = "*Chọn người nhận.* Bấm để chọn hoặc bỏ chọn; chỉ người đã đăng ký nhận tin mới nhận " +
		"được.\nĐang chọn: %s – *%s*"
	textAnnounceNoUnits = "Chưa có cán bộ nào được mời, nên chưa có đơn vị để chọn."
	textAnnounceAskTime = "Ông/bà muốn gửi lúc nào? Gõ ngày giờ, ví dụ: “8 giờ sáng mai”, “14:00 25/11”.\nNếu " +
		"tin chỉ còn ích đến một lúc nào đó, gõ thêm hạn, ví dụ: “8 giờ sáng mai, hết hạn 17 giờ mai”: quá hạn tôi " +
		"sẽ hỏi lại chứ không tự gửi.\nMuốn gửi lặp lại: “8 giờ thứ Hai hằng tuần đến hết tháng 6”, “7 giờ ngày 5 " +
		"hằng " +
		"tháng”, “mỗi 2 tuần thứ Sáu 8 giờ”."
	textAnnounceNoTime   = "Tôi chưa đọc được ngày giờ. Ông/bà gõ lại, ví dụ: “8 giờ sáng mai”, “14:00 25/11”."
	textAnnounceNoClock  = "Ông/bà muốn gửi lúc mấy giờ %s? Gõ lại cả ngày và giờ, ví dụ: “8 giờ %s”."
	textAnnounceReadBack = "Tôi hiểu như sau, có đúng không?\nGửi lúc *%s* tới *%s*: %s"
	textAnnounceDayOff   = "Lưu ý: hôm đó là ngày nghỉ của cơ quan."
	textAnnounceDayGone  = "%s đã qua. Ông/bà gõ một thời điểm sắp tới, cả ngày và giờ."
	textAnnounceNoRepeat = "Tôi chưa gửi lặp lại (“%s”) được: mỗi thông báo gửi một lần. Ông/bà gõ ngày giờ của lần " +
		"này."
	textAnnouncePast     = "Lúc %s đã qua. Ông/bà gõ một thời điểm sắp tới."
	textAnnounceWhich    = "Ông/bà muốn nói lúc nào?"
	textAnnounceExpiry   = "Hạn phải sau giờ gửi. Ông/bà gõ lại, ví dụ: “8 giờ sáng mai, hết hạn 17 giờ mai”."
	textAnnounceExpired  = "Hạn của thông báo (%s) đã qua. Ông/bà sửa hạn rồi gửi lại."
	textAnnounceSet      = "Đã hẹn: thông báo sẽ được gửi lúc *%s* tới *%s người*."
	textAnnounceExpires  = "Nếu đến %s vẫn chưa gửi xong (ví dụ do mất mạng), tôi sẽ dừng lại và hỏi ông/bà."
	textAnnounceQuietSet = "Giờ ông/bà hẹn nằm trong giờ yên tĩnh (%s) nên tôi lùi sang lúc trên."
	textAnnounceQuiet    = "Bây giờ là giờ yên tĩnh (%s) nên tôi chưa gửi ngay. Thông báo " +
		"sẽ bắt đầu lúc *%s* tới *%s người*."
	textAnnounceMissed = "*Thông báo đã lỡ giờ hẹn* (%s) vì hệ thống tạm ngừng. Tôi chưa gửi cho ai. Ông/bà " +
		"còn muốn gửi không?\n%s"
	textAnnounceAskSecond = "Thông báo cần một quản trị viên khác duyệt. Tôi đã gửi cho %d người; nội dung giữ " +
		"nguyên từ bây giờ. Khi có người duyệt, tôi báo ông/bà."
	textAnnounceNoSecond = "Thông báo cần một quản trị viên thứ hai duyệt, nhưng hiện chưa có ai khác là quản " +
		"trị viên. Vui lòng thêm một người, hoặc tắt MOTCUA_APPROVAL."
	textAnnounceToApprove = "*Thông báo chờ ông/bà duyệt*"
	textAnnounceOwnWork   = "Người soạn không tự duyệt được; cần một quản trị viên khác."
	textAnnounceWhoAreYou = "Ông/bà vào bằng liên kết lấy tại máy chủ, liên kết đó không cho biết là ai, nên " +
		"không duyệt được. Vui lòng đăng nhập bằng lệnh /admin trong trò chuyện với bot."
	textAnnounceApproved  = "Ông/bà đã duyệt thông báo."
	textAnnounceYes       = "Thông báo của ông/bà đã được duyệt."
	textAnnounceNo        = "Thông báo của ông/bà không được duyệt nên trở lại thành bản nháp."
	textAnnounceAskWhy    = "Ông/bà muốn nói lý do thì gõ một dòng, tôi chuyển cho người soạn."
	textAnnounceWhy       = "Thông báo %s không được duyệt, vì: %s"
	textAnnounceWhyTold   = "Tôi đã chuyển lý do cho người soạn."
	textAnnounceNoWhy     = "Ông/bà chưa ghi lý do."
	textAnnounceRefused   = "Đã từ chối. Người soạn được báo; thông báo trở lại thành bản nháp."
	textAnnounceWhen      = "*Giờ gửi:* %s"
	textAnnounceAtOnce    = "ngay khi được duyệt"
	textAnnounceBlank     = "Thông báo chưa có nội dung."
	textAnnounceBoth      = "Ông/bà vừa chọn “Mọi người”, vừa đánh dấu nhóm riêng. Vui lòng chọn một trong hai."
	textAnnounceNoGroup   = "Ông/bà chưa chọn nhóm người nhận nào."
	textAnnounceGroupGone = "Một nhóm đã chọn không còn nữa. Ông/bà chọn lại người nhận."
	textAnnounceNoChannel = "Ông/bà chưa chọn kênh gửi nào."
	textAnnounceChanged   = "Thông báo này vừa được sửa ở nơi khác. Ông/bà xem lại bản mới nhất rồi làm tiếp."
	textAnnounceNoChat    = "Ông/bà vào bằng liên kết lấy tại máy chủ nên không có cuộc trò chuyện nào để gửi " +
		"thử. Vui lòng đăng nhập bằng lệnh /admin trong trò chuyện với bot."
	textAnnouncePageQuiet = "Bây giờ là giờ yên tĩnh (%s): bấm Gửi thì thông báo bắt đầu lúc %s. Nếu khẩn, sau " +
		"khi bấm Gửi ông/bà chọn “Gửi ngay (khẩn)”."
	textAnnouncePageWaits  = "Bây giờ là giờ yên tĩnh (%s) nên tôi chưa gửi. Thông báo sẽ bắt đầu lúc %s."
	textAnnouncePageSet    = "Thông báo sẽ bắt đầu lúc %s."
	textAnnouncePageMissed = "Thông báo đã lỡ giờ hẹn (%s) vì hệ thống tạm ngừng. Tôi chưa gửi cho ai. Ông/bà chọn " +
		"gửi ngay, hẹn giờ khác hoặc hủy."
	textAnnouncePageStopped = "Tôi đã tự tạm dừng: hơn 5 % số tin gửi hỏng vì lỗi phía mình, không phải do người " +
		"nhận. Ông/bà xem lý do bên dưới rồi cho gửi tiếp hoặc hủy."
	textAnnouncePageLate = "Thông báo chưa gửi xong mà đã quá hạn (%s) nên tôi dừng lại. " +
		"Ông/bà cho gửi tiếp hoặc hủy."
	textAnnouncePageApproval = "Thông báo chờ một quản trị viên khác duyệt; nội dung giữ nguyên từ lúc bấm Gửi."
	textAnnounceStarting     = "*Đang chuẩn bị gửi* – %s người nhận"
	textAnnounceFailed       = "Tôi chưa bắt đầu gửi được thông báo, nên nó trở lại thành bản nháp. Chưa ai nhận " +
		"được gì. Vui lòng thử lại; nếu vẫn lỗi, báo người quản trị máy chủ."
	textAnnounceStopped = "*Tôi đã tự tạm dừng thông báo:* hơn 5 %% số tin gửi hỏng vì lỗi phía mình, không " +
		"phải do người nhận.\nGửi hỏng: %s\nÔng/bà xem lại, rồi bấm “Tiếp tục” hoặc “Hủy”."
	textAnnounceLate = "*Thông báo chưa gửi xong mà đã quá hạn* (%s) nên tôi dừng lại. " +
		"Ông/bà còn muốn gửi tiếp không?\n%s"
	textAnnounceNewText = "Ông/bà gõ nội dung mới trong tin nhắn tiếp theo. Tôi sẽ cho xem trước; ai đã nhận " +
		"thông báo cũ sẽ thấy %s."
	textAnnounceEditAs  = "tin cũ được sửa lại (kênh không sửa được thì nhận tin mới)"
	textAnnounceCaption = "Tin đã gửi có ảnh hoặc tệp, trên %s lời kèm theo dài tối đa %s ký tự, mà lời mới dài %s. " +
		"Ông/bà rút " +
		"ngắn, hoặc bấm “Gửi đính chính” để gửi thêm một tin."
	textAnnounceEditFile = "Sửa tin đã gửi chỉ sửa được lời. Muốn đổi ảnh hoặc tệp, ông/bà bấm “Gửi đính chính” để " +
		"gửi thêm " +
		"một tin."
	textBlockedBefore     = "người nhận đã chặn bot từ trước"
	textAnnounceFixAs     = "thêm một tin đính chính"
	textAnnounceNoneGot   = "Chưa ai nhận được thông báo này nên không có gì để sửa hay đính chính."
	textAnnounceCorrected = "Thông báo này đã có bản đính chính, gửi lại sẽ đưa tin sai tới người chưa nhận. " +
		"Ông/bà soạn thông báo mới với nội dung đúng."
	textAnnounceRetrying = "Thông báo này đang được gửi lại cho người lỗi lần trước. Ông/bà đợi lần gửi lại xong, " +
		"hoặc hủy nó, rồi mới sửa hay đính chính: như vậy ai đã nhận bản sai cũng nhận được bản đúng."
	textRepeatApproved = "Thông báo lặp này đã được duyệt nên không sửa được nội dung. Ông/bà kết thúc nó rồi soạn " +
		"thông báo mới."
	textUrgentHead = "*TIN KHẨN* (bão, lũ, nguy hiểm): gửi cả trong giờ yên tĩnh, đi trước mọi tin khác; cần một " +
		"quản " +
		"trị viên khác đồng ý."
	textUrgentToApprove = "*TIN KHẨN chờ ông/bà đồng ý trước %[2]s* (%[1]s đề nghị). Đồng ý là gửi ngay, cả trong " +
		"giờ " +
		"yên tĩnh."
	textUrgentAsked = "Tin khẩn cần một quản trị viên khác đồng ý. Tôi đã hỏi ở %d cuộc trò chuyện; đến %s chưa ai " +
		"đồng ý, tôi báo ông/bà. Nên gọi điện nhắc họ."
	textUrgentUnheard = "*Chưa ai đồng ý tin khẩn* %s, nên tin trở lại thành bản nháp. Chưa ai nhận được gì. Ông/bà " +
		"hỏi lại, hoặc bỏ khẩn để gửi như tin thường."
	textUrgentTooLate  = "Đề nghị này đã hết hạn. Người soạn cần bấm Gửi lần nữa."
	textUrgentSeconded = "%s đề nghị, %s đồng ý lúc %s"
	textUrgentByOne    = "%s tự quyết định lúc %s, vì cơ quan không có quản trị viên nào khác"
	textUrgentAlone    = "Tin khẩn cần một quản trị viên khác đồng ý, nhưng hiện không có ai khác. Nếu thật khẩn, " +
		"ông/bà " +
		"bấm “Gửi khẩn một mình”: nhật ký và báo cáo ghi rõ là một người quyết định."
	textUrgentReport = "Tin khẩn:"
	textUrgentPage   = "Tin khẩn: khi gửi sẽ đi cả trong giờ yên tĩnh, trước mọi tin khác, sau khi một quản " +
		"trị viên khác đồng ý."
	textUrgentPageAsked   = "Tin khẩn chờ một quản trị viên khác đồng ý, đến %s; nội dung giữ nguyên từ lúc bấm Gửi."
	textAnnounceNoneFail  = "Không có tin nào gửi hỏng để gửi lại."
	textAnnounceBigReport = "Báo cáo có %s dòng, quá lớn để gửi trong trò chuyện (tối đa %s). " +
		"Ông/bà tải ở trang quản trị."
)

// The labels of buttons.
const (
	labelSend     = "Gửi"
	labelTest     = "Thử cho tôi"
	labelAudience = "Người nhận"
	labelTime     = "Hẹn giờ"
	labelCancel   = "Hủy"
	labelPause    = "Tạm dừng"
	labelResume   = "Tiếp tục"
	labelUrgent   = "Gửi ngay (khẩn)"
	labelNow      = "Gửi ngay"
	labelAlone    = "Gửi khẩn một mình"
	labelAskAgain = "Hỏi lại"

	labelUrgentClass = "Khẩn: bão, lũ"
	labelNotUrgent   = "Bỏ khẩn"
	labelGoOn        = "Gửi tiếp ngay (khẩn)"
	labelApprove     = "Duyệt"
	labelRefuse      = "Từ chối"
	labelDone        = "Xong"
	labelBack        = "Quay lại"
	labelCSV         = "Xuất CSV"
	labelXLSX        = "Xuất XLSX"
	labelRetry       = "Gửi lại cho người lỗi"
	labelEdit        = "Sửa tin đã gửi"
	labelFix         = "Gửi đính chính"
)

// announceStates are the words for the states.
var announceStates = map[State]string{
	Draft: "là bản nháp", Approval: "đang chờ duyệt", Scheduled: "đã hẹn giờ", Running: "đang được gửi",
	Paused: "đang tạm dừng", Cancelled: "đã hủy", Finished: "đã gửi xong",
	Repeating: "đang được gửi lặp lại",
}

const (
	textOtherChannel = "nhận ở kênh khác mà người này chọn"
	textErasedData   = "đã xóa dữ liệu của mình sau khi nhận tin trước"
)

// What an announcement is that follows another.
const (
	textKindEdit       = "Bản sửa tin đã gửi"
	textKindCorrection = "Đính chính"
	textKindRetry      = "Gửi lại cho người lỗi"
)

// Parts of reports and of progress.
const (
	textMaybeTwice = "\nTrong đó có thể nhận hai lần (mất điện hoặc mất mạng đúng lúc gửi): %s"
	textLeftBefore = "đã thôi nhận tin trước khi tới lượt"
	textHalfSent   = "đang gửi dở, không rõ đã tới chưa"
	textQuietPause = "Tạm dừng trong giờ yên tĩnh, tự gửi tiếp lúc "
)
