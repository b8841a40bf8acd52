// Package watch re-reads the official addresses of a base's documents and says which texts changed.
//
// It asks one address at a time, with a pause between two requests, conditionally where the server gave it a mark, and
// never for more than it was allowed to read. It opens no address outside the hosts that it was given.
package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Bounds of one turn.
const (
	MaxBody   = 8 << 20 // bytes read of one text
	perText   = 30 * time.Second
	userAgent = "motcua-content-watch (+https://github.com/motcua/motcua)"
)

// Watcher reads addresses. The zero value reads official hosts without a pause.
type Watcher struct {
	Client *http.Client                         // nil: the default one
	Allow  func(address string) bool            // nil: content.Official
	Pause  time.Duration                        // between two requests
	Most   int                                  // requests in one turn; 0: all
	Sleep  func(context.Context, time.Duration) // nil: waits on the real clock
}

// Mark is what is kept of a text between two turns.
type Mark struct {
	ETag     string      `json:"etag,omitempty"`
	Modified string      `json:"modified,omitempty"`
	Sum      string      `json:"sum,omitempty"`
	Read     content.Day `json:"read"`  // the last day on which the address answered
	Tried    content.Day `json:"tried"` // the last day on which it was asked
}

// State is what is kept of all addresses.
type State map[string]Mark

// Outcome says what became of an address.
type Outcome string

// What may become of an address.
const (
	New       Outcome = "new" // read for the first time
	Same      Outcome = "same"
	Changed   Outcome = "changed"
	Gone      Outcome = "gone"      // the server says that it is no more
	Unread    Outcome = "unread"    // it did not answer, or not with a text
	Forbidden Outcome = "forbidden" // no address that may be opened
)

// Report is the outcome for one document.
type Report struct {
	Doc     *content.Document
	Outcome Outcome
	Why     string // of Unread
}

// Run asks for the official address of each document, those first that were asked the longest ago, and notes in state
// what it saw. It ends early when ctx does.
func (w *Watcher) Run(ctx context.Context, docs []*content.Document, state State, today content.Day) (out []Report) {
	asked := 0
	for _, d := range oldest(docs, state) {
		if ctx.Err() != nil || w.Most > 0 && asked == w.Most {
			break
		}
		allow := w.Allow
		if allow == nil {
			allow = content.Official
		}
		if !allow(d.Official) {
			out = append(out, Report{Doc: d, Outcome: Forbidden})
			continue
		}
		if asked > 0 {
			w.sleep(ctx)
		}
		asked++
		mark := state[d.Official]
		outcome, err := w.read(ctx, d.Official, &mark, allow)
		mark.Tried = today
		r := Report{Doc: d, Outcome: outcome}
		if err != nil {
			r.Why = err.Error()
		}
		if outcome != Unread {
			mark.Read = today
		}
		state[d.Official] = mark
		out = append(out, r)
	}
	return out
}

// oldest returns the documents with an address, each address once, those asked the longest ago first.
func oldest(docs []*content.Document, state State) (out []*content.Document) {
	seen := map[string]bool{}
	for _, d := range docs {
		if d.Official != "" && !seen[d.Official] {
			seen[d.Official] = true
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out,
		func(a, b *content.Document) int { return state[a.Official].Tried.Sub(state[b.Official].Tried) })
	return out
}

func (w *Watcher) sleep(ctx context.Context) {
	if w.Sleep != nil {
		w.Sleep(ctx, w.Pause)
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(w.Pause):
	}
}

var (
	errAway = errors.New("chuyển sang trang ngoài danh sách")
	errBig  = fmt.Errorf("dài quá %d MiB", MaxBody>>20)
)

// read asks for one address and compares what comes with the mark, which it renews.
func (w *Watcher) read(ctx context.Context, address string, mark *Mark, allow func(string) bool) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, perText)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Unread, fmt.Errorf("địa chỉ: %w", err)
	}
	req.Header.Set("User-Agent", userAgent)
	if mark.ETag != "" {
		req.Header.Set("If-None-Match", mark.ETag)
	}
	if mark.Modified != "" {
		req.Header.Set("If-Modified-Since", mark.Modified)
	}
	client := http.Client{}
	if w.Client != nil {
		client = *w.Client
	}
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if len(via) > 5 || !allow(next.URL.String()) {
			return errAway
		}
		return nil
	}
	resp, err := client.Do(req)
	if err != nil {
		return Unread, fmt.Errorf("không mở được: %w", err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified:
		return Same, nil
	case resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone:
		return Gone, nil
	case resp.StatusCode != http.StatusOK:
		return Unread, fmt.Errorf("máy chủ trả lời %s", resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	switch {
	case err != nil:
		return Unread, fmt.Errorf("đọc dở: %w", err)
	case len(body) > MaxBody:
		return Unread, errBig
	}
	sum := sumOf(body, resp.Header.Get("Content-Type"))
	before := mark.Sum
	mark.ETag, mark.Modified, mark.Sum = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified"), sum
	switch before {
	case "":
		return New, nil
	case sum:
		return Same, nil
	}
	return Changed, nil
}

// Patterns of a web page that are no text of it.
var (
	hidden = regexp.MustCompile(`(?is)<(script|style|noscript|head|nav|header|footer)\b.*?</(script|style|noscript|head|nav|header|footer)>|<!--.*?-->`)
	tag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// sumOf sums up a text. Of a web page only its words count, so that a new banner or counter in the markup is no change.
func sumOf(body []byte, kind string) string {
	text := string(body)
	if strings.Contains(kind, "html") {
		text = vi.FoldLong(tag.ReplaceAllString(hidden.ReplaceAllString(text, " "), " "))
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// ReadState reads what an earlier turn kept; a file that is not there is an empty state.
func ReadState(name string) (State, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read state: %w", err)
	}
	state := State{}
	if err := json.Unmarshal(text, &state); err != nil {
		return nil, fmt.Errorf("read state %s: %w", name, err)
	}
	return state, nil
}

// Write keeps a state in a file, the old one or the new one and never half of it.
func (s State) Write(name string) error {
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write state: %w", errors.Join(err, os.Remove(tmp)))
	}
	if err := os.Rename(tmp, name); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}
