package tasks

import (
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/dialog"
)

const (
	textHandedBack = "*%s* %s. Các việc sau về lại đơn vị, nhờ ông/bà giao người khác (/nhiemvu):\n%s"
)

// Plans, days off, feeds and exports.
const (
	textAskTemplate = "Cơ quan có muốn tôi nhắc các báo cáo này không? Nếu có, hạn của cơ " +
		"quan sớm hơn hạn trên bao nhiêu?"
	textNoTemplate = "Kho nội dung không có mẫu lịch nào cần xác nhận."
	textOwnDay     = "Ông/bà gõ ngày trong tháng (ví dụ: ngày 12), hoặc số ngày làm việc " +
		"sớm hơn (ví dụ: sớm hơn 7 ngày)."
	textTooLateDay      = "Ngày đó muộn hơn hạn cấp trên (%s). Ông/bà chọn ngày sớm hơn."
	textTemplateRefused = "Tôi sẽ không nhắc theo mẫu này. Khi cần, ông/bà gõ /kehoach để xem lại."
	textTemplateUsed    = "Tôi đã nhận lịch. Việc chưa có người làm thì tôi hỏi trưởng đơn vị hoặc quản trị viên để " +
		"giao. Hạn sắp tới của cơ quan:"
	textFeedForOfficials = "Lịch việc chỉ dành cho cán bộ đã liên kết. Ông/bà xem các lời nhắc của mình bằng /nhacviec."
	textNoPublicURL      = "Quản trị viên chưa đặt địa chỉ công khai (MOTCUA_PUBLIC_URL) nên tôi " +
		"chưa tạo được liên kết lịch."
	textFeed = "Liên kết lịch các việc của ông/bà (thêm vào Google Lịch, Outlook hoặc lịch của điện " +
		"thoại bằng mục “đăng ký lịch qua URL”):\n%s\nAi có liên kết này đều xem được việc của " +
		"ông/bà, xin đừng gửi cho người khác. Tôi chỉ đưa liên kết này một lần và không giữ lại."
	textFeedKept = "Ông/bà đã có liên kết lịch %[1]srồi. Vì là liên kết bí mật, tôi không giữ lại nên không đưa " +
		"lại được. Muốn thêm lịch vào máy khác, ông/bà bấm “Đổi liên kết”: liên kết cũ hết dùng được."
	textUnitFeed = "Liên kết lịch các việc của %s (thêm vào Google Lịch, Outlook hoặc lịch của điện thoại bằng " +
		"mục “đăng ký " +
		"lịch qua URL”):\n%s\nAi có liên kết này đều xem được việc của cả đơn vị, xin đừng gửi cho người khác. " +
		"Tôi chỉ đưa " +
		"liên kết này một lần và không giữ lại. Thôi làm trưởng đơn vị là liên kết hết dùng được."
	textFeedForHeads = "Lịch của cả đơn vị chỉ dành cho trưởng đơn vị."
	textFeedClosed   = "Đã thu hồi liên kết lịch. Muốn có liên kết mới, ông/bà gõ /lich."
	textExportOpen   = "Bảng việc đang mở, tính đến %s."
	textExport       = "Bảng việc tính đến %s: việc đang mở, việc đã đóng trong năm và nhật ký."
)

