package site

import (
	"slices"
	"strings"
)

// needsProgram are the pages that no file can be.
var needsProgram = []string{"/tim", "/chat", "/gop-y", "/theo-doi", "/thong-bao", "/thong-bao.atom"}

// has reports whether a link to the path leads anywhere.
func (f *files) has(path string) bool { return f.server != "" || !slices.Contains(needsProgram, path) }

// name is the file of a path.
func (f *files) name(path string) string {
	path = strings.Trim(path, "/")
	switch {
	case path == "":
		return "index.html"
	case slices.ContainsFunc(kinds, func(k string) bool { return strings.HasSuffix(path, k) }):
		return path
	}
	return path + ".html"
}

// kinds are the endings of files that are no pages.
var kinds = []string{".css", ".js", ".png", ".svg", ".ico", ".xml", ".txt", ".webmanifest", ".html"}

// to is the address of a path as a page reaches it.
func (f *files) to(root, path, query, fragment string) string {
	out := root + f.name(path)
	if slices.Contains(needsProgram, path) {
		out = f.server + path
		if query != "" {
			out += "?" + query
		}
	}
	if fragment != "" {
		out += "#" + fragment
	}
	return out
}
