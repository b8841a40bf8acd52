package webchat

import (
	"fmt"
	"time"
)

// What people read when the page itself has to speak.
const (
	textGreeting = "Xin chào ông/bà. Tôi trả lời câu hỏi về thủ tục hành chính tại bộ phận một cửa. " +
		"Ông/bà cứ hỏi bằng lời của mình, có dấu hay không dấu đều được."
	textBusy = "Hệ thống đang bận, ông/bà thử lại sau ít phút."
	// Where the office cannot take more from the web, other ways are open.
	textFull = "Trang hỏi đáp tạm thời không nhận thêm câu hỏi vì đang quá tải. Câu hỏi của ông/bà chưa được gửi. " +
		"Xin ông/bà thử lại sau, hỏi qua Telegram hoặc Zalo của cơ quan, hoặc đến bộ phận một cửa."
	textCrowd = "Hiện có quá nhiều cuộc trò chuyện mới từ mạng ông/bà đang dùng. Câu hỏi của ông/bà chưa được gửi. " +
		"Xin ông/bà thử lại sau ít phút, hỏi qua Telegram hoặc Zalo của cơ quan, hoặc đến bộ phận một cửa."
	textPages   = "Có quá nhiều lượt mở trang từ mạng ông/bà đang dùng. Xin ông/bà thử lại sau ít phút."
	textEmpty   = "Ông/bà chưa nhập câu hỏi."
	textLong    = "Câu hỏi dài quá 1.000 ký tự. Xin ông/bà rút gọn hoặc chia thành nhiều câu."
	textOld     = "Lựa chọn này đã cũ. Xin ông/bà chọn lại hoặc nhập câu hỏi."
	textForeign = "Yêu cầu không đến từ trang này nên không được nhận. Xin ông/bà tải lại trang rồi thử lại."
	textBad     = "Yêu cầu không đọc được. Xin ông/bà tải lại trang rồi thử lại."
	textCleared = "Cuộc trò chuyện trước đã được xóa."
	textNoFile  = "Tệp này không còn được lưu. Xin ông/bà hỏi lại để nhận tệp mới."
)

func textSlower(wait time.Duration) string {
	if wait > 2*time.Minute {
		return fmt.Sprintf("Ông/bà gửi hơi nhanh. Xin đợi %d phút rồi gửi lại.", (seconds(wait)+59)/60)
	}
	return fmt.Sprintf("Ông/bà gửi hơi nhanh. Xin đợi %d giây rồi gửi lại.", seconds(wait))
}

// seconds rounds up, at least 1.
func seconds(d time.Duration) int {
	return max(1, int((d+time.Second-1)/time.Second))
}
