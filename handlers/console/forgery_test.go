package console_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestForgeryEveryRoute: each POST of the console, those of its rooms too, refuses whatever does not come from a page
// of ours with the session's token; nothing is done, so nothing stands in the log or the state. A new route is covered
// without being listed.
func TestForgeryEveryRoute(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	const form = "application/x-www-form-urlencoded"
	good := url.Values{"csrf": {b.csrf}, "ten": {"X"}, "ma": {"V-23456789"}}.Encode()
	// parts is a form with a file, as a page with an upload sends it.
	parts := func(fields ...string) string {
		var b strings.Builder
		for _, f := range fields {
			b.WriteString("--x\r\nContent-Disposition: form-data; " + f + "\r\n")
		}
		return b.String() + "--x--\r\n"
	}
	picture := "name=\"anh\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n"
	multi := func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") }
	ways := []struct {
		name   string
		body   string
		change func(*http.Request)
	}{
		{"no token", "ten=X", func(*http.Request) {}},
		{"an empty token", "csrf=", func(*http.Request) {}},
		{"another's token", "csrf=" + strings.Repeat("A", 43), func(*http.Request) {}},
		{"the token in the address", "ten=X", func(r *http.Request) { r.URL.RawQuery = "csrf=" + b.csrf }},
		{"another site", good, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }},
		{"another scheme", good,
			func(r *http.Request) { r.Header.Set("Origin", "ftp"+strings.TrimPrefix(o.URL, "http")) }},
		{"no site", good, func(r *http.Request) { r.Header.Set("Origin", "null") }},
		{"cross-site", good, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }},
		{"plain text", good, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }},
		{"a file and no token", parts(picture, "name=\"ma\"\r\n\r\nX"), multi},
		{"a file that is named as the token", parts("name=\"csrf\"; filename=\"t\"\r\n\r\n" + b.csrf), multi},
		{"a file and the token in the address", parts(picture),
			func(r *http.Request) { multi(r); r.URL.RawQuery = "csrf=" + b.csrf }},
		{"a file from another site", parts("name=\"csrf\"\r\n\r\n"+b.csrf, picture),
			func(r *http.Request) { multi(r); r.Header.Set("Origin", "https://evil.example") }},
		{"JSON", `{"csrf":"` + b.csrf + `"}`, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }},
	}
	posts := 0
	for _, route := range allRoutes() {
		if route.Method != http.MethodPost {
			continue
		}
		posts++
		before := o.everything()
		for _, way := range ways {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.URL+route.Path,
				strings.NewReader(way.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", form)
			req.Header.Set("Origin", o.URL)
			way.change(req)
			resp, err := b.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusUnsupportedMediaType {
				t.Errorf("%s with %s: %d", route.Path, way.name, resp.StatusCode)
			}
		}
		if o.everything() != before {
			t.Errorf("%s did something", route.Path)
		}
		o.now.Add(60) // out of the way of the limits
	}
	if posts < 30 {
		t.Errorf("only %d POST routes", posts)
	}
}

// everything is the state as one text.
func (o *office) everything() string {
	all := o.state.Everything()
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var s strings.Builder
	for _, name := range names {
		s.WriteString(name + all[name] + "\n")
	}
	return s.String()
}
