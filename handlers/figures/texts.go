package figures

// What people read of the figures.
const (
	textReachedMaybe = "đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"
	textMissedMaybe  = "chưa đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"
	textSaved        = "Đỡ một lần gọi: %d, đỡ một lần đến: %d, trong %d người trả lời"
	textTooFew       = "chưa đủ dữ liệu (%d phiếu, cần ít nhất %d)"
	textShare        = "%s (%d/%d phiếu; khoảng tin cậy 95%%: %s–%s)"
)

// FactorNames are the five things that the yearly index of people's satisfaction (SIPAS) asks about, in its words.
var FactorNames = [...]string{
	"Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức", "Kết quả dịch vụ",
	"Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị",
}

// Levels are the answers of the survey, 1 to 5; the index of the slice is the level.
var Levels = [...]string{"", "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"}
