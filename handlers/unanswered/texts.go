package unanswered

// What an editor reads.
const (
	textNothingToMerge = "Ông/bà chọn ít nhất hai nhóm câu hỏi để gộp."
	textNothingToClear = "Không có câu hỏi nào như vậy để bỏ."
)
