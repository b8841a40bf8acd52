package people

// Verb names a deed in the audit log. It is stored and part of the log's hash chain, so a verb is never renamed.
type Verb string

// The deeds that are logged, by the room that does them.
const (
	VerbConsoleLink   Verb = "console.link"
	VerbConsoleLogin  Verb = "console.login"
	VerbConsoleLogout Verb = "console.logout"
	VerbConsoleRevoke Verb = "console.revoke"

	VerbContentPublish   Verb = "content.publish"
	VerbContentWithdraw  Verb = "content.withdraw"
	VerbContentAttach    Verb = "content.attach"
	VerbContentDraft     Verb = "content.draft"
	VerbContentLocal     Verb = "content.local"
	VerbContentDraftDrop Verb = "content.draft-drop"
	VerbQuestionDrop     Verb = "question.drop"

	VerbAnswerGrade Verb = "answer.grade"

	VerbCaseAnswer Verb = "case.answer"
	VerbCaseMove   Verb = "case.move"

	VerbCaseCloseMany Verb = "case.close-many"
	VerbQuestionClear Verb = "question.clear"
	VerbQuestionMerge Verb = "question.merge"

	VerbPersonInvite   Verb = "person.invite"
	VerbPersonUninvite Verb = "person.uninvite"
	VerbPersonConfirm  Verb = "person.confirm"
	VerbPersonReject   Verb = "person.reject"
	VerbPersonRole     Verb = "people.role"
	VerbPersonUnit     Verb = "person.unit"
	VerbPersonUnlink   Verb = "person.unlink"
	VerbPersonLeave    Verb = "person.leave"

	VerbOwnerOffer Verb = "owner.offer"
	VerbOwnerTake  Verb = "owner.take"
	VerbOwnerEnd   Verb = "owner.end"

	VerbSettingRouting Verb = "setting.routing"
	VerbSettingUnit    Verb = "setting.unit"
	VerbStandInSet     Verb = "person.stand-in"
	VerbStandInEnd     Verb = "person.stand-in-end"
	VerbUnitRename     Verb = "unit.rename"
	VerbUnitMerge      Verb = "unit.merge"
	VerbUnitDrop       Verb = "unit.drop"
	VerbSettingQuiet   Verb = "setting.quiet"
	VerbSettingOffice  Verb = "setting.office"
	VerbSettingStep    Verb = "setting.step"
	VerbSettingPhoto   Verb = "setting.photo"

	VerbSettingPhotoDrop Verb = "setting.photo-drop"
	VerbCalendarDecide   Verb = "calendar.decide"
	VerbCalendarRemove   Verb = "calendar.remove"

	VerbTaskGive      Verb = "task.give"
	VerbMessageResend Verb = "message.resend"
	VerbTaskChange    Verb = "task.change"
	VerbTaskHand      Verb = "task.hand"
	VerbTaskMove      Verb = "task.move"
	VerbTaskDone      Verb = "task.done"
	VerbTaskDrop      Verb = "task.drop"
	VerbTaskOpen      Verb = "task.open"
	VerbTasksExport   Verb = "tasks.export"
	VerbFeedNew       Verb = "feed.new"
	VerbFeedClose     Verb = "feed.close"
	VerbPlanUse       Verb = "plan.template"
	VerbPlanRefuse    Verb = "plan.refuse"

	VerbPrivacyErase Verb = "privacy.erase"

	VerbAnnounceCompose     Verb = "announce.compose"
	VerbAnnounceChange      Verb = "announce.change"
	VerbAnnounceRefused     Verb = "announce.refused"
	VerbAnnounceSend        Verb = "announce.send"
	VerbAnnounceTest        Verb = "announce.test"
	VerbAnnounceDrop        Verb = "announce.drop"
	VerbAnnounceNow         Verb = "announce.now"
	VerbAnnounceTime        Verb = "announce.time"
	VerbAnnounceTimeRefused Verb = "announce.time.refused"
	VerbAnnounceAt          Verb = "announce.at"
	VerbAnnounceMark        Verb = "announce.mark"
	VerbAnnounceUrgent      Verb = "announce.urgent"
	VerbAnnounceAlone       Verb = "announce.alone"
	VerbAnnounceApprove     Verb = "announce.ok"
	VerbAnnounceReject      Verb = "announce.no"
	VerbAnnouncePause       Verb = "announce.pause"
	VerbAnnounceResume      Verb = "announce.resume"
	VerbAnnounceCancel      Verb = "announce.cancel"
	VerbAnnounceReport      Verb = "announce.report"
	VerbAnnounceCSV         Verb = "announce.csv"
	VerbAnnounceXLSX        Verb = "announce.xlsx"
	VerbAnnounceRetry       Verb = "announce.retry"
	VerbAnnounceEdit        Verb = "announce.edit"
	VerbAnnounceCorrect     Verb = "announce.fix"
	VerbAnnounceEditText    Verb = "announce.edit.compose"
	VerbAnnounceCorrectText Verb = "announce.fix.compose"
	VerbAnnounceAudience    Verb = "announce.aud"
	VerbAnnounceGroups      Verb = "announce.list"
	VerbAnnouncePick        Verb = "announce.pick"
	VerbAnnounceChannel     Verb = "announce.on"
	VerbAnnounceShow        Verb = "announce.show"
	VerbTemplateSave        Verb = "announce.template"
	VerbTemplateDrop        Verb = "announce.template.drop"
	VerbAnnounceRepeat      Verb = "announce.repeat"
	VerbAnnounceRepeatEnd   Verb = "announce.repeat.end"
	VerbAnnouncePublish     Verb = "announce.public"
	VerbAnnounceUnpublish   Verb = "announce.unpublic"

	VerbGroupAccept Verb = "group.accept"
	VerbGroupRefuse Verb = "group.refuse"
	VerbGroupStop   Verb = "group.stop"
)

