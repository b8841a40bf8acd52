package content

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestLookup(t *testing.T) {
	lib := shipped()
	p := lib.Places[0]
	for _, tc := range []struct {
		text string
		want string // commune ids, "?" for a trap without one, "!" after an id for a trap with one
	}{
		{"tôi ở xã Đồng Du", "xa-binh-luc"},
		{"toi o dong du", "xa-binh-luc"},
		{"Đông Du", "xa-binh-luc"}, // half-typed
		{"thị trấn Bình Mỹ cũ", "xa-binh-my"},
		{"xã An Ninh nay thuộc xã nào", "xa-binh-giang"},
		{"an ninh", "xa-binh-giang"}, // the whole answer to "which commune?"
		{"giấy xác nhận an ninh trật tự", ""},
		{"công an an ninh", ""},
		{"cầu bình an cho bé", ""},
		{"xã Bình An", "xa-binh-an"},
		{"Hưng Công", "xa-binh-an"},
		{"Bình Lục", "?"},
		{"huyện Bình Lục", "?"},
		{"xã Bình Lục", "xa-binh-luc!"},
		{"ubnd xa binh luc o dau", "xa-binh-luc!"},
		{"từ An Đổ sang La Sơn", "xa-binh-son xa-binh-my"},
		{"Trịnh Xá", "?"},
		{"Đòn Xã", ""}, // other words
		{"Phủ Lý", ""},
		{"", ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			for _, text := range []string{tc.text, norm.NFD.String(tc.text)} {
				var got []string
				for _, h := range p.Lookup(text) {
					s := "?"
					if h.Commune != nil {
						if s = h.Commune.ID; h.Trap != nil {
							s += "!"
						}
					}
					got = append(got, s)
				}
				if s := strings.Join(got, " "); s != tc.want {
					t.Errorf("%q: got %q, want %q", text, s, tc.want)
				}
			}
		})
	}
}

// What nobody verified must not read as certain, and nothing unverified carries an address.
func TestPlacesAreHonest(t *testing.T) {
	lib := shipped()
	for _, name := range []string{"Hưng Công", "Bối Cầu", "An Nội", "Mỹ Thọ", "An Mỹ"} {
		hits := lib.Places[0].Lookup("xã " + name)
		if len(hits) != 1 || hits[0].Former == nil || hits[0].Former.Status != Unverified || hits[0].Former.Note == "" {
			t.Errorf("%s: %+v", name, hits)
		}
	}
	for _, o := range lib.Offices {
		if o.Status == Unverified && o.Address+o.Phone+o.Hours+o.Map != "" {
			t.Errorf("%s shows what nobody verified", o.ID)
		}
	}
}

func TestWithoutPlaces(t *testing.T) {
	lib := shipped()
	places := lib.Places[0]
	for _, tt := range []struct{ name, text, want string }{
		{"none", "làm khai sinh ở đâu?", "làm khai sinh ở đâu?"},
		{"opening", "ở xã Tiêu Động cũ làm khai sinh mất bao nhiêu tiền", "làm khai sinh mất bao nhiêu tiền"},
		{"end, no diacritics", "lam khai sinh o dau, toi o xa an noi", "lam khai sinh o dau toi"},
		{"town", "tôi ở thị trấn Bình Mỹ, sang tên sổ đỏ ở đâu", "tôi sang tên sổ đỏ ở đâu"},
		{"nothing else", "xã Tiêu Động", "xã Tiêu Động"},
		{"a name that misleads stays", "kế hoạch cải cách hành chính huyện Bình Lục",
			"kế hoạch cải cách hành chính huyện Bình Lục"},
		{"no word before it", "Tiêu Động khai sinh", "Tiêu Động khai sinh"},
		{"everyday words", "vợ chồng an ninh trật tự", "vợ chồng an ninh trật tự"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := places.Without(tt.text); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
