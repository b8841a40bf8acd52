package content

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestLookup(t *testing.T) {
	lib, _ := Load(Embedded())
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
	lib, _ := Load(Embedded())
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
