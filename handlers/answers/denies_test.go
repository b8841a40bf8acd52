package answers

import (
	"testing"

	"github.com/motcua/motcua/content/vi"
)

func TestDenies(t *testing.T) {
	for words, want := range map[string]bool{
		"bệnh viện không cấp giấy chứng sinh thì khai sinh sao": true,
		"chưa đăng ký kết hôn có xin trích lục được không":      true,
		"mat giay khai sinh roi lam lai o dau":                  true,
		"bằng lái bị mất thi lại hay xin lại được":              true,
		"về quê làm khai sinh được không":                       false,
		"ve que lam khai sinh dc k a":                           false,
		"làm căn cước mất bao nhiêu tiền":                       false,
		"ông nội mất lâu rồi giờ khai tử":                       false,
		"": false,
	} {
		if got := denies(vi.Fold(words)); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}
