// Command motcua checks the content base; the chat server joins it here.
package main

import (
	"fmt"
	"os"

	"github.com/motcua/motcua/content"
)

func main() {
	if len(os.Args) < 3 || os.Args[1] != "content" || os.Args[2] != "check" {
		fmt.Fprintln(os.Stderr, "usage: motcua content check [DIR]")
		os.Exit(2)
	}
	dir := "content"
	if len(os.Args) > 3 {
		dir = os.Args[3]
	}
	if content.Check(os.DirFS(dir), os.Stdout) > 0 {
		os.Exit(1)
	}
}
