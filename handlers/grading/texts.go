package grading

const (
	textNoVerdict   = "Ông/bà chọn một mức đánh giá."
	textNoSample    = "Câu này không còn trong mẫu: đã hết hạn lưu, hoặc người hỏi đã xóa dữ liệu."
	textGradedTwice = "Câu này đã có hai người chấm."
)
