package watch

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/content"
)

var today = content.NewDay(2026, 11, 30)

// site answers like a law portal whose texts a test changes.
type site struct {
	*httptest.Server
	pages map[string]func(http.ResponseWriter, *http.Request)
	asked []string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{pages: map[string]func(http.ResponseWriter, *http.Request){}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.URL.Path)
		if page := s.pages[r.URL.Path]; page != nil {
			page(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) doc(path string) *content.Document {
	return &content.Document{ID: path, Short: path, Official: s.URL + path}
}

func (s *site) watcher() *Watcher {
	return &Watcher{Allow: func(a string) bool { return strings.HasPrefix(a, s.URL) },
		Sleep: func(context.Context, time.Duration) {}}
}

func html(text string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(text))
	}
}

// outcome asks for one document and returns what became of it.
func outcome(t *testing.T, w *Watcher, d *content.Document, state State) Outcome {
	t.Helper()
	r := w.Run(context.Background(), []*content.Document{d}, state, today)
	if len(r) != 1 {
		t.Fatalf("%d reports", len(r))
	}
	return r[0].Outcome
}

func TestChangedText(t *testing.T) {
	s := newSite(t)
	w, state := s.watcher(), State{}
	long := strings.Repeat("<p>Người yêu cầu nộp tờ khai. </p>", 500)
	for _, step := range []struct {
		name, text string
		want       Outcome
	}{
		{"first", "<html><body><script>x=1</script><p>Điều 11. Miễn lệ phí</p></body></html>", New},
		{"again", "<html><body><script>x=1</script><p>Điều 11. Miễn lệ phí</p></body></html>", Same},
		{"only the markup", "<html><body><script>x=2</script><div class=a>Điều 11.  Miễn lệ phí</div><!-- 17 --></body></html>", Same},
		{"the words", "<html><body><p>Điều 11. Thu lệ phí</p></body></html>", Changed},
		{"known now", "<html><body><p>Điều 11. Thu lệ phí</p></body></html>", Same},
		{"a long law", "<html><body>" + long + "<p>Điều 77. Từ 01/3/2027</p></body></html>", Changed},
		{"its last article", "<html><body>" + long + "<p>Điều 77. Từ 01/7/2027</p></body></html>", Changed},
	} {
		s.pages["/luat"] = html(step.text)
		if got := outcome(t, w, s.doc("/luat"), state); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
	}
	s.pages["/luat"] = nil
	if got := outcome(t, w, s.doc("/luat"), state); got != Gone {
		t.Errorf("a page that is no more: %s", got)
	}
}

func TestConditional(t *testing.T) {
	s := newSite(t)
	sent := 0
	s.pages["/pdf"] = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		_, _ = w.Write([]byte("%PDF"))
	}
	w, state := s.watcher(), State{}
	if a, b := outcome(t, w, s.doc("/pdf"), state), outcome(t, w, s.doc("/pdf"), state); a != New || b != Same ||
		sent != 1 {
		t.Errorf("%s, %s, sent %d times", a, b, sent)
	}
}

func TestBounds(t *testing.T) {
	s := newSite(t)
	other := newSite(t)
	other.pages["/x"] = html("elsewhere")
	s.pages["/away"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/x", http.StatusFound)
	}
	s.pages["/near"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/text", http.StatusFound) }
	s.pages["/text"] = html("text")
	s.pages["/broken"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	s.pages["/big"] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, MaxBody+1)) }
	for path, want := range map[string]Outcome{"/away": Unread, "/near": New, "/broken": Unread, "/big": Unread} {
		if got := outcome(t, s.watcher(), s.doc(path), State{}); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if len(other.asked) != 0 {
		t.Error("opened an address outside its hosts")
	}
	var w Watcher // the zero value opens official hosts only
	if got := outcome(t, &w, s.doc("/text"), State{}); got != Forbidden {
		t.Errorf("a host that is not official: %s", got)
	}
}

// A fault of the server does not forget what was read before.
func TestFaultKeepsMark(t *testing.T) {
	s := newSite(t)
	w, state := s.watcher(), State{}
	s.pages["/luat"] = html("một")
	outcome(t, w, s.doc("/luat"), state)
	s.pages["/luat"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	outcome(t, w, s.doc("/luat"), state)
	s.pages["/luat"] = html("hai")
	if got := outcome(t, w, s.doc("/luat"), state); got != Changed {
		t.Errorf("after a fault: %s", got)
	}
}

// A turn asks for a few addresses, pausing between them; the next turn goes on with those not asked yet.
func TestTurns(t *testing.T) {
	s := newSite(t)
	var docs []*content.Document
	for _, path := range []string{"/1", "/2", "/3", "/2"} {
		s.pages[path] = html(path)
		docs = append(docs, s.doc(path))
	}
	pauses := 0
	w := s.watcher()
	w.Most, w.Pause = 2, time.Second
	w.Sleep = func(_ context.Context, d time.Duration) {
		if d == time.Second {
			pauses++
		}
	}
	state := State{}
	w.Run(context.Background(), docs, state, today)
	w.Run(context.Background(), docs, state, today.Add(1))
	if got := strings.Join(s.asked, " "); got != "/1 /2 /3 /1" || pauses != 2 {
		t.Errorf("asked %s with %d pauses", got, pauses)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r := w.Run(ctx, docs, state, today); len(r) != 0 {
		t.Errorf("went on after the end: %v", r)
	}
}

func TestState(t *testing.T) {
	name := filepath.Join(t.TempDir(), "state.json")
	if s, err := ReadState(name); err != nil || len(s) != 0 {
		t.Fatal(s, err)
	}
	want := State{"https://vbpl.vn/x": {ETag: `"1"`, Sum: "ab", Read: today, Tried: today}}
	if err := want.Write(name); err != nil {
		t.Fatal(err)
	}
	got, err := ReadState(name)
	if err != nil || got["https://vbpl.vn/x"] != want["https://vbpl.vn/x"] {
		t.Errorf("%v %v", got, err)
	}
}
