package gradepages

// What the pages say that does not stand in them.
const (
	textOtherGraded = "một người khác đã chấm" // for a grade that the visitor may not see yet
	textMend        = "Sửa câu trả lời: %s"
	textNoEntry     = "Ông/bà chọn một mục trong danh sách, hoặc đánh dấu “Không phải việc của bộ phận một cửa”."
	textNotAdded    = "Chưa thêm được câu hỏi mẫu: "
)