// Tasks of officials.
const (
	textTaskForm = "Để giao việc, ông/bà gõ: /giaoviec việc; người; hạn\nVí dụ: /giaoviec Nộp báo cáo quý IV; " +
		"Trần Thị Lan; 15/12\nHạn có thể ghi: thứ Sáu tuần sau, cuối tháng, trước Tết 3 ngày làm việc, sau 10 ngày " +
		"làm việc. Muốn ghi sản phẩm thì thêm “; sản phẩm” ở cuối; muốn được nhắc sớm hơn thì " +
		"thêm “; nhắc trước 10, 5, 1”."
	textTaskEdit = "Ông/bà gõ lại phần cần sửa: hạn mới, tên người, hoặc tên việc. Muốn " +
		"sửa nhiều phần thì gõ lại: việc; người; hạn."
	textLeadsAre     = "Tôi sẽ nhắc trước %s ngày làm việc, vào ngày hạn, và mỗi ngày làm việc khi quá hạn."
	textLeadNone     = "Tôi sẽ nhắc vào ngày hạn, và mỗi ngày làm việc khi quá hạn."
	textShifted      = "%s là %s nên tôi lấy ngày làm việc %s."
	textWhichPerson  = "Có nhiều người khớp với “%s”. Ông/bà giao cho ai?"
	textNameOrSelf   = "“%s” là chính ông/bà, hay là tên người khác? Ông/bà chọn, hoặc gõ đủ họ tên."
	textWhoOrWhen    = "“%s” là tên người làm hay là hạn?"
	textWhichDay     = "“%s” có thể là nhiều ngày. Ông/bà chọn giúp tôi:"
	textOtherGone    = "%s đã qua nên tôi lấy ngày còn ở phía trước."
	textDayGone      = "%s đã qua. Ông/bà gõ lại hạn giúp tôi."
	textOldDraft     = "Bản nháp này đã cũ. Ông/bà gõ lại /giaoviec để giao việc."
	textTaskGiven    = "Đã giao việc %s cho *%s*, hạn %s. Ông/bà xem tiến độ bằng /nhiemvu."
	textNewTask      = "*Ông/bà có việc mới*"
	textNewStoodFor  = "*Việc mới giao cho %s, ông/bà đang làm thay*"
	textMineAndStood = "Việc của ông/bà và của người ông/bà làm thay"
	textStoodFor     = " (làm thay %s)"
	textNewForUnit   = "*Đơn vị của ông/bà có việc mới, chưa giao cho ai*"
	textNoHead       = "*Việc chưa có người nhận:* %s chưa có trưởng đơn vị trên bot. Nhờ ông/bà giao người làm."
	textUnheaded     = "%s chưa có trưởng đơn vị trên bot nên chưa ai nhận việc này. Tôi đã báo các quản trị viên; " +
		"ông/bà " +
		"cũng có thể giao người làm ngay."
	textTaskLost       = "*Việc không còn giao cho ông/bà:* %s (hạn %s). %s"
	textTaskDropped    = "%s đã bỏ việc này, ông/bà không phải làm nữa."
	textTaskTaken      = "%s đã chuyển việc cho %s."
	textTaskChanged    = "*Việc của ông/bà có thay đổi*"
	textDayChanged     = "*Việc của ông/bà được đổi hạn*"
	textDayFromTo      = "Hạn đổi từ %s sang *%s*. Người đổi: %s."
	textTitleFrom      = "Tên việc trước là “%s”. Người đổi: %s."
	textTaskReopened   = "*Việc của ông/bà được mở lại*"
	textReopenedBy     = "Việc đã đóng nay cần làm tiếp. Người mở lại: %s."
	textDroppedTold    = "%s đã bỏ việc *%s* mà ông/bà giao."
	textReopenedTold   = "%s đã mở lại việc *%s*, hạn %s."
	textReopened       = "*Đã mở lại việc*"
	textNoSuchTask     = "Tôi không thấy việc này nữa. Ông/bà gõ /nhiemvu để xem các việc đang có."
	textNotYourTask    = "Việc này không phải của ông/bà. Ông/bà gõ /nhiemvu để xem việc của mình."
	textTaskOver       = "Việc *%s* đã đóng rồi, tôi không nhắc nữa."
	textAcked          = "Đã ghi nhận ông/bà nhận việc *%s*, hạn %s."
	textDone           = "Đã xong: *%s*. Tôi không nhắc việc này nữa. Cảm ơn ông/bà!"
	textDoneTold       = "%s đã xong việc *%s*."
	textVoided         = "Đã bỏ việc *%s*."
	textHanded         = "Đã giao việc *%s* cho %s."
	textGiveWhom       = "Giao việc *%s* cho ai?"
	textAskResult      = "Ông/bà gõ một dòng về kết quả (ví dụ: đã gửi kèm công văn số 12)."
	textResultKept     = "Đã ghi kết quả."
	textAskAgain       = "Nhắc lại việc *%s* vào hôm nào?"
	textAskSnooze      = "Ông/bà gõ ngày muốn được nhắc lại, ví dụ: thứ Năm, 2 ngày nữa, 10/12."
	textSnoozed        = "Tôi sẽ nhắc lại việc *%s* vào %s."
	textSnoozePast     = "%s không ở phía trước. Ông/bà chọn một ngày từ ngày mai."
	textSnoozeReadBack = "Tôi hiểu như sau, có đúng không?\nNhắc lại việc *%s* vào %s."
	textSnoozeOverdue  = "Việc đã quá hạn nên tôi nhắc mỗi ngày làm việc cho tới khi xong."
	textSnoozeDue      = "Ngày ông/bà chọn muộn hơn hạn nên tôi nhắc đúng ngày hạn."
	textAskDue         = "Hạn của *%s* đang là %s. Ông/bà gõ hạn mới."
	textDueReadBack    = "Tôi hiểu như sau, có đúng không?\nĐổi hạn của *%s* từ %s sang *%s*, còn %d ngày làm việc."
	textNoRepeat       = "Tôi chưa làm được việc lặp lại kiểu “%s”: khi giao việc mới tôi nhận mỗi tuần hoặc mỗi " +
		"tháng, ví dụ " +
		"“ngày 25 hằng tháng”; việc đã giao thì mỗi việc có một ngày, ông/bà gõ ngày gần nhất."
	textTaskEvery = "Lặp lại: %s. Hạn rơi vào ngày nghỉ thì chuyển theo quy tắc của cơ quan; việc của lần sau tự " +
		"có khi việc " +
		"này xong hoặc quá hạn. Muốn thôi lặp lại thì bỏ việc."
	textDueMoved = "Đã đổi hạn của *%s* sang %s."
	textStuck    = "Tôi đã báo trưởng đơn vị là ông/bà gặp khó khăn với việc *%s*. Ông/bà có thể gõ một dòng " +
		"nói rõ khó khăn gì, tôi chuyển ngay."
	textStuckTold     = "%s đang gặp khó khăn với việc *%s*, hạn %s."
	textTroubleTold   = "%s nói rõ khó khăn ở việc *%s*: %s"
	textTroubleKept   = "Tôi đã chuyển lời tới trưởng đơn vị."
	textDigestLate    = "Lời nhắc này đến muộn: lẽ ra phải gửi lúc %s ngày %s, nhưng hệ thống đã tạm dừng."
	textDigestEmpty   = "Các việc trong lời nhắc này đã được xử lý. Cảm ơn ông/bà!"
	textUnitSection   = "Việc của đơn vị cần ông/bà đôn đốc"
	textOfficeSection = "Việc của cơ quan đang chậm hoặc chưa có phản hồi"
	textCutSection    = "Những người tôi không nhắn được trước hạn"
	textSeeBoard      = "Xem bảng việc"
	textSeeMine       = "Xem mọi việc của tôi"
	textNoTasks       = "Ông/bà chưa có việc nào."
	textNothingOpen   = "Không có việc nào đang mở."
)

