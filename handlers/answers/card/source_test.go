package card

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
)

// TestSourceLine holds what the foot of an answer names, and in which order.
func TestSourceLine(t *testing.T) {
	law := &content.Document{ID: "luat", Short: "Luật Hộ tịch 2014", Kind: "luật", Official: "https://vbpl.vn/x"}
	decree := &content.Document{ID: "nd", Short: "Nghị định 120/2025/NĐ-CP", Kind: "nghị định"}
	portal := &content.Document{ID: "dvc", Short: "Cổng", Kind: "cổng dịch vụ công"}
	office := &content.Document{ID: "xa", Short: "Trang của xã", Kind: "trang cơ quan"}
	source := func(key string, d *content.Document, at string) content.Source {
		s := content.Source{Key: key, Doc: d, At: at, Title: d.Short}
		if at != "" {
			s.Title += ", " + at
		}
		return s
	}
	sources := []content.Source{
		source("cong", portal, ""), source("xa", office, ""), source("luat", law, "Điều 11"), source("luat-2", law, ""),
		source("nd", decree, ""),
		source("dai", law, "Điều 11, 13, 14, 15, 16, 17"),
		{Key: "bao", Title: "Báo", URL: "https://bao.vn/x", Press: true},
	}
	for _, tc := range []struct{ name, used, want string }{
		{"an article", "luat", "✓ Luật Hộ tịch 2014, Điều 11"},
		{"what binds before what informs", "cong luat", "✓ Luật Hộ tịch 2014, Điều 11; Cổng"},
		{"two at most, as shown", "nd luat cong", "✓ Nghị định 120/2025/NĐ-CP; Luật Hộ tịch 2014, Điều 11"},
		{"a document once, with its articles", "luat-2 luat nd",
			"✓ Luật Hộ tịch 2014, Điều 11; Nghị định 120/2025/NĐ-CP"},
		{"an office's page only alone", "xa luat", "✓ Luật Hộ tịch 2014, Điều 11"},
		{"an office's page", "xa", "✓ Trang của xã"},
		{"a long list of articles is behind the button", "dai", "✓ Luật Hộ tịch 2014"},
		{"the press never", "bao", ""},
		{"the press beside a law", "bao luat", "✓ Luật Hộ tịch 2014, Điều 11"},
		{"nothing verified", "", ""},
	} {
		want := tc.want
		if want != "" {
			want += " · kiểm tra 22/11/2026\n"
		}
		if got := sourceLine(sources, strings.Fields(tc.used), content.NewDay(2026, 11, 22)); got != want {
			t.Errorf("%s: %q, want %q", tc.name, got, want)
		}
	}
}

// A document that has ended is not what an answer rests on; its last day still counts, and a source without a document
// stays.
func TestInForce(t *testing.T) {
	sources := []content.Source{
		{Key: "luat", Doc: &content.Document{Until: content.NewDay(2027, 2, 28)}},
		{Key: "nd", Doc: &content.Document{}},
		{Key: "co-quan"},
	}
	for _, tc := range []struct {
		day  content.Day
		want string
	}{
		{content.NewDay(2027, 2, 28), "luat nd co-quan"},
		{content.NewDay(2027, 3, 1), "nd co-quan"},
	} {
		var keys []string
		for _, s := range inForce(sources, tc.day) {
			keys = append(keys, s.Key)
		}
		if got := strings.Join(keys, " "); got != tc.want {
			t.Errorf("on %s: %q, want %q", tc.day, got, tc.want)
		}
	}
	if sources[0].Key != "luat" {
		t.Error("the entry's own list has changed")
	}
}
