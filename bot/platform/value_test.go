package platform_test

import (
	"encoding/json"
	"testing"

	"github.com/motcua/motcua/bot/platform"
)

func TestScalar(t *testing.T) {
	for in, want := range map[string]platform.Scalar{`"a"`: "a", `12`: "12", `true`: "true", `null`: ""} {
		var got platform.Scalar
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v", in, got, err)
		}
	}
	var s platform.Scalar
	if json.Unmarshal([]byte(`{}`), &s) == nil || json.Unmarshal([]byte(`[1]`), &s) == nil {
		t.Error("an object was taken")
	}
	if n, ok := platform.Scalar(" -12 ").Int(); n != -12 || !ok {
		t.Errorf("%d, %t", n, ok)
	}
}

func TestTexts(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"fits", platform.Clip("hồ sơ", 5), "hồ sơ"},
		{"clipped", platform.Clip("hồ sơ", 3), "hồ "},
		{"made valid", platform.Clip("a\xffb", 2), "a\uFFFD"},
		{"short enough", platform.Shorten("nộp hồ sơ", 9), "nộp hồ sơ"},
		{"shortened at a word", platform.Shorten("nộp hồ sơ, lệ phí", 12), "nộp hồ sơ…"},
		{"one long word", platform.Shorten("aaaaaaaaaa", 5), "aaaa…"},
		{"clean", platform.Clean(" khai\tsinh\r\ncho bé\u202e\x00\u2066 "), "khai sinh\ncho bé"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://api.example/": true, "http://127.0.0.1:8080": true, "http://[::1]:8080": true,
		"http://localhost":   true,
		"http://api.example": false, "ftp://api.example": false, "api.example": false, "https://u:p@api.example": false,
		"https://api.example?a=1": false, "": false,
	} {
		got, err := platform.BaseURL("API", raw, "https://api.example")
		if (err == nil) != ok || ok && got[len(got)-1] == '/' {
			t.Errorf("%q: %q, %v", raw, got, err)
		}
	}
}