// Why something is not done.
const (
	textNoTask      = "Không có việc này."
	textOthersTask  = "Việc này thuộc đơn vị khác, hoặc không phải của ông/bà."
	textTaskClosed  = "Việc này đã đóng rồi."
	textTaskOpen    = "Việc này đang mở."
	textTitleLength = "Tên việc phải có từ 1 đến 200 ký tự."
	textPersonGone  = "Không còn cán bộ này. Ông/bà chọn lại người làm."
	textPickDoer    = "Ông/bà chọn người làm, hoặc chọn đơn vị để trưởng đơn vị giao."
	textLeadForm    = "Ông/bà ghi số ngày làm việc nhắc trước, ví dụ: 5, 3, 1 (tối đa %d số, mỗi số từ 0 đến %d)."
	textPlanForm    = "Ông/bà ghi số ngày làm việc sớm hơn (từ 1 đến %d), hoặc một ngày trong tháng (từ 1 đến 31)."
	textNoPlan      = "Không có lịch mẫu này."
)

// Parts of what is said about a task.
const (
	textTaskCode    = "Mã việc %s; người giao: %s."
	textCountedOnly = "Tôi chỉ đếm %d việc có hạn sớm nhất.\n"
)

// stateWords says what a head ought to know of a task besides its day.
func stateWords(k Task) string {
	switch {
	case k.Status == Stuck && k.Trouble != "":
		return " – gặp khó khăn: " + bot.Escape(k.Trouble)
	case k.Status == Stuck:
		return " – gặp khó khăn"
	case k.Status == Open && k.Silent >= silentAfter:
		return fmt.Sprintf(" – đã nhắc %d lần chưa phản hồi", k.Silent)
	case k.Status == Acked:
		return " – đã nhận"
	}
	return ""
}

// leftWords says when a task is due, counted in the office's working days.
func leftWords(w calendar.Week, today, due content.Day) string {
	date := dialog.ShortDay(due, today)
	left := w.Left(today, due)
	open := ""
	if due.After(today) && w.Days != "all" && w.Cal.Provisional(today, due) {
		open = ", tạm tính"
	}
	switch {
	case due == today:
		return "hôm nay là hạn"
	case due.Before(today):
		return fmt.Sprintf("*quá hạn %d ngày làm việc* (hạn %s)", max(1, -left), date)
	case left == 0:
		return fmt.Sprintf("hạn %s là ngày nghỉ, hôm nay là ngày làm việc cuối%s", date, open)
	}
	return fmt.Sprintf("hạn %s, còn %d ngày làm việc%s", date, left, open)
}

// shiftNote says that and why a due day was moved; "" when it was not.
func shiftNote(know *answers.Knowledge, asked, due content.Day) string {
	if asked.IsZero() {
		return ""
	}
	why := "ngày nghỉ"
	if l, ok := know.Calendar.Listed(asked); ok && l.Kind == content.DayOff {
		why = "ngày nghỉ: " + l.Name
	}
	side := "liền trước"
	if due.After(asked) {
		side = "liền sau"
	}
	return fmt.Sprintf(textShifted, dialog.UpperFirst(vidate.Format(asked)), bot.Escape(why), side)
}

const textUnitDoes = "Đơn vị làm: %s (trưởng đơn vị giao người)\n"
