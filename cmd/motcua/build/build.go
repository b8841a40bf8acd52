// Package build tells which program this is: its version, commit and day, as the go command wrote them into it.
package build

import (
	"runtime/debug"
	"strings"
	"time"
)

// origin is "COMMIT TIME" with the time in RFC 3339, for a build without a repository beside it, such as one of an
// image:
// -ldflags "-X github.com/motcua/motcua/cmd/motcua/build.origin=…". What the go command knows by itself wins.
var origin string

// Info is what is known of this program. What is not known is empty.
type Info struct {
	Version string    // of the module, such as "v1.2.0" or "(devel)"
	Commit  string    // full hash
	At      time.Time // of the commit, UTC
	Changed bool      // files differed from the commit
	Go      string    // such as "go1.26.8"
	Target  string    // such as "linux/amd64"
}

// Read returns what is known of the running program.
func Read() Info {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return Info{}
	}
	return from(b, origin)
}

func from(b *debug.BuildInfo, origin string) Info {
	set := map[string]string{}
	for _, s := range b.Settings {
		set[s.Key] = s.Value
	}
	i := Info{Version: b.Main.Version, Commit: set["vcs.revision"], Changed: set["vcs.modified"] == "true",
		Go: b.GoVersion, Target: set["GOOS"] + "/" + set["GOARCH"]}
	at := set["vcs.time"]
	if i.Commit == "" {
		i.Commit, at, _ = strings.Cut(origin, " ")
	}
	if t, err := time.Parse(time.RFC3339, at); err == nil {
		i.At = t.UTC()
	}
	return i
}

// String is one line in Vietnamese for people: "v1.2.0, mã nguồn 0123456789ab ngày 30/11/2026 (go1.26.8, linux/amd64)".
func (i Info) String() string {
	var b strings.Builder
	if b.WriteString(i.Version); i.Version == "" || i.Version == "(devel)" {
		b.Reset()
		b.WriteString("bản chưa đánh số")
	}
	if i.Commit == "" {
		b.WriteString(", không rõ mã nguồn")
	} else {
		b.WriteString(", mã nguồn " + i.Commit[:min(12, len(i.Commit))])
	}
	if !i.At.IsZero() {
		b.WriteString(" ngày " + i.At.Format("02/01/2006"))
	}
	if i.Changed {
		b.WriteString(", có sửa thêm")
	}
	return b.String() + " (" + i.Go + ", " + i.Target + ")"
}