// VerbExport is written when a table of the office leaves the console as a file; the object says which.
const VerbExport Verb = "export"

// VerbMissing stands for a line of the log that is not there.
const VerbMissing Verb = "missing"

// VerbWords are the words for the deeds, for the log page.
var VerbWords = map[Verb]string{
	VerbConsoleLink: "Lấy liên kết đăng nhập", VerbConsoleLogin: "Đăng nhập", VerbConsoleLogout: "Đăng xuất",
	VerbConsoleRevoke:  "Thu hồi phiên",
	VerbContentPublish: "Đăng nội dung", VerbContentWithdraw: "Rút nội dung", VerbContentAttach: "Thêm cách hỏi",
	VerbContentLocal: "Ghi điều riêng của xã",
	VerbContentDraft: "Tạo bản nháp", VerbContentDraftDrop: "Bỏ bản nháp", VerbQuestionDrop: "Bỏ câu chưa trả lời",
	VerbAnswerGrade: "Chấm câu trả lời",
	VerbCaseAnswer:  "Trả lời người dân", VerbCaseMove: "Chuyển đơn vị",
	VerbCaseCloseMany: "Đóng nhiều câu hỏi, ý kiến", VerbQuestionClear: "Dọn câu chưa trả lời",
	VerbQuestionMerge: "Gộp câu chưa trả lời",
	VerbPersonInvite:  "Mời cán bộ", VerbPersonUninvite: "Hủy lời mời", VerbPersonConfirm: "Xác nhận cán bộ",
	VerbPersonReject: "Từ chối người nhận lời mời",
	VerbPersonRole:   "Đổi vai trò", VerbPersonUnit: "Cán bộ đổi đơn vị", VerbPersonUnlink: "Gỡ kênh của cán bộ",
	VerbPersonLeave: "Cán bộ thôi việc",
	VerbOwnerOffer:  "Tạo mã nhận làm chủ bot", VerbOwnerTake: "Nhận làm chủ bot bằng mã",
	VerbOwnerEnd:       "Cho thôi làm chủ bot",
	VerbSettingRouting: "Phân đơn vị phụ trách", VerbSettingUnit: "Thêm đơn vị",
	VerbStandInSet: "Cử người làm thay", VerbStandInEnd: "Thôi người làm thay",
	VerbUnitRename: "Đổi tên đơn vị", VerbUnitMerge: "Gộp đơn vị vào đơn vị khác", VerbUnitDrop: "Bỏ đơn vị",
	VerbSettingQuiet: "Đổi giờ yên tĩnh", VerbSettingOffice: "Sửa thông tin cơ quan",
	VerbSettingPhoto: "Đặt ảnh cơ quan", VerbSettingPhotoDrop: "Bỏ ảnh cơ quan",
	VerbSettingStep:    "Đánh dấu bước khởi đầu",
	VerbCalendarDecide: "Quyết định ngày nghỉ", VerbCalendarRemove: "Bỏ quyết định ngày nghỉ",
	VerbMessageResend: "Gửi lại tin không gửi được",
	VerbTaskGive:      "Giao việc", VerbTaskChange: "Sửa việc", VerbTaskHand: "Giao việc cho người khác",
	VerbTaskMove: "Đổi hạn việc",
	VerbTaskDone: "Ghi việc đã xong", VerbTaskDrop: "Bỏ việc", VerbTaskOpen: "Mở lại việc",
	VerbTasksExport: "Xuất danh sách việc",
	VerbFeedNew:     "Tạo liên kết lịch", VerbFeedClose: "Thu hồi liên kết lịch",
	VerbPlanUse: "Xác nhận lịch mẫu của kế hoạch", VerbPlanRefuse: "Không dùng lịch mẫu",
	VerbPrivacyErase:    "Xóa dữ liệu theo yêu cầu",
	VerbExport:          "Xuất dữ liệu ra tệp",
	VerbAnnounceCompose: "Soạn thông báo", VerbAnnounceChange: "Sửa bản nháp thông báo",
	VerbAnnounceRefused: "Soạn thông báo: bị từ chối", VerbAnnounceSend: "Bấm Gửi thông báo",
	VerbAnnounceTest: "Gửi thử thông báo cho mình", VerbAnnounceDrop: "Bỏ thông báo chưa gửi",
	VerbAnnounceNow: "Gửi ngay thông báo đã hẹn", VerbAnnounceTime: "Hẹn giờ thông báo",
	VerbAnnounceTimeRefused: "Hẹn giờ thông báo: bị từ chối",
	VerbAnnounceAt:          "Chọn giờ thông báo",
	VerbAnnounceMark:        "Đặt hoặc bỏ khẩn cho thông báo", VerbAnnounceUrgent: "Gửi tin khẩn",
	VerbAnnounceAlone:   "Bấm gửi khẩn một mình",
	VerbAnnounceApprove: "Duyệt thông báo", VerbAnnounceReject: "Từ chối duyệt thông báo",
	VerbAnnouncePause: "Tạm dừng thông báo", VerbAnnounceResume: "Gửi tiếp thông báo",
	VerbAnnounceCancel: "Hủy thông báo đang gửi",
	VerbAnnounceReport: "Xem báo cáo thông báo", VerbAnnounceCSV: "Xuất báo cáo thông báo (CSV)",
	VerbAnnounceXLSX: "Xuất báo cáo thông báo (XLSX)", VerbAnnounceRetry: "Gửi lại cho người lỗi",
	VerbAnnounceEdit: "Sửa tin đã gửi", VerbAnnounceCorrect: "Gửi đính chính",
	VerbAnnounceEditText: "Soạn bản sửa tin đã gửi", VerbAnnounceCorrectText: "Soạn đính chính",
	VerbAnnounceAudience: "Xem người nhận thông báo", VerbAnnounceGroups: "Xem người nhận thông báo",
	VerbAnnouncePick: "Chọn người nhận thông báo", VerbAnnounceChannel: "Chọn kênh thông báo",
	VerbAnnounceShow: "Xem bản nháp thông báo", VerbAnnouncePublish: "Đăng thông báo lên trang công khai",
	VerbTemplateSave: "Ghi mẫu thông báo", VerbTemplateDrop: "Xóa mẫu thông báo",
	VerbAnnounceRepeat: "Đặt gửi thông báo lặp lại", VerbAnnounceRepeatEnd: "Kết thúc gửi thông báo lặp lại",
	VerbAnnounceUnpublish: "Gỡ thông báo khỏi trang công khai",
	VerbGroupAccept:       "Đồng ý gửi thông báo vào nhóm, kênh", VerbGroupRefuse: "Từ chối nhóm, kênh",
	VerbGroupStop: "Ngừng gửi thông báo vào nhóm, kênh",
	VerbMissing:   "(dòng bị mất)",
}

// Words says what was done. A deed of another version of the program has no words here, and says so.
func (v Verb) Words() string {
	if w, ok := VerbWords[v]; ok {
		return w
	}
	return "Việc của phiên bản khác"
}
