package handlers_test

import "testing"

func TestTaskFromGivingToDone(t *testing.T) {
	o := newAgency(t)
	o.joins(lan, "Trần Thị Lan", "Văn phòng HĐND và UBND")
	o.acts(boss).says("/giaoviec Nộp báo cáo cải cách hành chính quý IV; chị Lan; 4/12; báo cáo bằng văn bản")
	o.presses("Đúng")
	o.acts(lan).says("/nhiemvu")
	o.runs(at("2026-11-27", 12, 0))
	o.acts(lan).presses("Đã nhận")
	o.runs(at("2026-12-04", 12, 0))
	o.presses("Nhắc lại")
	o.runs(at("2026-12-07", 9, 0))
	o.presses("Đã xong")
	o.presses("Ghi kết quả")
	o.says("Đã gửi công văn số 12")
	o.says("/nhiemvu")
	o.runs(at("2026-12-20", 9, 0))
	o.golden("task")
}
