package handlers

// Officials: who they are and what they may do.
const (
	textMorePeople   = "… và %d người nữa; gõ /canbo kèm tên hoặc đơn vị để tìm."
	textNoSuchPerson = "Người này không còn trong danh sách cán bộ."
	textAskUnit      = "*%s* đang thuộc %s. Ông/bà gõ tên đơn vị mới. Các việc đang mở sẽ ở lại đơn vị cũ."
	textUnitSame     = "%s đang thuộc %s rồi."
	textUnitChanged  = "Đã chuyển *%s* sang %s. %d việc đang mở ở lại đơn vị cũ. Quyền trưởng đơn vị, nếu có, đã được gỡ."
	textSureLeaves   = "Cho *%s* rời danh sách cán bộ? Người này sẽ không nhận được gì nữa, các việc đang mở về lại trưởng đơn vị."
	textHasLeft      = "*%s* đã rời danh sách cán bộ. %d việc đang mở đã về lại đơn vị."
	textSureCut      = "Gỡ %s của *%s*? Tài khoản đó sẽ mất quyền và không nhận được gì nữa; việc của người này vẫn giữ nguyên."
	textCut          = "Đã gỡ %s của *%s*."

	textSureLeave   = "Ông/bà muốn rời danh sách cán bộ? Tôi sẽ không nhắc việc nữa; các việc đang mở về lại trưởng đơn vị."
	textYouLeft     = "Ông/bà đã rời danh sách cán bộ. Tôi không nhắc việc cho ông/bà nữa. Cảm ơn ông/bà đã làm việc cùng tôi."
	textHandedBack  = "*%s* %s. Các việc sau về lại đơn vị, nhờ ông/bà giao người khác (/nhiemvu):\n%s"
	textChannelCode = "Mã liên kết thêm một kênh cho *%s*: *%s*\nTrên kênh mới, nhắn cho tôi: /lienket %s (trên Zalo gõ LIENKET kèm mã cũng được)\nMã dùng một lần, đến %s hôm nay. Kênh mới nhận chung việc và thông báo, nhưng chưa có quyền; quyền do chủ bot giao."

	textAlreadyLinked = "Tài khoản này đã liên kết rồi, không cần mã nữa."
	textLinkedToOther = "Tài khoản này đang là của %s (%s). Muốn dùng cho người khác, trước hết gõ /roi."

	textWhichRole  = "Quyền của *%s* trên %s hiện là: %s. Ông/bà muốn đổi thành gì?"
	textRoleGiven  = "*%s* (%s) nay là: %s."
	textNowHead    = "Ông/bà được giao vai trò *trưởng đơn vị* %s: ông/bà xem việc của cả đơn vị (/nhiemvu), giao việc (/giaoviec), và được báo khi việc quá hạn hay không có phản hồi."
	textNowAdmin   = "Ông/bà được giao vai trò *quản trị viên*: ông/bà mời cán bộ (/moi), giao việc (/giaoviec), xem mọi việc (/nhiemvu)."
	textNowRole    = "Vai trò của ông/bà nay là *%s*."
	textNowNothing = "Tài khoản này không còn quyền quản trị. Việc của ông/bà vẫn giữ nguyên (/nhiemvu)."

	textInviteLink    = "Hoặc mở liên kết này: %s"
	textInvitePicture = "Mã QR của liên kết mời: quét bằng máy ảnh của điện thoại."
)

// Plans, days off, feeds and exports.
const (
	textAskTemplate     = "Cơ quan có muốn tôi nhắc các báo cáo này không? Nếu có, hạn của cơ quan sớm hơn hạn trên bao nhiêu?"
	textNoTemplate      = "Kho nội dung không có mẫu lịch nào cần xác nhận."
	textOwnDay          = "Ông/bà gõ ngày trong tháng (ví dụ: ngày 12), hoặc số ngày làm việc sớm hơn (ví dụ: sớm hơn 7 ngày)."
	textTooLateDay      = "Ngày đó muộn hơn hạn cấp trên (%s). Ông/bà chọn ngày sớm hơn."
	textTemplateRefused = "Tôi sẽ không nhắc theo mẫu này. Khi cần, ông/bà gõ /kehoach để xem lại."
	textTemplateUsed    = "Tôi đã nhận lịch. Việc chưa có người làm thì tôi hỏi trưởng đơn vị hoặc quản trị viên để giao. Hạn sắp tới của cơ quan:"

	textDayOffForm = "Để nhập quyết định về ngày nghỉ, ông/bà gõ: /ngaynghi các ngày; nghỉ hoặc làm; lý do; văn bản\nVí dụ: /ngaynghi 5/2/2027 đến 11/2/2027; nghỉ; Tết Nguyên đán; Thông báo số 123/TB-BNV"
	textDayOffKept = "Đã ghi. Từ giờ tôi tính ngày làm việc theo quyết định này."
	textDayOffGone = "Đã bỏ ngày đó khỏi quyết định của cơ quan."

	textFeedForOfficials = "Lịch việc chỉ dành cho cán bộ đã liên kết. Ông/bà xem các lời nhắc của mình bằng /nhacviec."
	textNoPublicURL      = "Quản trị viên chưa đặt địa chỉ công khai (MOTCUA_PUBLIC_URL) nên tôi chưa tạo được liên kết lịch."
	textFeed             = "Liên kết lịch các việc của ông/bà (thêm vào Google Lịch, Outlook hoặc lịch của điện thoại bằng mục “đăng ký lịch qua URL”):\n%s\nAi có liên kết này đều xem được việc của ông/bà, xin đừng gửi cho người khác."
	textFeedClosed       = "Đã thu hồi liên kết lịch. Muốn có liên kết mới, ông/bà gõ /lich."
	textExportOpen       = "Bảng việc đang mở, tính đến %s."
	textExport           = "Bảng việc tính đến %s: việc đang mở, việc đã đóng trong năm và nhật ký."
)
