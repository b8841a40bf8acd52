package content

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml */*.yaml */*.md plan/*/*.yaml
var embedded embed.FS

// Embedded returns the base that is built into the binary.
func Embedded() fs.FS { return embedded }
