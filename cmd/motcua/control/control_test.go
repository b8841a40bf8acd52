package control

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestCall(t *testing.T) {
	dir := t.TempDir()
	call := func(path string) (string, error) {
		var text string
		err := Call(t.Context(), dir, path, nil, func(r io.Reader) error {
			b, err := io.ReadAll(r)
			text = string(b)
			return err
		})
		return text, err
	}
	if _, err := call("/whole"); !errors.Is(err, ErrNotRunning) || Running(dir) {
		t.Fatalf("nobody listens: %v", err)
	}
	l, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /whole", func(w http.ResponseWriter, _ *http.Request) {
		_ = Whole(w, func(w io.Writer) error {
			_, err := io.WriteString(w, "all of it")
			return err
		})
	})
	mux.HandleFunc("POST /cut", func(w http.ResponseWriter, _ *http.Request) {
		_ = Whole(w, func(w io.Writer) error {
			_, _ = io.WriteString(w, "half of")
			return io.ErrUnexpectedEOF
		})
	})
	mux.HandleFunc("POST /no", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "không được", http.StatusConflict)
	})
	s := &http.Server{Handler: mux} //nolint:gosec // of a test
	t.Cleanup(func() { _ = s.Close() })
	go func() { _ = s.Serve(l) }()

	if !Running(dir) {
		t.Error("not seen to run")
	}
	if text, err := call("/whole"); text != "all of it" || err != nil {
		t.Errorf("whole: %q, %v", text, err)
	}
	if text, err := call("/cut"); err == nil {
		t.Errorf("an answer that broke off was taken as whole: %q", text)
	}
	if _, err := call("/no"); err == nil || !strings.Contains(err.Error(), "không được") {
		t.Errorf("refused: %v", err)
	}
}

func TestListenTooLong(t *testing.T) {
	if _, err := Listen(t.TempDir() + "/" + strings.Repeat("x", 120)); !errors.Is(err, ErrTooLong) {
		t.Errorf("%v", err)
	}
}
