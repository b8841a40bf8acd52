package quality

import "hash/fnv"

// What people say before and after the question itself. The search must find the request among it, so weights are
// fitted on questions with it as well as on bare ones.
var (
	before = []string{
		"chào anh chị, ", "cho em hỏi với ạ, ", "dạ em ở quê mới lên, ", "nhà em neo người, ",
		"hôm qua em ra xã mà cán bộ đi họp, ",
		"chồng em đi làm xa, ", "mẹ em già rồi, ", "em đang đi làm trong Nam, ", "ad ơi giúp em, ",
		"tôi năm nay 65 tuổi, ",
		"nhà tôi có ba người con, ", "năm ngoái em có hỏi một lần rồi, ", "em thuê trọ gần khu công nghiệp, ",
		"bố em mới ra viện, ",
		"vợ chồng em mới cưới, ", "con em đang học cấp 2, ", "hàng xóm bảo em là được, ", "em không rành giấy tờ, ",
	}
	after = []string{
		" ạ, em cảm ơn", " vì em sắp phải đi xa", ", nhà em cách ủy ban 10 cây số", " với, em cần gấp trong tuần này",
		", trước giờ em chưa làm bao giờ",
		" mà không phải đi lại nhiều lần", ", nhờ anh chị chỉ giúp", ", tháng sau con em đi học rồi",
		", mai em xin nghỉ làm ra luôn",
		", bố mẹ em ở quê không biết", ", nghe nói năm nay thay đổi", " hay phải làm sao", ", em hỏi hộ bà ngoại",
		", công ty em đang giục",
	}
)

// chatty is a text among what people say beside it, always the same for one text.
func chatty(text string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text))
	n := int(h.Sum32())
	switch n % 3 {
	case 0:
		return before[n/3%len(before)] + text
	case 1:
		return text + after[n/3%len(after)]
	}
	return before[n/3%len(before)] + text + after[n/60%len(after)]
}

// chatty is the set with what people say beside every question.
func (s Set) chatty() Set {
	out := s
	out.Questions = make([]Question, len(s.Questions))
	for i, q := range s.Questions {
		q.Text = chatty(q.Text)
		out.Questions[i] = q
	}
	return out
}

// every keeps each nth question, beginning at the one numbered from.
func (s Set) every(from, n int) Set {
	out := s
	out.Questions = nil
	for i := from; i < len(s.Questions); i += n {
		out.Questions = append(out.Questions, s.Questions[i])
	}
	return out
}
