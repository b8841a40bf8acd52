package webchat

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"

	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/bot/webguard"
)

//go:embed assets
var files embed.FS

// assets are the page's template and the files that it loads.
type assets struct {
	page  *template.Template
	files map[string]asset
}

type asset struct {
	bytes     []byte
	packed    []byte // by gzip
	mediaType string
	version   string // of the content: part of the address, so that browsers may keep it for ever
}

func newAsset(b []byte, mediaType string) asset {
	sum := sha256.Sum256(b)
	return asset{bytes: b, packed: pack(b), mediaType: mediaType, version: hex.EncodeToString(sum[:6])}
}

// pack compresses a file, once: files hold nothing that a length could betray, as pages with a session do.
func pack(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(b)
	}
	if err != nil || w.Close() != nil {
		panic(err) // neither the level nor a buffer can fail
	}
	return out.Bytes()
}

func loadAssets() (assets, error) {
	a := assets{files: make(map[string]asset)}
	for name, mediaType := range map[string]string{
		"chat.css":  "text/css; charset=utf-8",
		"chat.js":   "text/javascript; charset=utf-8",
		"widget.js": "text/javascript; charset=utf-8",
		"icon.svg":  "image/svg+xml",
	} {
		b, err := files.ReadFile(path.Join("assets", name))
		if err != nil {
			return a, fmt.Errorf("web chat: %w", err)
		}
		switch name { // one file each: the cards' and the chat's own
		case "chat.css":
			b = append(webcard.Style(), b...)
		case "chat.js":
			b = append(webcard.Script(), b...)
		}
		a.files[name] = newAsset(b, mediaType)
	}
	var err error
	if a.page, err = template.ParseFS(files, "assets/page.html"); err != nil {
		return a, fmt.Errorf("web chat: %w", err)
	}
	return a, nil
}

// URL is the address of a file relative to the page.
func (a assets) URL(name string) string {
	return "chat/assets/" + name + "?v=" + a.files[name].version
}

func (a assets) serveAsset(w http.ResponseWriter, r *http.Request) {
	file, ok := a.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	keep := "no-cache"
	if r.URL.Query().Get("v") == file.version {
		keep = "public, max-age=31536000, immutable"
	}
	file.serve(w, r, keep)
}

// widgetScript is the script that other sites load, with the sites that may: elsewhere the frame would stay empty, so
// it shows no launcher there.
func (a assets) widgetScript(origins []string) (asset, error) {
	list, err := json.Marshal(append([]string{}, origins...))
	if err != nil {
		return asset{}, fmt.Errorf("web chat: %w", err)
	}
	return newAsset(bytes.Replace(a.files["widget.js"].bytes, []byte("[/* origins */]"), list, 1),
		a.files["widget.js"].mediaType), nil
}

// serveWidgetScript serves the script that other sites load.
func (c *Channel) serveWidgetScript(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	c.widget.serve(w, r, "public, max-age=600")
}

func (a asset) serve(w http.ResponseWriter, r *http.Request, keep string) {
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", keep)
	h.Set("ETag", `"`+a.version+`"`)
	if strings.Contains(r.Header.Get("If-None-Match"), a.version) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Add("Vary", "Accept-Encoding")
	if webguard.Packs(r) && len(a.packed) < len(a.bytes) {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(a.packed)
		return
	}
	_, _ = w.Write(a.bytes)
}
