package terminal

// What the terminal itself says.
const (
	textBusy   = "Hệ thống đang bận, ông/bà thử lại sau ít phút."
	textBye    = "Tạm biệt ông/bà."
	textChoose = "Xin ông/bà chọn một số từ 1 đến %d, hoặc gõ câu hỏi."
)
