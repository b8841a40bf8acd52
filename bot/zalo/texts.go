package zalo

// Alerts to the owners, with what to do.
const (
	alertGrantLost = "Zalo OA: quyền gửi tin của bot đã mất (Zalo không nhận token). Tin nhắn đến vẫn được nhận, " +
		"nhưng bot không trả lời được trên Zalo. " +
		"Cần làm: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn (không phải dừng bot)."
	alertNoGrant = "Zalo OA: bot chưa được cấp quyền gửi tin nên chưa trả lời được trên Zalo. " +
		"Cần làm: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn."
	alertGrantSoon = "Zalo OA: bot không gia hạn được quyền gửi tin. Quyền hiện tại còn dùng được đến %s; sau đó bot " +
		"không trả lời được trên Zalo. " +
		"Cần làm trước giờ đó: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn (không " +
		"phải dừng bot)."
	alertHuman = "Zalo OA: Zalo từ chối gửi tin (lỗi %d: %s). Cần làm: quản trị viên OA vào trang quản lý OA và " +
		"trang ứng dụng của Zalo để xử lý."
	alertUnknown = "Zalo OA: Zalo báo một lỗi mà bot chưa biết (lỗi %d: %s). Bot sẽ thử lại; nếu còn lặp lại, ông/bà " +
		"gửi " +
		"dòng này cho người làm bot. Mỗi lỗi lạ chỉ báo một lần."
	alertOdd = "Zalo OA: máy chủ Zalo trả lời không đúng dạng đã công bố (HTTP %d). Bot sẽ thử lại; nếu Zalo không " +
		"nhận " +
		"tin nữa, ông/bà gửi dòng này cho người làm bot. Chỉ báo một lần."
	alertQuota = "Zalo OA: hết hạn mức (lỗi %d: %s). Tin chưa gửi được giữ lại, bot tự thử lại sau. Nếu cần gửi " +
		"ngay, quản trị viên OA mua thêm hoặc nạp tiền."
	alertTemplate = "Zalo OA: Zalo không nhận mẫu tin (lỗi %d). Cần làm: kiểm tra mã mẫu và tên tham số trong " +
		"ZALO_TEMPLATE_REMINDER, ZALO_TEMPLATE_ANNOUNCEMENT so với mẫu đã được duyệt."
	alertSignature = "Zalo OA: có tin gửi tới webhook mà chữ ký không đúng. Nếu bot không còn nhận được tin trên " +
		"Zalo, hãy chép lại “Khóa bí mật của OA” (OA Secret Key) vào ZALO_OA_SECRET_KEY trong vòng một giờ rồi chạy " +
		"lại bot; nếu bot vẫn nhận tin bình thường thì có người đang thử giả mạo, bot đã từ chối."
)
