package offices

const (
	textWhichCommune = "Ông/bà ở xã nào? Tôi ghi nhớ để trả lời đúng nơi tiếp nhận của xã ông/bà. Ông/bà bấm hoặc gõ " +
		"tên xã, tên cũ hay mới đều được."
	textNeedCommune = "Để chuyển tới đúng cán bộ, ông/bà cho tôi biết ông/bà ở xã nào: bấm hoặc gõ tên xã, tên cũ " +
		"hay mới đều được."
	textOrLocation     = "Ông/bà cũng có thể gửi vị trí."
	textWhichNow       = "Nay ông/bà ở xã nào? Ông/bà bấm hoặc gõ tên xã, tên cũ hay mới đều được."
	textHomeIs         = "Tôi đang ghi nhớ ông/bà ở *%s*."
	textNoted          = "Tôi đã ghi nhớ ông/bà ở *%s*."
	textNotedElsewhere = "Tôi đã ghi nhớ ông/bà ở %s; nơi đó chưa có cơ quan dùng kênh này riêng, nên " +
		"câu hỏi của ông/bà tới cán bộ phụ trách chung."
	textMoves           = "Chuyển đi nơi khác thì ông/bà nhắn, ví dụ: tôi chuyển về xã …"
	textElsewhere       = "nơi khác"
	textElsewhereButton = "Nơi khác"
	textNoSuchCommune   = "Tôi không thấy xã nào tên “%s” ở đây. Ông/bà gõ lại tên xã, tên cũ hay mới đều được."
	textNoCenters       = "Tôi chưa có tọa độ của các xã nên chưa tìm được theo vị trí. Ông/bà bấm hoặc gõ tên xã."
	textFarAway         = "Vị trí này ở xa các xã mà tôi phục vụ. Ông/bà bấm hoặc gõ tên xã nơi ông/bà cư trú."
	textNearest         = "Theo vị trí vừa gửi, nơi gần nhất là %s. Tôi không lưu vị trí. Nếu không đúng, " +
		"ông/bà gõ /noio."
	textOneOffice = "Ở đây chỉ có một cơ quan nên ông/bà không cần cho biết nơi ở."
)
