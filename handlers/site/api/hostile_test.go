package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestHostileCalls: what a program could send to have one request cost as much as hundreds is refused before it is read
// as a call.
func TestHostileCalls(t *testing.T) {
	s := serve(t, 10000)
	const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"lệ phí khai sinh"}}}`
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	for _, c := range []struct {
		name, method, body string
		status             int
		holds              string
	}{
		{"one call", "POST", call, http.StatusOK, "khai sinh"},
		{"after blanks", "POST", " \r\n\t" + call, http.StatusOK, "khai sinh"},
		{"a batch", "POST", "[" + call + "," + call + "]", http.StatusBadRequest, "chỉ một yêu cầu"},
		{"a batch of one", "POST", "[" + call + "]", http.StatusBadRequest, "chỉ một yêu cầu"},
		{"a batch after blanks", "POST", "\n \r\t[" + call + "]", http.StatusBadRequest, "chỉ một yêu cầu"},
		{"nested lists", "POST", strings.Repeat("[", 60000), http.StatusBadRequest, "chỉ một yêu cầu"},
		{"nested arguments", "POST", strings.Replace(call, `"lệ phí khai sinh"`, deep, 1), http.StatusBadRequest, "nesting"},
		{"long", "POST", call + strings.Repeat(" ", 70000), http.StatusRequestEntityTooLarge, "quá dài"},
		{"a long question", "POST", strings.Replace(call, "lệ phí", strings.Repeat("lệ phí ", 100), 1), http.StatusOK,
			"quá 300"},
		{"nothing", "POST", "", http.StatusBadRequest, ""},
		{"a stream", "GET", "", http.StatusMethodNotAllowed, ""},
		{"an end of a session", "DELETE", "", http.StatusMethodNotAllowed, ""},
		{"a subscription", "POST", `{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"x"}}`, http.StatusOK, "method not found"},
		{"another's tool", "POST", strings.Replace(call, `"search"`, `"../../etc/passwd"`, 1), http.StatusOK, "unknown tool"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), c.method, s.URL+"/mcp", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		req.Header.Set("Mcp-Protocol-Version", "2025-03-26") // the last that had batches
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != c.status || !strings.Contains(string(body), c.holds) {
			t.Errorf("%s: %d %.200s, %v", c.name, resp.StatusCode, body, err)
		}
	}
}
