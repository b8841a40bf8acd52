package webguard

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// leastPacked is the size from which packing an answer saves more than it costs.
const leastPacked = 1000

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// Pack packs an answer by gzip where that saves anything and the browser takes it, and says so in the headers. Not for an
// answer that holds a secret beside words of the asker: its length would betray it (BREACH).
func Pack(h http.Header, r *http.Request, body []byte) []byte {
	h.Add("Vary", "Accept-Encoding")
	if len(body) < leastPacked || !Packs(r) {
		return body
	}
	var out bytes.Buffer
	z, _ := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(&out)
	if _, err := z.Write(body); err != nil || z.Close() != nil || out.Len() >= len(body) {
		return body
	}
	h.Set("Content-Encoding", "gzip")
	return out.Bytes()
}

// Packs reports whether a browser takes gzip.
func Packs(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, weighed := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if name == "gzip" && (!weighed || strings.Trim(quality, "0.") != "") {
			return true
		}
	}
	return false
}
