package zalobot

// Alerts to the owners.
const (
	alertToken = "Zalo Bot: nền tảng Zalo không nhận mã của bot. Cần làm: mở Zalo Bot Manager, xem lại hoặc tạo lại " +
		"mã, ghi vào ZALO_BOT_TOKEN rồi chạy lại bot."
	alertQuota = "Zalo Bot: đã gửi %d trên %d tin của tháng này. Hết hạn mức thì bot không gửi được trên Zalo Bot " +
		"cho đến đầu tháng sau; cán bộ nên liên kết thêm kênh khác."
)
