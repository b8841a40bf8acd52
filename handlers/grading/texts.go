package grading

const (
	textNoVerdict   = "Ông/bà chọn một mức đánh giá."
	textNoSample    = "Câu này không còn trong mẫu: đã hết hạn lưu, hoặc người hỏi đã xóa dữ liệu."
	textGradedTwice = "Câu này đã có hai người chấm."
)

const (
	textTooFew = "chưa đủ dữ liệu (đã chấm %d câu, cần ít nhất 30)"
	textGraded = "%s (chấm %d câu; khoảng tin cậy 95%%: %s–%s)"
)
