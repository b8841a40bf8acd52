package search_test

import (
	"testing"

	"github.com/motcua/motcua/content/search"
)

func TestWordingIsFoundWordForWord(t *testing.T) {
	docs := append(smallCorpus(),
		search.Doc{ID: "sao", Title: "Chứng thực bản sao từ bản chính",
			Names: []string{"bản sao công chứng", "công chứng giấy tờ"}, Curated: true},
		search.Doc{ID: "faq-han", Title: "Bản sao chứng thực có thời hạn bao lâu?",
			Names: []string{"bản sao công chứng có thời hạn bao lâu"}, Kind: search.FAQ, Curated: true},
		search.Doc{ID: "giam", Title: "Đăng ký giám hộ", Names: []string{"làm giám hộ cho cháu"}, Curated: true},
		search.Doc{ID: "thoi-giam", Title: "Đăng ký chấm dứt giám hộ",
			Names: []string{"không làm giám hộ cho cháu nữa"}, Curated: true},
		search.Doc{ID: "so-nha", Title: "Cấp số nhà", Names: []string{"nhà chưa có số"}, Curated: true},
		search.Doc{ID: "so-do", Title: "Cấp giấy chứng nhận quyền sử dụng đất lần đầu",
			Names: []string{"nhà chưa có sổ"}, Curated: true},
		search.Doc{ID: "lai-xe", Title: "Đổi giấy phép lái xe", Names: []string{"đổi bằng"},
			Called: []string{"bằng lái"}, Curated: true},
		search.Doc{ID: "mat-bang", Title: "Cấp lại giấy phép lái xe bị mất",
			Names: []string{"bằng lái bị mất", "mất bằng lái"}, Curated: true},
		search.Doc{ID: "mat-so", Title: "Cấp lại giấy chứng nhận quyền sử dụng đất", Names: []string{"mất sổ hồng"},
			Curated: true},
	)
	ix := search.New(docs, lexicon(t), search.Options{})
	tests := []struct {
		name, question, want string
		sure                 bool
	}{
		{"words that ask make the difference", "bản sao công chứng có thời hạn bao lâu", "faq-han", true},
		{"without marks", "ban sao cong chung co thoi han bao lau", "faq-han", true},
		{"with courtesy", "dạ cho em hỏi bản sao công chứng có thời hạn bao lâu ạ", "faq-han", true},
		{"a part is asked for", "công chứng giấy tờ ở đâu", "sao", true},
		{"not is no courtesy", "không làm giám hộ cho cháu nữa thì cần giấy tờ gì", "thoi-giam", false},
		{"no not", "làm giám hộ cho cháu cần giấy tờ gì", "giam", true},
		{"marks part two wordings", "nhà chưa có sổ thì làm thế nào", "so-do", true},
		{"marks part them the other way", "nhà chưa có số thì làm thế nào", "so-nha", true},
		{"a bare name", "cho hỏi bằng lái mất bao lâu", "lai-xe", true},
		{"a bare name without marks", "bang lai lam the nao", "lai-xe", true},
		{"a bare name of what is lost", "mất bằng lái làm ở đâu", "mat-bang", false},
		{"a bare name and what became of it", "bằng lái bị mất thì làm thế nào", "mat-bang", false},
		{"a syllable that is also slang", "mat so hong bao nhieu tien", "mat-so", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ix.Ask(tt.question)
			if len(r.Hits) == 0 || r.Hits[0].ID != tt.want {
				t.Fatalf("Ask(%q) = %v, want %s first", tt.question, r.Hits, tt.want)
			}
			if tt.sure && (r.Outcome != search.Answer || r.Confidence != 1) {
				t.Errorf("Ask(%q) is %s with confidence %.2f, want an answer", tt.question, r.Outcome, r.Confidence)
			}
		})
	}
	t.Run("a bare name by itself asks for nothing", func(t *testing.T) {
		if r := ix.Ask("bằng lái"); r.Confidence == 1 {
			t.Errorf("it may be about the lost one as well, got %s %v", r.Outcome, r.Hits)
		}
	})
	t.Run("one name of two entries decides nothing", func(t *testing.T) {
		if r := ix.Ask("nha chua co so thi lam the nao"); r.Confidence == 1 {
			t.Errorf("without marks both entries are meant, got %s %v", r.Outcome, r.Hits)
		}
	})
}

// TestLikest: of several ways of asking the one whose circumstance the question shares is nearest, and one that shares
// nothing of it is far.
func TestLikest(t *testing.T) {
	docs := append(smallCorpus(), search.Doc{ID: "sinh", Title: "Đăng ký khai sinh", Curated: true,
		Shorts: []search.Short{{Asks: []string{"bệnh viện không cấp giấy chứng sinh thì khai sinh sao",
			"khai sinh ở nhà ngoại được không"}, Say: "Được."}}})
	ix := search.New(docs, lexicon(t), search.Options{Curated: true})
	asks := []string{"bệnh viện không cấp giấy chứng sinh thì khai sinh sao", "khai sinh ở nhà ngoại được không"}
	if like := ix.Likest("muon khai sinh cho con o nha ngoai", asks, "sinh"); like.Ask != 1 || like.Share < 0.9 {
		t.Errorf("the question's own circumstance: %+v", like)
	}
	if like := ix.Likest("khai sinh cho cháu tên đẹp", asks[:1], "sinh"); like.Share > 0.3 || like.General {
		t.Errorf("another circumstance: %+v", like)
	}
	if like := ix.Likest("khai sinh cho cháu", []string{"đăng ký khai sinh ở đâu"}, "sinh"); !like.General {
		t.Errorf("a general one: %+v", like)
	}
	if like := ix.Likest("khai sinh", asks, "không có"); like.Share != 0 {
		t.Errorf("an unknown entry: %+v", like)
	}
}
