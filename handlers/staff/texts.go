package staff

// Invitations.
const (
	textOwnersOnly     = "Người này là quản trị viên hoặc chủ bot: chỉ chủ bot gỡ được. Ông/bà vui lòng báo chủ bot."
	textLeaveElsewhere = "Kênh này chỉ được liên kết thêm nên không rời cơ quan từ đây được. Ông/bà gõ /roi ở cuộc " +
		"trò " +
		"chuyện có vai trò, hoặc đề nghị quản trị viên."
	textInviteForm = "Để mời một cán bộ, ông/bà gõ: /moi Họ tên; Đơn vị\nVí dụ: /moi " +
		"Nguyễn Văn An; Văn phòng HĐND và UBND"
	textInvited = "Mã mời cho *%s* (%s): *%s*\nNgười được mời nhắn cho tôi: /lienket %s\nMã dùng một lần, đến " +
		"%s hôm nay. Khi có người dùng mã, tôi sẽ hỏi lại ông/bà."
	// textCommonUnit: of several offices, a unit of none is of all.
	textCommonUnit = "Đơn vị này chung cho mọi cơ quan: người được mời làm việc của mọi xã. Nếu của riêng một xã, " +
		"ông/bà mời lại với tên xã ở cuối, ví dụ %s %s."
	textWrongCode = "Mã này không đúng, đã dùng hoặc đã hết hạn. Vui lòng kiểm tra lại, " +
		"hoặc xin quản trị viên mã mới."
	textInviteGone      = "Lời mời này đã được dùng hoặc đã hết hạn."
	textLinkOnMessenger = "Trên trang web tôi không nhận ra được ai là ai, nên cán bộ không liên kết ở đây. Ông/bà " +
		"mở tôi trên Telegram hoặc Zalo, rồi gõ lệnh này kèm mã ở đó."
	textWaitConfirm = "Tôi đã nhận mã. Người mời đang xác nhận; xong tôi sẽ báo cho ông/bà."
	textConfirmJoin = "“%s” trên %s vừa dùng mã mời dành cho *%s* (%s). Có đúng người không?"
	textJoinRefused = "Người mời cho biết đây không phải người được mời, nên tôi đã hủy liên " +
		"kết. Nếu nhầm, vui lòng xin mã mới."
	textJoinRemoved = "Tôi đã hủy liên kết đó."
	textJoinDone    = "Xin chào *%s* (%s)! Ông/bà đã được xác nhận. Tôi sẽ nhắc việc cho " +
		"ông/bà tại đây; gõ /nhiemvu để xem việc."
	textJoinConfirmed = "Đã xác nhận *%s* (%s)."
)

// Officials: who they are and what they may do.
const (
	textMorePeople   = "… và %d người nữa; gõ /canbo kèm tên hoặc đơn vị để tìm."
	textNoSuchPerson = "Người này không còn trong danh sách cán bộ."
	textAskUnit      = "*%s* đang thuộc %s. Ông/bà gõ tên đơn vị mới. Các việc đang mở sẽ ở lại đơn vị cũ."
	textUnitSame     = "%s đang thuộc %s rồi."
	textYouMoved     = "%s đã chuyển ông/bà sang đơn vị *%s*."
	textTasksStay    = " %d việc đang mở của ông/bà về lại đơn vị cũ, ông/bà không phải làm nữa."
	textUnitChanged  = "Đã chuyển *%s* sang %s. %d việc đang mở ở lại đơn vị cũ. Quyền trưởng " +
		"đơn vị, nếu có, đã được gỡ."
	textSureLeaves = "Cho *%s* rời danh sách cán bộ? Người này sẽ không nhận được gì nữa, các " +
		"việc đang mở về lại trưởng đơn vị."
	textHasLeft = "*%s* đã rời danh sách cán bộ. %d việc đang mở đã về lại đơn vị."
	textSureCut = "Gỡ %s của *%s*? Tài khoản đó sẽ mất quyền và không nhận được gì nữa; " +
		"việc của người này vẫn giữ nguyên."
	textCut       = "Đã gỡ %s của *%s*."
	textSureLeave = "Ông/bà muốn rời danh sách cán bộ? Tôi sẽ không nhắc việc nữa; các " +
		"việc đang mở về lại trưởng đơn vị."
	textYouLeft = "Ông/bà đã rời danh sách cán bộ. Tôi không nhắc việc cho ông/bà nữa. " +
		"Cảm ơn ông/bà đã làm việc cùng tôi."
	textChannelCode = "Mã liên kết thêm một kênh cho *%s*: *%s*\nTrên kênh mới, nhắn cho tôi: /lienket %s (trên " +
		"Zalo gõ LIENKET kèm mã cũng được)\nMã dùng một lần, đến %s hôm nay. Kênh mới nhận chung việc và thông báo, " +
		"nhưng chưa có quyền; quyền do chủ bot giao."
	textOtherChannels = "Các kênh khác của cơ quan: %s."
	textAlreadyLinked = "Tài khoản này đã liên kết rồi, không cần mã nữa."
	textLinkedToOther = "Tài khoản này đang là của %s (%s). Muốn dùng cho người khác, trước hết gõ /roi."
	textWhichRole     = "Quyền của *%s* trên %s hiện là: %s. Ông/bà muốn đổi thành gì?"
	textRoleGiven     = "*%s* (%s) nay là: %s."
	textNowHead       = "Ông/bà được giao vai trò *trưởng đơn vị* %s: ông/bà xem việc của cả đơn vị (/nhiemvu), giao " +
		"việc (/giaoviec), và được báo khi việc quá hạn hay không có phản hồi."
	textNowAdmin = "Ông/bà được giao vai trò *quản trị viên*: ông/bà mời cán bộ (/moi), giao việc (/giaoviec), " +
		"xem mọi việc (/nhiemvu)."
	textNowRole       = "Vai trò của ông/bà nay là *%s*."
	textNowNothing    = "Tài khoản này không còn quyền quản trị. Việc của ông/bà vẫn giữ nguyên (/nhiemvu)."
	textInviteLink    = "Hoặc mở liên kết này: %s"
	textInvitePicture = "Mã QR của liên kết mời: quét bằng máy ảnh của điện thoại."
)

