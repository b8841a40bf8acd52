package handlers

// MenuItem is a command that channels show in their menu.
type MenuItem struct{ Name, Help string }

// Menu lists the commands that everybody may use, in the order of the menu.
func Menu() []MenuItem {
	return []MenuItem{
		{"start", "Bắt đầu"},
		{"trogiup", "Tôi giúp được gì"},
		{"xacu", "Xã cũ nay thuộc xã nào"},
		{"gapcanbo", "Chuyển câu hỏi tới cán bộ"},
		{"nhacviec", "Các lời nhắc đã đặt"},
		{"gopy", "Góp ý về việc phục vụ"},
		{"dangky", "Nhận thông báo của cơ quan"},
		{"quyenriengtu", "Dữ liệu được giữ và quyền của ông/bà"},
		{"huy", "Thôi nhận thông báo"},
		{"lienkenh", "Liên kết các kênh của ông/bà"},
	}
}
