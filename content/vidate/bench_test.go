package vidate_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content/vidate"
)

// A text made of look-alikes must not keep the bot busy.
func BenchmarkReadWorst(b *testing.B) {
	r := vidate.Reader{Now: now, Calendar: calendar(b)}
	text := strings.Repeat("99/99 thứ nhất sau ngày 99 tháng 99 ", 60)
	for b.Loop() {
		r.Read(text)
	}
}

func BenchmarkRead(b *testing.B) {
	r := vidate.Reader{Now: now, Calendar: calendar(b)}
	for b.Loop() {
		r.Read("nhắc tôi 8 giờ sáng thứ sáu tuần sau nộp báo cáo")
	}
}
