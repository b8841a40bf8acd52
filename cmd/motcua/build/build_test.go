package build

import (
	"runtime/debug"
	"testing"
)

func TestFrom(t *testing.T) {
	settings := func(kv ...string) (out []debug.BuildSetting) {
		kv = append(kv, "GOOS", "linux", "GOARCH", "arm64")
		for i := 0; i < len(kv); i += 2 {
			out = append(out, debug.BuildSetting{Key: kv[i], Value: kv[i+1]})
		}
		return out
	}
	const hash = "5920809aa0f1cbb0f5e8f0d7d23e4c3b9a0b1c2d"
	repo := []string{"vcs.revision", hash, "vcs.time", "2026-11-30T18:30:00Z"}
	for _, c := range []struct {
		name, version, origin string
		settings              []debug.BuildSetting
		want                  string
	}{
		{"a release", "v1.2.0", "", settings(repo...),
			"v1.2.0, mã nguồn 5920809aa0f1 ngày 30/11/2026 (go1.26.8, linux/arm64)"},
		{"with changes", "(devel)", "", settings(append(repo, "vcs.modified", "true")...),
			"bản chưa đánh số, mã nguồn 5920809aa0f1 ngày 30/11/2026, có sửa thêm (go1.26.8, linux/arm64)"},
		{"an image", "(devel)", hash + " 2026-11-30T01:00:00+07:00", settings(),
			"bản chưa đánh số, mã nguồn 5920809aa0f1 ngày 29/11/2026 (go1.26.8, linux/arm64)"},
		{"the repository wins", "v1.2.0", "ffff 2020-01-01T00:00:00Z", settings(repo...),
			"v1.2.0, mã nguồn 5920809aa0f1 ngày 30/11/2026 (go1.26.8, linux/arm64)"},
		{"a short hash without a time", "", "abc", settings(),
			"bản chưa đánh số, mã nguồn abc (go1.26.8, linux/arm64)"},
		{"nothing known", "", "", settings(), "bản chưa đánh số, không rõ mã nguồn (go1.26.8, linux/arm64)"},
	} {
		b := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: c.version}, Settings: c.settings}
		if got := from(b, c.origin).String(); got != c.want {
			t.Errorf("%s:\n have %s\n want %s", c.name, got, c.want)
		}
	}
}
