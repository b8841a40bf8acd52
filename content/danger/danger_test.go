package danger_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/content/danger"
)

// rules are a small set with one of everything.
func rules() danger.Rules {
	return danger.Rules{
		Same: map[string]string{"oánh": "đánh", "ko": "không", "ck": "chồng"},
		Sets: map[string][]string{"nhà": {"nhà", "bếp", "<chỗ ở>"}, "chỗ ở": {"phòng trọ"}, "ai": {"chồng", "bố"}},
		Not:  []string{"cháy hàng", "đánh giá"},
		Cues: map[danger.Cue][]string{
			danger.Cry: {"cứu với"}, danger.Call: {"gọi ai"}, danger.Now: {"đang",
				"giờ"}, danger.Ask: {"có … không"}, danger.Papers: {"cấp lại", "xin"},
			danger.Law: {"bị phạt"}, danger.Past: {"năm ngoái", "tuần trước"}, danger.Lesson: {"diễn tập"},
		},
		Signs: []danger.Sign{
			{Kind: "fire", Strength: danger.Sure, Says: []string{"đang cháy", "cháy! lớn"}},
			{Kind: "fire", Strength: danger.Plain, Says: []string{"<nhà> … cháy", "cháy <nhà>"}},
			{Kind: "violence", Strength: danger.Plain, Lasting: true, Says: []string{"<ai> … đánh"}},
			{Kind: "fall", Strength: danger.Weak, Says: []string{"ngã"}},
			{Kind: "cry", Strength: danger.Plain, Says: []string{"^cứu (tôi) với$"}},
		},
	}
}

func matcher(t testing.TB) *danger.Matcher {
	t.Helper()
	m, err := danger.New(rules())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFind(t *testing.T) {
	m := matcher(t)
	tests := []struct{ text, want string }{
		{"nhà tôi cháy", "fire"}, {"NHÀ TÔI CHÁY!!!", "fire"}, {"nha toi chay", "fire"}, {"nhaf tooi chays", "fire"},
		{"nha2 to6i cha1y", "fire"},
		{"cháy phòng trọ", "fire"}, {"chaáy nhà", "fire"}, {"chyá bếp", "fire"}, {"chaynha roi", "fire"},
		{"chãy nhà", ""},
		{"nhà chảy nước", ""},
		{"ck oánh em", "violence"}, {"bố say rượu đánh mẹ", "violence"}, {"chồng tuần trước đánh em", "violence"},
		{"chồng đánh có bị phạt không", ""}, {"chồng đánh, xin giấy", ""},
		{"chồng đánh, xin giấy, giờ gọi ai", "violence"},
		{"nhà cháy năm ngoái", ""}, {"nhà cháy xin cấp lại sổ", ""}, {"nhà đang cháy xin cấp lại sổ sau", "fire"},
		{"diễn tập: nhà đang cháy", ""}, {"nhà không cháy", ""}, {"nhà không bị cháy", ""},
		{"có ai không cháy nhà rồi", "fire"},
		{"cháy hàng nhà", ""}, {"bố đánh giá cán bộ", ""}, {"con ngã", "fall"}, {"con ngã có sao không", ""},
		{"con ngã có sao không, gọi ai", "fall"}, {"con đang bị ngả", "fall"},
		{"cứu với", "cry"}, {"cứu tôi với", "cry"}, {"nhà cháy cấp lại sổ cứu với", "fire"}, {"chay lon", ""},
		{"cháy lớn", "fire"},
		{"Năm ngoái tôi xin cấp lại sổ. Giờ nhà tôi cháy", "fire"}, {"Giờ tôi hỏi: năm ngoái nhà tôi cháy", ""},
		{"", ""}, {"đăng ký khai sinh", ""}, {"😀", ""}, {strings.Repeat("nhà ", 5000), ""},
	}
	for _, tt := range tests {
		found, ok := m.Find(tt.text)
		if found.Kind != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: %q, want %q", tt.text, found.Kind, tt.want)
		}
		if nfd, _ := m.Find(norm.NFD.String(tt.text)); nfd.Kind != tt.want {
			t.Errorf("%q in NFD: %q, want %q", tt.text, nfd.Kind, tt.want)
		}
	}
	if _, ok := (*danger.Matcher)(nil).Find("cháy nhà"); ok {
		t.Error("a matcher without rules found something")
	}
}

func TestBadSayings(t *testing.T) {
	for _, says := range []string{"", "…", "… cháy", "cháy …", "<không có>", "()", "!!", "<vòng>"} {
		r := rules()
		r.Sets["vòng"] = []string{"<vòng>"}
		r.Signs = append(r.Signs, danger.Sign{Kind: "bad", Says: []string{says}})
		_, err := danger.New(r)
		var bad *danger.BadSaying
		if !errors.As(err, &bad) || bad.Says != says {
			t.Errorf("%q: error %v", says, err)
		}
	}
}

func FuzzFind(f *testing.F) {
	m := matcher(f)
	for _, s := range []string{"nhà tôi cháy", "ck oánh em cứu với", "a\u0301\u200b", "chay\xffnha", "113", "nhà cåy"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found, ok := m.Find(s)
		if ok != (found.Kind != "") {
			t.Fatalf("%q: %v, %v", s, found, ok)
		}
		if again, _ := m.Find(s); again != found {
			t.Fatalf("%q: %v, then %v", s, found, again)
		}
		if utf8.ValidString(s) && len(s) < 4000 {
			if nfd, _ := m.Find(norm.NFD.String(norm.NFC.String(s))); len(norm.NFD.String(s)) < 8000 &&
				nfd.Kind != found.Kind {
				if nfc, _ := m.Find(norm.NFC.String(s)); nfc.Kind != nfd.Kind {
					t.Fatalf("%q: %q in NFC, %q in NFD", s, nfc.Kind, nfd.Kind)
				}
			}
		}
	})
}
