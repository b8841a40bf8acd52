package redis

import (
	"crypto/sha1"
	"embed"
	"encoding/hex"
	"strings"
)

//go:embed lua/*.lua
var luaFiles embed.FS

// script is one atomic operation; its contract stands at the head of its file.
type script struct {
	name   string
	source string
	sha    string
}

// newScript puts a script together. Redis refuses to start it when memory is full, unless it frees more than it takes.
func newScript(name string, flags string, parts ...string) *script {
	var b strings.Builder
	b.WriteString("#!lua flags=" + flags + "\n")
	for _, part := range append([]string{"common"}, append(parts, name)...) {
		text, err := luaFiles.ReadFile("lua/" + part + ".lua")
		if err != nil {
			panic(err) // embedded at build time
		}
		b.Write(text)
	}
	sum := sha1.Sum([]byte(b.String()))
	return &script{name: name, source: b.String(), sha: hex.EncodeToString(sum[:])}
}

var (
	commitScript     = newScript("commit", "", "frozen")
	leaseScript      = newScript("lease", "allow-oom", "frozen", "rate")
	settleScript     = newScript("settle", "allow-oom", "frozen")
	renewScript      = newScript("renew", "allow-oom", "frozen")
	resendScript     = newScript("resend", "", "frozen")
	forgetScript     = newScript("forget", "allow-oom", "frozen")
	lockScript       = newScript("lock", "allow-oom", "frozen")
	probeScript      = newScript("probe", "", "frozen")
	bulkStartScript  = newScript("bulk_start", "", "frozen")
	bulkFreezeScript = newScript("bulk_freeze", "", "frozen", "bulk_pages")
	bulkAddScript    = newScript("bulk_add", "", "frozen", "bulk_pages")
	bulkPageScript   = newScript("bulk_page", "", "frozen")
	bulkTakeScript   = newScript("bulk_take", "", "frozen", "rate", "bulk_count")
	bulkNoteScript   = newScript("bulk_note", "allow-oom", "frozen", "bulk_count")
	bulkCloseScript  = newScript("bulk_close", "allow-oom", "frozen")
	bulkStateScript  = newScript("bulk_state", "allow-oom", "frozen")
	versionScript    = newScript("version", "")
)