// Owners by a code of the console.
const (
	textOwnerNow = "Ông/bà nay là *chủ bot*: câu hỏi người dân chuyển tới, việc cần quyết định và cảnh báo sẽ được " +
		"gửi tới " +
		"đây. Gõ /admin để vào trang quản trị, /moi để mời cán bộ, /trogiup để xem các lệnh."
	textOwnerAlready = "Ông/bà đã là chủ bot ở đây rồi, không cần mã nữa."
	textNewOwner     = "“%s” trên %s vừa nhận làm *chủ bot* bằng mã của trang quản trị. Nếu không đúng người, ông/bà " +
		"vào " +
		"trang Cán bộ, mục Chủ bot, cho thôi ngay."
	textOwnerNoMore  = "Ông/bà không còn là chủ bot ở đây."
	textOwnerSettled = "Người này làm chủ bot theo cài đặt MOTCUA_ADMINS, nên chỉ người giữ máy chủ bỏ được, ở tệp " +
		"cài đặt."
	textNoSuchOwner = "Người này không còn là chủ bot."
	textLastOwner   = "Ông/bà là chủ bot duy nhất còn lại. Trước hết tạo mã cho người khác nhận làm chủ bot, rồi " +
		"mới thôi được."
	textManyOwners = "Đã có quá nhiều chủ bot. Ông/bà cho bớt người thôi rồi tạo mã mới."
)

// Units.
const (
	textNoSuchUnit   = "Không có đơn vị này trong danh sách."
	textUnitName     = "Ông/bà ghi tên đơn vị, từ 1 đến 80 ký tự."
	textUnitSameName = "Đơn vị đang tên là “%s” rồi."
	textUnitTaken    = "Đã có đơn vị “%s”. Muốn nhập hai đơn vị làm một, ông/bà chọn Gộp."
	textUnitItself   = "Ông/bà chọn một đơn vị khác để gộp vào."
	textUnitInUse    = "%s còn người, việc đang mở, câu hỏi đang chờ hoặc lĩnh vực phụ trách. Ông/bà gộp vào đơn vị " +
		"khác, " +
		"hoặc chuyển hết đi rồi bỏ."
)

// Stand-ins.
const (
	textStandInForm = "Để cử người làm thay mình, ông/bà gõ: /lamthay người thay; ngày\nVí dụ: /lamthay Trần Thị " +
		"Lan; từ " +
		"7/12 đến 11/12\nTrưởng đơn vị, quản trị viên cử cho người khác: /lamthay người vắng; người thay; ngày."
	textStandInReadBack = "Tôi hiểu như sau, có đúng không?\n*%s* vắng %s; *%s* làm thay. Việc, lời nhắc và câu hỏi " +
		"chuyển " +
		"tới trong những ngày này đến cả hai người."
	textStandInNamed  = "Đã ghi: *%s* làm thay *%s* %s. Tôi đã báo cho những người liên quan."
	textStandInSelf   = "Người làm thay phải là người khác."
	textStandInGone   = "Khoảng %s đến %s đã qua, hoặc ngày cuối lại trước ngày đầu. Ông/bà ghi lại ngày giúp tôi."
	textStandInLong   = "Tôi chỉ ghi được tối đa một năm. Vắng lâu hơn, ông/bà nên giao hẳn việc cho người khác."
	textStandInAway   = "%s cũng vắng từ %s đến %s. Ông/bà chọn người khác."
	textStandInForYou = "*%s* làm thay ông/bà %s. Việc, lời nhắc và câu hỏi trong những ngày đó tới cả hai; ông/bà " +
		"xem hoặc " +
		"thôi bằng /lamthay."
	textYouStandIn = "Ông/bà làm thay *%s* (%s) %s. Trong những ngày đó, việc, lời nhắc và câu hỏi gửi người ấy cũng " +
		"tới " +
		"ông/bà, và ông/bà xử lý được như người ấy (/nhiemvu). Hiện người ấy có %d việc đang mở."
	textStandInNoMore = "Ông/bà không còn làm thay *%s*."
	textNoStandInNow  = "*%s* không còn làm thay ông/bà."
	textNoStandIn     = "Người này không có ai làm thay."
	textNobodyAway    = "Hiện không ai có người làm thay."
	textStandInLine   = "- %s vắng %s; %s làm thay."
	textStandInEnded  = "Đã thôi người làm thay của *%s*. Tôi đã báo cho những người liên quan."
	textManyNamed     = "Có nhiều người khớp với “%s”, ông/bà ghi đủ họ tên giúp tôi."
)
