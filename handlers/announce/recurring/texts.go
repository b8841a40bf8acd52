package recurring

const (
	textOddRepeat = "Tôi gửi lặp lại được mỗi tuần, mỗi 2–12 tuần, hoặc mỗi tháng vào một ngày. Ông/bà gõ lại, ví " +
		"dụ: “8 " +
		"giờ thứ Hai hằng tuần đến hết tháng 6”, “mỗi 2 tuần thứ Sáu 8 giờ”, “7 giờ ngày 5 hằng tháng”."
	textNoWhen = "Tôi chưa đọc được lịch gửi. Ông/bà gõ lại, ví dụ: “8 giờ thứ Hai hằng tuần đến hết tháng 6”, “7 " +
		"giờ ngày " +
		"5 hằng tháng”."
	textNoClock = "Ông/bà muốn gửi lúc mấy giờ? Gõ lại cả lịch và giờ, ví dụ: “8 giờ thứ Hai hằng tuần đến hết " +
		"tháng 6”."
	textEndGone = "Ngày kết thúc (%s) lại trước lần gửi đầu tiên (%s). Ông/bà gõ lại giúp tôi."
	textEndFar  = "Tôi chỉ nhận lịch lặp trong vòng một năm (đến %s); hết hạn ông/bà đặt lại được."

	textReadBack = "Tôi hiểu như sau, có đúng không?\nGửi *%s*.\nNội dung: %s\nNgười nhận: %s (hiện có %s người)\n" +
		"Cả thảy %d lần; sắp tới: %s."
	textRuleLate = "Nếu đúng giờ gửi mà máy chủ ngừng: muộn không quá 3 giờ và còn trong ngày thì tôi gửi bù, quá " +
		"thì bỏ lần " +
		"đó và báo ông/bà."
	textQuiet     = "Giờ gửi nằm trong giờ yên tĩnh (%s), nên mỗi lần sẽ bắt đầu khi hết giờ đó."
	textGone      = "Tôi không còn giữ lịch gửi này."
	textChanged   = "Lịch này vừa được đổi ở nơi khác. Ông/bà xem lại rồi làm tiếp."
	textNotNow    = "Lịch này %s nên không làm việc đó được nữa."
	textOnlyDraft = "Chỉ bản nháp mới đặt gửi lặp lại được."
	textNoFrom    = "Bản đính chính, bản sửa và lần gửi lại chỉ gửi một lần."
	textNoUrgent  = "Tin khẩn chỉ gửi một lần. Ông/bà bỏ khẩn trước khi đặt gửi lặp lại."
	textSet       = "Đã đặt gửi lặp lại: *%s*. Lần đầu: %s. Xem, tạm dừng, đổi lịch hoặc kết thúc: gõ /thongbaolap."
	textAsked     = "Thông báo lặp lại cần một quản trị viên khác duyệt. Tôi đã gửi tới %d cuộc trò chuyện; khi " +
		"có người " +
		"duyệt, tôi báo ông/bà."
	textNoSecond = "Thông báo cần một quản trị viên thứ hai duyệt, nhưng hiện chưa có ai khác là quản trị viên."
	textToAllow  = "*Thông báo gửi lặp lại chờ ông/bà duyệt*\nGửi *%s*\n──────────\n%s\n──────────\nNgười nhận: %s"
	textOwnWork  = "Người soạn không tự duyệt được; cần một quản trị viên khác."
	textAllowed  = "Ông/bà đã duyệt thông báo gửi lặp lại."
	textAllowedY = "Thông báo gửi lặp lại của ông/bà %s đã được duyệt. Lần đầu: %s."
	textDenied   = "Đã từ chối; người soạn được báo."
	textDeniedY  = "Thông báo gửi lặp lại của ông/bà %s không được duyệt, nên trở lại thành bản nháp."
	textHeld     = "Đã tạm dừng gửi lặp lại. Các lần trong lúc dừng sẽ bị bỏ qua."
	textGoesOn   = "Đã cho gửi tiếp. Lần tới: %s."
	textOver     = "Lịch này đã hết hạn nên không gửi tiếp được."
	textEnded    = "Đã kết thúc gửi lặp lại. Các lần đã gửi và báo cáo vẫn được giữ."
	textAskNew   = "Ông/bà gõ lịch mới, ví dụ: “8 giờ thứ Hai hằng tuần đến hết tháng 6”. Lịch cũ giữ nguyên tới " +
		"khi ông/bà bấm " +
		"Đúng."
	textSkipped = "*Đã bỏ một lần gửi lặp lại* (%s) của %s, vì lúc đó máy chủ ngừng quá lâu. Lần tới: %s."
	textNobody  = "Lần gửi lặp lại lúc %s của %s không có ai trong nhóm người nhận, nên chưa gửi cho ai. Lần tới: %s."
	textLast    = "*Lịch gửi lặp lại đã hết hạn*: %s. Đã gửi %d lần, bỏ %d lần. Muốn gửi tiếp, ông/bà soạn và đặt " +
		"lịch mới."
	textNoMore = "không còn lần nào"
	textNone   = "Chưa có thông báo nào gửi lặp lại. Soạn bằng /thongbao, bấm “Hẹn giờ”, rồi gõ ví dụ: “8 giờ " +
		"thứ Hai hằng tuần " +
		"đến hết tháng 6”."
	textList  = "*Các thông báo gửi lặp lại*"
	textOne   = "%s\nGửi %s.\n%s"
	textState = "Lần tới: %s. Đã gửi %d lần, bỏ %d lần."
	textPause = "*Đang tạm dừng.* Đã gửi %d lần, bỏ %d lần."
	textWait  = "*Chờ người thứ hai duyệt.*"
)

// Parts of how a repeat is told.
const (
	textSentBefore    = "; rơi vào ngày nghỉ thì gửi vào ngày làm việc liền trước"
	textSentAfter     = "; rơi vào ngày nghỉ thì gửi vào ngày làm việc liền sau"
	textMonthlyOrLast = "mỗi tháng vào ngày %d (tháng không có ngày đó thì vào ngày cuối tháng)"
)
