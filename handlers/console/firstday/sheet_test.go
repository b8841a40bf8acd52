package firstday

import (
	"testing"

	"github.com/motcua/motcua/content"
)

// TestOnSheet: the sheet for the wall is in the name of the installation's office; where that is none, of the only one
// that anybody verified.
func TestOnSheet(t *testing.T) {
	mine := content.Office{Name: "Một cửa xã Mẫu"}
	other := content.Office{Name: "Một cửa xã Khác"}
	unknown := content.Office{Name: "Một cửa xã Lạ", Fact: content.Fact{Status: content.Unverified}}
	for name, c := range map[string]struct {
		all  []content.Office
		name string
		want string
	}{
		"by its name":              {[]content.Office{other, mine}, mine.Name, mine.Name},
		"the only verified":        {[]content.Office{mine, unknown}, "Bộ phận Một cửa", mine.Name},
		"two, neither of the name": {[]content.Office{mine, other}, "Bộ phận Một cửa", ""},
		"its own is not verified":  {[]content.Office{mine, unknown}, unknown.Name, ""},
		"none":                     {nil, "Bộ phận Một cửa", ""},
	} {
		if got, ok := onSheet(c.all, c.name); got.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got.Name, ok)
		}
	}
}
